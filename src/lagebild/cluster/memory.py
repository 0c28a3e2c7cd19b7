"""Profiles by story -> an inverted index that forgets: what the linker remembers, bounded in time and number.

How rare a term is counts by stories, not by documents: a happening with 86 reports must not make its own names common.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log
from typing import Final

from lagebild.cluster.lexicon import chance
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import Profile

_PRIOR_STORIES: Final = 3_000.0
"""How many stories general text is worth: below it the word list rules, far above it the stream's own counts."""


@dataclass(slots=True)
class RememberedStory:
    """One story: its documents that new ones are compared with, and in how many of them each term stands."""

    id: str
    number: int
    exemplars: list[Profile] = field(default_factory=list)
    members: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    last: datetime | None = None


class Memory:
    """Stories and the documents in them, forgetting by rest and by number."""

    def __init__(self, options: ClusterOptions) -> None:
        self._options = options
        self._stories: OrderedDict[str, RememberedStory] = OrderedDict()
        self._postings: dict[str, dict[str, None]] = {}
        self._story_of: dict[str, str] = {}
        self._documents: dict[str, list[str]] = {}
        self._newest: tuple[datetime, datetime] | None = None
        self._count = 0

    def __len__(self) -> int:
        return len(self._stories)

    def get(self, story: str) -> RememberedStory | None:
        """Return a story that is still remembered."""
        return self._stories.get(story)

    def story_of(self, document: str) -> str | None:
        """Return the story of a document that is still remembered."""
        return self._story_of.get(document)

    def documents(self, story: str) -> tuple[str, ...]:
        """Return the ids of a story's documents in order of arrival."""
        return tuple(self._documents.get(story, ()))

    def stories_with(self, term: str) -> dict[str, None]:
        """Return the ids of stories that hold the term."""
        return self._postings.get(term, {})

    def rarity(self, term: str) -> float:
        """Return how much a term tells, in nats: minus the log of the share of stories that hold it."""
        share = (_PRIOR_STORIES * chance(term) + len(self._postings.get(term, ()))) / (
            _PRIOR_STORIES + len(self._stories)
        )
        return max(0.0, -log(share))

    def place(self, profile: Profile, story: str) -> None:
        """Put a document into a story, opening it where it is new."""
        known = self._stories.get(story)
        if known is None:
            known = RememberedStory(story, self._count)
            self._count += 1
            self._stories[story] = known
            self._documents[story] = []
        if profile.id in self._story_of:
            return
        self._story_of[profile.id] = story
        self._documents[story].append(profile.id)
        known.members += 1
        self._exemplify(known, profile)
        self._index(known, profile)
        if profile.when is not None and (known.last is None or profile.when > known.last):
            known.last = profile.when
        self._stories.move_to_end(story)
        self._tick(profile.when)

    def _exemplify(self, story: RememberedStory, profile: Profile) -> None:
        story.exemplars.append(profile)
        if len(story.exemplars) > self._options.max_exemplars:
            del story.exemplars[1]

    def _index(self, story: RememberedStory, profile: Profile) -> None:
        for term in profile.terms:
            story.counts[term] = story.counts.get(term, 0) + 1
            self._postings.setdefault(term, {})[story.id] = None

    def merge(self, younger: str, older: str) -> tuple[str, ...]:
        """Put all documents of one story into another and forget the first; return the ids moved."""
        gone = self._stories.pop(younger)
        moved = self._documents.pop(younger)
        into = self._stories[older]
        for term in gone.counts:
            self._unpost(term, younger)
            into.counts[term] = into.counts.get(term, 0) + gone.counts[term]
            self._postings.setdefault(term, {})[older] = None
        for document in moved:
            self._story_of[document] = older
        self._documents[older].extend(moved)
        into.members += gone.members
        keep = self._options.max_exemplars
        merged = into.exemplars + gone.exemplars
        into.exemplars = merged[:1] + merged[1:][-(keep - 1) :]
        if gone.last is not None and (into.last is None or gone.last > into.last):
            into.last = gone.last
        return tuple(moved)

    def _unpost(self, term: str, story: str) -> None:
        posted = self._postings.get(term)
        if posted is not None:
            posted.pop(story, None)
            if not posted:
                del self._postings[term]

    def _forget(self, story: str) -> None:
        gone = self._stories.pop(story)
        for term in gone.counts:
            self._unpost(term, story)
        for document in self._documents.pop(story):
            del self._story_of[document]

    def _tick(self, when: datetime | None) -> None:
        """Move the clock and forget. The clock is the second newest moment, so that one wrong date flushes nothing."""
        if when is not None:
            newest = self._newest or (when, when)
            self._newest = (max(newest[0], min(newest[1], when)), max(newest[1], when))
        while len(self._stories) > self._options.max_stories:
            self._forget(next(iter(self._stories)))
        if self._newest is not None:
            self._forget_rested(self._newest[0])

    def _forget_rested(self, now: datetime) -> None:
        single = now - timedelta(days=self._options.single_days)
        rested = now - timedelta(days=self._options.window_days)
        gone = []
        for number, (story, known) in enumerate(self._stories.items()):
            if known.last is not None and known.last < (single if known.members == 1 else rested):
                gone.append(story)
            elif known.last is not None and (known.last >= single or number > len(gone) + 64):
                break
        for story in gone:
            self._forget(story)
