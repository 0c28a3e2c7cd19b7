"""A store of any size, put together from the sample corpus: what has been read once stands in it many times.

Stories follow a heavy tail, as streams do: few of hundreds of articles, most of a handful. Each is made of the articles
of one story of the sample, repeated with new ids and later times where it is larger. Nothing is annotated or linked
again, so a store of 100,000 documents takes minutes; a story is one commit, and what is there is left alone.

Stories of the same articles and length have the same picture, but for the names of the documents. It is drawn once for
each such make and kept for the others with the names changed; the times in it are those of the first one.
"""

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from msgspec import json

from lagebild.records.document import Document
from lagebild.records.report import Report
from lagebild.records.story import AnnotatedDocument, StoryLink, StoryMaterial
from lagebild.report.card import card_of
from lagebild.run.clock import now
from lagebild.run.pipeline import material
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.store.database import Store

SAMPLE = Path(__file__).parents[2] / "corpus" / "articles.jsonl"
LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 40, 60, 80, 120, 160, 200, 240)
"""Articles that a story may have: few lengths, since a picture is drawn for each."""


def sizes(documents: int, stories: int) -> Iterator[int]:
    """Yield how many articles each story has, largest first; they sum to about `documents`, as far as LENGTHS allow."""
    left = documents
    weights = [1 / (rank + 30) for rank in range(stories)]
    rest = sum(weights)
    for rank, weight in enumerate(weights):
        most = min(round(left * weight / rest), left - (stories - rank - 1))
        size = LENGTHS[max(0, bisect_right(LENGTHS, most) - 1)]
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
    makes: dict[tuple[int, int], list[str]] = {}
    for number, size in enumerate(sizes(documents, stories)):
        story = f"s-{number:06}"
        fitting = [m for m in models if len(m.documents) >= min(size, 2)]
        makes.setdefault((number % len(fitting), size), []).append(story)
        if story not in there:
            put(store, story, fitting[number % len(fitting)].documents, size, number)
    missing = set(workspace.pictures.missing())
    for alike in makes.values():
        draw(workspace, store, alike, missing)


def draw(workspace: Workspace, store: Store, alike: Sequence[str], missing: Container[str]) -> None:
    """Draw the first of stories of one make, and keep its picture for those of the others that have none."""
    waiting = [story for story in alike if story in missing]
    if not waiting:
        return
    first, maker = alike[0], workspace.pictures.maker
    report = workspace.pictures.report(first, now(), texts=False)
    bare = json.encode(replace(report, material=StoryMaterial(report.story, ())))
    with store.unit(write=True) as unit:
        keys = unit.pictures.keys(waiting, maker)
        for story in waiting:
            renamed = json.decode(bare.replace(f"{first}-".encode(), f"{story}-".encode()), type=Report)
            own = unit.stories.get(story)
            assert own
            renamed = replace(renamed, story=own)
            unit.pictures.put(story, keys[story], maker, renamed, card_of(renamed))


def put(store: Store, story: str, model: Sequence[AnnotatedDocument], size: int, number: int) -> None:
    """Write one story in one commit."""
    with store.unit(write=True) as unit:
        documents = []
        for at in range(size):
            item = model[at % len(model)]
            document = _renamed(item.document, f"{story}-{at}", timedelta(hours=number % 2000 + at))
            unit.documents.add(document)
            unit.annotations.put(replace(item.annotations, document=document.id, revision=1))
            documents.append(document)
        unit.stories.put([StoryLink(d.id, story, 1.0) for d in documents], documents[-1])


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
