"""Turns dated sentences into a timeline of what happened when (not: when it was reported).

An entry is a sentence of a source that stands alone and says with a date of its own what happened; a document whose
news is told without one lends the day that its first sentences name, else the day of its publication. Dates that
merely point ("der Unfall vom Dienstag", "gültig bis Mai", a relative clause) make no entry, nor do announcements that
were overtaken. Sentences that tell one event stand once, with all their passages. Copies add nothing and are left
out.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from lagebild.depict.dating import dated_at, entry_precision
from lagebild.depict.options import DepictOptions
from lagebild.language.complete import has_finite_verb
from lagebild.language.dateline import without_dateline
from lagebild.language.standing import leans, unquoted
from lagebild.language.stems import content_stems
from lagebild.records.annotation import TextAnnotations, TimeExpression
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.records.view import TimelineEntry, TimePrecision

_ADDING = frozenset({"Zusätzlich", "Zudem", "Außerdem", "Ferner", "Zuvor", "Danach", "Anschließend", "Später"})
"""First words that only add a sentence to another: under a date of its own it stands alone."""
_NEWS_SENTENCES = 4
"""Sentences at the head of a report in which its news and the day of it stand."""


@dataclass(slots=True)
class _Event:
    start: datetime
    end: datetime
    precision: TimePrecision
    text: str
    passages: list[Passage]
    words: frozenset[str]
    foreign: bool
    loaded: int
    inferred: bool = False
    codes: frozenset[str] = frozenset()
    published: datetime | None = None
    score: float = 0.0
    documents: set[str] = field(default_factory=set)


def timeline(material: StoryMaterial, options: DepictOptions) -> tuple[TimelineEntry, ...]:
    """Return the entries in the order of their start."""
    copies = {link.document for link in material.links if link.copy_of and link.copied_share > 0.5}
    originals = [d for d in material.documents if d.document.id not in copies]
    found = [e for d in originals for e in _of_document(d, material, options)]
    weights = _weights(found, originals)
    last = max((d.document.published for d in originals if d.document.published), default=None)
    for event in found:
        event.score = _score(event, weights)
    events: list[_Event] = []
    for event in sorted(found, key=lambda e: (e.inferred, e.foreign, e.loaded, -e.score, e.passages[0].document)):
        if not _is_overtaken(event, last):
            _join(events, event, weights, options)
    events = [e for e in events if not (e.foreign and _is_told(e, events))]
    chosen = [e for _, day in groupby(sorted(events, key=_day), key=_day) for e in _best(day, options.timeline_a_day)]
    kept = _best(chosen, options.timeline_entries)
    kept.sort(key=lambda e: (e.start, e.end, e.passages[0].document, e.passages[0].span))
    return tuple(TimelineEntry(e.start, e.end, e.precision, e.text, tuple(e.passages)) for e in kept)


def _best(events: Iterable[_Event], most: int) -> list[_Event]:
    return sorted(events, key=lambda e: (-e.score * (1 + 0.5 * (len(e.documents) - 1)), e.start, e.text))[:most]


def _day(event: _Event) -> str:
    """Return the day an event belongs to; a night belongs to the day it ends on."""
    moment = event.end if event.start.hour >= 18 and event.precision == "day" else event.start
    return moment.date().isoformat()


def _weights(found: Sequence[_Event], documents: Sequence[AnnotatedDocument]) -> dict[str, tuple[float, float]]:
    """Return for each stem how rare it is among the events and in which share of the documents it stands."""
    events = Counter(w for e in found for w in e.words)
    homes = Counter(w for d in documents for w in content_stems(d.document.text))
    return {w: (math.log(1 + len(found) / n), homes[w] / max(1, len(documents))) for w, n in events.items()}


def _score(event: _Event, weights: dict[str, tuple[float, float]]) -> float:
    """Score an event by how many documents use its words; sentences that tell by a verb of action count more."""
    mean = sum(weights[w][1] for w in event.words) / math.sqrt(len(event.words) + 4)
    return mean * (1.5 if event.codes else 1.0) * (0.6 if event.inferred else 1.0) * 0.5**event.loaded


def _of_document(item: AnnotatedDocument, material: StoryMaterial, options: DepictOptions) -> Iterator[_Event]:
    read, text = item.annotations.body, item.document.text
    early: datetime | None = None
    told = False
    for position, home in enumerate(read.sentences[: options.document_sentences]):
        times = [t for t in read.times if home.contains(t.span)]
        if position < _NEWS_SENTENCES and early is None:
            early = _day_of_news(times, item)
        if not _is_telling(item, home):
            continue
        chosen = dated_at(text, home, times, read)
        if chosen is not None and not _is_misplaced(chosen, text, item.document.published):
            told = told or position < _NEWS_SENTENCES
            yield _event(item, home, chosen, material)
    if not told:
        yield from _news(item, early, material)


def _is_misplaced(time: TimeExpression, text: str, published: datetime | None) -> bool:
    """Tell whether "in der Nacht", without a day of its own, was resolved to a night after the report."""
    if published is None or time.start is None or time.start <= published:
        return False
    words = time.span.of(text).lower()
    return not any(c.isdigit() for c in words) and not any(day in words for day in ("tag", "mittwoch", "day", "abend"))


def _day_of_news(times: Iterable[TimeExpression], item: AnnotatedDocument) -> datetime | None:
    """Return the day, at most a day before publication, that the head of a report names."""
    published = item.document.published
    if published is None:
        return None
    for time in times:
        near = time.start and timedelta(0) <= published - time.start < timedelta(days=2)
        if time.start and near and entry_precision(time) in ("day", "time"):
            return time.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return None


def _news(item: AnnotatedDocument, day: datetime | None, material: StoryMaterial) -> Iterator[_Event]:
    """Give the first sentence that tells the news the day that its neighbours name, else that of publication."""
    published = item.document.published
    day = day or (published.replace(hour=0, minute=0, second=0, microsecond=0) if published else None)
    if day is None:
        return
    for home in item.annotations.body.sentences[:2]:
        inside = [
            t for t in item.annotations.body.times if home.contains(t.span) and (entry_precision(t) or t.type == "SET")
        ]
        tells = any(home.contains(e.anchor) for e in item.annotations.body.events)
        said = any(home.contains(c) for s in item.annotations.body.statements for c in s.cue)
        loaded = any(home.overlaps(m.span) for m in item.annotations.body.wording.marks)
        if _is_telling(item, home) and not inside and (tells or said) and not loaded:
            event = _event(item, home, None, material, (day, day + timedelta(days=1)))
            event.inferred = True
            yield event
            return


def _is_telling(item: AnnotatedDocument, home: Span) -> bool:
    """Tell whether a sentence can stand in a timeline: whole, alone, no question and nobody's own words."""
    read, quote = item.annotations.body, home.of(item.document.text)
    if not quote.rstrip("“”\"' ").endswith((".", "!")) or "?" in quote or not 4 <= len(quote.split()) <= 45:
        return False
    if quote.endswith("..."):  # cut off by the feed
        return False
    if quote.split(" ", 1)[0] in _ADDING:
        quote = "Heute " + quote.split(" ", 1)[1]
    persons = [m.span.of(item.document.text) for m in read.mentions if m.kind == "person" and home.contains(m.span)]
    if leans(quote, read.language, persons) or quote[:1] in '„“"»':
        return False
    if len(unquoted(quote).split()) < 0.6 * len(quote.split()):
        return False
    return has_finite_verb(quote, read.language)


