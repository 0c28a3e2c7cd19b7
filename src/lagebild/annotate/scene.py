"""A text to the one place of its main event (Ort des Geschehens), or to none where it tells of no place.

Points are given for what a reader goes by: a dateline, the lead, "in" before the name, a verb that happens somewhere,
repetition, adjectives ("türkische Behörden" happen in Turkey). A town lends points to its country, a country to the
town in it. A government's name is no place; its capital comes last, and says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lagebild.language.gazetteer import Place, gazetteer
from lagebild.language.german.demonyms import city_of, demonym_country
from lagebild.records.annotation import PlaceMention, Scene, TextAnnotations
from lagebild.records.span import Span

_DATELINE: Final = re.compile(
    r"^\s*(?P<name>[A-ZÄÖÜ][\w.’' /-]{1,60}?)\s*"
    r"(?:\([^)]{1,60}\)\s*[-–—:.]?|[-–—:]\s|,\s\d{1,2}\.\s?[\w. ]{2,20}\s?[-–—:]|\.\s)"
)
_LOCATIVE: Final = frozenset(
    [
        "in",
        "im",
        "bei",
        "am",
        "an",
        "auf",
        "nahe",
        "vor",
        "unweit",
        "at",
        "near",
        "nördlich",
        "südlich",
        "östlich",
        "westlich",
        "nähe",
    ]
)
_AWAY: Final = frozenset(["aus", "von", "vom", "from", "seit", "gegen", "für", "über", "mit"])
_TOWARDS: Final = frozenset(["nach", "zum", "to", "into", "ins", "bis"])
_HAPPENS: Final = re.compile(
    r"\b(?:traf|trafen|treffen|getroffen|empfing|empfangen|unterzeichne\w*|tagt\w*|Sitzung|Treffen|Gipfel\w*|Besuch\w*|"
    r"Staatsbesuch\w*|\w*[Kk]onferenz\w*|statt|stattfand\w*|ereignete\w*|geschah|passierte|kam es|brach\w*|"
    r"explodier\w+|"
    r"\w*[Uu]nfall\w*|\w*[Uu]nglück\w*|\w*[Bb]rand\w*|Feuer|Erdbeben|\w*[Aa]nschlag\w*|\w*[Aa]ngriff\w*|[Ee]xplosion\w*|"
    r"verunglück\w+|starb\w*|gestorben|getötet|verletzt|Leiche\w*|festgenommen|verhaftet|verurteil\w+|Gericht|demonstrier\w+|"
    r"Demonstration\w*|\w*[Pp]rotest\w*|eröffne\w+|gefunden|entdeckt|stürzte|abgestürzt|\w*[Aa]bsturz\w*|raste|prallte|"
    r"\w*[Ww]ahl\w*|gewählt|eingetroffen|reiste\w*|gestartet|gelandet|aufgetaucht|Streik\w*|streik\w*|Epizentrum)\b"
)
_ARRIVES: Final = re.compile(
    r"\b(?:reis\w+|gereist|angereist|traf\w* (?:\S+ ){0,8}ein|eingetroffen|führte|flog\w*|geflogen|kam\w*|besuch\w*|"
    r"angekommen|"
    r"Besuch\w*|\w*[Dd]elegation\w*|travel\w*|arriv\w+|visit\w*)\b"
)


@dataclass(frozen=True, slots=True)
class ScenePoints:
    """What a piece of evidence is worth, in points; tuned on the 96 articles of the development gold."""

    sentences: tuple[float, float, float, float] = (4.0, 4.0, 1.0, 1.0)
    title: float = 3.0
    dateline: float = 15.0
    locative: float = 2.4
    happens: float = 4.0
    arrives: float = 1.0
    bare: float = 0.6
    away: float = 0.1
    demonym: float = 0.45
    city_in_country: float = 0.3
    country_of_city: float = 0.4
    enough: float = 2.6
    fine_point: float = 1.6
    fine_city: float = 1.6
    fine_region: float = 0.9
    fine_country: float = 0.55

    def fine(self, precision: str) -> float:
        """Return the factor of a precision: the finer place is the better answer."""
        fineness = {"point": self.fine_point, "city": self.fine_city, "region": self.fine_region}
        return fineness.get(precision, self.fine_country)


POINTS: Final = ScenePoints()
_MOST_CHARACTERS: Final = 2_000
_Evidence = tuple[PlaceMention, float, str]


@dataclass
class _Case:
    """What speaks for one place."""

    place: PlaceMention
    points: float = 0.0
    reasons: list[tuple[float, str]] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        self.points += points
        self.reasons.append((points, reason))


def find_scene(
    title: str, head: TextAnnotations, text: str, body: TextAnnotations, points: ScenePoints = POINTS
) -> Scene | None:
    """Return the place of the main event with the reason in German, None where there is none."""
    cases: dict[tuple[str, float, float], _Case] = {}
    evidence = [*_in_title(title, head, points), *_in_text(text, body, points), *_by_demonyms(text, body, points)]
    for place, value, reason in evidence:
        if place.latitude is not None and place.longitude is not None:
            key = (place.precision, round(place.latitude, 1), round(place.longitude, 1))
            cases.setdefault(key, _Case(place)).add(value, reason)
    best = _best(list(cases.values()), points)
    if best is not None and best.points >= points.enough:
        return _scene(best.place, max(best.reasons)[1])
    return _capital(text, body)


def _best(cases: list[_Case], points: ScenePoints) -> _Case | None:
    """Return the best case once towns and countries have lent each other points."""
    totals = {id(c): c.points for c in cases}
    for case in cases:
        for other in cases:
            same = case.place.country is not None and case.place.country == other.place.country
            if same and case.place.precision != "country" and other.place.precision == "country":
                totals[id(case)] += points.city_in_country * min(other.points, case.points)
                totals[id(other)] += points.country_of_city * case.points
    for case in cases:
        case.points = totals[id(case)]
    return max(cases, key=lambda c: c.points * points.fine(c.place.precision), default=None)


def _in_title(title: str, head: TextAnnotations, points: ScenePoints) -> Iterator[_Evidence]:
    for place in head.places:
        yield place, points.title * (0.5 if place.as_actor else 1.0), "steht in der Überschrift"


def _in_text(text: str, body: TextAnnotations, points: ScenePoints) -> Iterator[_Evidence]:
    dateline = _DATELINE.match(text[:120])
    at, seen = 0, -1
    sentence, happens, arrives = Span(0, 0), False, False
    for place in body.places:
        while at + 1 < len(body.sentences) and body.sentences[at].end <= place.span.start:
            at += 1
        if dateline and place.span.start >= dateline.start("name") and place.span.end <= dateline.end("name") + 1:
            yield place, points.dateline, "Ortsmarke am Anfang"
        elif not place.as_actor:
            if at != seen:
                sentence = body.sentences[at] if body.sentences else Span(0, len(text))
                words, seen = sentence.of(text)[:_MOST_CHARACTERS], at
                happens, arrives = bool(_HAPPENS.search(words)), bool(_ARRIVES.search(words))
            setting = _Setting(at, sentence.start, happens=happens, arrives=arrives)
            yield from _in_sentence(text, setting, place, points)


@dataclass(frozen=True, slots=True)
class _Setting:
    """The sentence of a place: its number, start, and whether something happens or somebody arrives in it."""

    number: int
    start: int
    happens: bool
    arrives: bool


def _in_sentence(text: str, setting: _Setting, place: PlaceMention, points: ScenePoints) -> Iterator[_Evidence]:
    number = setting.number
    base = points.sentences[min(number, len(points.sentences) - 1)]
    share = base / points.sentences[0]
    before = text[max(setting.start, place.span.start - 60) : place.span.start].split()
    words = [w.strip('(„"').lower() for w in before[-4:]]
    relation = next((w for w in reversed(words) if w in _LOCATIVE | _AWAY | _TOWARDS), "")
    where = "im ersten Satz" if number == 0 else "im Text"
    if relation in _LOCATIVE:
        yield place, base + points.locative * share, f"Ortsangabe {where}"
        if setting.happens:
            yield place, points.happens * share, "Ort eines Ereignisses"
    elif relation in _TOWARDS:
        arrives = points.arrives * share if setting.arrives else 0.0
        yield place, base * points.away + arrives, "Ziel einer Reise"
    else:
        yield place, base * (points.away if relation in _AWAY else points.bare), f"{where} genannt"


def _by_demonyms(text: str, body: TextAnnotations, points: ScenePoints) -> Iterator[_Evidence]:
    """Yield what adjectives say of country and city ("türkische Behörden", "Freiburger Schule")."""
    at = 0
    for mention in body.mentions:
        if mention.kind != "demonym":
            continue
        while at + 1 < len(body.sentences) and body.sentences[at].end <= mention.span.start:
            at += 1
        word = mention.span.of(text)
        place = _place_of(word)
        if place is not None:
            value = points.sentences[min(at, len(points.sentences) - 1)] * points.demonym
            yield _as_mention(mention.span, place), value, f"nach dem Beiwort „{word}“"


def _place_of(word: str) -> Place | None:
    city = city_of(word)
    if city is not None:
        return next(iter(gazetteer().candidates(city)), None)
    code = demonym_country(word)
    return gazetteer().country(code) if code else None


def _as_mention(span: Span, place: Place) -> PlaceMention:
    return PlaceMention(
        span, place.name, "", place.geonameid, place.latitude, place.longitude, place.precision, place.country
    )


def _capital(text: str, body: TextAnnotations) -> Scene | None:
    """Return the capital of the country that acts in the lead: the last resort."""
    lead = body.sentences[0] if body.sentences else Span(0, min(len(text), 300))
    for place in body.places:
        if place.as_actor and place.country and lead.contains(place.span):
            capital = gazetteer().capital(place.country)
            if capital is not None:
                why = f"Hauptstadt des handelnden Landes ({place.name})"
                return _scene(_as_mention(place.span, capital), why)
    return None


def _scene(place: PlaceMention, why: str) -> Scene:
    if place.latitude is None or place.longitude is None:
        raise ValueError("a scene needs coordinates")
    return Scene(place.name, place.latitude, place.longitude, place.precision, why, place.geonameid, place.country)
