"""The network in torch, cut down to a few dimensions: shapes, the frozen trunk, padding that changes nothing."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from lagebild.language.encoder.labels import HEADS, POINTERS

# By name, since a checkout without the requirements of training has types of neither.
torch: Any = pytest.importorskip("torch", reason="torch is a requirement of training")
saving: Any = pytest.importorskip("safetensors.torch", reason="safetensors is a requirement of training")
network, scores = import_module("training.network"), import_module("training.scores")

Weights = dict[str, Any]
HIDDEN, INNER, LAYERS, PLACES, PIECES = 16, 32, 4, 40, 50
SHAPE = network.Shape(shared=1, pointer=8)
_HIDDEN = -1e4


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("HIDDEN", HIDDEN), ("INNER", INNER), ("LAYERS", LAYERS), ("ATTENTION", 2)):
        monkeypatch.setattr(network, name, value)


@pytest.fixture
def weights() -> Weights:
    """Random weights under the names of transformers' BERT."""
    dice = torch.Generator().manual_seed(3)

    def matrix(*shape: int) -> Any:
        return torch.randn(*shape, generator=dice) * 0.3

    made = {
        "embeddings.word_embeddings.weight": matrix(PIECES, HIDDEN),
        "embeddings.position_embeddings.weight": matrix(PLACES, HIDDEN),
        "embeddings.token_type_embeddings.weight": matrix(2, HIDDEN),
        "embeddings.LayerNorm.weight": torch.ones(HIDDEN),
        "embeddings.LayerNorm.bias": torch.zeros(HIDDEN),
    }
    for k in range(LAYERS):
        for name in ("query", "key", "value"):
            made[f"encoder.layer.{k}.attention.self.{name}.weight"] = matrix(HIDDEN, HIDDEN)
            made[f"encoder.layer.{k}.attention.self.{name}.bias"] = matrix(HIDDEN)
        for name, rows, width in (
            ("attention.output", HIDDEN, HIDDEN),
            ("intermediate", INNER, HIDDEN),
            ("output", HIDDEN, INNER),
        ):
            made[f"encoder.layer.{k}.{name}.dense.weight"] = matrix(rows, width)
            made[f"encoder.layer.{k}.{name}.dense.bias"] = matrix(rows)
        for name in ("attention.output", "output"):
            made[f"encoder.layer.{k}.{name}.LayerNorm.weight"] = torch.ones(HIDDEN)
            made[f"encoder.layer.{k}.{name}.LayerNorm.bias"] = torch.zeros(HIDDEN)
    return made


def test_weights_of_a_base_lose_their_prefix_and_become_floats(weights: Weights, tmp_path: Path) -> None:
    small = {f"bert.{name}": value.half().contiguous() for name, value in weights.items()}
    saving.save_file(small, tmp_path / "model.safetensors")
    read = network.base_weights(tmp_path)
    assert set(read) == set(weights)
    assert all(value.dtype == torch.float32 for value in read.values())


def test_a_layer_takes_the_weights_of_its_number(weights: Weights) -> None:
    second = network.layer(weights, 1)
    assert torch.equal(second.query.weight, weights["encoder.layer.1.attention.self.query.weight"])
    assert torch.equal(second.inner.bias, weights["encoder.layer.1.intermediate.dense.bias"])


def test_the_trunk_is_frozen_and_adds_words_and_places(weights: Weights) -> None:
    trunk = network.Trunk(weights, SHAPE).eval()
    assert not any(part.requires_grad for part in trunk.parameters())
    assert len(trunk.layers) == 1
    lower = trunk(torch.tensor([[0, 7, 7, 2]]), None)
    assert lower.shape == (1, 4, HIDDEN)
    # The same piece at another place is another vector.
    assert not torch.allclose(lower[0, 1], lower[0, 2])


def test_a_vector_has_length_one(weights: Weights) -> None:
    trunk, vector = network.Trunk(weights, SHAPE).eval(), network.Vector(weights, SHAPE).eval()
    made = vector(trunk(torch.tensor([[0, 7, 9, 2]]), None))
    assert made.shape == (1, HIDDEN)
    assert float(made.detach().norm()) == pytest.approx(1.0)


def test_a_tagger_gives_a_row_for_each_word_and_a_target_more(weights: Weights) -> None:
    trunk, tagger = network.Trunk(weights, SHAPE).eval(), network.Tagger(weights, SHAPE).eval()
    tags, pointers = tagger(trunk(torch.tensor([[0, 7, 9, 11, 2]]), None), torch.tensor([[1, 3]]))
    assert tags.shape == (1, 2, sum(len(names) for names in HEADS.values()))
    assert pointers.shape == (1, len(POINTERS), 2, 3)
    # Untrained, "nobody" is zero: no word leans to it.
    assert pointers[..., 0].abs().max() == 0


def test_padding_changes_nothing(weights: Weights) -> None:
    trunk, tagger = network.Trunk(weights, SHAPE).eval(), network.Tagger(weights, SHAPE).eval()
    short, long = [0, 7, 9, 2], [0, 11, 12, 13, 14, 15, 16, 2]
    alone = tagger(trunk(torch.tensor([short]), None), torch.tensor([[1, 2]]))
    ids = torch.tensor([[*short, *[1] * 4], long])
    mask = torch.zeros(2, 1, 1, 8)
    mask[0, :, :, 4:] = _HIDDEN
    tags, pointers = tagger(trunk(ids, mask), torch.tensor([[1, 2, 0], [1, 2, 3]]), mask)
    assert torch.allclose(tags[0, :2], alone[0][0], atol=1e-5)
    assert torch.allclose(pointers[0, :, :2, :3], alone[1][0], atol=1e-5)


def test_a_network_in_training_is_read_as_the_shipped_one(weights: Weights) -> None:
    trunk, tagger = network.Trunk(weights, SHAPE).eval(), network.Tagger(weights, SHAPE).eval()
    tags, pointers = scores.TorchNetwork(None, trunk, tagger).tag((0, 7, 9, 2), (1, 2))
    assert tags.shape == (2, sum(len(names) for names in HEADS.values()))
    assert pointers.shape == (len(POINTERS), 2, 3)
    assert str(tags.dtype) == "float32"


def test_dropout_drops_its_share_and_keeps_the_mean() -> None:
    torch.manual_seed(5)
    dropout = network.Dropout()
    made = dropout(torch.ones(999, 101))
    share, mean = float((made == 0).double().mean()), float(made.double().mean())
    assert abs(share - 26 / 256) < 0.005
    assert abs(mean - 1.0) < 0.005
    # Each of the eight bytes of a draw is fair.
    lanes = (made.flatten()[: 999 * 101 // 8 * 8].view(-1, 8) == 0).double().mean(0)
    assert float((lanes - 26 / 256).abs().max()) < 0.015
    assert dropout.eval()(made) is made
