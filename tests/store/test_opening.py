"""A store is made, known again, brought up to date or refused with one sentence."""

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from tests.builders import NOON

from lagebild.records.document import Document, Post
from lagebild.records.errors import StoreError
from lagebild.records.followed import Search
from lagebild.records.ports import Indexed, Term, Word
from lagebild.records.story import PostLink, StoryLink
from lagebild.store import dialect, open_store
from lagebild.store.dialect import Sqlite, dialect_of, journal_mode
from lagebild.store.migrations import HEAD, REVISIONS
from lagebild.store.preparation import migrate
from lagebild.store.tables import metadata


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def execute(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def schema(connection: Connection) -> dict[str, object]:
    found = inspect(connection)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((str(i["name"]), tuple(i["column_names"])) for i in found.get_indexes(table)),
            sorted(tuple(u["column_names"]) for u in found.get_unique_constraints(table)),
            sorted(tuple(f["constrained_columns"]) for f in found.get_foreign_keys(table)),
        )
        for table in metadata.tables
    }


def test_the_migrated_schema_is_the_declared_one(tmp_path: Path) -> None:
    fresh, migrated = Sqlite(tmp_path / "fresh.db"), Sqlite(tmp_path / "migrated.db")
    open_store(url(tmp_path / "fresh.db")).close()
    first, second = fresh.engine(), migrated.engine()
    with first.connect() as made, second.connect() as moved:
        migrated.lock(moved)
        migrate(moved)
        moved.commit()
        assert schema(moved) == schema(made)
        assert compare_metadata(MigrationContext.configure(moved), metadata) == []
        assert moved.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == HEAD
    first.dispose()
    second.dispose()


def test_the_revisions_are_all_named() -> None:
    folder = Path(dialect.__file__).parent / "migrations" / "versions"
    assert sorted(path.name[:4] for path in folder.glob("[0-9]*.py")) == list(REVISIONS)


