"""Tells two spellings of one foreign name from two names: "Selenskyj" and "Zelensky" are one, "Meier" and "Meyer" two.

A name in Cyrillic, Arabic or Persian letters comes into German news in the German way ("Lawrow", "Chamenei") and in the
English way ("Lavrov", "Khamenei"). So a spelling is read both ways into one phonetic alphabet, and two spellings are
one name only where the German reading of one is the English reading of the other and some sound is in fact written in
the two ways. Two spellings that are both usual surnames are two names. Doubt counts as two: a statement put into the
wrong mouth is worse than a speaker counted twice.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from lagebild.language.aliases import plain
from lagebild.language.gazetteer import gazetteer
from lagebild.language.german.names_lexicon import words as lists

# Letters to sounds, longest first. "S" is s or z and "X" sch or its voiced
# twin: German writes both the same. "K" is ch as in "ach", "T" ts, "C" tsch, "J" dsch.
_GERMAN: Final = {
    "schtsch": "Q", "dsch": "J", "tsch": "C", "sch": "X", "ch": "K", "z": "T", "s": "S", "w": "v", "j": "j", "x": "kS",
}  # fmt: skip
_ENGLISH: Final = {
    "shch": "Q", "dzh": "J", "tch": "C", "sh": "X", "zh": "X", "ch": "C", "kh": "K", "ts": "T", "tz": "T", "j": "J",
    "z": "S", "s": "S", "y": "j", "v": "v", "x": "kS",
}  # fmt: skip
_LETTERS: Final = {
    german: re.compile("|".join([*sorted(table, key=len, reverse=True), "."]))
    for german, table in ((True, _GERMAN), (False, _ENGLISH))
}
_ADJECTIVE: Final = re.compile(r"(?<=[szc]k)(?:iyi|yj|yi|yy|iy|ij|ii|y|i)$")
_SOFT: Final = re.compile(r"(?<=[a-z])(?:yj|yi|yy|iy|ij|ii)$")
_GLIDE: Final = re.compile(r"(?<=\w{3}[ao])[jy]$")
_BELARUSIAN: Final = re.compile(r"enka$")
_SLAVIC: Final = re.compile(r"(?:sky|[oe][vw]a?|in|enko|[tc]?sch?uk|huk)$")
_LATIN_ARTICLE: Final = re.compile(r"^(?:al|el|as|asch|ash|at|ad|an|ar|az|us)-(?=\w{3})", re.IGNORECASE)
_HYPHENED: Final = re.compile(r"[A-Z][a-z]{1,6} [A-Z][a-z]{1,6}-[a-z]{2,7}")
_LONGEST: Final = 40
_SHORTEST: Final = 5


@cache
def _groups() -> dict[str, frozenset[int]]:
    """Return the numbers of the lines on which a word of a name stands."""
    rows = tomllib.loads((resources.files(__package__) / "romanisation.toml").read_text("utf-8"))["words"]
    found: dict[str, frozenset[int]] = {}
    for number, row in enumerate(rows):
        for word in row.split():
            key = bare_word(word)
            found[key] = found.get(key, frozenset()) | {number}
    return found


def bare_word(word: str) -> str:
    """Return a word of a name without Arabic article, hyphens and apostrophes, in plain small letters."""
    return re.sub(r"[-'’`ʼ.]", "", _LATIN_ARTICLE.sub("", plain(word[:_LONGEST])))


@lru_cache(maxsize=50_000)
def sounds(word: str, *, german: bool) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return the sounds of a word read the German or the English way, and which letters were read as which sound."""
    word = _ending(bare_word(word))
    table = _GERMAN if german else _ENGLISH
    parts: list[str] = []
    read: set[tuple[str, str]] = set()
    for match in _LETTERS[german].finditer(word):
        letters = match[0]
        # English "y" is a consonant before a vowel only ("Yermak"; not "Volodymyr", "Zelensky").
        if letters not in table or (letters == "y" and word[match.end() : match.end() + 1] not in tuple("aeiou")):
            parts.append(letters)
            continue
        parts.append(table[letters])
        read.add((table[letters], letters))
    return _even("".join(parts)), frozenset(read)


def _ending(word: str) -> str:
    word = _BELARUSIAN.sub("enko", _SOFT.sub("y", _ADJECTIVE.sub("y", word)))
    return _GLIDE.sub("i", word)


def _even(key: str) -> str:
    """Return sounds without what each way writes now so, now so: "Sergej" and "Sergei", "Umjerow" and "Umerow"."""
    key = key.replace("ou", "u").replace("oo", "u").replace("ee", "i")
    key = re.sub(r"(?<=[aeiou])[jy](?![aeiou])", "i", key)
    key = re.sub(r"(?<=\w)j(?=e)", "", re.sub(r"y$", "i", key))
    key = re.sub(r"(?<=[CQX])ev(?=a?$)", "ov", key)
    return re.sub(r"(\w)\1", r"\1", key)


