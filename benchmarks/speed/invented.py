"""A store of any size, put together from the sample corpus: what has been read once stands in it many times.

Stories follow a heavy tail, as streams do: few of hundreds of articles, most of a handful. Each is made of the articles
of one story of the sample, repeated with new ids and later times where it is larger. Nothing is annotated or linked
again, so a store of 100,000 documents takes minutes; a story is one commit, and what is there is left alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument, StoryLink
from lagebild.run.pipeline import material
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.store.database import Store

SAMPLE = Path(__file__).parents[2] / "corpus" / "articles.jsonl"
LARGEST = 240
"""Articles of the largest story."""


def sizes(documents: int, stories: int) -> Iterator[int]:
    """Yield how many articles each story has, largest first; they sum to `documents`, as far as LARGEST allows."""
    left = documents
    weights = [1 / (rank + 30) for rank in range(stories)]
    rest = sum(weights)
    for rank, weight in enumerate(weights):
        size = min(LARGEST, max(1, round(left * weight / rest)), left - (stories - rank - 1))
        yield size
        left, rest = left - size, rest - weight


def build(workspace: Workspace, store: Store, documents: int, stories: int, scratch: Path) -> None:
    """Fill `store` up to that size."""
    with open_workspace(scratch, encoder=False) as sample:
        if not sample.stories().total:
            sample.add([str(SAMPLE)], archive=True)
            sample.run(archive=True)
        with sample._store.unit() as unit:  # noqa: SLF001 - a benchmark may
            models = [material(unit, s.id) for s in sample.stories(limit=1000).stories]
    models.sort(key=lambda m: (-len(m.documents), m.story.id))
    there = {s.id for s in workspace.stories(limit=10 * stories).stories}
    for number, size in enumerate(sizes(documents, stories)):
        story = f"s-{number:06}"
        if story in there:
            continue
        fitting = [m for m in models if len(m.documents) >= min(size, 2)]
        put(store, story, fitting[number % len(fitting)].documents, size, number)


def put(store: Store, story: str, model: Sequence[AnnotatedDocument], size: int, number: int) -> None:
    """Write one story in one commit."""
    with store.unit(write=True) as unit:
        for at in range(size):
            item = model[at % len(model)]
            identifier = f"{story}-{at}"
            hours = timedelta(hours=number % 2000 + at)
            document = _renamed(item.document, identifier, hours)
            unit.documents.add(document)
            unit.annotations.put(replace(item.annotations, document=identifier, revision=1))
            unit.stories.put([StoryLink(identifier, story, 1.0)], document)


def _renamed(document: Document, identifier: str, later: timedelta) -> Document:
    return replace(
        document,
        id=identifier,
        url=None,
        canonical_url=None,
        revision=1,
        published=document.published and document.published + later,
        seen=document.seen and document.seen + later,
    )
