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
_PLACING = frozenset(
    {
        "am",
        "im",
        "zum",
        "vom",
        "ab",
        "bis",
        "seit",
        "dem",
        "den",
        "diesem",
        "diesen",
        "kommenden",
        "nächsten",
        "dann",
        "also",
    }
)
_OPENERS = frozenset({
    "der", "die", "das", "dem", "den", "deren", "dessen", "denen", "dass", "daß", "weil", "wenn", "ob", "wie", "wo",
    "während", "obwohl", "sobald", "bevor", "nachdem", "damit", "als", "welche", "welcher",
})  # fmt: skip
_QUOTES = frozenset('„“"»«')
_REACH = 60
_LONGEST = 24


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
    return _with_prefix(word, _preterites())


def _with_prefix(word: str, stems: frozenset[str]) -> bool:
    """Tell a word of a list, with or without a verbal prefix."""
    if word in stems:
        return True
    return len(word) < _LONGEST and any(
        word[k:] in stems and word[:k] in _words()["prefixes"] for k in range(2, len(word) - 1)
    )


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


def is_plain_present(row: Sequence[Token], at: int) -> bool:
    """Tell whether nothing but a finite verb in the present says that a day is to come ("Am Abend kommen Hunderte")."""
    first, last = _clause(row, at)
    clause = row[first:last]
    if any(t.lower in _words()["future"] for t in clause) or _infinitive(clause):
        return False
    return _present(row, first, last, at) or any(t.lower in _words()["appointments"] for t in clause)


def calls_to(row: Sequence[Token], at: int) -> bool:
    """Tell whether a day stands behind the noun of an event called to ("zu Streiks am Freitag aufgerufen")."""
    first, last = _clause(row, at)
    begin = at
    while begin > first and (
        row[begin - 1].lower in _PLACING
        or row[begin - 1].lower in ("und", "oder", "sowie")
        or row[begin - 1].lower in _dated()
    ):
        begin -= 1
    noun = begin > first + 1 and row[begin - 1].text[:1].isupper()
    return noun and any(t.lower in _words()["calling"] for t in row[at:last])


def tells_preterite(row: Sequence[Token], at: int) -> bool:
    """Tell whether the clause around a date has its verb in the preterite."""
    first, last = _clause(row, at)
    return any(is_preterite(t.lower) or _weak_preterite(t.text) for t in row[first:last])


def _clause(row: Sequence[Token], at: int) -> tuple[int, int]:
    first = last = at
    while first > 0 and at - first < _REACH and not (_ends(row, first - 1) or _joined(row, first - 1)):
        first -= 1
    while last < len(row) and last - at < _REACH and (last == at or not (_ends(row, last) or _joined(row, last))):
        last += 1
    return first, last


def _ends(row: Sequence[Token], at: int) -> bool:
    """Tell a mark between clauses; quotation marks around one or two words (a name, scare quotes) are none."""
    if row[at].text not in CLAUSE_MARKS:
        return False
    if row[at].text not in _QUOTES:
        return True
    near = range(max(0, at - 3), min(len(row), at + 4))
    return not any(k != at and row[k].text in _QUOTES for k in near)


def _joined(row: Sequence[Token], at: int) -> bool:
    """Tell an "und" that begins a clause with a verb of its own ("wurde beschädigt und soll repariert werden")."""
    words = _words()
    behind = row[at + 1].lower if at + 1 < len(row) else ""
    verb = behind in words["future"] or behind in words["appointments"] or is_preterite(behind)
    return row[at].lower in ("und", "aber", "sondern") and verb


def _judge(row: Sequence[Token], first: int, last: int, at: int) -> int:
    words, clause = _words(), row[first:last]
    past = future = weak = told = 0
    for k, token in enumerate(clause):
        lower = token.lower
        past += is_preterite(lower) and (token.text.islower() or token is row[0])
        future += lower in words["future"] or lower in words["appointments"]
        past += lower in ("ursprünglich", "eigentlich")
        weak += _weak_preterite(token.text) and not _attributive(clause, k)
        told += lower in words["telling"]
    past += any(t.lower in words["perfect"] for t in clause)
    if any(t.lower in words["being"] for t in clause):
        past += any(is_participle(t.text) and t.lower not in words["future"] for t in clause)
    if past or (weak and not future):
        return -1
    if row[first].lower == "als" and first > 0:
        # "als er am Montag vor die Menge tritt" tells what was, in the present.
        return -1
    if future:
        return 1
    return 0 if told else int(_infinitive(clause) or _present(row, first, last, at))


@lru_cache(maxsize=20_000)
def _weak_preterite(word: str) -> bool:
    """Tell weak preterites by their ending ("kündigte"), which adjectives share: a future verb outweighs it."""
    if (
        len(word) < 6
        or not word.islower()
        or not word.endswith(("te", "ten"))
        or word.endswith(("sten", "ste", "iten"))
    ):
        return False
    # "zurückzutreten" is its infinitive with "zu" inside.
    return not _with_prefix(word[:2] + word[2:].replace("zu", "", 1), _words()["infinitives"])


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
