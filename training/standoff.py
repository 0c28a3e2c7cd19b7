"""Our annotations of texts that are not ours: character offsets, with the checksum of the text they belong to.

A row of `annotations/*.jsonl`: {"id", "date", "language", "sha256", "mentions": [[start, end, kind]],
"statements": [{"content": [[start, end]], "cue": [[start, end]], "speaker": [start, end] | null, "form", "modality"}],
"wording": [[start, end, class]]}; rows of texts of our own carry "text" too.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lagebild.records.annotation import Form, MentionKind, Modality, WordingClass
from lagebild.records.span import Span


@dataclass(frozen=True, slots=True)
class Named:
    """A name with its kind."""

    span: Span
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded word or phrase with its class."""

    span: Span
    kind: WordingClass


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: what is passed on, the words of saying, the words that name the speaker."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    speaker: Span | None
    form: Form
    modality: Modality

    def holds(self, other: "Said") -> bool:
        """Tell whether the other statement's content lies within a part of this one's."""
        return self.content != other.content and all(
            any(mine.start <= part.start and part.end <= mine.end for mine in self.content) for part in other.content
        )


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated text."""

    id: str
    language: str
    text: str
    mentions: tuple[Named, ...]
    statements: tuple[Said, ...]
    wording: tuple[Loaded, ...]


def checksum(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_articles(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> list[Article]:
    """Put annotations and texts together; `texts` maps checksums to texts. Rows without their text are left out."""
    found: list[Article] = []
    for row in rows:
        text = row.get("text") or texts.get(row["sha256"])
        if text is not None:
            found.append(_article(row, text))
    return found


def _article(row: Mapping[str, Any], text: str) -> Article:
    return Article(
        id=row["id"],
        language=row["language"],
        text=text,
        mentions=tuple(Named(Span(start, end), kind) for start, end, kind in row["mentions"]),
        statements=tuple(
            Said(
                content=tuple(Span(*part) for part in said["content"]),
                cue=tuple(Span(*part) for part in said["cue"]),
                speaker=Span(*said["speaker"]) if said["speaker"] else None,
                form=said["form"],
                modality=said["modality"],
            )
            for said in row["statements"]
        ),
        wording=tuple(Loaded(Span(start, end), kind) for start, end, kind in row["wording"]),
    )
