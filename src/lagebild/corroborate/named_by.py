"""Who names a number, read off the words before it: "Die Gewerkschaft zählte", "nach ihrer Rechnung"."""

import re
from functools import cache

from lagebild.corroborate.counted import table
from lagebild.records.annotation import TextAnnotations
from lagebild.records.span import Span

_DETERMINER = r"(?<!\w)(?:[Dd]ie|[Dd]er|[Dd]as|[Tt]he)\s+"
# Characters before a number in which the one who names it stands.
_NAMER = 120


def named_by(text: str, quantity: Span, home: Span) -> str | None:
    """Return who names a number in the words right before it, None where nobody does.

    "Die Gewerkschaft zählte", "Alstavia sprach von"; with "von" alone ("ein Schaden von") only who counts people.
    """
    verb, bare, _ = _namers()
    start = max(home.start, quantity.start - _NAMER)
    match = verb.search(text, start, quantity.start) or bare.search(text, start, quantity.start)
    return match["who"] if match else None


def reckoned_by(text: str, quantity: Span, home: Span) -> str | None:
    """Return who arrives at a number ("die Kammer kommt auf 25 Millionen"), None where nobody does.

    The same words are said of what somebody gets (votes, points), so that this holds only beside another's figure.
    """
    reckons = _namers()[2]
    match = reckons.search(text, max(home.start, quantity.start - _NAMER), quantity.start)
    return match["who"] if match else None


@cache
def _namers() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    row = table()["named_by"]
    name = rf"(?P<who>(?!(?:{row['nobody']})\b)[A-ZÄÖÜ][\w.-]+(?:\s+(?:und\s+|der\s+)?[A-ZÄÖÜ][\w.-]+){{0,3}})"
    verb = re.compile(rf"(?:{_DETERMINER})?{name}\s+(?:{row['verbs']})(?:\s+(?:{row['fillers']}))*\s+$")
    bare = re.compile(rf"(?P<who>(?<!\w)(?:{row['bodies']}))\s+(?:von|of)\s+$")
    reckons = re.compile(rf"(?:{_DETERMINER})?{name}\s+(?:{row['reckons']})(?:\s+(?:{row['fillers']}))*\s+$")
    return verb, bare, reckons


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{table()['named_by']['own']})\b", re.IGNORECASE)


def reckoning_of(text: str, read: TextAnnotations, quantity: Span, home: Span) -> str | None:
    """Return the entity by whose own reckoning a number holds ("nach ihrer Rechnung"): whom the sentence before names
    first, None where the sentence says no such thing.
    """
    if not _own().search(text, home.start, quantity.start):
        return None
    before = next((s for s in reversed(read.sentences) if s.end <= home.start), None)
    found = (m for m in read.mentions if before and before.contains(m.span) and m.kind in ("person", "organisation"))
    first = min(found, key=lambda m: m.span, default=None)
    return first.entity if first else None
