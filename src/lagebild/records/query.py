"""What the store answers to a question about all stories."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lagebild.records.card import Card
from lagebild.records.span import Passage, Span
from lagebild.records.story import Story

Order = Literal["moved", "articles", "origins", "contested"]
"""By what stories are sorted, greatest first; equals by movement, the latest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the stories that match, `total` of them.

    `located` are the cards of the first ones that have a scene, by story and in their order. `places` are the scenes
    of most stories, each with its number, and `undrawn` counts the stories without a card; both are taken before place
    and contradictions narrow the list.
    """

    stories: tuple[Story, ...]
    total: int
    located: Mapping[str, Card]
    places: tuple[tuple[str, int], ...]
    undrawn: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Why a search found a story: a line of one of its articles, and in it the words that were found.

    `marks` are spans into the same text as that of the passage, inside it. `opens` and `closes` tell that the line
    goes on before and after it.
    """

    passage: Passage
    marks: tuple[Span, ...]
    opens: bool = False
    closes: bool = False
    outlet: str | None = None
    language: str | None = None

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield the line piece by piece; True says that a piece was found."""
        at, quote = 0, self.passage.quote
        for mark in self.marks:
            here = mark.shifted(-self.passage.span.start)
            if at < here.start:
                yield quote[at : here.start], False
            yield here.of(quote), True
            at = here.end
        if at < len(quote):
            yield quote[at:], False
