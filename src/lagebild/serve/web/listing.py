"""What a reader asks of the list, as the address says it -> the stories, a page of them, and the map of their scenes.

Query, outlet and language are asked of the store; place, freshness, contradictions and order of the cards. Where only
the store is asked it pages by itself, so the plain list costs the same however many stories there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Literal
from urllib.parse import urlencode

from lagebild.records.card import Card
from lagebild.records.story import Story
from lagebild.records.view import PlacePin
from lagebild.report.map import map_svg
from lagebild.run.workspace import Workspace
from lagebild.serve.web.overview import MOST, Overview

PAGE = 30
MAPPED = 300
"""Stories whose scenes are drawn: the latest ones; more would cover each other."""
OFFERED = 60
"""Places offered for choice, those of most stories; any other can be written into the address."""
NAMED = 3
"""Stories named beside a place; the others are behind its link."""

Fresh = Literal["", "day", "week", "month"]
Order = Literal["moved", "articles", "origins", "contested"]
SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question in the address; what is at its default is left out there."""

    q: str = ""
    place: str = ""
    outlet: str = ""
    fresh: Fresh = ""
    contested: bool = False
    language: str = ""
    sort: Order = "moved"
    offset: int = 0

    def address(self, **changes: object) -> str:
        """Return the address of this question with some parts changed."""
        values = {f.name: changes.get(f.name, getattr(self, f.name)) for f in fields(self)}
        stated = {n: int(v) if v is True else v for n, v in values.items() if v and (n, v) != ("sort", "moved")}
        return "/?" + urlencode(stated) if stated else "/"

    @property
    def narrowed(self) -> bool:
        """Whether some stories are left out."""
        return bool(self.q or self.place or self.outlet or self.fresh or self.contested or self.language)

    @property
    def of_cards(self) -> bool:
        """Whether the store alone cannot answer."""
        return bool(self.place or self.fresh or self.contested or self.sort != "moved")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the map with the stories that happen there."""

    pin: PlacePin
    stories: tuple[tuple[Story, Card], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list; `total` counts all pages, `unread` the stories whose cards are still missing."""

    stories: tuple[Story, ...]
    total: int
    cards: Mapping[str, Card]
    spots: tuple[Spot, ...]
    places: tuple[tuple[str, int], ...]
    unread: int


def listing(workspace: Workspace, overview: Overview, asked: Asked, now: datetime) -> Listing:
    """Answer what is asked; a card that is missing counts as a story of no place and without contradiction."""
    of_store = partial(workspace.stories, asked.q or None, outlet=asked.outlet or None, language=asked.language or None)
    found = of_store(limit=MOST if asked.of_cards else MAPPED)
    total, chosen, start = found.total, found.stories, asked.offset
    if not asked.of_cards and start + PAGE > MAPPED:
        shown = of_store(limit=PAGE, offset=start).stories
    known = overview.known(found.stories)
    if asked.of_cards:
        chosen = tuple(s for s in found.stories if _fits(s, known.get(s.id), asked, now))
        chosen = _sorted(chosen, known, asked.sort)
        total = len(chosen)
    if asked.of_cards or start + PAGE <= MAPPED:
        shown = chosen[start : start + PAGE]
    return Listing(
        stories=shown,
        total=total,
        cards={**known, **overview.of(shown)},
        spots=_spots(chosen[:MAPPED], known),
        places=_places(found.stories, known),
        unread=len(found.stories) - len(known) if asked.of_cards else 0,
    )


def _fits(story: Story, card: Card | None, asked: Asked, now: datetime) -> bool:
    if asked.fresh and not (story.last and _aware(story.last) >= now - SPANS[asked.fresh]):
        return False
    if asked.contested and not (card and card.contested):
        return False
    return not asked.place or bool(card and card.scene and card.scene.name.casefold() == asked.place.casefold())


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _sorted(stories: Sequence[Story], known: Mapping[str, Card], order: Order) -> tuple[Story, ...]:
    """Sort by a count, greatest first; equals stay in their order, the one that moved last first."""

    def count(story: Story) -> int:
        if order == "articles":
            return -len(story.documents)
        card = known.get(story.id)
        return -(card.origins if order == "origins" else card.contested) if card else 0

    return tuple(stories) if order == "moved" else tuple(sorted(stories, key=count))


def _places(stories: Sequence[Story], known: Mapping[str, Card]) -> tuple[tuple[str, int], ...]:
    """Return the names of places with their number of stories, in alphabetical order."""
    counts: dict[str, int] = {}
    for story in stories:
        card = known.get(story.id)
        if card and card.scene:
            counts[card.scene.name] = counts.get(card.scene.name, 0) + 1
    most = sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:OFFERED]
    return tuple(sorted(most, key=lambda c: c[0].casefold()))


def _spots(stories: Sequence[Story], known: Mapping[str, Card]) -> tuple[Spot, ...]:
    """Gather stories by the place of their scene, the place of most stories first."""
    at: dict[tuple[object, str], list[tuple[Story, Card]]] = {}
    for story in stories:
        card = known.get(story.id)
        if card and card.scene:
            at.setdefault((card.scene.geonameid, card.scene.name), []).append((story, card))
    spots = [Spot(_pin(rows), tuple(rows)) for rows in at.values()]
    return tuple(sorted(spots, key=lambda s: (-len(s.stories), s.pin.name)))


def _pin(rows: Sequence[tuple[Story, Card]]) -> PlacePin:
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