def _event(
    item: AnnotatedDocument,
    home: Span,
    time: TimeExpression | None,
    material: StoryMaterial,
    day: tuple[datetime, datetime] | None = None,
) -> _Event:
    text, read = item.document.text, item.annotations.body
    passage = Passage(item.document.id, item.document.revision, home, home.of(text))
    printed = _absolute(text, without_dateline(text, home), read)
    start, end = _bounds(time, day)
    return _Event(
        start=start,
        end=end,
        precision=(entry_precision(time) if time else None) or "day",
        text=printed[:1].upper() + printed[1:],
        passages=[passage],
        words=content_stems(printed),
        foreign=read.language != material.story_language,
        loaded=sum(home.overlaps(m.span) for m in read.wording.marks),
        codes=_codes(read, home),
        published=item.document.published,
        documents={item.document.id},
    )


def _absolute(text: str, home: Span, read: TextAnnotations) -> str:
    """Write the day for "heute" and "gestern": beside the entry's date they would point at the reader's own day."""
    parts: list[str] = []
    at = home.start
    for time in read.times:
        word = time.span.of(text).lower()
        if home.contains(time.span) and time.start and time.span.start >= at and word in _RELATIVE:
            parts += [text[at : time.span.start], _RELATIVE[word] + _day_name(time.start, read.language)]
            at = time.span.end
    return " ".join("".join([*parts, text[at : home.end]]).split())


