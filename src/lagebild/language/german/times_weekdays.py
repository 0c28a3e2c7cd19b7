"""Weekdays and weekends, told from publication: "am Montag", "kommenden Freitag", "Dienstagabend", "am Wochenende".

A weekday is the last one before publication (publication day included) unless it is called next or the clause speaks of
the future: news tells what was. Yesterday's weekday in the plain present is yesterday, for teasers tell so.
"""

from datetime import date

from lagebild.language import calendar
from lagebild.language.german import times_clock
from lagebild.language.german.times_lexicon import DETERMINERS, steps_away
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.german.times_tense import calls_to, is_plain_present, tells_preterite
from lagebild.language.timex import Reading, of_period

_PUT_OFF = frozenset(
    {"verschoben", "vertagt", "verlegt", "vorgezogen", "terminiert", "angesetzt", "verschiebt", "vertagte"}
)


def part_after(s: Sentence, at: int) -> str | None:
    """Return the day part behind a day ("Abend", "früh", "nacht")."""
    word = s.lower(at)
    if word == "morgens" or (word == "früh" and s.lower(at + 1) == "am"):
        return None
    return s.lexicon.dayparts.get(word)


def part_match(first: int, last: int, day: date, code: str, rule: str) -> Match:
    """Return the match of a part of a day."""
    return Match(first, last, of_period(calendar.part_period(day, code), rule), day, "day")


def _weekday_day(s: Sentence, at: int, number: int, kind: str | None) -> date:
    """Return the day of a weekday by its deictic word or by the direction of the clause."""
    today = s.today or date.min
    back = (today.isoweekday() - number) % 7
    further = 7 * (steps_away(s.lower(at - 1)) - 1) if kind else 0
    if s.lower(at - 1) == "bis" and (begin := s.lexicon.weekdays.get(s.lower(at - 2))):
        # "Montag bis Freitag" runs forward from its first day.
        first = _weekday_day(s, at - 2, begin, None)
        return calendar.shift_days(first, (number - begin) % 7)
    if kind == "next" or (kind is None and back and _lies_ahead(s, at, number)):
        return calendar.shift_days(today, 7 - back + further)
    if kind == "previous":
        return calendar.shift_days(today, -(back or 7) - further)
    if kind == "current" and s.direction(at) >= 0:
        return calendar.shift_days(today, (number - today.isoweekday()) % 7)
    return calendar.shift_days(today, -back)


def _lies_ahead(s: Sentence, at: int, number: int) -> bool:
    """Tell whether a weekday is still to come: by its preposition ("für Freitag angekündigt"), else by its clause."""
    before = s.lower(at - 1 - (s.lower(at - 1) in DETERMINERS))
    if before == "für" or (before == "auf" and any(t.lower in _PUT_OFF for t in s.row[at : at + 12])):
        return s.lower(at - 2) != "ursprünglich"
    if before == "seit":
        return False
    if before == "ab":
        return not tells_preterite(s.row, at)
    yesterday = s.today is not None and (s.today.isoweekday() - number) % 7 == 1
    if yesterday and is_plain_present(s.row, at):
        # Six days ahead would be "am kommenden Sonntag"; teasers tell what was yesterday in the present.
        return False
    return s.direction(at) > 0 or (before == "bis" and s.direction(at) >= 0) or calls_to(s.row, at)


def weekday(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Montag", "Dienstagabend", "vergangenen Freitag", "Mittwoch vormittags"."""
    word = s.lower(at)
    code = None
    number = s.lexicon.weekdays.get(word)
    if number is None and word in s.lexicon.weekday_parts:
        number, code = s.lexicon.weekday_parts[word]
    if number is None or not s.capital(at):
        return ()
    if at == 0 and word in s.lexicon.weekday_habits:
        return (Match(at, at + 1, Reading("SET", f"XXXX-WXX-{number}", "weekday-habit")),)
    end = at + 1
    if code is None and (code := part_after(s, end)):
        end += 1
    if code is None and (found := _of_week(s, at, end, number)):
        return (found,)
    kind = s.lexicon.deictic.get(s.lower(at - 1))
    first = at - 1 if kind else at
    if s.today is None:
        value = f"XXXX-WXX-{number}" + (f"T{code}" if code else "")
        return (Match(first, end, Reading("TIME" if code else "DATE", value, "weekday")),)
    day = _weekday_day(s, at, number, kind)
    if code:
        return (part_match(first, end, day, code, "weekday-part"),)
    if s.lower(end) in s.lexicon.habits and s.lower(end) != "tagsüber":
        part = s.lexicon.habits[s.lower(end)][-2:]
        return (Match(first, end + 1, Reading("SET", f"XXXX-WXX-{number}T{part}", "weekday-habit")),)
    if timed := times_clock.clock_on(s, end, day):
        return (Match(first, timed.last, timed.reading, day, "day"),)
    return (Match(first, end, of_period(calendar.day_period(day), "weekday"), day, "day"),)


def _of_week(s: Sentence, at: int, end: int, number: int) -> Match | None:
    """Read "Mittwoch kommender Woche", "Montag der vergangenen Woche"."""
    head = end + (s.lower(end) in DETERMINERS)
    shift = {"previous": -1, "current": 0, "next": 1}.get(s.lexicon.deictic.get(s.lower(head), ""))
    if shift is None or s.lower(head + 1) != "woche" or s.today is None:
        return None
    week = calendar.shift_days(s.today, 7 * shift * steps_away(s.lower(head)) - s.today.isoweekday())
    day = calendar.shift_days(week, number)
    return Match(at, head + 2, of_period(calendar.day_period(day), "weekday-of-week"), day, "day")


def weekend(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "am Wochenende", "kommenden Wochenende", in the direction of the clause."""
    if s.lower(at) not in ("wochenende", "wochenendes") or s.lower(at - 1) in ("ein", "jedes", "pro"):
        return ()
    kind = s.lexicon.deictic.get(s.lower(at - 1))
    first = at - 1 if kind else at
    if s.today is None:
        return (Match(first, at + 1, Reading("DATE", "XXXX-WXX-WE", "weekend")),)
    ahead = kind == "next" or (kind != "previous" and s.direction(at) > 0)
    inside = s.today.isoweekday() >= 6
    shift = (
        0
        if (inside and kind in (None, "current")) or kind == "current"
        else 0
        if ahead and not inside
        else 7
        if ahead
        else -7
    )
    period = calendar.weekend_period(calendar.shift_days(s.today, shift))
    return (Match(first, at + 1, of_period(period, "weekend"), period.first_day, "day"),)
