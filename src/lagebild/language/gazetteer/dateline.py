"""The head of a report, "Lüneburg (npa) - ", to the places and the agency that it names.

A dateline is no part of the first sentence: read with it, "Bregenz (npa) - Österreich" looks like one long name.
"""

import re
from dataclasses import dataclass
from typing import Final

from lagebild.language.gazetteer.lookup import gazetteer
from lagebild.language.gazetteer.place import Place
from lagebild.records.span import Span

_WORD: Final = r"(?:(?:St|Ste|Ft|Mt|a|d|i|v|o|M)\.|[\w’'-]++)"
_NAME: Final = rf"(?=[A-ZÄÖÜ]){_WORD}(?:(?:\s|(?<=\.)){_WORD}){{0,3}}(?:\s\([A-ZÄÖÜ][a-zäöü.]+\)(?=\s\())?"
_PLACES: Final = rf"(?P<places>{_NAME}(?:\s?(?:/|,)\s?{_NAME}){{0,3}}?)"
_DASH: Final = r"\s*[-–—:.]{1,2}\s+(?=\S)"
_DATE: Final = r",?\s\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zä]{2,8}\.?)?\s?(?:\d{4})?"
_WITH_AGENCY: Final = re.compile(
    rf"\s*{_PLACES},?\s?\((?P<agency>[\w/ ,.&-]{{2,40}})\)(?:{_DATE})?(?:{_DASH}|\s+(?=[A-ZÄÖÜ„\"]))"
)
_WITH_DATE: Final = re.compile(rf"\s*{_PLACES}{_DATE}(?:\s\((?P<agency>[\w/ ,.&-]{{2,40}})\))?{_DASH}")
_BARE: Final = re.compile(rf"\s*{_PLACES}(?P<mark>\s[-–—]\s+|[.:]\s+)(?=[A-ZÄÖÜ„\"«»\d])")
_CLOSED: Final = re.compile(r"[-–—:]\s+$")
_PART: Final = re.compile(r"[^/,\s][^/,]*[^/,\s]")
# Characters; a longer head is a sentence.
_LONGEST: Final = 160
_MOST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Dateline:
    """`span` is the whole head with its closing mark, `places` and `agencies` the names in it."""

    span: Span
    places: tuple[Span, ...]
    agencies: tuple[Span, ...] = ()


def read_dateline(text: str) -> Dateline | None:
    """Return the dateline at the start of `text`, None where there is none.

    With an agency in brackets or a date, and a dash behind them, any name may be the place; without them it must be one
    that the gazetteer knows as a settlement or an area.
    """
    head = text[:_LONGEST]
    for pattern in (_WITH_AGENCY, _WITH_DATE, _BARE):
        match = pattern.match(head)
        if match is None:
            continue
        places = [Span(m.start(), m.end()) for m in _PART.finditer(head, match.start("places"), match.end("places"))]
        if not all(_may_be_place(place.of(head)) for place in places):
            continue
        known = [place_in_capitals(place.of(head)) for place in places]
        closed = _CLOSED.search(match.group()) is not None and len(match["places"].split()) <= _MOST_WORDS - 2
        sure = pattern is not _BARE and (any(known) or closed)
        if all(known) or sure:
            return _dateline(head, match, places)
    return None


def _may_be_place(name: str) -> bool:
    """Tell whether a name may be a town: no "Abgerufen am", no number, no letter."""
    return len(name) > 1 and name.rpartition(" ")[2].lstrip("(")[:1].isupper() and not any(c.isdigit() for c in name)


def _dateline(head: str, match: re.Match[str], places: list[Span]) -> Dateline:
    agencies: list[Span] = []
    if match.groupdict().get("agency"):
        for part in _PART.finditer(head, match.start("agency"), match.end("agency")):
            span = Span(part.start(), part.end())
            # "Berlin (Deutschland)" names the country, "Halle (Saale)" the river.
            is_place = place_in_capitals(span.of(head)) and not span.of(head).isupper()
            (places if is_place else agencies).append(span)
    return Dateline(Span(0, match.end()), tuple(places), tuple(agencies))


def place_in_capitals(name: str) -> tuple[Place, ...]:
    """Return what `name` may mean, "VIENNA" included; small places that are also common words are left out."""
    table = gazetteer()
    found = table.candidates(name) or (table.candidates(name.title()) if name.isupper() and len(name) > 2 else ())
    return found if found and (not found[0].common or found[0].population > 100_000 or found[0].capital) else ()
