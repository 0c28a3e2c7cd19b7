"""Words to tokens of ASCII letters and digits, the same for every way of typing a word.

`ä`, `ae` and `a` become one letter (and so on), accents go, `ß` is `ss`; what is no Latin letter is spelled by its
code, so that a Cyrillic name can be found too and any matcher agrees on where a token ends.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:[.,'’](?=[^\W_])[^\W_]+)*")
"""A word with what stands inside it: `10.000`, `U.S`, `Merkel's`. Linear: no separator is a word character."""

LONGEST = 60  # letters: longer "words" are addresses, keys or noise and are cut

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
# "ue" after a vowel or q is no umlaut (neue, Quelle): the rule of the Snowball stemmer German2.
_DIGRAPH = re.compile(r"ae|oe|(?<![aeiouq])ue")


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """Return a word as one token: lower case, umlauts and their spellings as plain vowels, ASCII only; maybe empty."""
    word = word[:LONGEST].lower()
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.translate(_LETTERS))
        word = "".join(_spelled(character) for character in decomposed if not unicodedata.combining(character))
    return _DIGRAPH.sub(lambda match: match[0][0], word)


def _spelled(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    return f"x{ord(character):x}" if character.isalnum() else ""


Located = tuple[int, int, str]
"""Where a word begins and ends in its text, and the word."""


def words(text: str) -> Iterator[str]:
    """Yield the words of a text as they stand, cut at hyphens; numbers lose the separators inside."""
    return (word for _, _, word in located(text))


def located(text: str) -> Iterator[Located]:
    """Yield the same words with their places."""
    for match in WORD.finditer(text):
        word = match[0]
        if word.isalnum():
            yield match.start(), match.end(), word
        elif word[0].isdigit():
            yield match.start(), match.end(), "".join(c for c in word if c.isalnum())
        else:
            for part in _PART.finditer(word):
                if len(part[0]) > 1 or len(word) < 4:
                    yield match.start() + part.start(), match.start() + part.end(), part[0]


def joined(text: str) -> Iterator[str]:
    """Yield words written with hyphens as one: `Strom-Ausfall` should be found as `Stromausfall` is."""
    return (word for _, _, word in located_joined(text))


def located_joined(text: str) -> Iterator[Located]:
    """Yield the same words with their places."""
    for match in _HYPHENATED.finditer(text):
        yield match.start(), match.end(), match[0].replace("-", "")


_PART = re.compile(r"[^.,'’]+")
_HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]{2,30}(?:-[^\W\d_]{2,30}){1,3}(?![\w-])")
