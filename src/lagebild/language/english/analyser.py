"""English words to search tokens: the first step of the Porter stemmer, which takes off inflection and nothing else.

Porter, "An algorithm for suffix stripping" (Program 14, 1980), steps 1a to 1c.
"""

import re
from functools import lru_cache

from lagebild.language.folding import folded, words

_SHORT = re.compile(r"[^aeiou]*[aeiouy][^aeiouwxy]")
"""One syllable that ends consonant, vowel, consonant: it lost an e before the ending (fil-ing)."""
_VOWEL = re.compile(r"[aeiou]|(?<=[^aeiou])y")


@lru_cache(maxsize=1 << 16)
def token(word: str) -> str:
    """Return the stem of a word as a token."""
    word = folded(word)
    if len(word) < 4 or not word.isalpha():
        return word
    word = _without_participle(_without_plural(word))
    if word.endswith("y") and _VOWEL.search(word[:-1]):
        word = word[:-1] + "i"
    return word


def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a text, one a word."""
    return tuple(found for word in words(text) if (found := token(word)))


def _without_plural(word: str) -> str:
    for ending, instead in (("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("us", "us"), ("s", "")):
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + instead
    return word


def _without_participle(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _VOWEL.search(word[:-3]) else word
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and _VOWEL.search(stem) and len(stem) > 2:
            return _mended(stem)
    return word


def _mended(stem: str) -> str:
    if stem.endswith(("at", "bl", "iz")):
        return stem + "e"
    if stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return stem + "e" if _SHORT.fullmatch(stem) else stem