_RELATIVE = dict.fromkeys(("heute", "gestern", "vorgestern", "morgen", "übermorgen"), "am ")
_RELATIVE |= dict.fromkeys(("today", "yesterday", "tomorrow"), "on ")


def _day_name(moment: datetime, language: str) -> str:
    from babel.dates import format_date

    return format_date(moment.date(), "d. MMMM" if language == "de" else "d MMMM", locale=language)


def _bounds(time: TimeExpression | None, day: tuple[datetime, datetime] | None) -> tuple[datetime, datetime]:
    if time is not None and time.start is not None and time.end is not None:
        return time.start, time.end
    assert day is not None
    return day


def _codes(read: TextAnnotations, home: Span) -> frozenset[str]:
    return frozenset(e.code for e in read.events if home.contains(e.anchor))


def _is_overtaken(event: _Event, last: datetime | None) -> bool:
    """Tell whether an announcement lies in the past of the newest report: what came of it stands elsewhere."""
    if event.published is None or last is None:
        return False
    return event.published.date() < event.start.date() <= last.date()


def _same_time(a: _Event, b: _Event) -> bool:
    """Tell whether two times may be one: the same, nearly the same hour, or an hour within the day of the other."""
    if a.precision == b.precision == "time":
        return abs(a.start - b.start) <= timedelta(minutes=10)
    if a.precision == b.precision and a.precision != "day":
        return a.start == b.start
    if {a.precision, b.precision} <= {"time", "day"}:
        return _day(a) == _day(b) or a.start.date() == b.start.date()
    return False


def _likeness(a: _Event, b: _Event, weights: dict[str, tuple[float, float]]) -> float:
    """Return the share of the shorter sentence's words that both have, rare words counting more."""
    shared = sum(weights[w][0] for w in a.words & b.words)
    smaller = min(sum(weights[w][0] for w in e.words) for e in (a, b))
    return shared / smaller if smaller else 0.0


def _join(events: list[_Event], event: _Event, weights: dict[str, tuple[float, float]], options: DepictOptions) -> None:
    for other in events:
        if not _same_time(other, event):
            continue
        same_minute = other.precision == event.precision == "time" and other.start == event.start
        limit = 0.0 if same_minute and event.start.minute else options.timeline_similar
        if _likeness(other, event, weights) >= limit:
            if event.end - event.start < other.end - other.start and not other.inferred:
                other.start, other.end, other.precision = event.start, event.end, event.precision
            other.passages += [p for p in event.passages if p not in other.passages]
            other.documents |= event.documents
            return
    events.append(event)


def _is_told(event: _Event, events: Sequence[_Event]) -> bool:
    """A report in another language that tells of a day adds only what the story's own language does not have."""
    return any(not e.foreign and _day(e) == _day(event) for e in events)
