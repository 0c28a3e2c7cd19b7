"""Ports: what the program asks of the store and of the search analyser, as protocols over records.

`run` is written against these, so the database behind them can be replaced without touching a stage. A repository has
at most seven methods; each takes and returns records, never rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from lagebild.records.annotation import Annotations
from lagebild.records.document import Document, Post, Source, SourceHealth
from lagebild.records.outcome import Refused
from lagebild.records.query import Excerpt
from lagebild.records.shelves import (
    Dispatches,
    FollowedSearches,
    History,
    Judgements,
    Lists,
    News,
    Pictures,
    Remarks,
    Visits,
)
from lagebild.records.story import PostLink, Story, StoryLink

Arrival = Literal["new", "revision", "known"]


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One page of the list of stories; `total` counts all stories that match, on this page or not."""

    stories: tuple[Story, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Issue:
    """An item that was refused, when, and by which source it came (None: given by hand)."""

    source: str | None
    item: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Indexed:
    """A text as the search index holds it, in tokens of ASCII letters and digits.

    `words` has exactly one token a word, in text order, so that phrases can be matched; `parts` has what else the words
    should be found by (parts of compounds, second readings), without order.
    """

    words: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text, with the tokens of `Indexed` that come from it.

    Words written with a hyphen come once more as one, which has `parts` alone.
    """

    start: int
    end: int
    token: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a query asks for: any of `alternatives`, each a phrase of tokens as `Indexed.words` has them."""

    alternatives: tuple[tuple[str, ...], ...]


class Analyser(Protocol):
    """Turns texts and queries into tokens; `name` (with version) changes whenever the same text gives other tokens."""

    @property
    def name(self) -> str:
        """Return name and version."""
        ...

    def indexed(self, text: str, language: str | None) -> Indexed:
        """Return the tokens of a text; `language` is ISO 639-1, None where unknown."""
        ...

    def read(self, text: str, language: str | None) -> Iterator[Word]:
        """Yield the words of a text in order, read one by one as they are asked for."""
        ...

    def asked(self, query: str) -> tuple[Term, ...]:
        """Return the terms of a query, all of which must match; none where the query holds no word."""
        ...


class Documents(Protocol):
    """All revisions of all documents."""

    def add(self, document: Document) -> Arrival:
        """Keep a document: "known" where one of its revisions has the same fingerprint, else "new" or "revision"."""
        ...

    def get(self, document_id: str, revision: int | None = None) -> Document | None:
        """Return a revision, the newest by default."""
        ...

    def revisions(self, document_id: str) -> tuple[Document, ...]:
        """Return all revisions, oldest first."""
        ...

    def unannotated(self, producer: str, limit: int | None = None) -> tuple[Document, ...]:
        """Return newest revisions without annotations by `producer`, in (published or seen, id) order."""
        ...

    def many(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Return the newest revisions in the order of `ids`; unknown ids are left out."""
        ...

    def count(self) -> int:
        """Return the number of documents, each counted once."""
        ...

    def at(self, canonical_url: str) -> tuple[Document, ...]:
        """Return the newest revisions of the documents at an address: several where it is that of a section."""
        ...


class AnnotationShelf(Protocol):
    """One set of annotations per document revision: the last one put."""

    def put(self, record: Annotations) -> None:
        """Keep the annotations of a revision, in place of older ones."""
        ...

    def get(self, document_id: str, revision: int | None = None) -> Annotations | None:
        """Return the annotations of a revision, of the newest by default."""
        ...

    def many(self, ids: Sequence[str]) -> dict[str, Annotations]:
        """Return the annotations of the newest revisions by document id; what has none is left out."""
        ...


class Stories(Protocol):
    """The ledger of links between documents and stories, and the stories that follow from it."""

    def put(self, decided: Sequence[StoryLink], document: Document, at: datetime | None = None) -> None:
        """Append what was decided when `document` came; a link of a linked document counts only if it `revises`.

        `at` is when it was decided, else when the document was accepted.
        """
        ...

    def link_of(self, document_id: str) -> StoryLink | None:
        """Return the link of a document that counts."""
        ...

    def links(self, story_id: str) -> tuple[StoryLink, ...]:
        """Return the links of a story that count, in (published or seen, id) order."""
        ...

    def unlinked(self) -> tuple[str, ...]:
        """Return ids of documents with annotations and without link, in (published or seen, id) order."""
        ...

    def window(self, since: datetime) -> tuple[StoryLink, ...]:
        """Return how documents published (else seen) since came to where they stand, in the order of decision.

        Those are the machine's own links, the revised ones too, and of judged documents the link that counts.
        """
        ...

    def list(
        self,
        query: str | None = None,
        outlet: str | None = None,
        language: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> StoryPage:
        """Return stories with at least one document that matches each of the three, newest movement first."""
        ...

    def get(self, story_id: str) -> Story | None:
        """Return a story."""
        ...


class Posts(Protocol):
    """Comments and forum posts, and which story each reacts to."""

    def add(self, post: Post) -> bool:
        """Keep a post; False where its id is known."""
        ...

    def unlinked(self) -> tuple[Post, ...]:
        """Return the posts without a link, in (created, id) order."""
        ...

    def put_links(self, links: Sequence[PostLink], at: datetime | None = None) -> None:
        """Keep the links of posts, in place of older ones, as decided at `at`, else when each was written."""
        ...

    def unlink(self, story_id: str, at: datetime | None = None) -> None:
        """Let the posts of a story wait for a link again, from `at` on."""
        ...

    def of_story(self, story_id: str) -> tuple[tuple[Post, ...], tuple[PostLink, ...]]:
        """Return the posts of a story in (created, id) order, with their links in the same order."""
        ...

    def count(self) -> int:
        """Return the number of posts."""
        ...


class Sources(Protocol):
    """Sources, their health, and what was refused."""

    def add(self, source: Source) -> bool:
        """Keep a source; False where its id is known (name, owner, active and so on are brought up to date)."""
        ...

    def get(self, source_id: str) -> Source | None:
        """Return a source."""
        ...

    def all(self) -> tuple[Source, ...]:
        """Return all sources by name, inactive ones too."""
        ...

    def health(self, source_id: str) -> SourceHealth | None:
        """Return how the last visits went; None before the first."""
        ...

    def record_health(self, record: SourceHealth) -> None:
        """Keep how the last visits went."""
        ...

    def note_issue(self, source_id: str | None, refused: Refused, at: datetime) -> None:
        """Keep a refusal; the oldest ones go when there are very many."""
        ...

    def issues(self, limit: int = 100) -> tuple[Issue, ...]:
        """Return the refusals, latest first."""
        ...


class Blobs(Protocol):
    """Raw bytes of what was fetched, each kept once."""

    def put(
        self, body: bytes, *, url: str | None = None, media_type: str | None = None, at: datetime | None = None
    ) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; where and when they were first met is kept too."""
        ...

    def get(self, digest: str) -> bytes | None:
        """Return the bytes."""
        ...


class Search(Protocol):
    """Full-text search."""

    def documents(self, query: str, limit: int = 50) -> tuple[str, ...]:
        """Return ids of documents that match all terms, best first; words in quotation marks are a phrase."""
        ...

    def excerpts(self, query: str, shown: Mapping[str, str]) -> dict[str, Excerpt]:
        """Return by story where what is asked for stands; `shown` are stories with the headlines that are read anyway.

        A story is left out where the words stand in a title alone and its headline shows them.
        """
        ...


class Unit(Protocol):
    """A unit of work: one transaction over all repositories."""

    @property
    def documents(self) -> Documents:
        """Return the repository of all documents."""
        ...

    @property
    def annotations(self) -> AnnotationShelf:
        """Return the repository of all annotations."""
        ...

    @property
    def stories(self) -> Stories:
        """Return the repository of links and stories."""
        ...

    @property
    def lists(self) -> Lists:
        """Return the repository of what is asked of all stories at once."""
        ...

    @property
    def judgements(self) -> Judgements:
        """Return the repository of what people judged."""
        ...

    @property
    def remarks(self) -> Remarks:
        """Return the repository of what editors remarked."""
        ...

    @property
    def posts(self) -> Posts:
        """Return the repository of comments and forum posts."""
        ...

    @property
    def sources(self) -> Sources:
        """Return the repository of sources, health, issues."""
        ...

    @property
    def visits(self) -> Visits:
        """Return the repository of the reader's visits."""
        ...

    @property
    def dispatches(self) -> Dispatches:
        """Return the repository of who is being told what is new just now."""
        ...

    @property
    def followed(self) -> FollowedSearches:
        """Return the repository of what readers follow."""
        ...

    @property
    def pictures(self) -> Pictures:
        """Return the repository of what was drawn of stories."""
        ...

    @property
    def news(self) -> News:
        """Return the repository of what is new in them."""
        ...

    @property
    def history(self) -> History:
        """Return the repository of the past."""
        ...

    @property
    def blobs(self) -> Blobs:
        """Return the repository of raw bytes."""
        ...

    @property
    def search(self) -> Search:
        """Return the repository of full-text search."""
        ...


class Store(Protocol):
    """A place where everything is kept."""

    def unit(self, write: bool = False) -> AbstractContextManager[Unit]:
        """Open a unit: committed when left, rolled back when an exception leaves it. Write units do not nest."""
        ...

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database, a sentence each; nothing when it is sound."""
        ...

    def backup(self, path: Path) -> None:
        """Write a complete copy, which replaces an older backup at `path` only when it is complete."""
        ...

    def copy_to(self, url: str) -> None:
        """Copy everything into the empty store at `url`; StoreError where it is not empty or cannot be opened."""
        ...

    def close(self) -> None:
        """Give back all connections."""
        ...
