"""Texts and queries to search tokens in German and English: the analyser that a store is opened with.

A text is read in its own language, German where that is unknown. A query is read in both, because nobody says in which
language he asks.
"""

import re

from lagebild.language.english import analyser as english
from lagebild.language.folding import joined, words
from lagebild.language.german import analyser as german
from lagebild.records.ports import Indexed, Term

_QUOTED = re.compile(r"[\"„“”«»]")
LONGEST_QUERY = 500  # characters; nobody types more, and each word costs a lookup


def search_analyser() -> "SearchAnalyser":
    """Return the analyser that stores are opened with; its dictionaries are loaded at the first word."""
    return SearchAnalyser()


class SearchAnalyser:
    """German and English. `name` must change with every change of tokens: stores then make their index anew."""

    name = "german+english/1"

    def indexed(self, text: str, language: str | None) -> Indexed:
        """Return the tokens of a text in the language given."""
        if language == "en":
            return Indexed(english.tokens(text), tuple(dict.fromkeys(english.token(word) for word in joined(text))))
        readings = [german.reading(word) for word in words(text)]
        others = [token for reading in readings for token in reading.others]
        others += [german.reading(word).token for word in joined(text)]
        return Indexed(tuple(r.token for r in readings if r.token), tuple(dict.fromkeys(filter(None, others))))

    def asked(self, query: str) -> tuple[Term, ...]:
        """Return one term a word, and one for each passage in quotation marks."""
        terms: list[Term] = []
        for number, passage in enumerate(_QUOTED.split(query[:LONGEST_QUERY])):
            terms += _phrase(passage) if number % 2 else _words(passage)
        return tuple(dict.fromkeys(terms))


def _phrase(passage: str) -> list[Term]:
    stems = tuple(token for word in words(passage) if (token := english.token(word)))
    found = dict.fromkeys((*german.phrases(passage), stems))
    return [Term(tuple(found))] if stems else []


def _words(passage: str) -> list[Term]:
    rows = [row for row in passage.split() if row]
    needed = [row for row in rows if not german.is_needless(row)] or rows
    return [Term(found) for row in needed for word in words(row) if (found := _readings(word))]


def _readings(word: str) -> tuple[tuple[str, ...], ...]:
    found = (*german.readings(word), english.token(word))
    return tuple((token,) for token in dict.fromkeys(found) if token)
