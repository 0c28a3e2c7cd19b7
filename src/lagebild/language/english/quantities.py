"""An English text -> its amounts: value, bounds, approximation, unit, and what is counted: the plain cases of news."""

from bisect import bisect_left
from collections.abc import Sequence

from lagebild.language.english.numbers import read_number, read_table
from lagebild.language.words import Token, sentences_within, tokens
from lagebild.records.annotation import Quantity, TimeExpression
from lagebild.records.span import Span

_STOPS = frozenset(
    {
        "were",
        "was",
        "in",
        "of",
        "and",
        "to",
        "at",
        "on",
        "for",
        "have",
        "had",
        "from",
        "by",
        "people's",
        "are",
        "is",
        "the",
        "a",
        "an",
        "after",
        "as",
        "with",
        "who",
        "that",
        "or",
        "but",
    }
)
_NOUN_CAP = 4


class EnglishQuantityTagger:
    """Finds English amounts and what they count; see the protocol `QuantityTagger`."""

    def tag(self, text: str, sentences: Sequence[Span], times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
        """Return the quantities in order; what `times` covers is no quantity."""
        covered = sorted((t.span for t in times), key=lambda s: s.start)
        starts = [c.start for c in covered]
        found: list[Quantity] = []
        for span in sentences_within(sentences):
            row = tokens(text, span)
            first = max(0, bisect_left(starts, span.start) - 1)
            inside = covered[first : bisect_left(starts, span.end)]
            at = 0
            while at < len(row):
                amount = _amount(text, row, at)
                if amount is None or any(c.overlaps(amount[0].span) for c in inside):
                    at += 1
                    continue
                found.append(amount[0])
                at = amount[1]
        return tuple(found)


def _lower(row: Sequence[Token], at: int) -> str:
    return row[at].lower if 0 <= at < len(row) else ""


def _comparator(row: Sequence[Token], at: int) -> tuple[str, int]:
    for kind, phrases in read_table("quantities.toml")["comparators"].items():
        for phrase in phrases:
            words = phrase.split()
            if words[0] == row[at].lower and all(_lower(row, at + n) == w for n, w in enumerate(words)):
                return kind, at + len(words)
    return "", at


def _amount(text: str, row: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """Read an amount that begins at token `at`: the quantity and the index of the token after it."""
    table = read_table("quantities.toml")
    kind, head = _comparator(row, at)
    prefix = table["prefixes"].get(_lower(row, head))
    number = _vague(row, head) or read_number(row, head + (prefix is not None))
    if number is None or _refused(row, head + (prefix is not None), number[1]):
        return None
    value, end = number
    vague = _vague(row, head) is not None
    unit, last = (prefix, end) if prefix else _unit(row, end)
    if value == 1 and unit is None and row[head].kind == "word" and not kind:
        return None
    span = Span(row[at].start, row[last - 1].end)
    counted = None if unit and unit != "%" else _counted(text, row, last)
    minimum = value if "minimum" in kind or vague else None
    maximum = value if "maximum" in kind else None
    rule = "measure" if unit else "vague" if vague else "count"
    return Quantity(span, value, minimum, maximum, vague or "approximate" in kind, unit, counted, rule), last


def _vague(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    value = read_table("numbers.toml")["vague"].get(_lower(row, at))
    return (float(value), at + 1 + (_lower(row, at + 1) == "of")) if value else None


def _unit(row: Sequence[Token], at: int) -> tuple[str | None, int]:
    units = read_table("quantities.toml")["units"]
    for size in (2, 1):
        name = " ".join(_lower(row, at + n) for n in range(size))
        if name in units and at + size <= len(row):
            return units[name], at + size
    return None, at


def _refused(row: Sequence[Token], at: int, end: int) -> bool:
    """Tell ordinals, years, ages in commas, names and compounds from amounts."""
    raw, before = row[at].text, _lower(row, at - 1)
    glued = at > 0 and row[at].start == row[at - 1].end and row[at - 1].text not in "(€$£„\"'“"
    tail = end < len(row) and row[end].start == row[end - 1].end and (row[end].kind == "word" or row[end].text in "-:/")
    year = raw.isdecimal() and len(raw) == 4 and 1900 <= int(raw) <= 2050
    return (
        glued
        or tail
        or year
        or before in read_table("quantities.toml")["names"]["before"]
        or before == _lower(row, end) == ","
    )


def _counted(text: str, row: Sequence[Token], at: int) -> str | None:
    """Return the words behind a number up to a verb or preposition, at most four."""
    at += _lower(row, at) == "of"
    at += _lower(row, at) == "the"
    end = at
    while end < len(row) and end - at < _NOUN_CAP and row[end].kind == "word" and row[end].lower not in _STOPS:
        end += 1
        if row[end - 1].lower.endswith("s") or row[end - 1].lower == "people":
            break
    return text[row[at].start : row[end - 1].end] if end > at else None
