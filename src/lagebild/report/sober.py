"""Turns a source's sentence into one that a sober desk would print: loaded modifiers out, relative dates made absolute.

Only words are dropped or dates added, never claims: what is dropped is marked as the reporter's wording or joins the
sentence to its neighbour ("zudem"), what is added was resolved from the very words it stands beside. Nothing inside
quotation marks is touched, and no word is dropped without which the sentence says something else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lagebild.language.dateline import without_dateline
from lagebild.language.quoting import QUOTED
from lagebild.language.standing import with_sharp_s, words
from lagebild.records.annotation import TextAnnotations, TimeExpression, WordingMark
from lagebild.records.span import Span
from lagebild.report.phrases import is_kept, long_date

_TODAY = {"heute", "gestern", "vorgestern", "morgen", "übermorgen", "today", "yesterday", "tomorrow"}
_WEEKDAYS = (
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_DAY_PARTS = ("morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht")
# Not a dash: what stands behind it is the point of its sentence.
_COORDINATED = re.compile(r"(?:, und|, während|;) ")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD = re.compile(r"\w[\w-]*")
_DEMONSTRATIVE = {"dieser": "Der", "diese": "Die", "dieses": "Das", "diesem": "Dem", "diesen": "Den"}
_ALSO = re.compile(
    r"(?:Auch|Also) (?!wenn |als |weil |ob )(?=(?:der|die|das|dem|den|ein|eine|einen|einem|einer|im|in|am|an|auf|aus"
    r"|bei|beim|für|gegen|mit|nach|von|vom|vor|zum|zur|the|a|[A-ZÄÖÜ]\w+) )"
)


@dataclass(frozen=True, slots=True)
class Sobered:
    """The printable text of a sentence and how many loaded passages are left in it."""

    text: str
    loaded: int


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace `start:end` of the document's text by `new`."""

    start: int
    end: int
    new: str


def sober(
    text: str, sentence: Span, read: TextAnnotations, *, year: int | None = None, replacements: Sequence[Edit] = ()
) -> Sobered:
    """Rewrite `sentence` of `text`; `year` is the story's year, left out of dates that lie in it."""
    sentence, cut = _trimmed(text, without_dateline(text, sentence), read)
    quoted = [Span(m.start(), m.end()).shifted(sentence.start) for m in QUOTED.finditer(sentence.of(text))]
    edits = list(replacements)
    loaded = 0
    for mark in read.wording.marks:
        if not sentence.contains(mark.span) or any(q.overlaps(mark.span) for q in quoted):
            continue
        edit = _without(text, mark, sentence, read.language)
        if edit:
            edits.append(edit)
        elif mark.kind != "judging" and mark.span.of(text) != "!":
            loaded += 1
    times = [t for t in read.times if sentence.contains(t.span) and not any(q.overlaps(t.span) for q in quoted)]
    for time in times:
        if not any(_is_doubtful(text, time, other) for other in times):
            edits.extend(_dated(text, time, read.language, year))
    edits += [e for e in _joints(text, sentence, read.language) if not any(q.start <= e.start < q.end for q in quoted)]
    printed = _finished(_applied(text, sentence, edits) + ("." if cut else ""))
    return Sobered(with_sharp_s(printed) if read.language == "de" and "ß" not in text else printed, loaded)


def _trimmed(text: str, sentence: Span, read: TextAnnotations) -> tuple[Span, bool]:
    """Cut off a clause at the end that holds nothing but loaded wording: ", und die Welt schaut zu!"."""
    for match in reversed(list(_COORDINATED.finditer(sentence.of(text)))):
        tail = Span(sentence.start + match.start(), sentence.end)
        marks = [m for m in read.wording.marks if tail.contains(m.span) and m.span.of(text) != "!"]
        facts = [r.span for rows in (read.times, read.quantities, read.mentions) for r in rows]
        facts += [c for s in read.statements for c in (*s.content, *s.cue)]
        told = any(tail.overlaps(f) for f in facts) or is_kept(tail.of(text), read.language)
        if marks and not told and match.start() > 30:
            return Span(sentence.start, tail.start), True
    return sentence, False


