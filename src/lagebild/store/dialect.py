"""Every difference between databases: connections, locks, full text, identity, backup, and what their errors mean.

Only SQLite is spoken today. Another database is another class with the same methods; nothing outside this module
writes SQL of one database.

Journal: SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when several connections write and checkpoint, so WAL is
used from 3.51.3 on and a rollback journal before (docs/decisions/0002-sqlite-journal.md).
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    create_engine,
    event,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from lagebild.records.errors import StoreError
from lagebild.records.ports import Indexed, Term
from lagebild.store.tables import documents, metadata

Identity = Literal["empty", "ours", "foreign"]

APPLICATION_ID = 0x4C474244  # "LGBD" in the header of the file, so that `file` and we know whose it is
BUSY_SECONDS = 30
SAFE_WAL = (3, 51, 3)
WRITE = "lagebild_write"
TITLE_WEIGHT, TEXT_WEIGHT, TITLE_PARTS_WEIGHT, PARTS_WEIGHT = 6.0, 1.0, 2.0, 0.5
"""Weights of the index columns for bm25: a word of the title says more than one of the text, a part of a compound less
than the word itself. Chosen on the gold pairs of tests/store/test_search.py."""


class Sqlite:
    """SQLite in a file or in memory."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.name = str(path) if path else "the store in memory"
        # The "memdb" file system of SQLite: connections of this process share a database that ends with the last one.
        memory = URL.create("sqlite", database=f"file:/lagebild-{uuid4().hex}", query={"vfs": "memdb", "uri": "true"})
        self._url = memory if path is None else URL.create("sqlite", database=str(path))

    def engine(self) -> Engine:
        """Return an engine whose write transactions lock at once and whose commits are on disk when they return."""
        engine = create_engine(
            self._url,
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
            pool_size=8,
            max_overflow=56,
            hide_parameters=True,
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def examine_path(self) -> None:
        """Raise StoreError where the file cannot be what we need, before SQLite answers less clearly."""
        if self.path is None:
            return
        folder = self.path.parent
        if not folder.is_dir():
            raise StoreError(f"The directory {folder} does not exist; create it or choose another place for the store.")
        if self.path.is_dir():
            raise StoreError(f"{self.path} is a directory; name a file in it for the store.")
        # The journal stands beside the file, so the directory must be writable too.
        if not os.access(folder, os.W_OK) or (self.path.exists() and not os.access(self.path, os.W_OK)):
            raise StoreError(f"{self.path} cannot be written; grant yourself write access or choose another place.")

    def identity(self, connection: Connection) -> Identity:
        """Tell whose database this is."""
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if mark == APPLICATION_ID:
            return "ours"
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        return "empty" if mark == 0 and tables == 0 else "foreign"

    def lock(self, connection: Connection) -> None:
        """Begin a transaction that nobody else can read or write beside."""
        connection.execution_options(**{WRITE: "EXCLUSIVE"}).begin()

    def make_schema(self, connection: Connection) -> None:
        """Make all declared tables and leave the mark of ownership."""
        metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def check(self, connection: Connection) -> tuple[str, ...]:
        """Return what is wrong with the file, the references and the full-text index."""
        found = [
            f"The file is damaged: {row[0]}."
            for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")
            if row[0] != "ok"
        ]
        found += [
            f"A row of {row[0]} refers to a row of {row[2]} that does not exist."
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
        ]
        try:
            connection.exec_driver_sql("INSERT INTO search(search) VALUES ('integrity-check')")
        except DBAPIError as error:
            found.append(f"The search index is damaged ({error.orig}); restore the last backup.")
        return tuple(found)

    def backup(self, engine: Engine, target: Path) -> None:
        """Copy the database to `target`, through a temporary file beside it that is complete before it is renamed."""
        target = target.resolve()
        if self.path is not None and target == self.path.resolve():
            raise StoreError("The backup would replace the store itself; name another file.")
        if not target.parent.is_dir():
            raise StoreError(f"The directory {target.parent} does not exist; create it or choose another one.")
        if target.exists() and not _is_ours(target):
            raise StoreError(f"{target} exists and is no backup of a Lagebild store; name another file.")
        try:
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        except OSError as error:
            raise StoreError(f"{target.parent} cannot be written ({error.strerror}); choose another place.") from error
        os.close(handle)
        draft = Path(name)
        try:
            _copy(engine, draft)
            draft.replace(target)
            _sync_directory(target.parent)
        finally:
            draft.unlink(missing_ok=True)

    def index_document(self, connection: Connection, number: int, title: Indexed, body: Indexed) -> None:
        """Put the tokens of a document into the index, in place of older ones."""
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", (number,))
        connection.exec_driver_sql(
            "INSERT INTO search (rowid, title, body, title_parts, body_parts) VALUES (?, ?, ?, ?, ?)",
            (number, *(" ".join(row) for row in (title.words, body.words, title.parts, body.parts))),
        )

    def empty_search(self, connection: Connection) -> None:
        """Make an empty full-text index in place of any other: the tokens are ours, FTS5 only matches them."""
        connection.exec_driver_sql("DROP TABLE IF EXISTS search")
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE search USING fts5(title, body, title_parts, body_parts, tokenize = 'unicode61')"
        )

    def count_indexed(self, connection: Connection) -> int:
        """Return the number of documents in the index."""
        return int(connection.exec_driver_sql("SELECT count(*) FROM search").scalar_one())

    def matching(self, terms: Iterable[Term]) -> Select[int]:
        """Return a selection of document numbers that match all terms, best first."""
        weights = f"'bm25({TITLE_WEIGHT}, {TEXT_WEIGHT}, {TITLE_PARTS_WEIGHT}, {PARTS_WEIGHT})'"
        return (
            select(documents.c.number)
            .join_from(_SEARCH, documents, documents.c.number == _SEARCH.c.rowid)
            .where(text("search MATCH :asked").bindparams(asked=" AND ".join(map(_fts5, terms))))
            .where(text(f"search.rank MATCH {weights}"))
            .order_by(_SEARCH.c.rank, documents.c.id)
        )

    def holds(self, terms: Iterable[Term], number: ColumnElement[int], *, text_only: bool) -> ColumnElement[bool]:
        """Return the condition that the document of a number matches all terms, with `text_only` in its text alone."""
        asked = " AND ".join(map(_fts5, terms))
        expression = f"{{body body_parts}} : ({asked})" if text_only else asked
        given: BindParameter[str] = bindparam("held_text" if text_only else "held", expression)
        return (
            select(_SEARCH.c.rowid)
            .where(literal_column("search").op("MATCH")(given), _SEARCH.c.rowid == number)
            .exists()
        )

    def among(self, texts: Sequence[str]) -> Select[str]:
        """Return a selection of these texts, however many: a list of parameters has a limit."""
        each = func.json_each(json.dumps(texts)).table_valued("value")
        return select(cast(each.c.value, Text))

    def explained(self, error: DBAPIError) -> StoreError:
        """Say in one sentence what a database error means and what to do."""
        said = str(error.orig).lower()
        for sign, sentence in _MEANINGS:
            if sign in said:
                return StoreError(sentence.format(name=self.name, seconds=BUSY_SECONDS))
        return StoreError(f"{self.name} cannot be used ({error.orig}); run the check, or restore the last backup.")


