"""Documents in and out: every revision is kept, the newest counts."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace as altered

from sqlalchemy import Connection, Select, and_, func, insert, or_, select, update

from lagebild.records.document import Document
from lagebild.records.ports import Analyser, Arrival
from lagebild.store.dialect import Sqlite
from lagebild.store.payload import decoded, encoded
from lagebild.store.rows import EPOCH, batches, derive_stories, following
from lagebild.store.tables import documents, revisions

HEADLINE = 120  # characters: what a list of stories shows of a text that has no title
INDEXED = 500_000  # characters of a text that full-text search sees: a book; more would hold up the writer for minutes

_SENTENCE = re.compile(r"\S.{0,400}?[.!?](?=\s|$)", re.DOTALL)


class DocumentRepository:
    """The documents of one unit of work."""

    def __init__(self, connection: Connection, dialect: Sqlite, analyser: Analyser) -> None:
        self._connection = connection
        self._dialect = dialect
        self._analyser = analyser

    def add(self, document: Document) -> Arrival:
        """Keep a document and return "new", "revision", or "known" where nothing was to be kept.

        Known is what has the fingerprint of any earlier revision, not of the newest alone: so reading the same files
        again changes nothing. A document without fingerprint gets one of title and text. The revision number given
        is not heeded.
        """
        mark = document.fingerprint or fingerprint(document)
        same = select(revisions.c.revision).where(revisions.c.document == document.id, revisions.c.fingerprint == mark)
        if self._connection.execute(same).first() is not None:
            return "known"
        older = self._connection.execute(
            select(documents.c.revision, documents.c.number, documents.c.story).where(documents.c.id == document.id)
        ).one_or_none()
        revision = older.revision + 1 if older else 1
        number = older.number if older else following(self._connection, documents, "number")
        kept = altered(document, fingerprint=mark, revision=revision)
        payload = encoded(kept)
        self._write_newest(kept, number, known=older is not None)
        self._connection.execute(
            insert(revisions).values(
                document=kept.id, revision=revision, fingerprint=mark, payload=payload, seen=kept.seen
            )
        )
        index_document(self._connection, self._dialect, self._analyser, number, kept)
        if older and older.story:
            derive_stories(self._connection, [older.story], kept.seen or EPOCH)
        return "revision" if older else "new"

    def get(self, document_id: str, revision: int | None = None) -> Document | None:
        """Return a revision, the newest by default."""
        wanted = (
            _newest().where(documents.c.id == document_id)
            if revision is None
            else select(revisions.c.payload).where(
                revisions.c.document == document_id, revisions.c.revision == revision
            )
        )
        payload = self._connection.execute(wanted).scalar_one_or_none()
        return None if payload is None else decoded(payload, Document)

    def revisions(self, document_id: str) -> tuple[Document, ...]:
        """Return all revisions, oldest first."""
        wanted = select(revisions.c.payload).where(revisions.c.document == document_id).order_by(revisions.c.revision)
        return self._read(wanted)

    def unannotated(self, producer: str, limit: int | None = None) -> tuple[Document, ...]:
        """Return newest revisions without annotations by `producer`, in (published or seen, id) order."""
        # Two ranges and not `!=`: so the index leads to the few, however many are done.
        other = or_(documents.c.annotated_by < producer, documents.c.annotated_by > producer)
        return self._read(_newest().where(other).order_by(documents.c.moment, documents.c.id).limit(limit))

    def many(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Return the newest revisions in the order of `ids`; unknown ids are left out."""
        found = {
            document.id: document
            for batch in batches(list(dict.fromkeys(ids)))
            for document in self._read(_newest().where(documents.c.id.in_(batch)))
        }
        return tuple(found[id_] for id_ in ids if id_ in found)

    def count(self) -> int:
        """Return the number of documents, each counted once."""
        return int(self._connection.execute(select(func.count()).select_from(documents)).scalar_one())

    def at(self, canonical_url: str) -> tuple[Document, ...]:
        """Return the newest revisions of the documents at an address: several where it is that of a section."""
        return self._read(_newest().where(documents.c.canonical_url == canonical_url).order_by(documents.c.id))

    def _read(self, wanted: Select[bytes]) -> tuple[Document, ...]:
        return tuple(decoded(payload, Document) for payload in self._connection.execute(wanted).scalars())

    def _write_newest(self, document: Document, number: int, *, known: bool) -> None:
        values = {
            "revision": document.revision,
            "headline": headline(document),
            "canonical_url": document.canonical_url,
            "outlet": document.outlet,
            "language": document.language,
            "published": document.published,
            "moment": document.published or document.seen or EPOCH,
            "annotated_by": "",
        }
        if known:
            self._connection.execute(update(documents).where(documents.c.id == document.id).values(**values))
        else:
            self._connection.execute(insert(documents).values(id=document.id, number=number, copy=False, **values))


def _newest() -> Select[bytes]:
    newest = and_(revisions.c.document == documents.c.id, revisions.c.revision == documents.c.revision)
    return select(revisions.c.payload).join_from(documents, revisions, newest)


def index_document(
    connection: Connection, dialect: Sqlite, analyser: Analyser, number: int, document: Document
) -> None:
    """Put title and text of a document into the full-text index, in place of what stands there."""
    dialect.index_document(
        connection,
        number,
        analyser.indexed(document.title or "", document.language),
        analyser.indexed(document.text[:INDEXED], document.language),
    )


def reindex(connection: Connection, dialect: Sqlite, analyser: Analyser) -> None:
    """Make the full-text index of all documents anew."""
    dialect.empty_search(connection)
    newest = and_(revisions.c.document == documents.c.id, revisions.c.revision == documents.c.revision)
    wanted = select(documents.c.number, revisions.c.payload).join_from(documents, revisions, newest)
    for row in connection.execute(wanted.execution_options(yield_per=100)):
        index_document(connection, dialect, analyser, row.number, decoded(row.payload, Document))


def fingerprint(document: Document) -> str:
    """Return a digest of title and text."""
    both = f"{document.title or ''}\0{document.text}"
    return hashlib.sha256(both.encode("utf-8", "surrogatepass")).hexdigest()


def headline(document: Document) -> str:
    """Return the title, else the first sentence, else the beginning of the text, cut between words."""
    title = " ".join((document.title or "").split())
    if title:
        return title
    start = document.text[:1000].strip()
    sentence = _SENTENCE.match(start)
    line = " ".join((sentence.group() if sentence else start).split())
    if len(line) <= HEADLINE:
        return line
    return line[: HEADLINE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
