"""What the store answers to a question about all stories."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lagebild.records.card import Card
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
