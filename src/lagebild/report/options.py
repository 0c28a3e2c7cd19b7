"""The knobs of the report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How long a Meldung may be and what it prefers."""

    lead_sentences: int = 2
    """Sentences of the lead: an agency's lead says the news in one or two."""
    section_sentences: int = 4
    """Most sentences of a section; what is left over stands in the dossier's claims."""
    longest_sentence: int = 45
    """Words beyond which a sentence is not printed in the Meldung: readers lose it."""
    shortest_sentence: int = 5
    """Words below which a sentence says too little without its neighbours."""
    document_sentences: int = 200
    """Sentences of a document that are looked at: news stands at the head, and a text may be a book."""
    similar: float = 0.6
    """Share of the shorter sentence's words that stand in the longer one from which on they say the same; read off
    sentence pairs of the sample corpus, where copies lie above 0.8 and different facts below 0.4."""
    repeated: float = 0.5
    """The same share, words weighted by how rare they are in the story, from which on a sentence repeats a printed one;
    lower than `similar`, because a reader notices what a citation must not confuse."""
    least_new: float = 0.3
    """Share of a sentence's words that no printed sentence may have, in any form, for a section to print it: read off
    446 sentences of a stream, where below it nearly all say again what several before them have said."""
    number_groups: int = 3
    """Most sentences on numbers; the dossier has them all."""
    far: float = 60.0
    """Kilometres between a document's scene and the story's from which on it may tell of something else."""
    recency_days: float = 1.5
    """Days after which a sentence counts half as much for the lead: yesterday's news may lead, last week's may not."""
    lurid_discount: float = 0.6
    """How much of its score a sentence loses in a wholly lurid document: facts are taken from sober texts first."""
    early_sentences: float = 2.0
    """Sentences after which a sentence counts half as much for the lead: reports put the news first."""
