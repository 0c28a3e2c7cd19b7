"""What the store keeps about stories beside documents and links: judgements, remarks, visits, the past, what was drawn.

Parts of `lagebild.records.ports`, which says what a store is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from lagebild.records.card import Card
from lagebild.records.followed import Followed, Search
from lagebild.records.history import StoryHistory
from lagebild.records.judgement import Doubt, Judgement
from lagebild.records.query import Found, Order
from lagebild.records.remark import Remark
from lagebild.records.report import Report
from lagebild.records.story import StoryLink
from lagebild.records.view import NewItem

READER = "reader"
"""The reader who gave no name: a workspace is mostly one person's."""


class Lists(Protocol):
    """What is asked of all stories at once."""

    def find(
        self, search: Search, at: datetime, maker: str, order: Order = "moved", limit: int = 50, offset: int = 0
    ) -> Found:
        """Return a page of the stories that `search` finds at a moment.

        Place, contradictions and origins go by the cards that `maker` drew last; a story without one has none of them.
        """
        ...

    def matching(self, search: Search, at: datetime, maker: str, limit: int) -> tuple[str, ...]:
        """Return the ids of the stories that `search` finds, the one that moved last first."""
        ...

    def changed(self) -> Mapping[str, datetime]:
        """Return when a document, a revision or a post came to or left each story last, or a remark was made on it."""
        ...

    def titles(self, limit: int) -> Mapping[str, str]:
        """Return the titles of the stories that moved last, by story."""
        ...


class Judgements(Protocol):
    """The ledger of what people judged, and the two layers of links under it: the machine's, and those that count."""

    def put(self, judgement: Judgement, links: Sequence[StoryLink]) -> None:
        """Append a judgement and let `links` count: known links of their documents, or new ones that name it."""
        ...

    def all(self) -> tuple[Judgement, ...]:
        """Return the whole ledger, oldest first."""
        ...

    def last(self) -> str | None:
        """Return the id of the latest entry."""
        ...

    def counting(self, ids: Sequence[str]) -> dict[str, StoryLink]:
        """Return the links of documents that count, by document id; what has none is left out."""
        ...

    def unjudged(self, ids: Sequence[str]) -> dict[str, StoryLink]:
        """Return the links that would count if nobody had judged, by document id."""
        ...

    def leads_to(self, story_id: str) -> str | None:
        """Return where most documents that were ever linked to a story stand now; None where there were none."""
        ...

    def held(self, story_id: str | None = None) -> tuple[Doubt, ...]:
        """Return the documents that are held and what they nearly joined, of one story on either side or of all."""
        ...


class Remarks(Protocol):
    """The ledger of what editors remarked on claims and comparisons."""

    def put(self, remark: Remark) -> None:
        """Append a remark."""
        ...

    def of(self, documents: Sequence[str], until: datetime | None = None) -> tuple[Remark, ...]:
        """Return the entries on passages of any of these documents, made up to `until`, oldest first."""
        ...


class Visits(Protocol):
    """When each reader looked at a story."""

    def last(self, story_id: str | None, reader: str = READER, until: datetime | None = None) -> datetime | None:
        """Return the time (UTC) of the last visit, up to `until`, to a story, or to any where none is named."""
        ...

    def every(self, reader: str = READER, until: datetime | None = None) -> Mapping[str, datetime]:
        """Return the time (UTC) of the last visit, up to `until`, to each story that the reader looked at."""
        ...

    def record(self, story_id: str, at: datetime, reader: str = READER) -> None:
        """Keep a visit; earlier ones stay."""
        ...


class Dispatches(Protocol):
    """Who is telling which reader what is new just now."""

    def claim(self, reader: str, last: datetime | None, at: datetime, until: datetime) -> bool:
        """Claim to tell a reader, from `at` until a moment, what came since he was told `last` (None: never).

        False where somebody else holds the claim, or has told him since.
        """
        ...

    def release(self, reader: str, until: datetime) -> None:
        """Give up the claim that was taken until a moment; one that another has taken since stays."""
        ...


class FollowedSearches(Protocol):
    """What readers follow."""

    def put(self, kept: Followed) -> None:
        """Keep a search in place of one with the same id."""
        ...

    def all(self) -> tuple[Followed, ...]:
        """Return all of them, oldest first."""
        ...

    def remove(self, identifier: str) -> bool:
        """Drop one; False where there is none."""
        ...


class History(Protocol):
    """The past of stories."""

    def of(self, story_id: str) -> StoryHistory:
        """Return the history of all documents and posts that ever stood in a story; empty for an unknown one."""
        ...

    def moved(self) -> Mapping[str, datetime]:
        """Return when a document, a revision, a post or a remark came last to each story; to former stories too."""
        ...


class Pictures(Protocol):
    """What was derived of stories, each under a key of all that it was made of."""

    def keys(self, ids: Sequence[str], maker: str) -> dict[str, str]:
        """Return the key of each story's picture as `maker` (program, version, options) would draw it now."""
        ...

    def get(self, story_id: str, key: str) -> Report | None:
        """Return the picture that stands under `key`, without the texts that it was drawn from."""
        ...

    def cards(self, keys: Mapping[str, str]) -> dict[str, Card]:
        """Return the cards that stand under these keys, by story."""
        ...

    def stale(self, maker: str) -> tuple[str, ...]:
        """Return the stories without a picture of their present state, the latest movement first."""
        ...

    def put(self, story_id: str, key: str, maker: str, report: Report, card: Card) -> None:
        """Keep what `maker` drew of a story, and its card, in place of older ones; nothing of a story that is gone."""
        ...


class News(Protocol):
    """What is new in stories since a reader's last visit, under a key of the story's whole past."""

    def key(self, story_id: str, since: str, maker: str) -> str:
        """Return the key of what `maker` would tell of the time `since`."""
        ...

    def get(self, story_id: str, reader: str, key: str) -> tuple[NewItem, ...] | None:
        """Return what is kept under `key`."""
        ...

    def put(self, story_id: str, reader: str, key: str, items: tuple[NewItem, ...]) -> None:
        """Keep what is new in a story to a reader in place of what was."""
        ...
