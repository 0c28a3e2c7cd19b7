"""When the reader last looked at a story: what came later is new to him."""

from datetime import datetime

from sqlalchemy import Connection, select

from lagebild.store.rows import replace
from lagebild.store.tables import visits


class VisitRepository:
    """The visits of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self, story_id: str) -> datetime | None:
        """Return the time of the last visit (UTC)."""
        return self._connection.execute(select(visits.c.at).where(visits.c.story == story_id)).scalar_one_or_none()

    def record(self, story_id: str, at: datetime) -> None:
        """Keep a visit in place of the one before."""
        replace(self._connection, visits, {"story": story_id}, {"at": at})
