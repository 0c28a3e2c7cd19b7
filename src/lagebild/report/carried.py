"""A sentence and a passage -> what the passage does not carry of it: each difference is explained or it is a fault.

Explained are only the differences that sobering, dating and naming make: a day beside the very time expression that
resolves to it, a name for the pronoun or the surname that stands for it, the speaker behind words that are all his,
loaded adjectives and joints left out. Whatever else is added, lost, moved or exchanged is a fault, because no list of
the words that turn a sense is ever complete.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lagebild.language.dateline import without_dateline
from lagebild.language.standing import words
from lagebild.records.annotation import Statement, TextAnnotations
from lagebild.records.span import Citation, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.report.laid import Gap, Token, gaps, keys, tokens, words_of
from lagebild.report.mood import may_be_reported
from lagebild.report.phrases import is_kept, months

_MONTHS = {name: number for rows in (months("de"), months("en")) for number, name in enumerate(rows, 1)}
_DATE = re.compile(r"(?<!\d)(\d{1,2})\.?\s(" + "|".join(_MONTHS) + r")(?:\s(\d{4}))?(?!\w)")
_LONGEST = 400
"""Words of a passage that are compared: no sentence is longer, and the comparison is quadratic."""
_FILLED = 0.8
"""Share of a passage that must be somebody's words before the whole sentence may be given to him."""
_TAILS = {"de": (",", "so"), "en": (",", "according", "to")}
_BEFORE_DATE = {"am", "on", "("}
_ARTICLES = {"der", "die", "the"}
_DEMONSTRATIVES = {"dieser": "der", "diese": "die", "dieses": "das", "diesem": "dem", "diesen": "den"}
_CLAUSES = {",", ";", "-"}


