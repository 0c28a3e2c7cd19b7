"""English sentences to events: verbs and nouns of the PLOVER event types and of everyday news, with who and whom."""

import functools
from collections.abc import Sequence

from lagebild.language.event_rules import EventTable, load_events, read_events
from lagebild.records.annotation import Event, Mention
from lagebild.records.span import Span


class EnglishEventReader:
    """Finds verbs and nouns that tell an event."""

    def read(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Event, ...]:
        """Return the events in order, without time and place."""
        return read_events(text, sentences, mentions, _table())


@functools.cache
def _table() -> EventTable:
    return load_events(
        "lagebild.language.english",
        ("", "s", "es"),
        by=r"\bby",
        towards=r"\b(?:against|with|to|at|on|for)",
        passive=r"\b(?:is|are|was|were|be|been|being)",
    )
