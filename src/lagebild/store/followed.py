"""What readers follow, in and out: few rows, read whole."""

from sqlalchemy import Connection, delete, select

from lagebild.records.followed import Followed
from lagebild.store.payload import decoded, encoded
from lagebild.store.rows import replace
from lagebild.store.tables import followed


class FollowedRepository:
    """The followed searches of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, kept: Followed) -> None:
        """Keep a search in place of one with the same id."""
        replace(self._connection, followed, {"id": kept.id}, {"at": kept.at, "payload": encoded(kept)})

    def all(self) -> tuple[Followed, ...]:
        """Return all of them, oldest first."""
        wanted = select(followed.c.payload).order_by(followed.c.at, followed.c.id)
        return tuple(decoded(payload, Followed) for payload in self._connection.execute(wanted).scalars())

    def remove(self, identifier: str) -> bool:
        """Drop one; False where there is none."""
        return self._connection.execute(delete(followed).where(followed.c.id == identifier)).rowcount > 0
