"""Samples to weights: multi-task fine-tuning in batches of like length, bf16 where the machine has it."""

import logging
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lagebild.language.encoder.labels import HEADS, POINTERS, columns
from training.network import Shape, Tagger, Trunk
from training.samples import NOBODY, UNSAID, Sample

logger = logging.getLogger(__name__)
_HIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class Fitting:
    """How it is trained. `rate` is the peak of a linear ramp up and down; a batch holds about `pieces` pieces."""

    epochs: int = 9
    rate: float = 2e-4
    head_rate: float = 1e-3
    pieces: int = 1600
    warm: float = 0.1
    seed: int = 7
    name_weight: float = 2.0
    pointer_weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of some samples; tags (batch, words) for each head, UNSAID where nothing is to be learned."""

    ids: Tensor
    mask: Tensor
    first: Tensor
    tags: dict[str, Tensor]
    pointers: Tensor
    open_names: Tensor


def batch_of(samples: Sequence[Sample]) -> Batch:
    """Pad samples to one batch."""
    long, wide = max(len(s.window.ids) for s in samples), max(len(s.window.words) for s in samples)

    def padded(rows: Sequence[Sequence[int]], width: int, fill: int) -> Tensor:
        return torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows])

    ids = padded([s.window.ids for s in samples], long, 1)
    mask = torch.zeros(len(samples), 1, 1, long)
    for k, s in enumerate(samples):
        mask[k, :, :, len(s.window.ids) :] = _HIDDEN
    unsaid = [UNSAID] * wide
    return Batch(
        ids,
        mask,
        padded([s.window.first for s in samples], wide, 0),
        {head: padded([s.tags.get(head, unsaid) for s in samples], wide, UNSAID) for head in HEADS},
        torch.stack([padded([s.pointers.get(p, unsaid) for s in samples], wide, UNSAID) for p in POINTERS], 1),
        torch.tensor([s.open_names for s in samples]),
    )


def batches(samples: Sequence[Sample], fitting: Fitting, dice: random.Random) -> Iterator[list[Sample]]:
    """Yield batches of samples of like length in random order: padding every sentence to the longest costs fourfold."""
    ordered = sorted(samples, key=lambda s: len(s.window.ids) + dice.random() * 8)
    made: list[list[Sample]] = [[]]
    for sample in ordered:
        if made[-1] and (len(made[-1]) + 1) * len(sample.window.ids) > fitting.pieces:
            made.append([])
        made[-1].append(sample)
    dice.shuffle(made)
    yield from made


def loss_of(tags: Tensor, pointers: Tensor, batch: Batch, fitting: Fitting) -> Tensor:
    """Return the summed mean cross entropy of all heads that the batch says something of."""
    total = tags.new_zeros(())
    for head, where in columns().items():
        gold = batch.tags[head]
        if not bool((gold != UNSAID).any()):
            continue
        scores = tags[..., where].float()
        if head == "mention" and bool(batch.open_names.any()):
            loss = _open_loss(scores, gold, batch.open_names)
        else:
            loss = functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=UNSAID)
        total = total + (fitting.name_weight if head == "mention" else 1.0) * loss
    said = batch.pointers != UNSAID
    if bool(said.any()):
        # Words that pad the batch cannot be pointed at.
        there = functional.pad((batch.tags["content"] != UNSAID), (1, 0), value=True)
        scores = pointers.float().masked_fill(~there[:, None, None, :], _HIDDEN)
        total = total + fitting.pointer_weight * functional.cross_entropy(
            scores[said], batch.pointers[said] - NOBODY, ignore_index=UNSAID
        )
    return total


def _open_loss(scores: Tensor, gold: Tensor, open_names: Tensor) -> Tensor:
    """Marginal likelihood: an outside word of an open row may also be a demonym or another name."""
    chances = scores.log_softmax(-1)
    names = HEADS["mention"]
    loose = [k for k, tag in enumerate(names) if tag == "O" or tag.endswith(("demonym", "other"))]
    outside = chances[..., loose].logsumexp(-1)
    exact = chances.gather(-1, gold.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    chosen = torch.where(open_names[:, None] & (gold == 0), outside, exact)
    said = gold != UNSAID
    return -(chosen * said).sum() / said.sum()


def fit(trunk: Trunk, tagger: Tagger, epoch: Callable[[int], Sequence[Sample]], fitting: Fitting) -> None:
    """Train the tagger in place, with the samples that `epoch` returns from 0 on; the trunk stays as it is."""
    torch.manual_seed(fitting.seed)
    dice = random.Random(fitting.seed)  # noqa: S311
    device = next(trunk.parameters()).device
    heads = {id(p) for part in (tagger.tags, tagger.asks, tagger.answers) for p in part.parameters()} | {
        id(tagger.nobody)
    }
    groups = [
        {"params": [p for p in tagger.parameters() if id(p) not in heads], "lr": fitting.rate},
        {"params": [p for p in tagger.parameters() if id(p) in heads], "lr": fitting.head_rate},
    ]
    steps = fitting.epochs * sum(1 for _ in batches(epoch(0), fitting, random.Random(0)))  # noqa: S311
    warm = max(1, int(steps * fitting.warm))
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps * 1.02 - step) / max(1, steps - warm)))
    )
    tagger.train()
    trunk.eval()
    for number in range(fitting.epochs):
        begun, sums, count = time.monotonic(), 0.0, 0
        for rows in batches(epoch(number), fitting, dice):
            batch = batch_of(rows)
            mask = batch.mask.to(device)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                with torch.no_grad():
                    lower = trunk(batch.ids.to(device), mask)
                tags, pointers = tagger(lower, batch.first.to(device), mask)
            loss = loss_of(tags.cpu(), pointers.cpu(), batch, fitting)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            plan.step()
            sums, count = sums + float(loss.detach()), count + 1
            if not math.isfinite(sums):
                raise FloatingPointError(f"the loss is no number after {count} batches of epoch {number + 1}")
        logger.info("epoch %d: loss %.4f, %.0f s", number + 1, sums / count, time.monotonic() - begun)


def networks(weights: dict[str, Tensor], shape: Shape) -> tuple[Trunk, Tagger]:
    """Return trunk and untrained tagger."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return Trunk(weights, shape).to(device), Tagger(weights, shape).to(device)
