"""Comments and forum posts in and out, each with the one story it reacts to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from lagebild.records.document import Post
from lagebild.records.story import PostLink
from lagebild.store.payload import decoded, encoded
from lagebild.store.rows import EPOCH, derive_stories, free_posts, place_post
from lagebild.store.tables import posts


class PostRepository:
    """The posts of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, post: Post) -> bool:
        """Keep a post; False where its id is known."""
        if self._connection.execute(select(posts.c.id).where(posts.c.id == post.id)).first() is not None:
            return False
        self._connection.execute(insert(posts).values(id=post.id, moment=post.created or EPOCH, payload=encoded(post)))
        return True

    def unlinked(self) -> tuple[Post, ...]:
        """Return the posts without a link, in (created, id) order."""
        wanted = select(posts.c.payload).where(posts.c.story.is_(None)).order_by(posts.c.moment, posts.c.id)
        return tuple(decoded(payload, Post) for payload in self._connection.execute(wanted).scalars())

    def put_links(self, links: Sequence[PostLink], at: datetime | None = None) -> None:
        """Keep the links of posts, in place of older ones, as decided at `at`, else when each was written."""
        touched: set[str] = set()
        last = at or EPOCH
        for link in links:
            before = self._connection.execute(
                select(posts.c.story, posts.c.moment, posts.c.link).where(posts.c.id == link.post)
            ).one_or_none()
            payload = encoded(link)
            if before is None or before.link == payload:
                continue
            values = {"story": link.story, "removed": link.removed, "link": payload}
            self._connection.execute(update(posts).where(posts.c.id == link.post).values(**values))
            place_post(self._connection, link.post, link.story, payload, at or before.moment)
            touched |= {story for story in (link.story, before.story) if story}
            last = at or max(last, before.moment)
        derive_stories(self._connection, touched, last)

    def unlink(self, story_id: str, at: datetime | None = None) -> None:
        """Let the posts of a story wait for a link again, from `at` on."""
        free_posts(self._connection, story_id, at or EPOCH)
        derive_stories(self._connection, [story_id], at or EPOCH)

    def of_story(self, story_id: str) -> tuple[tuple[Post, ...], tuple[PostLink, ...]]:
        """Return the posts of a story in (created, id) order, with their links in the same order."""
        order = (posts.c.moment, posts.c.id)
        wanted = select(posts.c.payload, posts.c.link).where(posts.c.story == story_id).order_by(*order)
        rows = self._connection.execute(wanted).all()
        return tuple(decoded(row.payload, Post) for row in rows), tuple(decoded(row.link, PostLink) for row in rows)

    def count(self) -> int:
        """Return the number of posts."""
        return int(self._connection.execute(select(func.count()).select_from(posts)).scalar_one())
