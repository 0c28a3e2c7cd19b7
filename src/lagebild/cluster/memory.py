"""Profiles by story -> an inverted index that forgets: what the linker remembers, bounded in time and number.

What is remembered depends only on the links that were decided, in their order: the same is remembered after a restart
that goes through them once more, whatever was merged and split in between. A document is forgotten when it is older
than the window or more than `max_documents` back; a story keeps the profiles of its latest documents only, so that
neither an endless stream nor an endless story grows.

How rare a term is counts by stories, not by documents: a happening with 86 reports must not make its own names common.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush, nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from lagebild.cluster.index import Overlap, Packed, TermIndex
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import Profile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CORE_PART: Final = 4
_CORE: Final = 60
"""Terms of a story's core: those that a quarter of its documents share, most telling first."""
_NOTHING: Final[Mapping[str, Any]] = {}
_SLACK: Final = 64
"""Entries of documents that are gone which a queue may hold before it is cleared, besides as many as are remembered."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept of a profile; without what only the text itself is asked for."""

    id: str
    when: datetime | None
    packed: Packed
    names: Mapping[str, str]
    towns: Mapping[str, tuple[float, float] | None]
    lands: tuple[str, ...]
    numbers: tuple[str, ...]
    named: tuple[str, ...]
    scene: tuple[float, float] | None
    language: str
    vector: bytes
    dated: bool
    weekdays: int
    particulars: Collection[str]

    @property
    def size(self) -> int:
        """How many terms it has."""
        return len(self.packed.numbers)


