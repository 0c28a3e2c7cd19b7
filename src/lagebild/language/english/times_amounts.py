"""English amounts of time, days told from publication, clock times, repetitions, and vague words."""

import re
from datetime import date

from lagebild.language import calendar
from lagebild.language.english.numbers import read_number
from lagebild.language.english.times_row import Match, Row, dated, shifted, tables
from lagebild.language.timex import Reading, duration_value, of_period

_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[.:]([0-5]\d))?")
_ARTICLES = frozenset({"a", "an"})


def day_word(row: Row, at: int) -> tuple[Match, ...]:
    """Read "yesterday", "Monday", "last Friday", "Tuesday evening", "tomorrow morning", "tonight"."""
    table = tables()
    kind = table["deictic"].get(row.lower(at - 1))
    shift, number = table["days"].get(row.lower(at)), table["weekdays"].get(row.lower(at))
    if shift is None and (number is None or not row.capital(at) or (len(row.lower(at)) < 4 and row.lower(at) != "sun")):
        return ()
    first = at - 1 if kind is not None and number else at
    part = table["dayparts"].get(row.lower(at + 1)) or ("NI" if row.lower(at) == "tonight" else None)
    last = at + 1 + (row.lower(at + 1) in table["dayparts"])
    if row.today is None:
        value = f"XXXX-WXX-{number}" if number else ("PRESENT_REF", "FUTURE_REF", "PAST_REF")[shift or 0]
        return (Match(first, last, Reading("DATE", value, "day-word")),)
    if shift is None:
        shift = _weekday_shift(row, at, number or 1, kind)
    day = calendar.shift_days(row.today, shift)
    period = calendar.part_period(day, part) if part else calendar.day_period(day)
    return (Match(first, last, of_period(period, "day-word"), day),)


def _weekday_shift(row: Row, at: int, number: int, kind: int | None) -> int:
    back = ((row.today or date.min).isoweekday() - number) % 7
    if kind == -1:
        return -(back or 7)
    if kind == 1 or (kind is None and back and row.ahead(at)):
        return 7 - back
    if kind == 0:
        return (7 - back) % 7 if row.ahead(at) else -back
    return -back


def part_of_day(row: Row, at: int) -> tuple[Match, ...]:
    """Read "in the morning", "that evening", "this afternoon", on the day that the text speaks of."""
    code = tables()["dayparts"].get(row.lower(at))
    if not code or row.lower(at - 1) not in ("the", "that", "this") or row.lower(at) == "noon":
        return ()
    if row.lower(at - 1) == "the" and row.lower(at - 2) not in ("in", "during"):
        return ()
    day = row.today if row.lower(at - 1) == "this" else row.discourse.day or row.today
    if day is None:
        return (Match(at - 1, at + 1, Reading("TIME", f"XXXX-XX-XXT{code}", "day-part")),)
    return (Match(at - 1, at + 1, of_period(calendar.part_period(day, code), "day-part"), day),)


def clock(row: Row, at: int) -> tuple[Match, ...]:
    """Read "8.30 p.m.", "3 a.m. local time", "18:00 GMT", "9am", "noon", "midnight"."""
    if row.lower(at) in ("noon", "midnight") and row.lower(at - 1) in (
        "at",
        "by",
        "until",
        "before",
        "after",
        "around",
    ):
        return (_clock_match(row, at, at + 1, 12 if row.lower(at) == "noon" else 24, 0),)
    match = _CLOCK.fullmatch(row.tokens[at].text)
    if not match:
        return ()
    hour, minute = int(match[1]), int(match[2] or 0)
    end, half = _half_day(row, at + 1)
    if half:
        if not 1 <= hour <= 12:
            return ()
        hour = hour % 12 + (12 if half == "p" else 0)
    elif row.lower(at + 1) in ("o’clock", "o'clock"):
        end = at + 2
    elif ":" not in row.tokens[at].text or row.lower(at - 1) not in (
        "at",
        "from",
        "until",
        "to",
        "by",
        "about",
        "around",
        "before",
        "after",
        "and",
    ):
        return ()
    return (_clock_match(row, at, _zone(row, end), hour, minute),)


