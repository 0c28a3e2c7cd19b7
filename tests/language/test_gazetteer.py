import itertools
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.gazetteer import Place, gazetteer, layout
from lagebild.language.gazetteer.dateline import read_dateline


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Moskaus", "city", "RU"),
        ("Pjöngjang", "city", "KP"),
        ("der Ukraine", "country", "UA"),
        ("Region Kursk", "region", "RU"),
        ("Donezker Gebiet", "region", "UA"),
        ("Gazastreifens", "landscape", "PS"),
        ("Weißen Hauses", "seat", "US"),
        ("Vereinigten Staaten", "country", "US"),
        ("Steiermark", "region", "AT"),
        ("Kanton Genf", "region", "CH"),
        ("Mailand", "city", "IT"),
        ("L’Aquila", "city", "IT"),
    ],
)
def test_first_candidate(name: str, kind: str, country: str) -> None:
    first = gazetteer().candidates(name)[0]
    assert (first.kind, first.country) == (kind, country)


def test_waters_have_no_country_and_their_base_form() -> None:
    sea = gazetteer().candidates("Roten Meeres")[0]
    assert (sea.name, sea.kind, sea.country, sea.precision) == ("Rotes Meer", "sea", None, "region")


def test_common_words_that_are_places_are_marked() -> None:
    assert all(place.common for place in gazetteer().candidates("Essen"))
    assert not gazetteer().candidates("Pjöngjang")[0].common


def test_capitals_have_german_names() -> None:
    names = {code: place.name for code in ("KP", "IT", "CN") if (place := gazetteer().capital(code))}
    assert names == {"KP": "Pjöngjang", "IT": "Rom", "CN": "Peking"}


def test_country_centroid_is_near_the_middle() -> None:
    germany = gazetteer().country("DE")
    assert germany is not None
    assert abs(germany.latitude - 51.1) < 0.7
    assert abs(germany.longitude - 10.4) < 0.7


def test_unknown_names_have_no_candidates() -> None:
    assert gazetteer().candidates("Xyzzyhausen") == ()
    assert gazetteer().candidates("") == ()
    assert gazetteer().candidates("M" * 500) == ()


@given(st.text(max_size=100))
def test_any_text_can_be_looked_up(name: str) -> None:
    for place in gazetteer().candidates(name):
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180


def test_shipped_files_are_small() -> None:
    assert sum(path.stat().st_size for path in layout.FOLDER.iterdir()) < 15_000_000


def test_import_reads_no_table() -> None:
    code = "import sys, lagebild.language.gazetteer; sys.exit('numpy' in sys.modules or 'marisa_trie' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Lower Saxony", "Niedersachsen"),
        ("Germany", "Deutschland"),
        ("Lake Constance", "Bodensee"),
        ("Moscow", "Moskau"),
        ("Munich", "München"),
        ("Frankfurt", "Frankfurt am Main"),
        ("Hannover", "Hannover"),
    ],
)
def test_places_have_one_german_title(name: str, title: str) -> None:
    assert gazetteer().candidates(name)[0].title == title


@pytest.mark.parametrize(
    ("text", "places", "agencies"),
    [
        ("Elbheide (xpa) - Die Fähre fährt wieder.", ["Elbheide"], ["xpa"]),
        ("Elbheide, 3. März – Die Fähre fährt wieder.", ["Elbheide"], []),
        ("Emden (xpa) - Die Fähre fährt wieder.", ["Emden"], ["xpa"]),
        ("Halle (Saale) (xpa/abc) – Die Bahn kommt.", ["Halle (Saale)"], ["xpa", "abc"]),
        ("St. Gallen. Am Dienstag tagte der Rat.", ["St. Gallen"], []),
        ("VIENNA - The opera reopened.", ["VIENNA"], []),
        ("Berlin (Deutschland), 22.10.2008 – Der Rat tagte.", ["Berlin", "Deutschland"], []),
    ],
)
def test_dateline(text: str, places: list[str], agencies: list[str]) -> None:
    found = read_dateline(text)
    assert found is not None
    assert [s.of(text) for s in found.places] == places
    assert [s.of(text) for s in found.agencies] == agencies