@dataclass(slots=True)
class RememberedStory:
    """One story: its remembered documents with the position of their links, and what is kept of the latest."""

    id: str
    documents: dict[str, int] = field(default_factory=dict)
    kept: list[Remembered] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The position of its first remembered link: of two stories the one with the lower number is the older."""
        return next(iter(self.documents.values()))

    @property
    def last(self) -> datetime | None:
        """The latest moment of the profiles kept."""
        return max((p.when for p in self.kept if p.when is not None), default=None)


class Memory:
    """Stories and the documents in them, forgetting by age and by number."""

    def __init__(self, options: ClusterOptions) -> None:
        self._options = options
        self._stories: dict[str, RememberedStory] = {}
        self._index = TermIndex()
        self._at: dict[int, Remembered] = {}
        self._ledger: OrderedDict[str, str | None] = OrderedDict()
        self._ages: list[tuple[datetime, str]] = []
        self._young: list[tuple[datetime, str]] = []
        self._newest: tuple[datetime, datetime] | None = None
        self._position = self._oldest = 0

    def __len__(self) -> int:
        return len(self._stories)

    @property
    def documents(self) -> int:
        """How many documents are remembered."""
        return len(self._ledger)

    @property
    def terms(self) -> int:
        """How many terms the remembered documents hold."""
        return len(self._index)

    def get(self, story: str) -> RememberedStory | None:
        """Return a story that is still remembered."""
        return self._stories.get(story)

    def story_of(self, document: str) -> str | None:
        """Return the story of a document that is still remembered."""
        return self._ledger.get(document)

    def profile(self, document: str) -> Remembered | None:
        """Return what is kept of a document, if it is among the latest of its story."""
        story = self._stories.get(self._ledger.get(document) or "")
        return None if story is None else self._at.get(story.documents[document])

    def rarity(self, term: str) -> float:
        """Return how much a term tells, in nats: minus the log of the share of stories that hold it."""
        return self._index.rarity(term)

    def overlaps(self, profile: Profile, others: Sequence[Remembered]) -> list[Overlap]:
        """Return what a document shares with each of others."""
        return self._index.overlaps(profile.terms, profile.head, [other.packed for other in others])

    def cores(self, profile: Profile, stories: Sequence[RememberedStory]) -> list[float]:
        """Return how far a document's vector reaches along what many documents of each story share."""
        kept = [[p.packed for p in story.kept] for story in stories]
        return self._index.cores(profile.terms, kept, _CORE_PART, _CORE)

    def table(self, story: RememberedStory) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Return the weight times rarity of each term in each kept document of a story, and the rarity of each term."""
        return self._index.table([kept.packed for kept in story.kept])

    def nearest(self, asked: Sequence[tuple[float, str]]) -> list[Remembered]:
        """Return the documents that share most of the asked terms (weight times rarity, term), most first."""
        most = self._options.candidates
        while self._oldest < self._position and self._oldest not in self._at:
            self._oldest += 1
        positions, masses = self._index.nearest(asked, self._options.max_holders, self._oldest, self._position)
        if len(masses) > most:
            import numpy as np

            least = np.partition(masses, -most)[-most]
            positions, masses = positions[masses >= least], masses[masses >= least]
        found = [(-mass, self._at[at].id, at) for at, mass in zip(positions.tolist(), masses.tolist(), strict=True)]
        return [self._at[at] for _, _, at in nsmallest(most, found)]

    def place(self, profile: Profile, story: str, copied: bool = False) -> tuple[str, ...]:
        """Put a document into a story, opening it where it is new; return the documents forgotten on that occasion.

        Of a text that is `copied` nothing is compared later: what it tells is in its story already.
        """
        if profile.id in self._ledger:
            return ()
        self._append(profile.id, None if copied else profile, self._stories.setdefault(story, RememberedStory(story)))
        when = profile.when
        if when is not None:
            entry = (when, profile.id)
            heappush(self._ages, entry)
            heappush(self._young, entry)
            newest = self._newest or entry[:1] * 2
            self._newest = (max(newest[0], min(newest[1], when)), max(newest[1], when))
        return tuple(self._forget())

    def _append(self, document: str, profile: Profile | None, story: RememberedStory) -> None:
        self._position += 1
        self._ledger[document] = story.id
        self._ledger.move_to_end(document)
        story.documents[document] = self._position
        if profile is not None:
            kept = self._packed(profile)
            self._index.count(_only(kept, story), 1)
            self._index.add(self._position, kept.packed)
            self._at[self._position] = kept
            story.kept.append(kept)
            if len(story.kept) > self._options.max_kept:
                self._unkeep(story.kept[0], story)
        self._index.count_stories(len(self._stories))

    def _unkeep(self, kept: Remembered, story: RememberedStory) -> None:
        position = story.documents[kept.id]
        story.kept.remove(kept)
        del self._at[position]
        self._index.count(_only(kept, story), -1)
        self._index.remove(position, kept.packed)

    def _packed(self, profile: Profile) -> Remembered:
        return Remembered(
            profile.id,
            profile.when,
            self._index.pack(profile.terms, profile.head),
            profile.names or _NOTHING,
            profile.towns or _NOTHING,
            tuple(profile.lands),
            tuple(profile.numbers),
            tuple(profile.named),
            profile.scene,
            profile.language,
            profile.vector,
            profile.dated,
            profile.weekdays,
            profile.particulars or (),
        )

    def _unpacked(self, kept: Remembered) -> Profile:
        terms, head = self._index.unpack(kept.packed)
        numbers = dict.fromkeys(kept.numbers, "")
        return Profile(
            kept.id,
            kept.when,
            terms,
            head,
            dict(kept.names),
            dict(kept.towns),
            frozenset(kept.lands),
            numbers,
            kept.scene,
            language=kept.language,
            named=frozenset(kept.named),
            vector=kept.vector,
            dated=kept.dated,
            weekdays=kept.weekdays,
            particulars=frozenset(kept.particulars),
        )

    def merge(self, younger: str, older: str) -> tuple[str, ...]:
        """Put all documents of one story behind those of another and forget the first; return the ids moved."""
        gone = self._stories[younger]
        moved = tuple(gone.documents)
        profiles = {kept.id: self._unpacked(kept) for kept in gone.kept}
        for kept in tuple(gone.kept):
            self._unkeep(kept, gone)
        del self._stories[younger]
        for document in moved:
            self._append(document, profiles.get(document), self._stories[older])
        return moved

    def move(self, document: str, story: str) -> None:
        """Put one document behind those of another story, opening it where it is new."""
        known = self._ledger[document]
        if known is None or known == story:
            return
        kept = self.profile(document)
        profile = None if kept is None else self._unpacked(kept)
        self._take(document, self._stories[known])
        entered = self._stories.setdefault(story, RememberedStory(story))
        self._append(document, profile, entered)
        self._alone(entered)

    def _take(self, document: str, story: RememberedStory) -> None:
        kept = self._at.get(story.documents[document])
        if kept is not None:
            self._unkeep(kept, story)
        del story.documents[document]
        if not story.documents:
            del self._stories[story.id]
            self._index.count_stories(len(self._stories))
        else:
            self._alone(story)

    def _alone(self, story: RememberedStory) -> None:
        """Note the one report of a story, which is forgotten earlier than those of larger ones."""
        if len(story.kept) == 1 and story.kept[0].when is not None:
            heappush(self._young, (story.kept[0].when, story.kept[0].id))

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
            if story is not None and len(story.kept) <= 1:
                # With its copies: a text that was printed twice was told once.
                for each in tuple(story.documents):
                    self._take(each, story)
                    self._ledger[each] = None
                    yield each
        for heap in (self._ages, self._young):
            if len(heap) > 2 * len(self._ledger) + _SLACK:
                heap[:] = [entry for entry in heap if entry[1] in self._ledger]
                heapify(heap)

    def _drop(self, document: str) -> str:
        story = self._stories.get(self._ledger.pop(document) or "")
        if story is not None:
            self._take(document, story)
        return document

    def latest(self, story: str, most: int) -> tuple[Profile, ...]:
        """Return the latest profiles of a story, newest first; what is not kept of them is empty."""
        known = self._stories.get(story)
        return tuple(self._unpacked(p) for p in islice(reversed(known.kept), most)) if known is not None else ()


def _only(kept: Remembered, story: RememberedStory) -> Iterable[int]:
    """Return the terms that no other document of the story holds."""
    others: set[int] = set().union(*(p.packed.numbers for p in story.kept if p is not kept))
    return (number for number in kept.packed.numbers if number not in others)
