"""When each reader looked at a story: what came later is new to that reader. No account; a name is enough."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from lagebild.records.shelves import READER
from lagebild.store.tables import visits


class VisitRepository:
    """The visits of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self, story_id: str | None, reader: str = READER, until: datetime | None = None) -> datetime | None:
        """Return the time (UTC) of the last visit, up to `until`, to a story, or to any where none is named."""
        wanted = select(func.max(visits.c.at)).where(visits.c.reader == reader)
        if story_id is not None:
            wanted = wanted.where(visits.c.story == story_id)
        if until is not None:
            wanted = wanted.where(visits.c.at <= until)
        return self._connection.execute(wanted).scalar_one_or_none()

    def every(self, reader: str = READER, until: datetime | None = None) -> dict[str, datetime]:
        """Return the time (UTC) of the last visit, up to `until`, to each story that the reader looked at."""
        wanted = select(visits.c.story, func.max(visits.c.at).label("at")).where(visits.c.reader == reader)
        if until is not None:
            wanted = wanted.where(visits.c.at <= until)
        return {row.story: row.at for row in self._connection.execute(wanted.group_by(visits.c.story))}

    def record(self, story_id: str, at: datetime, reader: str = READER) -> None:
        """Keep a visit; earlier ones stay."""
        key = (visits.c.reader == reader, visits.c.story == story_id, visits.c.at == at)
        if self._connection.execute(select(visits.c.at).where(*key)).first() is None:
            self._connection.execute(insert(visits).values(reader=reader, story=story_id, at=at))
