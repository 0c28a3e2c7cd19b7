"""What is new in a story to a reader, in and out, under a key of the story's whole past."""

from sqlalchemy import Connection, func, select

from lagebild.records.view import NewItem
from lagebild.store.payload import decoded, encoded
from lagebild.store.pictures import digest, state_of
from lagebild.store.rows import replace
from lagebild.store.tables import documents, links, news, placements, post_placements, remarks


class NewsRepository:
    """The news of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def key(self, story_id: str, since: str, maker: str) -> str:
        """Return the key of what `maker` would tell of the time `since`.

        It goes by every document and post that ever stood in the story, and by the remarks on them: one that came and
        went is in the past too.
        """
        every = select(links.c.document).where(links.c.story == story_id)
        ever = select(post_placements.c.post).where(post_placements.c.story == story_id)
        parts = (
            select(state_of()).where(documents.c.id.in_(every)),
            select(func.max(placements.c.position)).where(placements.c.document.in_(every)),
            select(func.max(post_placements.c.position)).where(post_placements.c.post.in_(ever)),
            *(select(func.max(remarks.c.position)).where(c.in_(every)) for c in (remarks.c.document, remarks.c.other)),
        )
        return digest(maker, since, *(self._connection.execute(part).scalar_one() for part in parts))

    def get(self, story_id: str, reader: str, key: str) -> tuple[NewItem, ...] | None:
        """Return what is kept under `key`."""
        where = (news.c.story == story_id, news.c.reader == reader, news.c.key == key)
        payload = self._connection.execute(select(news.c.payload).where(*where)).scalar_one_or_none()
        return None if payload is None else decoded(payload, tuple[NewItem, ...])

    def put(self, story_id: str, reader: str, key: str, items: tuple[NewItem, ...]) -> None:
        """Keep what is new in a story to a reader in place of what was."""
        row = {"key": key, "payload": encoded(items)}
        replace(self._connection, news, {"story": story_id, "reader": reader}, row)
