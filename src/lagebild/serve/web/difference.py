"""Two texts -> the stretches that both have and those that only one has, by words.

Two revisions of one document keep their order: paragraphs are compared first and words only inside those that changed,
so a moved comma shows as a comma, and the time stays bounded, since difflib is quadratic (its documentation) and a text
may be as long as a book. A copy and its original do not: editors cut, move and join paragraphs. There the passages are
found first wherever they stand, as copies are found in the first place, and words compared in the gaps between them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from lagebild.cluster.copies import shared_passages
from lagebild.records.span import Span

Kind = Literal["same", "deleted", "inserted"]
MOST_PARAGRAPHS = 2000
"""Beyond this many the texts are shown as replaced whole: 0.5 s on one core."""
MOST_WORDS = 3000
"""The same for the words of one changed stretch; an article has 400."""
WIDEST_GAP = 4000
"""Characters of a gap between two passages that is compared word by word; a wider one was left out."""
TOUCHED_UP = 0.5
"""Part of the words that must have stayed in such a gap; with fewer, equal words are "der" and "die" by chance."""
_COUNTED = re.compile(r"\w+(?:[.,:'’-]\w+)*")
_WORDS = re.compile(r"\s+|\d[\d.,:]*\d|\w+|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that both revisions have, or only the older ("deleted") or the newer ("inserted")."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many words both texts have, only the first ("deleted"), only the second ("inserted")."""

    same: int
    deleted: int
    inserted: int

    @property
    def share(self) -> float:
        """The part of the second text's words that stand in the first too, 0..1."""
        return self.same / (self.same + self.inserted) if self.same + self.inserted else 0.0


@dataclass(frozen=True, slots=True)
class Beside:
    """An original in stretches "same" and "deleted", its copy in stretches "same" and "inserted"."""

    original: tuple[Stretch, ...]
    copy: tuple[Stretch, ...]
    tally: Tally


def tally(stretches: Iterable[Stretch]) -> Tally:
    """Count the words of a difference."""
    counts = dict.fromkeys(("same", "deleted", "inserted"), 0)
    for stretch in stretches:
        counts[stretch.kind] += len(_COUNTED.findall(stretch.text))
    return Tally(**counts)


def beside(original: str, copy: str) -> Beside:
    """Return what a copy took over, left out and added, whatever order it is in."""
    ours: list[tuple[Kind, int, int]] = []
    theirs: list[tuple[Kind, int, int]] = []
    at = there = 0
    for here, source in (*_passages(original, copy), (Span(len(copy), len(copy)), None)):
        # Only a gap between passages that follow one another in the original too has something to be compared with.
        end = len(original) if source is None else source.start
        gap = original[there:end] if there <= end <= there + WIDEST_GAP else ""
        x, y = at, there
        for stretch in _gap(gap, copy[at : here.start]):
            if stretch.kind != "deleted":
                ours.append((stretch.kind, x, x := x + len(stretch.text)))
            if stretch.kind != "inserted":
                if stretch.kind == "same":
                    theirs.append(("same", y, y + len(stretch.text)))
                y += len(stretch.text)
        ours.append(("same", here.start, here.end))
        at = here.end
        if source is not None:
            theirs.append(("same", source.start, source.end))
            there = source.end
    left = _stretches(original, _rest(theirs, len(original)))
    right = _stretches(copy, ours)
    words = tally(right)
    return Beside(left, right, Tally(words.same, tally(left).deleted, words.inserted))


def _passages(original: str, copy: str) -> Iterator[tuple[Span, Span]]:
    """Yield shared passages as (span in copy, span in original), with the marks that follow both."""
    for here, source in shared_passages(copy, original):
        more = 0
        while copy[here.end + more : here.end + more + 1] == original[source.end + more : source.end + more + 1]:
            following = copy[here.end + more : here.end + more + 1]
            if not following or following.isalnum():
                break
            more += 1
        yield Span(here.start, here.end + more), Span(source.start, source.end + more)


def _gap(original: str, copy: str) -> tuple[Stretch, ...]:
    """Compare what stands between two passages: touched up where most words stayed, else written anew."""
    found = difference(original, copy)
    if tally(found).share >= TOUCHED_UP:
        return found
    return tuple(stretch for stretch in (Stretch("deleted", original), Stretch("inserted", copy)) if stretch.text)


def _rest(same: Sequence[tuple[Kind, int, int]], length: int) -> list[tuple[Kind, int, int]]:
    """Return the stretches of a text of which the ones in `same` were taken over, some perhaps twice."""
    rows: list[tuple[Kind, int, int]] = []
    at = 0
    for _, start, end in sorted(same, key=lambda s: s[1:]):
        if start > at:
            rows.append(("deleted", at, start))
        if end > at:
            rows.append(("same", max(at, start), end))
            at = end
    return [*rows, ("deleted", at, length)]


def _stretches(text: str, rows: Iterable[tuple[Kind, int, int]]) -> tuple[Stretch, ...]:
    """Cut a text; what has no word is the same: marks and spaces between two passages belong to neither."""
    parts = ((kind, text[start:end]) for kind, start, end in rows if end > start)
    cut = ((kind if any(map(str.isalnum, part)) else "same", part) for kind, part in parts)
    return tuple(Stretch(kind, "".join(t for _, t in run)) for kind, run in groupby(cut, key=lambda c: c[0]))


def difference(older: str, newer: str) -> tuple[Stretch, ...]:
    """Return stretches whose "same" and "deleted" make up `older`, whose "same" and "inserted" make up `newer`."""
    rows = _compared(_PARAGRAPHS.findall(older), _PARAGRAPHS.findall(newer), MOST_PARAGRAPHS)
    fine = _joined([f for r in rows for f in _by_words(r) if f[1]])
    return tuple(
        Stretch(kind, text)
        for run in (list(group) for _, group in groupby(fine, key=lambda f: f[0] == "same"))
        for kind in ("same", "deleted", "inserted")
        if (text := "".join(part for k, part in run if k == kind))
    )


def _joined(rows: Sequence[tuple[Kind, str]]) -> Iterator[tuple[Kind, str]]:
    """Count the space between two changed words as changed, so that they read as one change."""
    for before, (kind, text), after in zip([("same", ""), *rows], rows, [*rows[1:], ("same", "")], strict=False):
        if kind == "same" and not text.strip() and "same" not in (before[0], after[0]):
            yield "deleted", text
            yield "inserted", text
        else:
            yield kind, text


def _compared(a: Sequence[str], b: Sequence[str], most: int) -> Iterator[tuple[str, str, str]]:
    """Yield (what both have, only a, only b) in order."""
    if a == b:
        yield "".join(a), "", ""
        return
    if max(len(a), len(b)) > most:
        yield "", "".join(a), "".join(b)
        return
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "".join(a[i:j]), "", ""
        else:
            yield "", "".join(a[i:j]), "".join(b[k:m])


def _by_words(row: tuple[str, str, str]) -> Iterator[tuple[Kind, str]]:
    same, older, newer = row
    if same:
        yield "same", same
        return
    for both, gone, come in _compared(_WORDS.findall(older), _WORDS.findall(newer), MOST_WORDS):
        yield "same", both
        yield "deleted", gone
        yield "inserted", come
