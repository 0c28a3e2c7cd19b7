"""Feast days by name, fixed ones and those that move with Easter, in the year nearest to publication."""

from datetime import date
from functools import cache

from lagebild.language import calendar
from lagebild.language.german.times_dates import choose_year, year_after
from lagebild.language.german.times_lexicon import read_table
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.timex import Reading


@cache
def _holidays() -> dict[str, tuple[str, tuple[int, ...]]]:
    table = read_table("times_holidays.toml")
    days = {name: ("fixed", tuple(v)) for name, v in table["fixed"].items()}
    days |= {name: ("easter", (v,)) for name, v in table["easter"].items()}
    return days | {name: ("stretch", tuple(v)) for name, v in table["stretches"].items()}


@cache
def _holiday_beginnings() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _holidays())


def holiday_begins(word: str) -> bool:
    """Tell whether the name of a feast, or of its night, begins with a word."""
    return word in _holiday_beginnings() or word.startswith(("silvester", "neujahr"))


def _holiday(name: str, year: int) -> tuple[date, date]:
    """Return first and last day of a feast in a year."""
    kind, fields = _holidays()[name]
    if kind == "fixed":
        day = date(year, fields[0], fields[1])
        return day, day
    sunday = calendar.easter(year)
    return calendar.shift_days(sunday, fields[0]), calendar.shift_days(sunday, fields[-1])


def holiday(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read feast days ("Karfreitag", "Weihnachten 2023", "Tag der Deutschen Einheit")."""
    if not s.capital(at) and s.lower(at) not in ("ersten", "zweiten"):
        return ()
    for size in (4, 3, 2, 1):
        name = " ".join(s.lower(k) for k in range(at, at + size))
        if name in _holidays():
            break
    else:
        return ()
    given, end = year_after(s, at + size)
    if given is None and s.today is None:
        return (Match(at, end, Reading("DATE", "XXXX-XX-XX", "holiday")),)
    base = given
    if base is None and s.today:
        first, _ = _holiday(name, s.today.year)
        base = choose_year(s, at, first.month, first.day) or s.today.year
    first, last = _holiday(name, max(1, min(base or 1, 9990)))
    begin, final = calendar.day_period(first), calendar.day_period(last)
    value = begin.value if first == last else f"{begin.value}/{final.value}"
    return (Match(at, end, Reading("DATE", value, "holiday", begin.start, final.end), first, "day"),)


def holiday_named(s: Sentence, at: int, name: str) -> date | None:
    """Return the day of a feast by its name, in the year nearest to publication; None for no feast."""
    if name not in _holidays() or s.today is None:
        return None
    first, _ = _holiday(name, s.today.year)
    return _holiday(name, choose_year(s, at, first.month, first.day) or s.today.year)[0]
