"""The judge can tell: it lets pass what a passage carries, and notices each kind of change."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.builders import document
from tests.judge.judge import fault_of, judge

from lagebild.records.document import Document

TEXT = (
    "Landrat Torsten Behn hat am Montag rund 3.500 Haushalte nicht versorgt. "
    "Er sprach von „großem Pech“, sagte Anna Kruse. "
    "Der mutmaßliche Täter soll 4,5 Millionen Euro nach Halle gebracht haben. "
    "Das Netz sei sicher."
)
FIRST, SECOND, THIRD, FOURTH = (
    "Landrat Torsten Behn hat am Montag rund 3.500 Haushalte nicht versorgt.",
    "Er sprach von „großem Pech“, sagte Anna Kruse.",
    "Der mutmaßliche Täter soll 4,5 Millionen Euro nach Halle gebracht haben.",
    "Das Netz sei sicher.",
)
DOCUMENTS = {
    "d1": document("d1", TEXT),
    "d2": document("d2", "Die Polizei zählte 4.100 Haushalte ohne Strom.", outlet="Tagesspur"),
}
Row = dict[str, Any]


def cited(quote: str, identifier: str = "d1") -> Row:
    start = DOCUMENTS[identifier].text.index(quote)
    return {"document": identifier, "revision": 1, "span": [start, start + len(quote)], "quote": quote}


def why(text: str, *quotes: str) -> str:
    sentence = {"part": "body", "section": "", "text": text, "citations": [cited(q) for q in quotes]}
    return fault_of(sentence, {}, DOCUMENTS)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (FIRST, [FIRST]),
        ("Landrat Torsten Behn hat am Montag (30. März) rund 3.500 Haushalte nicht versorgt.", [FIRST]),
        ("Behn hat am Montag rund 3.500 Haushalte nicht versorgt.", [FIRST]),
        ("Torsten Behn sprach von „großem Pech“, sagte Anna Kruse.", [SECOND, FIRST]),
        ("Das Netz sei sicher, so Torsten Behn.", [FOURTH, FIRST]),
        (THIRD, [FIRST, THIRD]),
    ],
)
def test_what_a_passage_carries_passes(text: str, quotes: list[str]) -> None:
    assert why(text, *quotes) == ""


@pytest.mark.parametrize(
    ("quote", "old", "new"),
    [
        (FIRST, "3.500", "3.600"),
        (FIRST, "3.500", "35"),
        (FIRST, "rund ", ""),
        (FIRST, "rund", "mehr als"),
        (FIRST, "Haushalte", "Menschen"),
        (THIRD, "Millionen", "Milliarden"),
        (THIRD, "4,5", "45"),
        (THIRD, "Euro", "Dollar"),
        (FIRST, "Torsten", "Thomas"),
        (FIRST, "Behn", "Kruse"),
        (THIRD, "Halle", "Gera"),
        (FIRST, "am Montag", "am Dienstag"),
        (FIRST, "am Montag", "am Montag (31. März)"),
        (FOURTH, "sei", "seien"),
        (FIRST, "am Montag", "am 12. März"),
        (FIRST, " nicht", ""),
        (THIRD, "gebracht", "nicht gebracht"),
        (SECOND, "Anna Kruse", "Torsten Behn"),
        (SECOND, ", sagte Anna Kruse", ""),
        (SECOND, "Er", "Anna Kruse"),
        (SECOND, "„großem Pech“", "großem Pech"),
        (THIRD, "mutmaßliche ", ""),
        (THIRD, "soll", "wird"),
        (FOURTH, "sei", "ist"),
        (FOURTH, "sicher.", "sicher, so Anna Kruse."),
    ],
)
def test_a_changed_fact_is_noticed(quote: str, old: str, new: str) -> None:
    assert old in quote
    assert why(quote.replace(old, new), quote) != ""


def test_a_passage_must_stand_where_it_is_cited() -> None:
    for change in ({"span": [1, 20]}, {"revision": 2}, {"document": "d3"}, {"field": "title"}):
        row = {**cited(FIRST), **change}
        assert fault_of({"section": "", "text": FIRST, "citations": [row]}, {}, DOCUMENTS) != ""
    assert fault_of({"section": "", "text": FIRST, "citations": []}, {}, DOCUMENTS) != ""


def test_reported_speech_must_say_whose_it_is() -> None:
    assert why(FOURTH, FOURTH, FIRST) != ""


def test_two_passages_do_not_make_one_sentence() -> None:
    assert why(FIRST[:-1] + ", sagte Anna Kruse.", FIRST, SECOND) != ""


def numbers(text: str, documents: Mapping[str, Document] = DOCUMENTS) -> str:
    rows = [cited(FIRST), cited(documents["d2"].text, "d2")]
    return fault_of({"section": "Zahlen im Vergleich", "text": text, "citations": rows}, {}, documents)


def test_compared_amounts_must_stand_with_their_sources() -> None:
    good = (
        "Zu „Haushalte“ widersprechen sich die Angaben: „rund 3.500“ (Torsten Behn, 30. März) und „4.100“ (Tagesspur)."
    )
    assert numbers(good) == ""
    for old, new in (
        ("rund 3.500", "3.500"),
        ("4.100", "100"),
        ("Tagesspur", "Elbblick"),
        ("30. März", "29. März"),
        ("widersprechen sich die Angaben", "stimmen die Angaben überein"),
    ):
        assert old in good
        assert numbers(good.replace(old, new)) != "", new


def test_open_steps_must_be_open_in_the_process() -> None:
    step = {"label": "Inkrafttreten", "status": "open", "citations": [cited(THIRD)]}
    report = {"process": [{"steps": [step]}]}
    sentence = {"section": "Was offen ist", "text": "Noch offen: Inkrafttreten.", "citations": [cited(THIRD)]}
    assert fault_of(sentence, report, DOCUMENTS) == ""
    assert fault_of({**sentence, "text": "Noch offen: Unterzeichnung."}, report, DOCUMENTS) != ""
    assert fault_of({**sentence, "text": "Noch offen: Inkrafttreten – sobald Halle zahlt."}, report, DOCUMENTS) != ""
    step["status"] = "done"
    assert fault_of(sentence, report, DOCUMENTS) != ""


def test_a_report_is_judged_sentence_by_sentence() -> None:
    good = {"section": "", "text": FIRST, "citations": [cited(FIRST)]}
    found = judge({"sentences": [good, {**good, "text": FIRST.replace("nicht ", "")}]}, DOCUMENTS)
    assert [fault.text for fault in found] == [FIRST.replace("nicht ", "")]


def test_the_judge_shares_no_code_with_the_report() -> None:
    tree = ast.parse(Path(__file__).with_name("judge.py").read_text(encoding="utf-8"))
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert [n for n in names if n.startswith(("lagebild", "tests", "benchmarks"))] == ["lagebild.records.document"]
