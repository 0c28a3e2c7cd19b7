"""Training on three samples: batches, what counts in the loss, and a loss that falls."""

import logging
import random
from importlib import import_module
from typing import Any

import pytest
from tests.training.small import small_weights
from training.samples import NOBODY, UNSAID, Sample

from lagebild.language.encoder.labels import HEADS, POINTERS
from lagebild.language.encoder.windows import Window
from lagebild.language.tokens import Token
from lagebild.records.span import Span

# By name, since a checkout without the requirements of training has types of neither.
torch: Any = pytest.importorskip("torch", reason="torch is a requirement of training")
learning, network = import_module("training.fit"), import_module("training.network")
Fitting, batches, fit = learning.Fitting, learning.batches, learning.fit
batch_of, loss_of = learning.batch_of, learning.loss_of

Parts = tuple[Any, Any]
WIDTH = sum(len(tags) for tags in HEADS.values())
MENTION = {tag: number for number, tag in enumerate(HEADS["mention"])}


def window(*pieces: int) -> Window:
    """Return a window of words of one piece each."""
    words = tuple(Token("w", Span(2 * k, 2 * k + 1)) for k in range(len(pieces)))
    return Window(words, (0, *pieces, 2), tuple(range(1, len(pieces) + 1)))


def named(pieces: tuple[int, ...], *tags: str, open_names: bool = False) -> Sample:
    return Sample(window(*pieces), {"mention": [MENTION[tag] for tag in tags]}, open_names=open_names)


def whole() -> Sample:
    """Return a sample of all heads: words 2 and 3 are a content that word 0 says."""
    tags = {
        "mention": [MENTION["B-person"], 0, 0, 0],
        "content": [0, 0, 1, 2],
        "cue": [0, 1, 0, 0],
        "speaker": [1, 0, 0, 0],
        "form": [UNSAID, UNSAID, 1, 1],
        "modality": [UNSAID, UNSAID, 3, 3],
        "wording": [0, 0, 0, 1],
    }
    pointers = {"speaker": [UNSAID, UNSAID, 0, 0], "cue": [UNSAID, UNSAID, NOBODY, NOBODY]}
    return Sample(window(10, 11, 12, 13), tags, pointers)


def samples() -> list[Sample]:
    return [
        named((20, 21, 22), "B-place", "O", "O"),
        named((30, 31, 32, 33, 34, 35), "O", "B-organisation", "I-organisation", "O", "O", "O"),
        whole(),
    ]


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Parts:
    weights, shape = small_weights(monkeypatch)
    return network.Trunk(weights, shape), network.Tagger(weights, shape)


def loss(parts: Parts, rows: list[Sample]) -> float:
    trunk, tagger = parts[0].eval(), parts[1].eval()
    batch = batch_of(rows)
    with torch.no_grad():
        return float(loss_of(*tagger(trunk(batch.ids, batch.mask), batch.first, batch.mask), batch, Fitting()))


def scored(batch: Any) -> Parts:
    """Return scores of zero for a batch: every tag is as likely as the others."""
    count, words = batch.first.shape
    return torch.zeros(count, words, WIDTH), torch.zeros(count, len(POINTERS), words, 1 + words)


def test_a_batch_is_padded_and_says_where_nothing_is_to_be_learned() -> None:
    batch = batch_of(samples())
    assert batch.ids.tolist()[0] == [0, 20, 21, 22, 2, 1, 1, 1]
    assert batch.mask[0, 0, 0].tolist() == [0.0] * 5 + [-1e4] * 3
    assert batch.first.tolist()[0] == [1, 2, 3, 0, 0, 0]
    assert batch.tags["mention"].tolist()[0] == [MENTION["B-place"], 0, 0, *[UNSAID] * 3]
    assert batch.tags["content"].tolist()[:2] == [[UNSAID] * 6] * 2
    assert batch.pointers.shape == (3, len(POINTERS), 6)
    assert batch.pointers[2, 1].tolist() == [UNSAID, UNSAID, NOBODY, NOBODY, UNSAID, UNSAID]


def test_batches_hold_every_sample_once_and_no_more_pieces_than_told() -> None:
    rows = [named(tuple(range(3, 3 + size)), *["O"] * size) for size in (3, 5, 8, 13, 21, 30) for _ in range(7)]
    found = list(batches(rows, Fitting(pieces=64), random.Random(1)))
    assert sorted(id(row) for group in found for row in group) == sorted(map(id, rows))
    assert all(len(group) * max(len(row.window.ids) for row in group) <= 64 + 8 * len(group) for group in found)
    again = list(batches(rows, Fitting(pieces=64), random.Random(1)))
    assert [[id(row) for row in group] for group in again] == [[id(row) for row in group] for group in found]


