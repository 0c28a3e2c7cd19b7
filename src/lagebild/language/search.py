"""Texts and queries to search tokens in German and English: the analyser that a store is opened with.

A text is read in its own language, German where that is unknown. A query is read in both, because nobody says in which
language he asks.
"""

import re
from collections.abc import Iterator
from heapq import merge

from lagebild.language.english import analyser as english
from lagebild.language.folding import joined, located, located_joined, words
from lagebild.language.german import analyser as german
from lagebild.language.spellings import other_spellings
from lagebild.records.ports import Indexed, Term, Word

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

    def read(self, text: str, language: str | None) -> Iterator[Word]:
        """Yield the words of a text in order, with the tokens that `indexed` gives for each."""
        read = _english if language == "en" else _german
        single = (read(*found) for found in located(text))
        return merge(single, (_whole(read(*found)) for found in located_joined(text)), key=lambda word: word.start)

    def asked(self, query: str) -> tuple[Term, ...]:
        """Return one term a word, and one for each passage in quotation marks."""
        terms: list[Term] = []
        for number, passage in enumerate(_QUOTED.split(query[:LONGEST_QUERY])):
            terms += _phrase(passage) if number % 2 else _words(passage)
        return tuple(dict.fromkeys(terms))


def _english(start: int, end: int, word: str) -> Word:
    return Word(start, end, english.token(word))


def _german(start: int, end: int, word: str) -> Word:
    reading = german.reading(word)
    return Word(start, end, reading.token, reading.others)


def _whole(word: Word) -> Word:
    """Return a word that was written with hyphens as the index has it: found, but in no phrase."""
    return Word(word.start, word.end, "", (word.token,))


def _phrase(passage: str) -> list[Term]:
    stems = tuple(token for word in words(passage) if (token := english.token(word)))
    found = dict.fromkeys((*german.phrases(passage), stems))
    return [Term(tuple(found))] if stems else []


def _words(passage: str) -> list[Term]:
    rows = [row for row in passage.split() if row]
    needed = [row for row in rows if not german.is_needless(row)] or rows
    return [Term(found) for row in needed for word in words(row) if (found := _readings(word))]


def _readings(word: str) -> tuple[tuple[str, ...], ...]:
    found = [token for w in (word, *_spellings(word)) for token in (*german.readings(w), english.token(w))]
    return tuple((token,) for token in dict.fromkeys(found) if token)


def _spellings(word: str) -> tuple[str, ...]:
    """Return how else a name is written; what a dictionary holds is taken to be no foreign name."""
    from simplemma import is_known

    lower = word.lower()
    known = is_known(lower, lang="de") or is_known(lower.capitalize(), lang="de") or is_known(lower, lang="en")
    return () if known else other_spellings(lower)
