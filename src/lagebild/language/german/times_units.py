"""A unit of time with what stands before it -> a `UnitPhrase`, and the calendar unit that lies so many units away.

Determiner, comparator, deictic word, number and unit are read once ("den letzten drei Jahren und vier Monaten");
what the phrase means the words around it decide (`times_amounts`).
"""

from dataclasses import dataclass
from datetime import date

from lagebild.language import calendar
from lagebild.language.calendar import Period
from lagebild.language.german.numbers import read_numeral
from lagebild.language.german.times_lexicon import DEMONSTRATIVES, DETERMINERS, Deictic
from lagebild.language.german.times_sentence import Sentence

_HALVES = frozenset({"halbe", "halben", "halbes", "halber"})
_FILLERS = frozenset(
    {
        "lange",
        "langen",
        "volle",
        "vollen",
        "volles",
        "weitere",
        "weiteren",
        "weiterer",
        "weiteres",
        "aufeinanderfolgenden",
        "knappe",
        "knappen",
        "knappes",
        "gute",
        "guten",
        "gutes",
        "ganze",
        "ganzen",
        "ganzes",
        "gesamte",
        "gesamten",
        "darauffolgenden",
    }
)
RANKS = {"ML": 0, "CE": 1, "DE": 2, "Y": 3, "Q": 4, "M": 5, "W": 6, "WE": 6, "D": 7, "H": 8, "M:": 9, "S": 10}
_PHRASE_CAP = 9


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """A unit of time with what stands before it; `parts` are amounts with units, None for an indefinite amount."""

    first: int
    last: int
    unit: str
    plural: bool
    parts: tuple[tuple[float | None, str], ...]
    deictic: Deictic | None
    determiner: str
    counted: bool
    article: bool
    comparator: bool


@dataclass(slots=True)
class _Draft:
    """A unit phrase under way."""

    at: int
    determiner: str = ""
    deictic: Deictic | None = None
    amount: float | None = None
    counted: bool = False
    article: bool = False
    half: bool = False
    comparator: bool = False
    filler: bool = False


def unit_phrase(s: Sentence, at: int) -> UnitPhrase | None:
    """Read a unit phrase that begins at token `at`."""
    draft = _Draft(at)
    while draft.at - at < _PHRASE_CAP and draft.at < len(s.row):
        unit = s.lexicon.units.get(s.lower(draft.at))
        if unit and s.capital(draft.at):
            return _finish(s, at, draft, unit)
        if not _take(s, draft):
            return None
    return None


def _finish(s: Sentence, at: int, draft: _Draft, unit: str) -> UnitPhrase:
    plural = s.lower(draft.at) in s.lexicon.plurals
    amount = 0.5 if draft.half and draft.amount == 1 else draft.amount
    if draft.half and draft.amount is None:
        amount = 0.5
    counted = draft.counted or draft.half
    parts: list[tuple[float | None, str]] = [(amount if counted else None, unit)]
    last = draft.at + 1
    while counted and len(parts) < 4:
        step = last + (s.lower(last) == "und")
        more = read_numeral(s.row, step)
        smaller = s.lexicon.units.get(s.lower(more.end)) if more else None
        if not more or not smaller or RANKS.get(smaller, 0) <= RANKS.get(parts[-1][1], 99):
            break
        parts.append((more.value, smaller))
        last = more.end + 1
    if s.text(last) == "-" and s.glued(last) and s.lower(last + 1) == "woche":
        last += 2
    return UnitPhrase(
        at, last, unit, plural, tuple(parts), draft.deictic, draft.determiner, counted, draft.article, draft.comparator
    )


def _take(s: Sentence, draft: _Draft) -> bool:
    """Consume one modifier; False where the word belongs to no unit phrase."""
    word = s.lower(draft.at)
    if not draft.counted and _take_comparator(s, draft, word):
        return True
    if not draft.counted and (word in DETERMINERS or word in DEMONSTRATIVES) and not draft.determiner:
        draft.determiner = word
        if word in DEMONSTRATIVES:
            draft.deictic = "current"
        draft.at += 1
        return True
    if word in s.lexicon.deictic and not draft.deictic and (word not in DEMONSTRATIVES) and not draft.half:
        draft.deictic = s.lexicon.deictic[word]
        draft.at += 1
        return True
    if word in _HALVES or (word in _FILLERS and (draft.counted or draft.determiner or word.startswith("lange"))):
        draft.half |= word in _HALVES
        draft.filler = True
        draft.at += 1
        return True
    return not draft.counted and _take_amount(s, draft, word)


def _take_comparator(s: Sentence, draft: _Draft, word: str) -> bool:
    if word in s.lexicon.comparators and s.lower(draft.at + 1) not in DETERMINERS:
        draft.at += 1 + (word == "ca" and s.text(draft.at + 1) == ".")
        draft.comparator = True
        return True
    pair = (word, s.lower(draft.at + 1))
    if pair in (("mehr", "als"), ("weniger", "als"), ("bis", "zu"), ("länger", "als")):
        draft.at += 2
        draft.comparator = True
        return True
    return False


def _take_amount(s: Sentence, draft: _Draft, word: str) -> bool:
    if word in s.lexicon.indefinite:
        draft.at += 1
        draft.counted = True
        return True
    if word == "ein" and s.lower(draft.at + 1) == "paar":
        draft.at += 2
        draft.counted = True
        return True
    if word in ("beiden", "beide"):
        draft.at, draft.amount, draft.counted = draft.at + 1, 2.0, True
        return True
    numeral = read_numeral(s.row, draft.at)
    if not numeral:
        return False
    draft.at, draft.amount, draft.counted, draft.article = numeral.end, numeral.value, True, numeral.article
    joined = s.lower(draft.at) in ("bis", "oder", "–", "-")
    if joined and (upper := read_numeral(s.row, draft.at + 1)):
        draft.at = upper.end
    if s.text(draft.at) == "-" and s.glued(draft.at):
        draft.at += 1
    return True


def shifted(day: date, unit: str, count: float) -> Period | None:
    """Return the calendar unit that lies `count` units after that of `day`; None for units below the day."""
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
    years = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}.get(unit)
    if years is None or abs(count * years) >= day.year:
        return None
    year, _ = calendar.shift_months(day.year, day.month, round(count * years * 12))
    return {"Y": calendar.year_period(year), "DE": calendar.decade_period(year // 10)}.get(
        unit
    ) or calendar.century_period(year // 100 + 1)


def counted_from(day: date, parts: tuple[tuple[float | None, str], ...], sign: int) -> Period | None:
    """Return the calendar unit that lies the amounts after (`sign` 1) or before (-1) a day; None if indefinite."""
    amount, unit = parts[0]
    if amount is None:
        return None
    smaller = len(parts) > 1 and parts[1][0] is not None and parts[1][1] == "M"
    if smaller and unit == "Y":
        return shifted(day, "M", sign * (amount * 12 + (parts[1][0] or 0)))
    return shifted(day, unit, sign * amount)
