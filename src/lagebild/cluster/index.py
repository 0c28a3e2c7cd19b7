"""Terms of documents -> numbers in arrays: who holds a term, how much it tells, what two documents share.

A window of a hundred thousand documents holds ten million terms. As Python objects these would fill gigabytes and take
ten times as long to compare, so terms are numbered, documents keep numbers and weights side by side, and one document
is compared with all its candidates at once. Numbers of terms that nobody holds any more are given out again.

Sums run in the order of a document's own terms and never in that of the numbers: what is computed after a restart, when
terms are numbered anew, is the same to the last bit.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from lagebild.cluster.lexicon import chance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PRIOR_STORIES: Final = 3_000.0
"""How many stories general text is worth: below it the word list rules, far above it the stream's own counts."""

Shared = list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Packed:
    """The terms of one document: their numbers, their weights and, one byte each, whether they stand in its head."""

    numbers: "array[int]"
    weights: "array[float]"
    head: bytes


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a document shares with a remembered one.

    `dot` is the product of both vectors of weight times rarity and `square` the squared length of the other's; `total`
    is the other's whole mass. Of the heads: `head` is the rarity of the other's, `head_held` that of its part that the
    document holds too, `held` that of the document's own head that the other holds. `shared` are the common terms with
    their mass in nats, most telling first.
    """

    dot: float
    square: float
    total: float
    head: float
    head_held: float
    held: float
    shared: Shared


class TermIndex:
    """Which remembered document holds which term; documents are called by the position of their link."""

    def __init__(self) -> None:
        import numpy as np

        self._number: dict[str, int] = {}
        self._terms: list[str] = []
        self._free: list[int] = []
        self._stories = 0
        self._where: list[array[int]] = []
        self._weights: list[array[float]] = []
        self._holders: array[int] = array("I")
        self._prior: array[float] = array("d")
        self._logs: NDArray[np.float64] = np.zeros(1_024)
        self._own: NDArray[np.float64] = np.zeros(1_024)
        self._head: NDArray[np.float64] = np.zeros(1_024)

    def __len__(self) -> int:
        """Return how many terms are held."""
        return len(self._number)

    def count_stories(self, stories: int) -> None:
        """Tell how many stories are remembered."""
        self._stories = stories

    def rarity(self, term: str) -> float:
        """Return how much a term tells, in nats: minus the log of the share of stories that hold it."""
        number = self._number.get(term)
        known = log(_PRIOR_STORIES * chance(term)) if number is None else float(self._logs[number])
        return max(0.0, log(_PRIOR_STORIES + self._stories) - known)

    def pack(self, terms: dict[str, float], head: frozenset[str]) -> Packed:
        """Number the terms of a document."""
        numbers = array("I", [self._numbered(term) for term in terms])
        return Packed(numbers, array("d", terms.values()), bytes(term in head for term in terms))

    def _numbered(self, term: str) -> int:
        number = self._number.get(term)
        if number is not None:
            return number
        if self._free:
            number = self._free.pop()
            self._terms[number] = term
        else:
            number = len(self._terms)
            self._terms.append(term)
            self._where.append(array("I"))
            self._weights.append(array("d"))
            self._holders.append(0)
            self._prior.append(0.0)
            if number >= len(self._logs):
                self._grow()
        self._number[term] = number
        self._prior[number] = _PRIOR_STORIES * chance(term)
        self._logs[number] = log(self._prior[number])
        return number

    def _grow(self) -> None:
        import numpy as np

        self._logs, self._own, self._head = (
            np.concatenate((a, np.zeros(len(a) // 2))) for a in (self._logs, self._own, self._head)
        )

    def unpack(self, packed: Packed) -> tuple[dict[str, float], frozenset[str]]:
        """Return terms with their weights, and those of the head."""
        names = [self._terms[n] for n in packed.numbers]
        head = frozenset(name for name, inside in zip(names, packed.head, strict=True) if inside)
        return dict(zip(names, packed.weights, strict=True)), head

    def add(self, position: int, packed: Packed) -> None:
        """Enter a document; positions only rise."""
        for number, weight in zip(packed.numbers, packed.weights, strict=True):
            self._where[number].append(position)
            self._weights[number].append(weight)

    def remove(self, position: int, packed: Packed) -> None:
        """Take a document out; `count` its terms before."""
        for number in packed.numbers:
            where = self._where[number]
            at = bisect_left(where, position)
            del where[at], self._weights[number][at]
            if not where:
                del self._number[self._terms[number]]
                self._terms[number] = ""
                self._free.append(number)

    def count(self, numbers: Iterable[int], by: int) -> None:
        """Count one story more (1) or less (-1) for each term."""
        for number in numbers:
            self._holders[number] += by
            self._logs[number] = log(self._prior[number] + self._holders[number])

    def nearest(
        self, asked: Sequence[tuple[float, str]], most_holders: int, first: int, last: int
    ) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return the positions from `first` to `last` that share asked terms, with the mass that they share.

        A term that more than `most_holders` documents hold is not asked for. `asked` are weight times rarity and term.
        """
        import numpy as np

        sums = np.zeros(last - first + 1)
        for weight, term in asked:
            number = self._number.get(term)
            if number is not None and len(self._where[number]) <= most_holders:
                mass = weight * self.rarity(term)
                where = np.frombuffer(self._where[number], np.uint32)
                sums[where - first] += mass * np.frombuffer(self._weights[number], np.float64)
        found = np.flatnonzero(sums > 0.0)
        return found + first, sums[found]

    def overlaps(self, terms: dict[str, float], head: frozenset[str], others: Sequence[Packed]) -> list[Overlap]:
        """Return what a document shares with each of others."""
        import numpy as np

        if not others:
            return []
        own = self._mark(terms, head)
        numbers = np.concatenate([np.frombuffer(p.numbers, np.uint32) for p in others])
        weights = np.concatenate([np.frombuffer(p.weights, np.float64) for p in others])
        heads = np.concatenate([np.frombuffer(p.head, np.uint8) for p in others])
        of = np.repeat(np.arange(len(others)), [len(p.numbers) for p in others])

        rarity = np.maximum(0.0, log(_PRIOR_STORIES + self._stories) - self._logs[numbers])
        told, mine = weights * rarity, self._own[numbers]
        in_head = rarity * heads
        both_heads = np.where(mine > 0.0, in_head, 0.0), rarity * self._head[numbers]
        columns = (mine * told * rarity, told * told, told, in_head, *both_heads)
        self._own[own] = self._head[own] = 0.0
        at = np.flatnonzero(mine)
        masses = np.minimum(mine[at], weights[at]) * rarity[at]
        shared: list[Shared] = [[] for _ in others]
        for which, mass, number in zip(of[at].tolist(), (-masses).tolist(), numbers[at].tolist(), strict=True):
            shared[which].append((mass, self._terms[number]))
        for rows in shared:
            rows.sort()
        dots, squares, totals, heads, theirs, ours = (np.bincount(of, c, len(others)).tolist() for c in columns)
        return [
            Overlap(dots[k], squares[k], totals[k], heads[k], theirs[k], ours[k], [(-m, t) for m, t in rows])
            for k, rows in enumerate(shared)
        ]

    def _mark(self, terms: dict[str, float], head: frozenset[str] = frozenset()) -> list[int]:
        """Write the weights of a document's terms, and which stand in its head, beside their numbers; return these."""
        known = [(self._number[t], w, t in head) for t, w in terms.items() if t in self._number]
        own = [n for n, _, _ in known]
        self._own[own] = [w for _, w, _ in known]
        self._head[own] = [float(h) for _, _, h in known]
        return own

    def table(self, documents: Sequence[Packed]) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Return the weight times rarity of terms (documents, terms), and the rarity of each (terms).

        Terms stand in the order in which the documents bring them.
        """
        import numpy as np

        numbers = np.concatenate([np.frombuffer(p.numbers, np.uint32) for p in documents])
        weights = np.concatenate([np.frombuffer(p.weights, np.float64) for p in documents])
        of = np.repeat(np.arange(len(documents)), [len(p.numbers) for p in documents])
        terms, first, which = np.unique(numbers, return_index=True, return_inverse=True)
        column = np.argsort(np.argsort(first))
        rarity = np.empty(len(terms))
        rarity[column] = np.maximum(0.0, log(_PRIOR_STORIES + self._stories) - self._logs[terms])
        told = np.zeros((len(documents), len(terms)))
        told[of, column[which]] = weights
        return told * rarity, rarity

    def cores(self, terms: dict[str, float], stories: Sequence[Sequence[Packed]], part: int, most: int) -> list[float]:
        """Return how far a document's vector reaches along the core of each story, given by its documents.

        The core are the terms that at least one of `part` of the documents holds, weighed by rarity times the share of
        the documents: the `most` most telling ones, and those that tell as much as the last of these.
        """
        import numpy as np

        if not stories:
            return []
        sizes = np.array([len(documents) for documents in stories])
        held = [np.frombuffer(p.numbers, np.uint32) for documents in stories for p in documents]
        of = np.repeat(np.repeat(np.arange(len(stories)), sizes), [len(numbers) for numbers in held])
        keys, counts = np.unique(of * len(self._terms) + np.concatenate(held), return_counts=True)
        story, numbers = np.divmod(keys, len(self._terms))
        often = counts * part >= sizes[story]
        story, numbers, shares = story[often], numbers[often], (counts / sizes[story])[often]
        rarity = np.maximum(0.0, log(_PRIOR_STORIES + self._stories) - self._logs[numbers])
        own = self._mark(terms)
        masses, told = shares * rarity, self._own[numbers] * rarity
        self._own[own] = self._head[own] = 0.0
        bounds = np.searchsorted(story, np.arange(len(stories) + 1)).tolist()
        return [_along(masses[a:b], told[a:b], most) for a, b in pairwise(bounds)]


def _along(core: "NDArray[np.float64]", told: "NDArray[np.float64]", most: int) -> float:
    import numpy as np

    if len(core) > most:
        best = core >= np.partition(core, -most)[-most]
        core, told = core[best], told[best]
    # Summed by size, so that the numbers of the terms make no difference.
    length = sqrt(float(np.sort(core * core).sum()))
    return float(np.sort(core * told).sum()) / (length or 1.0)
