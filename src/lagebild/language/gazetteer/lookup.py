"""A name, inflected as German inflects it, to the places it may mean, best known first.

The tables are memory-mapped: opening reads a few kilobytes, a lookup touches a few pages (measured: `tests/language/
test_gazetteer.py` holds the budget).
"""

import functools
import json
import mmap
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lagebild.language.gazetteer import layout
from lagebild.language.gazetteer.place import KINDS, Place

# Prior of a kind against a settlement of so many inhabitants: "Luxemburg" is the country, "Kursk" the town.
_KIND_WEIGHT: Final = {
    "country": 1_000_000_000,
    "continent": 2_000_000_000,
    "world_region": 1_500_000,
    "landscape": 1_000_000,
    "sea": 50_000_000,
    "strait": 50_000_000,
    "seat": 5_000_000,
    "building": 3_000_000,
    "island": 600_000,
    "mountain": 400_000,
    "river": 300_000,
    "lake": 300_000,
    "region": 200_000,
}
# States of federations that the news names without a word for their kind: Florida is first of all the one in the USA.
_STATES: Final = frozenset({"US", "DE", "AT", "AU", "CA"})
_STATE_WEIGHT: Final = 2_000_000
_REGION_WORDS: Final = (
    r"(?:Region|Oblast|Gebiet|Provinz|Kanton|Bezirk|Bundesstaat|Bundesland|Gouvernement|Woiwodschaft|Departement|"
    r"Département|Präfektur|Distrikt|Teilrepublik|Republik|Land|Verwaltungsgebiet|Gouvernorat|Freistaat|Grafschaft)"
)
_BEFORE: Final = re.compile(rf"^(?:der |die |das |den |dem |des |im |in der |in )?{_REGION_WORDS}s? (?P<name>.+)$")
_AFTER: Final = re.compile(rf"^(?P<name>\S+?)er {_REGION_WORDS}(?:e?s|en)?$")
_HYPHEN: Final = re.compile(rf"^(?P<name>\S+?)-{_REGION_WORDS}(?:e?s)?$")
_ARTICLE: Final = re.compile(r"^(?:der|die|das|den|dem|des|the) (?=[A-ZÄÖÜ])")
_MAX_NAME: Final = 80
# Degrees, and inhabitants, within which a town is taken for the seat of the region that is called like it.
_NEAR: Final = 3.0
_TOWN: Final = 20_000
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’′‘ʼ`´", "'"))


class Gazetteer:
    """The compiled gazetteer, read only and safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        import marisa_trie

        self._names: Any = marisa_trie.RecordTrie(layout.NAME_RECORD).mmap(str(folder / layout.NAMES))
        self._people: Any = marisa_trie.RecordTrie(layout.PERSON_RECORD).mmap(str(folder / layout.GIVEN_NAMES))
        self._german: Any = marisa_trie.BytesTrie().mmap(str(folder / layout.GERMAN_NAMES))
        with (folder / layout.PLACES).open("rb") as handle:
            self._places = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        tables = json.loads((folder / layout.COUNTRIES).read_text("utf-8"))
        self._countries: dict[str, dict[str, Any]] = tables["countries"]
        self._base_forms: dict[str, str] = tables["base_forms"]

    def candidates(self, name: str) -> tuple[Place, ...]:
        """Return what `name` may mean, most likely first, none where it is unknown.

        `name` may carry a genitive ("Moskaus"), an article ("der Ukraine") or a word for its kind ("Region Kursk",
        "Donezker Gebiet": then only regions are returned).
        """
        return _candidates(self, " ".join(name.translate(_APOSTROPHES).split())) if 0 < len(name) <= _MAX_NAME else ()

    def has_prefix(self, prefix: str) -> bool:
        """Tell whether some name begins so: lets a tagger stop growing a phrase."""
        return prefix.isprintable() and next(iter(self._names.iterkeys(prefix)), None) is not None

    def exact(self, name: str) -> tuple[Place, ...]:
        """Return the places with exactly this name, without any inflection removed."""
        rows = self._names.get(name) if name.isprintable() else None  # NUL and the like break the trie
        if rows is None:
            return ()
        found = [self._place(name, row, flags) for row, flags in rows]
        return tuple(sorted(found, key=lambda place: _rank(place, found), reverse=True))

    def country(self, code: str) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code under its German name."""
        row = self._countries.get(code)
        if row is None:
            return None
        return Place(
            row["name"], "country", row["lat"], row["lon"], row["geonameid"], code, population=row["population"]
        )

    def capital(self, code: str) -> Place | None:
        """Return the capital of the country with this code under its German name, None where none is known."""
        row = self._countries.get(code, {})
        if "capital" not in row:
            return None
        return self._place(row["capital"], row["capital_row"], layout.FLAG_PRIMARY)

    def is_given_name(self, word: str) -> bool:
        """Tell whether `word` is a person's first name somewhere."""
        return bool(self._person(word) & layout.PERSON_FIRST)

    def is_family_name(self, word: str) -> bool:
        """Tell whether `word` is a usual surname somewhere."""
        return bool(self._person(word) & layout.PERSON_LAST)

    def _person(self, word: str) -> int:
        rows = self._people.get(word) if word.isprintable() else None
        return int(rows[0][0]) if rows else 0

    def _german_name(self, row: int) -> str | None:
        found = self._german.get(str(row))
        return found[0].decode() if found else None

    def _place(self, name: str, row: int, flags: int) -> Place:
        identity, lat, lon, population, country, admin1, kind, capital = struct.unpack_from(
            layout.PLACE, self._places, row * struct.calcsize(layout.PLACE)
        )
        return Place(
            name=self._base_forms.get(name, name),
            kind=KINDS[kind],
            latitude=round(lat, 5),
            longitude=round(lon, 5),
            geonameid=identity or None,
            country=country.rstrip(b"\0").decode("ascii") or None,
            admin1=admin1.rstrip(b"\0").decode("ascii") or None,
            population=population,
            capital=bool(capital),
            primary=bool(flags & layout.FLAG_PRIMARY),
            common=bool(flags & layout.FLAG_COMMON),
            german=self._german_name(row),
        )


def _rank(place: Place, others: list[Place]) -> float:
    """Return the prior of a reading among others: a region called after its town stands behind the town.

    "Brandenburg" is short for the town's name and all of the state's: that town does not count.
    """
    if place.kind == "region":
        for other in others:
            near = abs(other.latitude - place.latitude) + abs(other.longitude - place.longitude) < _NEAR
            alike = other.kind == "city" and other.country == place.country and other.name == other.title
            if alike and near and other.population > _TOWN:
                return weight(other) - 1
    return weight(place)


def weight(place: Place) -> float:
    """Return the prior of a reading: inhabitants, or what a kind counts instead; aliases count a quarter."""
    value = float(max(place.population if place.kind in {"city", "region"} else 0, _KIND_WEIGHT.get(place.kind, 0)))
    if place.kind == "region":
        value = float(_STATE_WEIGHT if place.country in _STATES and place.primary else _KIND_WEIGHT["region"])
    if place.capital:
        value *= 3
    if place.kind == "city" and place.country in {"DE", "AT", "CH"}:
        value *= 3  # German-language news: the reader's own places first
    return value if place.primary or place.kind != "city" else value / 4


def stems(name: str) -> Iterator[str]:
    """Yield `name` and what is left of it without a German case ending, likeliest first."""
    yield name
    bare = name.rstrip("'’")
    if bare != name:
        yield bare
    if bare.endswith("s") and len(bare) > 3:
        yield bare[:-1]
        if bare.endswith("es") and len(bare) > 5:
            yield bare[:-2]
    if bare.endswith("en") and " " in bare:
        yield bare[:-1]


@functools.lru_cache(maxsize=20_000)
def _candidates(table: Gazetteer, name: str) -> tuple[Place, ...]:
    for stem in (*stems(name), *((name.replace("'", "’"),) if "'" in name else ())):
        found = table.exact(stem)
        if found:
            return found
    for pattern in (_BEFORE, _AFTER, _HYPHEN):
        match = pattern.match(name)
        if match:
            return _regions(table, match["name"])
    article = _ARTICLE.match(name)
    return _candidates(table, name[article.end() :]) if article else ()


def _regions(table: Gazetteer, name: str) -> tuple[Place, ...]:
    """Return the regions called `name`; where the gazetteer has none, whatever is called so."""
    found: tuple[Place, ...] = ()
    for stem in (*stems(name), name + "en", name + "e"):
        found = found or table.exact(stem)
        regions = tuple(p for p in table.exact(stem) if p.kind == "region")
        if regions:
            return regions
    return found


@functools.cache
def gazetteer() -> Gazetteer:
    """Open the gazetteer that is shipped with the package (once a process)."""
    return Gazetteer(layout.FOLDER)
