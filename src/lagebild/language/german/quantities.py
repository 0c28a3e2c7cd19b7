"""A German text -> its amounts: value, bounds, approximation, unit, and what is counted.

An amount is a comparator, a number (or a range, a fraction, an indefinite word) and a unit; what is counted is the noun
phrase behind it. Dates, ordinals, ages, scores, names ("Boeing 747") and the article are no amounts.
"""

from bisect import bisect_left
from collections.abc import Sequence

from lagebild.language.german.quantities_counted import counted_after
from lagebild.language.german.quantities_lexicon import Row, lexicon
from lagebild.language.german.quantities_reading import Amount, read_amount
from lagebild.language.words import sentences_within, tokens
from lagebild.records.annotation import Quantity, TimeExpression
from lagebild.records.span import Span


class GermanQuantityTagger:
    """Finds German amounts and what they count; see the protocol `QuantityTagger`."""

    def tag(self, text: str, sentences: Sequence[Span], times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
        """Return the quantities in order; what `times` covers is no quantity."""
        covered = sorted((t.span for t in times), key=lambda s: s.start)
        starts = [c.start for c in covered]
        found: list[Quantity] = []
        for span in sentences_within(sentences):
            first = max(0, bisect_left(starts, span.start) - 1)
            inside = covered[first : bisect_left(starts, span.end)]
            found.extend(_in_sentence(text, Row(tokens(text, span), lexicon()), inside))
        return tuple(found)


def _in_sentence(text: str, row: Row, covered: Sequence[Span]) -> list[Quantity]:
    """Read one sentence from left to right; a bare number may count what the amount before it counted."""
    found: list[Quantity] = []
    at, done, before = 0, 0, None
    while at < len(row.tokens):
        amount = None if _is_covered(row, at, covered) else read_amount(row, at)
        if amount is None or amount.first < done or _is_covered(row, amount.last - 1, covered):
            at += 1
            continue
        counted, rule = _counted(text, row, amount, before)
        found.append(_quantity(row, amount, counted, rule))
        before, at, done = found[-1] if counted else before, amount.last, amount.last
    return found


def _is_covered(row: Row, at: int, covered: Sequence[Span]) -> bool:
    token = row.tokens[at]
    return any(c.start < token.end and token.start < c.end for c in covered)


def _counted(text: str, row: Row, amount: Amount, before: Quantity | None) -> tuple[str | None, str]:
    span = counted_after(row, amount)
    if span:
        return " ".join(text[span.start : span.end].split()), amount.rule
    # "Tausende Schließfächer aufgebrochen und Millionen erbeutet": so many more are something else, mostly money.
    if amount.unit is None and amount.bare and before and row.lower(amount.last) and amount.value < 100 * before.value:
        return before.counted, amount.rule + "-elliptic"
    return None, amount.rule


def _quantity(row: Row, amount: Amount, counted: str | None, rule: str) -> Quantity:
    span = Span(row.tokens[amount.first].start, row.tokens[amount.last - 1].end)
    return Quantity(span, amount.value, amount.minimum, amount.maximum, amount.approximate, amount.unit, counted, rule)