def test_an_older_store_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = Sqlite(path)
    engine = old.engine()
    with engine.connect() as connection:
        old.lock(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {dialect.APPLICATION_ID}")
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.commit()
    engine.dispose()
    with open_store(url(path)) as store, store.unit(write=True) as unit:
        unit.documents.add(Document("a", "Text."))
        assert unit.search.documents("text") == ("a",)


def test_a_store_of_the_first_schema_keeps_its_links(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(url(path)) as store, store.unit(write=True) as unit:
        unit.documents.add(Document("a", "Text.", seen=NOON))
        unit.stories.put([StoryLink("a", "s", 1.0)], Document("a", "Text."))
        unit.posts.add(Post("p", "mastodon", "t", "Ah.", "x", NOON))
        unit.posts.put_links([PostLink("p", "s", 1.0, "genannt")])
    for statement in (
        "DROP INDEX stories_by_articles",
        "DROP INDEX stories_by_change",
        "ALTER TABLE stories DROP COLUMN articles",
        "ALTER TABLE stories DROP COLUMN changed",
        "DROP TABLE cards",
        "DROP TABLE dispatches",
        "DROP TABLE followed",
        "DROP TABLE news",
        "DROP TABLE pictures",
        "DROP TABLE remarks",
        "DROP INDEX links_of_story",
        "DROP INDEX links_held",
        "ALTER TABLE links DROP COLUMN near",
        "ALTER TABLE links DROP COLUMN judgement",
        "DROP TABLE judgements",
        "UPDATE links SET payload = CAST(replace(CAST(payload AS TEXT), ',\"judgement\":null', '') AS BLOB)",
        "UPDATE links SET payload = CAST(replace(CAST(payload AS TEXT), ',\"near\":null,\"house\":[]', '') AS BLOB)",
        "UPDATE links SET payload = CAST(replace(CAST(payload AS TEXT), ',\"after\":null', '') AS BLOB)",
        "DROP TABLE placements",
        "DROP TABLE post_placements",
        "DROP INDEX revisions_by_seen",
        "ALTER TABLE revisions DROP COLUMN seen",
        "DROP TABLE visits",
        "CREATE TABLE visits (story TEXT NOT NULL PRIMARY KEY, at DATETIME NOT NULL)",
        "INSERT INTO visits VALUES ('s', '2026-03-30 12:00:00.000000')",
        "UPDATE alembic_version SET version_num = '0001'",
    ):
        execute(path, statement)
    with open_store(url(path)) as store:
        assert store.check() == ()
        with store.unit() as unit:
            assert unit.judgements.all() == ()
            assert unit.judgements.unjudged(["a"]) == {"a": StoryLink("a", "s", 1.0)}
            assert unit.visits.last("s") == NOON
            past = unit.history.of("s")
            assert unit.lists.changed() == unit.history.moved() == {"s": NOON}
            found = unit.lists.find(Search(), NOON, "nobody", "articles")
            assert [s.id for s in found.stories] == ["s"] and found.undrawn == 1
        assert [(p.link, p.at) for p in past.placements] == [(StoryLink("a", "s", 1.0), NOON)]
        assert [(p.link, p.at) for p in past.post_placements] == [(PostLink("p", "s", 1.0, "genannt"), NOON)]
        assert [r.at for r in past.revisions] == [NOON]


def test_an_up_to_date_store_opens_fast_and_without_alembic(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    open_store(url(path)).close()
    took = []
    for _ in range(5):
        start = time.perf_counter()
        open_store(url(path)).close()
        took.append(time.perf_counter() - start)
    assert min(took) < 0.03
    program = (
        "import sys, lagebild.store\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        f"lagebild.store.open_store({url(path)!r}).close()\n"
        "assert not {'alembic', 'wordfreq', 'simplemma'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    open_store(url(path)).close()
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer Lagebild .*update this program"):
        open_store(url(path))


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    execute(path, "CREATE TABLE theirs (a)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"another program.*another file"):
        open_store(url(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be looked at\n" * 50, b"SQLite format 3\0" + b"\xff" * 4080]
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="database"):
        open_store(url(path))
    assert path.read_bytes() == content


def test_a_damaged_store_is_told_by_opening_or_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(url(path)) as store, store.unit(write=True) as unit:
        for number in range(200):
            unit.documents.add(Document(f"d{number}", f"Text {number} " * 50))
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(size // 4096 // 2, size // 4096, 3):
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)
    with open_store(url(path)) as store:
        assert any("damaged" in row for row in store.check())
        with pytest.raises(StoreError, match="damaged"), store.unit() as unit:
            for number in range(200):
                unit.documents.get(f"d{number}")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("sqlite:///{tmp}/missing/s.db", "does not exist; create it"),
        ("sqlite:///{tmp}", "is a directory; name a file"),
        ("postgresql+psycopg://localhost/x", "PostgreSQL"),
        ("mysql://localhost/x", "not supported; use sqlite"),
        ("lagebild.db", "no database URL; write"),
    ],
)
def test_what_cannot_be_opened_says_what_to_do(tmp_path: Path, place: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        open_store(place.format(tmp=tmp_path))


def test_a_place_without_write_access_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser may write everywhere, so the answer of the system is given here.
    monkeypatch.setattr("lagebild.store.dialect.os.access", lambda path, mode: False)
    with pytest.raises(StoreError, match="cannot be written; grant"):
        open_store(url(tmp_path / "s.db"))


def test_the_journal_is_one_that_cannot_corrupt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lagebild.store.dialect.sqlite3.sqlite_version_info", (3, 51, 2))
    assert journal_mode() == "truncate"
    monkeypatch.setattr("lagebild.store.dialect.sqlite3.sqlite_version_info", (3, 51, 3))
    assert journal_mode() == "wal"


def test_each_connection_syncs_fully_and_checks_references(tmp_path: Path) -> None:
    engine = dialect_of(url(tmp_path / "s.db")).engine()
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    engine.dispose()
    assert found == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000, "journal_mode": journal_mode()}


@pytest.mark.skipif(journal_mode() == "wal", reason="this SQLite is fixed")
def test_a_wal_store_is_taken_out_of_wal(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    open_store(url(path)).close()
    execute(path, "PRAGMA journal_mode = WAL")
    open_store(url(path)).close()
    assert execute(path, "PRAGMA journal_mode") == [("delete",)]


class ByLength:
    """An analyser that finds words by their number of letters."""

    name = "length/1"

    def indexed(self, text: str, language: str | None) -> Indexed:
        return Indexed(tuple(f"n{len(word)}" for word in text.split()))

    def read(self, text: str, language: str | None) -> Iterator[Word]:
        return (Word(m.start(), m.end(), f"n{m.end() - m.start()}") for m in re.finditer(r"\S+", text))

    def asked(self, query: str) -> tuple[Term, ...]:
        return tuple(Term(((f"n{len(word)}",),)) for word in query.split())


def test_another_analyser_makes_the_index_anew(tmp_path: Path) -> None:
    path = url(tmp_path / "s.db")
    with open_store(path) as store, store.unit(write=True) as unit:
        unit.documents.add(Document("a", "eins zwei drei"))
        assert unit.search.documents("zwei") == ("a",)
    for _ in range(2):
        with open_store(path, ByLength()) as store, store.unit() as unit:
            assert unit.search.documents("vier") == ("a",)
            assert unit.search.documents("zweier") == ()
