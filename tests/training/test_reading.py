"""What a reader wrote down to offsets: whole words, the nearest occurrence, and a refusal of what is not there."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.reading import NotInTextError, converted, occurrences
from training.standoff import checksum

from training import reading

TEXT = (
    "Ilse Behn leitet die Werft in Emden. Die Emdener Werft baue zwei Fähren, sagte Behn. "
    "„Wir stellen ein“, sagte sie, „und zwar sofort.“ Danach sprach Uwe Tamm. Die Fähren seien zu teuer, sagte Tamm."
)


def said(content: list[str], **more: Any) -> dict[str, Any]:
    return {"content": content, "form": "indirect", "modality": "asserted", **more}


def one(text: str, statement: dict[str, Any]) -> dict[str, Any]:
    (found,) = converted(text, {"statements": [statement]})["statements"]
    assert isinstance(found, dict)
    return found


def words(text: str, span: list[int]) -> str:
    return text[span[0] : span[1]]


def test_whole_words_come_before_parts_of_words() -> None:
    assert occurrences("Emdener in Emden", "Emden") == [11]
    assert occurrences("Emdener", "Emden") == [0]
    assert occurrences("a.b a.b", "a.b") == [0, 4]


def test_marks_at_the_edges_are_no_hindrance() -> None:
    assert occurrences("Er rief: „Halt!“ Dann lief er.", "„Halt!“") == [9]


@pytest.mark.parametrize("part", ["Bremen", "", "emden"])
def test_words_that_do_not_stand_in_the_text_are_refused(part: str) -> None:
    with pytest.raises(NotInTextError, match=f'"{part}" does not stand'):
        occurrences(TEXT, part)


def test_every_occurrence_of_a_name_is_meant() -> None:
    found = converted(TEXT, {"mentions": {"person": ["Behn", "Ilse Behn"], "place": ["Emden"]}})["mentions"]
    assert [(words(TEXT, row[:2]), row[2]) for row in found] == [
        ("Ilse Behn", "person"),
        ("Emden", "place"),
        ("Behn", "person"),
    ]
    assert [row[0] for row in found] == sorted(row[0] for row in found)


def test_the_longest_of_overlapping_names_stands() -> None:
    found = converted("Werft Emden", {"mentions": {"place": ["Emden"], "organisation": ["Werft Emden"]}})["mentions"]
    assert found == [[0, 11, "organisation"]]


def test_cue_and_speaker_are_those_nearest_to_the_content() -> None:
    text = "Behn sagte nichts. Tamm sagte, es reiche. Dann ging Tamm, und Behn sagte Guten Tag."
    found = one(text, said(["es reiche"], cue=["sagte"], speaker="Tamm"))
    assert found == {
        "content": [[31, 40]],
        "cue": [[24, 29]],
        "speaker": [19, 23],
        "form": "indirect",
        "modality": "asserted",
    }


def test_who_goes_on_speaking_stands_before() -> None:
    text = "Behn widersprach. Das Werk sei sicher. Behn schwieg dann."
    found = one(text, said(["Das Werk sei sicher"], speaker="Behn", form="free-indirect"))
    assert found["speaker"] == [0, 4]
    assert found["cue"] == []
    assert one(text, said(["Das Werk sei sicher"], speaker="Behn"))["speaker"] == [39, 43]


def test_a_content_around_the_cue_has_two_parts() -> None:
    found = one(TEXT, said(["Wir stellen ein", "und zwar sofort"], cue=["sagte"], speaker="sie", form="direct"))
    assert [words(TEXT, part) for part in found["content"]] == ["Wir stellen ein", "und zwar sofort"]
    assert words(TEXT, found["speaker"]) == "sie"


def test_parts_stand_in_the_order_of_the_text() -> None:
    with pytest.raises(NotInTextError, match='"Wir stellen ein" does not stand behind "und zwar sofort"'):
        one(TEXT, said(["und zwar sofort", "Wir stellen ein"]))


def test_of_a_content_that_stands_twice_the_one_near_the_cue_is_meant() -> None:
    text = "Der Plan steht. Niemand glaubte es. Der Plan steht, betonte Behn."
    assert one(text, said(["Der Plan steht"], cue=["betonte"]))["content"] == [[36, 50]]
    assert one(text, said(["Der Plan steht"], cue=["betonte"], nth=0))["content"] == [[0, 14]]


def test_a_split_verb_is_a_cue_of_two_words() -> None:
    text = "Mit Sorge teilte die Stadt mit, es fehle Wasser."
    found = one(text, said(["es fehle Wasser"], cue=["teilte", "mit"], speaker="Stadt"))
    assert [words(text, part) for part in found["cue"]] == ["teilte", "mit"]


def test_nth_counts_whole_words() -> None:
    text = "Behn sagte, Behns Plan sei gut, sagte Behn."
    found = one(text, said(["Behns Plan sei gut"], cue=["sagte"], speaker="Behn", cue_nth=0, speaker_nth=0))
    assert (found["cue"], found["speaker"]) == ([[5, 10]], [0, 4])
    assert one(text, said(["Behns Plan sei gut"], speaker="Behn", speaker_nth=1))["speaker"] == [38, 42]


def test_an_nth_content_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotInTextError, match="no nth 2"):
        one("Es ist so. Es ist so.", said(["Es ist so"], nth=2))


def test_loaded_words_are_counted_from_the_first() -> None:
    text = "Chaos hier, Chaos da."
    rows = [{"text": "Chaos", "class": "dramatising", "nth": 1}, {"text": "hier", "class": "judging"}]
    assert converted(text, {"wording": rows})["wording"] == [[6, 10, "judging"], [12, 17, "dramatising"]]


def test_nothing_read_is_nothing_annotated() -> None:
    assert converted(TEXT, {}) == {"mentions": [], "statements": [], "wording": []}


@given(st.lists(st.sampled_from(["Behn", "Behns", "Emden", "Werft", "Ilse Behn", "."]), min_size=1, max_size=12))
def test_law_names_lie_in_the_text_and_never_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    found = converted(text, {"mentions": {"person": [parts[0]], "place": sorted(set(parts))}})["mentions"]
    assert all(words(text, row[:2]) in parts for row in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def batch(folder: Path, *read: dict[str, Any]) -> list[str]:
    texts = [{"id": "b", "date": "2026-03-01", "text": TEXT}, {"id": "a", "date": "2026-03-02", "text": "Es regnet."}]
    for name, rows in (("texts", texts), ("read", read)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return [str(folder / f"{name}.jsonl") for name in ("texts", "read", "made")]


def made(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "made.jsonl").read_text("utf-8").splitlines()]


def test_a_batch_is_written_by_number_without_its_texts(tmp_path: Path) -> None:
    files = batch(tmp_path, {"id": "b", "mentions": {"place": ["Emden"]}}, {"id": "a"})
    assert reading.main(files) == 0
    first, second = made(tmp_path)
    assert (first["id"], second["id"]) == ("a", "b")
    assert first["sha256"] == checksum("Es regnet.")
    assert second["mentions"] == [[30, 35, "place"]]
    assert "text" not in first
    assert "text" not in second


def test_texts_of_our_own_are_kept_on_demand(tmp_path: Path) -> None:
    assert reading.main([*batch(tmp_path, {"id": "a"}), "--with-text", "--language", "en"]) == 0
    (row,) = made(tmp_path)
    assert (row["text"], row["language"]) == ("Es regnet.", "en")


def test_a_refused_row_is_named_and_the_others_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = batch(tmp_path, {"id": "b", "mentions": {"place": ["Bremen"]}}, {"id": "a"})
    assert reading.main(files) == 1
    assert [row["id"] for row in made(tmp_path)] == ["a"]
    assert capsys.readouterr().err == 'b: "Bremen" does not stand in the text; copy the words from the text.\n'
