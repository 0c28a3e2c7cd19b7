"""Rounding of a graph to int8: near to the float one though a channel is far larger than all others."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lagebild.language.encoder.network import MOST_PASSAGE
from lagebild.language.encoder.shipped import encoder

onnx: Any = pytest.importorskip("onnx", reason="onnx is a requirement of training")
rounding: Any = import_module("training.rounding")

WIDTH, COLUMNS = 64, 32
DICE = np.random.default_rng(4)
MATRICES = {name: DICE.normal(size=(WIDTH, COLUMNS)).astype(np.float32) for name in ("query", "key", "tags")}


def graph() -> Any:
    """Two matrices that share an input and one of a module that stays float."""
    helper, floats, matrix_of = onnx.helper, onnx.TensorProto.FLOAT, onnx.numpy_helper.from_array
    nodes = [helper.make_node("MatMul", ["x", name], [f"{name}_out"], name=f"/{name}/MatMul") for name in MATRICES]
    given = [helper.make_tensor_value_info("x", floats, [1, "pieces", WIDTH])]
    made = [helper.make_tensor_value_info(f"{name}_out", floats, [1, "pieces", COLUMNS]) for name in MATRICES]
    matrices = [matrix_of(matrix, name) for name, matrix in MATRICES.items()]
    whole = helper.make_graph(nodes, "three", given, made, matrices)
    return helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def texts() -> list[dict[str, NDArray[np.float32]]]:
    made = DICE.normal(size=(5, 1, 7, WIDTH)).astype(np.float32)
    made[..., 3] *= 80.0
    return [{"x": x} for x in made]


def away(made: Any, feeds: list[dict[str, NDArray[np.float32]]]) -> float:
    """Return how far a graph's first two outputs lie from the float ones, as a share of their size."""
    session = rounding.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    shares = []
    for feed in feeds:
        outputs = dict(zip((o.name for o in session.get_outputs()), session.run(None, feed), strict=True))
        for name in ("query", "key"):
            exact = feed["x"] @ MATRICES[name]
            shares.append(float(np.abs(outputs[f"{name}_out"] - exact).mean() / np.abs(exact).mean()))
    return max(shares)


def test_a_large_channel_spoils_little(monkeypatch: pytest.MonkeyPatch) -> None:
    feeds = texts()
    shifted = away(rounding.rounded(graph(), feeds, ("tags",)), feeds)
    monkeypatch.setattr(rounding, "_SHIFTED", 0.0)
    assert shifted < 0.03 < away(rounding.rounded(graph(), feeds, ("tags",)), feeds)


def test_what_is_kept_stays_float() -> None:
    made = rounding.rounded(graph(), texts(), ("tags",))
    assert [node.name for node in made.graph.node if node.op_type == "MatMul"] == ["/tags/MatMul"]
    stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in made.graph.initializer}
    assert np.array_equal(stored["tags"], MATRICES["tags"])
    assert {t.dtype for name, t in stored.items() if name.endswith("_quantized")} == {np.dtype(np.int8)}
    assert max(int(np.abs(t).max()) for name, t in stored.items() if name.endswith("_quantized")) <= 64


def test_blocks_become_floats_again() -> None:
    quantizer: Any = import_module("onnxruntime.quantization.matmul_nbits_quantizer")
    blocks = quantizer.DefaultWeightOnlyQuantConfig(block_size=32, is_symmetric=True, accuracy_level=4, bits=8)
    made = quantizer.MatMulNBitsQuantizer(graph(), algo_config=blocks)
    made.process()
    again = rounding.unblocked(made.model.model)
    assert {node.op_type for node in again.graph.node} == {"MatMul"}
    assert away(again, texts()) < 0.01


@pytest.mark.skipif(encoder() is None, reason="the model package is not installed")
def test_typical_texts_are_windows_and_passages_of_both_languages() -> None:
    read, passages = rounding.typical(encoder().network.pieces)  # type: ignore[union-attr]
    assert len(passages) == 90 <= len(read)
    assert max(map(len, passages)) <= MOST_PASSAGE
