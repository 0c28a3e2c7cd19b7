"""German text to its loaded passages: words by a lexicon of base forms, compounds by their parts, set phrases, "!".

Negative facts (war, the dead, a crash) are not loaded; what counts is the reporter's choice of a word where a plainer
one was at hand. Quotations are somebody else's wording and left alone.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

from lagebild.language.german.verbs import conjugate
from lagebild.language.loaded import quoted, wording
from lagebild.records.annotation import Statement, Wording, WordingClass, WordingMark
from lagebild.records.span import Span

_CLASSES: tuple[WordingClass, ...] = ("dramatising", "emotive", "judging", "superlative", "speculative", "appeal")
_TOKEN = re.compile(r"[^\W\d_][\w-]*|[!]")
_ADJECTIVE_ENDINGS = ("", "e", "en", "er", "es", "em", "ere", "eren", "erer", "eres", "ste", "sten", "ster", "stes")
_NOUN_ENDINGS = ("", "e", "en", "er", "ern", "n", "s", "es", "nen")
_SHORTEST_PART = 3  # letters that must stand before a compound's last part
_COMPOUND_CLASS: WordingClass = "dramatising"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "wording.toml").read_text("utf-8"))


@cache
def _forms() -> dict[str, WordingClass]:
    """Return the class of each loaded form: nouns with a capital, everything else in lower case."""
    forms: dict[str, WordingClass] = {}
    for kind in _CLASSES:
        for form in _inflected(_table()[kind]):
            forms.setdefault(form, kind)
    return forms


def _inflected(rows: dict[str, Any]) -> Iterator[str]:
    yield from rows["words"].split()
    for words, endings in ((rows["adjectives"], _ADJECTIVE_ENDINGS), (rows["nouns"], _NOUN_ENDINGS)):
        for word in words.split():
            for ending in endings:
                yield word.removesuffix("e") + ending if ending.startswith("e") else word + ending
    for verb in rows["verbs"].split():
        for form, reading in conjugate(verb):
            if not reading.particle:
                yield form
            if reading.kind == "participle":
                yield from (form + ending for ending in ("e", "en", "er", "es"))


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], WordingClass], ...]]:
    """Return the set phrases by their first word, all in lower case."""
    found: dict[str, tuple[tuple[tuple[str, ...], WordingClass], ...]] = {}
    for kind in _CLASSES:
        for phrase in _table()[kind]["phrases"]:
            words = tuple(phrase.lower().split())
            found[words[0]] = (*found.get(words[0], ()), (words, kind))
    return found


@cache
def _parts(name: str) -> tuple[str, ...]:
    return tuple(_table()["compounds"][name].split())


def _compound(word: str) -> bool:
    if not word[0].isupper() or len(word) < 7 or word.startswith(_parts("neutral")):
        return False
    low = word.lower()
    if any(low.removesuffix(ending).endswith(_parts("neutral_ends")) for ending in ("", "s", "e", "n", "en")):
        return False
    for ending in ("", "s", "e", "n", "en", "es"):
        if ending and not low.endswith(ending):
            continue
        stem = low[: len(low) - len(ending)]
        for part in _parts("suffixes"):
            if stem.endswith(part) and len(stem) - len(part) >= _SHORTEST_PART:
                return True
    first = next((p for p in _parts("prefixes") if word.startswith(p)), None)
    return (
        first is not None and len(word) > len(first) + 3 and (word[len(first)] == "-" or word[len(first) :].islower())
    )


def _single(word: str, opens: bool) -> WordingClass | None:
    forms = _forms()
    if word in forms:
        return forms[word]
    if opens and word[0].isupper() and word[0].lower() + word[1:] in forms:
        return forms[word[0].lower() + word[1:]]
    return _COMPOUND_CLASS if _compound(word) else None


@cache
def _participles() -> frozenset[str]:
    return frozenset(_table()["homographs"]["participles"].split())


def _closes(text: str, end: int) -> bool:
    """Tell whether a clause ends here: a participle before a stop or a comma belongs to a verb."""
    return text[end : end + 1] in (".", ",", ";", ":", "")


def _marks(text: str, sentence: Span) -> Iterator[WordingMark]:
    tokens = list(_TOKEN.finditer(text, sentence.start, sentence.end))
    lows = [t.group().lower() for t in tokens]
    for i, token in enumerate(tokens):
        if token.group() == "!":
            yield WordingMark(Span(token.start(), token.end()), "emotive")
            continue
        for words, kind in _phrases().get(lows[i], ()):
            if tuple(lows[i : i + len(words)]) == words:
                yield WordingMark(Span(token.start(), tokens[i + len(words) - 1].end()), kind)
        single = _single(token.group(), i == 0)
        if single and not (token.group() in _participles() and _closes(text, token.end())):
            yield WordingMark(Span(token.start(), token.end()), single)


class GermanWordingMarker:
    """Finds loaded German wording."""

    def mark(self, text: str, sentences: Sequence[Span], statements: Sequence[Statement]) -> Wording:
        """Return score and marks; what stands inside quotation marks is not the reporter's wording."""
        found = (mark for sentence in sentences for mark in _marks(text, sentence))
        return wording(text, found, quoted(text, statements))