def test_heads_that_a_batch_says_nothing_of_cost_nothing() -> None:
    batch = batch_of([named((20, 21), "O", "B-place")])
    found = loss_of(*scored(batch), batch, Fitting(name_weight=1.0))
    assert float(found) == pytest.approx(float(torch.log(torch.tensor(len(HEADS["mention"]) * 1.0))))


def test_an_outside_word_of_an_open_row_may_be_a_demonym_or_another_name() -> None:
    shut, opened = (batch_of([named((20, 21), "O", "B-place", open_names=it)]) for it in (False, True))
    tags, pointers = scored(shut)
    tags[0, 0, MENTION["B-demonym"]] = 20.0
    tags[0, 1, MENTION["B-place"]] = 20.0
    assert float(loss_of(tags, pointers, shut, Fitting(name_weight=1.0))) == pytest.approx(10.0, abs=0.1)
    assert float(loss_of(tags, pointers, opened, Fitting(name_weight=1.0))) == pytest.approx(0.0, abs=0.01)
    tags[0, 0, MENTION["B-person"]] = 40.0
    assert float(loss_of(tags, pointers, opened, Fitting(name_weight=1.0))) == pytest.approx(10.0, abs=0.1)


def test_pointers_count_by_their_weight_and_never_aim_at_padding() -> None:
    batch = batch_of([whole(), named((20, 21, 22, 23, 24, 25), *["O"] * 6)])
    tags, pointers = scored(batch)
    without = float(loss_of(tags, pointers, batch, Fitting(pointer_weight=0.0)))
    # Four words and nobody are as likely as each other; the two words of padding are out.
    assert float(loss_of(tags, pointers, batch, Fitting(pointer_weight=1.0))) - without == pytest.approx(
        1.609, abs=0.01
    )
    pointers[:, :, :, 5:] = 30.0
    assert float(loss_of(tags, pointers, batch, Fitting(pointer_weight=1.0))) - without == pytest.approx(
        1.609, abs=0.01
    )


def test_the_loss_of_right_pointers_is_none() -> None:
    batch = batch_of([whole()])
    tags, pointers = scored(batch)
    without = float(loss_of(tags, pointers, batch, Fitting(pointer_weight=0.0)))
    pointers[0, 0, 2:, 1] = 30.0
    pointers[0, 1, 2:, 0] = 30.0
    assert float(loss_of(tags, pointers, batch, Fitting())) == pytest.approx(without, abs=1e-3)


def test_a_padded_batch_costs_what_its_samples_cost(parts: Parts) -> None:
    trunk, tagger = parts[0].eval(), parts[1].eval()
    rows = samples()
    batch = batch_of(rows)
    tags, pointers = tagger(trunk(batch.ids, batch.mask), batch.first, batch.mask)
    for k, row in enumerate(rows):
        one = batch_of([row])
        alone = tagger(trunk(one.ids, None), one.first)
        words = len(row.window.words)
        assert torch.equal(tags[k, :words].argmax(-1), alone[0][0].argmax(-1))
        assert torch.allclose(tags[k, :words], alone[0][0], atol=1e-5)
        assert torch.allclose(pointers[k, :, :words, : words + 1], alone[1][0], atol=1e-5)


def test_the_loss_falls(parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    rows = samples()
    frozen = {name: value.clone() for name, value in parts[0].state_dict().items()}
    before = loss(parts, rows)
    with caplog.at_level(logging.INFO, "training.fit"):
        fit(*parts, lambda _: rows, Fitting(epochs=30, rate=2e-3, head_rate=1e-2, pieces=16))
    assert loss(parts, rows) < before / 4
    assert len(caplog.records) == 30
    assert all(torch.equal(value, frozen[name]) for name, value in parts[0].state_dict().items())


def test_what_was_learned_is_said(parts: Parts) -> None:
    rows = samples()
    fit(*parts, lambda _: rows, Fitting(epochs=40, rate=2e-3, head_rate=1e-2, pieces=16))
    trunk, tagger = parts[0].eval(), parts[1].eval()
    for row in rows:
        one = batch_of([row])
        tags, _ = tagger(trunk(one.ids, None), one.first)
        assert tags[0, :, : len(MENTION)].argmax(-1).tolist() == row.tags["mention"]


def test_a_loss_that_is_no_number_ends_the_training(parts: Parts) -> None:
    with torch.no_grad():
        parts[1].tags.weight[0, 0] = float("nan")
    with pytest.raises(FloatingPointError, match="epoch 1"):
        fit(*parts, lambda _: samples(), Fitting(epochs=2))


def test_another_seed_is_another_order() -> None:
    rows = [named((3, 4, 5), *["O"] * 3) for _ in range(20)]
    one, other = (
        [id(row) for group in batches(rows, Fitting(pieces=10), random.Random(seed)) for row in group]
        for seed in (1, 2)
    )
    assert one != other


def test_a_single_step_is_trained(parts: Parts) -> None:
    fit(*parts, lambda _: samples(), Fitting(epochs=1))
