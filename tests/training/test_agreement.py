"""How far two readings agree: by hand on small readings, and the bounds of all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.agreement import agreement

Row = dict[str, Any]


def reading(*statements: Row, mentions: object = (), wording: object = ()) -> Row:
    return {"id": "a", "mentions": mentions, "statements": statements, "wording": wording}


def said(start: int, end: int, speaker: list[int] | None = None, **more: str) -> Row:
    return {"content": [[start, end]], "speaker": speaker, "form": "direct", "modality": "asserted", **more}


def compared(first: Row, second: Row) -> dict[str, float]:
    return agreement({"a": first}, [second])


def test_equal_readings_agree_wholly() -> None:
    row = reading(said(0, 20, [30, 34]), said(40, 60), mentions=[[0, 4, "place"]], wording=[[5, 9, "judging"]])
    assert set(compared(row, row).values()) == {100.0}


def test_names_agree_by_both_ends_and_kind() -> None:
    first = reading(mentions=[[0, 4, "place"], [10, 14, "person"], [20, 24, "other"]])
    second = reading(mentions=[[0, 4, "place"], [10, 14, "place"], [20, 23, "other"]])
    assert compared(first, second)["names"] == pytest.approx(33.3)


def test_contents_agree_from_half_on() -> None:
    assert compared(reading(said(0, 10)), reading(said(0, 20)))["content"] == 100.0
    assert compared(reading(said(0, 10)), reading(said(0, 21)))["content"] == 0.0


def test_a_content_in_parts_counts_from_its_first_to_its_last() -> None:
    parts = {**said(0, 0), "content": [[0, 4], [16, 20]]}
    assert compared(reading(parts), reading(said(0, 20)))["content"] == 100.0


def test_each_content_is_matched_once_and_best() -> None:
    figures = compared(reading(said(0, 10), said(0, 12)), reading(said(0, 10)))
    assert figures["content"] == pytest.approx(66.7)


def test_of_common_contents_speaker_form_and_modality_are_compared() -> None:
    first = reading(said(0, 20, [30, 34]), said(40, 60), said(80, 90, form="indirect"), said(100, 110))
    second = reading(
        said(0, 20, [32, 40]), said(40, 60, [61, 64]), said(80, 90), said(100, 110, modality="denied"), said(200, 220)
    )
    figures = compared(first, second)
    assert figures["content"] == pytest.approx(88.9)
    assert (figures["speaker"], figures["form"], figures["modality"]) == (75.0, 75.0, 75.0)


def test_a_loaded_word_counts_once_however_many_overlap_it() -> None:
    first = reading(wording=[[0, 5, "judging"], [6, 12, "judging"]])
    second = reading(wording=[[0, 12, "emotive"]])
    assert compared(first, second)["wording"] == pytest.approx(66.7)
    assert compared(second, first)["wording"] == pytest.approx(66.7)


def test_articles_are_counted_together() -> None:
    rows = [{**reading(mentions=[[k, k + 1, "place"]]), "id": str(k)} for k in range(4)]
    others = [*rows[:3], {**rows[3], "mentions": []}]
    assert agreement({row["id"]: row for row in rows}, others)["names"] == pytest.approx(85.7)


def test_nothing_is_no_agreement_and_no_error() -> None:
    assert set(compared(reading(), reading()).values()) == {0.0}


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 15)).map(lambda at: (at[0], at[0] + at[1]))
READINGS = st.builds(
    lambda names, contents, loaded: reading(
        *(said(*span) for span in contents),
        mentions=[[*span, "place"] for span in names],
        wording=[[*span, "judging"] for span in loaded],
    ),
    *(st.lists(SPANS, max_size=5, unique=True) for _ in range(3)),
)


@given(READINGS, READINGS)
def test_law_figures_are_percentages(first: Row, second: Row) -> None:
    assert all(0.0 <= figure <= 100.0 for figure in compared(first, second).values())