def _without(text: str, mark: WordingMark, sentence: Span, language: str) -> Edit | None:
    """Drop an attributive adjective: a lower-case word right before a noun or another adjective, in no enumeration."""
    span = mark.span
    word = span.of(text)
    if " " in word or not word[:1].islower() or len(word) < 3 or is_kept(word, language):
        return None
    rest = text[span.end : sentence.end]
    following = _WORD.match(rest.lstrip())
    before = text[sentence.start : span.start].rstrip()
    previous = before.rsplit(None, 1)[-1].lower() if before else ""
    if not rest[:1].isspace() or following is None or before.endswith(",") or previous in {"und", "oder", "and", "or"}:
        return None
    noun = following.group()[:1].isupper()
    inflected = word.endswith(("e", "en", "em", "er", "es")) and not previous.endswith("zu")
    if not (noun and inflected):
        return None
    return Edit(span.start, span.end + len(rest) - len(rest.lstrip()), "")


def _dated(text: str, time: TimeExpression, language: str, year: int | None) -> list[Edit]:
    """Put the date for "heute" and beside weekdays ("am Dienstagmorgen", "in der Nacht zum Samstag")."""
    if time.start is None or time.type not in ("DATE", "TIME") or not _DAY.match(time.value):
        return []
    known = time.span.of(text).lower().split()
    if not known or any(c.isdigit() for c in time.span.of(text)):
        return []
    if known[0] in _TODAY and (known[0] == "today" or time.span.of(text)[0].islower() or time.span.start == 0):
        return _today(known, time, language, long_date(time.start, language, year=time.start.year != year))
    weekday = next((i for w in known for i, name in enumerate(_WEEKDAYS) if w.startswith(name)), None)
    if weekday is None and any(w.startswith("sonnabend") for w in known):
        weekday = 5
    moment = _weekday(time, weekday) if weekday is not None else None
    if moment is None:
        return []
    return [Edit(time.span.end, time.span.end, f" ({long_date(moment, language, year=moment.year != year)})")]


def _is_doubtful(text: str, time: TimeExpression, other: TimeExpression) -> bool:
    """Tell whether two coordinated days were resolved against their order ("für Montag und Dienstag")."""
    first, second = sorted((time, other), key=lambda t: t.span)
    between = text[first.span.end : second.span.start].strip()
    if first is second or between not in {"und", "bis", "and", "to", "oder", ""} or not first.start or not second.start:
        return False
    return second.start < first.start


def _today(known: Sequence[str], time: TimeExpression, language: str, day: str) -> list[Edit]:
    if len(known) == 1:
        return [Edit(time.span.start, time.span.end, ("am " if language == "de" else "on ") + day)]
    if len(known) == 2 and language == "de" and known[1] in _DAY_PARTS:
        return [Edit(time.span.end, time.span.end, f" ({day})")]
    return []


def _weekday(time: TimeExpression, weekday: int) -> datetime | None:
    """Return the day within the time that is this weekday; a night belongs to two days."""
    assert time.start is not None
    end = (time.end or time.start) - timedelta(seconds=1)
    days = (time.start + timedelta(days=n) for n in range(8))
    return next(
        (d for d in days if d.weekday() == weekday % 7 and d.date() <= max(end.date(), time.start.date())), None
    )


def _joints(text: str, sentence: Span, language: str) -> Iterator[Edit]:
    """Drop what joins the sentence to the one before it: "Auch", "zudem"; at its end it stands for a predicate."""
    also = _ALSO.match(sentence.of(text))
    if also:
        yield Edit(sentence.start, sentence.start + also.end(), "")
    joints = words(language).joints
    for match in _WORD.finditer(sentence.of(text)):
        after = sentence.start + match.end()
        before = text[max(sentence.start, sentence.start + match.start() - 2) : sentence.start + match.start()]
        if match.group() in joints and before[-1:] == " " and before[0] != "," and text[after : after + 1] in " ,":
            yield Edit(sentence.start + match.start() - 1, after, "")


def _applied(text: str, sentence: Span, edits: Sequence[Edit]) -> str:
    parts: list[str] = []
    at = sentence.start
    for edit in sorted(edits):
        if edit.start < at or edit.end > sentence.end:
            continue
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at : sentence.end]])


def _finished(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"!+([“”\"]?)$", r".\1", text)
    text = re.sub(r"(?<=\d)['’](?=\d{3}(?:\D|$))", ".", text)
    first, _, rest = text.partition(" ")
    if first.lower() in _DEMONSTRATIVE and rest[:1].isupper():
        text = f"{_DEMONSTRATIVE[first.lower()]} {rest}"
    return text[:1].upper() + text[1:]
