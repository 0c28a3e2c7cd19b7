"""Digits and number words of English -> values: "3,538", "2.9 million", "one hundred and twenty-five thousand"."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from lagebild.language.words import Token

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# Words of one spelt number: "nine hundred and ninety-nine thousand nine hundred and ninety-nine" has twelve.
_WORDS_CAP = 16


@cache
def read_table(name: str) -> dict[str, Any]:
    """Return a TOML table that stands beside the English modules."""
    return tomllib.loads(files("lagebild.language.english").joinpath(name).read_text(encoding="utf-8"))


def read_number(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Read a number that begins at token `at`: its value and the index of the token after it."""
    if at >= len(row) or row[at].kind == "mark":
        return None
    return _digits(row, at) if row[at].kind == "number" else _words(row, at)


def _digits(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    raw = row[at].text
    if not _NUMBER.fullmatch(raw):
        return None
    value, end = float(raw.replace(",", "")), at + 1
    scales = read_table("numbers.toml")["scales"]
    while end < len(row) and row[end].lower in scales and end - at < 4:
        # "m" and "bn" are glued to their number; a spaced "m" is a metre.
        if len(row[end].lower) <= 2 and row[end].start != row[end - 1].end:
            break
        value *= scales[row[end].lower]
        end += 1
    return round(value, 6), end


def _words(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Read "seven", "twenty-five", "a hundred", "two thousand three hundred and four"."""
    table = read_table("numbers.toml")
    scales = table["long_scales"]
    total = part = 0.0
    end, seen = at, False
    if row[at].lower in ("a", "an") and at + 1 < len(row) and row[at + 1].lower in scales:
        part, end, seen = 1.0, at + 1, True
    while end < len(row) and end - at < _WORDS_CAP:
        word = row[end].lower
        joins = word == "and" and seen and (part >= 100 or total) and end + 1 < len(row)
        if joins and _below_hundred(row, end + 1):
            end += 1
            continue
        small = _below_hundred(row, end)
        if small and (not seen or part % 100 == 0):
            part, end, seen = part + small[0], small[1], True
            if small[0] == 0:
                break
        elif word == "hundred" and 0 < part < 100:
            part, end = part * 100, end + 1
        elif word in scales and word != "hundred" and part:
            total, part, end = total + part * scales[word], 0.0, end + 1
        else:
            break
    return (total + part, end) if seen else None


def _below_hundred(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    table = read_table("numbers.toml")
    if at >= len(row):
        return None
    word = row[at].lower
    if word in table["units"]:
        return float(table["units"][word]), at + 1
    if word not in table["tens"]:
        return None
    value, end = float(table["tens"][word]), at + 1
    if end + 1 < len(row) and row[end].text == "-" and 0 < table["units"].get(row[end + 1].lower, 0) < 10:
        return value + table["units"][row[end + 1].lower], end + 2
    return value, end
