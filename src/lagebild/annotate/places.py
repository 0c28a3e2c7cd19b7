"""Place mentions to places: which Halle, and whether a capital means the town or the government in it.

Every reading says why. A name the gazetteer does not know, or knows only as a doubtful alias, is kept as an abstention,
because a wrong pin on the map is worse than none.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lagebild.annotate.metonymy import is_actor
from lagebild.language.gazetteer import Gazetteer, Place
from lagebild.language.gazetteer.dateline import place_in_capitals
from lagebild.language.gazetteer.lookup import weight
from lagebild.language.german.demonyms import city_of, demonym_country
from lagebild.language.german.names_bounds import is_common_noun
from lagebild.records.annotation import Mention, PlaceMention
from lagebild.records.span import Span

_REGION_WORD: Final = re.compile(
    r"(?:Region|Regionen|Oblast|Gebiet|Provinz|Provinzen|Kanton|Bezirk|Bundesstaat|US-Bundesstaat|Bundesland|"
    r"Gouvernement|Woiwodschaft|Teilrepublik|Grafschaft|Verwaltungsgebiet|Landes)\s+$"
)
_HEAD: Final = re.compile(
    r"^(?:Landkreis|Kreis|Stadt|Hansestadt|Landeshauptstadt|Hauptstadt|Flughafen|Bahnhof|Hauptbahnhof|Insel|Halbinsel|"
    r"Großraum|Raum|Region|Provinz|Gemeinde|Staat|Bundesstaat|Rhein-Kreis|Autobahnkreuz|Kreuz|Süden|Norden|Westen|Osten|"
    r"Republik|Königreich|Universität|Hafen|Schloss|Zoo|Messe|Stadtteil|Ortsteil|Bezirk)\s+(?:von\s+|der\s+)?"
)
# Roads and lines are places to a tagger of traffic reports; a "G8" or an "A380" is none.
_ROUTE: Final = re.compile(r"^[A-ZÄÖÜ]{1,3}\d+\w*$")
# "Hua S., 40": the press shortens a person so.
_INITIAL: Final = re.compile(r" [A-ZÄÖÜ]\.(?=[ ,])")
_DIRECTION: Final = re.compile(r"^(?:Süd|Nord|Ost|West|Zentral|Mittel|Südost|Südwest|Nordost|Nordwest|Ober|Unter)-?")
# What one hint from the context is worth, in powers of ten of inhabitants.
_SAME_SENTENCE: Final = 2.5
_SAME_DOCUMENT: Final = 1.5
_CAPITAL: Final = 0.5
_SAME_AREA: Final = 2.0
_SAME_PART_OF_COUNTRY: Final = 1.0
# Kilometres: an area is what a local report writes about, a part of a country what a regional one does.
_AREA: Final = 100.0
_PART_OF_COUNTRY: Final = 200.0
_DOUBTFUL_POPULATION: Final = 15_000
# The same for a town under a name that is not its own, or is a common word.
_DOUBTFUL_ALIAS: Final = 100_000
# Inhabitants from which on a town is meant although its name is a common word too.
_LARGE: Final = 500_000
# The same for a town that only a part of the name names: "Rubio-Rede".
_PART_POPULATION: Final = 300_000
# How much larger the largest place of a name must be than the next to be certain without context.
_PLAIN: Final = 10
_IN_TOWN: Final = re.compile(r"\b(?:in|nach|aus|bei|von|um|ab|bis|near|in|from|at|to)\s+$", re.IGNORECASE)
_ARTICLE: Final = re.compile(
    r"\b(?:der|die|das|des|dem|den|am|im|beim|vom|zum|zur|ein|eine|einer|einem|einen)\s+$", re.IGNORECASE
)
_WATERS: Final = frozenset({"river", "lake", "mountain", "landscape"})
# Places beyond these add no evidence and cost time.
_MOST_ANCHORS: Final = 20
_HOME: Final = frozenset({"DE", "AT", "CH"})


@dataclass(frozen=True, slots=True)
class _Context:
    """Country codes named in the sentence and in the document, and certain places, all by names other than its own."""

    sentence: frozenset[str]
    document: frozenset[str]
    anchors: tuple[Place, ...] = ()

    def distance(self, place: Place) -> float:
        """Return the kilometres to the nearest place of the document that is certain, infinity where there is none."""
        return min((distance(place, anchor) for anchor in self.anchors), default=math.inf)


def resolve_places(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], gazetteer: Gazetteer, *, language: str
) -> tuple[PlaceMention, ...]:
    """Return the place mentions in order of their spans; `why` is a German phrase."""
    named = _countries(text, mentions, gazetteer)
    document = Counter(code for _, code in named)
    own = Counter((span.of(text), code) for span, code in named)
    by_sentence = _by_sentence(text, sentences, named)
    anchors = _anchors(text, mentions, gazetteer)
    regions: dict[str, PlaceMention] = {}
    found: list[PlaceMention] = []
    at = 0
    for mention in sorted(mentions, key=lambda m: m.span):
        name = mention.span.of(text)
        if mention.kind not in {"place", "organisation"}:
            continue
        if mention.kind == "organisation" and not _is_seat(name, gazetteer):
            continue
        if _ROUTE.match(name) or _INITIAL.match(text, mention.span.end):
            continue
        while at + 1 < len(sentences) and sentences[at].end <= mention.span.start:
            at += 1
        sentence = sentences[at] if sentences else Span(0, len(text))
        near = frozenset(code for other, code in by_sentence.get(at, ()) if other != name)
        elsewhere = frozenset(code for code, count in document.items() if count > own[name, code])
        others = tuple(place for anchor, place in anchors.items() if anchor != name)
        place = _resolve(text, mention.span, gazetteer, _Context(near, elsewhere, others))
        if place.precision == "region" and place.why.startswith("Region"):
            regions.setdefault(name, place)
        elif name in regions:  # one sense a text: "Kursk" after "die Region Kursk" is the region
            place = replace(regions[name], span=mention.span, why=f"weiter oben als Region genannt („{name}“)")
        actor = place.latitude is not None
        if not actor and (name[0].islower() or (language == "de" and is_common_noun(name))):
            continue
        found.append(
            replace(place, as_actor=actor and is_actor(text, sentence, mention.span, name, gazetteer, language))
        )
    return tuple(found)


def _is_seat(name: str, gazetteer: Gazetteer) -> bool:
    return any(p.kind == "seat" for p in gazetteer.candidates(name)[:1])


def _countries(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[tuple[Span, str]]:
    """Return where countries are named, as such or by adjective, inhabitant or a place that can only lie there."""
    found = []
    for mention in mentions:
        name = mention.span.of(text)
        code = None
        if mention.kind == "demonym":
            code = demonym_country(name)
        elif mention.kind == "place":
            readings = gazetteer.candidates(name)
            known = readings[:1] and (readings[0].kind == "country" or weight(readings[0]) >= 1_000_000)
            code = readings[0].country if known else None
        if code:
            found.append((mention.span, code))
    return found


def _anchors(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[str, Place]:
    """Return the settlements that need no context: the only ones of their name, or by far the largest."""
    found: dict[str, Place] = {}
    for name in dict.fromkeys(m.span.of(text) for m in mentions if m.kind == "place"):
        towns = [p for p in gazetteer.candidates(name) if p.kind == "city"]
        if towns and _is_plain(towns):
            found[name] = towns[0]
        if len(found) >= _MOST_ANCHORS:
            break
    return found


def _is_plain(towns: Sequence[Place]) -> bool:
    """Tell whether a name means the first of these towns wherever it stands."""
    first = towns[0]
    if first.common and not first.capital and first.population < _DOUBTFUL_ALIAS:
        return False
    large = first.primary or first.population > _DOUBTFUL_POPULATION
    return large and (len(towns) == 1 or weight(first) > _PLAIN * weight(towns[1]))


def distance(a: Place, b: Place) -> float:
    """Return the kilometres between two places (haversine)."""
    p, q, r, s = (math.radians(x) for x in (a.latitude, a.longitude, b.latitude, b.longitude))
    chord = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(min(1.0, chord)))


def _by_sentence(
    text: str, sentences: Sequence[Span], named: Sequence[tuple[Span, str]]
) -> dict[int, list[tuple[str, str]]]:
    """Return (name, country code) of what is named in each sentence."""
    rows: dict[int, list[tuple[str, str]]] = {}
    at = 0
    for span, code in sorted(named):
        while at + 1 < len(sentences) and sentences[at].end <= span.start:
            at += 1
        rows.setdefault(at, []).append((span.of(text), code))
    return rows


def _resolve(text: str, span: Span, gazetteer: Gazetteer, context: _Context) -> PlaceMention:
    name = span.of(text)
    before = text[max(0, span.start - 30) : span.start]
    readings = gazetteer.candidates(name) or place_in_capitals(name)
    if readings and _REGION_WORD.search(before):
        regions = tuple(p for p in readings if p.kind == "region")
        if regions:
            return _reading(span, _choose(regions, context)[0], f"Region zu „{name}“")
    if readings:
        place, why = _choose(_fitting(readings, before), context)
        doubt = _doubt(place, before, context, is_word=_is_word(place, name))
        return PlaceMention(span, name, doubt) if doubt else _reading(span, place, why)
    return _part(span, name, gazetteer, context)


def _fitting(readings: tuple[Place, ...], before: str) -> tuple[Place, ...]:
    """Return the readings that the word before allows: "die Fulda" is the river, "in Fulda" the town."""
    if readings[0].kind in _WATERS and _IN_TOWN.search(before):
        return tuple(p for p in readings if p.kind == "city" and p.country in _HOME and p.primary) or readings
    if _ARTICLE.search(before):
        return tuple(p for p in readings if p.kind != "city") or readings
    return readings


def _choose(readings: tuple[Place, ...], context: _Context) -> tuple[Place, str]:
    """Return the best reading with the reason in German."""

    # A region called after its town weighs no more than the town, which stands before it.
    priors = dict(zip(map(id, readings), itertools.accumulate(map(weight, readings), min), strict=True))

    def score(place: Place) -> float:
        prior = priors[id(place)] if place.kind == "region" else weight(place)
        value = math.log10(max(prior, 1.0))
        if place.country in context.sentence:
            value += _SAME_SENTENCE
        elif place.country in context.document:
            value += _SAME_DOCUMENT
        if place.capital:  # "Washington" in a text about Britain is still no town in England
            value += _CAPITAL
        if place.kind == "city" and len(readings) > 1:
            away = context.distance(place)
            value += _SAME_AREA if away < _AREA else _SAME_PART_OF_COUNTRY if away < _PART_OF_COUNTRY else 0.0
        return value

    best = max(readings, key=score)
    return best, _reason(best, readings, context)


def _reason(best: Place, readings: tuple[Place, ...], context: _Context) -> str:
    """Return in German why `best` was chosen among the readings."""
    if best.kind == "country":
        return "Land dieses Namens"
    if best is not readings[0]:
        if best.kind == "city" and context.distance(best) < _PART_OF_COUNTRY:
            return "nahe den anderen Orten des Textes"
        where = "im selben Satz" if best.country in context.sentence else "im Text"
        return f"Land ({best.country}) {where} genannt"
    if best.capital:
        return "Hauptstadt"
    if best.kind == "region":
        return "Region dieses Namens"
    if best.kind != "city":
        return "Name im eigenen Verzeichnis"
    return "größter Ort dieses Namens" if len(readings) > 1 else "einziger Ort dieses Namens"


def _doubt(place: Place, before: str, context: _Context, *, is_word: bool = False) -> str:
    """Return why a reading is not to be trusted, empty where it is; `is_word`: the name is a common noun as well."""
    if place.kind != "city":
        return ""
    near = context.distance(place) < _AREA
    if place.common and place.population < _LARGE and _ARTICLE.search(before):
        return f"auch ein gewöhnliches Wort, hier mit Artikel ({place.title}, {place.country})"
    if is_word and place.population < _LARGE and not near and _far(place, context) and not _IN_TOWN.search(before):
        return f"auch ein gewöhnliches Wort, und fern der anderen Orte ({place.title}, {place.country})"
    if near or place.country in context.sentence or place.country in context.document:
        return ""
    if place.country in _HOME and place.primary:
        return ""
    small = place.population < _DOUBTFUL_POPULATION or (not place.primary and place.population < _DOUBTFUL_ALIAS)
    return f"nur ein kleiner Ort heißt so ({place.title}, {place.country})" if small else ""


def _is_word(place: Place, name: str) -> bool:
    """Tell whether the name is a noun as well; for a town abroad a rare one will do ("Wal", in Somalia)."""
    return not place.capital and (place.common or place.country not in _HOME) and is_common_noun(name)


def _far(place: Place, context: _Context) -> bool:
    return bool(context.anchors) or place.country not in _HOME


def _reading(span: Span, place: Place, why: str) -> PlaceMention:
    return PlaceMention(
        span=span,
        name=place.title,
        why=why,
        geonameid=place.geonameid,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision,
        country=place.country,
    )


def _part(span: Span, name: str, gazetteer: Gazetteer, context: _Context) -> PlaceMention:
    """Return a reading by a part of the name: "Landkreis Diepholz", "Berlin-Neukölln", "Bremer Flughafen"."""
    for part in _parts(name):
        readings = gazetteer.candidates(part)
        first = readings[0] if readings else None
        doubtful = first is not None and (first.common or first.country not in _HOME | context.sentence)
        small = first is not None and first.kind == "city" and doubtful and weight(first) < _PART_POPULATION
        if readings and not small and not _doubt(readings[0], "", context):
            place, _ = _choose(readings, context)
            return _reading(span, place, f"nach dem Namensteil „{part}“")
    return PlaceMention(span, name, "in keinem Ortsverzeichnis")


def _parts(name: str) -> list[str]:
    parts = [_HEAD.sub("", name), re.sub(r"\s*\(.*$", "", name), _DIRECTION.sub("", name).capitalize()]
    first, _, rest = name.partition(" ")
    city = city_of(first) if rest else None
    parts += [city] if city else []
    if "-" in name and " " not in name:
        pieces = name.split("-")
        parts += ["-".join(pieces[:k]) for k in range(len(pieces) - 1, 0, -1)]
    parts += re.sub(r"[,/].*$", "", name).split(" in ")[1:]
    if " " in name:
        start, _, last = name.rpartition(" ")
        # "Tour de France", "Bank of Scotland": a name of its own, no place with a word before it.
        parts += [re.sub(r"[,/].*$", "", name), "" if re.search(r"\s(?:de|du|di|of)$", start) else last]
    return [p for p in dict.fromkeys(parts) if p != name and len(p) > 2 and p[0].isupper()]
