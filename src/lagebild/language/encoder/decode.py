"""The network's numbers to spans: the best valid row of tags, and what points where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEVER: Final = -1e6


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


def best_tags(chances: "NDArray[np.float32]", tags: Sequence[str]) -> list[int]:
    """Return the likeliest row of tags in which no "I" follows anything but its own kind.

    `chances` is (words, tags), log probabilities.
    """
    import numpy as np

    return viterbi(chances.astype(np.float64), transitions(tuple(tags)))


def viterbi(emitted: "NDArray[np.floating[Any]]", steps: "NDArray[np.floating[Any]]") -> list[int]:
    """Return the best row of tags (Viterbi 1967); none where there are no words.

    `emitted` is (words, tags), what each tag is worth at each word; `steps` is (tags + 1, tags), what each tag is worth
    behind each other, in its last row at the beginning.
    """
    if not len(emitted):
        return []
    best = emitted[0] + steps[-1]
    back = []
    for row in emitted[1:]:
        paths = best[:, None] + steps[:-1]
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    tags = [int(best.argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    return tags[::-1]


@cache
def transitions(tags: tuple[str, ...]) -> "NDArray[np.float64]":
    """Return (tags + 1, tags): 0, or `NEVER` where an "I" would follow anything but its own kind; read only."""
    import numpy as np

    matrix = np.zeros((len(tags) + 1, len(tags)))
    for k, tag in enumerate(tags):
        if tag.startswith("I-"):
            for j, before in enumerate((*tags, "O")):
                if before[2:] != tag[2:]:
                    matrix[j, k] = NEVER
    matrix.flags.writeable = False
    return matrix


def runs(chances: "NDArray[np.float32]", tags: Sequence[str]) -> list[Run]:
    """Return the marked runs of words, in order."""
    import numpy as np

    row = best_tags(chances, tags)
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
