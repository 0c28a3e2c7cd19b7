"""A float graph -> the same in int8, at twice the speed.

    python -m training.rounding PACKAGE --version V

Weights are int8 with a scale for each column, what they are multiplied with is uint8 with a scale for the whole tensor.
Few channels of a transformer are far larger than all others and would take the scale for themselves; they are made
smaller and their weights larger, by what typical texts show (SmoothQuant, Xiao et al. 2023). Weights have 7 of their 8
bits, since older processors overflow with more. The command rounds a package anew whose graphs hold int8 in blocks.
"""

import argparse
import json
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from lagebild.language.encoder.network import MOST_PASSAGE
from lagebild.language.encoder.windows import Window, windows
from lagebild.language.packs import pack_for

Feed = dict[str, NDArray[Any]]
KEPT: Final = ("tags", "asks", "answers")
"""Modules whose matrices stay float: they are small, and marks hang on them."""
_TEXTS: Final = Path(__file__).parent / "annotations"
_SHIFTED: Final = 0.7
"""How sizes are shared: with 1 channels are made alike, with 0 weights. Vectors keep a cosine of 0.985 to the float
ones, 0.981 with a half, 0.980 with nine tenths, 0.970 with 0."""
_LEAST: Final = 1e-5
_SILENT: Final = 0.01
"""Share of a middling channel's size that any channel is taken to have: one that is silent here may speak elsewhere."""
_WINDOWS_A_TEXT: Final = 3


def typical(pieces: Tokenizer) -> tuple[list[Window], list[list[int]]]:
    """Return what the network reads of our own texts: windows, and the pieces of passages."""
    read: list[Window] = []
    passages: list[list[int]] = []
    for language in ("de", "en"):
        for line in (_TEXTS / f"own_{language}.jsonl").read_text("utf-8").splitlines()[::2]:
            text = json.loads(line)["text"]
            read += windows(text, pack_for(language).sentences.split(text, ()), pieces)[:_WINDOWS_A_TEXT]
            passages.append(pieces.encode(f"passage: {text}").ids[:MOST_PASSAGE])
    return read, passages


def rounded(graph: onnx.ModelProto, feeds: Sequence[Feed], kept: Sequence[str] = ()) -> onnx.ModelProto:
    """Return a float graph with its matrices in int8; those of the modules `kept` stay float.

    ValueError where two nodes share a matrix: it cannot be made larger for one of them.
    """
    stored = {tensor.name: tensor for tensor in graph.graph.initializer}
    groups: dict[str, list[onnx.NodeProto]] = defaultdict(list)
    left = []
    for node in graph.graph.node:
        if (
            node.op_type == "MatMul"
            and node.input[1] in stored
            and not node.name.startswith(tuple(f"/{k}" for k in kept))
        ):
            groups[node.input[0]].append(node)
        elif node.op_type == "MatMul":
            left.append(node.name)
    uses = Counter(name for node in graph.graph.node for name in node.input)
    if shared := [n.input[1] for group in groups.values() for n in group if uses[n.input[1]] > 1]:
        raise ValueError(f"more than one node reads {shared[0]}")
    largest = _largest(graph, list(groups), feeds)
    nodes = []
    for node in graph.graph.node:
        group = groups.pop(node.input[0], None) if node.op_type == "MatMul" else None
        if group is not None:
            nodes.append(_shifted(graph, group, largest[node.input[0]], stored))
        nodes.append(node)
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "rounded.onnx"
        logging.disable(logging.WARNING)  # It has something to say of every tensor.
        try:
            quantize_dynamic(
                graph,
                file,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                op_types_to_quantize=["MatMul"],
                nodes_to_exclude=left,
            )
        finally:
            logging.disable(logging.NOTSET)
        return onnx.load(file)


def _largest(graph: onnx.ModelProto, names: Sequence[str], feeds: Sequence[Feed]) -> dict[str, NDArray[np.float32]]:
    """Return by tensor the largest size of each channel that the feeds show."""
    watched = onnx.ModelProto()
    watched.CopyFrom(graph)
    given = {tensor.name for tensor in graph.graph.input}
    inner = [name for name in names if name not in given]
    watched.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in inner)
    session = InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    largest: dict[str, NDArray[np.float32]] = {}
    for feed in feeds:
        # Asked for nothing, a session gives all it has.
        made = session.run(inner, feed) if inner else []
        seen = {**dict(zip(inner, made, strict=True)), **{name: feed[name] for name in names if name in given}}
        for name, value in seen.items():
            sizes = np.abs(value).reshape(-1, value.shape[-1]).max(0)
            largest[name] = np.maximum(largest[name], sizes) if name in largest else sizes
    return largest


