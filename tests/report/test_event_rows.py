"""Events of a story as a table: what a row holds, and that no cell runs in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from tests.report.builders import MONDAY, at, entity, person

from lagebild.records.annotation import Annotations, Event, PlaceMention, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument, Story, StoryMaterial
from lagebild.report.render.csv import as_csv, as_json_lines
from lagebild.report.render.events import COLUMNS, event_rows

TEXT = "Am Montag nahm die Polizei in Gera Anna Kruse fest. Estland warnte."


def material(*, outlet: str = "Tagwerk", place: bool = True) -> StoryMaterial:
    gera = PlaceMention(at(TEXT, "Gera"), "Gera", "named", 1, 50.9, 12.1, "city", "DE")
    arrest = Event(
        at(TEXT, "nahm"),
        "ARREST",
        "nahm",
        at(TEXT, "Polizei"),
        at(TEXT, "Anna Kruse"),
        date(2026, 3, 30),
        0 if place else None,
    )
    warning = Event(at(TEXT, "warnte"), "THREATEN", "warnte", at(TEXT, "Estland"), modality="alleged")
    body = TextAnnotations(
        "de",
        sentences=(at(TEXT, "Am Montag nahm die Polizei in Gera Anna Kruse fest."), at(TEXT, "Estland warnte.")),
        mentions=(person(TEXT, "Anna Kruse", "kruse"),),
        places=(gera,),
        events=(arrest, warning),
    )
    document = Document(id="d1", text=TEXT, published=MONDAY, outlet=outlet)
    read = Annotations("d1", 1, "test", body, entities=(entity("Anna Kruse", "kruse"),))
    return StoryMaterial(Story("s1", "Festnahme in Gera", ("d1",)), (AnnotatedDocument(document, read),))


def test_a_row_says_who_did_what_to_whom_when_and_where_and_points_to_the_words() -> None:
    arrest, warning = event_rows(material())
    assert set(arrest) == set(COLUMNS)
    assert (arrest["date"], arrest["actor"], arrest["actor_kind"]) == ("2026-03-30", "Polizei", "COP")
    assert (arrest["recipient"], arrest["recipient_kind"]) == ("Anna Kruse", "person")
    assert (arrest["plover"], arrest["mode"], arrest["quad"]) == ("COERCE", "arrest", "material conflict")
    assert (arrest["place"], arrest["lat"], arrest["country"]) == ("Gera", 50.9, "DE")
    assert TEXT[arrest["start"] : arrest["end"]] == arrest["anchor"] == "nahm"
    assert arrest["quote"] == "Am Montag nahm die Polizei in Gera Anna Kruse fest."
    assert (warning["date"], warning["place"], warning["quad"]) == (None, None, "verbal conflict")
    assert warning["modality"] == "alleged"


def test_types_of_everyday_news_have_no_quad_class() -> None:
    one = material()
    body = one.documents[0].annotations.body
    (accident,) = (replace(body.events[0], code="ACCIDENT"),)
    item = replace(
        one.documents[0], annotations=replace(one.documents[0].annotations, body=replace(body, events=(accident,)))
    )
    (row,) = event_rows(replace(one, documents=(item,)))
    assert (row["code"], row["plover"], row["quad"]) == ("ACCIDENT", None, None)


@pytest.mark.parametrize("outlet", ["=1+1", "+49", "-cmd", "@name", "\t=1", "\r=1", "  =1"])
def test_no_cell_begins_like_a_formula(outlet: str) -> None:
    table = list(csv.DictReader(io.StringIO(as_csv(event_rows(material(outlet=outlet)), COLUMNS))))
    assert len(table) == 2
    for row in table:
        assert not row["outlet"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_numbers_stay_numbers_and_the_quote_survives() -> None:
    rows = [{**row, "lon": -12.5, "quote": 'Er sagte: "So, nun."'} for row in event_rows(material())]
    (first, _) = csv.DictReader(io.StringIO(as_csv(rows, COLUMNS)))
    assert float(first["lon"]) == -12.5
    assert first["quote"] == 'Er sagte: "So, nun."'


def test_json_lines_are_the_rows() -> None:
    rows = event_rows(material())
    assert [json.loads(line) for line in as_json_lines(rows).splitlines()] == rows
