"""What several repositories do with rows: put in place of an older one, count on, ask for many, derive a story."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, Table, distinct, func, insert, select, update

from lagebild.store.tables import cards, documents, news, pictures, post_placements, posts, stories

Item = TypeVar("Item")
BATCH = 500  # ids in one statement: below the 999 parameters that every SQLite takes
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # stands for an unknown time, so that it sorts first everywhere


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """Cut a sequence into pieces that fit into one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def replace(connection: Connection, table: Table, key: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Write `values` to the row with this `key`; True where the row is new. Only inside a write unit."""
    where = [table.c[name] == value for name, value in key.items()]
    if connection.execute(update(table).where(*where).values(**values)).rowcount:
        return False
    connection.execute(insert(table).values(**key, **values))
    return True


def following(connection: Connection, table: Table, column: str) -> int:
    """Return the next number of a column that counts up. Only inside a write unit, where nobody else counts."""
    highest = connection.execute(select(func.max(table.c[column]))).scalar_one()
    return int(highest or 0) + 1


def derive_stories(connection: Connection, ids: Iterable[str], at: datetime) -> None:
    """Write the rows of these stories anew from documents and posts, as of `at`.

    A story that lost its last document goes with what was drawn of it, and its posts wait for a link again.
    """
    for story in sorted(set(ids)):
        values = _story_values(connection, story)
        if values is None:
            connection.execute(stories.delete().where(stories.c.id == story))
            for table in (pictures, cards, news):
                connection.execute(table.delete().where(table.c.story == story))
            free_posts(connection, story, at)
        else:
            moment = at if at.tzinfo else at.replace(tzinfo=UTC)
            changed = connection.execute(select(stories.c.changed).where(stories.c.id == story)).scalar_one_or_none()
            replace(connection, stories, {"id": story}, {**values, "changed": max(changed or moment, moment)})


def free_posts(connection: Connection, story: str, at: datetime) -> None:
    """Let the posts of a story wait for a link again."""
    for post in connection.execute(select(posts.c.id).where(posts.c.story == story).order_by(posts.c.id)).scalars():
        place_post(connection, post, None, None, at)
    connection.execute(update(posts).where(posts.c.story == story).values(story=None, removed=None, link=None))


def place_post(connection: Connection, post: str, story: str | None, link: bytes | None, at: datetime) -> None:
    """Note which story a post reacts to from `at` on; None for none."""
    position = following(connection, post_placements, "position")
    row = {"position": position, "post": post, "story": story, "link": link, "at": at}
    connection.execute(insert(post_placements).values(**row))


def _story_values(connection: Connection, story: str) -> dict[str, object] | None:
    of_story = documents.c.story == story
    title = connection.execute(
        select(documents.c.headline)
        .where(of_story)
        .order_by(documents.c.copy, documents.c.moment, documents.c.id)
        .limit(1)
    ).scalar_one_or_none()
    if title is None:
        return None
    ends = connection.execute(
        select(
            func.min(documents.c.published).label("first"),
            func.max(documents.c.published).label("last"),
            func.max(documents.c.moment).label("moved"),
            func.count().label("articles"),
            func.count(distinct(documents.c.outlet)).label("outlets"),
        ).where(of_story)
    ).one()
    counted = select(func.count()).select_from(posts).where(posts.c.story == story, posts.c.removed.is_(None))
    return {"title": title, "posts": connection.execute(counted).scalar_one(), **ends._mapping}  # noqa: SLF001
