"""What comes in from outside: sources, documents (articles) and posts (comments and forum posts)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lagebild.records.span import Field, Span

SourceKind = Literal["feed", "page", "file", "forum", "social"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents or posts come from. `id` is derived from kind and address, so adding twice changes nothing.

    `active` is off while the source rests; `note` is what the reader thinks of it.
    """

    id: str
    kind: SourceKind
    address: str
    name: str
    owner: str | None = None
    country: str | None = None
    language: str | None = None
    active: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How the last visits to a source went; `etag` and `modified` make the next request conditional.

    `documents` counts what the last answer held, `brought` is when something in it was new.
    """

    source: str
    checked: datetime | None = None
    succeeded: datetime | None = None
    failures: int = 0
    message: str | None = None
    documents: int = 0
    etag: str | None = None
    modified: str | None = None
    due: datetime | None = None
    brought: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One revision of one article.

    `text` is kept exactly as it was given (or as the page extraction gave it): page furniture is marked, never cut, so
    that spans mean the same to everybody. `published` is what the outlet claims and keeps its time zone; `seen` is when
    we met it. `published_day_only` says that no clock time was stated (then the time is 00:00 in the outlet's zone).
    """

    id: str
    text: str
    title: str | None = None
    revision: int = 1
    url: str | None = None
    canonical_url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: datetime | None = None
    published_day_only: bool = False
    seen: datetime | None = None
    language: str | None = None
    source: str | None = None
    furniture: tuple[Span, ...] = ()
    fingerprint: str = ""

    def field(self, name: Field) -> str:
        """Return the title (empty where there is none) or the text."""
        return self.text if name == "text" else self.title or ""


@dataclass(frozen=True, slots=True)
class Post:
    """One comment or forum post; `author` is a salted pseudonym, `about` a URL, document id or story id."""

    id: str
    platform: str
    thread: str
    text: str
    author: str
    created: datetime | None = None
    parent: str | None = None
    about: str | None = None

    @property
    def is_forum(self) -> bool:
        """Tell forum posts from comments in social media: the two are counted apart."""
        return self.platform.startswith("forum")
