"""An annotated document -> what it is compared by: weighted terms, names, places, numbers, days.

Works from the text alone and takes annotations where they are: no reader of names has to have run for a stream to fall
into stories. Terms are stems, parts of compounds, concepts ("#fire", "@ru"), numbers ("=30000")
and days ("+06-19").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log
from typing import Final, Literal, overload

from lagebild.cluster.lexicon import chance, compound_parts, frequency, term
from lagebild.cluster.options import ClusterOptions
from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d{1,12}(?:[.,]\d{1,12})*")
_SCALE: Final = {
    "tausend": 1e3, "thousand": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "millions": 1e6, "milliarde": 1e9,
    "milliarden": 1e9, "mrd": 1e9, "billion": 1e9, "bn": 1e9, "m": 1e6,
}  # fmt: skip
_MONTHS: Final = {
    "januar": 1, "jänner": 1, "january": 1, "jan": 1,
    "februar": 2, "feber": 2, "february": 2, "feb": 2, "märz": 3, "march": 3,
    "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6, "juli": 7, "july": 7, "august": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10, "november": 11, "nov": 11,
    "dezember": 12, "december": 12, "dez": 12, "dec": 12,
}  # fmt: skip
_NUMBER_WORDS: Final = {
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_IN_DIGEST: Final = 0.15
_COMMON: Final = 2.5e-4
_NAME_COMMON: Final = 4e-5
_LONE_NAME_COMMON: Final = 2e-5
_SHORT_NAME_COMMON: Final = 5e-4
_NOUN_ENDINGS: Final = (
    "ung",
    "ungen",
    "heit",
    "heiten",
    "keit",
    "keiten",
    "schaft",
    "tion",
    "tionen",
    "ismus",
    "tät",
    "isch",
    "ische",
    "ischen",
    "ischer",
)
_PLACE_CUES: Final = frozenset({"in", "bei", "aus", "nahe", "near"})
_NO_PLACES: Final = frozenset({
    "Haft", "Gefahr", "Not", "Kauf", "Zukunft", "Frage", "Angst", "Sicht", "Kraft", "Zeiten", "Form", "Folge",
    "Richtung", "Teilen", "Höhe", "Bewegung", "Betrieb", "Serie", "Rente", "Pension", "Führung", "Planung",
    "Aussicht", "Arbeit", "Ruhe", "Freiheit", "Sorge", "Panik", "Trümmern", "Angriff", "Bezug", "Summe",
    "Wahrheit", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag", "Einsatz",
    "Tränen", "Liebe", "Ordnung", "Protest", "Anspruch",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """What one document is compared by. `terms` maps a term to its weight in the document (before rarity)."""

    id: str
    when: datetime | None
    terms: dict[str, float]
    names: dict[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    scene: tuple[float, float] | None = None
    surface: dict[str, str] = field(default_factory=dict)


def aware(moment: datetime | None) -> datetime | None:
    """Return the moment with a zone (UTC where none was given): moments of all outlets must compare."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def visible(document: Document) -> str:
    """Return the text without page furniture."""
    if not document.furniture:
        return document.text
    kept, at = [], 0
    for span in sorted(document.furniture):
        kept.append(document.text[at : max(at, span.start)])
        at = max(at, span.end)
    kept.append(document.text[at:])
    return " ".join(kept)


@dataclass(slots=True)
class _Reading:
    """Collects terms while a text is read."""

    terms: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    surface: dict[str, str] = field(default_factory=dict)

    def add(self, term: str, weight: float, surface: str) -> None:
        before = self.terms.get(term)
        self.terms[term] = weight if before is None else max(before, weight) + 0.15 * weight
        self.surface.setdefault(term, surface)


_DIGEST: Final = re.compile(r"\+\+\+|\s[•|]\s")
_LABELS: Final = (
    r"Z\+ \(abopflichtiger Inhalt\)|[A-Z.]{2,8}\+|EXKLUSIV|Exklusiv|MEINUNG|Meinung|Kommentar|LIVE"
    r"|Live(?:blog|ticker|stream)?"
    r"|Newsblog|News-?[Tt]icker|Ticker|Eilmeldung|Breaking(?: News)?|Video|Podcast|Interview|Analyse|Update"
)
_LABEL: Final = re.compile(rf"\A\W{{0,4}}(?:(?:{_LABELS})(?:[:;+•|\s]{{1,4}}|(?=[A-ZÄÖÜ„»]))){{1,3}}")


