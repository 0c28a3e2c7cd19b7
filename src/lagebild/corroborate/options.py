"""The knobs of claims and comparison."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorroborateOptions:
    """When two statements are one claim and two amounts about one thing."""

    same_claim: float = 0.6
    """Share of the shorter content's words that stand in the longer from which on two statements say the same."""
    same_context: float = 0.34
    """Share of context words that two amounts must share to be about one thing where the counted noun is the same."""
    same_context_bare: float = 0.45
    """The same where only the unit is (two sums in euros)."""
    approximate: float = 0.1
    """Half-width of "rund" as a share of the value, after the readings of two careful readers for round thousands."""
    change_hours: float = 3.0
    """Hours between two reports from which on another value is a later count rather than a contradiction."""
