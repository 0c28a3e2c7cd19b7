"""What a reader asks of the list, as the address says it -> the stories, a page of them, and the map of their scenes.

The store filters, sorts and pages, so a page costs about the same however many stories there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from lagebild.records.card import Card
from lagebild.records.followed import Narrowing, Search
from lagebild.records.query import Excerpt, Order
from lagebild.records.story import Story
from lagebild.records.view import PlacePin
from lagebild.report.map import map_svg
from lagebild.run.workspace import Workspace
from lagebild.serve.web.overview import Overview

PAGE = 30
NAMED = 3
"""Stories named beside a place; the others are behind its link."""


@dataclass(frozen=True, slots=True)
class Asked(Narrowing):
    """The question in the address; what is at its default is left out there."""

    sort: Order = "moved"
    offset: int = 0

    def address(self, **changes: object) -> str:
        """Return the address of this question with some parts changed."""
        values = {f.name: changes.get(f.name, getattr(self, f.name)) for f in fields(self)}
        stated = {n: int(v) if v is True else v for n, v in values.items() if v and (n, v) != ("sort", "moved")}
        return "/?" + urlencode(stated) if stated else "/"

    @property
    def search(self) -> Search:
        """The same without order and page, as it can be followed."""
        return Search(**{f.name: getattr(self, f.name) for f in fields(Narrowing)})

    @property
    def narrowed(self) -> bool:
        """Whether some stories are left out."""
        return self.search.narrow

    @property
    def of_cards(self) -> bool:
        """Whether stories without a card may be missing or in the wrong place."""
        return bool(self.place or self.contested or self.sort in ("origins", "contested"))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the map with the stories that happen there: their ids and cards."""

    pin: PlacePin
    stories: tuple[tuple[str, Card], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list; `total` counts all pages, `unread` the stories whose cards are still missing.

    `excerpts` say why a search found a story, where its headline does not.
    """

    stories: tuple[Story, ...]
    total: int
    cards: Mapping[str, Card]
    spots: tuple[Spot, ...]
    places: tuple[tuple[str, int], ...]
    unread: int
    excerpts: Mapping[str, Excerpt]


def listing(workspace: Workspace, overview: Overview, asked: Asked, now: datetime) -> Listing:
    """Answer what is asked; a card that is missing counts as a story of no place and without contradiction."""
    found = workspace.pictures.found(asked.search, now, asked.sort, PAGE, asked.offset)
    if found.undrawn:
        overview.ask()
    cards = overview.of(found.stories)
    shown = {s.id: cards[s.id].headline if s.id in cards else s.title for s in found.stories}
    return Listing(
        stories=found.stories,
        total=found.total,
        cards=cards,
        spots=_spots(found.located),
        places=found.places,
        unread=found.undrawn if asked.of_cards else 0,
        excerpts=workspace.pictures.excerpts(asked.q, shown),
    )


def _spots(located: Mapping[str, Card]) -> tuple[Spot, ...]:
    """Gather stories by the place of their scene, the place of most stories first."""
    at: dict[tuple[object, str], list[tuple[str, Card]]] = {}
    for story, card in located.items():
        if card.scene:
            at.setdefault((card.scene.geonameid, card.scene.name), []).append((story, card))
    spots = [Spot(_pin(rows), tuple(rows)) for rows in at.values()]
    return tuple(sorted(spots, key=lambda s: (-len(s.stories), s.pin.name)))


def _pin(rows: Sequence[tuple[str, Card]]) -> PlacePin:
    scene = rows[0][1].scene
    assert scene is not None
    return PlacePin(
        name=scene.name,
        latitude=scene.latitude,
        longitude=scene.longitude,
        documents=len(rows),
        country=scene.country,
        geonameid=scene.geonameid,
        precision=scene.precision,
    )


@lru_cache(maxsize=64)
def map_of(pins: tuple[PlacePin, ...], title: str) -> str:
    """Return the map of some places; drawing one takes 10 to 40 ms, and it is the same until a story moves."""
    return map_svg(None, pins, title=title)
