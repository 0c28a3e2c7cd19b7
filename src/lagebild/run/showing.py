"""The store -> one document as its page shows it."""

from dataclasses import dataclass

from lagebild.records.annotation import Annotations
from lagebild.records.document import Document
from lagebild.records.errors import NotFoundError
from lagebild.records.ports import Unit
from lagebild.records.story import StoryLink


@dataclass(frozen=True, slots=True)
class Shown:
    """A document: what was read from it, where it belongs, how often it was edited."""

    document: Document
    annotations: Annotations | None
    link: StoryLink | None
    revisions: int


def shown(unit: Unit, document_id: str, revision: int | None = None) -> Shown:
    """Return a document with everything that was read from it; NotFoundError where there is none."""
    document = unit.documents.get(document_id, revision)
    if document is None:
        raise NotFoundError(f'There is no document "{document_id}".')
    return Shown(
        document=document,
        annotations=unit.annotations.get(document_id, revision),
        link=unit.stories.link_of(document_id),
        revisions=len(unit.documents.revisions(document_id)),
    )
