"""A calendar unit -> its TIMEX3 value and the half-open interval of aware times that it covers.

Every tagger resolves to these periods, so that values and intervals cannot disagree. Times are those of Berlin, where
the reader of a German newspaper reads them. Values follow TIMEX3 as KRAUTS writes it ("2024-W46", "2024-SU", "199",
"2024-11-11TEV"). A period outside of years 1 to 9998 has a value and no interval.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

Grain = Literal[
    "minute",
    "part",
    "day",
    "weekend",
    "week",
    "month",
    "quarter",
    "half",
    "season",
    "year",
    "decade",
    "century",
    "none",
]

# First month of each season; winter of a year begins in December of that year, as TIMEX3 taggers count it.
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
# Hours in which a day part begins and ends; a night belongs to the day on whose evening it begins.
PART_HOURS = {"MO": (6, 12), "MI": (11, 14), "AF": (12, 18), "EV": (18, 24), "NI": (22, 30)}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: TIMEX3 `value`, and `start` (inclusive) and `end` (exclusive) where they are known."""

    grain: Grain
    value: str
    start: datetime | None = None
    end: datetime | None = None

    @property
    def first_day(self) -> date | None:
        """Return the day on which the period begins."""
        return self.start.date() if self.start else None


def anchor_day(anchor: datetime | None) -> date | None:
    """Return the day of publication in Berlin; None where it is unknown or at the very edge of the calendar."""
    return anchor.astimezone(BERLIN).date() if anchor and 10 <= anchor.year <= 9990 else None


def midnight(day: date) -> datetime:
    """Return the beginning of a day in Berlin."""
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN)


def shift_days(day: date, count: int) -> date:
    """Return the day `count` days later, held inside the calendar."""
    return date.fromordinal(max(1, min(date.max.toordinal() - 400, day.toordinal() + count)))


def shift_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Return year and month `count` months later; the year never falls below 1."""
    index = year * 12 + month - 1 + count
    return max(1, index // 12), index % 12 + 1


def _span(grain: Grain, value: str, first: tuple[int, int], after: tuple[int, int]) -> Period:
    """Return the period from the first of a month up to the first of another."""
    if not (1 <= first[0] <= 9998 and 1 <= after[0] <= 9999):
        return Period(grain, value)
    return Period(grain, value, midnight(date(*first, 1)), midnight(date(*after, 1)))


def day_period(day: date) -> Period:
    """Return one day."""
    return Period("day", day.isoformat(), midnight(day), midnight(shift_days(day, 1)))


def week_period(day: date) -> Period:
    """Return the ISO week in which a day lies."""
    year, week, weekday = day.isocalendar()
    monday = shift_days(day, 1 - weekday)
    return Period("week", f"{year:04}-W{week:02}", midnight(monday), midnight(shift_days(monday, 7)))


def weekend_period(day: date) -> Period:
    """Return Saturday and Sunday of the ISO week in which a day lies."""
    year, week, weekday = day.isocalendar()
    saturday = shift_days(day, 6 - weekday)
    return Period("weekend", f"{year:04}-W{week:02}-WE", midnight(saturday), midnight(shift_days(saturday, 2)))


def month_period(year: int, month: int) -> Period:
    """Return one month."""
    return _span("month", f"{year:04}-{month:02}", (year, month), shift_months(year, month, 1))


def quarter_period(year: int, quarter: int) -> Period:
    """Return quarter 1 to 4 of a year."""
    first = (year, quarter * 3 - 2)
    return _span("quarter", f"{year:04}-Q{quarter}", first, shift_months(*first, 3))


def half_period(year: int, half: int) -> Period:
    """Return half 1 or 2 of a year."""
    first = (year, half * 6 - 5)
    return _span("half", f"{year:04}-H{half}", first, shift_months(*first, 6))


def season_period(year: int, code: str) -> Period:
    """Return a season (SP, SU, FA, WI) of a year, by whole months."""
    first = (year, SEASON_START[code])
    return _span("season", f"{year:04}-{code}", first, shift_months(*first, 3))


def year_period(year: int) -> Period:
    """Return one year."""
    return _span("year", f"{year:04}", (year, 1), (year + 1, 1))


def decade_period(decade: int) -> Period:
    """Return the decade that begins in year `decade` * 10."""
    return _span("decade", f"{decade:03}", (decade * 10, 1), (decade * 10 + 10, 1))


def century_period(century: int) -> Period:
    """Return a century by its ordinal (the 19th is 19); value and years are those of the common usage (1800-1899)."""
    return _span("century", f"{century - 1:02}", (century * 100 - 100, 1), (century * 100, 1))


def part_period(day: date, code: str) -> Period:
    """Return a part of a day (MO, MI, AF, EV, NI)."""
    first, last = PART_HOURS[code]
    start = midnight(day) + timedelta(hours=first)
    return Period("part", f"{day.isoformat()}T{code}", start, midnight(shift_days(day, last // 24)) + _hours(last % 24))


def clock_period(day: date, hour: int, minute: int) -> Period:
    """Return one minute of a day; 24:00 is the end of the day."""
    start = midnight(shift_days(day, hour // 24)) + timedelta(hours=hour % 24, minutes=minute)
    return Period("minute", f"{day.isoformat()}T{hour:02}:{minute:02}", start, start + timedelta(minutes=1))


def _hours(count: int) -> timedelta:
    return timedelta(hours=count)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
