import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.gazetteer import gazetteer, layout
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


@settings(deadline=None)
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


@pytest.mark.parametrize("text", ["Der Präsident. Er kam.", "Regen. Viel Regen.", "In Berlin tagt der Rat.", ""])
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@settings(deadline=300, max_examples=50)
@given(st.text(alphabet="AaBb .-/(),–:1", max_size=400))
def test_datelines_lie_at_the_head(text: str) -> None:
    found = read_dateline(text)
    assert found is None or all(found.span.contains(s) for s in (*found.places, *found.agencies))
