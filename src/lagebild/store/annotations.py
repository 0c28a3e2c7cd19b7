"""Annotations in and out: the last set put for a revision counts, since it can be computed again."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, select, update

from lagebild.records.annotation import Annotations
from lagebild.store.payload import packed, unpacked
from lagebild.store.rows import batches, replace
from lagebild.store.tables import annotations, documents


class AnnotationRepository:
    """The annotations of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, record: Annotations) -> None:
        """Keep the annotations of a revision, in place of older ones."""
        key = {"document": record.document, "revision": record.revision}
        replace(self._connection, annotations, key, {"producer": record.producer, "payload": packed(record)})
        self._connection.execute(
            update(documents)
            .where(documents.c.id == record.document, documents.c.revision == record.revision)
            .values(annotated_by=record.producer)
        )

    def get(self, document_id: str, revision: int | None = None) -> Annotations | None:
        """Return the annotations of a revision, of the newest by default."""
        if revision is None:
            return self.many([document_id]).get(document_id)
        payload = self._connection.execute(
            select(annotations.c.payload).where(
                annotations.c.document == document_id, annotations.c.revision == revision
            )
        ).scalar_one_or_none()
        return None if payload is None else unpacked(payload, Annotations)

    def many(self, ids: Sequence[str]) -> dict[str, Annotations]:
        """Return the annotations of the newest revisions by document id; what has none is left out."""
        newest = and_(annotations.c.document == documents.c.id, annotations.c.revision == documents.c.revision)
        wanted = select(annotations.c.document, annotations.c.payload).join_from(documents, annotations, newest)
        return {
            row.document: unpacked(row.payload, Annotations)
            for batch in batches(list(dict.fromkeys(ids)))
            for row in self._connection.execute(wanted.where(documents.c.id.in_(batch)))
        }
