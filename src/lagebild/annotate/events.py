"""Events as a sentence tells them, to events with their day and their place.

Both are taken from the anchor's own part of the sentence where it names one, else from the sentence where it names only
one; a day or place beside the cue of a statement dates the statement, not what is stated. Nothing is guessed from
elsewhere in the text: a report that does not say when leaves the day open.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from lagebild.records.annotation import Event, PlaceMention, Statement, TimeExpression
from lagebild.records.span import Span

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?=$|T)")
# "until" and "since" bound what happens, they do not date it.
_BOUND: Final = re.compile(r"\b(?:bis|seit|until|till|since)(?:\s+\w{2,4}){0,2}\s+$", re.IGNORECASE)
_RANGE: Final = re.compile(r"\s+(?:bis|until|till)\b")
_WHERE: Final = re.compile(
    r".*\b(?:in|im|ins|bei|beim|nahe|unweit|auf|am|an|über|at|near|on|(?:nörd|süd|öst|west|nordöst|nordwest|südöst|südwest)lich)"
    r"(?:\s+(?:von|of|the|de[rmns]|dem|einem|einer))?(?P<between>(?:\s+[\w-]+){0,4})\s*\(?$",
    re.IGNORECASE | re.DOTALL,
)
# A name in the genitive says whose the noun before it is, unless that noun is a part of the place.
_PART_OF_PLACE: Final = re.compile(
    r"(?:Norden|Süden|Osten|Westen|Nordosten|Nordwesten|Südosten|Südwesten|Nähe|Zentrum|Mitte|Innenstadt|Hauptstadt|"
    r"Küste|Ostküste|Westküste|Grenze|Stadtrand|Herzen|Provinzen|Südprovinzen|Provinz|Region|Teil|Teilen)$"
)
# What may stand behind "am" and "im" too, before a name that is no place of it ("am Montag griff Estland").
_WHEN: Final = re.compile(
    r"\w*(?:tag|woch|abend|morgen|nacht|jahr|monat|januar|februar|märz|april|mai|juni|juli|august|september|oktober|"
    r"november|dezember|january|february|march|june|july|october|december|week|year|day)|[a-zäöüß]+te[nt]?",
    re.IGNORECASE,
)
_TOWARDS: Final = re.compile(r"\b(?:nach|to)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
# Visits lie where they lead to; what else goes somewhere happened where it left or under way.
_VISITS: Final = frozenset({"CONSULT"})
# What a verb of these tells is mostly the happening that a noun beside it names ("starben bei dem Anschlag in").
_SAME_HAPPENING: Final = frozenset({"ASSAULT", "DEATH", "ACCIDENT", "DISASTER"})
_PART: Final = re.compile(r"[,;:–—]")
_MOST_WORDS_BEHIND: Final = 4
_FINENESS: Final = {"point": 0, "city": 0, "region": 1, "country": 2}
_Located = TypeVar("_Located", TimeExpression, PlaceMention)


def settle_events(
    text: str,
    sentences: Sequence[Span],
    events: Sequence[Event],
    times: Sequence[TimeExpression],
    places: Sequence[PlaceMention],
    statements: Sequence[Statement],
) -> tuple[Event, ...]:
    """Return the events with `time` and `place` filled where their sentence names them."""
    days = [t for t in times if _DAY.match(t.value) and not _bounds(text, t.span)]
    found = []
    for event in events:
        home = next((s for s in sentences if s.contains(event.anchor)), event.anchor)
        others = [e.anchor for e in events if e is not event and home.contains(e.anchor) and _is_noun(e)]
        taken = _Taken(text, event, _cues_beside(text, event, statements), others)
        where = [p for p in _within(places, home) if _locates(text, home, p, event) and not taken.covers(p.span)]
        when = [t for t in _within(days, home) if not taken.covers(t.span) and _dates(text, event, t.span)]
        if _dated_otherwise(text, event, _within(times, home)):
            when = [t for t in when if not _parts_between(text, t.span, event.anchor)]
        found.append(replace(event, time=_day(text, event, when), place=_place(text, event, where, places)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What of a sentence belongs to the cue of a statement or to another event noun, not to the event."""

    text: str
    event: Event
    cues: Sequence[Span]
    nouns: Sequence[Span]

    def covers(self, span: Span) -> bool:
        """Tell whether a day or place does not belong to the event."""
        if any(_parts_between(self.text, span, cue) == 0 for cue in self.cues):
            return True
        if not _is_noun(self.event) and self.event.code in _SAME_HAPPENING:
            return False
        own = self.event.anchor
        return any(
            noun.end <= span.start and _follows(self.text, noun, span) and not noun.end <= own.start < span.start
            for noun in self.nouns
        )


