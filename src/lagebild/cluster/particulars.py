"""What headline and lead tell that its twins do not share: days of the week, ages, streets, figures to three places.

Market reports of two days, and two fires in one town, are told in the same words. What a reader tells them apart by
is the day, how old somebody is, where it burnt and what exactly was counted.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from lagebild.language.narration import Told
from lagebild.records.annotation import TextAnnotations, TimeExpression

Passage = tuple[str, TextAnnotations, Told]
"""A headline or a text, what was read in it, and the part of it that counts."""

_LEAD: Final = 400
"""Characters of a text that tell when, who and how much: further down other days and people are told of."""
_WEEKDAY: Final = re.compile(r"XXXX-WXX-([1-7])")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_WEEK: Final = timedelta(days=7)
_CHILDREN: Final = {
    "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
    "elf": 11, "zwölf": 12, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_NUMBER: Final = rf"([1-9]\d?|10\d|{'|'.join(_CHILDREN)})"
_AGE: Final = re.compile(
    rf"\b{_NUMBER}(?:[- ]?jährige(?:n|r|m)?\b| Jahre? alt\b|[- ]years?[- ]old\b)|\bim Alter von {_NUMBER}\b"
    rf"|\baged {_NUMBER}\b|(?<=[a-zäöüß] )\(([1-9]\d)\)|(?<=[a-zäöüß], )([1-9]\d)(?=,)",
    re.IGNORECASE,
)
"""How old somebody is; "75-jähriges" is a jubilee."""
_STREET: Final = re.compile(
    r"\w[\w-]*[ -]?(?:stra(?:ß|ss)e|gasse|allee|platz|weg|ring|damm|ufer|chaussee|brücke)\b"
    r"|\w.* (?:street|road|avenue|lane|square)\b",
    re.IGNORECASE,
)
_EXACT: Final = 3
"""Places of a figure that no other happening has by chance."""


def weekdays(passages: Sequence[Passage], published: datetime | None) -> int:
    """Return the days of the week that headline and lead name, as bits: of undated reports all that is known of their
    day."""
    found = 0
    for _, read, part in passages:
        for time in read.times:
            if time.type in ("DATE", "TIME") and _opens(part, time.span.start):
                found |= 1 << _weekday(time, published)
    return found & ~1


def _weekday(time: TimeExpression, published: datetime | None) -> int:
    """Return the day of the week that an expression means, 0 for none or one far from the report's own."""
    if named := _WEEKDAY.match(time.value):
        return int(named[1])
    if time.start is None or published is None or not _DAY.match(time.value):
        return 0
    return time.start.isoweekday() if abs(time.start - published) <= _WEEK else 0


def particulars(passages: Sequence[Passage]) -> frozenset[str]:
    """Return ages ("a47"), streets ("sringstraße") and figures of three places and more ("f23893.46")."""
    return frozenset(found for passage in passages for found in _particulars(*passage))


def _particulars(text: str, read: TextAnnotations, part: Told) -> Iterator[str]:
    end = part.spans[0].start + _LEAD if part.spans else 0
    for span in part.spans:
        for age in _AGE.finditer(text, span.start, min(span.end, end)):
            told = next(filter(None, age.groups())).lower()
            yield f"a{_CHILDREN.get(told, told)}"
    for mention in read.mentions:
        street = _STREET.search(mention.span.of(text)) if mention.kind == "place" else None
        if street and _opens(part, mention.span.start):
            yield "s" + street[0].lower().replace("strasse", "straße")
    for quantity in read.quantities:
        value = f"{quantity.value:.10g}"
        if len(value.replace(".", "").strip("0")) >= _EXACT and _opens(part, quantity.span.start):
            yield "f" + value


def agreement(one: Collection[str], other: Collection[str]) -> float:
    """Return in how many kinds of particulars two reports share one, less the kinds of which both have some and share
    none."""
    kinds = {told[0] for told in one} & {told[0] for told in other}
    shared = {told[0] for told in set(one).intersection(other)}
    return float(2 * len(shared) - len(kinds))


def _opens(part: Told, at: int) -> bool:
    """Tell whether a place in a text counts and stands in its lead."""
    return bool(part.spans) and at < part.spans[0].start + _LEAD and part.holds(at)
