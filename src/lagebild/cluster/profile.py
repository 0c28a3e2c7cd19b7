"""An annotated document -> what it is compared by: weighted terms, headline, names, towns, scene, numbers, days.

Words come from the text itself, so that a stream falls into stories before any reader of names has run; names, places
and days come from the annotations where there are any, for those know inflection, homonyms and who stands for whom.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log
from typing import Final, Literal, overload

from lagebild.cluster.lexicon import chance, frequency, is_stop, term
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.particulars import Passage, particulars, weekdays
from lagebild.cluster.reading import FEW, Reading, read
from lagebild.language.narration import Told, bare_title, is_digest, narrated
from lagebild.records.annotation import Annotations, Mention, Quantity, TextAnnotations
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument

_IN_DIGEST: Final = 0.15
_TITLE_WEIGHT: Final = 1.3
_HEAD: Final = 160
"""Characters of a text without headline within which its first sentence is taken for one."""
_NAME_COMMON: Final = 1e-4
"""A name whose last part is a commoner word than this says nothing ("Schmidt")."""
_LONE_COMMON: Final = 2e-5
TEASER: Final = 30
"""Terms up to which the weights of teasers decide alone; with twice as many, those of articles do."""
_PART: Final = re.compile(r"[^\W\d_]{3,40}")


@dataclass(frozen=True, slots=True)
class Profile:
    """What one document is compared by. `terms` maps a term to its weight in the document (before rarity).

    `head` holds the terms of headline or first sentence; `names` maps the last part of a name to the whole; `towns`
    maps towns and sites to (latitude, longitude), or to None where only the name is known; `lands` are countries and
    regions; `numbers` and `surface` say how a number or term stands in the text; `named` are the terms that name who,
    where, when or how many, commonly known names too; `vector` is the encoder's; `dated` tells whether `when` is when
    it was published, and not merely when it was seen; `weekdays` has bit n set where headline or lead name the n-th day
    of a week (1 is Monday) near the report's own; `particulars` are the ages, streets and exact figures that they tell.
    """

    id: str
    when: datetime | None
    terms: dict[str, float]
    head: frozenset[str] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    towns: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    lands: frozenset[str] = frozenset()
    numbers: dict[str, str] = field(default_factory=dict)
    scene: tuple[float, float] | None = None
    surface: dict[str, str] = field(default_factory=dict)
    language: str = ""
    named: frozenset[str] = frozenset()
    vector: bytes = b""
    dated: bool = False
    weekdays: int = 0
    particulars: frozenset[str] = frozenset()


def aware(moment: datetime | None) -> datetime | None:
    """Return the moment with a zone (UTC where none was given): moments of all outlets must compare."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _read_digest(title: str, body: str, reading: Reading) -> None:
    """Read a ticker: the headline after its standing label tells the happening, the rest only lends a few terms."""
    label, colon, headline = title.partition(":")
    read(headline if colon else title, _TITLE_WEIGHT, reading)
    aside = Reading()
    read(f"{label if colon else ''} {body}", _IN_DIGEST, aside)
    for key, weight in aside.terms.items():
        reading.terms.setdefault(key, weight)
        reading.surface.setdefault(key, aside.surface[key])


def _annotated(item: AnnotatedDocument, told: Told) -> Iterator[Passage]:
    """Return headline and text with what was read in them and the part of it that counts."""
    annotations: Annotations = item.annotations
    if annotations.title is not None and item.document.title:
        title = item.document.title
        yield title, annotations.title, Told(title, (Span(0, len(title)),))
    if not is_digest(item.document):
        yield item.document.text, annotations.body, told


