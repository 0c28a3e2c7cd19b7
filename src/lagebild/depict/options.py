"""The knobs of the views."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DepictOptions:
    """How much a view shows."""

    timeline_similar: float = 0.4
    """Share of the shorter sentence's words, weighted by rarity, that two sentences of one day share where they tell
    one event."""
    timeline_a_day: int = 4
    """Most entries of one day: a timeline is read for the days, the articles tell the hours."""
    rest_days: int = 14
    """Days without a report after which a story that is told again has a new phase: a round of talks every week makes
    none."""
    document_sentences: int = 200
    """Sentences of a document that are looked at: news stands at the head, and a text may be a book."""
    timeline_entries: int = 24
    """Most entries of a timeline, those in most documents first."""
    actors: int = 20
    """Most actors shown."""
    places: int = 40
    """Most places shown."""
    topics: int = 6
    """Most topics of the reactions."""
    voices: int = 5
    """Verbatim posts shown."""
    stances: int = 6
    """Most actors of whom is told how posts speak of them."""
