"""Times told from publication or from the day spoken of: heute, gestern Abend, in der Nacht zum Samstag,
Anfang des Monats, Vorjahr, Jahresende, tags darauf. Weekdays stand in `times_weekdays`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from lagebild.language import calendar
from lagebild.language.german import times_clock, times_dates, times_feasts, times_periods
from lagebild.language.german.times_amounts import amount_of_time
from lagebild.language.german.times_lexicon import DEMONSTRATIVES, DETERMINERS
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.german.times_units import shifted, unit_phrase
from lagebild.language.german.times_weekdays import part_after, part_match, weekday
from lagebild.language.timex import Reading, of_period

_GENERAL_BEFORE = frozenset({"von", "bis", "noch", "wie", "als", "seit"})
_UNIT_NOUNS = {
    "vorjahr": ("Y", -1), "vorjahres": ("Y", -1), "vorjahrs": ("Y", -1), "folgejahr": ("Y", 1), "vormonat": ("M", -1),
    "vormonats": ("M", -1), "vorwoche": ("W", -1), "vorquartal": ("Q", -1), "vortag": ("D", -1), "vortages": ("D", -1),
    "vortags": ("D", -1), "folgetag": ("D", 1), "folgetages": ("D", 1),
}  # fmt: skip
_AFTER_NIGHT = frozenset({"MO", "MI", "AF"})
_YEARLY = {"diesjährig": 0, "heurig": 0, "vorjährig": -1, "letztjährig": -1, "nächstjährig": 1}


def deictic_day(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "heute", "gestern Abend", "am heutigen Donnerstag"; "heute" in the general sense is PRESENT_REF."""
    word = s.lower(at)
    shift = s.lexicon.deictic_days.get(word)
    if shift is None or (word == "morgen" and not _is_tomorrow(s, at)):
        return ()
    end = at + 1
    if word.startswith(("heutig", "gestrig", "morgig")):
        if dated := times_dates.day_month(s, end):
            return (replace(dated[0], first=at), *dated[1:])
        end += s.lower(end) in s.lexicon.weekdays or s.lower(end) in ("tag", "tages", "tags")
    if s.today is None:
        ref = "PRESENT_REF" if shift == 0 else "PAST_REF" if shift < 0 else "FUTURE_REF"
        return (Match(at, end, Reading("DATE", ref, "deictic-day")),)
    day = calendar.shift_days(s.today, shift)
    if s.lower(end) in s.lexicon.weekday_parts:
        return (part_match(at, end + 1, day, s.lexicon.weekday_parts[s.lower(end)][1], "deictic-day-part"),)
    if part := part_after(s, end):
        return (part_match(at, end + 1, day, part, "deictic-day-part"),)
    if timed := times_clock.clock_on(s, end, day):
        return (Match(at, timed.last, timed.reading, day, "day"),)
    if word == "morgen" and s.lower(at - 1) == "von":
        return (Match(at, end, Reading("DATE", "FUTURE_REF", "tomorrow-days")),)
    if shift == 0 and _is_nowadays(s, at):
        return (Match(at, end, Reading("DATE", "PRESENT_REF", "nowadays")),)
    return (Match(at, end, of_period(calendar.day_period(day), "deictic-day"), day, "day"),)


def _is_tomorrow(s: Sentence, at: int) -> bool:
    """Tell "morgen" (tomorrow) from "der Morgen"."""
    if s.capital(at):
        return at == 0 and s.lower(at + 1) not in ("des", "der")
    return s.lower(at - 1) not in ("gestern", "heute", "vorgestern", "übermorgen")


def _is_nowadays(s: Sentence, at: int) -> bool:
    """Tell whether "heute" means these days: a text that counts in days means the day."""
    around = (s.lower(at - 1), s.lower(at + 1))
    if around[1] in ("um", "ab", "gegen", "vormittag") or around[0] == "per":
        return False
    if s.text(at + 1)[:1].isdigit() or (around[1] in ("und", "oder") and s.lower(at + 2) in ("morgen", "gestern")):
        return False
    general = around[0] in _GENERAL_BEFORE or around[1] == "noch"
    return general or not s.discourse.sober


