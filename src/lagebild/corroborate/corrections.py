"""What a text takes back: "nicht 20, sondern 19", and in a correction the figures of the report that it corrects."""

import re
from dataclasses import dataclass
from functools import cache

from lagebild.corroborate.counted import table
from lagebild.records.annotation import TextAnnotations
from lagebild.records.document import Document
from lagebild.records.span import Span

# Characters of a text in which a correction says that it is one.
_OPENING = 300
# Characters around a number in which it is denied.
_DENIAL = 40
_NOT = re.compile(r"\b(?:nicht|keine?n?|not)\b(?:\s+[\w.,]+){0,5}$")
_BUT = re.compile(r"[^.;:!?]*?,\s+(?:sondern|but)\b")
_OPEN_QUOTE = re.compile(r"[„«»“\"][^„“”«»\"]*$")
_CLOSED_QUOTE = re.compile(r"[^„“”«»\"]*[“”«»\"]")


@dataclass(frozen=True, slots=True)
class _Words:
    heading: re.Pattern[str]
    reports: re.Pattern[str]
    wrong: re.Pattern[str]
    instead: re.Pattern[str]


@cache
def _words() -> _Words:
    row = table()["corrections"]
    return _Words(
        heading=re.compile(rf"(?:{row['heading']})\b"),
        reports=re.compile(rf"\b(?:{row['reports']})\b", re.IGNORECASE),
        wrong=re.compile(rf"(?:{row['wrong']})\b"),
        instead=re.compile(rf"\b(?:{row['instead']})\s+$", re.IGNORECASE),
    )


def is_correction(document: Document) -> bool:
    """Tell whether a newsroom corrects a report of its own: the title says so, or the opening speaks of that report."""
    words = _words()
    return (
        words.heading.match(document.title or "") is not None
        or words.reports.search(document.text, 0, _OPENING) is not None
    )


def taken_back(text: str, read: TextAnnotations, span: Span, home: Span, *, correction: bool) -> bool:
    """Tell whether a number is not stated but taken back.

    Everywhere: "nicht mehr als 20, sondern 19". In a correction also what it quotes, what it puts another figure
    instead of, and what it says to have reported and then calls wrong.
    """
    before, after = text[home.start : span.start], text[span.end : home.end]
    if _NOT.search(before[-_DENIAL:] + span.of(text)) and _BUT.match(after[:_DENIAL]):
        return True
    if not correction:
        return False
    words = _words()
    if _OPEN_QUOTE.search(before) and _CLOSED_QUOTE.match(after):
        return True
    if words.instead.search(before):
        return True
    following = next((s for s in read.sentences if s.start >= home.end), None)
    own = words.reports.search(home.of(text)) is not None
    return own and following is not None and words.wrong.match(following.of(text)) is not None
