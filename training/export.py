"""Weights to the files of the model package: three ONNX graphs in int8 and the word table.

`trunk.onnx` maps piece vectors to what both branches begin with; `vector.onnx` makes a passage's vector of it,
`tagger.onnx` tags and pointers of its words; `training.rounding` says how they are rounded. The table of piece vectors
is int8 with a scale for each row: a scale for the whole table, which quantising the graph would give, costs half a
point of F1 (`shared/research/encoder.md`).
"""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from lagebild.language.encoder.labels import HEADS, POINTERS
from training.network import Tagger, Trunk, Vector
from training.rounding import KEPT, feeds_of, rounded

logger = logging.getLogger(__name__)


class _Body(nn.Module):
    """The trunk behind its word table, for one window without padding."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.trunk = trunk

    def forward(self, words: Tensor) -> Tensor:
        x = self.trunk.norm(words + self.trunk.places[: words.shape[1]])
        for part in self.trunk.layers:
            x = part(x, None)
        return x


def export(
    trunk: Trunk,
    vector: Vector,
    tagger: Tagger,
    pieces: Tokenizer,
    folder: Path,
    card: Mapping[str, Any],
) -> None:
    """Write the package's files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in (trunk, vector, tagger):
        part.cpu().eval()
    pieces.save(str(folder / "tokenizer.json"), pretty=False)
    table = trunk.words.detach().numpy()
    scale = np.abs(table).max(1, keepdims=True) / 127.0
    np.savez(
        folder / "words.npz",
        table=np.rint(table / np.maximum(scale, 1e-12)).astype(np.int8),
        scale=scale.astype(np.float32),
    )
    inner, each_piece, each_word = torch.zeros(1, 9, table.shape[1]), {1: "pieces"}, {1: "words"}
    # A module that was never told is in training, and the exporter would leave its parts so.
    _graph("trunk", _Body(trunk).eval(), (inner,), {"words": each_piece}, {"lower": each_piece}, folder, pieces)
    _vector_graph(vector, folder, pieces)
    first = torch.tensor([[1, 3, 4]])
    _graph(
        "tagger",
        tagger,
        (inner, first),
        {"lower": each_piece, "first": each_word},
        {"tags": each_word, "pointers": {2: "words", 3: "targets"}},
        folder,
        pieces,
    )
    labels = {
        "heads": {head: list(tags) for head, tags in HEADS.items()},
        "pointers": list(POINTERS),
    }
    _write_card({**card, **labels}, folder)
    logger.info("package: %.1f MB", sum(f.stat().st_size for f in folder.iterdir()) / 1e6)


def export_vector(vector: Vector, folder: Path, version: str) -> None:
    """Write another vector branch into a package that is there."""
    _vector_graph(vector.cpu().eval(), folder, Tokenizer.from_file(str(folder / "tokenizer.json")))
    card = json.loads((folder / "model.json").read_text("utf-8"))
    _write_card({**card, "version": version}, folder)


def _write_card(card: Mapping[str, Any], folder: Path) -> None:
    (folder / "model.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _vector_graph(vector: Vector, folder: Path, pieces: Tokenizer) -> None:
    inner = torch.zeros(1, 9, vector.layers[0].query.in_features)
    _graph("vector", vector, (inner,), {"lower": {1: "pieces"}}, {"vector": {}}, folder, pieces)


def _graph(
    name: str,
    network: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Mapping[str, Mapping[int, str]],
    outputs: Mapping[str, Mapping[int, str]],
    folder: Path,
    pieces: Tokenizer,
) -> None:
    """Export one graph into a package and round its matrices."""
    with TemporaryDirectory() as scratch:
        plain = Path(scratch) / "float.onnx"
        axes = {tensor: dict(axis) for tensor, axis in (*inputs.items(), *outputs.items()) if axis}
        torch.onnx.export(
            network,
            example,
            plain,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        onnx.save(rounded(onnx.load(plain), feeds_of(folder, name, pieces), KEPT), folder / f"{name}.onnx")