def day_part(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "am Abend", "frühen Morgenstunden", "bis zum Mittag", on the day that the text speaks of."""
    word = s.lower(at)
    code = s.lexicon.dayparts.get(word)
    if not code or not s.capital(at) or word in ("früh", "morgens") or at == 0:
        return ()
    first = at - 1 if s.lower(at - 1) in ("frühen", "späten", "selben", "gleichen", "heutigen") else at
    before = s.lower(first - 1)
    if before not in ("am", "zum", "gegen", "vom", "im", "den", "der", "über", "in"):
        return ()
    if before in ("der", "den") and s.lower(first - 2) not in ("in", "bis", "für", "über", "während"):
        return ()
    if code == "NI" and (found := _night_to(s, first, at)):
        return (found,)
    start = first - 2 if code == "NI" and before == "der" and s.lower(first - 2) == "in" else first
    if s.lower(at + 1) in ("des", "vom") and (dated := times_dates.day_month(s, at + 2)) and (day := dated[-1].day):
        return (part_match(start, dated[-1].last, day, code, "day-part-of"),)
    return (_part_of_day(s, start, at, code),)


def _part_of_day(s: Sentence, first: int, at: int, code: str) -> Match:
    day = s.near(at)
    if day is None:
        return Match(first, at + 1, Reading("TIME", f"XXXX-XX-XXT{code}", "day-part"))
    if code in _AFTER_NIGHT and s.discourse.grain == "night" and day == s.discourse.day:
        # A night counts by its evening: the morning that the text goes on with is that of the next day.
        day = calendar.shift_days(day, 1)
    if code == "MI":
        return Match(first, at + 1, of_period(calendar.clock_period(day, 12, 0), "noon"), day, "day")
    grain = "night" if code == "NI" else "day"
    if code == "NI" and s.discourse.grain != "night" and s.lower(first) == "in" and s.direction(at) < 0:
        # What happened "in der Nacht" happened in the one before the day that is told.
        day = calendar.shift_days(day, -1)
    return Match(first, at + 1, of_period(calendar.part_period(day, code), "day-part"), day, grain)


def _night_to(s: Sentence, first: int, at: int) -> Match | None:
    """Read "in der Nacht zum Samstag", "Nacht auf Sonntag", "Nacht vom 26. auf den 27. Februar": the evening before."""
    start = first - 2 if s.lower(first - 1) == "der" and s.lower(first - 2) == "in" else first
    if s.lower(at + 1) not in ("zum", "auf", "zu", "vom", "von"):
        return None
    head = at + 2 + (s.lower(at + 2) in ("den", "dem"))
    # "zum vergangenen Samstag": the day itself reads the word before it.
    head += s.lower(head) in s.lexicon.deictic
    rules: tuple[Callable[[Sentence, int], tuple[Match, ...]], ...] = (times_dates.day_month, weekday, deictic_day)
    for rule in rules:
        found = rule(s, head)
        if not found:
            continue
        last = found[-1]
        if s.lower(at + 1) in ("vom", "von") and len(found) == 1 and s.lower(last.last) in ("auf", "zum"):
            behind = rule(s, last.last + 1 + (s.lower(last.last + 1) == "den"))
            last = behind[-1] if behind else last
        if last.day is None:
            return Match(start, last.last, Reading("TIME", "XXXX-XX-XXTNI", "night-to"))
        evening = last.day - timedelta(days=1)
        return Match(start, last.last, of_period(calendar.part_period(evening, "NI"), "night-to"), evening, "night")
    return None


def feast_night(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Silvesternacht", "Neujahrsmorgen"."""
    word = s.lower(at)
    for part, code in (("nacht", "NI"), ("abend", "EV"), ("morgen", "MO")):
        name = word.removesuffix(part)
        if name != word and len(name) > 5:
            for form in (name, name.removesuffix("s")):
                if found := times_feasts.holiday_named(s, at, form):
                    given, end = times_dates.year_after(s, at + 1)
                    found = found.replace(year=given) if given and found.month == 12 else found
                    start = at - 2 if s.lower(at - 1) == "der" and s.lower(at - 2) == "in" else at
                    return (part_match(start, end, found, code, "feast-part"),)
    return ()


def unit_noun(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Vorjahr", "Vortag", "Jahresende", "heuer", "diesjährigen", "tags darauf"."""
    word = s.lower(at)
    if (word == "tags" and s.lower(at + 1) in ("darauf", "zuvor")) or (
        word == "tag" and s.lower(at + 1) in ("darauf", "danach", "davor")
    ):
        day = s.discourse.day if s.discourse.grain == "day" else s.today
        step = -1 if s.lower(at + 1) in ("zuvor", "davor") else 1
        return _unit_match(s, at, at + 2, (day, "D", step), "day-after")
    if word in _UNIT_NOUNS:
        unit, step = _UNIT_NOUNS[word]
        base = s.near(at) if unit == "D" else s.discourse.year_near(s.row[at].start) if unit == "Y" else s.today
        found = _unit_match(s, at, at + 1, (base, unit, step), "unit-noun")
        # Two "Vorjahr" of one passage are the same year.
        return tuple(replace(m, day=None) for m in found) if unit == "Y" else found
    if word == "vorabend" and (day := s.near(at)):
        return (part_match(at, at + 1, calendar.shift_days(day, -1), "EV", "eve"),)
    if word == "zeitpunkt" and s.lower(at - 1) in DEMONSTRATIVES:
        return _unit_match(s, at - 1, at + 1, (s.near(at), "D", 0), "this-point")
    if word in ("jahr", "tag", "woche", "monat") and s.lower(at + 1) in ("um", "für") and s.lower(at + 2) == word:
        code = s.lexicon.units[word]
        return (Match(at, at + 3, Reading("SET", "P1" + code, "unit-by-unit")),)
    if word == "heuer":
        return _unit_match(s, at, at + 1, (s.today, "Y", 0), "yearly")
    for stem, step in _YEARLY.items():
        if word.startswith(stem) and len(word) - len(stem) <= 2:
            return _unit_match(s, at, at + 1, (s.today, "Y", step), "yearly")
    return _compound_part(s, at) if word in s.lexicon.compound_parts else ()


def _unit_match(s: Sentence, first: int, last: int, step: tuple[date | None, str, int], rule: str) -> tuple[Match, ...]:
    day, unit, count = step
    if day is None:
        ref = "PAST_REF" if count < 0 else "FUTURE_REF" if count else "PRESENT_REF"
        return (Match(first, last, Reading("DATE", ref, rule)),)
    period = shifted(day, unit, count)
    return (Match(first, last, of_period(period, rule), period.first_day, period.grain),) if period else ()


def _compound_part(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Jahresende" (its December), "Monatsmitte", "Wochenbeginn"."""
    unit, modifier = s.lexicon.compound_parts[s.lower(at)]
    given, end = times_dates.year_after(s, at + 1)
    if s.today is None and given is None:
        return ()
    if unit == "Y":
        year = given if given is not None else s.today.year if s.today else 1
        if modifier == "MID":
            period = calendar.year_period(year)
        else:
            # "zum Jahreswechsel" is the nearest one.
            turn = times_dates.choose_year(s, at, 1, 1) if given is None and s.lower(at).endswith("wechsel") else None
            period = calendar.month_period(turn or year, 12 if modifier == "END" else 1)
        return (Match(at, end, of_period(period, "compound-part", modifier), period.first_day, period.grain),)
    found = shifted(s.today, unit, 0) if s.today else None
    return (
        (Match(at, at + 1, narrowed(of_period(found, "compound-part"), modifier), found.first_day, found.grain),)
        if found
        else ()
    )


def narrowed(reading: Reading, modifier: str) -> Reading:
    """Return a reading for the first, middle or last third of its interval (START, MID, END)."""
    start, end = reading.start, reading.end
    if start and end:
        third = timedelta(days=max(1, (end - start).days // 3))
        start, end = {"START": (start, start + third), "MID": (start + third, end - third), "END": (end - third, end)}[
            modifier
        ]
    return Reading(reading.type, reading.value, "part-of", start, end, modifier)


def part_of(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Ende Oktober", "Anfang des Monats", "Mitte der neunziger Jahre", "Mitte 2025"."""
    modifier = s.lexicon.parts.get(s.lower(at))
    if not modifier or not s.capital(at):
        return ()
    head = at + 1 + (s.lower(at + 1) in DETERMINERS)
    inner = _inner(s, head) or (_inner(s, at + 1) if head != at + 1 else None)
    if inner is None or inner.reading.value.endswith("_REF"):
        return _unit_part(s, at, modifier)
    return (Match(at, inner.last, narrowed(inner.reading, modifier), inner.day, inner.grain),)


def _inner(s: Sentence, head: int) -> Match | None:
    rules: tuple[Callable[[Sentence, int], tuple[Match, ...]], ...] = (
        times_dates.month_year, times_dates.year, times_periods.decade, times_periods.century, times_periods.quarter,
        times_periods.season, unit_noun, amount_of_time,
    )  # fmt: skip
    for rule in rules:
        ahead = head + (s.lower(head) in s.lexicon.deictic and rule is not amount_of_time)
        found = rule(s, ahead) or rule(s, head)
        if len(found) == 1 and found[0].first <= ahead and found[0].reading.type == "DATE":
            return found[0]
    return None


def _unit_part(s: Sentence, at: int, modifier: str) -> tuple[Match, ...]:
    """Read "Anfang des Monats", "Ende der Woche", "Beginn des Jahres": the current unit."""
    head = at + 1
    if s.lower(head) not in ("des", "der", "diesen", "dieses") or s.today is None:
        return ()
    phrase = unit_phrase(s, head + 1)
    if (
        phrase is None
        or phrase.plural
        or phrase.counted
        or phrase.deictic
        or phrase.unit not in ("Y", "M", "W", "Q", "CE", "DE")
    ):
        return ()
    period = shifted(s.today, phrase.unit, 0)
    if period is None or (s.lower(head) in DEMONSTRATIVES and phrase.unit == "D"):
        return ()
    return (Match(at, phrase.last, narrowed(of_period(period, "part-of"), modifier), period.first_day, period.grain),)
