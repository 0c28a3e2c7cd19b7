"""Amounts of time -> TIMEX3 duration values ("P2W", "PT0.5H", "PXY"), and a reading before it is put on a span."""

from dataclasses import dataclass
from datetime import datetime

from lagebild.language.calendar import Period
from lagebild.records.annotation import TimeType

# Units in the codes of TIMEX3; DE, CE and ML are decades, centuries and millennia (L in a value), WE weekends.
CLOCK_UNITS = frozenset({"H", "M:", "S"})
PART_UNITS = frozenset({"MO", "MI", "AF", "EV", "NI"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 type, value, modifier, interval where it has one, and the rule that read it."""

    type: TimeType
    value: str
    rule: str
    start: datetime | None = None
    end: datetime | None = None
    modifier: str | None = None


def of_period(period: Period, rule: str, modifier: str | None = None) -> Reading:
    """Return the reading of a calendar period; parts of a day and clock times are of type TIME, the rest DATE."""
    kind: TimeType = "TIME" if period.grain in ("part", "minute") else "DATE"
    return Reading(kind, period.value, rule, period.start, period.end, modifier)


def amount_text(amount: float) -> str:
    """Write an amount as TIMEX3 does: "2", "0.5"."""
    return str(int(amount)) if amount == int(amount) else f"{amount:g}"


def duration_value(parts: list[tuple[float | None, str]]) -> str:
    """Write amounts with unit codes as one duration; an amount of None is the indefinite X.

    Codes: Y M W D DE CE ML SU.. for calendar units, "H", "M:" (minutes) and "S" for clock units.
    """
    days, clock = "", ""
    for amount, unit in parts:
        written = ("X" if amount is None else amount_text(amount)) + {"M:": "M", "ML": "L"}.get(unit, unit)
        if unit in CLOCK_UNITS or unit in PART_UNITS:
            clock += written
        else:
            days += written
    return "P" + days + ("T" + clock if clock else "")
