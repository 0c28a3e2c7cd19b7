"""Turns place mentions into pins, and the scenes of the documents into the story's one Ort des Geschehens."""

from collections import defaultdict
from dataclasses import replace

from lagebild.depict.options import DepictOptions
from lagebild.language.gazetteer.lookup import gazetteer
from lagebild.records.annotation import PlaceMention, Scene
from lagebild.records.story import StoryMaterial
from lagebild.records.view import PlacePin


def pins(material: StoryMaterial, options: DepictOptions) -> tuple[PlacePin, ...]:
    """Return the places that documents name as places (not as actors), the most frequent first.

    One point is one pin; it has the name that the documents in the story's language give it.
    """
    named: dict[tuple[float, float], set[str]] = defaultdict(set)
    best: dict[tuple[float, float], tuple[bool, PlaceMention]] = {}
    for item in material.documents:
        foreign = item.annotations.body.language != material.story_language
        for place in item.annotations.body.places:
            if place.latitude is None or place.longitude is None or place.as_actor:
                continue
            key = (place.latitude, place.longitude)
            named[key].add(item.document.id)
            if key not in best or (best[key][0] and not foreign):
                best[key] = (foreign, place)
    order = sorted(named, key=lambda k: (-len(named[k]), best[k][1].name))[: options.places]
    return tuple(_pin(best[key][1], len(named[key])) for key in order)


def _pin(place: PlaceMention, documents: int) -> PlacePin:
    assert place.latitude is not None and place.longitude is not None
    return PlacePin(
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        documents=documents,
        country=place.country,
        geonameid=place.geonameid,
        precision=place.precision,
    )


def scene(material: StoryMaterial) -> Scene | None:
    """Return the scene that most original documents agree on, in the words of the story's language.

    Where two capitals are named they count little: agencies report from both sides of a treaty, whatever happens where.
    A town inside a country that more reports name is the better answer, if a quarter as many name it.
    """
    copies = {link.document for link in material.links if link.copy_of and link.copied_share > 0.5}
    items = [d for d in material.documents if d.document.id not in copies and d.annotations.scene]
    votes: dict[tuple[float, float], float] = defaultdict(float)
    found: dict[tuple[float, float], list[tuple[bool, Scene]]] = defaultdict(list)
    diplomatic = len({s.country for s in (d.annotations.scene for d in items) if s and _is_capital(s)}) > 1
    for item in items:
        here = item.annotations.scene
        assert here is not None
        key = next((k for k in found if _is_near(k, here)), (here.latitude, here.longitude))
        votes[key] += _vote(here, diplomatic=diplomatic)
        found[key].append((item.annotations.body.language != material.story_language, here))
    if not found:
        return None
    for key in votes:
        if not (diplomatic and _is_capital(found[key][0][1])):
            votes[key] += 0.3 * _support({s.name.split(" (")[0] for _, s in found[key]}, material)
    best = max(votes, key=lambda k: (votes[k], -_GRAIN[found[k][0][1].precision], k))
    best = _finer(best, votes, found)
    _, chosen = min(found[best], key=lambda row: (row[0], len(row[1].name)))
    why = chosen.why
    if len(items) > 1 and material.story_language == "de":
        why = f"{why}; so in {len(found[best])} von {len(items)} Dokumenten mit Ort"
    return replace(chosen, name=chosen.name.split(" (")[0], why=why)


_GRAIN = {"point": 0, "city": 1, "region": 2, "country": 3}


def _is_near(key: tuple[float, float], here: Scene) -> bool:
    """A place that two reports name in two languages has about the same coordinates, a lake less exactly so."""
    most = 0.5 if here.precision == "region" else 0.15
    return abs(key[0] - here.latitude) < most and abs(key[1] - here.longitude) < most


def _vote(here: Scene, *, diplomatic: bool) -> float:
    """Weigh one document's scene; a country is a weak answer, and so is a capital where two of them appear."""
    if here.precision == "country":
        return 0.6
    return 0.4 if diplomatic and _is_capital(here) else 1.0


def _is_town(here: Scene) -> bool:
    """A capital may stand for its country as a country does; another town is where it happened."""
    return here.precision in ("point", "city") and not _is_capital(here)


def _is_capital(here: Scene) -> bool:
    capital = gazetteer().capital(here.country) if here.country and here.precision == "city" else None
    return capital is not None and capital.geonameid is not None and capital.geonameid == here.geonameid


def _support(names: set[str], material: StoryMaterial) -> int:
    """Count the titles that name a place."""
    return sum(any(n in (d.document.title or "") for n in names) for d in material.documents)


def _finer(
    best: tuple[float, float],
    votes: dict[tuple[float, float], float],
    found: dict[tuple[float, float], list[tuple[bool, Scene]]],
) -> tuple[float, float]:
    chosen = found[best][0][1]
    if chosen.precision != "country":
        return best
    inside = [
        k
        for k, rows in found.items()
        if rows[0][1].country == chosen.country and _is_town(rows[0][1]) and 4 * votes[k] >= votes[best]
    ]
    return max(inside, key=lambda k: (votes[k], k), default=best)
