"""The verbs that keep nothing: documents in, annotations, links, a comparison or reports out, as they come."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from lagebild.acquire.files import read_paths
from lagebild.acquire.jsonl import FileOptions
from lagebild.acquire.visit import read_guarded
from lagebild.annotate.annotate import annotate as read
from lagebild.cluster.linker import Linker
from lagebild.cluster.options import ClusterOptions
from lagebild.corroborate.compare import Comparison
from lagebild.corroborate.compare import compare as weigh
from lagebild.language.encoder.shipped import Encoder
from lagebild.language.search import search_analyser
from lagebild.records.annotation import Annotations
from lagebild.records.document import Document
from lagebild.records.report import Report
from lagebild.records.story import AnnotatedDocument, StoryLink
from lagebild.run.clock import now
from lagebild.run.engines import chosen_encoder
from lagebild.run.pipeline import WITHOUT_PROGRESS, Intake, Progress, accept, advance, as_archived
from lagebild.run.telling import Asked, Telling
from lagebild.settings import Settings, load_settings
from lagebild.store import open_store


def annotate(documents: Iterable[Document], encoder: Encoder | None = None) -> Iterator[Annotations]:
    """Annotate documents, one after another, by rules alone where there is no encoder."""
    return (read(document, encoder) for document in documents)


def cluster(
    documents: Iterable[Document],
    encoder: Encoder | None = None,
    options: ClusterOptions = ClusterOptions(),  # noqa: B008  (frozen)
) -> Iterator[StoryLink]:
    """Link documents to stories in the order given: each is decided with what came before it."""
    linker = Linker(options)
    for document in documents:
        yield from linker.link(AnnotatedDocument(document, read(document, encoder)))


def compare(documents: Iterable[Document], encoder: Encoder | None = None) -> Comparison:
    """Compare what the documents of one story say."""
    return weigh([AnnotatedDocument(document, read(document, encoder)) for document in documents])


def report_files(
    paths: Sequence[Path],
    options: FileOptions | None = None,
    progress: Progress = WITHOUT_PROGRESS,
    settings: Settings | None = None,
    since: datetime | None = None,
) -> tuple[tuple[Report, ...], Intake]:
    """Go from files straight to reports, the story of most documents first; nothing is kept.

    What is new `since` a moment is told as if each article had come in when it was published.
    """
    encoder = chosen_encoder(settings or load_settings())
    seen = now()
    salt = b"a report of files keeps nothing!"
    with open_store("sqlite://", search_analyser()) as store:
        outcomes = read_paths(
            paths,
            seen=seen,
            salt=salt,
            options=options or FileOptions(),
            names="name",
            page=partial(read_guarded, seen=seen),
        )
        intake = accept(map(as_archived, outcomes), store, seen)
        advance(store, ClusterOptions(), progress, encoder, clock=None)
        with store.unit() as unit:
            found = unit.stories.list(limit=1000).stories
        order = sorted(found, key=lambda s: (-len(s.documents), s.id))
        telling = Telling(store, seen, lambda: encoder, (options or FileOptions()).zone)
        return tuple(telling.report(s.id, Asked(since=since)) for s in order), intake
