"""The few words that the report adds of its own, German and English: everything else it prints is quoted or cited."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources

Phrases = Mapping[str, Mapping[str, str]]


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


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Return every word of the table: words that a sentence may use without a citation carrying them."""
    words: set[str] = set()
    for section in ("closed", "numbers", "process", "conflict", "anonymous"):
        for text in phrases(language)[section].values():
            words.update(word.strip("„“”.,:–()") for word in text.split() if "{" not in word)
    return frozenset(words)


@cache
def added_words(language: str) -> frozenset[str]:
    """Return the words, in lower case, that the report may add to a sentence of a source: "am", "so"."""
    return frozenset(phrases(language)["closed"]["added"].split())


@cache
def kept_words(language: str) -> tuple[str, ...]:
    """Return the words, in lower case, that must be neither lost nor added; a trailing * stands for any ending."""
    return tuple(dict.fromkeys(phrases(language)["kept"]["words"].split()))
