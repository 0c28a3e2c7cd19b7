"""The table of newsrooms: what it finds, and that it does not rot."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from lagebild.language.newsrooms import addressed, agency, credited, family, newsrooms
from lagebild.run.clock import now


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emden (xna) - Am Morgen fiel der Strom aus.", ("xna",)),
        ("Berlin (dpa/AFP) – Die Regierung tagt.", ("dpa", "AFP")),
        ("Der Zug hielt.\nQuelle: dpa", ("dpa",)),
        ("Der Zug hielt. (dpa/lnw)", ("dpa",)),
        ("Der Zug hielt. [sid]", ("SID",)),
        ("Der Zug hielt. (mit Material von AFP und Reuters)", ("AFP", "Reuters")),
        ("Der Kurs stieg. (dpa-AFX Broker)", ("dpa",)),
        ("Die Partei (in Emden) tagt.", ()),
        ("Die Partei (SPD) tagt.", ()),
    ],
)
def test_credits(text: str, expected: tuple[str, ...]) -> None:
    assert credited(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/dpa/zug-hielt.html", {"dpa"}),
        ("https://example.org/zug-hielt-dpa.urn-newsml-dpa-com-20260101", {"dpa"}),
        ("https://example.org/dpa-infocom-dpa-260101-99", {"dpa"}),
        ("https://example.org/sidney-feiert", set()),
        ("https://example.org/reise/der-ria-see", set()),
        (None, set()),
    ],
)
def test_addresses_that_name_an_agency(url: str | None, expected: set[str]) -> None:
    assert addressed(url) == expected


def test_families_go_by_host() -> None:
    assert family("https://www.haz.de/lokales/") == family("https://lvz.de") == "Redaktionsnetzwerk Deutschland"
    assert family("https://example.org/haz.de") is family(None) is None


def test_agencies_go_by_their_spelling() -> None:
    assert agency("dpa-AFX") == "dpa"
    assert agency("sid") == "SID"
    assert agency("Sid") is None


def test_the_table_is_sound_and_was_reviewed() -> None:
    table = newsrooms()
    assert now().date() - table.reviewed < timedelta(days=730), "review language/newsrooms.toml and renew `reviewed`"
    assert all(re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host) for host in table.families)
    assert min(Counter(table.families.values()).values()) > 1
    assert set(table.agencies.values()) <= table.agencies.keys()
