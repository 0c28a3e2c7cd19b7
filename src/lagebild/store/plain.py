"""The analyser of a store that was given none: words lower-cased and stripped of accents, nothing else.

Enough for tests and for languages without an analyser; German wants `lagebild.language.analyser`.
"""

import re
import unicodedata

from lagebild.records.ports import Indexed, Term

_WORD = re.compile(r"[^\W_]+")


class PlainAnalyser:
    """Words, folded."""

    name = "plain/1"

    def indexed(self, text: str, language: str | None) -> Indexed:
        """Return one token a word."""
        return Indexed(_tokens(text))

    def asked(self, query: str) -> tuple[Term, ...]:
        """Return a term a word, one for each passage in quotation marks."""
        terms = []
        for number, part in enumerate(query.split('"')):
            tokens = _tokens(part)
            terms += [Term((tokens,))] if number % 2 and tokens else [Term(((token,),)) for token in tokens]
        return tuple(terms)


def _tokens(text: str) -> tuple[str, ...]:
    rows = (unicodedata.normalize("NFKD", word.lower()) for word in _WORD.findall(text))
    tokens = ("".join(c for c in row if c.isascii() and c.isalnum()) for row in rows)
    return tuple(token for token in tokens if token)
