"""Longer stretches of the calendar: seasons, quarters and halves of a year, decades, centuries."""

from lagebild.language import calendar
from lagebild.language.german.times_dates import choose_year, day_number, determined, is_year, year_after
from lagebild.language.german.times_lexicon import DEMONSTRATIVES
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.timex import Reading, of_period


def season(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Herbst 1998", "im Sommer", "diesem Sommer", "vergangenen Winter"."""
    code = s.lexicon.seasons.get(s.lower(at))
    if not code or not s.capital(at):
        return ()
    if s.lower(at).endswith(("monate", "monaten")):
        return (Match(at, at + 1, Reading("SET", "P1" + code, "season-months")),)
    given, end = year_after(s, at + 1)
    if given is not None:
        end += 2 if s.text(end) == "/" and s.glued(end) and s.digits(end + 1) else 0
        period = calendar.season_period(given, code)
        return (Match(at, end, of_period(period, "season-year"), period.first_day, "season"),)
    if s.lower(at - 1) == "den" and s.lower(at + 1) in ("über", "hindurch"):
        return (Match(at - 1, at + 1, Reading("DURATION", "P1" + code, "season-long")),)
    kind = s.lexicon.deictic.get(s.lower(at - 1))
    month = calendar.SEASON_START[code] + 1
    if s.today is None:
        return (
            (Match(at, at + 1, Reading("DATE", "XXXX-" + code, "season")),) if kind or s.lower(at - 1) == "im" else ()
        )
    if kind:
        passed = (s.today.month, 15) >= (month, 1)
        shift = {"previous": -1 + int(passed and s.today.month > month + 1), "current": 0, "next": int(passed)}[kind]
        period = calendar.season_period(s.today.year + shift, code)
        return (Match(determined(s, at - 1), at + 1, of_period(period, "deictic-season"), period.first_day, "season"),)
    if s.lower(at - 1) not in ("im", "seit", "bis", "zum", "vom", "ab", "anfang", "mitte", "ende", "den"):
        return ()
    period = calendar.season_period(choose_year(s, at, min(month, 12)) or s.today.year, code)
    return (Match(at, at + 1, of_period(period, "season"), period.first_day, "season"),)


def short_quarter(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "Q3 2024", "Q4/2023", "H1 2024"."""
    letter, number = s.text(at), s.digits(at + 1)
    limit = {"Q": 4, "H": 2}.get(letter, 0)
    head = at + 2 + (s.text(at + 2) in ("/", "-"))
    if not limit or not s.glued(at + 1) or len(number) != 1 or not 1 <= int(number) <= limit or not is_year(s, head):
        return ()
    make = calendar.quarter_period if letter == "Q" else calendar.half_period
    period = make(int(s.digits(head)), int(number))
    return (Match(at, head + 1, of_period(period, "quarter"), period.first_day, "quarter"),)


def quarter(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "dritten Quartal 2007", "1. Halbjahr", "zweiten Jahreshälfte", "vierten Geschäftsquartal 2023/24"."""
    number, head = s.lexicon.ordinals.get(s.lower(at)), at + 1
    if number is None and (number := day_number(s, at)):
        head = at + 2
    word = s.lower(head)
    word = word.removeprefix("geschäfts")
    if not number or word not in ("quartal", "quartals", "halbjahr", "halbjahrs", "halbjahres", "jahreshälfte"):
        return ()
    parts = 4 if word.startswith("quartal") else 2
    number = parts if number < 0 else number
    given, end = year_after(s, head + 1)
    if given is not None and s.text(end) == "/" and s.glued(end) and s.digits(end + 1):
        # A financial year is named by the years it touches; the quarter is told by the first.
        end += 2
    chosen = given if given is not None else s.today.year if s.today else None
    if number > parts:
        return ()
    code = "Q" if parts == 4 else "H"
    if chosen is None:
        return (Match(at, end, Reading("DATE", f"XXXX-{code}{number}", "quarter")),)
    period = (calendar.quarter_period if parts == 4 else calendar.half_period)(chosen, number)
    return (Match(at, end, of_period(period, "quarter"), period.first_day, "quarter"),)


def decade(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "1990er Jahren", "90er-Jahre", "fünfziger Jahren", "Neunzigerjahre", "1970-er Jahren"."""
    word = s.lower(at)
    head, number = at, s.lexicon.decades.get(word)
    noun = number is not None and word.endswith("ern") and s.capital(at) and s.lower(at - 1) in ("den", "der")
    if noun and number is not None and s.lower(at + 1) not in ("jahre", "jahren"):
        period = calendar.decade_period(190 + number)
        return (Match(at - 1, at + 1, of_period(period, "decade"), period.first_day, "decade"),)
    if number is None and word.removesuffix("n").endswith("jahre"):
        number = s.lexicon.decades.get(word.removesuffix("n").removesuffix("jahre"))
        head = at - 1 if number is not None else at
    raw = s.digits(at)
    if number is None and raw and len(raw) in (2, 4) and raw.endswith("0"):
        step = at + 1 + (s.text(at + 1) == "-")
        if s.lower(step) == "er" and s.glued(step):
            head, number = step, int(raw) // 10
        elif s.lower(step) in ("erjahre", "erjahren"):
            head, number = step - 1, int(raw) // 10
    if number is None:
        return ()
    last = _decade_end(s, head, at)
    if last is None:
        return ()
    period = calendar.decade_period(number if number > 99 else 190 + number)
    return (Match(determined(s, at), last, of_period(period, "decade"), period.first_day, "decade"),)


def _decade_end(s: Sentence, head: int, at: int) -> int | None:
    """Return the index behind "Jahre", which may be part of the word itself (`head` before `at`)."""
    if head < at:
        return at + 1
    if s.lower(head + 1) in ("erjahre", "erjahren"):
        return head + 2
    end = head + 1 + (s.text(head + 1) == "-")
    return end + 1 if s.lower(end) in ("jahre", "jahren") else None


def _millennium(s: Sentence, at: int, head: int, number: int | None) -> tuple[Match, ...]:
    """Read "dritte Jahrtausend"."""
    if not number or not 1 <= number <= 9:
        return ()
    start, end = (calendar.year_period(max(1, (number - k) * 1000)) for k in (1, 0))
    reading = Reading("DATE", str(number - 1), "millennium", start.start, end.start)
    return (Match(determined(s, at), head + 1, reading),)


def century(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "19. Jahrhundert", "diesem Jahrhundert", "vorigen Jahrhunderts", "zwanzigsten Jahrhundert"."""
    number: int | None = day_number(s, at)
    head = at + 2 if number else at + 1
    millennium = s.lower(head) in ("jahrtausend", "jahrtausends")
    if not millennium and s.lower(head) not in ("jahrhundert", "jahrhunderts", "jahrhunderte"):
        return ()
    number = number or s.lexicon.ordinals.get(s.lower(at))
    if millennium:
        return _millennium(s, at, head, number)
    kind = s.lexicon.deictic.get(s.lower(at))
    if number is None and kind and s.today:
        number = s.today.year // 100 + 1 + {"previous": -1, "current": 0, "next": 1}[kind]
    if not number or number < 1:
        return ()
    period = calendar.century_period(number)
    first = determined(s, at) if s.lower(at) not in DEMONSTRATIVES else at
    return (Match(first, head + 1, of_period(period, "century"), period.first_day, "century"),)
