"""A sentence to tokens with their spans: words with inner hyphens, points and apostrophes, and single marks."""

import re
from dataclasses import dataclass
from typing import Final

from lagebild.records.span import Span

TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # z.B., U.S.
    r"|#?[^\W_]+(?:[-'’&/.](?=[^\W_])[^\W_]+)*"
    r"|\S"
)
# Abbreviations keep their point: it belongs to the name ("St. Gallen", "Dr. Müller", "John F. Kennedy").
_INITIAL: Final = re.compile(r"^(?:[A-ZÄÖÜ]|St|Dr|Prof|Chr|Ph|Th|Jr|Sr|Inc|Corp|Co|Ltd|Mt|Ft|Str|str|Bros|Alex|Fr|Hl)$")
MOST_TOKENS: Final = 400


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its place in the text."""

    text: str
    span: Span


def tokens_of(text: str, sentence: Span) -> list[Token]:
    """Return the tokens of a sentence, at most `MOST_TOKENS` of them: a longer "sentence" is a table or noise."""
    found: list[Token] = []
    for match in TOKEN.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        if match[0] == "." and found and found[-1].span.end == start and _INITIAL.match(found[-1].text):
            before = found.pop()
            found.append(Token(text[before.span.start : end], Span(before.span.start, end)))
        else:
            found.append(Token(match[0], Span(start, end)))
        if len(found) >= MOST_TOKENS:
            break
    return found
