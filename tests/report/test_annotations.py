"""Citations as Web Annotations: what the data model demands holds, and each quote is found again on the page."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from tests.report.builders import MONDAY, item, passage, story, written

from lagebild.records.report import Report, Sentence
from lagebild.records.span import Passage, Span
from lagebild.report.render.annotations import CONTEXT, as_annotations
from lagebild.report.render.json import report_row

Row = dict[str, Any]
TEXT = "Ein Sprecher trat vor die Presse. In Gera brannte am Montag ein Lager. Die Ursache war offen 🔥 und blieb es."
TITLE = "Brand in Gera"
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip


def report(url: str | None = "https://bote.example/gera") -> Report:
    found = item("b/1", TEXT, TITLE)
    found = replace(found, document=replace(found.document, url=url))
    body = passage(found, "In Gera brannte am Montag ein Lager.")
    title = Passage("b/1", 1, Span(0, len(TITLE)), TITLE, "title")
    sentences = (
        Sentence("headline", "", "Lager brennt in Gera", (title, body)),
        Sentence("lead", "", "In Gera brannte am Montag ein Lager.", (body, body)),
    )
    return replace(written(story(found)), sentences=sentences)


def is_iri(value: object) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme) and not re.search(r'[\s<>"{}|\\^`]', value)


def demand_annotation(row: Row) -> None:
    """Assert what section 3 and 4 of the Web Annotation Data Model demand of the parts that are used here."""
    assert is_iri(row["id"])
    assert row["type"] == "Annotation"
    assert row["motivation"] in MOTIVATIONS
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["created"])
    assert is_iri(row["generator"]["id"])
    assert set(row["body"]) == {"type", "value", "format", "language"}
    assert (row["body"]["type"], row["body"]["format"]) == ("TextualBody", "text/plain")
    target = row["target"]
    assert target["type"] == "SpecificResource"
    assert is_iri(target["source"])
    assert target["selector"]
    for selector in target["selector"]:
        if selector["type"] == "TextQuoteSelector":
            assert selector["exact"]
            assert set(selector) <= {"type", "exact", "prefix", "suffix"}
        else:
            assert selector["type"] == "TextPositionSelector"
            assert 0 <= selector["start"] < selector["end"]


def items(text: str) -> list[Row]:
    """Return the annotations of a collection, after holding it against section 5 of the data model."""
    row = json.loads(text)
    assert row["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert row["type"] == "AnnotationCollection"
    assert is_iri(row["id"])
    if not row["total"]:
        assert "first" not in row
        return []
    page = row["first"]
    assert (page["type"], page["startIndex"], row["last"]) == ("AnnotationPage", 0, page["id"])
    assert is_iri(page["id"])
    assert "@context" not in page
    found: list[Row] = page["items"]
    assert row["total"] == len(found) == len({i["id"] for i in found})
    for each in found:
        demand_annotation(each)
    return found


def test_each_citation_is_an_annotation_that_finds_its_words_again() -> None:
    rows = items(as_annotations(report()))
    assert [r["body"]["value"] for r in rows] == ["Lager brennt in Gera"] * 2 + ["In Gera brannte am Montag ein Lager."]
    for row in rows:
        assert row["target"]["source"] == "https://bote.example/gera"
        words = row["target"]["selector"][0]
        text = TITLE if words["exact"] == TITLE else TEXT
        around = words["prefix"] + words["exact"] + words["suffix"]
        assert text.count(around) == 1
        assert max(len(words["prefix"]), len(words["suffix"])) <= CONTEXT
    words, position = rows[1]["target"]["selector"]
    assert TEXT[position["start"] : position["end"]] == words["exact"]
    assert words["prefix"] == TEXT[: TEXT.index("In Gera")][-CONTEXT:]
    assert len(words["suffix"]) == CONTEXT


def test_a_passage_of_a_title_has_no_position_in_the_text() -> None:
    (selector,) = items(as_annotations(report()))[0]["target"]["selector"]
    assert selector == {"type": "TextQuoteSelector", "exact": TITLE, "prefix": "", "suffix": ""}


def test_an_article_without_an_address_of_the_web_is_named() -> None:
    for url in (None, "javascript:alert(1)"):
        assert {r["target"]["source"] for r in items(as_annotations(report(url)))} == {"urn:lagebild:document:b%2F1"}


def test_what_stood_around_an_older_revision_is_not_made_up() -> None:
    written_then = report()
    edited = story(item("b/1", "Kurz. " + TEXT, revision=2))
    (row,) = [r for r in items(as_annotations(replace(written_then, material=edited))) if r["body"]["value"][0] == "I"]
    assert row["target"]["selector"][0] == {
        "type": "TextQuoteSelector",
        "exact": "In Gera brannte am Montag ein Lager.",
    }


def test_identifiers_stay_and_a_report_without_sentences_is_an_empty_collection() -> None:
    first, later = report(), replace(report(), generated=MONDAY.replace(year=2027))
    assert [r["id"] for r in items(as_annotations(first))] == [r["id"] for r in items(as_annotations(later))]
    assert items(as_annotations(replace(first, sentences=()))) == []


def test_it_says_what_the_report_says() -> None:
    told = {(s["text"], c["quote"]) for s in report_row(report())["sentences"] for c in s["citations"]}
    assert told == {(r["body"]["value"], r["target"]["selector"][0]["exact"]) for r in items(as_annotations(report()))}
