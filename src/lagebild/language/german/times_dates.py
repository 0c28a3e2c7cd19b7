"""Calendar dates: days, months, years (longer stretches and feasts stand in modules of their own).

A day or month without a year lies in the year that puts it nearest to publication, unless the clause speaks of the past
or the future; without publication day it stays underspecified ("XXXX-06-19").
"""

import re
from dataclasses import replace
from functools import cache

from lagebild.language import calendar
from lagebild.language.calendar import Period
from lagebild.language.german import times_known
from lagebild.language.german.numbers import words_of
from lagebild.language.german.times_lexicon import DEMONSTRATIVES, DETERMINERS, same_as_told, steps_away
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.timex import Reading, of_period

_NUMERIC = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?")
_YEAR_WORDS = frozenset({"jahr", "jahre", "jahres", "jahren", "jahrgang", "anno"})
_YEAR_COMPOUNDS = frozenset(
    {
        "geschäftsjahr",
        "schuljahr",
        "saison",
        "spielzeit",
        "wirtschaftsjahr",
        "haushaltsjahr",
        "studienjahr",
        "sommersemester",
        "wintersemester",
        "semester",
    }
)
_OF_YEAR = frozenset({"jahres", "jahr", "jahre", "geschäftsjahres", "geschäftsjahr", "schuljahres", "schuljahr"})
_ORDINAL_STEMS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
_ORDINAL_TAILS = frozenset({"te", "ten", "ter", "tes", "ste", "sten", "ster"})
WEEKDAY_ABBREVIATIONS = frozenset({"mo", "di", "mi", "do", "fr", "sa", "so"})
_LINKS = frozenset({"und", "bis", "oder", "/", "-", "–", "sowie"})
# Beyond this many days ahead a date without a year and without clue is last year's.
_FORWARD_DAYS = 200
# Beyond this many days back a date without a year and without clue is next year's.
_BACKWARD_DAYS = 215
# The same as forward where the clause speaks of the past: "hat bis zum 15. März geöffnet" is told so too.
_TOLD_DAYS = 30


def determined(s: Sentence, at: int) -> int:
    """Return the index where a noun phrase begins whose adjectives begin at `at`: one back over a determiner."""
    return at - 1 if s.lower(at - 1) in DETERMINERS or s.lower(at - 1) in DEMONSTRATIVES else at


def choose_year(s: Sentence, at: int, month: int, day: int = 15) -> int | None:
    """Return the year of a date without one, None without publication day."""
    today = s.today
    if today is None:
        return None
    here = calendar.valid_day(today.year, month, min(day, 28)) or today
    ahead, direction = (here - today).days, s.direction(at)
    if "seit" in (s.lower(at - 1), s.lower(at - 1 - (s.lower(at - 1) in DETERMINERS))):
        direction = -1
    if s.lower(at - 1) == "vom" and direction > 0 and "bis" not in (s.lower(k) for k in range(at, at + 6)):
        # "ein Vermerk vom Juli" dates what is there, whatever the clause plans.
        direction = 0
    if direction > 0:
        return today.year + (ahead < -31)
    if direction < 0:
        return today.year - (ahead > _TOLD_DAYS) + (ahead < _TOLD_DAYS - 365)
    return today.year - (ahead > _FORWARD_DAYS) + (ahead < -_BACKWARD_DAYS)


def _year_of_day(s: Sentence, at: int, month: int, day: int) -> int | None:
    """Return the year of a day without one: that of the date told just before where a story goes on, else the nearest.

    Well-known days ("die Anschläge vom 11. September") have the year of their event.
    """
    told = s.discourse.told_year(s.row[at].start)
    if told is not None and s.direction(at) < 0:
        return told
    return times_known.known_year(s, month, day) or choose_year(s, at, month, day)


def year_after(s: Sentence, at: int) -> tuple[int | None, int]:
    """Read a year behind a month or season: "2005", "des Jahres 2005", "dieses Jahres"; and the index after."""
    if is_year(s, at):
        return int(s.digits(at)), at + 1
    if s.lower(at) in ("des", "im") and s.lower(at + 1) in _OF_YEAR and is_year(s, at + 2):
        return int(s.digits(at + 2)), at + 3
    first = at + (s.lower(at) == "des")
    shift = {"previous": -1, "current": 0, "next": 1}.get(s.lexicon.deictic.get(s.lower(first), ""))
    if s.lower(first) == "jeden":
        return None, at
    if s.today and shift is not None and s.lower(first + 1) == "jahres":
        told = s.discourse.day if same_as_told(s.lower(first)) else None
        return (told or s.today).year + shift * steps_away(s.lower(first)), first + 2
    if s.today and s.lower(at) == "des" and s.lower(at + 1) == "vorjahres":
        return s.today.year - 1, at + 2
    return None, at


