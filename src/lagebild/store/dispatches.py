"""Who is telling which reader what is new just now: a claim that one process holds, and that expires.

A claim is taken in a write unit, of which there is one at a time over all processes: of two that want to tell the same,
one gets it. Whoever dies between claim and sending holds it no longer than it was taken for, so nothing is lost.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from lagebild.store.rows import replace
from lagebild.store.tables import dispatches
from lagebild.store.visits import VisitRepository


class DispatchRepository:
    """The claims of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, reader: str, last: datetime | None, at: datetime, until: datetime) -> bool:
        """Claim to tell a reader, from `at` until a moment, what came since he was told `last` (None: never).

        False where somebody else holds the claim, or has told him since.
        """
        held = select(dispatches.c.until).where(dispatches.c.reader == reader, dispatches.c.until > at)
        if self._connection.execute(held).first() or VisitRepository(self._connection).last(None, reader) != last:
            return False
        replace(self._connection, dispatches, {"reader": reader}, {"until": until})
        return True

    def release(self, reader: str, until: datetime) -> None:
        """Give up the claim that was taken until a moment; one that another has taken since stays."""
        mine = (dispatches.c.reader == reader, dispatches.c.until == until)
        self._connection.execute(delete(dispatches).where(*mine))
