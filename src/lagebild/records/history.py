"""What happened to a story, event by event: its state at any moment follows from it."""

from dataclasses import dataclass
from datetime import datetime

from lagebild.records.annotation import Annotations
from lagebild.records.document import Document, Post
from lagebild.records.remark import Remark
from lagebild.records.story import PostLink, StoryLink


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of a document, accepted at `at`, with what was read from it; `headline` is what a list shows."""

    document: Document
    annotations: Annotations | None
    headline: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """From `at` on, `link` is the one of its document that counts; `judgement` names the entry by which it does."""

    position: int
    link: StoryLink
    at: datetime
    judgement: str | None = None


@dataclass(frozen=True, slots=True)
class PostPlacement:
    """From `at` on, a post reacts to the story of `link`; None where it waits for a link again."""

    post: str
    link: PostLink | None
    at: datetime


@dataclass(frozen=True, slots=True)
class StoryHistory:
    """All events of the documents and posts that ever stood in a story, those in other stories too.

    Revisions are in (document, revision) order, placements in the order of decision, posts in (created, id) order;
    `remarks` are the ledger of what editors said of the documents, oldest first.
    """

    story: str
    revisions: tuple[Revision, ...] = ()
    placements: tuple[Placement, ...] = ()
    posts: tuple[Post, ...] = ()
    post_placements: tuple[PostPlacement, ...] = ()
    remarks: tuple[Remark, ...] = ()
