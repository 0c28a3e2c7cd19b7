"""Tells whether a wording is negated: "nicht befahrbar" is no wording of "befahrbar", however many words both share."""

import re
import tomllib
from functools import cache
from importlib.resources import files


def without_negation(text: str) -> tuple[str, bool]:
    """Return a text without its negations, and whether there was one; "nicht nur" and its like are none."""
    kept, times = _pattern().subn(lambda match: match[0] if match["harmless"] else " ", text)
    harmless = sum(1 for match in _pattern().finditer(text) if match["harmless"])
    return kept, times > harmless


@cache
def _pattern() -> re.Pattern[str]:
    table = tomllib.loads(files("lagebild.corroborate").joinpath("negation.toml").read_text("utf-8"))
    words = rf"(?P<harmless>{table['harmless']})|{table['negations']}"
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
