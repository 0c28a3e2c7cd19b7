"""A trained tagger and held-out texts to figures: the same reading as at run time, in floats."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from lagebild.language.encoder.marks import Marks, mark
from lagebild.language.encoder.network import Network
from lagebild.language.packs import pack_for
from lagebild.records.span import Span
from training.network import Tagger, Trunk
from training.samples import Names
from training.standoff import Article

Read = Callable[[str, Sequence[Span]], Marks]


@dataclass(frozen=True, slots=True)
class TorchNetwork:
    """A network in training that is read as the shipped one is."""

    pieces: Tokenizer
    trunk: Trunk
    tagger: Tagger

    def tag(self, ids: Sequence[int], first: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return tags and pointers of a window, as `lagebild.language.encoder.network.Network` does."""
        device = self.trunk.words.device
        with torch.no_grad():
            lower = self.trunk(torch.tensor([list(ids)], device=device), None)
            tags, pointers = self.tagger(lower, torch.tensor([list(first)], device=device))
        return tags[0].float().cpu().numpy(), pointers[0].float().cpu().numpy()


def reader(network: Network | TorchNetwork) -> Read:
    """Return what reads a text with a network, shipped or in training."""
    loaded: Any = network
    return lambda text, sentences: mark(loaded, text, sentences)


def f1(hits: int, found: int, gold: int) -> float:
    """Return F1 in percent."""
    return round(200.0 * hits / (found + gold), 1) if found + gold else 0.0


def score_names(rows: Sequence[Names], read: Read) -> dict[str, float]:
    """Return F1 of whole names by kind and of all but "other", as `shared/tools/score.py mentions` counts."""
    counts: Counter[tuple[str, str]] = Counter()
    kinds = {kind for row in rows for _, _, kind in row.names} - {"other"}
    for row in rows:
        gold = {name for name in row.names if name[2] in kinds}
        marks = read(row.text, [Span(0, len(row.text))])
        found = {(m.span.start, m.span.end, m.kind) for m in marks.names if m.kind in kinds}
        for kind in (*kinds, "all"):
            mine = {n for n in gold if kind in (n[2], "all")}, {n for n in found if kind in (n[2], "all")}
            counts.update({(kind, "gold"): len(mine[0]), (kind, "found"): len(mine[1])})
            counts[kind, "hits"] += len(mine[0] & mine[1])
    return {k: f1(counts[k, "hits"], counts[k, "found"], counts[k, "gold"]) for k in (*sorted(kinds), "all")}


def score_articles(articles: Sequence[Article], read: Read) -> dict[str, float]:
    """Return F1 of contents (IoU from 0.5), names and loaded words, and the share of matched contents read rightly."""
    n: Counter[str] = Counter()
    for article in articles:
        marks = read(article.text, pack_for(article.language).sentences.split(article.text))
        _count_statements(n, article, marks)
        names = {(m.span, m.kind) for m in article.mentions}, {(m.span, m.kind) for m in marks.names}
        n.update(names=len(names[0] & names[1]), names_gold=len(names[0]), names_found=len(names[1]))
        loaded = [w for w in article.wording if any(w.span.overlaps(m.span) for m in marks.wording)]
        n.update(wording=len(loaded), wording_gold=len(article.wording), wording_found=len(marks.wording))
    return {
        "content": f1(n["content"], n["content_found"], n["content_gold"]),
        **{key: round(100.0 * n[key] / max(n["content"], 1), 1) for key in ("speaker", "cue", "form", "modality")},
        "names": f1(n["names"], n["names_found"], n["names_gold"]),
        "wording": f1(n["wording"], n["wording_found"], n["wording_gold"]),
    }


def _count_statements(n: Counter[str], article: Article, marks: Marks) -> None:
    left = list(marks.statements)
    n.update(content_gold=len(article.statements), content_found=len(left))
    for said in article.statements:
        whole = Span(said.content[0].start, said.content[-1].end)
        best = max(left, key=lambda m: whole.iou(m.content), default=None)
        if best is None or whole.iou(best.content) < 0.5:
            continue
        left.remove(best)
        n["content"] += 1
        n["form"] += best.form == said.form
        n["modality"] += best.modality == said.modality
        n["cue"] += best.cue.overlaps(said.cue[0]) if best.cue and said.cue else best.cue is None and not said.cue
        n["speaker"] += (
            best.speaker.overlaps(said.speaker) if best.speaker and said.speaker else best.speaker is said.speaker
        )
