"""German tokens and what their form alone tells: noun by its capital letter, adjective by its ending, closed classes.

Capitals do in German what a tagger does elsewhere, in a hundredth of the time.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from lagebild.language.german.verbs import auxiliaries
from lagebild.records.span import Span

TokenKind = Literal["word", "number", "mark", "quote"]

# Words with their hyphens and inner stops ("Wasser-", "e.V", "R."), numbers ("31-jähriger" is a word), marks.
_TOKEN = re.compile(
    r"\d+-[^\W\d_]\w*|[^\W\d_]{1,3}\.(?=\s+[A-ZÄÖÜ\d])|e\.\s?V\.?|[^\W\d_][\w'’]*(?:[-/&.][^\W_][\w'’]*)*(?:-(?=[\s,]))?|\d[\d.,:]*\d|\d|\S"
)
_ADJECTIVE = re.compile(r"(?:[a-zäöüß][\w-]*|[\w]+-[a-zäöüß]\w*)(?:e|en|er|es|em)")
_MOST_TOKENS = 400  # a longer "sentence" is a table or a list; reading only its head bounds the time


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark or whole quotation; `low` is its lower-case form."""

    text: str
    low: str
    start: int
    end: int
    kind: TokenKind


@cache
def word_class(name: str) -> frozenset[str]:
    """Return a closed word class of `clauses.toml`."""
    return _classes()[name]


@cache
def _classes() -> dict[str, frozenset[str]]:
    table = tomllib.loads((resources.files(__package__) / "clauses.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


@cache
def _function_words() -> frozenset[str]:
    names = ("subordinators", "relatives", "determiners", "pronouns", "prepositions", "conjunctions", "adverbs")
    return frozenset().union(*(word_class(n) for n in names), word_class("not_nominative"))


def tokenize(text: str, span: Span, quotes: Sequence[Span] = ()) -> list[Token]:
    """Return the tokens of `span`; each of `quotes` is one token, what stands in round brackets is left out."""
    tokens: list[Token] = []
    at, depth = span.start, 0
    pending = [q for q in quotes if q.overlaps(span)]
    while at < span.end and len(tokens) < _MOST_TOKENS:
        if pending and at >= pending[0].start:
            quote = pending.pop(0)
            tokens.append(Token(quote.of(text), "", quote.start, quote.end, "quote"))
            at = quote.end
            continue
        match = _TOKEN.search(text, at, span.end)
        if match is None:
            break
        if pending and match.start() >= pending[0].start:
            at = pending[0].start
            continue
        at = match.end()
        word = match.group()
        if word in "()[]":
            depth = max(0, depth + (1 if word in "([" else -1))
        elif depth == 0:
            kind: TokenKind = (
                "number" if word[0].isdigit() and not word[-1].isalpha() else "word" if word[0].isalnum() else "mark"
            )
            tokens.append(Token(word, word.lower(), match.start(), match.end(), kind))
    return tokens


def is_function_word(low: str) -> bool:
    """Tell whether a word belongs to a closed class."""
    return low in _function_words()


def is_noun(token: Token, first: bool) -> bool:
    """Tell whether a token can head a noun phrase: capitalised, and not merely because it opens the sentence."""
    if token.kind == "quote":
        return True
    if token.kind != "word":
        return False
    if token.text[0].isdigit():
        return token.text.rpartition("-")[2][:1].isupper()
    if not token.text[0].isupper():
        return token.low[:3] in ("al-", "el-", "as-", "ad-", "ar-", "at-", "il-") and token.text[3:4].isupper()
    if _ADJECTIVE.fullmatch(token.text) and "-" in token.text and token.text.rpartition("-")[2][0].islower():
        return False
    return not is_function_word(token.low)


def is_adjective(token: Token) -> bool:
    """Tell whether a token can be an attributive adjective (ending alone; "US-amerikanischen" too)."""
    if token.kind != "word" or is_function_word(token.low) or token.low in auxiliaries():
        return False
    return _ADJECTIVE.fullmatch(token.text) is not None
