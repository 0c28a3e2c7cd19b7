"""What a language has to offer: small readers, each from a text to records with spans into it.

A `LanguagePack` bundles one reader of each kind. Readers know one language and nothing of documents, stories or stores;
what needs the whole document (who "Kim" is, which Halle) is decided in `annotate`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lagebild.language.encoder.marks import Marks
from lagebild.records.annotation import Event, Mention, Quantity, Statement, TimeExpression, Wording
from lagebild.records.span import Span


class SentenceSplitter(Protocol):
    """Cuts a text into sentences."""

    def split(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """Return sentence spans in order, without surrounding white space and without page furniture."""
        ...


class TimeTagger(Protocol):
    """Finds and resolves time expressions."""

    def tag(self, text: str, sentences: Sequence[Span], anchor: datetime | None) -> tuple[TimeExpression, ...]:
        """Return the time expressions in order; `anchor` (aware) is the publication time, None where unknown."""
        ...


class QuantityTagger(Protocol):
    """Finds amounts and what they count."""

    def tag(self, text: str, sentences: Sequence[Span], times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
        """Return the quantities in order; what `times` covers is no quantity."""
        ...


class MentionTagger(Protocol):
    """Finds names."""

    def tag(self, text: str, sentences: Sequence[Span], marks: Marks | None = None) -> tuple[Mention, ...]:
        """Return the mentions in order, outermost only, without entity.

        `marks` are what the encoder sees in the text; None where rules read alone.
        """
        ...


class StatementReader(Protocol):
    """Finds what somebody is reported to say."""

    def read(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Statement, ...]:
        """Return the statements in order; a speaker may be a pronoun or missing, the document resolves it later."""
        ...


class EventReader(Protocol):
    """Finds verbs and nouns that tell an event."""

    def read(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Event, ...]:
        """Return the events in order, without time and place."""
        ...


class WordingMarker(Protocol):
    """Finds loaded wording."""

    def mark(self, text: str, sentences: Sequence[Span], statements: Sequence[Statement]) -> Wording:
        """Return score and marks; what stands inside quotation marks is not the reporter's wording."""
        ...


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """All readers of one language; `language` is its ISO 639-1 code, `version` changes whenever a reader reads anew."""

    language: str
    version: str
    sentences: SentenceSplitter
    times: TimeTagger
    quantities: QuantityTagger
    mentions: MentionTagger
    statements: StatementReader
    events: EventReader
    wording: WordingMarker
