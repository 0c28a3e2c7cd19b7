"""Pages become articles: text in paragraphs, clean title, exact time."""

import time
from datetime import UTC, datetime

import pytest

from lagebild.acquire.metadata import without_outlet
from lagebild.acquire.pages import read_page
from lagebild.records.document import Document
from lagebild.records.errors import ParseError

SEEN = datetime(2024, 11, 20, tzinfo=UTC)
URL = "https://www.stadtblatt.example/lokales/bruecke-1.html"
BODY = """<nav><a href="/">Start</a><a href="/abo">Abo</a></nav><article><h1>Brücke gesperrt</h1>
<p>Die Brücke über den Fluss ist seit Dienstag gesperrt, teilte die Stadt mit.</p><h2>Risse im Beton</h2>
<p>Prüfer fanden mehrere Risse. „Wir können nicht anders“, sagte die Bürgermeisterin am Abend.</p>
<p>Die Sperrung soll bis zu drei Monate dauern. Rund 12.000 Fahrzeuge sind am Tag betroffen.</p>
<p>Mehr zum Thema</p></article><footer>Impressum Datenschutz</footer>"""


def page(head: str = "", body: str = BODY, lang: str = "de-DE") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def read(html: str | bytes, url: str | None = URL, content_type: str | None = "text/html; charset=utf-8") -> Document:
    body = html.encode() if isinstance(html, str) else html
    return read_page(body, url=url, content_type=content_type, charset=None, seen=SEEN)


def test_text_in_paragraphs_without_the_headline() -> None:
    document = read(page("<title>Brücke gesperrt | Stadtblatt</title>"))
    lines = document.text.splitlines()
    assert lines[0].startswith("Die Brücke über den Fluss")
    assert "Risse im Beton" in lines
    assert "Impressum" not in document.text
    assert document.title == "Brücke gesperrt"
    assert document.language == "de"
    assert document.outlet == "stadtblatt.example"


def test_json_ld_comes_first() -> None:
    head = """<meta property="og:site_name" content="Stadtblatt"><meta name="date" content="2024-11-01">
    <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
    {"@type":["NewsArticle"],"headline":"Br&uuml;cke\ngesperrt","datePublished":"2024-11-12T20:15:00+01:00",
    "author":[{"@type":"Person","name":"Erika Muster"},{"name":"Max Beispiel"}],}]}</script>"""
    document = read(page(head))
    assert document.published is not None
    assert document.published.isoformat() == "2024-11-12T20:15:00+01:00"
    assert not document.published_day_only
    assert document.author == "Erika Muster, Max Beispiel"
    assert document.outlet == "Stadtblatt"
    assert document.title == "Brücke gesperrt"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta property="article:published_time" content="2024-11-12T19:15:00Z">', BODY, "2024-11-12T19:15:00+00:00"),
        (
            '<meta name="date" content="9999-12-31"><meta name="dc.date" content="12.11.2024">',
            BODY,
            "2024-11-12T00:00:00+01:00",
        ),
        (
            "",
            BODY.replace("</h1>", '</h1><time datetime="2024-11-12T20:15">gestern</time>'),
            "2024-11-12T20:15:00+01:00",
        ),
        (
            "",
            BODY.replace("</h1>", '</h1><p class="article__date">Di., 12. November 2024, 20:15 Uhr</p>'),
            "2024-11-12T20:15:00+01:00",
        ),
    ],
)
def test_dates(head: str, body: str, expected: str) -> None:
    document = read(page(head, body))
    assert document.published is not None
    assert document.published.isoformat() == expected


def test_no_date_is_better_than_a_wrong_one() -> None:
    assert (
        read(
            page("<meta name=date content='31.02.2024'>", BODY + "<p>Im Jahr 2019 war das anders. © 2023</p>")
        ).published
        is None
    )


def test_the_canonical_link_counts_on_its_own_site_only() -> None:
    link = '<link rel="canonical" href="{}">'
    assert read(page(link.format("https://m.stadtblatt.example/neu"))).canonical_url == "https://stadtblatt.example/neu"
    own = "https://stadtblatt.example/lokales/bruecke-1.html"
    assert read(page(link.format("https://anderswo.example/neu"))).canonical_url == own
    assert read(page(link.format("/"))).canonical_url == own
    assert read(page(link.format("https://stadtblatt.example/neu")), url=None).url == "https://stadtblatt.example/neu"


def test_one_article_has_one_id() -> None:
    link = '<link rel="canonical" href="/lokales/bruecke-1.html">'
    assert read(page(link), url=URL + "?utm_source=rss").id == read(page(), url=URL).id


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Brücke gesperrt | Stadtblatt", "Brücke gesperrt"),
        ("Brücke gesperrt - stadtblatt.example", "Brücke gesperrt"),
        ("Stadtblatt: Brücke gesperrt", "Brücke gesperrt"),
        ("Köln - Bonn: Strecke gesperrt", "Köln - Bonn: Strecke gesperrt"),
        ("Brücke gesperrt – Umleitung steht", "Brücke gesperrt – Umleitung steht"),
    ],
)
def test_titles(title: str, expected: str) -> None:
    assert without_outlet(title, ("Stadtblatt", "stadtblatt.example")) == expected


def test_mislabelled_pages() -> None:
    for encoding in ("utf-8", "cp1252"):
        for label in ("utf-8", "iso-8859-1"):
            html = page(f'<meta charset="{label}">').encode(encoding)
            document = read(html, content_type=f"text/html; charset={label}")
            assert "„Wir können nicht anders“, sagte die Bürgermeisterin" in document.text
            assert document.title == "Brücke gesperrt"


def test_a_template_in_english_around_german_text() -> None:
    assert (
        read(
            page(
                lang="en",
                body=BODY + "<p>Das ist nicht die Frage, und auf dem Fluss ist eine Fähre.</p>",
            )
        ).language
        == "de"
    )


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", None),
        (b"<html></html>", None),
        (b"<!-- " * 50_000, None),
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"{}", "application/json"),
        (b"<div>" * 100_000, None),
        (b"<html><body><p>Bitte JavaScript einschalten.</p>", None),
    ],
)
def test_pages_without_article_are_refused_quickly(body: bytes, content_type: str | None) -> None:
    started = time.process_time()
    with pytest.raises(ParseError) as caught:
        read(body, content_type=content_type)
    assert str(caught.value).endswith(".")
    assert time.process_time() - started < 5


def test_broken_markup_keeps_its_text() -> None:
    first, second = "Ein Satz steht hier und sagt etwas. ", "Ein anderer steht darunter und widerspricht. "
    document = read(f"<html>\0<body><article><p>{first * 5}</p><p>{second * 5}</p><!-- <!-- <!-- ")
    assert document.text.count("sagt etwas") == 5
    assert document.text.count("widerspricht") == 5
