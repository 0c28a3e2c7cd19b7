"""A text to the one place of its main event (Ort des Geschehens), or to none where it tells of no place.

Points are given for what a reader goes by: a dateline, the lead, "in" before the name, a verb that happens somewhere,
repetition. A government's name is no place; its capital comes last, and says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lagebild.language.gazetteer import gazetteer
from lagebild.records.annotation import PlaceMention, Scene, TextAnnotations
from lagebild.records.span import Span

_DATELINE: Final = re.compile(r"^\s*(?P<name>[A-ZÄÖÜ][\w.’' /-]{1,60}?)\s*(?:\([^)]{1,60}\)|,[^.]{3,40}\))?\s*(?:[-–—:]|\.\s)")
_LOCATIVE: Final = frozenset("in im bei am an auf nahe vor unweit at near nördlich südlich östlich westlich".split())
_AWAY: Final = frozenset("nach aus von vom zum to from ins".split())
_HAPPENS: Final = re.compile(
    r"\b(?:traf|trafen|treffen|eintr\w+|getroffen|empfing|empfangen|unterzeichne\w*|tagt\w*|Sitzung|Treffen|Gipfel\w*|Besuch\w*|"
    r"Staatsbesuch\w*|Konferenz\w*|statt|stattfand\w*|ereignete\w*|geschah|passierte|kam es|brach\w*|explodier\w+|Explosion\w*|"
    r"Unfall\w*|Unglück\w*|Brand\w*|Feuer|Erdbeben|Anschlag\w*|Angriff\w*|verunglück\w+|starb\w*|gestorben|getötet|verletzt|"
    r"Leiche\w*|festgenommen|verhaftet|verurteil\w+|Gericht|demonstrier\w+|Demonstration\w*|Protest\w*|eröffne\w+|gefunden|"
    r"entdeckt|stürzte|abgestürzt|Absturz|raste|prallte|Wahl\w*|gewählt)\b"
)
# Points; tuned on the 96 articles of the development gold (`score.py articles`, scene).
_LEAD: Final = (4.0, 2.0, 1.0)
_LATER: Final = 0.4
_TITLE: Final = 3.0
_DATELINE_POINTS: Final = 6.0
_LOCATIVE_POINTS: Final = 2.0
_HAPPENS_POINTS: Final = 1.0
_ENOUGH: Final = 3.0
_FINE: Final = {"point": 1.2, "city": 1.0, "region": 0.9, "country": 0.55}


@dataclass
class _Case:
    """What speaks for one place."""

    place: PlaceMention
    points: float = 0.0
    reasons: list[tuple[float, str]] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        self.points += points
        self.reasons.append((points, reason))


def find_scene(title: str, head: TextAnnotations, text: str, body: TextAnnotations) -> Scene | None:
    """Return the place of the main event with the reason in German, None where there is none."""
    cases: dict[tuple[str, float, float], _Case] = {}
    for place, points, reason in _evidence(title, head, text, body):
        if place.latitude is not None and place.longitude is not None:
            key = (place.precision, round(place.latitude, 2), round(place.longitude, 2))
            cases.setdefault(key, _Case(place)).add(points, reason)
    best = max(cases.values(), key=lambda c: c.points * _FINE[c.place.precision], default=None)
    if best is not None and best.points >= _ENOUGH:
        return _scene(best.place, max(best.reasons)[1])
    return _capital(text, body)


def _evidence(
    title: str, head: TextAnnotations, text: str, body: TextAnnotations
) -> Iterator[tuple[PlaceMention, float, str]]:
    for place in head.places:
        if not place.as_actor:
            yield place, _TITLE, "steht in der Überschrift"
    dateline = _DATELINE.match(text[:120])
    for place in body.places:
        if place.as_actor:
            continue
        if dateline and place.span.start >= dateline.start("name") and place.span.end <= dateline.end("name") + 1:
            yield place, _DATELINE_POINTS, "Ortsmarke am Anfang"
            continue
        yield from _in_body(text, body, place)


def _in_body(text: str, body: TextAnnotations, place: PlaceMention) -> Iterator[tuple[PlaceMention, float, str]]:
    number, sentence = _sentence(body.sentences, place.span)
    base = _LEAD[number] if number < len(_LEAD) else _LATER
    before = text[max(sentence.start, place.span.start - 60) : place.span.start].split()
    words = {w.strip("(„\"").lower() for w in before[-3:]}
    if words & _AWAY and not words & _LOCATIVE:
        yield place, base / 2, "wird im Text genannt"
        return
    share = base / _LEAD[0]
    if words & _LOCATIVE:
        yield place, base, "Ortsangabe im Vorspann" if number < len(_LEAD) else "Ortsangabe im Text"
        yield place, _LOCATIVE_POINTS * share, "Ortsangabe mit „in“"
    else:
        yield place, base / 2, "wird im Text genannt"
    if _HAPPENS.search(sentence.of(text)):
        yield place, _HAPPENS_POINTS * share, "Ort eines Ereignisses im Satz"


def _sentence(sentences: tuple[Span, ...], span: Span) -> tuple[int, Span]:
    for number, sentence in enumerate(sentences):
        if sentence.end > span.start:
            return number, sentence
    return len(sentences), Span(0, span.end)


def _capital(text: str, body: TextAnnotations) -> Scene | None:
    """Return the capital of the country that acts in the lead: the last resort."""
    lead = body.sentences[0] if body.sentences else Span(0, min(len(text), 300))
    for place in body.places:
        if place.as_actor and place.country and lead.contains(place.span):
            capital = gazetteer().capital(place.country)
            if capital is not None:
                return Scene(
                    capital.name,
                    capital.latitude,
                    capital.longitude,
                    "city",
                    f"Hauptstadt des handelnden Landes ({place.name})",
                    capital.geonameid,
                    capital.country,
                )
    return None


def _scene(place: PlaceMention, why: str) -> Scene:
    assert place.latitude is not None and place.longitude is not None
    return Scene(place.name, place.latitude, place.longitude, place.precision, why, place.geonameid, place.country)
