"""Judgements, and how well the linker had found what they are about -> which threshold would have erred less.

A judgement says of two groups of reports whether they tell one happening. The decision that it corrects or confirms is
that on the report which the later group began with: its score against the earlier group lay above the threshold or
below. What a person saw in the same stories and left alone counts as right. A threshold is suggested and never set: a
few clicks of one desk are evidence, no training set.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lagebild.records.judgement import Advice, Weighed

LOWEST: Final = 30
HIGHEST: Final = 90
"""Per cent between which a threshold is suggested: outside the scorer knows what it does."""
MENDED: Final = 3
"""Judged decisions that a suggestion must have made right: two are chance."""
WORTH: Final = 2
"""Decisions made right for each made wrong: what is in force is what people know."""


def advise(threshold: float, weighed: Sequence[Weighed], left_alone: Sequence[float]) -> Advice:
    """Return the threshold with the fewest wrong decisions, where it is better by far; the nearest of equal ones."""
    now = Advice(threshold, tuple(weighed), tuple(left_alone))
    tried = (_weigh(now, percent / 100) for percent in range(LOWEST, HIGHEST + 1))
    best = max(tried, key=lambda a: (a.mended - a.broken, -abs((a.suggested or 0.0) - threshold)))
    return best if best.mended >= max(MENDED, WORTH * best.broken) else now


def _weigh(now: Advice, suggested: float) -> Advice:
    mended = broken = 0
    decisions = [(w.score, w.belongs) for w in now.weighed] + [(score, True) for score in now.left_alone]
    for score, belongs in decisions:
        was, would_be = ((score >= limit) == belongs for limit in (now.threshold, suggested))
        mended += would_be and not was
        broken += was and not would_be
    return replace(now, suggested=suggested, mended=mended, broken=broken)
