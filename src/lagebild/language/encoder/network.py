"""The model package's files to numbers: tags and pointers of a window's words, the vector of a passage.

The package is a distribution of its own (`lagebild-encoder`), because weights change seldom and code often. Without it
the rules read alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources, util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lagebild.language.encoder.labels import HEADS, POINTERS
from lagebild.records.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

PACKAGE: Final = "lagebild_encoder"
# Pieces of a passage that its vector is made of: title and lead say what a report is about.
MOST_PASSAGE: Final = 256


@dataclass(frozen=True, slots=True)
class Network:
    """The loaded model: `version` changes with its weights."""

    version: str
    pieces: "Tokenizer"
    _table: "NDArray[np.int8]"
    _scale: "NDArray[np.float32]"
    _trunk: Any
    _vector: Any
    _tagger: Any

    def tag(self, ids: Sequence[int], first: Sequence[int]) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
        """Return the scores of a window's words: tags (words, all tags), pointers (pointer, words, 1 + words)."""
        import numpy as np

        fed = {"lower": self._lower(ids), "first": np.asarray([first], np.int64)}
        tags, pointers = self._tagger.run(None, fed)
        return tags[0], pointers[0]

    def vector(self, passage: str) -> "NDArray[np.float32]":
        """Return the vector of a passage: 384 numbers of length 1.

        Half of public pairs of articles that tell one story lie above 0.73 (German), 0.80 (English) and 0.69 (one of
        each), half of the others below 0.44, 0.40 and 0.39.
        """
        import numpy as np

        # Half a surrogate pair is no text; the tokenizer would refuse it.
        passage = passage.encode("utf-8", "replace").decode("utf-8")
        ids = self.pieces.encode(f"passage: {passage}").ids
        if len(ids) > MOST_PASSAGE:
            ids = [*ids[: MOST_PASSAGE - 1], ids[-1]]
        made: NDArray[np.float32] = self._vector.run(None, {"lower": self._lower(ids)})[0][0]
        return made

    def _lower(self, ids: Sequence[int]) -> "NDArray[np.float32]":
        import numpy as np

        rows = np.asarray(ids)
        words = self._table[rows].astype(np.float32) * self._scale[rows]
        lower: NDArray[np.float32] = self._trunk.run(None, {"words": words[None]})[0]
        return lower


def package_folder() -> Path | None:
    """Return where the model package lies, None where it is not installed."""
    found = util.find_spec(PACKAGE)
    return Path(str(resources.files(PACKAGE))) if found is not None else None


@cache
def network(folder: Path) -> Network:
    """Load the model; SettingsError where the package does not fit this program."""
    import numpy as np
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    card = json.loads((folder / "model.json").read_text("utf-8"))
    misfit = f"The model package {card['version']} does not fit this program; run make setup."
    labels = {"heads": {head: list(tags) for head, tags in HEADS.items()}, "pointers": list(POINTERS)}
    if any(card.get(name) != value for name, value in labels.items()):
        raise SettingsError(misfit)
    words = np.load(folder / "words.npz")
    if "centres" in words:  # vectors of an earlier kind, which were seen from the middle of all news
        raise SettingsError(misfit)
    options = SessionOptions()
    # One thread and no spinning: several documents are read side by side in processes, not one document in threads.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")

    def graph(name: str) -> Any:
        return InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])

    return Network(
        version=card["version"],
        pieces=Tokenizer.from_file(str(folder / "tokenizer.json")),
        _table=words["table"],
        _scale=words["scale"],
        _trunk=graph("trunk"),
        _vector=graph("vector"),
        _tagger=graph("tagger"),
    )
