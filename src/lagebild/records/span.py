"""Where something stands: character offsets into one revision of one text.

Every derived record carries spans, because what cannot be pointed at must not be said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Field = Literal["title", "text"]


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


Citation = Passage