# A virtual table, so not among the declared ones.
_SEARCH = Table("search", MetaData(), Column("rowid", Integer), Column("rank", Float))

_MEANINGS = (
    ("locked", "{name} is held by another program for more than {seconds} s; end that program and try again."),
    ("not a database", "{name} is no SQLite database (or is encrypted); name another file or restore a backup."),
    ("malformed", "{name} is damaged; restore the last backup."),
    ("readonly", "{name} cannot be written; grant yourself write access or choose another place."),
    ("full", "The disk that holds {name} is full; free some space and try again. Nothing that was kept is lost."),
    ("unable to open", "{name} cannot be opened; check that its directory exists and may be written."),
    ("disk i/o", "The disk that holds {name} reported an error; check the disk, then run the check of the store."),
)


def dialect_of(url: str) -> Sqlite:
    """Return the dialect for a database URL; StoreError where there is none."""
    try:
        parts = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"{url!r} is no database URL; write for example sqlite:///lagebild.db.") from error
    if parts.get_backend_name() == "sqlite":
        memory = parts.database in (None, "", ":memory:")
        return Sqlite(None if memory else Path(str(parts.database)))
    if parts.get_backend_name() == "postgresql":
        raise StoreError("PostgreSQL is prepared but not spoken yet; use sqlite:///lagebild.db.")
    raise StoreError(f"{parts.get_backend_name()} is not supported; use sqlite:///lagebild.db.")


def journal_mode() -> str:
    """Return the journal that is safe with the SQLite at hand: "wal" or "truncate"."""
    return "wal" if sqlite3.sqlite_version_info >= SAFE_WAL else "truncate"


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Set up a new connection. TRUNCATE, not DELETE: only then FULL also syncs the end of the journal at commit."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16000")
    wanted = journal_mode()
    (mode,) = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
    if mode == "wal" != wanted:
        raise sqlite3.OperationalError("database is locked in WAL mode by another program")


def _begin(connection: Connection) -> None:
    """Begin; a write transaction takes its lock now, where it may wait, not at its first write, where it must fail."""
    kind = connection.get_execution_options().get(WRITE, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        header = file.read(100)
    # Bytes 68..71 of the header are the application id (https://www.sqlite.org/fileformat.html).
    return header[:16] == b"SQLite format 3\0" and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def _copy(engine: Engine, draft: Path) -> None:
    source = engine.raw_connection()
    copy = sqlite3.connect(draft, isolation_level=None)
    try:
        driver = source.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise StoreError(f"The copy is damaged ({verdict}); run the check of the store.")
    except sqlite3.Error as error:
        raise StoreError(f"The backup failed ({error}); check that there is space and try again.") from error
    finally:
        copy.close()
        source.close()
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_directory(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fts5(term: Term) -> str:
    """Return a term as an FTS5 expression. Tokens are ASCII letters and digits, so quoting them is always enough."""
    rows = []
    for phrase in term.alternatives:
        assert all(token.isascii() and token.isalnum() for token in phrase)
        quoted = f'"{" ".join(phrase)}"'
        # The order of parts means nothing, so a phrase is looked for among the words alone.
        rows.append(f"{{title body}} : {quoted}" if len(phrase) > 1 else quoted)
    return f"({' OR '.join(rows)})"
