"""Feast days by name, fixed ones and those that move with Easter, in the year nearest to publication."""

from datetime import date
from functools import cache

from lagebild.language import calendar
from lagebild.language.german.times_dates import choose_year, year_after
from lagebild.language.german.times_lexicon import read_table
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.timex import Reading, of_period


@cache
def _holidays() -> dict[str, tuple[str, tuple[int, ...]]]:
    table = read_table("times_holidays.toml")
    days = {name: ("fixed", tuple(v)) for name, v in table["fixed"].items()}
    days |= {name: ("easter", (v,)) for name, v in table["easter"].items()}
    days |= {name: ("advent", (v,)) for name, v in table["advent"].items()}
    return days | {name: ("stretch", tuple(v)) for name, v in table["stretches"].items()}


@cache
def _seasons() -> dict[str, str]:
    return dict(read_table("times_holidays.toml")["seasons"])


@cache
def _holiday_beginnings() -> frozenset[str]:
    return frozenset(name.split()[0].rstrip("-") for name in _holidays())


def holiday_begins(word: str) -> bool:
    """Tell whether the name of a feast, or of its night, begins with a word."""
    return word in _holiday_beginnings() or word in _seasons() or word.startswith(("silvester", "neujahr"))


def _holiday(name: str, year: int) -> tuple[date, date]:
    """Return first and last day of a feast in a year."""
    kind, fields = _holidays()[name]
    if kind == "fixed":
        day = date(year, fields[0], fields[1])
        return day, day
    if kind == "advent":
        # The fourth Sunday of Advent is the last one before Christmas Day.
        christmas = date(year, 12, 25)
        fourth = calendar.shift_days(christmas, -christmas.isoweekday())
        day = calendar.shift_days(fourth, fields[0] - 21)
        return day, day
    sunday = calendar.easter(year)
    return calendar.shift_days(sunday, fields[0]), calendar.shift_days(sunday, fields[-1])


def holiday(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read feast days ("Karfreitag", "Weihnachten 2023", "Tag der Deutschen Einheit")."""
    if not s.capital(at) and s.lower(at) not in s.lexicon.ordinals:
        return ()
    for size in (4, 3, 2, 1):
        name = " ".join(s.lower(k) for k in range(at, at + size)).replace(" -", "-")
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


def feast_season(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read school holidays and feast seasons ("Osterferien", "Adventszeit") as the month or season they lie in."""
    code = _seasons().get(s.lower(at))
    if not code or not s.capital(at):
        return ()
    given, end = year_after(s, at + 1)
    if given is None and s.today is None:
        return (Match(at, end, Reading("DATE", "XXXX", "feast-season")),)
    month = {"SU": 7, "FA": 10, "WI": 12, "easter": 4, "whitsun": 5}.get(code) or int(code)
    year = given if given is not None else choose_year(s, at, month) or 1
    if code in ("easter", "whitsun"):
        feast = calendar.shift_days(calendar.easter(max(1, min(year, 9990))), 0 if code == "easter" else 49)
        period = calendar.month_period(year, feast.month)
    elif code in calendar.SEASON_START:
        period = calendar.season_period(year, code)
    else:
        period = calendar.month_period(year, month)
    return (Match(at, end, of_period(period, "feast-season"), period.first_day, "season"),)


def holiday_named(s: Sentence, at: int, name: str) -> date | None:
    """Return the day of a feast by its name, in the year nearest to publication; None for no feast."""
    if name not in _holidays() or s.today is None:
        return None
    first, _ = _holiday(name, s.today.year)
    return _holiday(name, choose_year(s, at, first.month, first.day) or s.today.year)[0]
