"""Profiles by story -> an inverted index that forgets: what the linker remembers, bounded in time and number.

What is remembered depends only on the documents that came, their present stories and the order of the links that count:
so that the same is remembered after a restart from those links, whatever was merged in between. A document is forgotten
when it is older than the window or more than `max_documents` back; a story keeps the profiles of its latest documents
only, so that neither an endless stream nor an endless story grows.

How rare a term is counts by stories, not by documents: a happening with 86 reports must not make its own names common.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import islice
from math import log
from typing import Final

from lagebild.cluster.lexicon import chance
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import Profile

_PRIOR_STORIES: Final = 3_000.0
"""How many stories general text is worth: below it the word list rules, far above it the stream's own counts."""


@dataclass(slots=True)
class RememberedStory:
    """One story: its remembered documents with the position of their links, and the profiles of the latest.

    `counts` says in how many of these profiles each term stands.
    """

    id: str
    documents: OrderedDict[str, int] = field(default_factory=OrderedDict)
    kept: OrderedDict[str, Profile] = field(default_factory=OrderedDict)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The position of its first remembered link: of two stories the one with the lower number is the older."""
        return next(iter(self.documents.values()))

    @property
    def last(self) -> datetime | None:
        """The latest moment of the profiles kept."""
        return max((p.when for p in self.kept.values() if p.when is not None), default=None)


class Memory:
    """Stories and the documents in them, forgetting by age and by number."""

    def __init__(self, options: ClusterOptions) -> None:
        self._options = options
        self._stories: dict[str, RememberedStory] = {}
        self._profiles: dict[str, Profile] = {}
        self._postings: dict[str, dict[str, float]] = {}
        self._holders: dict[str, int] = {}
        self._ledger: OrderedDict[str, str | None] = OrderedDict()
        self._ages: list[tuple[datetime, str]] = []
        self._young: list[tuple[datetime, str]] = []
        self._newest: tuple[datetime, datetime] | None = None
        self._position = 0

    def __len__(self) -> int:
        return len(self._stories)

    @property
    def documents(self) -> int:
        """How many documents are remembered."""
        return len(self._ledger)

    def get(self, story: str) -> RememberedStory | None:
        """Return a story that is still remembered."""
        return self._stories.get(story)

    def story_of(self, document: str) -> str | None:
        """Return the story of a document that is still remembered."""
        return self._ledger.get(document)

    def profile(self, document: str) -> Profile | None:
        """Return the profile of a document, if it is among the latest of its story."""
        return self._profiles.get(document)

    def holding(self, term: str) -> dict[str, float]:
        """Return the documents that hold a term, with its weight in them."""
        return self._postings.get(term, {})

    def rarity(self, term: str) -> float:
        """Return how much a term tells, in nats: minus the log of the share of stories that hold it."""
        share = (_PRIOR_STORIES * chance(term) + self._holders.get(term, 0)) / (_PRIOR_STORIES + len(self._stories))
        return max(0.0, -log(share))

    def place(self, profile: Profile, story: str) -> tuple[str, ...]:
        """Put a document into a story, opening it where it is new; return the documents forgotten on that occasion."""
        if profile.id in self._ledger:
            return ()
        self._append(profile.id, profile, self._stories.setdefault(story, RememberedStory(story)))
        when = profile.when
        if when is not None:
            heappush(self._ages, (when, profile.id))
            heappush(self._young, (when, profile.id))
            newest = self._newest or (when, when)
            self._newest = (max(newest[0], min(newest[1], when)), max(newest[1], when))
        return tuple(self._forget())

    def _append(self, document: str, profile: Profile | None, story: RememberedStory) -> None:
        self._position += 1
        self._ledger[document] = story.id
        self._ledger.move_to_end(document)
        story.documents[document] = self._position
        if profile is not None:
            story.kept[document] = self._profiles[document] = profile
            for term, weight in profile.terms.items():
                self._postings.setdefault(term, {})[document] = weight
                count = story.counts.get(term, 0)
                story.counts[term] = count + 1
                if not count:
                    self._holders[term] = self._holders.get(term, 0) + 1
            if len(story.kept) > self._options.max_kept:
                self._unkeep(next(iter(story.kept)), story)

    def _unkeep(self, document: str, story: RememberedStory) -> None:
        profile = story.kept.pop(document)
        del self._profiles[document]
        for term in profile.terms:
            posted = self._postings[term]
            del posted[document]
            if not posted:
                del self._postings[term]
            story.counts[term] -= 1
            if not story.counts[term]:
                del story.counts[term]
                self._holders[term] -= 1
                if not self._holders[term]:
                    del self._holders[term]

    def merge(self, younger: str, older: str) -> tuple[str, ...]:
        """Put all documents of one story behind those of another and forget the first; return the ids moved."""
        gone = self._stories[younger]
        moved = tuple(gone.documents)
        profiles = dict(gone.kept)
        for document in profiles:
            self._unkeep(document, gone)
        del self._stories[younger]
        for document in moved:
            self._append(document, profiles.get(document), self._stories[older])
        return moved

    def move(self, document: str, story: str) -> None:
        """Repeat one move of a merge."""
        known = self._ledger[document]
        if known is None or known == story:
            return
        source = self._stories[known]
        profile = source.kept.get(document)
        self._take(document, source)
        self._append(document, profile, self._stories.setdefault(story, RememberedStory(story)))

    def _take(self, document: str, story: RememberedStory) -> None:
        if document in story.kept:
            self._unkeep(document, story)
        del story.documents[document]
        if not story.documents:
            del self._stories[story.id]
        elif len(story.documents) == 1:
            # Its profile may be gone already: a story keeps those of its latest documents only.
            for left in story.kept.values():
                if left.when is not None:
                    heappush(self._young, (left.when, left.id))

    def _forget(self) -> Iterable[str]:
        """Forget what is too old or too far back. The clock is the second newest moment, for one date may be wrong."""
        while len(self._ledger) > self._options.max_documents:
            yield self._drop(next(iter(self._ledger)))
        if self._newest is None:
            return
        rested = self._newest[0] - timedelta(days=self._options.window_days)
        while self._ages and self._ages[0][0] < rested:
            document = heappop(self._ages)[1]
            if document in self._ledger:
                yield self._drop(document)
        single = self._newest[0] - timedelta(days=self._options.single_days)
        while self._young and self._young[0][0] < single:
            document = heappop(self._young)[1]
            story = self._stories.get(self._ledger.get(document) or "")
            if story is not None and len(story.documents) == 1:
                self._take(document, story)
                self._ledger[document] = None
                yield document

    def _drop(self, document: str) -> str:
        story = self._stories.get(self._ledger.pop(document) or "")
        if story is not None:
            self._take(document, story)
        return document

    def latest(self, story: str, most: int) -> tuple[Profile, ...]:
        """Return the latest profiles of a story, newest first."""
        known = self._stories.get(story)
        return tuple(islice(reversed(known.kept.values()), most)) if known is not None else ()
