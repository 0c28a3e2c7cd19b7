"""Amounts of time: "drei Tage lang", "den letzten zehn Jahren", "vor zwei Wochen", "alle vier Jahre", "zweitägig".

A unit phrase (determiner, comparator, deictic word, number, unit) is read once; the words around it decide whether
it is a duration, a date counted from publication or from the day spoken of, or a repetition.
"""

from dataclasses import dataclass
from datetime import date

from lagebild.language import calendar
from lagebild.language.calendar import Period
from lagebild.language.german.numbers import read_numeral
from lagebild.language.german.times_lexicon import DEMONSTRATIVES, DETERMINERS, Deictic
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.timex import Reading, duration_value, of_period

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
_BARE_AFTER = frozenset({"seit", "vor", "nach", "über", "für", "in"})
_LATER = frozenset({"später", "danach", "darauf"})
_EARLIER = frozenset({"zuvor", "vorher", "davor", "früher"})
_RANKS = {"ML": 0, "CE": 1, "DE": 2, "Y": 3, "Q": 4, "M": 5, "W": 6, "WE": 6, "D": 7, "H": 8, "M:": 9, "S": 10}
_PHRASE_CAP = 9
# A person's age; longer lengths measure.
_OLDEST = 99


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
        if not more or not smaller or _RANKS.get(smaller, 0) <= _RANKS.get(parts[-1][1], 99):
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


def _counted_from(day: date, parts: tuple[tuple[float | None, str], ...], sign: int) -> Period | None:
    amount, unit = parts[0]
    if amount is None:
        return None
    smaller = len(parts) > 1 and parts[1][0] is not None and parts[1][1] == "M"
    if smaller and unit == "Y":
        return shifted(day, "M", sign * (amount * 12 + (parts[1][0] or 0)))
    return shifted(day, unit, sign * amount)


def _duration(s: Sentence, phrase: UnitPhrase, rule: str, first: int | None = None) -> Match:
    reading = Reading(
        "DURATION", duration_value(list(phrase.parts)), rule, modifier="APPROX" if phrase.comparator else None
    )
    if s.today and phrase.deictic in ("previous", "next"):
        # "letzten Monaten" are at least two.
        parts = tuple((2.0 if amount is None else amount, unit) for amount, unit in phrase.parts)
        period = _counted_from(s.today, parts, -1 if phrase.deictic == "previous" else 1)
        now = calendar.midnight(s.today)
        if period and period.start:
            ends = (period.start, now) if phrase.deictic == "previous" else (now, period.end)
            reading = Reading("DURATION", reading.value, rule, *ends)
    return Match(phrase.first if first is None else first, phrase.last, reading)


