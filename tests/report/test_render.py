"""Every format is read back by its own reader, and a hostile text stays text."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from importlib import resources
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from icalendar import Calendar
from tests.report.builders import MONDAY, item, passage, story, written

from lagebild.records.annotation import Scene
from lagebild.records.claim import Claim, Corroboration, Evidence
from lagebild.records.report import NewsDigest, Report
from lagebild.records.view import NewItem, PlacePin, Reactions, Stance, TimelineEntry, Views, Voice
from lagebild.report.render import FORMATS
from lagebild.report.render.digest import DIGEST_FORMATS
from lagebild.report.render.json import printable
from lagebild.report.render.markdown import escaped

LATER = MONDAY + timedelta(hours=2)
HOSTILE = "<script>alert(1)</script>\"' onload=x [k](javascript:alert(1)) `r` </style> \x00\x1b\u202e http://b.example"
TEXT = f"In Halle hat es am Montag gebrannt {HOSTILE} und niemand wurde verletzt."


def report(language: str = "de") -> Report:
    found = item(f'd "1" {HOSTILE}', TEXT, f"Brand in Halle {HOSTILE}", language=language, outlet=HOSTILE)
    cited = (passage(found, TEXT), passage(found, "In Halle"), passage(found, "In Halle hat"))
    day = MONDAY.replace(hour=0)
    entries = (
        TimelineEntry(day, day + timedelta(days=1), "day", TEXT, cited),
        TimelineEntry(day + timedelta(hours=6), day + timedelta(hours=12), "day", "Am Morgen", cited[1:]),
        TimelineEntry(day + timedelta(hours=7), day + timedelta(hours=7), "time", "Um sieben", cited),
        TimelineEntry(day.replace(day=1), day.replace(month=4, day=1), "month", "Im März", cited),
    )
    claim = Claim(
        "c-1", TEXT, HOSTILE, (HOSTILE, "Bote"), "asserted", "positive", (), (Evidence(cited[0], "supports"),)
    )
    return written(
        story(found),
        Corroboration(claims=(claim,)),
        timeline=entries,
        scene=Scene(HOSTILE, 51.5, 11.97, "city", HOSTILE),
        places=(PlacePin(HOSTILE, 51.5, 11.97, 1), PlacePin("Gera", 50.88, 12.08, 2)),
        new=(NewItem(MONDAY, "claim", HOSTILE, cited, MONDAY, "x"), NewItem(MONDAY, "denied", TEXT, cited, LATER, "y")),
        since=MONDAY,
        reactions=Reactions(1, 0, 0, (), MONDAY, MONDAY, voices=(Voice("p", HOSTILE, HOSTILE, HOSTILE, MONDAY),)),
    )


class _Reader(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.handlers: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.handlers += [name] if name.startswith("on") else []
            self.ids += [value or ""] if name == "id" else []
            self.targets += [value or ""] if name in ("href", "src") else []
            self.language = value or "" if (tag, name) == ("html", "lang") else self.language


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def test_hostile_text_stays_text_in_html() -> None:
    page = read(FORMATS["html"](report()))
    assert not {"script", "img", "iframe", "object", "form", "link"} & set(page.tags)
    assert page.handlers == []
    assert all(target.startswith("#") for target in page.targets)


def test_html_identifiers_are_unique_and_lead_somewhere() -> None:
    page = read(FORMATS["html"](report()))
    assert len(page.ids) == len(set(page.ids))
    assert all(re.fullmatch(r"[A-Za-z][\w-]*", i) for i in page.ids)
    assert {t.removeprefix("#") for t in page.targets} <= set(page.ids)


def test_a_page_needs_nothing_from_the_network() -> None:
    html = FORMATS["html"](report())
    assert "url(" not in html.split("</style>")[0]
    assert "default-src 'none'" in html


def test_html_has_the_language_of_the_report() -> None:
    assert read(FORMATS["html"](report("de"))).language == "de"
    english = FORMATS["html"](report("en"))
    assert read(english).language == "en"
    for german in ("Zeitleiste", "Quellen", "Warum hier", "Belege", "Artikel"):
        assert german not in english


@pytest.mark.parametrize(
    "text",
    [
        "[k](javascript:x)",
        "![k](x)",
        "<b>",
        "`c`",
        "# h",
        "- l",
        "+ l",
        "= h",
        "1. l",
        "2) l",
        "a|b",
        "~~x~~",
        "&lt;",
        "*x*",
        "_x_",
    ],
)
def test_markdown_markup_is_escaped(text: str) -> None:
    from html import unescape

    written_out = escaped(text)
    assert re.search(r"\\[\[\]<>`#+=|~&*_.)!-]", written_out), written_out
    assert unescape(re.sub(r"\\(.)", r"\1", written_out)) == unescape(text)


def test_markdown_has_no_links_but_footnotes() -> None:
    text = FORMATS["md"](report())
    assert not re.search(r"(?<!\\)\]\((?!\))", text)
    assert not re.search(r"(?<!\\)<\w", text)
    assert "http://" not in text
    assert set(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))


def test_calendar_is_read_back_by_its_own_reader() -> None:
    calendar = Calendar.from_ical(FORMATS["ics"](report()))
    events = [c for c in calendar.walk() if c.name == "VEVENT"]
    assert len(events) == 4
    assert len({str(e["UID"]) for e in events}) == 4
    spans = [(e.decoded("DTSTART"), e.decoded("DTEND")) for e in events]
    assert all(start < end for start, end in spans)
    assert spans[1] == (date(2026, 3, 30), date(2026, 3, 31))
    assert "TZID" not in FORMATS["ics"](report())


def test_calendar_identifiers_do_not_depend_on_the_place() -> None:
    first = report()
    later = replace(first, views=replace(first.views, timeline=first.views.timeline[1:]))
    uids = [re.findall(r"UID:(\S+)", FORMATS["ics"](r)) for r in (first, later)]
    assert uids[0][1:] == uids[1]


def test_atom_is_read_back() -> None:
    feed = ET.fromstring(FORMATS["atom"](report()))
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = [
        (e.findtext("a:id", "", names)[-2:], e.findtext("a:updated", "", names), e.findtext("a:title", "", names))
        for e in feed.iterfind("a:entry", names)
    ]
    assert entries == [(":y", LATER.isoformat(), printable(TEXT)), (":x", MONDAY.isoformat(), printable(HOSTILE))]
    assert feed.findtext("a:updated", "", names) == LATER.isoformat()
    assert feed.find("a:author/a:name", names) is not None
    assert all(e.findtext("a:content", "", names) for e in feed.iterfind("a:entry", names))


def test_a_change_that_comes_again_is_another_entry() -> None:
    item = NewItem(MONDAY, "claim", TEXT, (), MONDAY, "x")
    feed = ET.fromstring(FORMATS["atom"](written(story(), new=(item, item))))
    ids = [e.text or "" for e in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) == 3 and len(set(ids)) == 3


def test_nothing_new_is_said_plainly() -> None:
    quiet = written(story(item("a", TEXT)), since=MONDAY)
    assert "Nichts Neues seit 30. März 2026, 12.00 Uhr UTC." in FORMATS["md"](quiet)
    assert "Nichts Neues seit" in FORMATS["html"](quiet)
    assert "Nichts Neues" not in FORMATS["md"](written(story(item("a", TEXT))))


def test_a_digest_shows_the_gravest_first_and_counts_the_rest() -> None:
    many = tuple(NewItem(MONDAY, "claim", f"Satz {n}.", (), MONDAY, f"c{n}") for n in range(20))
    told = written(story(item("a", TEXT)), new=(*many, NewItem(MONDAY, "retracted", HOSTILE, (), MONDAY, "r")))
    digest = NewsDigest(MONDAY, LATER, "reader", (told,))
    markdown = DIGEST_FORMATS["md"](digest, "de")
    assert "# Was ist neu seit 30. März 2026, 12.00 Uhr UTC" in markdown and "… 9 weitere Änderungen" in markdown
    page = read(DIGEST_FORMATS["html"](digest, "en"))
    assert not {"script", "img", "form", "link"} & set(page.tags) and page.handlers == [] and page.language == "en"
    row = json.loads(DIGEST_FORMATS["json"](digest, "de"))
    assert [i["kind"] for i in row["stories"][0]["new"]] == ["retracted", *["claim"] * 20]
    assert "Nichts Neues." in DIGEST_FORMATS["md"](NewsDigest(None, LATER, "reader"), "de")


def test_geojson_has_longitude_first() -> None:
    row = json.loads(FORMATS["geojson"](report()))
    assert row["type"] == "FeatureCollection"
    assert row["features"][0]["geometry"] == {"type": "Point", "coordinates": [11.97, 51.5]}


def test_ninjs_has_what_the_standard_asks_for() -> None:
    row = json.loads(FORMATS["ninjs"](report()))
    assert row["uri"].startswith("urn:") and row["standard"]["version"] == "2.1"
    assert row["headlines"][0]["value"] and row["bodies"][0]["value"] is not None


def test_json_follows_its_schema() -> None:
    schema = json.loads((resources.files("lagebild.report") / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(FORMATS["json"](report())), schema)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_empty_story_has_every_format(form: str) -> None:
    assert FORMATS[form](written(story())) or form == "events.jsonl", "no event is no line"


def test_counts_of_posts_are_exact_and_explained() -> None:
    views = Views(reactions=Reactions(2, 64, 9, (("duplicate", 6), ("empty", 3)), MONDAY, MONDAY))
    html = " ".join(FORMATS["html"](replace(report(), views=views)).split())
    assert "66 ausgewertet, 9 aussortiert: 6 doppelt, 3 leer." in html
    assert "nicht die Öffentlichkeit" in html


def test_toxic_posts_are_folded_away_with_their_reason() -> None:
    kept_back = Voice("p", "forum:x", "p-1", "Lauter Trottel!", MONDAY, "negative", ("insult",), ("Trottel",))
    stances = (Stance("Hans Vogt", 3, 0, 1, 2),)
    views = Views(reactions=Reactions(0, 1, start=MONDAY, end=MONDAY, hidden=1, toxic=(kept_back,), stances=stances))
    html = FORMATS["html"](replace(report(), views=views))
    before, _, folded = html.partition('<details class="toxic">')
    assert "Lauter Trottel!" not in before
    assert "Lauter Trottel!" in folded.split("</details>")[0]
    assert "beleidigend (wegen <q>Trottel</q>)" in folded
    assert "Hans Vogt" in before
    assert "open" not in folded.split(">")[0]
