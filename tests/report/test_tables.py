"""A report as tables: what a row holds, that it is read back, and that no cell of any spreadsheet is a formula."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.builders import MONDAY, item, passage, story, written

from lagebild.records.claim import Claim, Conflict, Corroboration, Evidence, NumberComparison, NumberValue, Origin
from lagebild.records.report import Report
from lagebild.report.render.csv import TABLES, as_csv

TEXT = "In Gera brannte ein Lager, 12 Menschen wurden verletzt. Es waren 15, sagte die Klinik."
RUNS = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")


def report(outlet: str = "Bote") -> Report:
    found = item("b-1", TEXT, "Brand in Gera", outlet=outlet)
    found = replace(found, document=replace(found.document, url="https://bote.example/gera"))
    twelve, fifteen = passage(found, "12 Menschen wurden verletzt"), passage(found, "Es waren 15")
    claim = Claim(
        "c-1",
        twelve.quote,
        "Klinik",
        ("Klinik", "Bote"),
        "asserted",
        "positive",
        (Origin("Klinik", "organisation", ("b-1",)), Origin("Bote", "outlet", ("b-1",))),
        (Evidence(twelve, "supports", published=MONDAY), Evidence(fifteen, "denies", "dpz")),
        (Conflict("contradiction", "c-2", "12 gegen 15"),),
    )
    values = (
        NumberValue(12, "12", twelve, 12, 12),
        NumberValue(-15.5, "15", fifteen, approximate=True, unit="%", speaker="Klinik"),
    )
    numbers = NumberComparison("Menschen", values, "contradiction", "12 gegen 15")
    return written(story(found), Corroboration(claims=(claim,), numbers=(numbers,)), numbers=(numbers,))


def table(name: str, told: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(TABLES[name](told), newline="")))


def test_a_claim_has_a_row_for_each_passage() -> None:
    first, second = table("claims.csv", report())
    assert (first["claim"], first["origins"], first["origin_names"]) == ("c-1", "2", "Klinik | Bote")
    assert (first["stance"], second["stance"], second["via"]) == ("supports", "denies", "dpz")
    assert (first["conflicts"], first["published"]) == ("contradiction", "2026-03-30T12:00:00+00:00")
    for row in (first, second):
        assert TEXT[int(row["start"]) : int(row["end"])] == row["quote"]
        assert (row["outlet"], row["url"]) == ("Bote", "https://bote.example/gera")


def test_numbers_stay_numbers_beside_their_verdict() -> None:
    first, second = table("numbers.csv", report())
    assert (first["comparison"], first["counted"], first["verdict"]) == ("1", "Menschen", "contradiction")
    assert (float(first["value"]), float(second["value"]), second["unit"]) == (12, -15.5, "%")
    assert (second["min"], second["approximate"]) == ("", "True")


def test_sources_and_events_are_tables_too() -> None:
    (row,) = table("sources.csv", report())
    assert (row["document"], row["outlet"], row["title"]) == ("b-1", "Bote", "Brand in Gera")
    assert TABLES["events.jsonl"](report()) == ""
    assert table("events.csv", report()) == []
    assert TABLES["events.csv"](report()).startswith("story,date,")


@pytest.mark.parametrize("name", ["claims.csv", "numbers.csv", "sources.csv"])
@pytest.mark.parametrize("outlet", ["=1+1", "\t@x", '"=1', "＝1", "Bote;=1+1;", "Bote\n-1", 'Bote; "+1'])
def test_no_table_lets_an_outlet_act(name: str, outlet: str) -> None:
    for row in table(name, report(outlet)):
        assert "1" in row["outlet"] or "x" in row["outlet"]
        assert_text(row["outlet"])


def assert_text(cell: str) -> None:
    """Assert that a spreadsheet takes no part of a cell for a formula, wherever it may part the line."""
    assert not re.match(r"[\t\r\n]", cell)
    for part in re.split(r"[;\t\r\n]", cell):
        assert not RUNS.match(part.lstrip().lstrip('" \u00a0')), cell


@given(st.text(st.sampled_from(";=+-@\t\r\n \"'a\uff1d\u00a0,"), max_size=12))
def test_any_text_stays_text_and_the_table_keeps_its_shape(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([{"a": text, "b": 1}], ("a", "b")), newline=""))
    assert row["b"] == "1"
    assert_text(row["a"])
    assert re.sub("'", "", row["a"]) == re.sub("'", "", text), "nothing is lost, only apostrophes are added"


def test_plain_text_is_left_alone() -> None:
    text = "Kruse sagte: 3-4 Prozent; a@b.example + mehr = viel."
    (row,) = csv.DictReader(io.StringIO(as_csv([{"a": text}], ("a",))))
    assert row["a"] == text