def amount_of_time(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read a unit phrase as duration, date or repetition."""
    phrase = unit_phrase(s, at)
    if phrase is None or _is_age(s, phrase):
        return ()
    for rule in (_repetition, _deictic_date, _distance, _from_text):
        if found := rule(s, phrase):
            return (found,)
    if phrase.deictic and (phrase.plural or phrase.counted) and phrase.deictic != "current":
        return (_duration(s, phrase, "deictic-duration"),)
    if phrase.counted and (not phrase.article or phrase.plural or _measures(s, phrase)):
        return (_duration(s, phrase, "duration"),)
    filled = phrase.last - phrase.first > 1 and phrase.plural and s.lower(phrase.last - 2) in ("lange", "langen")
    bare = phrase.plural and phrase.last - phrase.first == 1 and s.lower(at - 1) in _BARE_AFTER
    return (_duration(s, phrase, "indefinite-duration"),) if filled or bare else ()


def _is_age(s: Sentence, phrase: UnitPhrase) -> bool:
    """Tell an age limit ("Kinder unter 16 Jahren", "ab 18 Jahren") and "mit elf Wochen" from a length of time."""
    if not phrase.counted or phrase.deictic or phrase.determiner or phrase.unit not in ("Y", "M", "W"):
        return False
    first = phrase.first
    limit = s.lower(first) == "über" or s.lower(first - 1) in ("unter", "ab", "bis", "über")
    if limit and (phrase.unit == "Y") and (s.lower(first - 1) == "ab" or s.capital(first - 2)):
        return phrase.parts[0][0] is not None and phrase.parts[0][0] <= _OLDEST
    if s.lower(first - 1) == "mit" and not s.capital(phrase.last):
        return True
    past = s.lower(first - 1) in ("war", "ist", "wird", "wurde") and phrase.unit == "Y"
    return past and s.text(phrase.last) in (",", ".") and phrase.parts[0][0] is not None


def _measures(s: Sentence, phrase: UnitPhrase) -> bool:
    """Tell whether "ein Jahr" measures; "eines Tages" and "eine Woche der Wahrheit" are told apart by their ending."""
    return s.lower(phrase.first) != "eines"


def _repetition(s: Sentence, phrase: UnitPhrase) -> Match | None:
    before, amount = s.lower(phrase.first - 1), phrase.parts
    plain = phrase.last - phrase.first == 1
    if before in ("pro", "je") and s.lower(phrase.first - 2).removesuffix("n").endswith(("meter", "meile", "liter")):
        return None
    if before in ("pro", "je", "jeden", "jede", "jedes", "jeder") and plain:
        extra = 2 if _times_word(s, phrase.first - 2) else 1
        return Match(
            phrase.first - extra, phrase.last, Reading("SET", duration_value([(1, phrase.unit)]), "every-unit")
        )
    if before == "alle" and phrase.plural and not phrase.deictic:
        return Match(phrase.first - 1, phrase.last, Reading("SET", duration_value(list(amount)), "every-so-many"))
    counted = (
        _times_word(s, phrase.first - 2)
        or s.row[max(0, phrase.first - 2)].kind == "number"
        or s.lower(phrase.first - 2) in ("euro", "dollar", "tonnen", "mal", "menschen")
    )
    if (
        before in ("im", "am")
        and plain
        and counted
        and s.lexicon.units.get(s.lower(phrase.last - 1)) in ("Y", "M", "D")
        and not s.digits(phrase.last)
    ):
        extra = 2 if _times_word(s, phrase.first - 2) else 1
        return Match(phrase.first - extra, phrase.last, Reading("SET", duration_value([(1, phrase.unit)]), "per-unit"))
    return None


def _times_word(s: Sentence, at: int) -> bool:
    """Tell "einmal", "zweimal", "dreimal" ("mal" behind a number)."""
    word = s.lower(at)
    return word.endswith("mal") and len(word) > 5 and word not in ("manchmal", "diesmal", "nochmal")


def _deictic_date(s: Sentence, phrase: UnitPhrase) -> Match | None:
    """Read "vergangene Woche", "diesem Jahr", "am nächsten Tag", "diesem Tag"."""
    kind = phrase.deictic
    if not kind or phrase.counted or (phrase.plural and s.lower(phrase.last - 1) not in ("jahre", "tage", "monate")):
        return None
    if (phrase.plural and phrase.determiner in ("die", "diese", "der")) or s.lower(phrase.last - 1) in (
        "tage",
        "monate",
        "jahre",
    ):
        return None
    day = s.near(phrase.first) if phrase.unit == "D" or s.lower(phrase.last - 2).startswith("folgend") else s.today
    if (phrase.unit == "D" and kind == "previous") or phrase.unit in ("H", "M:", "S", ""):
        return None
    if day is None:
        ref = {"previous": "PAST_REF", "current": "PRESENT_REF", "next": "FUTURE_REF"}[kind]
        return Match(phrase.first, phrase.last, Reading("DATE", ref, "deictic-unit"))
    period = shifted(day, phrase.unit, {"previous": -1, "current": 0, "next": 1}[kind])
    if period is None:
        return None
    return Match(phrase.first, phrase.last, of_period(period, "deictic-unit"), period.first_day, period.grain)


def _distance(s: Sentence, phrase: UnitPhrase) -> Match | None:
    """Read "vor zwei Wochen" and "in drei Tagen", counted from publication.

    A distance of days, weeks or months names its calendar unit; one of years back is a round length, so that it is read
    as duration with the year it leads to as interval.
    """
    before = s.lower(phrase.first - 1)
    if not phrase.counted or phrase.deictic or before not in ("vor", "in", "binnen"):
        return None
    sign = -1 if before == "vor" else 1
    if sign > 0 and (s.direction(phrase.first) <= 0 or before == "binnen"):
        return None
    if phrase.parts[0][0] is None:
        kind = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Match(phrase.first - 1, phrase.last, Reading("DATE", kind, "indefinite-distance"))
    period = _counted_from(s.today, phrase.parts, sign) if s.today else None
    if period is None:
        return None
    if sign < 0 and _RANKS.get(phrase.unit, 99) <= _RANKS["Y"]:
        value = duration_value(list(phrase.parts))
        reading = Reading("DURATION", value, "distance-in-years", period.start, period.end, "APPROX")
        return Match(phrase.first, phrase.last, reading, period.first_day, period.grain)
    modifier = "APPROX" if phrase.comparator or phrase.unit != "D" else None
    return Match(phrase.first - 1, phrase.last, of_period(period, "distance", modifier), period.first_day, period.grain)


def _from_text(s: Sentence, phrase: UnitPhrase) -> Match | None:
    """Read "zwei Tage später", "ein Jahr zuvor", counted from the day that the text named last."""
    after = s.lower(phrase.last)
    sign = 1 if after in _LATER else -1 if after in _EARLIER else 0
    day = s.discourse.day
    if not sign or not phrase.counted or day is None or s.lower(phrase.last + 1) == "als":
        return None
    period = _counted_from(day, phrase.parts, sign)
    if period is None or _RANKS.get(phrase.unit, 99) > 7:
        return None
    return Match(phrase.first, phrase.last + 1, of_period(period, "from-text"), period.first_day, period.grain)


def span_adjective(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "zweitägig", "13-tägigen", "langjährige", "mehrstündig"; years only where no age is meant."""
    word = s.lower(at)
    if word in s.lexicon.lasting:
        return (Match(at, at + 1, Reading("DURATION", s.lexicon.lasting[word], "lasting")),)
    if (
        word in s.lexicon.spans
        and s.text(at - 1) == "-"
        and s.digits(at - 2)
        and s.glued(at)
        and s.lexicon.spans[word] != "Y"
    ):
        value = duration_value([(float(s.digits(at - 2)), s.lexicon.spans[word])])
        return (Match(at - 2, at + 1, Reading("DURATION", value, "span-adjective")),)
    if (s.capital(at) and at > 0) or len(word) > 40:
        return ()
    for tail, unit in s.lexicon.spans.items():
        if word.endswith(tail) and len(word) > len(tail):
            return _span_of(s, at, word.removesuffix(tail), unit)
    return ()


def _span_of(s: Sentence, at: int, head: str, unit: str) -> tuple[Match, ...]:
    if head in ("mehr", "viel"):
        return (Match(at, at + 1, Reading("DURATION", duration_value([(None, unit)]), "span-adjective")),)
    numeral = read_numeral([type(s.row[at])(0, 0, head, head, "word")], 0)
    if not numeral or unit == "Y":
        return ()
    return (Match(at, at + 1, Reading("DURATION", duration_value([(numeral.value, unit)]), "span-adjective")),)


def repeated(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read "täglich", "dreimal täglich", "montags", "jeden Freitag", "jeden letzten Samstag im Monat"."""
    word = s.lower(at)
    if word in s.lexicon.sets:
        first = at - 1 if _times_word(s, at - 1) else at
        return (Match(first, at + 1, Reading("SET", s.lexicon.sets[word], "adverb-set")),)
    if word in s.lexicon.habits and (at == 0 or not s.capital(at)):
        return (Match(at, at + 1, Reading("SET", s.lexicon.habits[word], "habit")),)
    if word in s.lexicon.weekday_habits and (s.row[at].text.islower()):
        return (Match(at, at + 1, Reading("SET", f"XXXX-WXX-{s.lexicon.weekday_habits[word]}", "weekday-habit")),)
    if word not in ("jeden", "jede", "jedes", "jeder"):
        return ()
    head = at + 1 + (s.lower(at + 1) in s.lexicon.ordinals or s.lower(at + 1) in s.lexicon.deictic)
    if s.lower(head) in s.lexicon.weekdays:
        monthly = s.lower(head + 1) == "im" and s.lower(head + 2) == "monat"
        value = "P1M" if monthly else f"XXXX-WXX-{s.lexicon.weekdays[s.lower(head)]}"
        return (Match(at, head + (3 if monthly else 1), Reading("SET", value, "every-weekday")),)
    code = s.lexicon.dayparts.get(s.lower(head)) or s.lexicon.seasons.get(s.lower(head))
    if code and s.capital(head):
        return (Match(at, head + 1, Reading("SET", duration_value([(1, code)]), "every-part")),)
    return ()
