"""Turns dated sentences into a timeline of what happened when (not: when it was reported).

An entry is a sentence of a source with a resolved date of at most a year's length; sentences of one day that tell one
event stand once, with all their passages. Copies add nothing and are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lagebild.depict.options import DepictOptions
from lagebild.language.dateline import without_dateline
from lagebild.language.stems import content_stems, overlap
from lagebild.records.annotation import TextAnnotations, TimeExpression
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.records.view import TimelineEntry, TimePrecision


@dataclass(slots=True)
class _Event:
    start: datetime
    end: datetime
    precision: TimePrecision
    text: str
    loaded: int
    passages: list[Passage]
    words: frozenset[str]
    german: bool


def timeline(material: StoryMaterial, options: DepictOptions) -> tuple[TimelineEntry, ...]:
    """Return the entries in the order of their start."""
    copies = {link.document for link in material.links if link.copy_of and link.copied_share > 0.5}
    events: list[_Event] = []
    for item in material.documents:
        if item.document.id in copies:
            continue
        for event in _dated(item):
            _join(events, event, options)
    language_first = material.story_language == "de"
    events.sort(key=lambda e: (-len({p.document for p in e.passages}), language_first and not e.german, e.start))
    kept = sorted(events[: options.timeline_entries], key=lambda e: (e.start, e.end, e.passages[0].document))
    return tuple(TimelineEntry(e.start, e.end, e.precision, e.text, tuple(e.passages)) for e in kept)


def _dated(item: AnnotatedDocument) -> Iterator[_Event]:
    text, read = item.document.text, item.annotations.body
    for time in read.times:
        precision = _precision(time)
        home = next((s for s in read.sentences if s.contains(time.span)), None)
        if precision is None or home is None or time.start is None or time.end is None:
            continue
        if not home.of(text).rstrip("“”\"' ").endswith((".", "!")) or not _tells(read, home, precision):
            continue
        if _PRONOUN.match(home.of(text)) or (precision == "year" and not time.span.of(text)[-4:].isdigit()):
            continue
        clause = _clause(text, home, time.span, read)
        quote = home.of(text)
        yield _Event(
            start=time.start,
            end=time.end,
            precision=precision,
            text=" ".join(clause.of(text).split()),
            loaded=sum(home.overlaps(m.span) for m in read.wording.marks),
            passages=[Passage(item.document.id, item.document.revision, home, quote)],
            words=content_stems(clause.of(text)),
            german=read.language == "de",
        )


def _precision(time: TimeExpression) -> TimePrecision | None:
    """Tell how exactly the time is known; vague, repeated and overlong times are no entries."""
    if time.type not in ("DATE", "TIME") or time.start is None or time.end is None:
        return None
    length = time.end - time.start
    if length <= timedelta(hours=1):
        return "time"
    if length <= timedelta(days=1, hours=1):
        return "day"
    if length <= timedelta(days=31, hours=1):
        return "month"
    return "year" if length <= timedelta(days=366, hours=1) else None


def _tells(read: TextAnnotations, home: Span, precision: TimePrecision) -> bool:
    """A day is worth an entry by itself; months and years only where the sentence tells an event."""
    return precision in ("time", "day") or any(home.contains(e.anchor) for e in read.events)


_PRONOUN = re.compile(r"(?:Er|Sie|Es|Der|Die|Das|Dies|He|She|It|They|This|That) (?=[a-zäöü])")
"""Begins a sentence that puzzles without the one before it."""


def _clause(text: str, home: Span, time: Span, read: TextAnnotations) -> Span:
    """Return the sentence, or in one with several dates the half-sentence that holds this one."""
    others = [t.span for t in read.times if home.contains(t.span) and t.span != time and t.type == "DATE"]
    home = without_dateline(text, home)
    start, end = home.start, home.end
    for other in others:
        between = Span(min(other.end, time.end), max(other.start, time.start))
        cut = between.of(text).rfind(" und ") if other.start < time.start else between.of(text).find(" und ")
        if cut < 0:
            continue
        if other.start > time.start:
            end = min(end, between.start + cut)
    return Span(start, end)


def _same_time(a: _Event, b: _Event) -> bool:
    """Tell whether two times may be one: the same, or a clock time within the day that the other states."""
    if a.precision == b.precision:
        return a.start == b.start
    shorter, longer = sorted((a, b), key=lambda e: e.end - e.start)
    fine = {"time", "day"}
    return {a.precision, b.precision} == fine and longer.start <= shorter.start < longer.end


def _join(events: list[_Event], event: _Event, options: DepictOptions) -> None:
    for other in events:
        if _same_time(other, event) and overlap(other.words, event.words) >= options.timeline_similar:
            if event.end - event.start < other.end - other.start:
                other.start, other.end, other.precision = event.start, event.end, event.precision
            other.passages += [p for p in event.passages if p not in other.passages]
            if (not event.german, event.loaded, len(event.text)) < (not other.german, other.loaded, len(other.text)):
                other.text, other.loaded, other.german = event.text, event.loaded, event.german
                other.passages.sort(key=lambda p: p not in event.passages)
            return
    events.append(event)
