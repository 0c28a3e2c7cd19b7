"""Where something stands: character offsets into one revision of one text.

Every derived record carries spans, because what cannot be pointed at must not be said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote as percent_encoded
from urllib.parse import unquote

Field = Literal["title", "text"]
_PLACE = re.compile(r"(\S+)@([0-9]{1,9}):(title|text):([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open interval of Python string indices, `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return what stands here in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def iou(self, other: "Span") -> float:
        """Return the share of all characters of both that both have, 0 to 1 (Jaccard; intersection over union)."""
        shared = max(0, min(self.end, other.end) - max(self.start, other.start))
        return shared / ((self.end - self.start) + (other.end - other.start) - shared or 1)

    def shifted(self, by: int) -> "Span":
        """Return the span moved `by` characters to the right."""
        return Span(self.start + by, self.end + by)


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest span that contains all of `spans`; ValueError where there is none."""
    rows = list(spans)
    return Span(min(s.start for s in rows), max(s.end for s in rows))


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that carry a derived record: a span with its document, revision and the quote that stands there."""

    document: str
    revision: int
    span: Span
    quote: str
    field: Field = "text"

    @property
    def place(self) -> str:
        """Name the passage in one word without spaces: "id@1:text:120-180", the id percent-encoded."""
        return (
            f"{percent_encoded(self.document, safe='')}@{self.revision}:{self.field}:{self.span.start}-{self.span.end}"
        )


def passage_at(place: str) -> Passage:
    """Return the passage that `place` names, without its quote; ValueError where it names none."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise ValueError(place)
    document, revision, field, start, end = found.groups()
    return Passage(
        unquote(document), int(revision), Span(int(start), int(end)), "", "text" if field == "text" else "title"
    )


Citation = Passage
