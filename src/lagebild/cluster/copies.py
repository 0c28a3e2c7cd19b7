"""Texts -> which earlier text one was copied from and how much of it, by winnowed shingles (Schleimer et al. 2003).

Shingles of words survive re-paragraphing and new headlines; winnowing keeps a fifth of them and still finds every
equal run of a few more words than a shingle.

What an outlet prints again may be no news: appeals for donations, notes on authors, advice to readers stand under many
of its headlines and have to do with none. Such house text is told from a copy by just that.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from lagebild.cluster.lexicon import compound_parts, frequency, is_stop, term
from lagebild.cluster.options import ClusterOptions
from lagebild.language.narration import telling
from lagebild.language.newsrooms import credited
from lagebild.records.document import Document
from lagebild.records.span import Span

_WORD: Final = re.compile(r"\w{1,64}")
_LETTERS: Final = re.compile(r"[^\W\d_]{3,40}")
_MIN_WORDS: Final = 12
"""A text with fewer words is copied by chance."""
_HOUSE_WORDS: Final = 16
"""Words from which a passage that an outlet prints again may be house text: less, and it is a turn of phrase."""
_CLOSEST: Final = 8
"""Earlier texts that are compared in full."""
_OPENING: Final = 8
"""Words that stand for a headline where there is none."""
_TELLING: Final = 2e-4
"""A word that is commoner than this says nothing of what a headline is about."""


@dataclass(frozen=True, slots=True)
class CopyMatch:
    """The earlier document that holds most of a text; `share` (0..1) of its words, and `lead` of those that open it,
    stand there too."""

    original: str
    share: float
    lead: float
    reason: str


@dataclass(frozen=True, slots=True)
class HouseText:
    """Passages of a text that stand under another headline too and have to do with neither: no part of the news."""

    spans: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    """Of a text: its number of words, its shingles in their order, the winnowed ones, the agencies that it credits, its
    headline, or its first words, and its outlet."""

    words: int
    hashes: "array[int]"
    prints: "array[int]"
    credits: tuple[str, ...]
    opening: str
    outlet: str | None


@dataclass(frozen=True, slots=True)
class _Words:
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def _words(text: str) -> _Words:
    found = [(m.group().lower().replace("ß", "ss"), m.span()) for m in _WORD.finditer(text)]
    return _Words(tuple(w for w, _ in found), tuple(s for _, s in found))


def _hashes(words: tuple[str, ...], size: int) -> list[int]:
    return [crc32(" ".join(words[k : k + size]).encode()) for k in range(len(words) - size + 1)]


def _winnow(hashes: list[int], window: int) -> set[int]:
    if len(hashes) <= window:
        return {min(hashes)} if hashes else set()
    return {min(hashes[k : k + window]) for k in range(len(hashes) - window + 1)}


def _terms(text: str) -> frozenset[str]:
    """Return the telling terms of a text, those of the parts of compounds among them."""
    found = [word for word in _LETTERS.findall(text) if not is_stop(word) and frequency(word) < _TELLING]
    return frozenset(term(part) for word in found for part in (word, *compound_parts(word)))


def _runs(held: Sequence[bool], size: int) -> list[tuple[int, int]]:
    """Return the runs of words, from and up to, whose shingles of `size` words are held."""
    runs: list[tuple[int, int]] = []
    for at in (k for k, known in enumerate(held) if known):
        if runs and at <= runs[-1][1]:
            runs[-1] = (runs[-1][0], at + size)
        else:
            runs.append((at, at + size))
    return runs


def shingles(text: str, size: int) -> frozenset[int]:
    """Return hashes of all runs of `size` words."""
    return frozenset(_hashes(_words(text).folded, size))


def _covered(hashes: Sequence[int], known: frozenset[int], words: int, size: int) -> int:
    """Return how many words stand in shingles that the other text holds too."""
    return min(words, sum(end - start for start, end in _runs([value in known for value in hashes], size)))


class CopyIndex:
    """Fingerprints of the latest documents; finds for a new one the earlier one that it was copied from."""

    def __init__(self, options: ClusterOptions) -> None:
        self._options = options
        self._kept: OrderedDict[str, _Fingerprint] = OrderedDict()
        self._holders: dict[int, list[str]] = {}
        self._last: tuple[Document, _Fingerprint] | None = None

    def match(self, document: Document) -> CopyMatch | None:
        """Return the best earlier original, or None where less than `copy_share` of the words stand in any."""
        read = self._fingerprint(document)
        if read.words < _MIN_WORDS:
            return None
        best: tuple[float, str] = (0.0, "")
        size, lead = self._options.copy_words, min(read.words, self._options.copy_lead)
        for other in self._nearest(read, document.id):
            known = frozenset(self._kept[other].hashes)
            share = _covered(read.hashes, known, read.words, size) / read.words
            if share > best[0]:
                best = (share, other)
        short = read.words < self._options.copy_short
        if best[0] < (self._options.copy_share_short if short else self._options.copy_share):
            return None
        named = read.credits or self._kept[best[1]].credits
        note = f" (Vermerk: {', '.join(named)})" if named else ""
        opening = _covered(read.hashes[: max(0, lead - size + 1)], frozenset(self._kept[best[1]].hashes), lead, size)
        reason = f"{round(100 * best[0])} % des Textes stehen wörtlich in {best[1]}{note}"
        return CopyMatch(best[1], best[0], opening / lead, reason)

    def house_text(self, document: Document) -> HouseText | None:
        """Return what a document shares with an earlier one of its outlet, if that has to do with neither headline and
        the rest tells something."""
        read = self._fingerprint(document)
        names = [] if document.outlet is None else self._nearest(read, document.id, document.outlet)
        if not names:
            return None
        text, size = document.text[: self._options.copy_characters], self._options.copy_words
        words, head = _words(text), _terms(read.opening)
        hashes = _hashes(words.folded, size)
        for name in names:
            known = frozenset(self._kept[name].hashes)
            held = _runs([value in known for value in hashes], size)
            runs = [(start, end) for start, end in held if end - start >= _HOUSE_WORDS]
            found = [_hull(words, start, end - start) for start, end in runs]
            spans = tuple(span for span in found if not any(span.overlaps(gone) for gone in document.furniture))
            told = {each for span in spans for each in _terms(span.of(text))}
            count, other = sum(len(_WORD.findall(span.of(text))) for span in spans), _terms(self._kept[name].opening)
            if spans and head and other and told.isdisjoint(head | other) and read.words - count >= _MIN_WORDS:
                reason = f"{count} Wörter, die unter anderer Überschrift auch in {name} stehen, zählen hier nicht"
                return HouseText(spans, reason)
        return None

    def _nearest(self, read: _Fingerprint, own: str, outlet: str | None = None) -> list[str]:
        """Return the earlier documents, of an outlet or of all, that may share most with a text, most first."""
        votes: Counter[str] = Counter()
        for value in read.prints:
            votes.update(self._holders.get(value, ())[:64])
        votes.pop(own, None)
        found = [(-n, name) for name, n in votes.items() if outlet in (None, self._kept[name].outlet)]
        return [name for _, name in sorted(found)[:_CLOSEST]]

    def add(self, document: Document) -> None:
        """Remember a document; the oldest are forgotten beyond `copy_documents`."""
        if document.id in self._kept:
            return
        read = self._fingerprint(document)
        if read.words < _MIN_WORDS:
            return
        self._kept[document.id] = read
        for value in read.prints:
            self._holders.setdefault(value, []).append(document.id)
        while len(self._kept) > self._options.copy_documents:
            self._drop(next(iter(self._kept)))

    def _fingerprint(self, document: Document) -> _Fingerprint:
        """Read a document; what is matched is added next, and read once."""
        if self._last is not None and self._last[0] is document:
            return self._last[1]
        limit, size = self._options.copy_characters, self._options.copy_words
        folded = _words(telling(document, limit).text).folded
        hashes = _hashes(folded, size)
        prints = _winnow(hashes, self._options.copy_window)
        opening = document.title or " ".join(folded[:_OPENING])
        read = _Fingerprint(
            len(folded),
            array("I", hashes),
            array("I", sorted(prints)),
            credited(document.text[:limit]),
            opening,
            document.outlet,
        )
        self._last = document, read
        return read

    def touch(self, documents: Iterable[str]) -> None:
        """Count documents as the latest ones."""
        for document in documents:
            if document in self._kept:
                self._kept.move_to_end(document)

    def forget(self, documents: Iterable[str]) -> None:
        """Forget documents."""
        for document in documents:
            if document in self._kept:
                self._drop(document)

    def _drop(self, gone: str) -> None:
        kept = self._kept.pop(gone)
        for value in kept.prints:
            holders = self._holders[value]
            holders.remove(gone)
            if not holders:
                del self._holders[value]


def shared_passages(a: str, b: str, least: int = 5) -> tuple[tuple[Span, Span], ...]:
    """Return the passages of at least `least` words that stand in both, in the order of `a`, as (span in a, span in b).

    Greedy from the left: at each place the longest run that begins with an equal shingle; time grows with the lengths.
    """
    left, right = _words(a), _words(b)
    at_right: dict[int, list[int]] = {}
    for k, value in enumerate(_hashes(right.folded, least)):
        at_right.setdefault(value, []).append(k)
    found: list[tuple[Span, Span]] = []
    at, after = 0, 0
    hashes = _hashes(left.folded, least)
    while at < len(hashes):
        best, where = 0, 0
        starts = at_right.get(hashes[at], ())
        near = bisect_left(starts, after) if starts else 0
        for start in [*starts[near : near + 4], *starts[: max(0, 4 - len(starts) + near)]]:
            length = _run(left.folded, at, right.folded, start)
            if length > best:
                best, where = length, start
        if best >= least:
            found.append((_hull(left, at, best), _hull(right, where, best)))
            at, after = at + best, where + best
        else:
            at += 1
    return tuple(found)


def _run(a: tuple[str, ...], i: int, b: tuple[str, ...], j: int) -> int:
    length = 0
    while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
        length += 1
    return length


def _hull(words: _Words, at: int, length: int) -> Span:
    return Span(words.spans[at][0], words.spans[at + length - 1][1])
