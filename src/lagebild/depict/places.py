"""Turns place mentions into pins, and the scenes of the documents into the story's one Ort des Geschehens."""

from collections import Counter, defaultdict

from lagebild.depict.options import DepictOptions
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
    """Return the scene that most original documents agree on; the more precise and the newer one wins a tie."""
    copies = {link.document for link in material.links if link.copy_of and link.copied_share > 0.5}
    found = [d.annotations.scene for d in material.documents if d.document.id not in copies and d.annotations.scene]
    if not found:
        return None
    votes = Counter((s.name, s.geonameid) for s in found)
    grain = {"point": 0, "city": 1, "region": 2, "country": 3}
    best = min(
        enumerate(found),
        key=lambda p: (
            -votes[p[1].name, p[1].geonameid] * (0.6 if p[1].precision == "country" else 1.0),
            grain[p[1].precision],
            -p[0],
        ),
    )[1]
    count = votes[best.name, best.geonameid]
    why = best.why if len(found) == 1 else f"{best.why}; so in {count} von {len(found)} Dokumenten mit Ort"
    return Scene(best.name, best.latitude, best.longitude, best.precision, why, best.geonameid, best.country)