def _half_day(row: Row, at: int) -> tuple[int, str]:
    """Read "p.m.", "pm", "am" behind an hour: the index after it and its letter."""
    word = row.lower(at)
    if word in ("am", "pm"):
        return at + 1, word[0]
    if word in ("a", "p") and row.lower(at + 1) == "." and row.lower(at + 2) == "m":
        return at + 3 + (row.lower(at + 3) == "."), word
    return at, ""


def _zone(row: Row, at: int) -> int:
    if row.lower(at) in ("gmt", "utc", "cet", "cest", "bst", "est", "edt"):
        return at + 1
    return at + 2 if (row.lower(at), row.lower(at + 1)) == ("local", "time") else at


def _clock_match(row: Row, first: int, last: int, hour: int, minute: int) -> Match:
    """Put a clock time on the day behind it ("8 p.m. on Monday"), else on the day named last, else on publication."""
    day = row.discourse.day or row.today
    if row.lower(last) == "on" and (named := day_word(row, last + 1)) and named[0].day:
        day = named[0].day
    elif named := day_word(row, last):
        day = named[0].day or day
    if day is None:
        return Match(first, last, Reading("TIME", f"XXXX-XX-XXT{hour:02}:{minute:02}", "clock"))
    return Match(first, last, of_period(calendar.clock_period(day, hour, minute), "clock"), day)


def amount_of_time(row: Row, at: int) -> tuple[Match, ...]:
    """Read "two weeks ago", "in three days", "the past ten years", "half an hour", "more than two hours"."""
    first, head = at, at
    for phrase in tables()["comparators"]:
        words = phrase.split()
        behind = row.lower(at + len(words))
        spoken = all(row.lower(at + n) == word for n, word in enumerate(words))
        if spoken and behind != "the" and behind not in tables()["deictic"]:
            head = at + len(words)
            break
    start = head + (row.lower(head) == "the")
    kind = tables()["deictic"].get(row.lower(start))
    if start > head and kind is None:
        return ()
    head = start + (kind is not None)
    amount, end = _amount(row, head)
    joined = row.lower(end) == "-" and row.glued(end)
    unit = tables()["units"].get(row.lower(end + joined))
    if unit is None or amount == -1 or (end == head and kind is None):
        return ()
    plural = row.lower(end + joined).endswith("s")
    last = end + joined + 1
    if amount is None and not (plural and kind is not None):
        return ()
    if amount == 1 and unit == "S" and row.lower(at) in _ARTICLES and row.lower(at - 1) != "for":
        return ()  # "a second goal"
    return _meaning(row, (first, last), (amount, unit), kind)


def _meaning(row: Row, ends: tuple[int, int], part: tuple[float | None, str], kind: int | None) -> tuple[Match, ...]:
    """Decide whether an amount is a date counted from publication or the text, or a length of time."""
    first, last = ends
    amount, unit = part
    sign = (
        -1
        if row.lower(last) in ("ago", "earlier", "before")
        else 1
        if row.lower(last) in ("later", "afterwards")
        else 0
    )
    if sign and kind is None and amount is not None:
        base = row.today if row.lower(last) == "ago" else row.discourse.day
        period = shifted(base, unit, sign * amount) if base else None
        if period:
            return (dated(first, last + 1, period, "distance"),)
    if row.lower(first - 1) == "in" and kind is None and amount is not None and row.today and row.ahead(first):
        period = shifted(row.today, unit, amount)
        if period:
            return (dated(first - 1, last, period, "distance"),)
    if kind == 0:
        return ()
    value = duration_value([(amount, unit)])
    start = end = None
    if (
        kind
        and row.today
        and (period := shifted(row.today, unit, kind * (amount or 2)))
        and period.start
        and period.end
    ):
        now = calendar.midnight(row.today)
        start, end = (period.start, now) if kind < 0 else (now, period.end)
    return (Match(first, last, Reading("DURATION", value, "duration", start, end)),)


def _amount(row: Row, at: int) -> tuple[float | None, int]:
    """Read the number of a length of time: None for an indefinite one, -1 for no number; and the index after it."""
    if row.lower(at) == "half" and row.lower(at + 1) in _ARTICLES:
        return 0.5, at + 2
    if row.lower(at) in _ARTICLES and tables()["units"].get(row.lower(at + 1)):
        return 1.0, at + 1
    if row.lower(at) in _ARTICLES and row.lower(at + 1) == "few":
        return None, at + 2
    if row.lower(at) in tables()["indefinite"]:
        return None, at + 1
    found = read_number(row.tokens, at)
    if found is None:
        return (None if tables()["units"].get(row.lower(at)) else -1), at
    value, end = found
    if row.lower(end) == "and" and row.lower(end + 1) == "a" and row.lower(end + 2) == "half":
        return value + 0.5, end + 3
    return value, end


def indefinite(row: Row, at: int) -> tuple[Match, ...]:
    """Read "recent years", "for decades", "several weeks", "a few days"."""
    amount, end = _amount(row, at)
    recent = row.lower(at) in ("recent", "coming")
    head = at + 1 if recent else end
    unit = tables()["units"].get(row.lower(head))
    if unit is None or amount not in (None, -1) or not row.lower(head).endswith("s"):
        return ()
    if head == at and row.lower(at - 1) not in ("for", "after", "within", "over"):
        return ()
    last = head + 1
    if row.lower(last) == "ago":
        return (Match(at, last + 1, Reading("DATE", "PAST_REF", "indefinite-distance")),)
    return (Match(at, last, Reading("DURATION", duration_value([(None, unit)]), "indefinite-duration")),)


def deictic_unit(row: Row, at: int) -> tuple[Match, ...]:
    """Read "last week", "this year", "the previous year", "the weekend", "next month"."""
    start = at + (row.lower(at) == "the")
    kind = tables()["deictic"].get(row.lower(start))
    weekend = row.lower(start) == "weekend" and start > at
    unit = tables()["units"].get(row.lower(start + (kind is not None)))
    if row.today is None or unit is None or (kind is None and not weekend) or unit in ("H", "M:", "S"):
        return ()
    word = row.lower(start + (kind is not None))
    if word.endswith("s"):
        return ()
    if unit == "WE":
        inside = row.today.isoweekday() >= 6
        before = kind == -1 or (kind is None and not row.ahead(at))
        kind = -1 if before and not (inside and kind is None) else 1 if kind == 1 and inside else 0
    period = shifted(row.today, unit, kind or 0)
    return (dated(at, start + 1 + (not weekend), period, "deictic-unit"),) if period else ()


def repeated(row: Row, at: int) -> tuple[Match, ...]:
    """Read "daily", "every Friday", "every two years", "twice a week", "three times a month", "per day"."""
    table = tables()
    word = row.lower(at)
    if word in table["sets"]:
        return (Match(at, at + 1, Reading("SET", table["sets"][word], "adverb-set")),)
    times = 1 if word in ("once", "twice") else 2 if row.lower(at + 1) == "times" else 0
    if times and row.lower(at + times) in ("a", "an", "per", "every", "each"):
        unit = table["units"].get(row.lower(at + times + 1))
        return (
            (Match(at, at + times + 2, Reading("SET", duration_value([(1, unit)]), "times-per-unit")),) if unit else ()
        )
    if word not in ("every", "each", "per"):
        return ()
    if (number := table["weekdays"].get(row.lower(at + 1))) and row.capital(at + 1):
        return (Match(at, at + 2, Reading("SET", f"XXXX-WXX-{number}", "every-weekday")),)
    if part := table["dayparts"].get(row.lower(at + 1)):
        return (Match(at, at + 2, Reading("SET", duration_value([(1, part)]), "every-part")),)
    other = row.lower(at + 1) == "other"
    found = read_number(row.tokens, at + 1)
    amount, end = (2.0, at + 2) if other else found or (1.0, at + 1)
    unit = table["units"].get(row.lower(end))
    if unit is None or (word == "per" and unit in ("H", "M:", "S")):
        return ()
    return (Match(at, end + 1, Reading("SET", duration_value([(amount, unit)]), "every-unit")),)


def vague(row: Row, at: int) -> tuple[Match, ...]:
    """Read "recently", "at the moment", "in the future"."""
    for reference, phrases in tables()["vague"].items():
        for phrase in phrases:
            words = phrase.split()
            if words[0] == row.lower(at) and all(row.lower(at + n) == w for n, w in enumerate(words)):
                return (Match(at, at + len(words), Reading("DATE", reference, "vague")),)
    return ()
