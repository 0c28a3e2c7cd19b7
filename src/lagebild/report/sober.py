"""Turns a source's sentence into one that a sober desk would print: loaded modifiers out, relative dates made absolute.

Only words are dropped or dates added, never claims: what is dropped is marked as the reporter's wording, what is added
was resolved from the very words it stands beside. Nothing inside quotation marks is touched.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lagebild.language.dateline import without_dateline
from lagebild.records.annotation import TextAnnotations, TimeExpression, WordingMark
from lagebild.records.span import Span
from lagebild.report.phrases import long_date

_QUOTED = re.compile(r"„[^“”\"]{0,2000}[“”\"]|\"[^\"]{0,2000}\"|“[^”]{0,2000}”|»[^«]{0,2000}«|«[^»]{0,2000}»")
_TODAY = {"heute", "gestern", "vorgestern", "morgen", "übermorgen", "today", "yesterday", "tomorrow"}
_WEEKDAYS = {
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
_COORDINATED = re.compile(r"(?:, und|, während| –|;) ")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_WORD = re.compile(r"\w[\w-]*")
_DEMONSTRATIVE = {"dieser": "Der", "diese": "Die", "dieses": "Das", "diesem": "Dem", "diesen": "Den"}


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
    quoted = [Span(m.start(), m.end()).shifted(sentence.start) for m in _QUOTED.finditer(sentence.of(text))]
    edits = list(replacements)
    loaded = 0
    for mark in read.wording.marks:
        if not sentence.contains(mark.span) or any(q.overlaps(mark.span) for q in quoted):
            continue
        edit = _without(text, mark, sentence)
        if edit:
            edits.append(edit)
        elif mark.kind != "judging" and mark.span.of(text) != "!":
            loaded += 1
    for time in read.times:
        if sentence.contains(time.span) and not any(q.overlaps(time.span) for q in quoted):
            edits.extend(_dated(text, time, read.language, year))
    return Sobered(_finished(_applied(text, sentence, edits) + ("." if cut else "")), loaded)


def _trimmed(text: str, sentence: Span, read: TextAnnotations) -> tuple[Span, bool]:
    """Cut off a clause at the end that holds nothing but loaded wording: ", und die Welt schaut zu!"."""
    for match in reversed(list(_COORDINATED.finditer(sentence.of(text)))):
        tail = Span(sentence.start + match.start(), sentence.end)
        marks = [m for m in read.wording.marks if tail.contains(m.span) and m.span.of(text) != "!"]
        facts = [r.span for rows in (read.times, read.quantities, read.mentions) for r in rows]
        facts += [c for s in read.statements for c in s.content]
        told = any(tail.overlaps(f) for f in facts)
        if marks and not told and match.start() > 30:
            return Span(sentence.start, tail.start), True
    return sentence, False


def _without(text: str, mark: WordingMark, sentence: Span) -> Edit | None:
    """Drop an attributive adjective: a lower-case word right before a noun or another adjective, in no enumeration."""
    span = mark.span
    word = span.of(text)
    if " " in word or not word[:1].islower() or len(word) < 3:
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
    if time.start is None or time.type not in ("DATE", "TIME"):
        return []
    words = time.span.of(text)
    known = words.lower().split()
    day = long_date(time.start, language, year=time.start.year != year)
    if known and known[0] in _TODAY and len(known) == 1 and _DAY.match(time.value):
        return [Edit(time.span.start, time.span.end, ("am " if language == "de" else "on ") + day)]
    if any(w in _WEEKDAYS for w in known) and not any(c.isdigit() for c in words) and _DAY.match(time.value):
        return [Edit(time.span.end, time.span.end, f" ({day})")]
    return []


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
    first, _, rest = text.partition(" ")
    if first.lower() in _DEMONSTRATIVE and rest[:1].isupper():
        text = f"{_DEMONSTRATIVE[first.lower()]} {rest}"
    return text[:1].upper() + text[1:]
