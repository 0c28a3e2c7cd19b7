"""Clock times: "20.15 Uhr", "um 19:55", "halb neun", "10-17 Uhr", "Mitternacht", on the day that the text speaks of."""

import re
from datetime import date

from lagebild.language import calendar
from lagebild.language.german.numbers import word_value
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.timex import Reading, duration_value, of_period

_CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[.:]([0-5]\d))?")
_STOPPED = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_PREPOSITIONS = frozenset({"um", "gegen", "ab", "bis", "von", "vor", "nach", "seit", "kurz", "und", "zwischen"})
_ZONES = frozenset({"ortszeit", "mez", "mesz", "gmt", "utc", "mitteleuropäischer"})
_AMOUNTS = frozenset({"minuten", "stunden", "sekunden", "minute", "stunde", "h", "min"})
_CARRIED = frozenset({"gegen", "ca", "circa", "etwa"})


def _hour(s: Sentence, at: int) -> tuple[int, int] | None:
    """Read hour and minute of one token ("20.15", "8", "acht")."""
    raw = s.text(at)
    if match := _CLOCK.fullmatch(raw):
        return int(match[1]), int(match[2] or 0)
    value = word_value(s.lower(at)) if raw.isalpha() else None
    return (int(value), 0) if value is not None and value == int(value) and 0 <= value <= 24 else None


def clock(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read a clock time or a range of two that share "Uhr"."""
    if s.lower(at) == "halb" and (hour := _hour(s, at + 1)) and s.lower(at - 1) in _PREPOSITIONS:
        return (_clock_match(s, at, at + 2, (hour[0] - 1, 30)),) if 1 <= hour[0] <= 12 else ()
    if (raw := _STOPPED.fullmatch(s.text(at))) and (lasted := _stopped(s, at, raw)):
        return (lasted,)
    if s.lower(at) == "viertel" and s.lower(at + 1) in ("vor", "nach") and (full := _hour(s, at + 2)):
        quarter = (full[0], 15) if s.lower(at + 1) == "nach" else ((full[0] - 1) % 24, 45)
        end = at + 3 + (s.lower(at + 3) == "uhr")
        return (_clock_match(s, at, end, quarter),) if full[1] == 0 else ()
    if s.lower(at) == "mitternacht":
        return (_clock_match(s, at, at + 1, (24, 0)),)
    hour = _hour(s, at)
    if hour is None:
        return ()
    end = at + 1
    if s.lower(end) == "uhr":
        return (_with_uhr(s, at, hour),)
    if s.lower(end) in ("-", "–", "bis", "und", "?") and (upper := _hour(s, end + 1)) and _closed_by_uhr(s, end + 1):
        second = _with_uhr(s, end + 1, upper) if s.lower(end + 2) == "uhr" else _clock_match(s, end + 1, end + 2, upper)
        return (_clock_match(s, at, end, hour), second)
    if ":" in s.text(at) and s.lower(at - 1) in _PREPOSITIONS and s.lower(end) not in _AMOUNTS:
        return (_clock_match(s, at, end, hour),)
    return ()


def _stopped(s: Sentence, at: int, raw: re.Match[str]) -> Match | None:
    """Read what a stopwatch shows: "1:01 Minuten", "2:13:45 Stunden", "4:12 Stunden"."""
    unit = s.lower(at + 1)
    codes = {"minuten": ("M:", "S", ""), "stunden": ("H", "M:", "S"), "stunde": ("H", "M:", "S")}.get(unit)
    if codes is None or (raw[3] and not codes[2]):
        return None
    parts = [(float(number), code) for number, code in zip(raw.groups(), codes, strict=True) if number]
    return Match(at, at + 2, Reading("DURATION", duration_value(list(parts)), "stopwatch"))


def _closed_by_uhr(s: Sentence, at: int) -> bool:
    """Tell whether an "Uhr" closes a chain of times ("8.30-12 und 14.30-16.30 Uhr")."""
    for step in range(at, min(at + 8, len(s.row))):
        if s.lower(step) == "uhr":
            return True
        if _hour(s, step) is None and s.lower(step) not in ("-", "–", "und", "bis", "?"):
            return False
    return False


def _with_uhr(s: Sentence, at: int, hour: tuple[int, int]) -> Match:
    """Read "8 Uhr 15", "8 Uhr abends", "8.30 Uhr (MESZ)", "18:00 Uhr Ortszeit", "gegen 18 Uhr"."""
    end = at + 2
    minutes = s.digits(end)
    if minutes and len(minutes) <= 2 and int(minutes) < 60 and hour[1] == 0 and s.lower(end + 1) != "uhr":
        hour, end = (hour[0], int(minutes)), end + 1
    if s.lower(end) in ("abends", "nachmittags"):
        hour, end = (hour[0] + 12 * (hour[0] < 12), hour[1]), end + 1
    elif s.lower(end) in ("morgens", "vormittags", "früh", "nachts"):
        end += 1
    if s.lower(end) in _ZONES:
        end += 1
    elif s.text(end) == "(" and s.lower(end + 1) in _ZONES and s.text(end + 2) == ")":
        end += 3
    first = at
    if s.text(at - 1) == "." and s.lower(at - 2) == "ca":
        first = at - 2
    elif s.lower(at - 1) in _CARRIED:
        first = at - 1
    return _clock_match(s, first, end, hour, "APPROX" if first != at else None)


def _clock_match(s: Sentence, first: int, last: int, hour: tuple[int, int], modifier: str | None = None) -> Match:
    day = s.near(first)
    if day and day == s.discourse.day and s.discourse.grain == "night" and hour[0] < 12:
        day = calendar.shift_days(day, 1)
    if day is None:
        return Match(first, last, Reading("TIME", f"XXXX-XX-XXT{hour[0]:02}:{hour[1]:02}", "clock", modifier=modifier))
    return Match(first, last, of_period(calendar.clock_period(day, *hour), "clock", modifier), day, "day")


def clock_on(s: Sentence, at: int, day: date) -> Match | None:
    """Read a clock time that stands right behind its day ("heute 20 Uhr"); None where there is none."""
    hour = _hour(s, at)
    if hour is None or s.lower(at + 1) != "uhr":
        return None
    match = _with_uhr(s, at, hour)
    return Match(at, match.last, of_period(calendar.clock_period(day, *hour), "clock"), day, "day")
