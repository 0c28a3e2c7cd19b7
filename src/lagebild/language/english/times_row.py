"""What the English time rules look at: the tokens of one sentence, publication, and the day that it named last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from lagebild.language import calendar
from lagebild.language.calendar import Period
from lagebild.language.english.numbers import read_table
from lagebild.language.timex import Reading, of_period
from lagebild.language.words import Token

_CLAUSE_MARKS = frozenset(';:()“”"–—')
# Tokens to each side of a date in which its verb is looked for.
_REACH = 25


@cache
def tables() -> Mapping[str, Any]:
    """Return the tables of `times.toml`."""
    return read_table("times.toml")


@cache
def _clues() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in tables()["clues"].items()}


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `first` to `last` (exclusive) with their reading, and the day that it names."""

    first: int
    last: int
    reading: Reading
    day: date | None = None


@dataclass(slots=True)
class Discourse:
    """Publication day and the day named last."""

    today: date | None
    day: date | None = None


@dataclass(slots=True)
class Row:
    """One sentence under the rules."""

    tokens: Sequence[Token]
    discourse: Discourse
    _ahead: dict[int, bool] = field(default_factory=dict)

    @property
    def today(self) -> date | None:
        """Return the day of publication."""
        return self.discourse.today

    def lower(self, at: int) -> str:
        """Return the lower-case token, "" outside of the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def capital(self, at: int) -> bool:
        """Tell whether a token begins with a capital letter."""
        return 0 <= at < len(self.tokens) and self.tokens[at].text[:1].isupper()

    def glued(self, at: int) -> bool:
        """Tell whether a token follows the one before without a space."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def number(self, at: int) -> int:
        """Return a token of plain digits as a number, -1 for any other."""
        raw = self.tokens[at].text if 0 <= at < len(self.tokens) else ""
        return int(raw) if raw.isdecimal() and len(raw) < 10 else -1

    def is_year(self, at: int) -> bool:
        """Tell whether a token has the form of a year between 1000 and 2100."""
        return 1000 <= self.number(at) <= 2100 and len(self.tokens[at].text) == 4

    def ahead(self, at: int) -> bool:
        """Tell whether the verb nearest to a token, first before and then behind it, speaks of what is to come."""
        if at not in self._ahead:
            self._ahead[at] = self._look(
                range(at - 1, max(-1, at - _REACH), -1), range(at, min(len(self.tokens), at + _REACH))
            )
        return self._ahead[at]

    def _look(self, before: range, behind: range) -> bool:
        for side in (before, behind):
            for at in side:
                token = self.tokens[at]
                if token.text in _CLAUSE_MARKS:
                    break
                if token.lower in _clues()["future"]:
                    return True
                if token.lower in _clues()["past"] or (token.lower.endswith("ed") and len(token.lower) > 4):
                    return False
        return False


def dated(first: int, last: int, period: Period, rule: str, modifier: str | None = None) -> Match:
    """Return the match of a calendar period."""
    return Match(first, last, of_period(period, rule, modifier), period.first_day)


def shifted(day: date, unit: str, count: float) -> Period | None:
    """Return the unit that lies `count` units after that of `day`; None for units below the day."""
    if unit == "D":
        return calendar.day_period(calendar.shift_days(day, round(count)))
    if unit in ("W", "WE"):
        moved = calendar.shift_days(day, round(count * 7))
        return calendar.week_period(moved) if unit == "W" else calendar.weekend_period(moved)
    if unit == "M":
        return calendar.month_period(*calendar.shift_months(day.year, day.month, round(count)))
    if unit == "Q":
        year, month = calendar.shift_months(day.year, day.month, round(count * 3))
        return calendar.quarter_period(year, (month + 2) // 3)
    years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    if years is None or abs(count) * years >= day.year:
        return None
    year = day.year + round(count * years)
    if unit == "Y":
        return calendar.year_period(year)
    return calendar.decade_period(year // 10) if unit == "DE" else calendar.century_period(year // 100 + 1)
