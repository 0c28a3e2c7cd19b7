"""The verbs that keep nothing: documents in, annotations, links or a comparison out, as they come."""

from collections.abc import Iterable, Iterator

from lagebild.annotate.annotate import annotate as read
from lagebild.cluster.linker import Linker
from lagebild.cluster.options import ClusterOptions
from lagebild.corroborate.compare import Comparison
from lagebild.corroborate.compare import compare as weigh
from lagebild.language.encoder.shipped import Encoder
from lagebild.records.annotation import Annotations
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument, StoryLink


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
