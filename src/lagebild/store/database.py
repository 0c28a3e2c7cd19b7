"""The store and its unit of work: one transaction over all repositories."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Select, and_, func, insert, or_, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from lagebild.records.errors import StoreError
from lagebild.records.ports import Analyser
from lagebild.store.annotations import AnnotationRepository
from lagebild.store.blobs import BlobRepository
from lagebild.store.dialect import WRITE, Sqlite
from lagebild.store.dispatches import DispatchRepository
from lagebild.store.documents import DocumentRepository, reindex
from lagebild.store.followed import FollowedRepository
from lagebild.store.history import HistoryRepository
from lagebild.store.judgements import JudgementRepository
from lagebild.store.lists import ListRepository
from lagebild.store.news import NewsRepository
from lagebild.store.pictures import PictureRepository
from lagebild.store.posts import PostRepository
from lagebild.store.remarks import RemarkRepository
from lagebild.store.rows import BATCH
from lagebild.store.search import SearchRepository
from lagebild.store.sources import SourceRepository
from lagebild.store.stories import StoryRepository
from lagebild.store.tables import documents, links, metadata, notes, revisions
from lagebild.store.visits import VisitRepository

_BUGS = (IntegrityError, ProgrammingError, DataError)  # of the caller or ours: they propagate as they are


_COPIED = [table for table in metadata.sorted_tables if table is not notes]  # those that are referred to first


@dataclass(frozen=True, slots=True)
class Unit:
    """The repositories of one transaction; not to be used after the unit was left."""

    documents: DocumentRepository
    annotations: AnnotationRepository
    stories: StoryRepository
    lists: ListRepository
    judgements: JudgementRepository
    remarks: RemarkRepository
    posts: PostRepository
    sources: SourceRepository
    visits: VisitRepository
    dispatches: DispatchRepository
    followed: FollowedRepository
    pictures: PictureRepository
    news: NewsRepository
    history: HistoryRepository
    blobs: BlobRepository
    search: SearchRepository


class Store:
    """An open database. Threads may share it; each unit belongs to the thread that opened it."""

    def __init__(self, engine: Engine, dialect: Sqlite, analyser: Analyser, anchor: Connection | None = None) -> None:
        self._engine = engine
        self._dialect = dialect
        self._analyser = analyser
        self._anchor = anchor  # keeps a database in memory alive between units
        self._writing = threading.Lock()  # fair and without polling, unlike the lock of the database
        self._mine = threading.local()

    @contextmanager
    def unit(self, write: bool = False) -> Iterator[Unit]:
        """Open a unit: committed (and on disk) when left, rolled back when an exception leaves it.

        Write units wait for each other; inside a unit only read units may be opened, and none inside a write unit:
        what it wrote is not visible to another transaction, and the two would wait for each other.
        """
        open_units: list[bool] = self._mine.__dict__.setdefault("units", [])
        if open_units and (write or open_units[-1]):
            raise RuntimeError("a write unit can neither stand inside another unit nor hold one")
        open_units.append(write)
        try:
            turn = self._writing if write else nullcontext()
            with self._explained(), turn, self._transaction(write=write) as connection:
                yield self._unit(connection)
        finally:
            open_units.pop()

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database, a sentence each; nothing when it is sound."""
        try:
            with self._writing, self._transaction(write=True) as connection:
                return (*self._dialect.check(connection), *self._contradictions(connection))
        except DBAPIError as error:
            return (str(self._dialect.explained(error)),)

    def backup(self, path: Path | str) -> None:
        """Write a complete copy, which replaces an older backup at `path` only when it is complete.

        Raises StoreError where `path` is something else or cannot be written.
        """
        self._dialect.backup(self._engine, Path(path))

    def take(self, other: "Store") -> None:
        """Copy everything that `other` holds, in one transaction; StoreError unless this store is empty."""
        with self._explained(), self._writing, self._transaction(write=True) as here:
            if any(here.execute(select(table).limit(1)).first() for table in _COPIED):
                raise StoreError(f"{self._dialect.name} is not empty; name a new file to copy to.")
            with other._transaction(write=False) as there:  # noqa: SLF001
                for table in _COPIED:
                    rows = there.execution_options(yield_per=BATCH).execute(select(table)).mappings()
                    for batch in rows.partitions():
                        here.execute(insert(table), [dict(row) for row in batch])
            reindex(here, self._dialect, self._analyser)

    def copy_to(self, url: str) -> None:
        """Copy everything into the empty store at `url`; StoreError where it is not empty or cannot be opened."""
        from lagebild.store.opening import open_store

        with open_store(url, self._analyser) as target:
            target.take(self)

    def close(self) -> None:
        """Give back all connections."""
        if self._anchor is not None:
            self._anchor.close()
        self._engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            if write:
                connection.execution_options(**{WRITE: "IMMEDIATE"})
            with connection.begin():
                yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except _BUGS:
            raise
        except DBAPIError as error:
            raise self._dialect.explained(error) from error

    def _unit(self, connection: Connection) -> Unit:
        return Unit(
            DocumentRepository(connection, self._dialect, self._analyser),
            AnnotationRepository(connection),
            StoryRepository(connection, self._dialect, self._analyser),
            ListRepository(connection, self._dialect, self._analyser),
            JudgementRepository(connection),
            RemarkRepository(connection),
            PostRepository(connection),
            SourceRepository(connection),
            VisitRepository(connection),
            DispatchRepository(connection),
            FollowedRepository(connection),
            PictureRepository(connection),
            NewsRepository(connection),
            HistoryRepository(connection),
            BlobRepository(connection),
            SearchRepository(connection, self._dialect, self._analyser),
        )

    def _contradictions(self, connection: Connection) -> Iterator[str]:
        kept = connection.execute(select(func.count()).select_from(documents)).scalar_one()
        indexed = self._dialect.count_indexed(connection)
        if kept != indexed:
            yield f"The search index holds {indexed} documents and the store {kept}."
        newest = select(revisions.c.document, func.max(revisions.c.revision).label("revision")).group_by(
            revisions.c.document
        )
        found = newest.subquery()
        wrong = (
            select(documents.c.id)
            .join_from(documents, found, found.c.document == documents.c.id, isouter=True)
            .where(documents.c.revision.is_distinct_from(found.c.revision))
        )
        yield from (f"Document {id_} lacks its newest revision." for id_ in connection.execute(wrong).scalars())
        yield from (
            f"The story of document {id_} is not in the ledger." for id_ in connection.execute(_astray()).scalars()
        )


def _astray() -> Select[str]:
    """Select documents whose story is not that of a link of theirs; the last one, unless somebody judged them."""
    last = (
        select(
            links.c.document,
            func.max(links.c.position).label("position"),
            func.count(links.c.judgement).label("judged"),
        )
        .group_by(links.c.document)
        .subquery()
    )
    own = and_(links.c.position == documents.c.link, links.c.document == documents.c.id)
    return (
        select(documents.c.id)
        .join_from(documents, last, last.c.document == documents.c.id, isouter=True)
        .join(links, own, isouter=True)
        .where(
            or_(
                documents.c.story.is_distinct_from(links.c.story),
                and_(func.coalesce(last.c.judged, 0) == 0, documents.c.link.is_distinct_from(last.c.position)),
            )
        )
    )
