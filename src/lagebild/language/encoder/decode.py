"""The network's numbers to spans: the best valid row of tags, and what points where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NEVER: Final = -1e9


@dataclass(frozen=True, slots=True)
class Run:
    """Words `start` to `end` (exclusive) under one kind; `chance` is the (geometric) mean probability of their tags."""

    start: int
    end: int
    kind: str
    chance: float


def log_softmax(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return log probabilities over the last axis."""
    import numpy as np

    shifted = scores - scores.max(-1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def best_tags(chances: "NDArray[np.float32]", tags: Sequence[str], lean: float = 0.0) -> list[int]:
    """Return the likeliest row of tags in which no "I" follows anything but its own kind (Viterbi 1967).

    `chances` is (words, tags), log probabilities; `lean` is added to O: below zero finds more, above fewer.
    """
    import numpy as np

    if not len(chances):
        return []
    allowed = _allowed(tuple(tags))
    scores = chances.astype(np.float64)
    scores[:, 0] += lean
    best = scores[0] + np.array([_NEVER if tag.startswith("I-") else 0.0 for tag in tags])
    back = np.zeros(chances.shape, np.int64)
    for at in range(1, len(scores)):
        through = best[:, None] + allowed
        back[at] = through.argmax(0)
        best = through.max(0) + scores[at]
    row = [int(best.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        row.append(int(back[at, row[-1]]))
    return row[::-1]


def _allowed(tags: tuple[str, ...]) -> "NDArray[np.float64]":
    import numpy as np

    matrix = np.zeros((len(tags), len(tags)))
    for k, tag in enumerate(tags):
        if tag.startswith("I-"):
            for j, before in enumerate(tags):
                if before[2:] != tag[2:]:
                    matrix[j, k] = _NEVER
    return matrix


def runs(chances: "NDArray[np.float32]", tags: Sequence[str], lean: float = 0.0) -> list[Run]:
    """Return the marked runs of words, in order."""
    import numpy as np

    row = best_tags(chances, tags, lean)
    found: list[Run] = []
    at = 0
    while at < len(row):
        end = at + 1
        if row[at]:
            kind = tags[row[at]][2:]
            while end < len(row) and tags[row[end]] == f"I-{kind}":
                end += 1
            chance = float(np.exp(np.mean([chances[k, row[k]] for k in range(at, end)])))
            found.append(Run(at, end, kind, chance))
        at = end
    return found
