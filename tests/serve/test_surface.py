"""The language of the pages, and how they write when something happened."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from lagebild.serve.web.dates import freshness
from lagebild.serve.web.surface import words

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "german", "english"),
    [
        (timedelta(seconds=20), "gerade eben", "just now"),
        (timedelta(minutes=5), "vor 5 Min.", "5 min ago"),
        (timedelta(minutes=61), "vor einer Stunde", "an hour ago"),
        (timedelta(hours=47), "vor 47 Stunden", "47 hours ago"),
        (timedelta(days=3), "28. März 2026", "28 March 2026"),
        (timedelta(hours=-3), "31. März 2026", "31 March 2026"),
    ],
)
def test_near_moments_are_distances_and_far_ones_days(before: timedelta, german: str, english: str) -> None:
    assert freshness(NOW - before, NOW, "de", words("de")) == german
    assert freshness(NOW - before, NOW, "en", words("en")) == english


def test_a_moment_without_zone_or_none_at_all_is_written_too() -> None:
    assert freshness(datetime(2026, 3, 31, 11), NOW, "de", words("de")) == "vor einer Stunde"  # noqa: DTZ001
    assert freshness(None, NOW, "de", words("de")) == ""


def test_the_address_beats_the_cookie_and_the_cookie_the_setting(client: TestClient) -> None:
    client.cookies.clear()
    assert '<html lang="de">' in client.get("/sources").text
    assert '<html lang="en">' in client.get("/sources?lang=en").text
    assert '<html lang="en">' in client.get("/sources").text
    assert '<html lang="de">' in client.get("/sources?lang=de").text
    client.cookies.clear()
    assert '<html lang="de">' in client.get("/sources?lang=xx").text


def test_reasons_are_in_the_language_of_the_page(client: TestClient, outage: str) -> None:
    """No German reason is left on an English page: what the table lacks would stand there marked as German."""
    documents = client.get("/api/stories", params={"limit": 200}).json()["stories"]
    paths = [f"/stories/{outage}", *(f"/documents/{s['documents'][-1]}" for s in documents[:8])]
    german = re.compile(
        r"Ortsangabe im|Ortsmarke am|einziger Ort dies|gemeinsamer? Namen?: |gleiche Wendungen: |neue Geschichte: "
    )
    for path in paths:
        english, native = (client.get(path, params={"lang": code}).text for code in ("en", "de"))
        assert german.search(native), path
        assert not german.search(english), path
        assert not re.search(r'(?:class="note"|<figcaption>|<li>)[^<]*<span lang="de">', english), path
    client.cookies.clear()
