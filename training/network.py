"""The network: embeddings and lower layers as the base has them, then two branches of upper layers.

One branch makes the vector of a passage and is tuned on reports of one story; the heads of the other mark words. The
lower layers are shared and frozen, so the file holds them once.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from lagebild.language.encoder.labels import HEADS, POINTERS

LAYERS, HIDDEN, INNER, ATTENTION = 12, 384, 1536, 12


@dataclass(frozen=True, slots=True)
class Shape:
    """How the network is cut: `shared` lower layers of twelve are frozen; `pointer` dimensions of a pointer's keys."""

    shared: int = 3
    pointer: int = 96


class Dropout(nn.Module):
    """Dropout of 26 in 256 (Srivastava et al. 2014) that draws a byte a value.

    On a processor torch draws a float a value, one after the other, which costs a quarter of the training.
    """

    dropped = 26

    def forward(self, x: Tensor) -> Tensor:
        """Map any shape to the same: in training some values are zero and the others grow accordingly."""
        if not self.training:
            return x
        draws = torch.empty((x.numel() + 7) // 8, dtype=torch.int64, device=x.device).random_(-(2**63), None)
        kept = draws.view(torch.uint8)[: x.numel()].view(x.shape) >= self.dropped
        return x * (kept.to(x.dtype) * (256 / (256 - self.dropped)))


class Layer(nn.Module):
    """A layer as in BERT (Devlin et al. 2019): attention, then two linear maps, each with its norm after."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.inner, self.outer = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm1, self.norm2 = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))
        self.dropout = Dropout()

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Map (batch, pieces, 384) to the same; `mask` (batch, 1, 1, pieces) is 0 where there is a piece, else -inf."""
        batch, length, _ = x.shape
        query, key, value = (
            part(x).view(batch, length, ATTENTION, HIDDEN // ATTENTION).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = query @ key.transpose(2, 3) / math.sqrt(HIDDEN // ATTENTION)
        if mask is not None:
            weights = weights + mask
        mixed = (self.dropout(weights.softmax(-1)) @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm1(x + self.dropout(self.output(mixed)))
        return self.norm2(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm2": "output.LayerNorm",
}


class Trunk(nn.Module):
    """Embeddings and the shared lower layers."""

    def __init__(self, weights: dict[str, Tensor], shape: Shape) -> None:
        super().__init__()
        self.words = nn.Parameter(weights["embeddings.word_embeddings.weight"], requires_grad=False)
        places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self.places = nn.Parameter(places, requires_grad=False)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.norm.load_state_dict({k: weights[f"embeddings.LayerNorm.{k}"] for k in ("weight", "bias")})
        self.layers = nn.ModuleList(layer(weights, k) for k in range(shape.shared))
        self.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Map piece numbers (batch, pieces) to (batch, pieces, 384)."""
        x = self.norm(self.words[ids] + self.places[: ids.shape[1]])
        for part in self.layers:
            x = part(x, mask)
        return x


class Vector(nn.Module):
    """Upper layers of its own: what the trunk gives to the vector of a passage."""

    def __init__(self, weights: dict[str, Tensor], shape: Shape) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layer(weights, k) for k in range(shape.shared, LAYERS))

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """Map (batch, pieces, 384) to vectors (batch, 384) of length 1; `mask` as for a layer.

        A vector is the mean over the pieces (Wang et al. 2024, E5).
        """
        for part in self.layers:
            x = part(x, mask)
        if mask is None:
            return functional.normalize(x.mean(1), dim=-1)
        there = (mask[:, 0, 0, :] == 0).unsqueeze(-1).to(x.dtype)
        return functional.normalize((x * there).sum(1) / there.sum(1), dim=-1)


class Tagger(nn.Module):
    """The trained upper layers with their heads."""

    def __init__(self, weights: dict[str, Tensor], shape: Shape) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layer(weights, k) for k in range(shape.shared, LAYERS))
        self.dropout = Dropout()
        self.tags = nn.Linear(HIDDEN, sum(len(tags) for tags in HEADS.values()))
        self.asks = nn.ModuleList(nn.Linear(HIDDEN, shape.pointer) for _ in POINTERS)
        self.answers = nn.ModuleList(nn.Linear(HIDDEN, shape.pointer) for _ in POINTERS)
        self.nobody = nn.Parameter(torch.zeros(len(POINTERS), 1, shape.pointer))

    def forward(self, x: Tensor, first: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Map what the trunk gives, and the number of each word's first piece (batch, words), to tags and pointers.

        Tags are (batch, words, all tags of all heads); pointers (batch, pointer, words, 1 + words), first for nobody.
        """
        for part in self.layers:
            x = part(x, mask)
        words = self.dropout(torch.gather(x, 1, first.unsqueeze(-1).expand(-1, -1, x.shape[-1])))
        found = []
        for ask, answer, nobody in zip(self.asks, self.answers, self.nobody, strict=True):
            keys = answer(words)
            keys = torch.cat((nobody.expand(keys.shape[0], 1, -1), keys), 1)
            found.append(ask(words) @ keys.transpose(1, 2) / math.sqrt(keys.shape[-1]))
        return self.tags(words), torch.stack(found, 1)


def layer(weights: dict[str, Tensor], number: int) -> Layer:
    """Return a layer of the base."""
    made = Layer()
    made.load_state_dict(
        {
            f"{mine}.{part}": weights[f"encoder.layer.{number}.{theirs}.{part}"]
            for mine, theirs in _NAMES.items()
            for part in ("weight", "bias")
        }
    )
    return made


def base_weights(folder: Path) -> dict[str, Tensor]:
    """Read the base's weights as float32, under the names that transformers' `BertModel` uses."""
    return {
        name.removeprefix("bert."): value.float() for name, value in load_file(folder / "model.safetensors").items()
    }
