"""The few words that the report adds of its own, German and English: everything else it prints is quoted or cited."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import resources

Phrases = Mapping[str, Mapping[str, str]]
_WORD = re.compile(r"[^\W\d_][\w'’]*")


@cache
def phrases(language: str) -> Phrases:
    """Return the table of a language, English where it has none: section -> key -> text."""
    name = language if language in ("de", "en") else "en"
    table: Phrases = tomllib.loads(
        (resources.files("lagebild.report") / f"phrases_{name}.toml").read_text(encoding="utf-8")
    )
    return table


def months(language: str) -> tuple[str, ...]:
    """Return the twelve month names."""
    return tuple(phrases(language)["closed"]["months"].split())


def long_date(moment: datetime, language: str, *, year: bool = True) -> str:
    """Write a day as prose does: "11. November 2024", "11 November 2024"."""
    month = months(language)[moment.month - 1]
    text = f"{moment.day}. {month}" if language == "de" else f"{moment.day} {month}"
    return f"{text} {moment.year}" if year else text


def is_kept(text: str, language: str) -> bool:
    """Tell whether a text has a word without which its sentence says something else: "nicht", "rund"."""
    whole, beginnings = _kept(language)
    return any(word in whole or word.startswith(beginnings) for word in _WORD.findall(text.lower()))


@cache
def _kept(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of the table, in lower case, and the beginnings of those that may have any ending."""
    row = phrases(language)["kept"]["words"].split()
    return frozenset(w for w in row if not w.endswith("*")), tuple(w[:-1] for w in row if w.endswith("*"))


def long_moment(moment: datetime, language: str) -> str:
    """Write a day with its time; what is in UTC says so."""
    zone = " UTC" if moment.utcoffset() == timedelta(0) else ""
    clock = f"{moment:%H.%M} Uhr" if language == "de" else f"{moment:%H:%M}"
    return f"{long_date(moment, language)}, {clock}{zone}"
