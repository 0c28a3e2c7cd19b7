"""The shipped annotations: they fit their texts, say what the program knows, and hold nothing that is not ours."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from training.samples import read_lines
from training.standoff import checksum

from lagebild.language.encoder.labels import FORMS, MENTION_KINDS, MODALITIES, WORDING_CLASSES

ANNOTATIONS = Path(__file__).parents[2] / "training" / "annotations"
WIKINEWS, SECOND = "wikinews_de", "second_reading"
OWN = ("own_de", "own_en")
ALL = (*OWN, WIKINEWS, SECOND)
Row = dict[str, Any]


@cache
def rows_of(name: str) -> tuple[Row, ...]:
    file = ANNOTATIONS / f"{name}.jsonl"
    if not file.is_file():
        pytest.skip(f"{file.name} is not there")
    return tuple(json.loads(line) for line in file.read_text("utf-8").split("\n") if line)


def spans_of(row: Row) -> Iterator[list[int]]:
    yield from (mark[:2] for mark in (*row["mentions"], *row["wording"]))
    for said in row["statements"]:
        yield from (*said["content"], *said["cue"])
        if said["speaker"] is not None:
            yield said["speaker"]


def faults_of(row: Row, text: str) -> list[str]:
    """Return every span that lies outside the text, is empty, or begins or ends with white space."""
    outside = [span for span in spans_of(row) if not 0 <= span[0] < span[1] <= len(text)]
    ragged = [span for span in spans_of(row) if text[span[0] : span[1]] != text[span[0] : span[1]].strip()]
    return [f"{row['id']}: {span}" for span in (*outside, *ragged)]


def apart(spans: Sequence[list[int]]) -> bool:
    ordered = sorted(span[:2] for span in spans)
    return all(a[1] <= b[0] for a, b in pairwise(ordered))


@pytest.mark.parametrize("name", ALL)
def test_rows_have_the_fields_of_the_format(name: str) -> None:
    fields = {"id", "date", "language", "sha256", "mentions", "statements", "wording"}
    for row in rows_of(name):
        assert set(row) - {"text", "title"} == fields, row["id"]
        assert row["language"] == name[-2:] or name == SECOND
        assert len(row["sha256"]) == 64
        assert all(set(said) == {"content", "cue", "speaker", "form", "modality"} for said in row["statements"])
        assert all(said["content"] for said in row["statements"]), row["id"]


@pytest.mark.parametrize("name", ALL)
def test_each_text_is_annotated_once(name: str) -> None:
    rows = rows_of(name)
    assert rows
    assert len({row["id"] for row in rows}) == len({row["sha256"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ALL)
def test_kinds_forms_modalities_and_classes_are_known(name: str) -> None:
    for row in rows_of(name):
        assert {mark[2] for mark in row["mentions"]} <= set(MENTION_KINDS), row["id"]
        assert {mark[2] for mark in row["wording"]} <= set(WORDING_CLASSES), row["id"]
        assert {said["form"] for said in row["statements"]} <= set(FORMS), row["id"]
        assert {said["modality"] for said in row["statements"]} <= set(MODALITIES), row["id"]


@pytest.mark.parametrize("name", ALL)
def test_names_never_overlap_and_parts_stand_in_order(name: str) -> None:
    for row in rows_of(name):
        assert apart(row["mentions"]), row["id"]
        assert all(said["content"] == sorted(said["content"]) for said in row["statements"]), row["id"]
        assert all(apart(said["content"]) for said in row["statements"]), row["id"]


@pytest.mark.parametrize("name", OWN)
def test_texts_of_our_own_are_whole_and_every_offset_lies_in_them(name: str) -> None:
    for row in rows_of(name):
        assert checksum(row["text"]) == row["sha256"], row["id"]
        assert faults_of(row, row["text"]) == []


@pytest.mark.parametrize("name", [WIKINEWS, SECOND])
def test_texts_of_others_are_not_here(name: str) -> None:
    raw = (ANNOTATIONS / f"{name}.jsonl").read_text("utf-8")
    assert '"text"' not in raw
    assert all("text" not in row for row in rows_of(name))


def test_the_second_reading_is_of_the_same_texts() -> None:
    first = {row["id"]: row["sha256"] for row in rows_of(WIKINEWS)}
    assert all(first[row["id"]] == row["sha256"] for row in rows_of(SECOND))


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    """The texts of Wikinews by their checksums."""
    folder = shared / "data" / "quotations_de"
    if not folder.is_dir():
        pytest.skip("the shared data holds no quotations_de")
    found = [row["text"] for file in sorted(folder.glob("*.jsonl.gz")) for row in read_lines(file)]
    return {checksum(text): text for text in found}


@pytest.mark.shared
@pytest.mark.parametrize("name", [WIKINEWS, SECOND])
def test_texts_of_wikinews_hold_every_offset(name: str, texts: dict[str, str]) -> None:
    missing = [row["id"] for row in rows_of(name) if row["sha256"] not in texts]
    assert missing == []
    assert [fault for row in rows_of(name) for fault in faults_of(row, texts[row["sha256"]])] == []


@pytest.mark.shared
def test_nothing_of_the_test_articles_is_learned_from(shared: Path, texts: dict[str, str]) -> None:
    tested = read_lines(shared / "gold" / "articles_dev.jsonl")
    assert len(tested) > 10
    numbers = {str(row["id"]) for row in tested}
    openings = {row["text"][:150] for row in tested}
    sums = {checksum(row["text"]) for row in tested}
    for name in ALL:
        for row in rows_of(name):
            assert row["id"] not in numbers
            assert row["sha256"] not in sums
            assert row.get("text", texts.get(row["sha256"], ""))[:150] not in openings, row["id"]
