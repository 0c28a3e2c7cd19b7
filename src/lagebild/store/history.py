"""All that ever happened to a story, so that its state at any moment can be told again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, union_all

from lagebild.records.annotation import Annotations
from lagebild.records.document import Document, Post
from lagebild.records.history import Placement, PostPlacement, Revision, StoryHistory
from lagebild.records.story import PostLink, StoryLink
from lagebild.store.documents import headline
from lagebild.store.payload import decoded, unpacked
from lagebild.store.remarks import RemarkRepository, last_remarks
from lagebild.store.rows import EPOCH, batches
from lagebild.store.tables import annotations, documents, links, placements, post_placements, posts, revisions


class HistoryRepository:
    """The past of stories, for one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, story_id: str) -> StoryHistory:
        """Return the history of all documents and posts that ever stood in a story; empty for an unknown one."""
        wanted = select(links.c.document).distinct().where(links.c.story == story_id).order_by(links.c.document)
        members = tuple(self._connection.execute(wanted).scalars())
        return StoryHistory(
            story_id,
            tuple(r for batch in batches(members) for r in self._revisions(batch)),
            tuple(sorted((p for batch in batches(members) for p in self._placements(batch)), key=lambda p: p.position)),
            *self._posts(story_id),
            RemarkRepository(self._connection).of(members),
        )

    def moved(self) -> Mapping[str, datetime]:
        """Return when a document, a revision, a post or a remark came last to each story; to former stories too."""
        events = (
            select(links.c.story, placements.c.at).join_from(placements, links, links.c.position == placements.c.link),
            select(documents.c.story, revisions.c.seen.label("at"))
            .join_from(documents, revisions, revisions.c.document == documents.c.id)
            .where(documents.c.story.is_not(None), revisions.c.seen.is_not(None)),
            select(post_placements.c.story, post_placements.c.at).where(post_placements.c.story.is_not(None)),
            last_remarks(),
        )
        every = union_all(*events).subquery()
        wanted = select(every.c.story, func.max(every.c.at).label("at")).group_by(every.c.story).order_by(every.c.story)
        return {row.story: row.at for row in self._connection.execute(wanted)}

    def _revisions(self, ids: Sequence[str]) -> list[Revision]:
        same = and_(annotations.c.document == revisions.c.document, annotations.c.revision == revisions.c.revision)
        wanted = (
            select(revisions.c.payload, annotations.c.payload.label("read"))
            .join_from(revisions, annotations, same, isouter=True)
            .where(revisions.c.document.in_(ids))
            .order_by(revisions.c.document, revisions.c.revision)
        )
        found = []
        for row in self._connection.execute(wanted):
            document = decoded(row.payload, Document)
            read = None if row.read is None else unpacked(row.read, Annotations)
            found.append(Revision(document, read, headline(document), document.seen or EPOCH))
        return found

    def _placements(self, ids: Sequence[str]) -> list[Placement]:
        wanted = (
            select(placements.c.position, placements.c.judgement, placements.c.at, links.c.payload)
            .join_from(placements, links, links.c.position == placements.c.link)
            .where(placements.c.document.in_(ids))
        )
        rows = self._connection.execute(wanted)
        return [Placement(r.position, decoded(r.payload, StoryLink), r.at, r.judgement) for r in rows]

    def _posts(self, story_id: str) -> tuple[tuple[Post, ...], tuple[PostPlacement, ...]]:
        inside = select(post_placements.c.post).distinct().where(post_placements.c.story == story_id)
        order = (posts.c.moment, posts.c.id)
        found = self._connection.execute(select(posts.c.payload).where(posts.c.id.in_(inside)).order_by(*order))
        wanted = select(post_placements).where(post_placements.c.post.in_(inside)).order_by(post_placements.c.position)
        return tuple(decoded(payload, Post) for payload in found.scalars()), tuple(
            PostPlacement(row.post, None if row.link is None else decoded(row.link, PostLink), row.at)
            for row in self._connection.execute(wanted)
        )
