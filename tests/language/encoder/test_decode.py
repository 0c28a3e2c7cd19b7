"""From numbers to tags and runs: the best row that is valid, compared with trying all rows."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lagebild.language.encoder.decode import Run, best_tags, log_softmax, runs
from lagebild.language.encoder.labels import FORMS, HEADS, MODALITIES, columns, inside_outside

TAGS = inside_outside(("person", "place"))
OUT, B_PERSON, I_PERSON, B_PLACE, I_PLACE = range(5)


def likely(*chosen: int, wide: int = len(TAGS), by: float = 6.0) -> NDArray[np.float32]:
    """Return log probabilities that favour these tags, one a word."""
    scores = np.zeros((len(chosen), wide), np.float32)
    scores[np.arange(len(chosen)), list(chosen)] = by
    return log_softmax(scores)


def valid(row: tuple[int, ...], tags: tuple[str, ...] = TAGS) -> bool:
    names = ["O", *(tags[k] for k in row)]
    return all(not tag.startswith("I-") or before[2:] == tag[2:] for before, tag in pairwise(names))


def test_tags_begin_with_outside_and_go_kind_by_kind() -> None:
    assert TAGS == ("O", "B-person", "I-person", "B-place", "I-place")


def test_heads_stand_side_by_side_without_gap() -> None:
    found = columns()
    assert list(found) == list(HEADS)
    assert found["mention"] == slice(0, 11)
    assert [k for where in found.values() for k in range(where.start, where.stop)] == list(range(11 + 9 + 4 + 11 + 13))
    assert HEADS["form"] == FORMS
    assert HEADS["modality"] == MODALITIES


def test_log_softmax_gives_chances_that_sum_to_one() -> None:
    made = log_softmax(np.array([[0.0, 0.0], [1000.0, -1000.0]], np.float32))
    assert made.dtype == np.float32
    assert np.exp(made).sum(-1).tolist() == pytest.approx([1.0, 1.0])
    assert made[0].tolist() == pytest.approx([-0.6931472, -0.6931472])


def test_the_likeliest_row_is_taken_where_it_is_valid() -> None:
    assert best_tags(likely(OUT, B_PERSON, I_PERSON, B_PERSON, OUT), TAGS) == [OUT, B_PERSON, I_PERSON, B_PERSON, OUT]


def test_an_inside_without_beginning_is_mended_by_what_is_likelier() -> None:
    chances = likely(OUT, I_PLACE, I_PLACE)
    # A beginning is the second best at the first word.
    chances[1, B_PLACE] = chances[1, OUT] + 2
    assert best_tags(chances, TAGS) == [OUT, B_PLACE, I_PLACE]


def test_one_kind_does_not_go_on_as_another() -> None:
    assert valid(tuple(best_tags(likely(B_PERSON, I_PLACE, I_PERSON), TAGS)))


def test_no_words_have_no_tags() -> None:
    nothing = np.zeros((0, len(TAGS)), np.float32)
    assert best_tags(nothing, TAGS) == []
    assert runs(nothing, TAGS) == []


def test_runs_end_where_the_next_begins() -> None:
    found = runs(likely(B_PERSON, I_PERSON, B_PERSON, B_PLACE, OUT, B_PLACE, I_PLACE), TAGS)
    assert [(run.start, run.end, run.kind) for run in found] == [
        (0, 2, "person"),
        (2, 3, "person"),
        (3, 4, "place"),
        (5, 7, "place"),
    ]


def test_the_chance_of_a_run_is_the_geometric_mean_of_its_words() -> None:
    chances = np.log(np.array([[0.1, 0.9, 0.0001, 0.0001, 0.0001], [0.3, 0.0001, 0.4, 0.0001, 0.0001]], np.float32))
    (run,) = runs(chances, TAGS)
    assert run == Run(0, 2, "person", run.chance)
    assert run.chance == pytest.approx(0.6)


NUMBERS = st.floats(-30, 30, width=32)


@given(rows=st.lists(st.lists(NUMBERS, min_size=5, max_size=5), min_size=1, max_size=5))
@example(rows=[[-30.0, -30.0, 30.0, -30.0, 30.0]] * 5)
def test_law_no_valid_row_is_likelier(rows: list[list[float]]) -> None:
    chances = log_softmax(np.array(rows, np.float32))

    def worth(row: tuple[int, ...]) -> float:
        return float(sum(chances[at, tag] for at, tag in enumerate(row)))

    found = tuple(best_tags(chances, TAGS))
    assert valid(found)
    best = max(worth(row) for row in product(range(len(TAGS)), repeat=len(rows)) if valid(row))
    assert worth(found) == pytest.approx(best, abs=1e-4)


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32 - 1), words=st.integers(0, 260))
def test_law_no_inside_follows_anything_but_its_own(seed: int, words: int) -> None:
    tags = HEADS["wording"]
    chances = log_softmax(np.random.default_rng(seed).normal(0, 8, (words, len(tags))).astype(np.float32))
    row = best_tags(chances, tags)
    assert len(row) == words
    assert valid(tuple(row), tags)
    found = runs(chances, tags)
    covered = [at for run in found for at in range(run.start, run.end)]
    assert covered == [at for at, tag in enumerate(row) if tag]
    assert all(0 < run.chance <= 1.0001 for run in found)
