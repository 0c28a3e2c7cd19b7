"""The Lagebild of a story: cited sentences over its views."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lagebild.records.claim import Claim
from lagebild.records.span import Citation
from lagebild.records.story import Story
from lagebild.records.view import Views

Part = Literal["headline", "lead", "body", "dossier"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A printed sentence, the passages that carry it, and the subhead above it ("" in headline and lead)."""

    part: Part
    section: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that failed the citation check, with what was not carried by its passages."""

    text: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The Lagebild. `origins` counts who vouches for the story's claims, each once."""

    story: Story
    origins: int
    sentences: tuple[Sentence, ...]
    views: Views
    claims: tuple[Claim, ...]
    withheld: tuple[Withheld, ...]
    generated: datetime
    version: str


@dataclass(frozen=True, slots=True)
class NewsDigest:
    """What is new in all stories between `since` (None: the reader's last visit to each) and `until`.

    `reports` are those of the stories in which something is, with exactly that in `views.new`.
    """

    since: datetime | None
    until: datetime
    reader: str
    reports: tuple[Report, ...] = ()
