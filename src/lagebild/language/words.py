"""A sentence -> words, numbers and marks with their offsets: what the grammars of times and quantities read.

Cut once per sentence and shared, in one pass without backtracking. Sentences are capped, because a text may be one line
of fifty megabytes: beyond the cap nothing is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from lagebild.records.span import Span

Kind = Literal["word", "number", "mark"]

# The longest sentence of 4,395 article openings has under 1,500 characters; a list of dates may be longer.
SENTENCE_CAP = 6_000
# A document beyond this is no article: about 500 printed pages.
TEXT_CAP = 1_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """A word (letters), a number (digits with separators inside) or a mark (one other character)."""

    start: int
    end: int
    text: str
    lower: str
    kind: Kind


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"(\d{1,18}(?:[.,:'’]\d{1,18}){0,8})|([^\W\d_]{1,80}(?:['’][^\W\d_]{1,40})?)|([^\w\s])")


def tokens(text: str, span: Span) -> list[Token]:
    """Return the tokens of a sentence, offsets into `text`, at most those of its first `SENTENCE_CAP` characters."""
    found = []
    for match in _pattern().finditer(text, span.start, min(span.end, span.start + SENTENCE_CAP)):
        kind: Kind = "number" if match[1] else "word" if match[2] else "mark"
        raw = match[0]
        found.append(Token(match.start(), match.end(), raw, raw.lower(), kind))
    return found


def sentences_within(sentences: Sequence[Span]) -> Iterator[Span]:
    """Yield the sentences that begin before `TEXT_CAP`."""
    for span in sentences:
        if span.start >= TEXT_CAP:
            return
        yield span
