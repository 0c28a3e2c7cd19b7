"""English text to its loaded passages: a small lexicon, set phrases and exclamation marks."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from lagebild.language.loaded import quoted, wording
from lagebild.records.annotation import Statement, Wording, WordingClass, WordingMark
from lagebild.records.span import Span

_CLASSES: tuple[WordingClass, ...] = ("dramatising", "emotive", "judging", "superlative", "speculative", "appeal")
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*|!")


@cache
def _lexicon() -> tuple[dict[str, WordingClass], re.Pattern[str]]:
    table = tomllib.loads((resources.files(__package__) / "wording.toml").read_text("utf-8"))
    words: dict[str, WordingClass] = {w: kind for kind in _CLASSES for w in table[kind].split()}
    phrases = "|".join(re.escape(p) for p in table["phrases"])
    return words, re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


def _marks(text: str, sentence: Span) -> Iterator[WordingMark]:
    words, phrases = _lexicon()
    for match in phrases.finditer(text, sentence.start, sentence.end):
        yield WordingMark(Span(match.start(), match.end()), "dramatising")
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        kind: WordingClass | None = "emotive" if match.group() == "!" else words.get(match.group().lower())
        if kind is not None:
            yield WordingMark(Span(match.start(), match.end()), kind)


class EnglishWordingMarker:
    """Finds loaded English wording."""

    def mark(self, text: str, sentences: Sequence[Span], statements: Sequence[Statement]) -> Wording:
        """Return score and marks; what stands inside quotation marks is not the reporter's wording."""
        found = (mark for sentence in sentences for mark in _marks(text, sentence))
        return wording(text, found, quoted(text, statements))
