"""An English text -> its amounts: value, bounds, approximation, unit, and what is counted: the plain cases of news.

An amount is a comparator, a number (or a range, a fraction, an indefinite word) and a unit. Dates, ages, scores,
numbered names and the article are no amounts.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lagebild.language.english.numbers import read_number, read_table
from lagebild.language.words import Token, sentences_within, tokens
from lagebild.records.annotation import Quantity, TimeExpression
from lagebild.records.span import Span

_NOUN_CAP = 4
_OPENING = "(€$£„\"'“‘"


@dataclass(frozen=True, slots=True)
class _Amount:
    """Tokens up to `last` (exclusive) with what they say."""

    last: int
    value: float
    rule: str
    minimum: float | None = None
    maximum: float | None = None
    approximate: bool = False
    unit: str | None = None


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


def _glued(row: Sequence[Token], at: int) -> bool:
    return 0 < at < len(row) and row[at].start == row[at - 1].end


@cache
def _words() -> Mapping[str, Any]:
    return read_table("quantities.toml")


@cache
def _comparators() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the comparators by first word, longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, phrases in _words()["comparators"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, kind))
    return {word: tuple(sorted(rows, key=lambda r: -len(r[0]))) for word, rows in by_first.items()}


def _comparator(row: Sequence[Token], at: int) -> tuple[str, int]:
    for words, kind in _comparators().get(_lower(row, at), ()):
        if all(_lower(row, at + n) == word for n, word in enumerate(words)):
            return kind, at + len(words)
    return "", at


def _amount(text: str, row: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """Read an amount that begins at token `at`: the quantity and the index of the token after it."""
    kind, head = _comparator(row, at)
    if head >= len(row):
        return None
    found = _indefinite(row, head) or _share(row, head) or _range(row, head) or _number(row, head, kind)
    if found is None and head > at:
        return None
    if found is None:
        return None
    if "minimum" in kind and found.minimum is None:
        found = replace(found, minimum=found.value)
    if "maximum" in kind and found.maximum is None:
        found = replace(found, maximum=found.value)
    span = Span(row[at].start, row[found.last - 1].end)
    counts = found.unit in (None, "%") or _lower(row, found.last) == "of"
    counted = _counted(text, row, found.last) if counts else None
    approximate = found.approximate or "approximate" in kind
    return (
        Quantity(span, found.value, found.minimum, found.maximum, approximate, found.unit, counted, found.rule),
        found.last,
    )


def _indefinite(row: Sequence[Token], at: int) -> _Amount | None:
    """Read "dozens", "hundreds of thousands", "several hundred", "a few dozen"."""
    table = read_table("numbers.toml")
    word = _lower(row, at)
    if word in table["vague"]:
        value, end = float(table["vague"][word]), at + 1
        if _lower(row, end) == "of" and _lower(row, end + 1) in table["vague"]:
            value, end = value * table["vague"][_lower(row, end + 1)], end + 2
        return _Amount(end, value, "vague", minimum=value, approximate=True)
    size = 2 if word == "a" and _lower(row, at + 1) == "few" else 1
    factor = table["factors"].get(" ".join(_lower(row, at + n) for n in range(size)))
    base = table["long_scales"].get(_lower(row, at + size)) or (12 if _lower(row, at + size) == "dozen" else None)
    if factor is None or base is None:
        return None
    value = float(factor * base)
    return _Amount(at + size + 1, value, "vague", minimum=value, approximate=True)


def _share(row: Sequence[Token], at: int) -> _Amount | None:
    """Read "a third of", "two thirds of", "half of", "one in five"."""
    table = read_table("numbers.toml")
    if _lower(row, at) == "half" and _lower(row, at + 1) in ("of", "the", "its", "their"):
        return _Amount(at + 1, 0.5, "share")
    one = _lower(row, at) in ("a", "one")
    number = (1.0, at + 1) if one else read_number(row, at)
    if number is None:
        return None
    value, end = number
    if (
        _lower(row, end) == "in"
        and (whole := read_number(row, end + 1))
        and one
        and _lower(row, at) == "one"
        and whole[0] > 1
    ):
        return _Amount(whole[1], round(1 / whole[0], 4), "share")
    step = end + (_lower(row, end) == "-")
    part = table["fractions"].get(_lower(row, step))
    if part is None or _lower(row, step + 1) != "of" or (not one and value < 2):
        return None
    return _Amount(step + 1, round(value / round(1 / part), 4), "share")


def _prefix(row: Sequence[Token], at: int) -> tuple[str | None, int]:
    """Read a currency sign before a number, or a minus before a measure: the unit and the index of the number."""
    unit = _words()["prefixes"].get(_lower(row, at))
    if unit is None and _lower(row, at) == "us" and _lower(row, at + 1) == "$":
        return "USD", at + 2
    return unit, at + (unit is not None)


def _range(row: Sequence[Token], at: int) -> _Amount | None:
    """Read "between 20 and 30", "four to six", "80-90 litres", "$2-3 million"."""
    between = _lower(row, at) == "between"
    sign, start = _prefix(row, at + between)
    low = read_number(row, start)
    if low is None or (not between and _refused(row, start, start, low[1], in_range=True)):
        return None
    middle = _lower(row, low[1])
    if middle not in (("and",) if between else ("to", "-", "–")):
        return None
    if middle in "-–" and not (_glued(row, low[1]) and _glued(row, low[1] + 1)):
        return None
    sign_high, head = _prefix(row, low[1] + 1)
    high = read_number(row, head)
    if high is None or high[0] <= low[0]:
        return None
    unit, last = _unit(row, high[1])
    scaled = high[1] - head > 1 and low[1] - start == 1 and row[head].kind == "number" and low[0] < 1000
    shared = low[0] * high[0] / float(row[head].text.replace(",", "")) if scaled else low[0]
    value = shared if shared < high[0] else low[0]
    unit = sign or sign_high or unit
    if middle in "-–" and unit is None and (_lower(row, last) == "-" or high[0] < 10):
        return None
    return _Amount(last, value, "range", value, high[0], unit=unit)


def _number(row: Sequence[Token], at: int, kind: str) -> _Amount | None:
    sign = -1 if row[at].text in "-−" and not _glued(row, at) and _glued(row, at + 1) else 1
    sign = -1 if _lower(row, at) == "minus" else sign
    prefix, head = _prefix(row, at + (sign < 0))
    number = read_number(row, head)
    if number is None or _refused(row, at, head, number[1]):
        return None
    value, end = number
    if _lower(row, end) == "dozen":
        return _Amount(end + 1, value * 12, "count", approximate=value > 1)
    unit, last = (prefix, end) if prefix else _unit(row, end)
    if sign < 0 and unit is None:
        return None
    if value == 1 and unit is None and row[head].kind == "word" and not kind and not _names_person(row, last):
        return None
    return _Amount(last, sign * value, "measure" if unit else "count", unit=unit)


def _names_person(row: Sequence[Token], at: int) -> bool:
    """Tell "one person died" from "one might think"."""
    return _lower(row, at) in ("person", "man", "woman", "child", "soldier", "policeman", "civilian")


def _unit(row: Sequence[Token], at: int) -> tuple[str | None, int]:
    for size in (3, 2, 1):
        if at + size > len(row):
            continue
        name = "".join(("" if n == 0 or _glued(row, at + n) else " ") + _lower(row, at + n) for n in range(size))
        if name in _words()["units"]:
            return _words()["units"][name], at + size
    return None, at


def _refused(row: Sequence[Token], first: int, at: int, end: int, in_range: bool = False) -> bool:
    """Tell ordinals, years, ages in commas, names and compounds from amounts."""
    raw, before = row[at].text, _lower(row, first - 1)
    glued = _glued(row, first) and row[first - 1].text not in _OPENING
    tail = _glued(row, end) and (row[end].kind == "word" or row[end].text in "-–:/")
    if tail and (in_range or _unit(row, end)[0]):
        tail = row[end].text in ":/"
    year = raw.isdecimal() and len(raw) == 4 and 1900 <= int(raw) <= 2050
    return glued or tail or year or before in _words()["names"]["before"] or before == _lower(row, end) == ","


@cache
def _stops() -> frozenset[str]:
    return frozenset(_words()["names"]["stops"])


def _counted(text: str, row: Sequence[Token], at: int) -> str | None:
    """Return the words behind a number up to a verb or preposition, at most four."""
    at += _lower(row, at) == "of"
    at += _lower(row, at) in ("the", "its", "their", "all")
    end = at
    while end < len(row) and end - at < _NOUN_CAP and row[end].kind == "word" and row[end].lower not in _stops():
        if row[end].lower.endswith("ed") and end > at:
            break
        end += 1
        if row[end - 1].lower.endswith("s") or row[end - 1].lower in ("people", "men", "women", "children", "police"):
            break
    if end == at or row[at].lower.endswith(("ed", "ly")):
        return None
    return text[row[at].start : row[end - 1].end]