def is_digest(document: Document) -> bool:
    """Tell a ticker that strings several happenings together: only its headline says which one it is about."""
    return len(_DIGEST.findall(document.text[:2_000])) >= 2


def _weight_at(position: int) -> float:
    """Return how much a word counts by where it stands: leads tell the happening, backgrounds others."""
    return 1.0 if position < 350 else 0.7 if position < 1_000 else 0.4


def _number(token: str, following: str) -> float | None:
    digits = token.replace(".", "").replace(",", ".") if "." in token and len(token.rsplit(".", 1)[1]) == 3 else token
    try:
        value = float(digits.replace(",", "."))
    except ValueError:
        return None
    return value * _SCALE.get(following.lower(), 1.0)


def _read_number(token: str, tokens: list[str], at: int, weight: float, reading: _Reading) -> None:
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    before = tokens[at - 1] if at else ""
    month = _MONTHS.get(following.lower()) or _MONTHS.get(before.lower())
    if month and token.isdigit() and 1 <= int(token) <= 31:
        reading.add(f"+{month:02d}-{int(token):02d}", weight, f"{int(token)}.{month}.")
        return
    value = _number(token, following)
    if value is None or (value == int(value) and 1900 <= value <= 2100):
        return
    term = f"={value:g}"
    reading.add(term, weight * (0.4 if value <= 12 else 1.0), token)
    if value > 1:
        reading.numbers.add(term)


def _could_be_name(token: str) -> bool:
    """Tell whether a capitalised word is too rare and too unlike a noun to be one."""
    return (
        token[:1].isupper()
        and frequency(token) <= _NAME_COMMON
        and not token.endswith(_NOUN_ENDINGS)
        and not compound_parts(token)
        and term(token)[0] not in "#@"
    )


def _could_be_place(token: str) -> bool:
    """Tell whether a capitalised word after a bare "in" or "bei" may be a town: nouns seldom stand there alone."""
    return (
        len(token) > 2
        and token.istitle()
        and token not in _NO_PLACES
        and not token.endswith(_NOUN_ENDINGS)
        and not compound_parts(token)
        and term(token)[0] not in "#@"
    )


def _name_at(tokens: list[str], at: int) -> str | None:
    """Return the name that a word ends or stands in, as printed ("Kim Jong Un"), or None where it is none."""
    token = tokens[at]
    if len(token) < 3 or not _could_be_name(token):
        return None
    first, last = at, at
    while first > 0 and at - first < 2 and _beside(tokens[first - 1]):
        first -= 1
    while last + 1 < len(tokens) and last - at < 2 and _beside(tokens[last + 1]):
        last += 1
    if first == last and frequency(token) >= _LONE_NAME_COMMON:
        return None
    return " ".join(tokens[first : last + 1])


def _beside(token: str) -> bool:
    """Tell whether a neighbouring word belongs to the name: another one, or a short part as in "Kim Jong Un"."""
    return _could_be_name(token) or (len(token) in (2, 3) and token.istitle() and frequency(token) < _SHORT_NAME_COMMON)


def _read_word(token: str, tokens: list[str], at: int, weight: float, reading: _Reading) -> None:
    common = frequency(token)
    if len(token) < 2 or common > 3e-3:
        return
    before = tokens[at - 1] if at else ""
    key = term(token)
    if common > _COMMON and token.islower():
        weight *= 0.5
    reading.add(key, weight, token)
    if (key[0] == "@" and token[0].isupper()) or (before.lower() in _PLACE_CUES and _could_be_place(token)):
        reading.places.add(key)
    elif key[0] != "#" and (name := _name_at(tokens, at)):
        reading.names.setdefault(key, name)
        if before.lower() in _PLACE_CUES:
            reading.places.add(key)
    elif key[0] not in "#@":
        for part in compound_parts(token):
            reading.add(term(part), 0.6 * weight, token)


