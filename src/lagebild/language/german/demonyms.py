"""Adjectives and inhabitants of countries, regions and cities: "nordkoreanischer", "Nordkoreaner", "Kiewer"."""

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any, Final

from lagebild.language.gazetteer import gazetteer

_ADJECTIVE: Final = re.compile(r"^(?P<stem>.+?(?:sch|alpin))(?:e[nmrs]?)?$")
_CITY_POPULATION: Final = 15_000
_MAX_WORD: Final = 40


def is_demonym(word: str) -> bool:
    """Tell whether `word` is an adjective or an inhabitant of a country, region or city."""
    return _reading(word) is not None


def demonym_country(word: str) -> str | None:
    """Return the ISO 3166-1 code that an adjective or inhabitant points to, None where there is none."""
    return _reading(word) or None


@functools.lru_cache(maxsize=20_000)
def _reading(word: str) -> str | None:
    """Return the country code, "" for a demonym without country, None for no demonym."""
    if not 3 < len(word) <= _MAX_WORD:
        return None
    table = _forms()
    if word in table:
        return table[word]
    match = _ADJECTIVE.match(word)
    if match:
        stem = match["stem"]
        for form in (stem, stem.lower(), stem.rpartition("-")[2].lower()):
            if form in table:
                return table[form]
    return _city(word)


def city_of(word: str) -> str | None:
    """Return the name of the city whose adjective in -er is `word` ("Kiewer": "Kiew"), None where it is none."""
    cities, excluded = _cities()
    if word in cities:
        return cities[word]
    bare = word[:-1] if word.endswith("ers") else word
    if not bare.endswith("er") or not bare[0].isupper() or len(bare) < 6 or bare in excluded:
        return None
    stem = bare[:-2]
    for name in (stem, stem + "en", stem + "e", stem[:-1] + "e" + stem[-1] if len(stem) > 3 else stem):
        for place in gazetteer().exact(name)[:1]:
            large = place.population >= (_CITY_POPULATION if place.country in {"DE", "AT", "CH"} else 150_000)
            if place.kind == "city" and place.primary and large and not place.common:
                return name
            if place.kind == "city" and place.primary and large and place.population >= 2 * _CITY_POPULATION:
                return name
    return None


def _city(word: str) -> str | None:
    name = city_of(word) or (city_of(word[:-2]) if word.endswith("in") else None)
    if name is None:
        return None
    found = gazetteer().candidates(name)
    return (found[0].country or "") if found else ""


@functools.cache
def _table() -> dict[str, Any]:
    text = files("lagebild.language.german").joinpath("demonyms.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def _cities() -> tuple[dict[str, str], frozenset[str]]:
    table = _table()
    return dict(table["cities"]), frozenset(table["not_cities"]["words"].split())


@functools.cache
def _forms() -> dict[str, str]:
    """Return every inhabitant in every case and every adjective stem with its country code."""
    table = _table()
    forms: dict[str, str] = {}
    rows = [*table["countries"].items(), ("", table["regions"]["words"])]
    for code, words in rows:
        for word in words.split():
            for form in _inflect(word):
                forms.setdefault(form, code)
    return forms


def _inflect(word: str) -> list[str]:
    if word[0].islower() or word.endswith("isch"):
        return [word]
    if word.endswith("er"):
        return [word + end for end in ("", "s", "n", "in", "innen")]
    if word.endswith("in"):
        return [word, word + "nen"]
    if word.endswith("e"):
        return [word, word + "n", word + "r", word[:-1] + "in", word[:-1] + "innen"]
    return [word, *(word + end for end in ("s", "en", "in", "innen"))]