def is_year(s: Sentence, at: int) -> bool:
    """Tell whether a token has the form of a year between 1000 and 2100."""
    raw = s.digits(at)
    return len(raw) == 4 and 1000 <= int(raw) <= 2100


def _month_at(s: Sentence, at: int) -> tuple[int | None, int]:
    """Read a month behind a day number; abbreviations may carry a full stop."""
    if month := s.lexicon.months.get(s.lower(at)):
        return month, at + 1
    if month := s.lexicon.month_abbreviations.get(s.lower(at)):
        return month, at + 1 + (s.text(at + 1) == ".")
    return None, at


def day_number(s: Sentence, at: int) -> int | None:
    """Read a day number with its full stop ("19.")."""
    raw = s.digits(at)
    return (
        int(raw)
        if raw and len(raw) <= 2 and 1 <= int(raw) <= 31 and s.text(at + 1) == "." and s.glued(at + 1)
        else None
    )


@cache
def _spelt_days() -> dict[str, int]:
    """Return the inflected ordinals of 1 to 31 in words ("neunzehnten", "einunddreißigster")."""
    found: dict[str, int] = {}
    for number in range(1, 32):
        stem = _ORDINAL_STEMS.get(number) or words_of(number) + ("t" if number < 20 else "st")
        found |= {stem + ending: number for ending in ("e", "en", "er", "es", "em")}
    return found


def is_spelt_day(word: str) -> bool:
    """Tell an inflected ordinal of 1 to 31 in words."""
    return word in _spelt_days()


def _day_at(s: Sentence, at: int) -> tuple[int | None, int]:
    """Read the day of a date and the index after it: "19.", "19ten", "neunzehnten"."""
    if (number := day_number(s, at)) is not None:
        return number, at + 2
    raw = s.digits(at)
    if raw and len(raw) <= 2 and 1 <= int(raw) <= 31 and s.glued(at + 1) and s.lower(at + 1) in _ORDINAL_TAILS:
        return int(raw), at + 2
    number = _spelt_days().get(s.lower(at))
    return (number, at + 1) if number else (None, at)


def _day_match(s: Sentence, first: int, last: int, fields: tuple[int | None, int, int], rule: str) -> Match | None:
    year, month, day = fields
    if not calendar.valid_day(2024, month, day):
        return None
    if year is None:
        return Match(first, last, Reading("DATE", f"XXXX-{month:02}-{day:02}", rule))
    found = calendar.valid_day(year, month, day)
    if not found:
        return None
    return Match(first, last, of_period(calendar.day_period(found), rule), found, "day")


def _annual(s: Sentence, at: int) -> bool:
    """Tell whether a day or month recurs: "jeden Jahres", "jedes Jahr am ..."."""
    return s.lower(at) in ("jeden", "jedes") and s.lower(at + 1) == "jahres"


