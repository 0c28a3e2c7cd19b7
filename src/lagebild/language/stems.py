"""Word forms -> keys that fold inflection away, cheap enough for every sentence of a story.

For comparing texts with each other; search has its own analysis (`german.analyser`). Light suffix stripping after
Caumanns (1999) without its second pass: a stem keeps at least four letters, because over-stemming would let a citation
check pass words that are not there.
"""

import re
from functools import lru_cache

WORD = re.compile(r"\w[\w'’-]*")
# Letters from which on a word in lower case carries content: German function words are long, English words short.
_LEAST_LETTERS = {"de": 7}
_LEAST_LETTERS_ELSEWHERE = 5
_ENDINGS = ("ischen", "ische", "ens", "ern", "en", "es", "er", "em", "e", "s", "n")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the key of a word form."""
    word = word.casefold().strip("'’-")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def content_stems(text: str, language: str = "de") -> frozenset[str]:
    """Return the keys of the words that carry content: names, nouns, numbers and longer words."""
    least = _LEAST_LETTERS.get(language, _LEAST_LETTERS_ELSEWHERE)
    return frozenset(stem(w) for w in WORD.findall(text) if w[0].isdigit() or w[0].isupper() or len(w) >= least)


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the smaller set that lies in the other, 0..1."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0
