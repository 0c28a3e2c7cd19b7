"""A word of a query -> how else a foreign name is written: "Selenskyj" is "Zelensky" in English news.

Letters are exchanged as German and English write the same sounds, and what comes out is kept where the rules that tell
spellings from names find that both sound alike. Only queries are widened: the index holds what stands in the texts.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from typing import Final

from lagebild.language.romanisation import sound_alike

_ENGLISH: Final[Mapping[str, tuple[str, ...]]] = {
    "schtsch": ("shch",), "dsch": ("j", "dzh"), "tsch": ("ch",), "sch": ("sh", "zh"), "ch": ("kh",), "z": ("ts",),
    "s": ("s",), "w": ("v",), "j": ("y",),
}  # fmt: skip
_GERMAN: Final[Mapping[str, tuple[str, ...]]] = {
    "shch": ("schtsch",), "dzh": ("dsch",), "sh": ("sch",), "zh": ("sch",), "ch": ("tsch",), "kh": ("ch",),
    "ts": ("z",), "z": ("s", "z"), "v": ("w",), "y": ("j", "y"),
}  # fmt: skip
_LETTERS: Final = [
    (table, re.compile("|".join([*sorted(table, key=len, reverse=True), "."]))) for table in (_ENGLISH, _GERMAN)
]
_VOICED: Final = re.compile(r"s(?=[aeiouy])")
"""What English may write as z: "Selenskyj", and not its second s."""
_ADJECTIVE: Final = re.compile(r"(?<=[szc]k)(?:yj|yy|iy|ij|y|i)$")
_ENDINGS: Final = ("y", "yj", "yy", "i", "ij", "iy")
SHORTEST = 5
"""Letters of a word from which on it is looked at: shorter names differ by one letter from too many words."""
TRIED = 64
"""Spellings that are tried of one word: those of the first letters that can be written in two ways."""
MOST = 18
"""Spellings that are looked up: each costs the index some microseconds."""


@lru_cache(maxsize=1 << 12)
def other_spellings(word: str) -> tuple[str, ...]:
    """Return other spellings of a name, in small letters, at most MOST; none for a word that every way writes alike."""
    lower = word.lower()
    if len(lower) < SHORTEST or not lower.isalpha():
        return ()
    found = (
        spelling for spelling in islice(_tried(lower), TRIED) if spelling != lower and sound_alike(lower, spelling)
    )
    return tuple(dict.fromkeys(islice(found, MOST)))


def _tried(lower: str) -> Iterator[str]:
    stem = _ADJECTIVE.sub("", lower)
    endings = _ENDINGS if stem != lower else ("",)
    for table, letters in _LETTERS:
        parts = [
            ("s", "z") if table is _ENGLISH and _VOICED.match(stem, m.start()) else table.get(m[0], (m[0],))
            for m in letters.finditer(stem)
        ]
        for row in islice(product(*parts), TRIED // 2 // len(endings)):
            yield from ("".join(row) + ending for ending in endings)