def day_month(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "19. Juni [2024]", with weekday before it, and "8. und 9. März", "5. bis zum 9. Juni" as two dates."""
    head = _behind_weekday(s, at)
    days: list[tuple[int, int]] = []
    ends: list[int] = []
    day, end = _day_at(s, head)
    while day is not None and len(days) < 4:
        days.append((head, day))
        ends.append(end)
        month, behind = _month_at(s, end)
        if month and s.text(behind) == "-" and s.glued(behind) and s.glued(behind + 1):
            return ()
        if month:
            return _days_of_month(s, at, days, ends, (month, behind))
        head = _linked(s, end)
        day, end = _day_at(s, head)
    return ()


def _behind_weekday(s: Sentence, at: int) -> int:
    """Return the index of the date behind a weekday ("Mittwoch, dem 19. Juni", "Mi., 19. Juni"), `at` without one."""
    if s.lexicon.weekdays.get(s.lower(at)):
        head = at + 1
    elif s.lower(at) in WEEKDAY_ABBREVIATIONS and s.capital(at) and s.text(at + 1) in (".", ","):
        head = at + 1 + (s.text(at + 1) == ".")
    else:
        return at
    head += s.text(head) == ","
    return head + (s.lower(head) in ("dem", "den", "der"))


def _linked(s: Sentence, at: int) -> int:
    """Return the index behind what links two days ("und", "bis zum", "auf den", "/")."""
    at += s.lower(at) in _LINKS or s.text(at) == ","
    at += s.lower(at) in ("zum", "auf")
    return at + (s.lower(at) in ("den", "dem"))


def _year_of_range(s: Sentence, at: int, month: int, day: int) -> int | None:
    """Return the year of the first date of a range from the last one ("vom 28. Februar bis 3. März 2024")."""
    if s.lower(at) not in ("bis", "-", "–"):
        return None
    last_day, end = _day_at(s, _behind_weekday(s, _linked(s, at)))
    last_month, end = _month_at(s, end) if last_day else (None, at)
    year, _ = year_after(s, end)
    if last_day is None or last_month is None or year is None:
        return None
    return year - ((month, day) > (last_month, last_day))


def _days_of_month(
    s: Sentence, start: int, days: list[tuple[int, int]], ends: list[int], month_end: tuple[int, int]
) -> tuple[Match, ...]:
    month, end = month_end
    year, end = year_after(s, end)
    if year is None and _annual(s, end):
        return (Match(start, end + 2, Reading("SET", f"XXXX-{month:02}-{days[-1][1]:02}", "annual-day")),)
    if year is None:
        year = _year_of_range(s, end, month, days[-1][1])
    chosen = year if year is not None else _year_of_day(s, days[-1][0], month, days[-1][1])
    found = []
    for n, (first, day) in enumerate(days):
        last = end if n == len(days) - 1 else ends[n]
        match = _day_match(s, start if n == 0 else first, last, (chosen, month, day), "day-month")
        if match is None:
            return ()
        found.append(match)
    return tuple(found)


def numeric_day(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "19.6.2024", "19.06.", "23. 3. 1976" and "2024-06-19"."""
    head = _behind_weekday(s, at)
    if head != at:
        found = numeric_day(s, head) if head < len(s.row) else ()
        return tuple(replace(m, first=at) for m in found)
    raw = s.text(at)
    if s.row[at].kind != "number":
        return ()
    if (
        is_year(s, at)
        and s.text(at + 1) == "-"
        and s.text(at + 3) == "-"
        and len(s.digits(at + 2)) == len(s.digits(at + 4)) == 2
    ):
        fields = (int(raw), int(s.digits(at + 2)), int(s.digits(at + 4)))
        return _only(_day_match(s, at, at + 5, fields, "iso-day") if 1 <= fields[1] <= 12 else None)
    spaced = day_number(s, at)
    if spaced and (month := day_number(s, at + 2)) and month <= 12 and is_year(s, at + 4):
        return _only(_day_match(s, at, at + 5, (int(s.digits(at + 4)), month, spaced), "numeric-day"))
    if spaced and (month := day_number(s, at + 2)) and month <= 12 and not s.digits(at + 4):
        return _only(_day_match(s, at, at + 4, (_year_of_day(s, at, month, spaced), month, spaced), "numeric-day"))
    match = _NUMERIC.fullmatch(raw)
    if not match or int(match[2]) > 12 or not 1 <= int(match[1]) <= 31:
        return ()
    if match[3]:
        year = int(match[3]) + (0 if len(match[3]) == 4 else 1900 if int(match[3]) > 50 else 2000)
        return _only(_day_match(s, at, at + 1, (year, int(match[2]), int(match[1])), "numeric-day"))
    if s.text(at + 1) != "." or not s.glued(at + 1) or at + 2 >= len(s.row) or int(match[2]) == 0:
        return ()
    fields_short = (_year_of_day(s, at, int(match[2]), int(match[1])), int(match[2]), int(match[1]))
    return _only(_day_match(s, at, at + 2, fields_short, "numeric-day"))


def _only(match: Match | None) -> tuple[Match, ...]:
    return (match,) if match else ()


def month_year(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Juni 2024", "im August", "diesem November", "Mai jeden Jahres"; a bare one needs a word that places it."""
    month = s.lexicon.months.get(s.lower(at))
    if not month or not s.capital(at):
        return ()
    year, end = year_after(s, at + 1)
    first = at - (s.lower(at - 1) == "monat")
    if year is not None:
        return (_month_match(first, end, calendar.month_period(year, month), "month-year"),)
    if s.lower(at + 1) in ("jeden", "jedes") and s.lower(at + 2) == "jahres":
        return (Match(first, at + 3, Reading("SET", f"XXXX-{month:02}", "annual-month")),)
    kind = s.lexicon.deictic.get(s.lower(at - 1))
    if kind and s.today:
        shift = {"previous": s.today.month <= month, "current": False, "next": s.today.month >= month}[kind]
        picked = s.today.year + (int(shift) if kind == "next" else -int(shift))
        return (_month_match(determined(s, at - 1), at + 1, calendar.month_period(picked, month), "deictic-month"),)
    if not _places_month(s, at):
        return ()
    chosen = choose_year(s, at, month)
    if chosen is None:
        return (Match(first, at + 1, Reading("DATE", f"XXXX-{month:02}", "month")),)
    return (_month_match(first, at + 1, calendar.month_period(chosen, month), "month"),)


def _places_month(s: Sentence, at: int) -> bool:
    """Tell whether the word before a bare month makes it a time and no name ("August Bebel", "Frau März")."""
    before = s.lower(at - 1)
    named = s.capital(at + 1) and s.row[at + 1].kind == "word" and s.lower(at) in ("august", "mai", "april", "märz")
    placed = before in (
        "im",
        "seit",
        "bis",
        "ab",
        "vom",
        "zum",
        "und",
        "anfang",
        "mitte",
        "ende",
        "den",
        "dem",
        "monat",
        "/",
        "–",
        "-",
        "des",
    )
    return placed and not named


def _month_match(first: int, last: int, period: Period, rule: str) -> Match:
    return Match(first, last, of_period(period, rule), period.first_day, "month")


def era_year(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "44 v. Chr.", "Jahr 79 nach Christus", "500 v. u. Z."; years before Christ have no interval."""
    head = at + (s.lower(at) in ("jahr", "jahre", "jahres"))
    raw = s.digits(head)
    side = s.lower(head + 1)
    if not raw or len(raw) > 4 or side not in ("v", "n", "vor", "nach"):
        return ()
    end = head + 2 + (s.text(head + 2) == ".")
    if s.lower(end) not in ("chr", "christus", "christi"):
        return ()
    end += 1 + (s.text(end + 1) == "." and s.lower(end) == "chr")
    if side.startswith("v"):
        return (Match(at, end, Reading("DATE", f"BC{int(raw):04}", "era-year")),)
    period = calendar.year_period(int(raw))
    return (Match(at, end, of_period(period, "era-year"), period.first_day, "year"),)


def year(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Jahr 2011", "2019", "2010/2011", "Saison 2016/17"; a bare number only where nothing is counted by it."""
    word = s.lower(at)
    if word in _YEAR_WORDS or word in _YEAR_COMPOUNDS:
        raw = s.digits(at + 1)
        if word in ("jahr", "jahre") and 3 <= len(raw) <= 4 and int(raw) < 1000:
            return (Match(at, at + 2, of_period(calendar.year_period(int(raw)), "year")),)
        if not is_year(s, at + 1) or word == "jahren":
            return ()
        inner = _year_span(s, at + 1)
        first = at + 1 if word == "jahrgang" else at
        return (Match(first, inner.last, inner.reading, inner.day, inner.grain),)
    if not is_year(s, at) or (s.glued(at) and s.text(at - 1) in ("-", "/", "§", "#", "+")):
        return ()
    return (_year_span(s, at),) if _is_time(s, at) else ()


def _year_span(s: Sentence, at: int) -> Match:
    """Read one year or a pair joined by a slash."""
    first = int(s.digits(at))
    second = s.digits(at + 2) if s.text(at + 1) == "/" and s.glued(at + 1) else ""
    if len(second) in (2, 4):
        last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
        if last in (first + 1, first + 2, first + 3):
            begin, end = calendar.year_period(first), calendar.year_period(last)
            reading = Reading("DATE", f"{first}/{last}", "year-pair", begin.start, end.end)
            return Match(at, at + 3, reading, begin.first_day, "year")
    period = calendar.year_period(first)
    return Match(at, at + 1, of_period(period, "year"), period.first_day, "year")


def _is_time(s: Sentence, at: int) -> bool:
    """Tell a year from a count: nothing countable follows, and 1000-1899 need a preposition or brackets."""
    raw, before, after, words = int(s.digits(at)), s.lower(at - 1), s.lower(at + 1), s.lexicon.year_words
    if before == "etwa" and s.lower(at - 2) in ("als", "wie"):
        before = s.lower(at - 2) if s.capital(at + 1) else "wie"
    if s.lower(at + 1) in ("bis", "-", "–") and s.digits(at + 2) and s.lower(at + 3) in words["measures"]:
        return False
    if after in words["measures"] or before in words["counting"] or (s.glued(at + 1) and after in words["glued"]):
        return False
    recent = 1900 <= raw <= 2050
    if before in ("und", "bis", "-", "–") and is_year(s, at - 2) and s.lower(at - 3) in ("zwischen", "von"):
        return True
    if s.capital(at + 1) and s.row[at + 1].kind == "word" and not (before in words["dating"] and s.direction(at) < 0):
        named = s.capital(at - 1) and s.row[at - 1].kind == "word"
        return recent and (named or before in words["opening"] or (before == "von" and raw % 100 > 0))
    if recent or before in words["placing"] or s.text(at - 1) in ("(", "-", "–"):
        return True
    # Older years stand bare in told history: "veröffentlichte 1811 seine Erzählung".
    if at == 0 or s.direction(at) >= 0 or s.row[at - 1].kind != "word":
        return False
    return (after in words["following"] and before != "und") or before in words["dating"]
