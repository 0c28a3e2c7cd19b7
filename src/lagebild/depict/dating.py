"""Finds the time at which a sentence says that something happened, among the times that it merely mentions.

"Der Fahrer, der am Dienstag verunglückte, ist laut Gutachten vom Freitag schuldlos" has two dates and tells neither.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from lagebild.language.quoting import QUOTED
from lagebild.records.annotation import TextAnnotations, TimeExpression
from lagebild.records.span import Span
from lagebild.records.view import TimePrecision

_POINTING = frozenset(
    [
        "zum",
        "bis",
        "ab",
        "für",
        "vom",
        "von",
        "vor",
        "nach",
        "über",
        "binnen",
        "innerhalb",
        "seit",
        "zur",
        "until",
        "till",
        "from",
        "by",
        "since",
        "for",
        "of",
        "before",
        "after",
        "to",
        "kommenden",
        "nächsten",
        "erst",
    ]
)
"""Prepositions after which a date belongs to a noun or bounds a span: "der Unfall vom Dienstag", "bis zum 1. Mai"."""
_SUBORDINATE = re.compile(
    r"[,–(] (?:\w+ )?(?:der|die|das|dem|den|dessen|deren|als|wenn|weil|dass|ob|nachdem|während|bevor|obwohl|damit"
    r"|who|which|that|when|while|because|after|before)\b[^,–()]*$"
)
_WORD = re.compile(r"\w+")


def entry_precision(time: TimeExpression) -> TimePrecision | None:
    """Tell how exactly a time is known; vague, repeated and overlong times are no entries."""
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


def dated_at(text: str, home: Span, times: Sequence[TimeExpression], read: TextAnnotations) -> TimeExpression | None:
    """Return the time of what a sentence tells, the most exact one first, None where it dates nothing."""
    quoted = [Span(m.start(), m.end()).shifted(home.start) for m in QUOTED.finditer(home.of(text))]
    rows = [
        t
        for t in times
        if entry_precision(t) and not any(q.overlaps(t.span) for q in quoted) and not _merely_points(text, home, t)
    ]
    rows = [t for t in rows if entry_precision(t) in ("time", "day") or _is_dated_event(text, home, t, read)]
    return min(
        rows, key=lambda t: ((t.end or t.start) - t.start, t.span) if t.start else (timedelta.max, t.span), default=None
    )


def _is_dated_event(text: str, home: Span, time: TimeExpression, read: TextAnnotations) -> bool:
    """Months and years date a sentence only where it tells an event, a year only where it is written out."""
    if entry_precision(time) == "year" and not time.span.of(text)[-4:].isdigit():
        return False
    if any(w in text[home.start : time.span.start].lower() for w in ("vergangen", "letzt", "nächst", "kommend")):
        return False
    named = any(c.isdigit() for c in time.value[5:7]) and "W" not in time.value
    return named and any(home.contains(e.anchor) for e in read.events)


def _merely_points(text: str, home: Span, time: TimeExpression) -> bool:
    before, after = text[home.start : time.span.start], text[time.span.end : home.end]
    if time.span.of(text).lower() in {"heute", "today"} and re.search(r"(?:schon|noch|bis|even) $", before):
        return True
    if re.match(r"\s(?:oft|meist|noch|üblicherweise|often|usually)\b", after):
        return True
    words = _WORD.findall(before.lower())[-2:] + _WORD.findall(time.span.of(text).lower())[:1]
    if "seit" in words[-2:] and entry_precision(time) == "time":
        return False
    night = time.span.of(text).lower().startswith(("in der nacht", "nacht")) or "nacht" in words
    if not night and ((words[-1:] and words[-1] in _POINTING) or (len(words) > 1 and words[-2] in _POINTING)):
        return True
    return bool(_SUBORDINATE.search(before))
