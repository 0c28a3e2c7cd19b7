"""The model case: two sensational reports of one story, a week apart, and what a good reader takes from them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.builders import SHARED, lagebild, lines

pytestmark = pytest.mark.shared
SCHEMA = Path(__file__).parents[2] / "src" / "lagebild" / "report" / "report.schema.json"
FURNITURE = ("Ort des Geschehens", "Analysierte Kommentare", "Analysierte Forenbeiträge")
FIRST = "000_d3fc02896c9c63ea.txt"
SECOND = "001_68b832556be163dd.txt"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def gold() -> Row:
    loaded: Row = json.loads((SHARED / "gold" / "seeds.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def texts(gold: Row) -> dict[str, str]:
    return {name: (SHARED / "seeds" / name).read_text(encoding="utf-8") for name in gold["documents"]}


@pytest.fixture(scope="module", params=["front matter", "JSON lines"])
def report(request: pytest.FixtureRequest, gold: Row, texts: dict[str, str], tmp_path_factory: Any) -> Row:
    """The report, with the dates stated in the two ways that give each text its own."""
    folder = tmp_path_factory.mktemp("seeds")
    dates = {name: row["published"] for name, row in gold["documents"].items()}
    if request.param == "front matter":
        for name, text in texts.items():
            (folder / name).write_text(f"---\npublished: {dates[name]}\n---\n{text}", encoding="utf-8")
        files = [folder / name for name in texts]
    else:
        rows = [{"id": n, "text": t, "published": dates[n], "language": "de"} for n, t in texts.items()]
        (folder / "seeds.jsonl").write_text(lines(rows), encoding="utf-8")
        files = [folder / "seeds.jsonl"]
    ended = lagebild("report", *files, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    loaded: Row = json.loads(ended.out)
    return loaded


def passages(node: Any) -> Iterator[Row]:
    """Yield every object of the report that quotes."""
    if isinstance(node, dict):
        if "quote" in node:
            yield node
        for value in node.values():
            yield from passages(value)
    elif isinstance(node, list):
        for value in node:
            yield from passages(value)


def iou(a: list[int], b: list[int]) -> float:
    common = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return common / (a[1] - a[0] + b[1] - b[0] - common)


def spoken_by(claim: Row, speaker: str | list[str] | None) -> bool:
    said = claim["speaker"] or ""
    if speaker is None:
        return not said
    return all(name in said for name in (speaker if isinstance(speaker, list) else [speaker]))


def found(statement: Row, document: str, claims: list[Row]) -> bool:
    return any(
        e["document"] == document and iou(e["span"], statement["span"]) >= 0.5
        for claim in claims
        if spoken_by(claim, statement["speaker"])
        for e in claim["evidence"]
    )


def test_report_keeps_to_its_schema(report: Row) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    problems = [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(report)]
    assert problems == []


def test_both_tell_one_story_in_pyongyang(report: Row) -> None:
    assert report["story"]["documents"] == 2
    assert {s["document"] for s in report["sources"]} == {FIRST, SECOND}
    assert (report["scene"]["name"], report["scene"]["geonameid"]) == ("Pjöngjang", 1871859)


def test_every_quote_stands_at_its_span(report: Row, texts: dict[str, str]) -> None:
    quoted = list(passages(report))
    assert len(quoted) > 30
    for row in quoted:
        start, end = row["span"]
        assert texts[row["document"]][start:end] == row["quote"]


def test_timeline_holds_what_happened(report: Row, gold: Row) -> None:
    days = {entry["start"][:10] for entry in report["timeline"] if entry["precision"] in ("day", "time")}
    wanted = {entry["date"] for entry in gold["story"]["timeline"]}
    assert len(wanted & days) >= 4, wanted - days


def test_statements_have_their_speakers(report: Row, gold: Row) -> None:
    wanted = [(name, c) for name, row in gold["documents"].items() for c in row["claims"]]
    missed = [(n[:3], c["speaker"], c["content"][:50]) for n, c in wanted if not found(c, n, report["claims"])]
    assert len(wanted) == 15 and len(missed) <= 2, missed


def test_annotations_hold_the_statements(gold: Row, texts: dict[str, str]) -> None:
    rows = [{"id": n, "text": t, "published": gold["documents"][n]["published"]} for n, t in texts.items()]
    read = {
        row["id"]: row["statements"]
        for row in map(json.loads, lagebild("annotate", stdin=lines(rows)).out.splitlines())
    }
    missed = []
    for name, document in gold["documents"].items():
        for claim in document["claims"]:
            speakers = claim["speaker"] if isinstance(claim["speaker"], list) else [claim["speaker"]]
            hits = [s for s in read[name] if iou([s["content"][0][0], s["content"][-1][1]], claim["span"]) >= 0.5]
            if not any(all(n is None or n in " ".join(s["speaker_names"]) for n in speakers) for s in hits):
                missed.append((claim["speaker"], claim["content"][:50]))
    assert len(missed) <= 1, missed


def test_the_two_kims_are_apart(report: Row, gold: Row) -> None:
    """After Kim Yong-hyun was quoted, "Kim" is the head of state again."""
    for statement in gold["documents"][SECOND]["claims"]:
        if statement["speaker"] in ("Kim Jong Un", "Kim Yong-hyun"):
            others = {"Kim Jong Un", "Kim Yong-hyun"} - {statement["speaker"]}
            assert not any(found({**statement, "speaker": o}, SECOND, report["claims"]) for o in others), statement
    names = [a["name"] for a in report["actors"]]
    assert names.count("Kim Jong Un") == 1 and names.count("Kim Yong-hyun") == 1 and "Kim" not in names


def test_numbers_are_compared_as_what_they_count(report: Row) -> None:
    groups = {v["text"]: group for group in report["numbers"] for v in group["values"]}
    assert groups["etwa 11.000"] is groups["mehr als 10.000"]
    both = groups["etwa 11.000"]
    index = {v["text"]: i for i, v in enumerate(both["values"])}
    verdicts = {frozenset((p["a"], p["b"])): p["verdict"] for p in both["pairs"]}
    assert verdicts[frozenset((index["etwa 11.000"], index["mehr als 10.000"]))] == "compatible"
    if groups["50.000"] is both:
        apart = {verdicts[frozenset((index["50.000"], index[t]))] for t in ("etwa 11.000", "mehr als 10.000")}
        assert apart == {"different-scope"}


def test_treaty_is_not_in_force_yet(report: Row) -> None:
    treaties = [p for p in report["process"] if p["kind"] == "treaty"]
    assert treaties, [p["kind"] for p in report["process"]]
    steps = treaties[0]["steps"]
    assert ("2024-06-19", "done") in {(s["date"], s["status"]) for s in steps}
    assert [s["status"] for s in steps].count("open") >= 1 and steps[-1]["status"] == "open"
    assert all(s["citations"] for s in steps if s["status"] == "done")


def test_page_furniture_is_no_sentence(report: Row) -> None:
    printed = [s["text"] for s in report["sentences"]] + [e["text"] for e in report["timeline"]]
    printed += [row["quote"] for row in passages(report)]
    assert not [text for text in printed if any(line in text for line in FURNITURE)]


def test_sober_words(report: Row) -> None:
    printed = " ".join(s["text"] for s in report["sentences"] if s["part"] != "dossier")
    for loaded in ("bahnbrechend", "pompös", "Alarmglocken", "aufhorchen", "gebannt"):
        assert loaded not in printed


def test_option_dates_texts_that_state_none(texts: dict[str, str]) -> None:
    ended = lagebild("report", SHARED / "seeds" / FIRST, "--published", "2024-11-12", "--format", "json")
    assert ended.code == 0
    report = json.loads(ended.out)
    assert report["story"]["first"].startswith("2024-11-12")
    assert "2024-11-11" in {e["start"][:10] for e in report["timeline"]}, "Monday is relative to publication"