def sound_keys(word: str) -> frozenset[str]:
    """Return keys of which two spellings of one word share at least one; spellings of two words may share one, too."""
    groups = _groups().get(bare_word(word), frozenset())
    spelled = {sounds(word, german=True)[0], sounds(word, german=False)[0], bare_word(word)}
    return frozenset(spelled | {str(number) for number in groups})


@lru_cache(maxsize=50_000)
def same_word(a: str, b: str) -> bool:
    """Tell whether two spellings are of one name word ("Lawrow" and "Lavrov", "Müller" and "Mueller")."""
    one, two = bare_word(a), bare_word(b)
    if _listed(a, b):
        return bool(one)
    if min(len(one), len(two)) < _SHORTEST or _both_surnames(a, b):
        return False
    return sound_alike(one, two)


def sound_alike(a: str, b: str) -> bool:
    """Tell whether two spellings can be of one word by their letters alone; two usual surnames may be, too."""
    one, two = bare_word(a), bare_word(b)
    return _crossed(one, two) or _crossed(two, one) or _one_way(one, two)


def _both_surnames(a: str, b: str) -> bool:
    table = gazetteer()
    return table.is_family_name(a) and table.is_family_name(b)


def _crossed(german: str, english: str, *, sure: bool = False) -> bool:
    """Tell whether one spelling read as German sounds like the other read as English, and letters show it.

    `sure` says that another word of the name is known to be written in the two ways.
    """
    key, read = sounds(german, german=True)
    other, heard = sounds(english, german=False)
    if key != other:
        return False
    shown = {sound for sound, letters in read for again, written in heard if sound == again and letters != written}
    # s for z alone is no evidence in a name that is not Slavic: "Sander" and "Zander" are two.
    return bool(shown - {"S"}) or (shown == {"S"} and (sure or bool(_SLAVIC.search(_ending(german)))))


def _one_way(a: str, b: str) -> bool:
    """Tell whether two spellings of one way differ in a Slavic ending only ("-skyj" and "-ski", "-oi" and "-oy")."""
    return _ending(a) == _ending(b)


def same_person(a: str, b: str) -> bool:
    """Tell whether two names in full are of one person: surnames alike, no other word of them against it.

    A name of one word is alike to one of one word only: whose surname it is, only a text or story can tell.
    """
    one, two = a.split(), b.split()
    if not one or not two or (len(one) == 1) != (len(two) == 1):
        return False
    if bare_word("".join(one)) == bare_word("".join(two)):
        return True
    if len(one) == 1:
        return same_word(a, b)
    if is_east_asian(a) or is_east_asian(b):
        # A letter is a person here ("Kim Yong Nam", "Kim Jong Nam"): only what is listed is one.
        return _listed(one[0], two[0]) and _listed("".join(one[1:]), "".join(two[1:]))
    return _same_parts(one, two)


def _same_parts(one: list[str], two: list[str]) -> bool:
    """Compare names word by word; where only one has middle names, they count for nothing."""
    if not (same_word(one[-1], two[-1]) or _pooled(one, two, -1, 0)):
        return False
    if not (same_word(one[0], two[0]) or _initial(one[0], two[0]) or _pooled(one, two, 0, -1)):
        return False
    middle = [w for w in one[1:-1] if w[0].isupper()], [w for w in two[1:-1] if w[0].isupper()]
    if len(middle[0]) != len(middle[1]):
        return True
    return all(same_word(m, n) or _initial(m, n) for m, n in zip(*middle, strict=True))


def _pooled(one: list[str], two: list[str], at: int, other: int) -> bool:
    """Tell whether a word of two names is alike because another word of them is German here and English there."""
    ours, theirs = (bare_word(one[at]), bare_word(two[at])), (bare_word(one[other]), bare_word(two[other]))
    return any(_crossed(*(theirs[::way])) and _crossed(*(ours[::way]), sure=True) for way in (1, -1))


def _listed(a: str, b: str) -> bool:
    one, two = bare_word(a), bare_word(b)
    return one == two or bool(_groups().get(one, frozenset()) & _groups().get(two, frozenset()))


def _initial(a: str, b: str) -> bool:
    one, two = plain(a).rstrip("."), plain(b).rstrip(".")
    return min(len(one), len(two)) == 1 and one[:1] == two[:1]


def is_east_asian(name: str) -> bool:
    """Tell whether the family name stands first ("Kim Jong Un", "Yoon Suk-yeol", "Xi Jinping")."""
    words = name.split()
    if len(words) < 2:
        return False
    family = words[0] in lists("persons", "east_asian")
    return (family and len(words) <= 3 and all(len(w) <= 10 for w in words)) or bool(_HYPHENED.fullmatch(name))
