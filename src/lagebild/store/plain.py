"""The analyser of a store that was given none: words lower-cased and stripped of accents, nothing else.

Enough for tests and for languages without an analyser; German wants `lagebild.language.analyser`.
"""

import re
import unicodedata
from collections.abc import Iterator

from lagebild.records.ports import Indexed, Term, Word

_WORD = re.compile(r"[^\W_]+")


class PlainAnalyser:
    """Words, folded."""

    name = "plain/1"

    def indexed(self, text: str, language: str | None) -> Indexed:
        """Return one token a word."""
        return Indexed(_tokens(text))

    def read(self, text: str, language: str | None) -> Iterator[Word]:
        """Yield the words in order."""
        return (Word(*match.span(), _token(match[0])) for match in _WORD.finditer(text))

    def asked(self, query: str) -> tuple[Term, ...]:
        """Return a term a word, one for each passage in quotation marks."""
        terms = []
        for number, part in enumerate(query.split('"')):
            tokens = _tokens(part)
            terms += [Term((tokens,))] if number % 2 and tokens else [Term(((token,),)) for token in tokens]
        return tuple(terms)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(token for word in _WORD.findall(text) if (token := _token(word)))


def _token(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c.isascii() and c.isalnum())
