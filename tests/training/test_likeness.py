"""Training of the vector branch on a network of a few dimensions: what the loss counts, and a loss that falls."""

import logging
from importlib import import_module
from typing import Any

import pytest
from tests.training.small import small_weights
from training.reports import Reports, Told

torch: Any = pytest.importorskip("torch", reason="torch is a requirement of training")
likeness, network = import_module("training.likeness"), import_module("training.network")

STORIES = ["a", "a", "b", "b"]
OTHERS = torch.tensor([[a != b for b in STORIES] for a in STORIES])


class Words:
    """A tokenizer of single letters, as far as training asks it."""

    def encode(self, text: str) -> Any:
        return type("Encoded", (), {"ids": [0, *(2 + ord(c) % 50 for c in text.removeprefix("passage: ")), 2]})()


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    weights, shape = small_weights(monkeypatch)
    return network.Trunk(weights, shape), network.Vector(weights, shape)


def test_stories_that_lie_together_cost_little() -> None:
    near = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    far = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    assert likeness.loss_of(near, STORIES, OTHERS, 0.07) < 0.01 < likeness.loss_of(far, STORIES, OTHERS, 0.07)


def test_what_may_be_the_same_story_counts_neither_way() -> None:
    made = torch.tensor([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    unsure = torch.zeros(4, 4, dtype=torch.bool)
    assert likeness.loss_of(made, STORIES, unsure, 0.07) == pytest.approx(0.0)
    assert likeness.loss_of(made, STORIES, OTHERS, 0.07) > 1.0


def test_a_passage_reads_the_same_padded(parts: tuple[Any, Any]) -> None:
    trunk, vector = parts
    alone = likeness.vectors(trunk, vector, Words(), ["kurz"])
    beside = likeness.vectors(trunk, vector, Words(), ["kurz", "ein viel längerer Text daneben"])
    assert beside[0] == pytest.approx(alone[0], abs=1e-5)


def test_training_brings_reports_of_a_story_together(parts: tuple[Any, Any], caplog: pytest.LogCaptureFixture) -> None:
    trunk, vector = parts
    themes = tuple(
        tuple(Told(f"{t}{s}", "de", f"{t} {s * 6}\n{r} {s * 9} {t}") for s in "xyz" for r in "123") for t in "abcdef"
    )
    likening = likeness.Likening(epochs=12, rate=2e-3)
    with caplog.at_level(logging.INFO):
        likeness.fit(trunk, vector, Words(), Reports(themes, (), ()), likening)
    losses = [float(record.getMessage().split()[4].rstrip(",")) for record in caplog.records]
    assert losses[-1] < losses[0]
    assert likeness.told_apart(trunk, vector, Words(), themes) > 95.0