def _is_noun(event: Event) -> bool:
    return event.lemma[:1].isupper()


def _follows(text: str, noun: Span, span: Span) -> bool:
    """Tell whether a day or place stands right behind a noun ("Anschlag vom Montag", "Treffen im schönen Gera")."""
    return len(text[noun.end : span.start].split()) <= _MOST_WORDS_BEHIND


def _bounds(text: str, span: Span) -> bool:
    return bool(_BOUND.search(text, max(0, span.start - 20), span.start) or _RANGE.match(text, span.end))


def _within(rows: Iterable[_Located], home: Span) -> list[_Located]:
    return [row for row in rows if home.contains(row.span)]


def _dates(text: str, event: Event, span: Span) -> bool:
    """Tell whether a day may date an event: one that is only planned is dated by what stands right behind it."""
    if event.modality == "asserted" or not _is_noun(event):
        return True
    return span.start >= event.anchor.end and _follows(text, event.anchor, span)


def _dated_otherwise(text: str, event: Event, times: Sequence[TimeExpression]) -> bool:
    """Tell whether the part of the event has a coarser time of its own, as a month."""
    return any(not _DAY.match(t.value) and not _parts_between(text, t.span, event.anchor) for t in times)


def _cues_beside(text: str, event: Event, statements: Sequence[Statement]) -> list[Span]:
    """Return the cues, in another part of the sentence, of the statements that pass the event on."""
    return [
        cue
        for statement in statements
        if any(part.contains(event.anchor) for part in statement.content)
        for cue in statement.cue
        if _parts_between(text, cue, event.anchor)
    ]


def _parts_between(text: str, one: Span, other: Span) -> int:
    """Return how many marks part two spans."""
    return len(_PART.findall(text, min(one.end, other.end), max(one.start, other.start)))


def _near(text: str, event: Event, rows: Sequence[_Located]) -> list[_Located]:
    """Return what stands in the part of the event; a verb without any takes what its sentence has."""
    near = [row for row in rows if _parts_between(text, row.span, event.anchor) == 0]
    return near or ([] if _is_noun(event) else list(rows))


def _day(text: str, event: Event, days: Sequence[TimeExpression]) -> date | None:
    near = _near(text, event, days)
    if not near:
        return None
    nearest = min(near, key=lambda t: _distance(t.span, event.anchor))
    if len({t.value[:10] for t in near}) > 1 and _parts_between(text, nearest.span, event.anchor):
        return None
    try:
        return date.fromisoformat(nearest.value[:10])
    except ValueError:
        return None


def _distance(one: Span, other: Span) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _locates(text: str, home: Span, place: PlaceMention, event: Event) -> bool:
    """Tell whether a place says where something is, not who acts, and not in the name of somebody who does."""
    if place.as_actor or place.latitude is None or (event.actor and event.actor.overlaps(place.span)):
        return False
    before = text[max(home.start, place.span.start - 60) : place.span.start]
    where = _WHERE.match(before)
    if where is None:
        return event.code in _VISITS and _TOWARDS.search(before) is not None
    between = where["between"].split()
    if any(_WHEN.fullmatch(word) for word in between):
        return False
    owns = bool(between) and between[-1][0].isupper() and place.span.of(text).endswith("s")
    return not owns or _PART_OF_PLACE.match(between[-1]) is not None


def _place(text: str, event: Event, where: Sequence[PlaceMention], places: Sequence[PlaceMention]) -> int | None:
    near = _near(text, event, where)
    if not near:
        return None
    best = min(near, key=lambda p: (_FINENESS[p.precision], _distance(p.span, event.anchor)))
    return places.index(best)
