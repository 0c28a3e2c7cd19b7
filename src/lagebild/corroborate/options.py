"""The knobs of claims and comparison."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorroborateOptions:
    """When two statements are one claim and two amounts about one thing."""

    same_claim: float = 0.6
    """Share of the shorter content's words that stand in the longer from which on two statements say the same."""
    same_claim_of_others: float = 0.75
    """The same where the speakers differ: two people seldom choose the same words for the same thing."""
    least_words: int = 3
    """Content words that a statement needs to be compared by words; shorter ones must be equal."""
    opposite: float = 0.8
    """Share of words from which on an assertion and another's negation are said to contradict each other."""
    opposite_hours: float = 24.0
    """Hours within which an assertion and its negation contradict each other; later, the matter may be changed."""
    copied: float = 0.4
    """Share of the shorter text's runs of five words that stand in the other from which on both are of one hand."""
    same_context: float = 0.34
    """Share of context words that two amounts must share to be about one thing where the counted noun is the same."""
    same_context_bare: float = 0.34
    """The same where only the unit is (two sums in euros)."""
    same_context_concept: float = 0.12
    """The same, over the documents, where a known concept is counted (the dead, the injured): a story has few of it."""
    same_event: float = 0.25
    """Share of topic words from which on two reports surely count at one happening: only then can counts clash."""
    partial: float = 10.0
    """Different counts below this are often parts of each other (two demonstrators and a guard): no contradiction."""
    rounding: float = 0.1
    """The most that rounding changes a value, as a share of it."""
    same_value: float = 0.25
    """What an equal value or an equal modifier adds to the shared context."""
    exceeds: float = 1.25
    """"mehr als N" is written of values up to this many times N; a later higher value is a later count."""
    up_to: float = 1.5
    """"bis zu N" is written of values down to N divided by this."""
    approximate: float = 0.1
    """Half-width of "rund" as a share of the value, after the readings of two careful readers for round thousands."""
    change_hours: float = 3.0
    """Hours between two reports from which on another value is a later count rather than a contradiction."""
    growth_hours: float = 0.5
    """The same for a higher value of what only ever grows (the dead, signatures)."""
    many: int = 3
    """Figures that one figure would contradict, from which on all of them count different wholes."""
    term_share: float = 0.2
    """Share of a story's reports up to which a noun tells one part of the story from the others."""
    wordings: int = 8
    """Reports kept of one wording of a value: more say nothing new."""
    one_headline: float = 0.5
    """Share of the words of the shorter headline from which on two headlines tell one happening."""
    falls_hours: float = 6.0
    """Hours within which a lower count of what only ever grows is another count rather than a correction."""
    one_group: float = 0.6
    """Share of a group's clauses that another group has too, from which on it brings together nothing new."""
    term_common: float = 0.85
    """Share of the answers to a question that may have one word in common: beyond it they all say the same."""
    part: float = 0.5
    """Share of a count below which a lower one counts a part of it."""
    one_clause: float = 0.6
    """Share of telling words of the shorter clause from which on two clauses with a term in common say one thing."""
    one_quote: float = 0.5
    """Share of words of the shorter quotation from which on two reports of a story quote the same words."""
    other_count: float = 0.1
    """Share of an earlier count below which a later one is of something else."""
