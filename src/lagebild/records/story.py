"""Which documents tell one story, why, and which of them are copies."""

from dataclasses import dataclass, field
from datetime import datetime

from lagebild.records.annotation import Annotations
from lagebild.records.document import Document, Post
from lagebild.records.span import Span


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A document's place in a story. `score` is 0..1; `reasons` say in German words why; `copied_share` is the part of
    the text that stands in `copy_of` too. One that is held opened a story although it nearly joined that of `near`. A
    `house` are spans of the text that stand under other headlines too and have to do with none: they told nothing. A
    later repair of an earlier decision has `revises` set; where a person decided, `judgement` names the entry of the
    ledger, and where the machine did, `after` names the entry that was the last one then."""

    document: str
    story: str
    score: float
    reasons: tuple[str, ...] = ()
    copy_of: str | None = None
    copied_share: float = 0.0
    revises: bool = False
    judgement: str | None = None
    near: str | None = None
    house: tuple[Span, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One story; `first` and `last` are the publication times at its ends."""

    id: str
    title: str
    documents: tuple[str, ...]
    first: datetime | None = None
    last: datetime | None = None
    outlets: int = 0
    posts: int = 0


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with what was read from it: the unit that the later stages work on."""

    document: Document
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class PostLink:
    """A post's place in a story, or its refusal: `removed` is None (counted), "duplicate", "empty" or "spam"."""

    post: str
    story: str
    score: float
    reason: str
    removed: str | None = None


@dataclass(frozen=True, slots=True)
class StoryMaterial:
    """All there is about one story, in publication order: what `corroborate` and `depict` take."""

    story: Story
    documents: tuple[AnnotatedDocument, ...]
    links: tuple[StoryLink, ...] = ()
    posts: tuple[Post, ...] = ()
    post_links: tuple[PostLink, ...] = ()
    by_id: dict[str, AnnotatedDocument] = field(default_factory=dict, compare=False, repr=False)

    @property
    def story_language(self) -> str:
        """German where any document is German (German first), else the language of the first document."""
        languages = [d.annotations.body.language for d in self.documents]
        return "de" if "de" in languages or not languages else languages[0]

    def __post_init__(self) -> None:
        self.by_id.update({d.document.id: d for d in self.documents})