def _read(text: str, scale: float, reading: _Reading) -> None:
    found = [(m.group(), m.start()) for m in _TOKEN.finditer(text)]
    tokens = [t for t, _ in found]
    for at, (token, position) in enumerate(found):
        weight = scale * _weight_at(position)
        if token[0].isdigit():
            _read_number(token, tokens, at, weight, reading)
        elif token.lower() in _NUMBER_WORDS:
            value = float(_NUMBER_WORDS[token.lower()])
            following = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
            value *= _SCALE.get(following, 1.0)
            reading.add(f"={value:g}", weight * (0.4 if value <= 12 else 1.0), token)
            reading.numbers.add(f"={value:g}")
        else:
            _read_word(token, tokens, at, weight, reading)


def _read_digest(title: str, body: str, reading: _Reading) -> None:
    """Read a ticker: the headline after its standing label tells the happening, the rest only lends a few terms."""
    label, colon, headline = title.partition(":")
    _read(headline if colon else title, 1.3, reading)
    aside = _Reading()
    _read(f"{label if colon else ''} {body}", _IN_DIGEST, aside)
    for key, weight in aside.terms.items():
        reading.terms.setdefault(key, weight)
        reading.surface.setdefault(key, aside.surface[key])


def _annotated(item: AnnotatedDocument) -> Iterator[tuple[str, TextAnnotations]]:
    annotations: Annotations = item.annotations
    if annotations.title is not None and item.document.title:
        yield item.document.title, annotations.title
    yield item.document.text, annotations.body


def _of(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _read_annotations(item: AnnotatedDocument, limit: int, reading: _Reading) -> None:
    names = {e.id: e.name for e in item.annotations.entities}
    published = aware(item.document.published)
    for text, found in _annotated(item):
        for mention in found.mentions:
            if mention.kind in ("person", "organisation") and mention.span.start < limit:
                name = names.get(mention.entity or "", "") or _of(mention.span, text)
                last = name.split()[-1] if name.split() else ""
                if len(last) > 2 and frequency(last) < 1e-4:
                    key = term(last)
                    reading.names[key] = name
                    reading.add(key, _weight_at(mention.span.start), name)
        for place in found.places:
            if place.geonameid is not None and not place.as_actor and place.precision in ("point", "city"):
                reading.places.add(f"g{place.geonameid}")
                reading.surface.setdefault(f"g{place.geonameid}", place.name)
        for time in found.times:
            if time.type == "DATE" and time.start and time.end and time.end - time.start <= timedelta(days=1):
                day = time.start
                if published is not None and abs(day - published) > timedelta(days=3):
                    reading.add(
                        f"+{day.month:02d}-{day.day:02d}", _weight_at(time.span.start), f"{day.day}.{day.month}."
                    )


def _most_telling(terms: dict[str, float], most: int) -> dict[str, float]:
    if len(terms) <= most:
        return dict(terms)
    kept = sorted(terms, key=lambda t: (terms[t] * log(chance(t)) * (2.0 if t[0] in "+=" else 1.0), t))[:most]
    return {t: terms[t] for t in kept}


def profile(item: AnnotatedDocument, options: ClusterOptions) -> Profile:
    """Return what the document is compared by."""
    reading = _Reading()
    document = item.document
    title = document.title or ""
    title = _LABEL.sub("", title)[: options.read_characters]
    body = visible(document)[: options.read_characters]
    if is_digest(document):
        _read_digest(title, body, reading)
    else:
        _read(title, 1.3, reading)
        _read(body, 1.0, reading)
    if not is_digest(document):
        _read_annotations(item, options.read_characters, reading)
    scene = item.annotations.scene
    where = (scene.latitude, scene.longitude) if scene is not None and scene.precision in ("point", "city") else None
    return Profile(
        id=document.id,
        when=aware(document.published) or aware(document.seen),
        terms=_most_telling(reading.terms, options.max_terms),
        names=reading.names,
        places=frozenset(reading.places),
        numbers=frozenset(reading.numbers),
        scene=where,
        surface=reading.surface,
    )


@overload
def read_terms(text: str, options: ClusterOptions, *, surfaces: Literal[False] = False) -> dict[str, float]: ...
@overload
def read_terms(text: str, options: ClusterOptions, *, surfaces: Literal[True]) -> dict[str, str]: ...
def read_terms(text: str, options: ClusterOptions, *, surfaces: bool = False) -> dict[str, float] | dict[str, str]:
    """Return the terms of a bare text with their weights, or with how they stand in it."""
    reading = _Reading()
    _read(text[: options.read_characters], 1.0, reading)
    return reading.surface if surfaces else reading.terms
