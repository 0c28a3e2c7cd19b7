"""German sentences to events: verbs and nouns of the PLOVER event types and of everyday news, with who and whom."""

import functools
from collections.abc import Sequence

from lagebild.language.event_rules import EventTable, load_events, read_events
from lagebild.records.annotation import Event, Mention
from lagebild.records.span import Span


class GermanEventReader:
    """Finds verbs and nouns that tell an event."""

    def read(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Event, ...]:
        """Return the events in order, without time and place."""
        return read_events(text, sentences, mentions, _table(), capitalised_nouns=True)


@functools.cache
def _table() -> EventTable:
    return load_events(
        "lagebild.language.german",
        ("", "e", "en", "n", "s", "es", "er"),
        by=r"\b(?:von|vom|durch|seitens)",
        towards=r"\b(?:gegen|mit|an|für|gegenüber|auf|bei|zu|zum|zur)",
    )
