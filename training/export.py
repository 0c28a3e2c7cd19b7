"""Weights to the files of the model package: three ONNX graphs in int8 and the word table.

Matrices are held in int8 in blocks of 64 rows (128 for vectors) with a scale each, and what they are multiplied with is
rounded to int8 in such blocks too, row by row. Scales for a whole batch and tensor, as dynamic quantisation of ONNX has
them, cost 1.1 to 1.5 points of F1 on names and let a text read differently beside others; blocks cost nothing
measurable and a third of the speed.

`trunk.onnx` maps piece vectors to what both branches begin with; `vector.onnx` makes a passage's vector of it,
`tagger.onnx` tags and pointers of its words. The table of piece vectors is int8 with a scale for each row: a scale for
the whole table, which quantising the graph would give, costs half a point of F1 (`shared/research/encoder.md`).
"""

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from tokenizers import Tokenizer
from torch import Tensor, nn

from lagebild.language.encoder.labels import HEADS, POINTERS
from training.network import Tagger, Trunk, Vector

logger = logging.getLogger(__name__)
BLOCK: Final = 64
# Vectors lose nothing in larger blocks (cosine 0.9996), which weigh less.
_VECTOR_BLOCK: Final = 128
# What ONNX Runtime calls the accuracy level at which the other factor is rounded to int8 too.
_ROUNDED: Final = 4


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
    _graph(_Body(trunk).eval(), (inner,), folder / "trunk.onnx", {"words": each_piece}, {"lower": each_piece})
    _vector_graph(vector, folder)
    first = torch.tensor([[1, 3, 4]])
    _graph(
        tagger,
        (inner, first),
        folder / "tagger.onnx",
        {"lower": each_piece, "first": each_word},
        {"tags": each_word, "pointers": {2: "words", 3: "targets"}},
        kept=("tags", "asks", "answers"),
    )
    labels = {
        "heads": {head: list(tags) for head, tags in HEADS.items()},
        "pointers": list(POINTERS),
    }
    _write_card({**card, **labels}, folder)
    logger.info("package: %.1f MB", sum(f.stat().st_size for f in folder.iterdir()) / 1e6)


def export_vector(vector: Vector, folder: Path, version: str) -> None:
    """Write another vector branch into a package that is there."""
    _vector_graph(vector.cpu().eval(), folder)
    card = json.loads((folder / "model.json").read_text("utf-8"))
    _write_card({**card, "version": version}, folder)


def _write_card(card: Mapping[str, Any], folder: Path) -> None:
    (folder / "model.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _vector_graph(vector: Vector, folder: Path) -> None:
    inner = torch.zeros(1, 9, vector.layers[0].query.in_features)
    _graph(vector, (inner,), folder / "vector.onnx", {"lower": {1: "pieces"}}, {"vector": {}}, block=_VECTOR_BLOCK)


def _graph(
    network: nn.Module,
    example: tuple[Tensor, ...],
    file: Path,
    inputs: Mapping[str, Mapping[int, str]],
    outputs: Mapping[str, Mapping[int, str]],
    kept: Sequence[str] = (),
    block: int = BLOCK,
) -> None:
    """Export one graph and quantise its matrices; those of the modules `kept` stay float: they are small."""
    with TemporaryDirectory() as scratch:
        plain = Path(scratch) / "float.onnx"
        axes = {name: dict(axis) for name, axis in (*inputs.items(), *outputs.items()) if axis}
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
        blocks = DefaultWeightOnlyQuantConfig(block_size=block, is_symmetric=True, accuracy_level=_ROUNDED, bits=8)
        quantizer = MatMulNBitsQuantizer(onnx.load(plain), algo_config=blocks, nodes_to_exclude=_nodes_of(plain, kept))
        quantizer.process()
        onnx.save(quantizer.model.model, file)


def _nodes_of(file: Path, modules: Sequence[str]) -> list[str]:
    names = [node.name for node in onnx.load(file).graph.node]
    return [name for name in names if any(name.startswith(f"/{module}") for module in modules)]
