"""Amounts of time: "drei Tage lang", "den letzten zehn Jahren", "vor zwei Wochen", "alle vier Jahre", "zweitägig".

A unit phrase (determiner, comparator, deictic word, number, unit) is read once; the words around it decide whether
it is a duration, a date counted from publication or from the day spoken of, or a repetition.
"""

from dataclasses import replace

from lagebild.language import calendar
from lagebild.language.german.numbers import read_numeral
from lagebild.language.german.times_dates import year_after
from lagebild.language.german.times_lexicon import DEMONSTRATIVES, same_as_told, steps_away
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.german.times_units import RANKS, UnitPhrase, counted_from, shifted, unit_phrase
from lagebild.language.timex import Reading, duration_value, of_period

_BARE_AFTER = frozenset({"seit", "vor", "nach", "über", "für", "in"})
_LATER = frozenset({"später", "danach", "darauf"})
_EARLIER = frozenset({"zuvor", "vorher", "davor", "früher"})
# A person's age; longer lengths measure.
_OLDEST = 99
_AGE_WORDS = frozenset({"altersgrenze", "mindestalter", "höchstalter", "altersgruppe", "volljährigkeit"})
_AGE_REACH = 12


def _duration(s: Sentence, phrase: UnitPhrase, rule: str, first: int | None = None) -> Match:
    reading = Reading(
        "DURATION", duration_value(list(phrase.parts)), rule, modifier="APPROX" if phrase.comparator else None
    )
    if s.today and phrase.deictic in ("previous", "next"):
        # "letzten Monaten" are at least two.
        parts = tuple((2.0 if amount is None else amount, unit) for amount, unit in phrase.parts)
        period = counted_from(s.today, parts, -1 if phrase.deictic == "previous" else 1)
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
    if phrase.counted and s.lower(at - 1) in ("ersten", "letzten") and phrase.plural:
        _, end = year_after(s, phrase.last)
        phrase = replace(phrase, last=end)
    for rule in (_repetition, _deictic_date, _distance, _from_text, _related):
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
    if any(s.lower(k) in _AGE_WORDS for k in range(max(0, first - _AGE_REACH), first)):
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
    if plain and before == "und" and s.lower(phrase.first - 3) in ("pro", "je") and phrase.unit in ("D", "W", "M", "Y"):
        return Match(phrase.first - 3, phrase.last, Reading("SET", duration_value([(1, phrase.unit)]), "every-unit"))
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


def _related(s: Sentence, phrase: UnitPhrase) -> Match | None:
    """Read a unit that the text goes on to tell of: "der Tag, an dem", "all diese Jahre", "die Jahre der Krise"."""
    if phrase.counted or phrase.unit not in ("Y", "M", "W", "D"):
        return None
    plain = phrase.last - phrase.first == 1 + bool(phrase.determiner)
    if phrase.plural and s.lower(phrase.first - 1) == "all":
        return _duration(s, phrase, "all-these", phrase.first - 1)
    if not plain or not phrase.determiner or s.lower(phrase.first) in DEMONSTRATIVES:
        return None
    if phrase.plural and s.lower(phrase.last) in ("der", "des", "um", "von", "vor", "nach", "zwischen"):
        return _duration(s, phrase, "related-units")
    relative = s.text(phrase.last) == "," and s.lower(phrase.last + 1) in ("an", "in", "als", "da", "wo")
    if (
        relative
        and not phrase.plural
        and s.lower(phrase.last + 2) in ("dem", "der", "denen", "es", "er", "sie", "die", "das")
    ):
        return Match(phrase.first, phrase.last, Reading("DURATION", "P1" + phrase.unit, "related-unit"))
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
    word = s.lower(phrase.last - 2)
    day = s.discourse.day or s.today if same_as_told(word) else s.today
    if phrase.unit == "WE":
        return None  # the weekend has a rule of its own
    if phrase.unit == "D" or word.startswith("folgend"):
        # "am nächsten Tag" and "an diesem Tag" go on from the day told last, however far back it stands.
        day = s.discourse.day if s.discourse.grain == "day" else s.near(phrase.first)
    if (phrase.unit == "D" and kind == "previous") or phrase.unit in ("H", "M:", "S", ""):
        return None
    if day is None:
        ref = {"previous": "PAST_REF", "current": "PRESENT_REF", "next": "FUTURE_REF"}[kind]
        return Match(phrase.first, phrase.last, Reading("DATE", ref, "deictic-unit"))
    period = shifted(day, phrase.unit, {"previous": -1, "current": 0, "next": 1}[kind] * steps_away(word))
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
    period = counted_from(s.today, phrase.parts, sign) if s.today else None
    if period is None:
        return None
    if sign < 0 and RANKS.get(phrase.unit, 99) <= RANKS["Y"]:
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
    period = counted_from(day, phrase.parts, sign)
    if period is None or RANKS.get(phrase.unit, 99) > 7:
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
