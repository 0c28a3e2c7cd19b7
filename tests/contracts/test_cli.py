"""The command line keeps its contract: streams, exit codes, one sentence an error, and it answers at once."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lagebild.serve.cli.app import app
from tests.builders import CORPUS, PROGRAM, SHARED, lagebild, lines

HELP_SECONDS = 0.4
"""What a person does not yet call waiting; measured 0.17 s."""
SEEDS_SECONDS = 8.0  # some 4 on an idle core; beside another test a core does half as much
TEXT = "Die Stadt Emden hat am Montag eine Schleuse eröffnet. Sie koste 3,5 Mrd. Euro, sagte Bürgermeisterin Lea Onnen."
ROW = {"id": "a", "title": "Emden eröffnet Schleuse", "text": TEXT, "published": "2026-03-31", "outlet": "Bote"}


def test_help_comes_at_once() -> None:
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        ended = lagebild("--help")
        seconds.append(time.perf_counter() - began)
        assert ended.code == 0
    assert min(seconds) < HELP_SECONDS


def test_help_names_every_verb() -> None:
    shown = lagebild("--help").out
    verbs = "annotate cluster compare explain add run watch stories report serve demo doctor backup move "
    verbs += "merge split undo judgements"
    assert [v for v in verbs.split() if v not in shown] == []


@pytest.mark.shared
def test_a_report_of_two_articles_takes_seconds() -> None:
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    files = sorted((SHARED / "seeds").glob("*.txt"))
    ended = lagebild("report", *files, "--published", "2024-11-19")
    assert (ended.code, ended.err) == (0, "") and ended.out.startswith("# ")
    ended_at = resource.getrusage(resource.RUSAGE_CHILDREN)  # of the processor: other tests run beside this one
    assert ended_at.ru_utime + ended_at.ru_stime - began.ru_utime - began.ru_stime < SEEDS_SECONDS


def test_annotate_from_standard_input_and_from_a_file_are_the_same(tmp_path: Path) -> None:
    rows = lines([ROW, {"id": "b", "text": "Ohne Datum und Titel."}])
    (tmp_path / "in.jsonl").write_text(rows, encoding="utf-8")
    piped, named = lagebild("annotate", stdin=rows), lagebild("annotate", tmp_path / "in.jsonl")
    assert (piped.code, named.code, piped.err) == (0, 0, "")
    assert piped.out == named.out
    first, second = map(json.loads, piped.out.splitlines())
    assert {
        *("id", "language", "sentences", "mentions", "times", "places", "quantities", "statements", "events"),
        *("scene", "wording", "title_annotations"),
    } <= first.keys()
    assert "title_annotations" not in second
    assert [t["value"] for t in first["times"]] == ["2026-03-30"]


def test_cluster_streams_one_link_a_document() -> None:
    rows = [json.loads(line) for line in (CORPUS / "articles.jsonl").read_text(encoding="utf-8").split("\n")[:6]]
    ended = lagebild("cluster", stdin=lines(rows))
    links = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 0
    assert [k["id"] for k in links if not k.get("revises")] == [row["id"] for row in rows]
    assert all(k["reasons"] and 0 <= k["score"] <= 1 and {"story", "copy_of"} <= k.keys() for k in links)


def test_compare_brings_values_together() -> None:
    rows = [
        {
            "id": "a",
            "outlet": "A",
            "text": "Bei dem Brand in Emden wurden 12 Menschen verletzt.",
            "published": "2026-03-30",
        },
        {
            "id": "b",
            "outlet": "B",
            "text": "Bei dem Brand in Emden sind 15 Menschen verletzt worden.",
            "published": "2026-03-30",
        },
    ]
    ended = lagebild("compare", stdin=lines(rows))
    assert ended.code == 0
    compared = json.loads(ended.out)
    assert compared.keys() == {"claims", "origins"}
    texts = {row["id"]: row["text"] for row in rows}
    for claim in compared["claims"]:
        for v in claim["values"]:
            assert texts[v["id"]][slice(*v["span"])] == v["text"]
    assert any({v["value"] for v in claim["values"]} == {12, 15} for claim in compared["claims"])


def test_explain_says_what_was_read_and_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"---\npublished: 2026-03-31\n---\n{TEXT}", encoding="utf-8")
    ended = lagebild("explain", tmp_path / "a.txt")
    assert ended.code == 0
    assert "2026-03-30" in ended.out and "because" in ended.out and "rule" in ended.out
    assert lagebild("explain", tmp_path / "none.txt").code == 1


@pytest.mark.parametrize("form", ["md", "html", "json", "ninjs", "geojson", "ics", "atom"])
def test_every_format_is_written(form: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines([ROW]), encoding="utf-8")
    ended = CliRunner().invoke(app, ["report", str(tmp_path / "in.jsonl"), "--format", form])
    assert (ended.exit_code, ended.stderr) == (0, "") and "Emden" in ended.stdout
    if form in ("json", "ninjs", "geojson"):
        json.loads(ended.stdout)


def test_a_workspace_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines([ROW]), encoding="utf-8")
    space = ("--workspace", tmp_path / "w")
    added = lagebild("add", tmp_path / "in.jsonl", *space)
    assert (added.code, added.err) == (0, "") and added.out.startswith("1 new, 0 revised, 0 known")
    assert lagebild("add", tmp_path / "in.jsonl", *space).out.startswith("0 new, 0 revised, 1 known")
    listed = json.loads(lagebild("stories", "--json", *space).out)
    assert listed["documents"] == ["a"]
    told = lagebild("report", "--story", listed["id"], "--format", "json", *space)
    assert json.loads(told.out)["story"]["id"] == listed["id"]
    assert lagebild("doctor", *space).code == 0
    assert lagebild("backup", tmp_path / "copy.db", *space).code == 0
    moved = lagebild("move", "--to", f"sqlite:///{tmp_path / 'moved.db'}", *space)
    assert moved.code == 0
    again = lagebild("stories", "--json", *space, settings={"LAGEBILD_STORE": f"sqlite:///{tmp_path / 'moved.db'}"})
    assert json.loads(again.out) == listed
    assert lagebild("move", "--to", f"sqlite:///{tmp_path / 'moved.db'}", *space).code == 2, "it is not empty"


def test_stories_are_corrected_from_the_command_line(tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "id": "b", "title": "Gera feiert", "text": "In Gera feiern am Montag 300 Menschen ein Fest."}]
    (tmp_path / "in.jsonl").write_text(lines(rows), encoding="utf-8")
    space = ("--workspace", tmp_path / "w")
    assert lagebild("add", tmp_path / "in.jsonl", *space, settings={"LAGEBILD_ENCODER": "no"}).code == 0
    one, other = (json.loads(line)["id"] for line in lagebild("stories", "--json", *space).out.splitlines())
    merged = lagebild("merge", one, other, "--note", "ein Tag", *space)
    assert merged.code == 0 and merged.out.startswith("j-") and "same" in merged.out and "(ein Tag)" in merged.out
    (story,) = map(json.loads, lagebild("stories", "--json", *space).out.splitlines())
    assert (story["id"], sorted(story["documents"])) == (one, ["a", "b"])
    old = json.loads(lagebild("report", "--story", other, "--format", "json", *space).out)
    assert old["story"]["id"] == one
    assert lagebild("split", one, "b", *space).code == 0
    parted = [json.loads(line) for line in lagebild("stories", "--json", *space).out.splitlines()]
    assert sorted(s["documents"] for s in parted) == [["a"], ["b"]]
    target = next(s["id"] for s in parted if s["documents"] == ["a"])
    moved = lagebild("move", "b", target, *space)
    assert moved.code == 0 and "moved" in moved.out
    assert lagebild("undo", moved.out.split()[0], *space).code == 0
    listed = lagebild("judgements", *space).out.splitlines()
    assert [line.split()[3] for line in listed] == ["undone", "moved", "different", "same"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("merge", "s-none", "s-none"), 'There is no story "s-none"; `lagebild stories` lists those there are.'),
        (("split", "s-none", "a"), 'There is no story "s-none"; `lagebild stories` lists those there are.'),
        (("undo", "j-none"), 'There is no judgement "j-none"; `lagebild judgements` lists those there are.'),
    ],
)
def test_wrong_judgements_are_one_sentence(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    ended = lagebild(*arguments, "--workspace", tmp_path)
    assert (ended.code, ended.out, ended.err) == (2, "", f"lagebild: {sentence}\n")


@pytest.mark.parametrize(
    "arguments", [(), ("a",), ("a", "s", "--to", "sqlite:///x.db"), ("a", "--to", "sqlite:///x.db")]
)
def test_move_takes_a_document_and_a_story_or_a_store(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = lagebild("move", *arguments, "--workspace", tmp_path)
    assert ended.code == 2 and "either DOCUMENT and STORY, or --to URL" in " ".join(ended.err.replace("│", "").split())


def test_piped_into_a_reader_that_stops_it_ends_quietly(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines({**ROW, "id": str(n)} for n in range(300)), encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, "annotate", str(tmp_path / "in.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read().decode()
    assert errors == "" and process.returncode == 1
