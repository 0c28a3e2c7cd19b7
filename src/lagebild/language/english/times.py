"""An English text -> its time expressions with TIMEX3 value and resolved interval: the plain cases of news.

Thinner than the German grammar: English reports stand beside German ones in a story and have to share its timeline.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lagebild.language import calendar
from lagebild.language.calendar import Period
from lagebild.language.english.numbers import read_number, read_table
from lagebild.language.timex import Reading, duration_value, of_period
from lagebild.language.words import Token, sentences_within, tokens
from lagebild.records.annotation import TimeExpression
from lagebild.records.span import Span

_PLACED = frozenset(
    {
        "in",
        "since",
        "by",
        "from",
        "until",
        "till",
        "of",
        "before",
        "after",
        "during",
        "for",
        "and",
        "to",
        "between",
        "early",
        "late",
        "mid",
    }
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One sentence with the publication day."""

    tokens: Sequence[Token]
    today: date | None

    def lower(self, at: int) -> str:
        """Return the lower-case token, "" outside of the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def capital(self, at: int) -> bool:
        """Tell whether a token begins with a capital letter."""
        return 0 <= at < len(self.tokens) and self.tokens[at].text[:1].isupper()

    def number(self, at: int) -> int:
        """Return a token of plain digits as a number, -1 for any other."""
        raw = self.tokens[at].text if 0 <= at < len(self.tokens) else ""
        return int(raw) if raw.isdecimal() else -1

    @property
    def ahead(self) -> bool:
        """Tell whether the sentence speaks of the future."""
        clues = read_table("times.toml")["clues"]["future"]
        return any(t.lower in clues for t in self.tokens)


Found = tuple[int, int, Reading] | None


class EnglishTimeTagger:
    """Finds and resolves English time expressions; see the protocol `TimeTagger`."""

    def tag(self, text: str, sentences: Sequence[Span], anchor: datetime | None) -> tuple[TimeExpression, ...]:
        """Return the time expressions in order; without `anchor` they stay underspecified and have no interval."""
        today = calendar.anchor_day(anchor)
        found: list[TimeExpression] = []
        for span in sentences_within(sentences):
            row = _Row(tokens(text, span), today)
            found.extend(_expressions(row))
        return tuple(found)


def _expressions(row: _Row) -> list[TimeExpression]:
    found: list[TimeExpression] = []
    at = done = 0
    while at < len(row.tokens):
        best: Found = None
        for rule in _RULES:
            match = rule(row, at)
            if match and match[0] >= done and (best is None or match[1] > best[1]):
                best = match
        if best is None:
            at += 1
            continue
        first, last, r = best
        span = Span(row.tokens[first].start, row.tokens[last - 1].end)
        found.append(TimeExpression(span, r.type, r.value, r.start, r.end, r.modifier, r.rule))
        at = done = last
    return found


def _year_of(row: _Row, month: int, day: int) -> int | None:
    """Return the year of a date without one: the nearest, rather past unless the sentence speaks of the future."""
    if row.today is None:
        return None
    here = calendar.valid_day(row.today.year, month, min(day, 28)) or row.today
    ahead = (here - row.today).days
    if row.ahead:
        return row.today.year + (ahead < -31)
    return row.today.year - (ahead > 183)


def _is_year(row: _Row, at: int) -> bool:
    return 1000 <= row.number(at) <= 2100 and len(row.tokens[at].text) == 4


def _day(row: _Row, first: int, last: int, month: int, day: int) -> Found:
    """Finish a date whose year may stand at `last` ("19 June 2024", "June 19, 2024")."""
    comma = row.lower(last) == ","
    year = row.number(last + comma) if _is_year(row, last + comma) else _year_of(row, month, day)
    end = last + comma + 1 if _is_year(row, last + comma) else last
    if year is None:
        return first, end, Reading("DATE", f"XXXX-{month:02}-{day:02}", "day-month")
    found = calendar.valid_day(year, month, day)
    return (first, end, of_period(calendar.day_period(found), "day-month")) if found else None


def _date(row: _Row, at: int) -> Found:
    """Read "19 June", "June 19th, 2024", "June 2024", "in August"."""
    months = read_table("times.toml")["months"]
    if 1 <= row.number(at) <= 31:
        step = at + 1 + (row.lower(at + 1) in ("st", "nd", "rd", "th"))
        step += row.lower(step) == "of"
        if row.lower(step) in months and row.capital(step):
            return _day(row, at, step + 1, months[row.lower(step)], row.number(at))
    month = months.get(row.lower(at))
    if not month or not row.capital(at):
        return None
    head = at + 1 + (row.lower(at + 1) == "." and len(row.lower(at)) <= 4)
    if 1 <= row.number(head) <= 31:
        return _day(row, at, head + 1 + (row.lower(head + 1) in ("st", "nd", "rd", "th")), month, row.number(head))
    if _is_year(row, head):
        return at, head + 1, of_period(calendar.month_period(row.number(head), month), "month-year")
    if row.lower(at - 1) not in _PLACED and row.lower(at - 1) not in read_table("times.toml")["deictic"]:
        return None
    year = _year_of(row, month, 15)
    if year is None:
        return at, at + 1, Reading("DATE", f"XXXX-{month:02}", "month")
    return at, at + 1, of_period(calendar.month_period(year, month), "month")


def _year(row: _Row, at: int) -> Found:
    """Read "2019", "the 1990s", "spring 2023"."""
    if not _is_year(row, at):
        table = read_table("times.toml")["seasons"]
        if row.lower(at) in table and at + 1 < len(row.tokens):
            step = at + 1 + (row.lower(at + 1) == "of")
            if step < len(row.tokens) and _is_year(row, step):
                period = calendar.season_period(row.number(step), table[row.lower(at)])
                return at, step + 1, of_period(period, "season")
        return None
    if row.lower(at + 1) == "s" and row.number(at) % 10 == 0:
        return at, at + 2, of_period(calendar.decade_period(row.number(at) // 10), "decade")
    if row.lower(at - 1) not in _PLACED and row.lower(at - 1) not in ("(", ",", "year"):
        return None
    return (
        (at, at + 1, of_period(calendar.year_period(row.number(at)), "year"))
        if 1900 <= row.number(at) <= 2050
        else None
    )


def _day_word(row: _Row, at: int) -> Found:
    """Read "yesterday", "Monday", "last Friday", "Tuesday evening", "tomorrow morning"."""
    table = read_table("times.toml")
    kind = table["deictic"].get(row.lower(at - 1))
    shift, number = table["days"].get(row.lower(at)), table["weekdays"].get(row.lower(at))
    if shift is None and (number is None or not row.capital(at)):
        return None
    first = at - 1 if kind is not None and number else at
    part = table["dayparts"].get(row.lower(at + 1)) or ("NI" if row.lower(at) == "tonight" else None)
    last = at + 1 + (row.lower(at + 1) in table["dayparts"])
    if row.today is None:
        value = f"XXXX-WXX-{number}" if number else ("PRESENT_REF", "FUTURE_REF", "PAST_REF")[shift or 0]
        return first, last, Reading("DATE", value, "day-word")
    if shift is None:
        back = (row.today.isoweekday() - (number or 1)) % 7
        forward = kind == 1 or (kind is None and back and row.ahead)
        shift = 7 - back if forward else -7 if kind == -1 and back == 0 else -back
    day = calendar.shift_days(row.today, shift)
    period = calendar.part_period(day, part) if part else calendar.day_period(day)
    return first, last, of_period(period, "day-word")


def _shifted(day: date, unit: str, count: float) -> Period | None:
    """Return the unit that lies `count` units after that of `day`."""
    if unit == "D":
        return calendar.day_period(calendar.shift_days(day, round(count)))
    if unit in ("W", "WE"):
        moved = calendar.shift_days(day, round(count * 7))
        return calendar.week_period(moved) if unit == "W" else calendar.weekend_period(moved)
    if unit == "M":
        return calendar.month_period(*calendar.shift_months(day.year, day.month, round(count)))
    if unit in ("Y", "DE") and abs(count) * 10 < day.year:
        years = round(count * (10 if unit == "DE" else 1))
        return (
            calendar.year_period(day.year + years) if unit == "Y" else calendar.decade_period((day.year + years) // 10)
        )
    return None


def _amount(row: _Row, at: int) -> Found:
    """Read "last week", "two weeks ago", "in three days", "the past ten years", "three hours", "every day"."""
    table = read_table("times.toml")
    units, kind = table["units"], table["deictic"].get(row.lower(at))
    head = at + (kind is not None)
    unit = units.get(row.lower(head))
    if unit and kind is not None and not row.lower(head).endswith("s"):
        period = _shifted(row.today, unit, kind) if row.today else None
        return (at, head + 1, of_period(period, "deictic-unit")) if period else None
    if unit and row.lower(at - 1) in ("every", "each", "per"):
        return at - 1, at + 1, Reading("SET", duration_value([(1, unit)]), "every-unit")
    number = (
        (1.0, head + 1)
        if row.lower(head) in ("a", "an") and units.get(row.lower(head + 1))
        else read_number(row.tokens, head)
    )
    joined = number is not None and row.lower(number[1]) == "-"
    unit = units.get(row.lower(number[1] + joined)) if number else None
    if not number or not unit:
        return None
    end = number[1] + joined + 1
    sign = 1 if row.lower(at - 1) == "in" and row.ahead else -1 if row.lower(end) in ("ago", "earlier") else 0
    period = _shifted(row.today, unit, sign * number[0]) if sign and row.today and kind is None else None
    if period:
        return (
            (at - 1, end, of_period(period, "distance")) if sign > 0 else (at, end + 1, of_period(period, "distance"))
        )
    return at, end, Reading("DURATION", duration_value([(number[0], unit)]), "duration")


def _word(row: _Row, at: int) -> Found:
    """Read "daily", "recently", "at the moment"."""
    table = read_table("times.toml")
    if row.lower(at) in table["sets"]:
        return at, at + 1, Reading("SET", table["sets"][row.lower(at)], "adverb-set")
    for reference, phrases in table["vague"].items():
        for phrase in phrases:
            words = phrase.split()
            if words[0] == row.lower(at) and all(row.lower(at + n) == w for n, w in enumerate(words)):
                return at, at + len(words), Reading("DATE", reference, "vague")
    return None


_RULES: tuple[Callable[[_Row, int], Found], ...] = (_date, _day_word, _year, _amount, _word)
