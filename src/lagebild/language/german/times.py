"""A German text -> its time expressions with TIMEX3 value and resolved interval.

Sentences are cut into tokens once; at each token the rules are tried and the longest match wins (the earlier rule on a
tie). What a match says about the day spoken of moves the discourse on. Spans follow KRAUTS: determiners belong to them,
prepositions only where they carry the meaning ("vor zwei Wochen", "in der Nacht zum Montag").
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache

from lagebild.language.german import (
    times_clock,
    times_dates,
    times_feasts,
    times_periods,
    times_relative,
    times_weekdays,
)
from lagebild.language.german.numbers import tables, word_value
from lagebild.language.german.times_amounts import amount_of_time, repeated, span_adjective
from lagebild.language.german.times_lexicon import DETERMINERS, lexicon
from lagebild.language.german.times_sentence import Discourse, Match, Sentence
from lagebild.language.german.times_vague import vague, vague_begins
from lagebild.language.words import TEXT_CAP, sentences_within, tokens
from lagebild.records.annotation import TimeExpression
from lagebild.records.span import Span

Rule = Callable[[Sentence, int], tuple[Match, ...]]

RULES: tuple[Rule, ...] = (
    times_dates.day_month, times_dates.numeric_day, times_clock.clock, times_relative.part_of, times_periods.quarter,
    times_periods.short_quarter, times_periods.century, times_periods.decade, times_dates.month_year,
    times_dates.era_year, times_dates.year, times_periods.season, times_feasts.holiday, times_feasts.feast_season,
    times_relative.feast_night, repeated, amount_of_time, span_adjective,
    times_relative.deictic_day, times_weekdays.weekday, times_weekdays.weekend, times_relative.day_part,
    times_relative.unit_noun, vague,
)  # fmt: skip

# Rules whose expressions are noun phrases with a determiner.
_DETERMINED = frozenset({
    "deictic-unit", "deictic-duration", "deictic-month", "deictic-season", "weekday", "decade", "century", "unit-noun",
    "day-part", "weekend",
})  # fmt: skip
_BEGINNINGS = frozenset({
    "jeden", "jede", "jedes", "jeder", "halb", "mitternacht", "mehr", "weniger", "bis", "tags", "zeitpunkt", "saison",
    "spielzeit", "beiden", "beide", "halbe", "halben", "halbes", "halber", "lange", "langen", "anno", "folgetag",
    "folgejahr", "ganze", "ganzen", "volle", "vollen", "gute", "knappe", "gesamte", "gesamten", "q",
    "h", "viertel", "vorabend",
})  # fmt: skip
_STEMS = ("vor", "heuer", "heurig", "diesjähr", "letztjähr", "nächstjähr")
# "dem Jahre 1910", "des Jahres 1991".
_YEAR_WORDS = frozenset({"jahr", "jahre", "jahres"})
# A text counts in days if it names one at least every so many characters.
_DAILY_SPACING = 1_500
# Reports of news agencies stay under 600 words and ask no questions; essays and interviews do (96 reports, 50 essays).
_REPORT_LENGTH = 4_000


@cache
def _daily() -> re.Pattern[str]:
    """Words by which a text counts in days."""
    return re.compile(
        r"\b(?:(?:[Vv]or)?[Gg]estern|übermorgen|gestrige[nrms]?|heutige[nrms]?|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag\w{0,12}|Mittwoch\w{0,12}|Sonnabend)\b"
    )


@cache
def _question() -> re.Pattern[str]:
    """A question mark, but not the one that stands for a lost dash ("7?17 Uhr")."""
    return re.compile(r"\?(?!\d)")


class GermanTimeTagger:
    """Finds and resolves German time expressions; see the protocol `TimeTagger`."""

    def tag(self, text: str, sentences: Sequence[Span], anchor: datetime | None) -> tuple[TimeExpression, ...]:
        """Return the time expressions in order; without `anchor` they stay underspecified and have no interval."""
        discourse = Discourse.at(anchor)
        named = sum(1 for _ in _daily().finditer(text[:TEXT_CAP]))
        discourse.daily = len(text) < _DAILY_SPACING * max(1, named) and (named > 0 or len(text) < 600)
        discourse.sober = len(text) < _REPORT_LENGTH and not _question().search(text)
        found: list[TimeExpression] = []
        for span in sentences_within(sentences):
            sentence = Sentence(tokens(text, span), lexicon(), discourse)
            found.extend(_expression(sentence, m) for m in _matches(sentence))
        return tuple(found)


@lru_cache(maxsize=50_000)
def _rules_for(word: str) -> tuple[Rule, ...]:
    """Return the rules that may read an expression which begins with a word; for most words none."""
    words = lexicon()
    if word in DETERMINERS:
        return (amount_of_time,)
    if word in times_dates.WEEKDAY_ABBREVIATIONS:
        return (times_dates.day_month, times_dates.numeric_day)
    if any(word in table for table in words.tables()) or vague_begins(word) or times_feasts.holiday_begins(word):
        return RULES
    if word_value(word) is not None or word in tables()["vague"] or word.endswith(words.endings()):
        return RULES
    return RULES if word in _BEGINNINGS or times_dates.is_spelt_day(word) or word.startswith(_STEMS) else ()


def _matches(sentence: Sentence) -> list[Match]:
    """Return the matches of one sentence from left to right and move the discourse on."""
    found: list[Match] = []
    at = done = 0
    while at < len(sentence.row):
        best = _longest(sentence, at, done)
        if not best:
            at += 1
            continue
        found.extend(best)
        for match in best:
            if match.day is not None:
                discourse = sentence.discourse
                discourse.day, discourse.grain = match.day, match.grain
                discourse.day_at = sentence.row[match.first].start
                if match.grain in ("day", "month") and _names_year(sentence, match):
                    discourse.year, discourse.year_at = match.day.year, discourse.day_at
        at = done = best[-1].last
    return found


def _names_year(s: Sentence, match: Match) -> bool:
    """Tell whether the year of a date stands in it, in digits ("3. Mai 1992", "3.5.1992")."""
    year = f"{match.day.year:04}" if match.day else ""
    return any(s.text(k).endswith(year) and s.row[k].kind == "number" for k in range(match.first, match.last))


def _longest(sentence: Sentence, at: int, done: int) -> tuple[Match, ...]:
    best: tuple[Match, ...] = ()
    token = sentence.row[at]
    for rule in RULES if token.kind == "number" else _rules_for(token.lower):
        found = rule(sentence, at)
        if found and found[0].first >= done and (not best or found[-1].last > best[-1].last):
            best = found
    return best


def _expression(sentence: Sentence, match: Match) -> TimeExpression:
    """Put a match on its span, with the determiner before it."""
    row, first = sentence.row, match.first
    reading = match.reading
    if (first > 0 and row[first - 1].lower in DETERMINERS and reading.rule in _DETERMINED) or (
        first > 0 and row[first].lower in _YEAR_WORDS and row[first - 1].lower in ("dem", "des")
    ):
        first -= 1
    return TimeExpression(
        Span(row[first].start, row[match.last - 1].end), reading.type, reading.value, reading.start, reading.end,
        reading.modifier, reading.rule,
    )  # fmt: skip
