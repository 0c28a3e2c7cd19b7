"""Two revisions of a text -> stretches that stayed, were deleted or were inserted, by words.

Paragraphs are compared first and words only inside those that changed: so a moved comma shows as a comma, and the time
stays bounded, since difflib is quadratic (its documentation) and a text may be as long as a book.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]
MOST_PARAGRAPHS = 2000
"""Beyond this many the texts are shown as replaced whole: 0.5 s on one core."""
MOST_WORDS = 3000
"""The same for the words of one changed stretch; an article has 400."""
_WORDS = re.compile(r"\s+|\d[\d.,:]*\d|\w+|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that both revisions have, or only the older ("deleted") or the newer ("inserted")."""

    kind: Kind
    text: str


def difference(older: str, newer: str) -> tuple[Stretch, ...]:
    """Return stretches whose "same" and "deleted" make up `older`, whose "same" and "inserted" make up `newer`."""
    rows = _compared(_PARAGRAPHS.findall(older), _PARAGRAPHS.findall(newer), MOST_PARAGRAPHS)
    fine = (f for r in rows for f in _by_words(r))
    return tuple(
        Stretch(kind, text)
        for run in (list(group) for _, group in groupby(fine, key=lambda f: f[0] == "same"))
        for kind in ("same", "deleted", "inserted")
        if (text := "".join(part for k, part in run if k == kind))
    )


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
