"""The tokens of a sentence to the features that the name tagger weighs: words, shapes, lists, neighbours."""

import functools
import zlib
from typing import Final

from lagebild.language.german.morphology import name_or_noun
from lagebild.language.german.names_lexicon import frequency_band, place_mark, place_phrases, word_classes

BUCKETS: Final = 1 << 19
_START: Final = "<s>"
_END: Final = "</s>"


@functools.lru_cache(maxsize=50_000)
def shape(word: str) -> str:
    """Return the outline of a word: "Xxx", "XX", "Xx-Xx", "dd", runs cut at three."""
    out: list[str] = []
    for c in word:
        mark = "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c
        if len(out) < 2 or out[-1] != mark or out[-2] != mark:
            out.append(mark)
    return "".join(out)


@functools.lru_cache(maxsize=50_000)
def _own(word: str) -> tuple[str, ...]:
    """Return the features of a word alone."""
    lower = word.lower()
    marks = word_classes(word)
    head = word.rpartition("-")[2] if "-" in word else ""
    first = word.partition("-")[0] if "-" in word else ""
    place = place_mark(word) or "-"
    noun = _noun(word)
    return (
        "w" + word,
        "l" + lower,
        "p2" + lower[:2],
        "p3" + lower[:3],
        "p4" + lower[:4],
        "p5" + lower[:5],
        "s1" + lower[-1:],
        "s2" + lower[-2:],
        "s3" + lower[-3:],
        "s4" + lower[-4:],
        "s5" + lower[-5:],
        "s6" + lower[-6:],
        "h" + shape(word),
        "f" + str(frequency_band(word)) + shape(word)[:1],
        "g" + place,
        "gf" + place + str(frequency_band(word)),
        "m" + "+".join(marks),
        *(("n" + noun, "nf" + noun + str(frequency_band(word)), "ng" + noun + place) if word[:1].isupper() else ()),
        *("c" + mark for mark in marks),
        *(("hh" + head.lower(), "hf" + first.lower(), "hm" + (place_mark(first) or "-")) if head else ()),
    )


@functools.lru_cache(maxsize=50_000)
def _own_ids(word: str) -> tuple[int, ...]:
    return tuple(_bucket(feature) for feature in _own(word))


def feature_ids(words: list[str]) -> list[list[int]]:
    """Return the hashed features of each word of a sentence, 0 <= id < `BUCKETS`."""
    phrases = ["-"] * len(words)
    for start, end, mark in place_phrases(words):
        for k in range(start, end):
            phrases[k] = ("B" if k == start else "I") + mark
    padded = [_START, _START, *words, _END, _END]
    rows = []
    quoted = False
    for k, word in enumerate(words):
        if word in '„“"»«”':
            quoted = not quoted
        context = ["q" + str(quoted) + shape(word)[:1], "G" + phrases[k], *_around(padded, k + 2)]
        rows.append([*_own_ids(word), *map(_bucket, context)])
    return rows


def _around(words: list[str], k: int) -> list[str]:
    before2, before, word, after, after2 = words[k - 2 : k + 3]
    b, a = _marks(before), _marks(after)
    lb, la = before.lower(), after.lower()
    outline, noun = shape(word), _noun(word)
    own = _marks(word)
    return [
        "-1" + lb,
        "+1" + la,
        "-2" + before2.lower(),
        "+2" + after2.lower(),
        "-1h" + shape(before) + outline,
        "+1h" + outline + shape(after),
        "-1+1" + lb + "|" + la + outline[:1],
        "-1w" + lb + "|" + word.lower(),
        "+1w" + word.lower() + "|" + la,
        "-2-1" + before2.lower() + "|" + lb + outline[:1],
        "+1+2" + la + "|" + after2.lower() + outline[:1],
        "-1m" + b + outline[:1],
        "+1m" + a + outline[:1],
        "-1mm" + b + "|" + own,
        "+1mm" + own + "|" + a,
        "-2m" + _marks(before2) + outline[:1],
        "+2m" + _marks(after2) + outline[:1],
        "-1s" + lb[-3:] + outline,
        "+1s" + la[-3:] + outline,
        "-1hm" + shape(before) + own,
        "+1hm" + shape(after) + own,
        "b" + str(k == 2) + outline + own,
        "-1n" + _noun(before) + noun,
        "+1n" + noun + _noun(after),
        "-1ln" + lb + noun,
        "+1ln" + la + noun,
        "-1+1n" + _noun(before) + noun + _noun(after),
        "bn" + str(k == 2) + noun,
    ]


@functools.lru_cache(maxsize=50_000)
def _marks(word: str) -> str:
    return "+".join(word_classes(word)) + "/" + (place_mark(word) or "-")[:4]


@functools.lru_cache(maxsize=50_000)
def _noun(word: str) -> str:
    """Return whether a capitalised word is rather a name or a noun, the outline of any other."""
    if not word[:1].isupper():
        return shape(word)[:1]
    known, degree = name_or_noun(word)
    return ("k" if known else "u") + ("o" if degree is None else str(degree))


@functools.lru_cache(maxsize=200_000)
def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS
