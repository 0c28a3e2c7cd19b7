"""English calendar dates: days, months, years, decades, centuries, quarters, seasons, feast days, parts of them."""

import re
from datetime import date

from lagebild.language import calendar
from lagebild.language.calendar import Period
from lagebild.language.english.times_row import Match, Row, dated, shifted, tables
from lagebild.language.timex import Reading

_PLACED = frozenset({
    "in", "since", "by", "from", "until", "till", "of", "before", "after", "during", "for", "and", "to", "between",
    "early", "late", "mid", "through", "last", "next", "this", "around",
})  # fmt: skip
# Abbreviations that carry a full stop.
_SHORT = frozenset({"jan", "feb", "mar", "apr", "aug", "sep", "sept", "oct", "nov", "dec"})
_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_ORDINAL_DIGITS = re.compile(r"\d{1,2}")
# Beyond this many days ahead a date without a year belongs to the year before, unless the sentence looks ahead.
_FORWARD_DAYS = 183


def year_of(row: Row, at: int, month: int, day: int) -> int | None:
    """Return the year of a date without one: the nearest, rather past unless the sentence speaks of the future."""
    if row.today is None:
        return None
    here = calendar.valid_day(row.today.year, month, min(day, 28)) or row.today
    ahead = (here - row.today).days
    if row.ahead(at):
        return row.today.year + (ahead < -31)
    return row.today.year - (ahead > _FORWARD_DAYS)


def _day_at(row: Row, at: int) -> tuple[int, int]:
    """Read a day number with its ending ("19", "3rd of"): the number (0 for none) and the index after it."""
    if not 1 <= row.number(at) <= 31 or len(row.tokens[at].text) > 2:
        return 0, at
    end = at + 1 + (row.lower(at + 1) in _ENDINGS and row.glued(at + 1))
    return row.number(at), end + (row.lower(end) == "of")


def _month(row: Row, at: int) -> tuple[int, int]:
    """Read a month, also abbreviated: its number (0 for none) and the index after it."""
    month = tables()["months"].get(row.lower(at), 0) if row.capital(at) else 0
    return month, at + 1 + (bool(month) and row.lower(at + 1) == "." and row.lower(at) in _SHORT)


def _behind_weekday(row: Row, at: int) -> int:
    """Return the index of the date behind a weekday ("Saturday, November 9"), `at` where there is none."""
    if row.lower(at) not in tables()["weekdays"] or not row.capital(at):
        return at
    head = at + 1 + (row.lower(at + 1) == ",")
    return head + (row.lower(head) == "the")


def _finish(row: Row, first: int, last: int, month: int, day: int) -> Match | None:
    """Finish a date whose year may stand at `last` ("19 June 2024", "June 19, 2024")."""
    comma = row.lower(last) == ","
    named = row.is_year(last + comma)
    end = last + comma + 1 if named else last
    year = row.number(last + comma) if named else year_of(row, first, month, day)
    if year is None:
        return (
            Match(first, end, Reading("DATE", f"XXXX-{month:02}-{day:02}", "day-month"))
            if calendar.valid_day(2024, month, day)
            else None
        )
    found = calendar.valid_day(year, month, day)
    return dated(first, end, calendar.day_period(found), "day-month") if found else None


def day_month(row: Row, at: int) -> tuple[Match, ...]:
    """Read "19 June", "June 19th, 2024", "Saturday, November 9", "3 to 5 October", "June 28-30"."""
    head = _behind_weekday(row, at)
    day, end = _day_at(row, head)
    if day:
        month, behind = _month(row, end)
        if month:
            return _one(_finish(row, at, behind, month, day))
        return _shared_month(row, at, day, end)
    month, end = _month(row, head)
    day, behind = _day_at(row, end) if month else (0, at)
    if (
        not day
        or row.lower(behind - 1) == "of"
        or (row.glued(behind) and row.lower(behind) not in (",", ".", ")", "-", "–", "?", "!", "”", "“"))
    ):
        return ()
    first = _finish(row, at, behind, month, day)
    until, after = _day_at(row, behind + 1) if row.lower(behind) in ("-", "–", "to") else (0, at)
    if until > day and first and not _month(row, after)[0]:
        second = _finish(row, behind + 1, after, month, until)
        return (Match(at, behind, first.reading, first.day), second) if second else (first,)
    return _one(first)


def _shared_month(row: Row, at: int, day: int, end: int) -> tuple[Match, ...]:
    """Read "3 to 5 October", "8 and 9 March": two days that share the month."""
    if row.lower(end) not in ("to", "and", "-", "–"):
        return ()
    later, behind = _day_at(row, end + 1)
    month, after = _month(row, behind) if later > day else (0, at)
    second = _finish(row, end + 1, after, month, later) if month else None
    if second is None or second.day is None:
        return ()
    first = calendar.valid_day(second.day.year, month, day)
    return (dated(at, end, calendar.day_period(first), "day-month"), second) if first else (second,)


def _one(match: Match | None) -> tuple[Match, ...]:
    return (match,) if match else ()


def iso_day(row: Row, at: int) -> tuple[Match, ...]:
    """Read "2024-06-19"."""
    if not row.is_year(at) or row.lower(at + 1) != "-" or row.lower(at + 3) != "-":
        return ()
    month, day = row.number(at + 2), row.number(at + 4)
    found = calendar.valid_day(row.number(at), month, day) if month > 0 and day > 0 else None
    return (dated(at, at + 5, calendar.day_period(found), "iso-day"),) if found else ()


def month(row: Row, at: int) -> tuple[Match, ...]:
    """Read "June 2024", "in August", "last March"."""
    number, head = _month(row, at)
    if not number:
        return ()
    if row.is_year(head):
        return (dated(at, head + 1, calendar.month_period(row.number(head), number), "month-year"),)
    if row.lower(head) == "of" and (period := _year_phrase(row, head + 1)):
        return (dated(at, period[1], calendar.month_period(int(period[0].value), number), "month-year"),)
    kind = tables()["deictic"].get(row.lower(at - 1))
    named = row.capital(at + 1) or (row.lower(at) in ("march", "may") and row.lower(at - 1) in ("to", "and", "for"))
    if named or (row.lower(at - 1) not in _PLACED and kind is None):
        return ()
    if row.today and kind:
        passed = number < row.today.month if kind < 0 else number > row.today.month
        return (
            dated(
                at - 1, at + 1, calendar.month_period(row.today.year + (0 if passed else kind), number), "deictic-month"
            ),
        )
    year = year_of(row, at, number, 15)
    if year is None:
        return (Match(at, at + 1, Reading("DATE", f"XXXX-{number:02}", "month")),)
    return (dated(at, at + 1, calendar.month_period(year, number), "month"),)


def _year_phrase(row: Row, at: int) -> tuple[Period, int] | None:
    """Read a year as the last part of a phrase: "2023", "this year", "last year": the year and the index after it."""
    if row.is_year(at):
        return (calendar.year_period(row.number(at)), at + 1) if row.lower(at + 1) != "s" else None
    kind = tables()["deictic"].get(row.lower(at))
    if kind is not None and row.lower(at + 1) == "year" and row.today:
        return calendar.year_period(row.today.year + kind), at + 2
    if row.lower(at) == "the" and row.lower(at + 1) == "year" and row.today:
        return calendar.year_period(row.today.year), at + 2
    return None


def year(row: Row, at: int) -> tuple[Match, ...]:
    """Read "2019" where it is placed, "the 1990s", "2023-24"."""
    if not row.is_year(at):
        return ()
    if row.lower(at + 1) == "s" and row.number(at) % 10 == 0:
        first = at - (row.lower(at - 1) == "the")
        return (dated(first, at + 2, calendar.decade_period(row.number(at) // 10), "decade"),)
    before = row.lower(at - 1)
    if before not in _PLACED and before not in ("(", ",", "year", "summer", "winter", "-"):
        return ()
    counted = row.lower(at + 1) in tables()["counted"] or (
        before in ("for", "of", "and", "to", "around", ",", "-") and _is_plural(row, at + 1)
    )
    sober = 1900 <= row.number(at) <= 2050 or before in ("in", "since", "until", "from")
    if counted or not sober:
        return ()
    return (dated(at, at + 1, calendar.year_period(row.number(at)), "year"),)


def _is_plural(row: Row, at: int) -> bool:
    return (
        row.lower(at).isalpha() and not row.capital(at) and (row.lower(at).endswith("s") or row.lower(at) == "people")
    )


def season(row: Row, at: int) -> tuple[Match, ...]:
    """Read "spring 2023", "the summer of 2021", "last winter", "this summer"."""
    code = tables()["seasons"].get(row.lower(at))
    if not code:
        return ()
    step = at + 1 + (row.lower(at + 1) == "of")
    if found := _year_phrase(row, step):
        first = at - (row.lower(at - 1) == "the")
        return (dated(first, found[1], calendar.season_period(int(found[0].value), code), "season-year"),)
    kind = tables()["deictic"].get(row.lower(at - 1))
    if kind is None or row.today is None:
        return ()
    start = calendar.SEASON_START[code] + 1
    passed = row.today.month >= start
    shift = {-1: -1 + int(passed and row.today.month > start + 1), 0: 0, 1: int(passed)}[kind]
    return (dated(at - 1, at + 1, calendar.season_period(row.today.year + shift, code), "deictic-season"),)


def century(row: Row, at: int) -> tuple[Match, ...]:
    """Read "the 19th century", "twentieth century"."""
    head = at + 2 if row.lower(at + 1) in _ENDINGS else at + 1
    number = row.number(at) if head > at + 1 else tables()["centuries"].get(row.lower(at), 0)
    if row.lower(head) == "-":
        head += 1
    if row.lower(head) != "century" or not 1 <= number <= 30:
        return ()
    first = at - (row.lower(at - 1) == "the")
    return (dated(first, head + 1, calendar.century_period(number), "century"),)


def part_of_year(row: Row, at: int) -> tuple[Match, ...]:
    """Read "the third quarter of 2023", "first half of this year", "second quarter"."""
    number = tables()["ordinals"].get(row.lower(at), 0)
    unit = {"quarter": 4, "half": 2}.get(row.lower(at + 1), 0)
    if not number or number > unit:
        return ()
    found = (
        _year_phrase(row, at + 3)
        if row.lower(at + 2) == "of"
        else (_year_phrase(row, at + 2) if row.is_year(at + 2) else None)
    )
    if found is None and (unit == 2 or row.today is None or row.lower(at + 2) == "of"):
        return ()
    value = int(found[0].value) if found else row.today.year if row.today else 1
    make = calendar.quarter_period if unit == 4 else calendar.half_period
    first = at - (row.lower(at - 1) == "the")
    return (dated(first, found[1] if found else at + 2, make(value, number), "quarter"),)


def part_of(row: Row, at: int) -> tuple[Match, ...]:
    """Read "early October", "the end of the year", "mid-2019", "the late 1990s", "the beginning of 2023"."""
    modifier = tables()["parts"].get(row.lower(at))
    if modifier is None:
        return ()
    head = at + 1 + (row.lower(at + 1) in ("-", "of"))
    first = at - (row.lower(at - 1) == "the")
    inner = _inner(row, head)
    if inner is None:
        return ()
    r = inner.reading
    return (Match(first, inner.last, Reading(r.type, r.value, "part-of", r.start, r.end, modifier), inner.day),)


def _inner(row: Row, head: int) -> Match | None:
    if found := _year_phrase(row, head):
        return Match(head, found[1], dated(head, found[1], found[0], "year").reading, found[0].first_day)
    for rule in (month, year, century, season):
        for at in (head, head + 1) if row.lower(head) in ("the", "last", "next", "this") else (head,):
            matches = rule(row, at)
            if len(matches) == 1:
                return matches[0]
    step = head + (row.lower(head) in ("the", "this", "last", "next"))
    kind = tables()["deictic"].get(row.lower(head), 0 if row.lower(head) == "the" else None)
    unit = tables()["units"].get(row.lower(step))
    if kind is not None and unit in ("W", "M", "Q", "DE", "CE") and row.today and not row.lower(step).endswith("s"):
        period = shifted(row.today, unit, kind)
        return dated(head, step + 1, period, "unit") if period else None
    return None


def feast(row: Row, at: int) -> tuple[Match, ...]:
    """Read "Christmas", "Good Friday", "Easter Monday", "New Year's Eve", with a year or in the nearest one."""
    if not row.capital(at):
        return ()
    for size in (3, 2, 1):
        name = " ".join(row.lower(k) for k in range(at, at + size)).replace("’", "'")
        entry = tables()["feasts"].get(name)
        if entry is not None:
            break
    else:
        return ()
    end = at + size + (row.lower(at + size) == ",")
    given = row.number(end) if row.is_year(end) else None
    if given is None and row.today is None:
        return (Match(at, at + size, Reading("DATE", "XXXX-XX-XX", "feast")),)
    base = given or (row.today.year if row.today else 1)
    day = _feast_day(entry, base)
    if given is None:
        chosen = year_of(row, at, day.month, day.day) or base
        day = _feast_day(entry, chosen)
    return (dated(at, end + 1 if given else at + size, calendar.day_period(day), "feast"),)


def _feast_day(entry: list[int], year: int) -> date:
    if len(entry) == 2:
        return date(max(1, min(year, 9990)), entry[0], entry[1])
    return calendar.shift_days(calendar.easter(max(1, min(year, 9990))), entry[0])
