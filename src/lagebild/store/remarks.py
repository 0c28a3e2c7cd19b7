"""The ledger of remarks in and out: only appended to, found by the documents that a remark was made on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, insert, or_, select

from lagebild.records.remark import Remark
from lagebild.store.payload import decoded, encoded
from lagebild.store.rows import batches, following
from lagebild.store.tables import documents, remarks


class RemarkRepository:
    """The remarks of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, remark: Remark) -> None:
        """Append a remark."""
        documents = [anchor.passage.document for anchor in remark.anchors]
        self._connection.execute(
            insert(remarks).values(
                position=following(self._connection, remarks, "position"),
                id=remark.id,
                document=documents[0],
                other=documents[-1],
                at=remark.at,
                payload=encoded(remark),
            )
        )

    def of(self, documents: Sequence[str], until: datetime | None = None) -> tuple[Remark, ...]:
        """Return the entries on passages of any of these documents, made up to `until`, oldest first."""
        found: dict[int, bytes] = {}
        for batch in batches(list(dict.fromkeys(documents)), 400):
            wanted = select(remarks.c.position, remarks.c.payload).where(
                or_(remarks.c.document.in_(batch), remarks.c.other.in_(batch))
            )
            if until is not None:
                wanted = wanted.where(remarks.c.at <= until)
            found.update((row.position, row.payload) for row in self._connection.execute(wanted))
        return tuple(decoded(found[position], Remark) for position in sorted(found))


def last_remarks() -> Select[str, datetime]:
    """Select stories with the moments of the remarks on their documents."""
    both = or_(remarks.c.document == documents.c.id, remarks.c.other == documents.c.id)
    wanted = select(documents.c.story, remarks.c.at).join_from(remarks, documents, both)
    return wanted.where(documents.c.story.is_not(None))
