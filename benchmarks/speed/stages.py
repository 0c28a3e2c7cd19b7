"""Documents a second, stage by stage and whole, over the sample corpus on one core.

    python -m benchmarks.speed.stages [FOLDER]

FOLDER holds articles and posts in any form that `lagebild add` reads; without it the sample corpus is taken. Every
stage runs once before it is measured, so that loading dictionaries does not count, then three times; the best counts.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lagebild.acquire.files import read_paths
from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.cluster.options import ClusterOptions
from lagebild.corroborate.corroborate import corroborate
from lagebild.depict.depict import depict
from lagebild.language.encoder.shipped import encoder
from lagebild.language.search import search_analyser
from lagebild.records.document import Document, Post
from lagebild.records.outcome import Done, Outcome
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.report.compose import compose
from lagebild.run.clock import now
from lagebild.run.pipeline import accept, advance, material, picture
from lagebild.store import open_store

CORPUS = Path(__file__).parents[2] / "corpus"
ROUNDS = 3
Made = TypeVar("Made")
Outcomes = list[Outcome[Document | Post]]


@dataclass(frozen=True)
class Measured:
    """A stage, the seconds of its best round, and documents a second."""

    stage: str
    seconds: float
    rate: float


def measure(folder: Path) -> tuple[Measured, ...]:
    """Return the stages in their order, then the whole from files to reports."""
    paths = [folder / n for n in ("articles.jsonl", "posts.jsonl")] if folder == CORPUS else [folder]
    rows: list[tuple[str, float]] = []

    def timed(stage: str, work: Callable[[], Made]) -> Made:
        work()
        best, made = min((_timed(work) for _ in range(ROUNDS)), key=lambda pair: pair[0])
        rows.append((stage, best))
        return made

    outcomes = timed("acquire", lambda: _read(paths))
    documents = [o.record for o in outcomes if isinstance(o, Done) and isinstance(o.record, Document)]
    items = timed("annotate", lambda: [AnnotatedDocument(d, annotate(d, encoder())) for d in documents])
    timed("(rules alone)", lambda: [annotate(d) for d in documents])
    timed("cluster", lambda: _linked(items))
    stories = _stories(outcomes)
    claims = timed("corroborate", lambda: [corroborate(s) for s in stories])
    views = timed("depict", lambda: [depict(s, c) for s, c in zip(stories, claims, strict=True)])
    triples = list(zip(stories, claims, views, strict=True))
    timed("report", lambda: [compose(s, c, v, generated=now(), version="speed") for s, c, v in triples])
    timed("whole", lambda: [picture(s, now()) for s in _stories(_read(paths))])
    return tuple(Measured(stage, seconds, len(documents) / seconds) for stage, seconds in rows)


def _timed(work: Callable[[], Made]) -> tuple[float, Made]:
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def _read(paths: list[Path]) -> Outcomes:
    return list(read_paths(paths, seen=now(), salt=b"speed"))


def _linked(items: list[AnnotatedDocument]) -> int:
    linker = Linker()
    return sum(len(linker.link(item)) for item in items)


def _stories(outcomes: Outcomes) -> list[StoryMaterial]:
    with open_store("sqlite://", search_analyser()) as store:
        accept(outcomes, store, now())
        advance(store, ClusterOptions(), encoder=encoder())
        with store.unit() as unit:
            return [material(unit, s.id) for s in unit.stories.list(limit=1000).stories]


def command() -> int:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    print(f"{'stage':<12} {'seconds':>8} {'documents a second':>20}")
    for row in measure(folder):
        print(f"{row.stage:<12} {row.seconds:>8.3f} {row.rate:>20,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(command())