def _of(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _name_terms(mention: Mention, name: str) -> Iterator[str]:
    """Return the term that a name is known by, its last telling part; common words and concepts are none."""
    parts = [p.strip("\"'„“”’().,") for p in name.replace("-", " ").replace("/", " ").split()]
    parts = [p for p in parts if len(p) > 2 and p[0].isalpha() and not is_stop(p)]
    if not parts:
        return
    last = parts[-1]
    common = _NAME_COMMON if len(parts) > 1 and mention.kind == "person" else _LONE_COMMON
    key = term(last)
    if key[0] not in "#@" and frequency(last) < common:
        yield key


def _known_terms(mention: Mention, name: str) -> Iterator[str]:
    """Return the terms of a name, however well known: of a person the last part, of all others each."""
    parts = [p for p in _PART.findall(name) if p[0].isupper() and not is_stop(p)]
    for part in parts[-1:] if mention.kind == "person" else parts:
        key = term(part)
        if key[0] != "#":
            yield key


def _named(reading: Reading, terms: dict[str, float]) -> frozenset[str]:
    told = reading.named | reading.names.keys() | reading.towns.keys() | reading.numbers.keys()
    return frozenset(t for t in terms if t[0] in "@+" or t in told)


def _read_annotations(item: AnnotatedDocument, told: Told, reading: Reading) -> None:
    """Replace guessed names and towns by those that were read, and add days and how amounts are printed."""
    names = {e.id: e.name for e in item.annotations.entities}
    reading.names.clear()
    reading.towns.clear()
    for text, found, part in _annotated(item, told):
        _read_names(text, found, names, part, reading)
        _read_towns(found, part, reading)
        _read_days(found, part, aware(item.document.published), reading)
        for quantity in found.quantities:
            key = f"={quantity.value:g}"
            if key in reading.numbers and quantity.value > FEW and part.holds(quantity.span.start):
                reading.numbers[key] = _amount(quantity, text) or reading.numbers[key]


def _amount(quantity: Quantity, text: str) -> str | None:
    """Return an amount as printed with what it counts, without "rund" and the like; None where it has no digit."""
    printed = _of(quantity.span, text)
    digit = next((at for at, c in enumerate(printed) if c.isdigit()), None)
    if digit is None:
        return None
    counted = quantity.counted or ""
    return f"{printed[digit:]} {counted}" if counted and len(counted.split()) == 1 else printed[digit:]


def _read_names(text: str, found: TextAnnotations, names: dict[str, str], part: Told, reading: Reading) -> None:
    for mention in found.mentions:
        if not part.holds(mention.span.start):
            continue
        if mention.kind != "demonym":
            reading.named.update(_known_terms(mention, _of(mention.span, text)))
        if mention.kind in ("person", "organisation"):
            name = names.get(mention.entity or "", "") or _of(mention.span, text)
            for key in _name_terms(mention, name):
                if key in reading.terms:
                    reading.names[key] = max(reading.names.get(key, ""), name, key=len)


def _read_towns(found: TextAnnotations, part: Told, reading: Reading) -> None:
    for place in found.places:
        if place.geonameid is None or place.as_actor or not part.holds(place.span.start):
            continue
        if place.precision in ("point", "city") and place.latitude is not None and place.longitude is not None:
            reading.towns[f"g{place.geonameid}"] = (place.latitude, place.longitude)
            reading.surface.setdefault(f"g{place.geonameid}", place.name)


def _read_days(found: TextAnnotations, part: Told, published: datetime | None, reading: Reading) -> None:
    """Read single days that are not those of the report itself: all reports of a week share these."""
    for time in found.times:
        day = time.start
        if time.type != "DATE" or day is None or time.end is None or time.end - day > timedelta(days=1):
            continue
        if not part.holds(time.span.start):
            continue
        if published is not None and abs(day - published) > timedelta(days=3):
            key = f"+{day.month:02d}-{day.day:02d}"
            reading.terms.setdefault(key, 1.0)
            reading.surface.setdefault(key, f"{day.day}.{day.month}.")


def _is_read(annotations: Annotations) -> bool:
    """Tell whether readers of names and places have run over the text at all."""
    return bool(annotations.entities or annotations.body.mentions or annotations.body.sentences)


def _most_telling(terms: dict[str, float], most: int) -> dict[str, float]:
    if len(terms) <= most:
        return dict(terms)
    kept = sorted(terms, key=lambda t: (terms[t] * log(chance(t)) * (2.0 if t[0] in "+=" else 1.0), t))[:most]
    return {t: terms[t] for t in kept}


def _headline(title: str, body: str) -> frozenset[str]:
    reading = Reading()
    first = body[:_HEAD]
    ends = [at for mark in (". ", "! ", "? ", "\n") if (at := first.find(mark, 30)) > 0]
    read(title or (first[: min(ends)] if ends else first), 1.0, reading)
    return frozenset(reading.terms)


def profile(item: AnnotatedDocument, options: ClusterOptions) -> Profile:
    """Return what the document is compared by."""
    reading = Reading()
    document = item.document
    title = bare_title(document.title or "")[: options.read_characters]
    told = narrated(document, options.read_characters)
    body = told.text
    if is_digest(document):
        _read_digest(title, body, reading)
    else:
        read(title, _TITLE_WEIGHT, reading)
        read(body, 1.0, reading)
    if _is_read(item.annotations):
        _read_annotations(item, told, reading)
    passages = tuple(_annotated(item, told))
    scene = item.annotations.scene
    where = (scene.latitude, scene.longitude) if scene is not None and scene.precision in ("point", "city") else None
    terms = _most_telling(reading.terms, options.max_terms)
    kept = terms.keys() | reading.towns.keys()
    return Profile(
        id=document.id,
        when=aware(document.published) or aware(document.seen),
        terms=terms,
        head=_headline(title, body) & terms.keys(),
        names={k: v for k, v in reading.names.items() if k in terms},
        towns=dict(reading.towns),
        lands=frozenset(reading.lands),
        numbers={k: v for k, v in reading.numbers.items() if k in terms},
        scene=where,
        surface={k: v for k, v in reading.surface.items() if k in kept},
        language=item.annotations.body.language,
        named=_named(reading, terms),
        vector=item.annotations.vector,
        dated=document.published is not None,
        weekdays=weekdays(passages, aware(document.published)),
        particulars=particulars(passages),
    )


@overload
def read_terms(text: str, options: ClusterOptions, *, surfaces: Literal[False] = False) -> dict[str, float]: ...
@overload
def read_terms(text: str, options: ClusterOptions, *, surfaces: Literal[True]) -> dict[str, str]: ...
def read_terms(text: str, options: ClusterOptions, *, surfaces: bool = False) -> dict[str, float] | dict[str, str]:
    """Return the terms of a bare text with their weights, or with how they stand in it."""
    reading = Reading()
    read(text[: options.read_characters], 1.0, reading)
    return reading.surface if surfaces else reading.terms
