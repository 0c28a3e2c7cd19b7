"""A network of a few dimensions with random weights, for what trains it."""

from importlib import import_module
from typing import Any

import pytest

HIDDEN, INNER, LAYERS, PIECES, PLACES = 32, 64, 3, 60, 300


def small_weights(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], Any]:
    """Make the network small; return weights for it and its shape."""
    # By name, since a checkout without the requirements of training has no types of torch.
    torch: Any = import_module("torch")
    network: Any = import_module("training.network")
    for name, value in (("HIDDEN", HIDDEN), ("INNER", INNER), ("LAYERS", LAYERS), ("ATTENTION", 2)):
        monkeypatch.setattr(network, name, value)
    torch.manual_seed(5)
    weights = {
        "embeddings.word_embeddings.weight": torch.randn(PIECES, HIDDEN),
        "embeddings.position_embeddings.weight": torch.randn(PLACES, HIDDEN) * 0.1,
        "embeddings.token_type_embeddings.weight": torch.zeros(1, HIDDEN),
        "embeddings.LayerNorm.weight": torch.ones(HIDDEN),
        "embeddings.LayerNorm.bias": torch.zeros(HIDDEN),
    }
    for k in range(LAYERS):
        for name, value in network.Layer().state_dict().items():
            mine, part = name.split(".")
            weights[f"encoder.layer.{k}.{network._NAMES[mine]}.{part}"] = value
    return weights, network.Shape(shared=1, pointer=16)