def _shifted(
    graph: onnx.ModelProto,
    group: Sequence[onnx.NodeProto],
    largest: NDArray[np.float32],
    stored: dict[str, onnx.TensorProto],
) -> onnx.NodeProto:
    """Shift a part of the channels' sizes to the weights of all nodes that share an input; return the node that
    divides the input by it."""
    shared = group[0].input[0]
    weights = {node.input[1]: numpy_helper.to_array(stored[node.input[1]]) for node in group}
    heaviest = np.max([np.abs(matrix).max(1) for matrix in weights.values()], 0)
    sizes = np.maximum(largest, max(_LEAST, _SILENT * float(np.median(largest))))
    shift = sizes**_SHIFTED / np.maximum(heaviest, _LEAST) ** (1.0 - _SHIFTED)
    for name, matrix in weights.items():
        stored[name].CopyFrom(numpy_helper.from_array((matrix * shift[:, None]).astype(np.float32), name))
    graph.graph.initializer.append(numpy_helper.from_array((1.0 / shift).astype(np.float32), f"{shared}_shift"))
    for node in group:
        node.input[0] = f"{shared}_shifted"
    return helper.make_node("Mul", [shared, f"{shared}_shift"], [f"{shared}_shifted"], name=f"{shared}_shift")


def unblocked(graph: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose matrices are int8 in blocks with float matrices again."""
    stored = {tensor.name: tensor for tensor in graph.graph.initializer}
    nodes = []
    for node in graph.graph.node:
        if node.op_type != "MatMulNBits":
            nodes.append(node)
            continue
        sizes = {attribute.name: attribute.i for attribute in node.attribute}
        steps, scales = (numpy_helper.to_array(stored.pop(name)) for name in node.input[1:3])
        scales = scales.reshape(sizes["N"], -1, 1)
        matrix = (steps.reshape(sizes["N"], scales.shape[1], -1).astype(np.float32) - 128.0) * scales
        name = f"{node.name}_matrix"
        stored[name] = numpy_helper.from_array(matrix.reshape(sizes["N"], -1)[:, : sizes["K"]].T.copy(), name)
        nodes.append(helper.make_node("MatMul", [node.input[0], name], node.output, name=node.name.removesuffix("_Q8")))
    del graph.graph.node[:], graph.graph.initializer[:]
    graph.graph.node.extend(nodes)
    graph.graph.initializer.extend(stored.values())
    return graph


def feeds_of(folder: Path, name: str, pieces: Tokenizer) -> list[Feed]:
    """Return what typical texts feed to a graph of a package; to "tagger" and "vector" through its trunk."""
    words = np.load(folder / "words.npz")
    read, passages = typical(pieces)

    def words_of(ids: Sequence[int]) -> NDArray[np.float32]:
        rows = np.asarray(ids)
        made: NDArray[np.float32] = (words["table"][rows].astype(np.float32) * words["scale"][rows])[None]
        return made

    if name == "trunk":
        return [{"words": words_of(window.ids)} for window in read]
    trunk = InferenceSession(str(folder / "trunk.onnx"), providers=["CPUExecutionProvider"])

    def lower(ids: Sequence[int]) -> NDArray[np.float32]:
        made: NDArray[np.float32] = trunk.run(None, {"words": words_of(ids)})[0]
        return made

    if name == "vector":
        return [{"lower": lower(ids)} for ids in passages]
    return [{"lower": lower(window.ids), "first": np.asarray([window.first], np.int64)} for window in read]


def main(arguments: Sequence[str] | None = None) -> int:
    """Round a package anew, in place; refused where none of its graphs holds blocks."""
    parser = argparse.ArgumentParser(prog="python -m training.rounding", description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("--version", required=True)
    options = parser.parse_args(arguments)
    folder: Path = options.package
    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    graphs = {name: onnx.load(folder / f"{name}.onnx") for name in ("trunk", "vector", "tagger")}
    blocked = {n: g for n, g in graphs.items() if any(node.op_type == "MatMulNBits" for node in g.graph.node)}
    if not blocked:
        parser.error(f"{folder} holds no blocks: packages from 2026.11.5 on are rounded by columns")
    for name, graph in blocked.items():
        onnx.save(rounded(unblocked(graph), feeds_of(folder, name, pieces), KEPT), folder / f"{name}.onnx")
    card = json.loads((folder / "model.json").read_text("utf-8"))
    (folder / "model.json").write_text(
        json.dumps({**card, "version": options.version}, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