@pytest.mark.parametrize(
    "text",
    [
        "Der Präsident. Er kam.",
        "Regen. Viel Regen.",
        "In Berlin tagt der Rat.",
        "Abgerufen am 26. August 2009. Behn und Marquardt haben unterschrieben.",
        "PMID 14993430 (Review) Es wird daher geforscht.",
        "Stand 3. März 2008. Behn ist dagegen.",
        "Arzneimittelgesetz (AMG) Dies regelt der Bund.",
        "Behn, S. 195 Für den Rat.",
        "",
    ],
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@settings(deadline=300, max_examples=50)
@given(st.text(alphabet="AaBb .-/(),–:1", max_size=400))
def test_datelines_lie_at_the_head(text: str) -> None:
    found = read_dateline(text)
    assert found is None or all(found.span.contains(s) for s in (*found.places, *found.agencies))


_MODULES = Path(layout.__file__).parent
_ROOT = Path(__file__).parents[2]
# Degrees between a place of our own table and the middle of the country it is said to lie in.
_FAR = 12.0
_VAST = frozenset(
    {"US", "RU", "CA", "AU", "BR", "CN", "FR", "GB", "NO", "ES", "PT", "CL", "EC", "DK", "NL", "IN", "ID"}
)


def curated() -> list[tuple[str, str, list[Any]]]:
    table = tomllib.loads((_MODULES / "places.toml").read_text("utf-8"))
    return [(kind, name, values) for kind, entries in table.items() for name, values in entries.items()]


def apart(place: Place, latitude: float, longitude: float) -> float:
    east = abs(place.longitude - longitude) % 360
    return max(abs(place.latitude - latitude), min(east, 360 - east))


def test_each_line_of_our_table_is_the_place_of_its_names() -> None:
    dead = [
        (name, other)
        for _, name, (lat, lon, _, *others) in curated()
        for other in (name, *others)
        if not any(apart(p, lat, lon) < 0.01 for p in gazetteer().exact(other))
    ]
    assert dead == []


def test_no_place_of_our_table_is_written_twice() -> None:
    names = Counter((kind, name) for kind, key, values in curated() for name in (key, *values[3:]))
    assert [name for name, count in names.items() if count > 1] == []
    points = Counter((kind, values[0], values[1]) for kind, _, values in curated())
    exact = {"building", "seat", "lake", "island", "mountain", "strait"}
    assert [point for point, count in points.items() if count > 1 and point[0] in exact] == []


def test_no_name_of_our_table_means_two_far_places() -> None:
    by_name: dict[str, list[tuple[float, float]]] = {}
    for _, key, (lat, lon, _, *others) in curated():
        for name in dict.fromkeys((key, *others)):
            by_name.setdefault(name, []).append((lat, lon))
    far = [
        name
        for name, points in by_name.items()
        if any(max(abs(a[0] - b[0]), abs(a[1] - b[1])) > 2 for a, b in itertools.combinations(points, 2))
    ]
    assert far == []


def test_places_of_our_table_lie_in_their_country() -> None:
    far = []
    for _, name, (lat, lon, code, *_) in curated():
        country = gazetteer().country(code) if code else None
        if code and (country is None or (code not in _VAST and apart(country, lat, lon) > _FAR)):
            far.append(name)
    assert far == []


def test_our_german_names_and_aliases_are_found() -> None:
    extra = tomllib.loads((_MODULES / "countries.toml").read_text("utf-8"))
    entries = [*extra["german_names"].items(), *extra["aliases"].items()]
    assert [n for n, (_, code) in entries if all(p.country != code for p in gazetteer().exact(n))] == []


@pytest.mark.parametrize(
    "name",
    ["Florida", "Texas", "Kalifornien", "Virginia", "Montana", "Nevada", "Oregon", "Colorado", "Indiana", "Ohio"],
)
def test_states_stand_before_towns_abroad(name: str) -> None:
    first = gazetteer().candidates(name)[0]
    assert (first.kind, first.country) == ("region", "US")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("New York", "city"),
        ("Washington", "city"),
        ("Salzburg", "city"),
        ("Hamburg", "city"),
        ("Brandenburg", "region"),
    ],
)
def test_town_or_state_of_one_name(name: str, kind: str) -> None:
    assert gazetteer().candidates(name)[0].kind == kind


_OPENING = """
import json, marisa_trie, mmap, time
from pathlib import Path
import lagebild.language.gazetteer as table

def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])

before, start = pages(), time.perf_counter()
opened = table.gazetteer()
seconds = time.perf_counter() - start
for name in ("Berlin", "Moskaus", "Region Kursk", "Xyzzy", "Florida"):
    opened.candidates(name)
print(seconds, (pages() - before) * 4096)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_opening_costs_little_time_and_memory() -> None:
    runs = [
        subprocess.run([sys.executable, "-c", _OPENING], check=True, capture_output=True, text=True).stdout.split()
        for _ in range(3)
    ]
    assert min(float(seconds) for seconds, _ in runs) < 0.05
    assert max(int(size) for _, size in runs) < 60_000_000


def test_the_notice_names_every_data_file() -> None:
    notice = (_ROOT / "NOTICE").read_text("utf-8")
    assert [p.name for p in layout.FOLDER.iterdir() if p.name not in notice] == []
    assert "GeoNames" in notice
    assert "CC BY 4.0" in notice
