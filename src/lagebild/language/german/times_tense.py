"""A clause -> whether it tells what was or what is to come: by this a weekday or a day without a year finds its side.

Newspapers tell the past in the preterite and the perfect, and appointments in the plain present ("Am Sonntag wählt
Hessen"). No tagger is asked, because this is read for every date: closed lists of preterites and auxiliaries, and the
place where German puts its finite verb (beside a fronted date, or last in a subordinate clause).
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from lagebild.language.german.times_lexicon import lexicon, read_table
from lagebild.language.words import Token

CLAUSE_MARKS = frozenset(',;:()–—„“"»«!?')
_PLACING = frozenset({"am", "im", "zum", "vom", "ab", "bis", "seit", "dem", "den", "diesem", "diesen", "kommenden", "nächsten", "dann", "also"})
_OPENERS = frozenset({
    "der", "die", "das", "dem", "den", "deren", "dessen", "denen", "dass", "daß", "weil", "wenn", "ob", "wie", "wo", "während",
    "obwohl", "sobald", "bevor", "nachdem", "damit", "als", "welche", "welcher",
})  # fmt: skip
_REACH = 60


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_table("times_tense.toml").items()}


@cache
def _preterites() -> frozenset[str]:
    plain = _words()["preterites"]
    return plain | {w + ("n" if w.endswith("e") else "en") for w in plain}


@lru_cache(maxsize=20_000)
def is_preterite(word: str) -> bool:
    """Tell a strong or irregular preterite, with or without prefix."""
    if word in _preterites():
        return True
    return len(word) < 24 and any(word[k:] in _preterites() and word[:k] in _words()["prefixes"] for k in range(2, len(word) - 1))


@lru_cache(maxsize=20_000)
def is_participle(word: str) -> bool:
    """Tell a past participle by its form ("gestorben", "zurückgetreten", "verletzt", "operiert")."""
    if len(word) < 5 or not word.endswith(("t", "en")) or not word.islower():
        return False
    if word.endswith("iert") or word.startswith(("be", "ver", "er", "ent", "zer", "über", "unter", "ge")):
        return True
    return any(word[k : k + 2] == "ge" and word[:k] in _words()["prefixes"] for k in range(2, len(word) - 4))


def direction(row: Sequence[Token], at: int) -> int:
    """Return -1 where the clause around a date speaks of the past, 1 of what is to come, 0 where nothing tells.

    A clause without a verb (an apposition, a date behind a comma) takes the side of its sentence.
    """
    first, last = _clause(row, at)
    found = _judge(row, first, last, at)
    if found or (first == 0 and last == len(row)):
        return found
    return _judge(row, max(0, first - _REACH), min(len(row), last + _REACH), at)


def _clause(row: Sequence[Token], at: int) -> tuple[int, int]:
    first = last = at
    while first > 0 and row[first - 1].text not in CLAUSE_MARKS and at - first < _REACH:
        first -= 1
    while last < len(row) and (last == at or row[last].text not in CLAUSE_MARKS) and last - at < _REACH:
        last += 1
    return first, last


def _judge(row: Sequence[Token], first: int, last: int, at: int) -> int:
    words, clause = _words(), row[first:last]
    past = future = weak = told = 0
    for k, token in enumerate(clause):
        lower = token.lower
        past += is_preterite(lower) and (token.text.islower() or token is row[0])
        future += lower in words["future"] or lower in words["appointments"]
        weak += _weak_preterite(token.text) and not _attributive(clause, k)
        told += lower in words["telling"]
    past += any(t.lower in words["perfect"] for t in clause)
    if any(t.lower in words["being"] for t in clause):
        past += any(is_participle(t.text) and t.lower not in words["future"] for t in clause)
    if past or (weak and not future):
        return -1
    if future:
        return 1
    return 0 if told else int(_infinitive(clause) or _present(row, first, last, at))


def _weak_preterite(word: str) -> bool:
    """Tell weak preterites by their ending ("kündigte"), which adjectives share: a future verb outweighs it."""
    return (
        len(word) > 5 and word.islower() and word.endswith(("te", "ten")) and not word.endswith(("sten", "ste", "iten"))
    )


def _attributive(clause: Sequence[Token], k: int) -> bool:
    """Tell "die zweite Etappe" from "die zeigte": determiner or preposition before, noun behind."""
    behind = clause[k + 1].text if k + 1 < len(clause) else ""
    return k > 0 and behind[:1].isupper() and clause[k - 1].lower in _words()["attributed"]


def _infinitive(clause: Sequence[Token]) -> bool:
    """Tell "am Montag zurückzutreten" (to come) from "am Montag geschossen zu haben" (past)."""
    words = [t for t in clause[-3:] if t.kind == "word"]
    if len(words) > 1 and words[-2].lower == "zu":
        return words[-1].lower.endswith("n") and words[-1].lower not in ("haben", "sein")
    return bool(words) and "zu" in words[-1].text[2:-3] and words[-1].text.islower() and words[-1].text.endswith("en")


def _present(row: Sequence[Token], first: int, last: int, at: int) -> bool:
    """Tell a finite verb in the present by its place: beside a fronted date, or last in a subordinate clause."""
    if first > 0 and row[first].lower in _OPENERS:
        end = last - 1
        while end > first and row[end].kind != "word":
            end -= 1
        return _may_be_present(row[end].text)
    begin = at
    while begin > first and row[begin - 1].lower in _PLACING:
        begin -= 1
    if begin > first and _may_be_present(row[begin - 1].text):
        return True
    end = at + 1
    while end < last and (row[end].kind != "word" or row[end].lower in _dated()):
        end += 1
    return begin - first < 2 and end < last and _may_be_present(row[end].text)


@cache
def _dated() -> frozenset[str]:
    """Return the words that may stand between a date and the verb behind it."""
    known = lexicon()
    return frozenset(known.months) | frozenset(known.weekdays) | frozenset(known.dayparts) | {"uhr", "um", "dem", "den"}


@lru_cache(maxsize=20_000)
def _may_be_present(word: str) -> bool:
    if len(word) < 3 or not word.islower() or word in _words()["no_verbs"]:
        return False
    if word in ("ist", "sind", "bin", "gibt"):
        return True
    plural = word.endswith("en") and not word.startswith("ge")
    return plural or (word.endswith("t") and not (word.startswith("ge") and len(word) > 5))
