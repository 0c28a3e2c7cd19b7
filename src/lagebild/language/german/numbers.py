"""Digits and number words -> values: "3.538", "2,9 Millionen", "20 000", "zwölfhundertfünfzig", "drei Dutzend".

One reader for times and quantities. German groups digits by dot, space or apostrophe and writes the decimal comma;
number words are compounds, read from the left with what each part adds or multiplies.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from lagebild.language.words import Token

_GROUPED = re.compile(r"\d{1,3}(?:[.'’]\d{3})+(?:,\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_ARTICLES = frozenset({"ein", "eine", "einen", "einem", "einer", "eines"})
# "siebenhundertsiebenundsiebzigtausendsiebenhundertsiebenundsiebzig" has 65 letters.
_WORD_CAP = 70


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value and the index of the token after it; `article` where the word may be the indefinite article.

    `vague` numbers are the least that a word can mean ("Hunderte"), `rough` ones are round ("drei Dutzend").
    """

    value: float
    end: int
    article: bool = False
    digits: bool = False
    vague: bool = False
    rough: bool = False


@cache
def tables() -> dict[str, dict[str, float]]:
    """Return the number words of `numbers.toml` by table."""
    return tomllib.loads(files("lagebild.language.german").joinpath("numbers.toml").read_text(encoding="utf-8"))


def digits_value(raw: str) -> float | None:
    """Return the value of digits with German separators, None for what is no number ("23.3.1987", "19:55")."""
    if _GROUPED.fullmatch(raw):
        return float(re.sub(r"[.'’]", "", raw).replace(",", "."))
    if _DECIMAL.fullmatch(raw):
        return float(raw.replace(",", "."))
    return None


@cache
def _parts() -> dict[str, float]:
    table = tables()
    return {**table["units"], **table["tens"]}


@lru_cache(maxsize=20_000)
def word_value(word: str) -> float | None:
    """Return the value of a lower-case number word, None for any other word."""
    if len(word) > _WORD_CAP:
        return None
    if word in _parts():
        return _parts()[word]
    scales = tables()["small_scales"]
    if word in scales:
        return scales[word]
    if word.endswith("einhalb") and (whole := word_value(word.removesuffix("einhalb"))):
        return whole + 0.5
    for scale, factor in (("tausend", 1000), ("hundert", 100)):
        head, found, tail = word.partition(scale)
        if found:
            return _scaled(head, factor, tail)
    return _below_hundred(word)


def _scaled(head: str, factor: int, tail: str) -> float | None:
    """Read head * factor + tail; each side may be empty."""
    first = word_value(head) if head else 1
    last = word_value(tail.removeprefix("und") if len(tail) > 3 else tail) if tail else 0
    return first * factor + last if first and last is not None and last < factor else None


def _below_hundred(word: str) -> float | None:
    """Read "einundzwanzig": unit, "und", ten."""
    units, tens = tables()["units"], tables()["tens"]
    for ten, value in tens.items():
        if word.endswith("und" + ten):
            unit = units.get(word.removesuffix("und" + ten))
            return value + unit if unit and unit < 10 else None
    return None


def words_of(number: int) -> str:
    """Write 0 to 999,999 as one German word ("zweitausenddreihundertvier"): what `word_value` reads."""
    if number >= 1000:
        rest = words_of(number % 1000) if number % 1000 else ""
        return _before_scale(number // 1000) + "tausend" + rest
    if number >= 100:
        rest = words_of(number % 100) if number % 100 else ""
        return _before_scale(number // 100) + "hundert" + rest
    if number >= 20:
        ten = next(word for word, value in tables()["tens"].items() if value == number // 10 * 10)
        return (_before_scale(number % 10) + "und" if number % 10 else "") + ten
    return "eins" if number == 1 else next(word for word, value in tables()["units"].items() if value == number)


def _before_scale(number: int) -> str:
    """Write a number before "hundert", "tausend" or "und": one is "ein" there."""
    word = words_of(number)
    return word.removesuffix("s") if number % 100 == 1 else word


def read_numeral(row: Sequence[Token], at: int) -> Numeral | None:
    """Read a number that begins at token `at`; None where there is none."""
    if at >= len(row) or row[at].kind == "mark":
        return None
    return _digits(row, at) if row[at].kind == "number" else _words(row, at)


def _digits(row: Sequence[Token], at: int) -> Numeral | None:
    value = digits_value(row[at].text)
    if value is None:
        return None
    end = at + 1
    if row[at].text.isdigit() and len(row[at].text) <= 3 and row[at].text[0] != "0":
        while end < len(row) and end - at < 6 and _is_group(row[end - 1], row[end]):
            value = value * 1000 + int(row[end].text)
            end += 1
    return _scale(row, Numeral(value, end, digits=True))


def _is_group(before: Token, token: Token) -> bool:
    """Tell whether a token is the next group of three digits, one space after the last ("20 000")."""
    return token.kind == "number" and len(token.text) == 3 and token.text.isdigit() and token.start == before.end + 1


def _words(row: Sequence[Token], at: int) -> Numeral | None:
    table, word = tables(), row[at].lower
    if word in table["factors"]:
        return _indefinite(row, at)
    if word in table["vague"]:
        return Numeral(table["vague"][word], at + 1, vague=True)
    value = word_value(word)
    if value is None:
        return None
    return _scale(row, Numeral(value, at + 1, article=word in _ARTICLES))


def _indefinite(row: Sequence[Token], at: int) -> Numeral | None:
    """Read "mehrere hundert", "einige Dutzend"; the factor alone is no number."""
    if at + 1 >= len(row):
        return None
    table, after = tables(), row[at + 1].lower
    base = table["small_scales"].get(after) or table["dozens"].get(after) or table["scales"].get(after)
    if base is None:
        base = table["vague"].get(after)
    return Numeral(table["factors"][row[at].lower] * base, at + 2, vague=True) if base else None


def _scale(row: Sequence[Token], head: Numeral) -> Numeral:
    """Apply "Millionen", "Mrd.", "Dutzend", "tausend" after a number."""
    table, value, end = tables(), head.value, head.end
    while end < len(row) and end - head.end < 4:
        word = row[end].lower
        factor = table["scales"].get(word) or table["small_scales"].get(word)
        if factor is None and word in table["dozens"]:
            return Numeral(value * 12, end + 1, digits=head.digits, rough=value > 1)
        if factor is None:
            break
        value *= factor
        end += 1
        if word in ("mio", "mrd", "tsd", "mill", "mia") and end < len(row) and row[end].text == ".":
            end += 1
    if end == head.end:
        return head
    return Numeral(round(value, 6), end, digits=head.digits)
