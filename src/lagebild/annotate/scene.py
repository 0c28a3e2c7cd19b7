"""A text to the one place of its main event (Ort des Geschehens), or to none where it tells of no place.

Points are given for what a reader goes by: a dateline, the lead, "in" before the name, a verb that happens somewhere,
repetition, adjectives ("türkische Behörden" happen in Turkey). A town lends points to its country, a country to the
town in it. A government's name is no place; its capital comes last, and says so.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lagebild.language.gazetteer import Place, gazetteer
from lagebild.language.gazetteer.dateline import place_in_capitals, read_dateline
from lagebild.language.german.demonyms import city_of, demonym_country
from lagebild.records.annotation import PlaceMention, Scene, TextAnnotations
from lagebild.records.span import Span

_WORD: Final = re.compile(r"\w+")
_INSIDE: Final = re.compile(r"\b(?:[Ii]n|[Ii]m|[Vv]or|[Nn]ahe) (?:\w+e[mnr] )?$")
_COMPOUND: Final = re.compile(r"\b([A-ZÄÖÜ][\w’']{2,40})-[A-ZÄÖÜ]\w")
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
# Into a sea or a country is a direction, "in die USA" too.
_INTO: Final = re.compile(r"\b(?:in|auf|an) (?:die|das)\s$")
_NEIGHBOUR: Final = re.compile(r"\b(?:benachbart\w*|Nachbarland\w*|angrenzend\w*)\s$")
# "von Kourou gestartet": what begins somewhere happens there.
_STARTS: Final = re.compile(
    r"\b(?:gestartet|starte\w+|Start|hob|abgehoben|abheben|begonnen|begann|Etappe\w*|ausgebrochen)\b"
)
# "die in Kiel ansässige Firma": where somebody is at home, not what happens there.
_AT_HOME: Final = re.compile(
    r"^[\s,]*(?:ansässig|beheimatet|geboren|gebürtig|wohnhaft|registriert|lebend|stammend|gegründet)\w*"
)
# "aus Syke im Landkreis Diepholz": one phrase, one relation.
_SAME_PHRASE: Final = re.compile(
    r"^(?:,? (?:im|in|bei|am|an der)(?: (?:Landkreis|Kreis|Kanton|Bezirk|Bundesstaat))? |, | \()$"
)
_AUTHORITY: Final = re.compile(
    r"^(?:(?:Polizei\w*|Feuerwehr\w*|Staatsanwaltschaft|\w*[Gg]ericht\w*|Stadtverwaltung|Bürgermeister\w*|Universität\w*|"
    r"Klinik\w*|\w*[Kk]rankenhaus\w*|Universitätsklinik\w*|Messe|Flughafen\w*|Hafen\w*|Zoo|Hochschule)"
    r"(?: (?:von|in|der Stadt))? )(?=[A-ZÄÖÜ])"
)
# They come where something happens.
_HELPERS: Final = re.compile(r"^(?:Polizei|Feuerwehr|Staatsanwaltschaft)")
_MEDIUM: Final = re.compile(r"(?:[Zz]eitung|[Bb]latt|[Nn]achrichten|[Kk]urier|[Aa]nzeiger|[Pp]ost|[Rr]undfunk|Morgen)$")
_HAPPENS: Final = re.compile(
    r"\b(?:traf|trafen|treffen|getroffen|empfing|empfangen|unterzeichne\w*|tagt\w*|Sitzung|Treffen|Gipfel\w*|Besuch\w*|"
    r"Staatsbesuch\w*|\w*[Kk]onferenz\w*|statt|stattfand\w*|ereignete\w*|geschah|passierte|kam es|brach\w*|"
    r"explodier\w+|"
    r"\w*[Uu]nfall\w*|\w*[Uu]nglück\w*|\w*[Bb]rand\w*|Feuer|Erdbeben|\w*[Aa]nschlag\w*|\w*[Aa]ngriff\w*|[Ee]xplosion\w*|"
    r"verunglück\w+|starb\w*|gestorben|getötet|verletzt|Leiche\w*|festgenommen|verhaftet|verurteil\w+|Gericht|demonstrier\w+|"
    r"Demonstration\w*|\w*[Pp]rotest\w*|eröffne\w+|gefunden|entdeckt|stürzte|abgestürzt|\w*[Aa]bsturz\w*|raste|prallte|"
    r"\w*[Ww]ahl\w*|gewählt|eingetroffen|reiste\w*|gestartet|gelandet|aufgetaucht|Streik\w*|streik\w*|Epizentrum)\b"
)


@dataclass(frozen=True, slots=True)
class ScenePoints:
    """What a piece of evidence is worth, in points: a mention in the lead is 4, one in the text below 1.

    The values are halves and round numbers on purpose: on 96 articles finer ones fit the sample, not the task.
    """

    lead: float = 4.0
    below: float = 1.0
    title: float = 4.0
    dateline: float = 8.0
    weak_dateline: float = 2.0
    # Added to a mention, as shares of it: "in" before the name, an event in the sentence.
    locative: float = 0.5
    happens: float = 1.0
    # Shares of a mention that only names a place, names where somebody comes from, or an adjective made of it.
    bare: float = 0.5
    away: float = 0.1
    demonym: float = 0.5
    # A part of the world is no place of an event unless nothing finer is told.
    wide: float = 0.5
    # What a country lends to a town in it, and a town to its country.
    lent: float = 0.33
    enough: float = 2.5
    enough_town: float = 2.0
    enough_country: float = 3.0
    fine_place: float = 1.5
    fine_region: float = 1.0
    fine_country: float = 0.5

    def fine(self, precision: str) -> float:
        """Return the factor of a precision: the finer place is the better answer."""
        fineness = {"point": self.fine_place, "city": self.fine_place, "region": self.fine_region}
        return fineness.get(precision, self.fine_country)

    def least(self, precision: str) -> float:
        """Return the points that a place of this precision needs: a country is soon named, a town seldom in vain."""
        if precision == "country":
            return self.enough_country
        return self.enough_town if precision in {"city", "point"} else self.enough

    def sentence(self, number: int) -> float:
        """Return what a mention in the sentence of this number (from 0) is worth."""
        return self.lead if number < _LEAD else self.below


POINTS: Final = ScenePoints()
_MOST_CHARACTERS: Final = 2_000
# Characters that an agency and a dash take behind the place of a dateline; a sentence that ends there is none.
_MARK: Final = 16
# Sentences that make the lead.
_LEAD: Final = 2
_ADJECTIVE: Final = "nach dem Beiwort"
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

    def least(self, points: ScenePoints) -> float:
        """Return the points it needs: an adjective alone ("Kieler Firma") says whence somebody is, so it needs more."""
        named = any(_ADJECTIVE not in reason for _, reason in self.reasons)
        return points.least(self.place.precision) if named else max(points.enough, points.least(self.place.precision))


def find_scene(
    title: str, head: TextAnnotations, text: str, body: TextAnnotations, points: ScenePoints = POINTS
) -> Scene | None:
    """Return the place of the main event with the reason in German, None where there is none."""
    cases: dict[tuple[str, float, float], _Case] = {}
    in_text = _in_text(title, head, text, body, points)
    evidence = itertools.chain(
        _in_title(title, head, points),
        in_text,
        _in_names(text, body, points),
        _in_lead_compounds(text, body, points),
        _by_demonyms(text, body, points),
    )
    for place, value, reason in evidence:
        if place.latitude is not None and place.longitude is not None:
            key = (place.precision, round(place.latitude, 1), round(place.longitude, 1))
            cases.setdefault(key, _Case(place)).add(value, reason)
    best = _best(list(cases.values()), points)
    if best is not None and best.points >= best.least(points):
        return _scene(best.place, max(best.reasons)[1])
    return _capital(text, body)


def _best(cases: list[_Case], points: ScenePoints) -> _Case | None:
    """Return the best case once towns and countries have lent each other points."""
    totals = {id(c): c.points for c in cases}
    for case in cases:
        for other in cases:
            same = case.place.country is not None and case.place.country == other.place.country
            if same and case.place.precision != "country" and other.place.precision == "country":
                totals[id(case)] += points.lent * min(other.points, case.points)
                totals[id(other)] += points.lent * case.points
    for case in cases:
        case.points = totals[id(case)]
    for case in cases:
        if _is_wide(case.place):
            case.points *= points.wide
    return max(cases, key=lambda c: c.points * points.fine(c.place.precision), default=None)


def _is_wide(place: PlaceMention) -> bool:
    found = gazetteer().candidates(place.name) if place.country is None else ()
    return bool(found) and found[0].kind in {"continent", "world_region"}


def _in_title(title: str, head: TextAnnotations, points: ScenePoints) -> Iterator[_Evidence]:
    for place in head.places:
        yield place, points.title * (points.bare if place.as_actor else 1.0), "steht in der Überschrift"
    for span, part in _in_compounds(title):
        yield _as_mention(span, part), points.title * points.bare, "steckt in der Überschrift"
    for word in _WORD.finditer(title):
        city = city_of(word.group())
        for town in gazetteer().candidates(city)[:1] if city else ():
            yield _as_mention(Span(*word.span()), town), points.title * points.demonym, "steckt in der Überschrift"


def _in_compounds(title: str) -> Iterator[tuple[Span, Place]]:
    """Yield the places that open compounds of the title: "Bodensee-Abkommen"."""
    for match in _COMPOUND.finditer(title):
        found = place_in_capitals(match[1])
        if found and (found[0].primary or found[0].kind != "city"):
            yield Span(*match.span(1)), found[0]


def _in_text(
    title: str, head: TextAnnotations, text: str, body: TextAnnotations, points: ScenePoints
) -> Iterator[_Evidence]:
    dateline = read_dateline(text)
    first = dateline.places if dateline else ()
    at, seen = 0, -1
    sentence, happens, starts, before = Span(0, 0), False, False, _Before()
    for place in body.places:
        while at + 1 < len(body.sentences) and body.sentences[at].end <= place.span.start:
            at += 1
        if place.span in first:
            weak = place.span != first[0] or _is_elsewhere(place, title, head, body, first)
            yield place, points.weak_dateline if weak else points.dateline, "Ortsmarke am Anfang"
        elif not place.as_actor:
            if at != seen:
                sentence = body.sentences[at] if body.sentences else Span(0, len(text))
                words, seen = sentence.of(text)[:_MOST_CHARACTERS], at
                starts = bool(_STARTS.search(words))
                happens = starts or bool(_HAPPENS.search(words))
            same = before.away and _SAME_PHRASE.match(text[before.end : place.span.start][:40])
            setting = _Setting(at, sentence.start, happens=happens, starts=starts, phrase_away=bool(same))
            relation = _relation(text, setting, place)
            before = _Before(place.span.end, away=relation in _AWAY)
            yield from _in_sentence(setting, place, relation, points)


def _is_elsewhere(
    place: PlaceMention, title: str, head: TextAnnotations, body: TextAnnotations, first: tuple[Span, ...]
) -> bool:
    """Tell whether a report from `place` is about somewhere else: correspondents write from capitals and from home.

    So it is where the title names another place, or the first sentence does and the text never comes back to the
    dateline's.
    """
    if any(_same(place, p) for p in head.places):
        return False
    others = [p for p in head.places if not p.as_actor and p.latitude is not None and p.precision != "country"]
    if others or (_is_capital(place) and any(True for _ in _in_compounds(title))):
        return True
    end = next((s.end for s in body.sentences if s.end > first[-1].end + _MARK), 0)
    rest = [p for p in body.places if p.span not in first and not p.as_actor and p.latitude is not None]
    lead = [p for p in rest if p.span.end <= end and p.precision != "country"]
    return bool(lead) and not any(_same(place, p) for p in rest)


def _is_capital(place: PlaceMention) -> bool:
    capital = gazetteer().capital(place.country) if place.country else None
    return capital is not None and capital.geonameid == place.geonameid


def _same(a: PlaceMention, b: PlaceMention) -> bool:
    return (a.latitude, a.longitude) == (b.latitude, b.longitude)


@dataclass(frozen=True, slots=True)
class _Setting:
    """The sentence of a place: its number, start, and whether something happens in it."""

    number: int
    start: int
    happens: bool
    starts: bool = False
    phrase_away: bool = False


@dataclass(frozen=True, slots=True)
class _Before:
    """Where the place before ends, and whether somebody comes from it."""

    end: int = 0
    away: bool = False


def _in_names(text: str, body: TextAnnotations, points: ScenePoints) -> Iterator[_Evidence]:
    """Yield the places in the names of local bodies: "Polizei von Bonn", "Kieler Stadtwerke"."""
    at = 0
    for mention in body.mentions:
        if mention.kind != "organisation":
            continue
        while at + 1 < len(body.sentences) and body.sentences[at].end <= mention.span.start:
            at += 1
        name = mention.span.of(text)
        authority = _AUTHORITY.match(name)
        if authority is not None:
            places = gazetteer().candidates(name[authority.end() :])
            share = 1.0 + (points.happens if _HELPERS.match(name) else points.locative)
        else:
            city = city_of(name.partition(" ")[0]) if " " in name and not _MEDIUM.search(name) else None
            places, share = gazetteer().candidates(city) if city else (), _share(text, mention.span, points)
        if places and places[0].kind == "city":
            yield _as_mention(mention.span, places[0]), points.sentence(at) * share, f"nach dem Namen „{name}“"


def _relation(text: str, setting: _Setting, place: PlaceMention) -> str:
    """Return the preposition that says what the place is to its sentence, empty where none does."""
    ahead = text[max(setting.start, place.span.start - 60) : place.span.start]
    if _INTO.search(ahead):
        return "nach"
    if setting.phrase_away or _NEIGHBOUR.search(ahead) or _AT_HOME.match(text[place.span.end : place.span.end + 30]):
        return "aus"
    words = [w.strip('(„"').lower() for w in ahead.split()[-4:]]
    relation = next((w for w in reversed(words) if w in _LOCATIVE | _AWAY | _TOWARDS), "")
    return "in" if relation in {"von", "vom"} and setting.starts else relation


def _in_lead_compounds(text: str, body: TextAnnotations, points: ScenePoints) -> Iterator[_Evidence]:
    """Yield the places that open compounds after "in" and the like in the lead: "bei Bremen-Nord"."""
    lead = text[: body.sentences[:_LEAD][-1].end][:_MOST_CHARACTERS] if body.sentences else ""
    for span, part in _in_compounds(lead):
        words = lead[max(0, span.start - 40) : span.start].lower().split()[-4:]
        if any(w in _LOCATIVE for w in words) and not any(m.span.contains(span) for m in body.places):
            yield _as_mention(span, part), points.lead, "steckt in einer Ortsangabe"


def _in_sentence(setting: _Setting, place: PlaceMention, relation: str, points: ScenePoints) -> Iterator[_Evidence]:
    base = points.sentence(setting.number)
    where = "im ersten Satz" if setting.number == 0 else "im Text"
    if relation in _LOCATIVE:
        yield place, base * (1 + points.locative), f"Ortsangabe {where}"
        if setting.happens:
            yield place, base * points.happens, "Ort eines Ereignisses"
    elif relation in _TOWARDS:
        yield place, base * points.away, "Ziel einer Reise"
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
            value = points.sentence(at) * (_share(text, mention.span, points) if city_of(word) else points.demonym)
            yield _as_mention(mention.span, place), value, f"{_ADJECTIVE} „{word}“"


def _share(text: str, span: Span, points: ScenePoints) -> float:
    """Return what an adjective of a town is worth: "in einer Bonner Filiale" is in Bonn."""
    inside = _INSIDE.search(text, max(0, span.start - 20), span.start)
    return 1.0 + points.locative if inside else points.demonym


def _place_of(word: str) -> Place | None:
    city = city_of(word)
    if city is not None:
        return next(iter(gazetteer().candidates(city)), None)
    code = demonym_country(word)
    return gazetteer().country(code) if code else None


def _as_mention(span: Span, place: Place) -> PlaceMention:
    return PlaceMention(
        span, place.title, "", place.geonameid, place.latitude, place.longitude, place.precision, place.country
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
