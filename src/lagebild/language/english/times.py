"""An English text -> its time expressions with TIMEX3 value and resolved interval.

Thinner than the German grammar: English reports stand beside German ones in a story and have to share its timeline. At
each token the rules are tried and the longest match wins (the earlier rule on a tie).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from lagebild.language import calendar
from lagebild.language.english import times_amounts, times_dates
from lagebild.language.english.numbers import read_table
from lagebild.language.english.times_row import Discourse, Match, Row, tables
from lagebild.language.words import Token, sentences_within, tokens
from lagebild.records.annotation import TimeExpression
from lagebild.records.span import Span

_RULES: tuple[Callable[[Row, int], tuple[Match, ...]], ...] = (
    times_dates.day_month, times_dates.iso_day, times_dates.part_of_year, times_dates.part_of, times_dates.century,
    times_dates.month, times_dates.feast, times_amounts.clock, times_amounts.repeated, times_amounts.deictic_unit,
    times_amounts.amount_of_time, times_amounts.indefinite, times_dates.season, times_dates.year,
    times_amounts.day_word, times_amounts.part_of_day, times_amounts.vague,
)  # fmt: skip


class EnglishTimeTagger:
    """Finds and resolves English time expressions; see the protocol `TimeTagger`."""

    def tag(self, text: str, sentences: Sequence[Span], anchor: datetime | None) -> tuple[TimeExpression, ...]:
        """Return the time expressions in order; without `anchor` they stay underspecified and have no interval."""
        discourse = Discourse(calendar.anchor_day(anchor))
        found: list[TimeExpression] = []
        for span in sentences_within(sentences):
            discourse.day = None
            row = Row(tokens(text, span), discourse)
            found.extend(_expression(row, match) for match in _matches(row))
        return tuple(found)


@cache
def _beginnings() -> frozenset[str]:
    """Return the words with which an expression may begin; any other word is passed over."""
    table, numbers = tables(), read_table("numbers.toml")
    words: set[str] = {
        "the",
        "a",
        "an",
        "half",
        "once",
        "twice",
        "every",
        "each",
        "per",
        "noon",
        "midnight",
        "recent",
        "coming",
    }
    for name in (
        "months",
        "weekdays",
        "days",
        "seasons",
        "units",
        "deictic",
        "parts",
        "sets",
        "ordinals",
        "centuries",
        "dayparts",
    ):
        words.update(table[name])
    for name in ("units", "tens", "scales"):
        words.update(numbers[name])
    words.update(table["indefinite"], *(phrase.split() for phrase in table["comparators"]))
    words.update(phrase.split()[0] for phrases in table["vague"].values() for phrase in phrases)
    words.update(name.split()[0] for name in table["feasts"])
    return frozenset(words)


def _may_begin(token: Token) -> bool:
    return token.kind == "number" or token.lower in _beginnings()


def _matches(row: Row) -> list[Match]:
    found: list[Match] = []
    at = done = 0
    while at < len(row.tokens):
        best: tuple[Match, ...] = ()
        if _may_begin(row.tokens[at]):
            for rule in _RULES:
                match = rule(row, at)
                if match and match[0].first >= done and (not best or match[-1].last > best[-1].last):
                    best = match
        if not best:
            at += 1
            continue
        found.extend(best)
        row.discourse.day = best[-1].day or row.discourse.day
        at = done = best[-1].last
    return found


def _expression(row: Row, match: Match) -> TimeExpression:
    span = Span(row.tokens[match.first].start, row.tokens[match.last - 1].end)
    r = match.reading
    return TimeExpression(span, r.type, r.value, r.start, r.end, r.modifier, r.rule)
