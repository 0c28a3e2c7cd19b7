"""Digits and number words of English -> values: "3,538", "2.9 million", "twenty-five thousand"."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from lagebild.language.words import Token

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@cache
def read_table(name: str) -> dict[str, Any]:
    """Return a TOML table that stands beside the English modules."""
    return tomllib.loads(files("lagebild.language.english").joinpath(name).read_text(encoding="utf-8"))


def read_number(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Read a number that begins at token `at`: its value and the index of the token after it."""
    if at >= len(row) or row[at].kind == "mark":
        return None
    found = _digits(row, at) if row[at].kind == "number" else _words(row, at)
    if found is None:
        return None
    value, end = found
    scales = read_table("numbers.toml")["scales"]
    while end < len(row) and row[end].lower in scales and end - at < 8:
        value *= scales[row[end].lower]
        end += 1
        more = _words(row, end + (row[end].lower == "and")) if end + 1 < len(row) and value >= 100 else None
        if more and more[0] < value and row[more[1] - 1].kind == "word":
            value, end = value + more[0], more[1]
    return round(value, 6), end


def _digits(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    raw = row[at].text
    return (float(raw.replace(",", "")), at + 1) if _NUMBER.fullmatch(raw) else None


def _words(row: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Read "seven", "twenty-five", "a hundred"."""
    if at >= len(row):
        return None
    table = read_table("numbers.toml")
    word = row[at].lower
    if (
        word in ("a", "an")
        and at + 1 < len(row)
        and row[at + 1].lower in table["scales"]
        and len(row[at + 1].lower) > 2
    ):
        return 1.0, at + 1
    if word in table["units"]:
        return float(table["units"][word]), at + 1
    if word not in table["tens"]:
        return None
    value, end = float(table["tens"][word]), at + 1
    if end + 1 < len(row) and row[end].text == "-" and 0 < table["units"].get(row[end + 1].lower, 0) < 10:
        return value + table["units"][row[end + 1].lower], end + 2
    return value, end