@dataclass(frozen=True, slots=True)
class _Named:
    """A stretch of a passage that stands for a person."""

    span: Span
    name: tuple[str, ...]
    surname: tuple[str, ...]
    offices: tuple[tuple[str, ...], ...] = ()

    def forms(self) -> Iterator[tuple[str, ...]]:
        """Yield the full name and the surname, each with and without an office."""
        for name in (self.name, self.surname):
            yield name
            yield from ((*office, *name) for office in self.offices)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read from a passage; `spoken` are those whose words it is, `told` whatever it states."""

    language: str
    times: tuple[tuple[Span, tuple[date, ...]], ...] = ()
    named: tuple[_Named, ...] = ()
    spoken: frozenset[tuple[str, ...]] = frozenset()
    loaded: tuple[Span, ...] = ()
    told: tuple[Span, ...] = ()
    cited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Date:
    span: Span
    day: int
    month: int
    year: int | None

    def is_one_of(self, days: Iterable[date]) -> bool:
        return any(
            d.day == self.day and d.month == self.month and (self.year is None or d.year == self.year) for d in days
        )


def uncarried(
    text: str, citation: Citation, material: StoryMaterial, cited: Sequence[Citation] = ()
) -> tuple[str, ...]:
    """Return what a sentence adds to a passage, loses of it or moves in it; empty where the passage carries it.

    A name that is put for another word must stand in this passage or in one of the same document that is `cited` too.
    """
    reading = _read(citation, material, cited)
    quote = re.sub(r"\s", " ", citation.quote)
    body = without_dateline(quote, Span(0, len(quote)))
    found = [_differences(text, Span(at, len(quote)), quote, citation.span.start, reading) for at in {0, body.start}]
    return min(found, key=len) or _speechless(text, citation.quote, reading)


def _speechless(text: str, quote: str, reading: _Reading) -> tuple[str, ...]:
    """Return the speaker whom a sentence wholly in his words, and in the mood that says so, does not name."""
    if not reading.spoken or not may_be_reported(quote, reading.language):
        return ()
    said = keys(text, reading.language)
    named = any(said[-len(name) :] == name for name in reading.spoken)
    return () if named else tuple(f"lost:{' '.join(name)}" for name in sorted(reading.spoken, key=len)[-1:])


def _differences(text: str, part: Span, quote: str, at: int, reading: _Reading) -> tuple[str, ...]:
    printed = tokens(re.sub(r"\s", " ", text), reading.language)
    stood = tokens(part.of(quote), reading.language, at + part.start)[:_LONGEST]
    dates = dates_of(text)
    faults = [f for gap in gaps(printed, stood) for f in _unexplained(gap, stood[0] if stood else None, dates, reading)]
    return tuple(dict.fromkeys(faults))


def _unexplained(gap: Gap, first: Token | None, dates: Collection[_Date], reading: _Reading) -> Iterator[str]:
    gap = _undated(gap, dates, reading)
    if not _is_named(gap, reading) and not _is_tail(gap, reading) and not _is_demonstrative(gap, first):
        yield from words_of(gap.added)
        rest = _unshortened(gap, reading)
        if not _is_loaded_clause(gap, reading):
            yield from (f"lost:{t.word}" for t in rest if not _may_go(t, first, reading))


def _undated(gap: Gap, dates: Collection[_Date], reading: _Reading) -> Gap:
    """Take out the days that stand beside, or for, a time expression that resolves to them."""
    here = [
        (span, days)
        for span, days in reading.times
        if any(_lies(t, span) for t in gap.lost)
        or (gap.before and _lies(gap.before, span) and gap.before.end == span.end)
    ]
    good = [d for d in dates if d.is_one_of(day for _, days in here for day in days)]
    added = [t for t in gap.added if not any(_lies(t, d.span) for d in good)]
    if len(added) == len(gap.added):
        return gap
    added = [t for t in added if t.key not in _BEFORE_DATE and t.key != ")"]
    gone = [span for span, days in here if any(d.is_one_of(days) for d in good)]
    lost = [t for t in gap.lost if not any(_lies(t, span) for span in gone)]
    return replace(gap, added=tuple(added), lost=tuple(lost))


def _is_named(gap: Gap, reading: _Reading) -> bool:
    """Tell whether a name stands for a pronoun, or completes the part of it that stands there."""
    added = tuple(t.key for t in gap.added)
    if not added or not reading.cited.issuperset(added):
        return False
    for named in reading.named:
        if gap.lost and added in named.forms() and _is_replaced(gap, named):
            return True
        if not gap.lost and _leads_to_name(added, gap.after, named):
            return True
    return False


def _is_replaced(gap: Gap, named: _Named) -> bool:
    """Tell whether what is lost is what stood for the name, with its article."""
    rest = [t for t in gap.lost if not _lies(t, named.span)]
    return len(rest) < len(gap.lost) and all(t.key in _ARTICLES for t in rest)


def _is_tail(gap: Gap, reading: _Reading) -> bool:
    """Tell whether the sentence only goes on to say whose words it is."""
    added = tuple(t.key for t in gap.added)
    tail = _TAILS["de" if reading.language == "de" else "en"]
    if gap.after is not None or gap.lost or added[: len(tail)] != tail:
        return False
    return added[len(tail) :] in reading.spoken and reading.cited.issuperset(added[len(tail) :])


def _is_demonstrative(gap: Gap, first: Token | None) -> bool:
    """Tell whether a first "dieser" has become "der"."""
    if len(gap.added) != 1 or len(gap.lost) != 1 or gap.lost[0] != first:
        return False
    return _DEMONSTRATIVES.get(gap.lost[0].key) == gap.added[0].key


def _unshortened(gap: Gap, reading: _Reading) -> tuple[Token, ...]:
    """Return what is lost without office and first names right before a surname that stays."""
    lost = tuple(t.key for t in gap.lost)
    if gap.added or not any(_leads_to_name(lost, gap.after, named) for named in reading.named):
        return gap.lost
    return ()


def _leads_to_name(words: tuple[str, ...], after: Token | None, named: _Named) -> bool:
    """Tell whether words are the first name, with or without the office, right before the surname that follows."""
    if after is None or not words or not _lies(after, named.span):
        return False
    size = len(words)
    shorter = any(
        f[:size] == words and f[size:] == named.surname and f[size] == after.key for f in named.forms() if len(f) > size
    )
    return shorter and words not in named.offices


def _may_go(token: Token, first: Token | None, reading: _Reading) -> bool:
    """Tell whether a word may be left out: a loaded adjective, a joint, the "Auch" of the beginning."""
    if is_kept(token.word, reading.language):
        return False
    if token == first and token.key in ("auch", "also"):
        return True
    if token.word in words(reading.language).joints:
        return True
    return token.word[0].islower() and any(token.start == m.start and token.end == m.end for m in reading.loaded)


def _is_loaded_clause(gap: Gap, reading: _Reading) -> bool:
    """Tell whether what is lost is a clause at the end that holds loaded wording and states nothing."""
    if gap.after is not None or not gap.lost or gap.added:
        return False
    if gap.lost[0].key not in _CLAUSES and gap.lost[0].key != "während":
        return False
    span = Span(gap.lost[0].start, gap.lost[-1].end)
    kept = any(is_kept(t.word, reading.language) for t in gap.lost)
    return (
        not kept and any(span.contains(m) for m in reading.loaded) and not any(span.overlaps(t) for t in reading.told)
    )


def _lies(token: Token, span: Span) -> bool:
    return span.start <= token.start and token.end <= span.end


def _read(citation: Citation, material: StoryMaterial, cited: Sequence[Citation]) -> _Reading:
    found = material.by_id[citation.document]
    read = found.annotations.body if citation.field == "text" else found.annotations.title
    if read is None:
        return _Reading(material.story_language)
    span = citation.span
    statements = [s for s in read.statements if any(span.overlaps(c) for c in (*s.content, *s.speaker, *s.cue))]
    return _Reading(
        read.language,
        tuple((t.span, tuple(_days(t.start, t.end))) for t in read.times if span.overlaps(t.span)),
        (*_mentioned(found, read, span), *_speaking(statements, read.language)),
        frozenset(n for s in statements if _fills(s, span) for n in _names(s.speaker_names[0], read.language)),
        tuple(m.span for m in read.wording.marks if span.contains(m.span)),
        tuple(_told(read, statements)),
        frozenset(
            k for c in (citation, *cited) if c.document == citation.document for k in keys(c.quote, read.language)
        ),
    )


def _told(read: TextAnnotations, statements: Iterable[Statement]) -> Iterator[Span]:
    for rows in (read.times, read.quantities, read.mentions):
        yield from (r.span for r in rows)
    for statement in statements:
        yield from (*statement.content, *statement.cue)


def _mentioned(found: AnnotatedDocument, read: TextAnnotations, span: Span) -> Iterator[_Named]:
    persons = {e.id: e.name for e in found.annotations.entities if e.kind == "person" and e.name.split()}
    offices: dict[str, list[tuple[str, ...]]] = {}
    for mention in read.mentions:
        if mention.entity and mention.office:
            offices.setdefault(mention.entity, []).append(keys(mention.office, read.language))
    for mention in read.mentions:
        if mention.entity and mention.entity in persons and span.overlaps(mention.span):
            known = tuple(dict.fromkeys(offices.get(mention.entity, ())))
            yield _Named(mention.span, *_names(persons[mention.entity], read.language), known)


def _speaking(statements: Iterable[Statement], language: str) -> Iterator[_Named]:
    for statement in statements:
        if len(statement.speaker_names) == 1 and statement.speaker_names[0].split():
            for span in statement.speaker:
                yield _Named(span, *_names(statement.speaker_names[0], language))


def _names(name: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the full name and the surname."""
    return keys(name, language), keys(name.split()[-1], language)


def _fills(statement: Statement, span: Span) -> bool:
    """Tell whether a passage is wholly the words of one speaker who is named outside of it."""
    if len(statement.speaker_names) != 1 or not statement.speaker_names[0].split():
        return False
    if any(span.overlaps(s) for s in (*statement.speaker, *statement.cue)):
        return False
    said = sum(min(c.end, span.end) - max(c.start, span.start) for c in statement.content if c.overlaps(span))
    return said >= _FILLED * (span.end - span.start)


def _days(start: datetime | None, end: datetime | None) -> list[date]:
    """Return the days of a time of at most two days' length ("in der Nacht zum Samstag"), else its first day."""
    if start is None:
        return []
    if end is None or end - start > timedelta(days=2):
        return [start.date()]
    last = end - timedelta(seconds=1)
    return [start.date()] if last.date() == start.date() else [start.date(), last.date()]


def dates_of(text: str) -> list[_Date]:
    """Return the days that a text names with day and month."""
    return [
        _Date(Span(m.start(), m.end()), int(m[1]), _MONTHS[m[2]], int(m[3]) if m[3] else None)
        for m in _DATE.finditer(text)
    ]
