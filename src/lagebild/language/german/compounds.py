"""A German noun -> the words it is put together from, so that a search for `Ausfall` finds `Stromausfall`.

Every cut into a known modifier (with its linking element) and a known noun is weighed by the mean frequency of the two
parts on the Zipf scale, and the best one is taken if it outweighs the whole word: the criterion of Koehn & Knight,
"Empirical methods for compound splitting" (EACL 2003), on two parts at a time. Frequencies come from `wordfreq`, what a
noun is from `simplemma`. A compound of three is cut twice, so that `Wahlkampf` is found in `Bundestagswahlkampf` too.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

SHORTEST, LONGEST = 7, 45  # letters of a word that may be cut; measured: nothing useful outside
ZIPF_FLOOR = {3: 3.3, 4: 3.4, 5: 2.9, 6: 2.7}
"""Least frequency (Zipf) of a part by its length: short strings are words by chance."""
ZIPF_FLOOR_LONG = 2.3
UNKNOWN_ZIPF = 0.5  # of a head that is a compound nobody counted: so Autobahn|raststätte wins over Auto|bahnraststätte
BEFORE_ZIPF = 4.0  # of listed modifiers: their own frequency as function words says nothing
LINKS = (("", 0.0), ("s", 0.0), ("n", 0.1), ("en", 0.3), ("es", 0.4), ("er", 0.4), ("e", 0.5))
"""Linking elements after the modifier, with what their use costs: the rarer, the more."""
CUT_E, CUT_EN = 0.2, 0.6  # what a modifier costs that lost its ending: Schul(e)-, Warn(en)-
WORD_FLOOR = 3.3  # Zipf of a verb or adjective before a noun
_NEEDS_S = ("ung", "heit", "keit", "schaft", "ion", "tät", "tum", "ling")  # these never stand without -s-


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that rules cannot tell, from `analyser.toml`."""

    short: frozenset[str]
    before: frozenset[str]
    never: frozenset[str]
    nouns: frozenset[str]
    whole: frozenset[str]
    needless: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the word lists, read once."""
    import tomllib

    with (Path(__file__).parent / "analyser.toml").open("rb") as file:
        lists = tomllib.load(file)
    return Lexicon(**{name: frozenset(row) for name, row in lists.items()})


@cache
def frequencies() -> dict[str, float]:
    """Return the relative frequency of 634,000 German forms, case-folded (`ß` is `ss` there)."""
    from wordfreq import get_frequency_dict

    table: dict[str, float] = get_frequency_dict("de", wordlist="best")
    return table


def zipf(word: str) -> float:
    """Return log10 of the occurrences in a thousand million words; 0 where the word is unknown."""
    frequency = frequencies().get(word.casefold(), 0.0)
    return math.log10(frequency) + 9 if frequency else 0.0


@lru_cache(maxsize=1 << 15)
def split(word: str) -> tuple[str, str] | None:
    """Return modifier and head of a lower-case noun, as dictionary forms go; None where it is no compound."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word in lexicon().whole:
        return None
    cuts = (cut for at in range(2, len(word) - 2) for cut in _cuts(word[:at], word[at:]))
    best = max(cuts, default=None)
    if best is None or best[0] < zipf(word):
        return None
    return best[1], best[2]


def parts(word: str) -> Iterator[str]:
    """Yield all words inside a lower-case noun, longer ones too: bundestagswahl, bundestag, wahl, wahlkampf, kampf."""
    cut = split(word)
    if cut is None:
        return
    modifier, head = cut
    yield modifier
    yield from parts(modifier)
    # The other bracketing of three: the modifier's own head goes with what follows.
    inner = split(modifier)
    if inner is not None and word.startswith(modifier) and modifier.endswith(inner[1]):
        overlapping = word[len(modifier) - len(inner[1]) :]
        if _part_zipf(overlapping):
            yield overlapping
    yield head
    yield from parts(head)


def _cuts(left: str, right: str) -> Iterator[tuple[float, str, str]]:
    head = _head_zipf(right)
    if not head:
        return
    for modifier, weight in _modifiers(left):
        if right == "ende" and _is_verb(modifier):
            continue  # a participle: steig|ende
        yield (weight + head) / 2, modifier, right


def _modifiers(left: str) -> Iterator[tuple[str, float]]:
    if left in lexicon().before:
        yield left, BEFORE_ZIPF
    for link, cost in LINKS:
        stem = left.removesuffix(link) if link else left
        if (link and stem == left) or (link != "s" and stem.endswith(_NEEDS_S)):
            continue
        weight = _part_zipf(stem)
        if weight:
            yield stem, weight - cost
    if len(left) >= 4:
        yield from _shortened(left)


def _shortened(left: str) -> Iterator[tuple[str, float]]:
    """Yield modifiers that lost their ending: Schul(e)-, Geschicht(e)s-, Warn(en)-, and adjectives: Sozial-."""
    for form, cost in ((left + "e", CUT_E), (left.removesuffix("s") + "e", 2 * CUT_E)):
        weight = _part_zipf(form)
        if weight:
            yield form, weight - cost
    weight = zipf(left + "en")
    if weight >= WORD_FLOOR and _is_verb(left + "en"):
        yield left + "en", weight - CUT_EN
    weight = zipf(left)
    if weight >= WORD_FLOOR and _is_adjective(left):
        yield left, weight - CUT_EN


def _head_zipf(word: str) -> float:
    weight = _part_zipf(word)
    if weight:
        return weight
    inner = split(word) if len(word) >= SHORTEST and not zipf(word) else None
    return UNKNOWN_ZIPF if inner else 0.0


@lru_cache(maxsize=1 << 16)
def _part_zipf(word: str) -> float:
    """Return the frequency of a noun that can be a part, 0 where it cannot."""
    weight = zipf(word)
    size = len(word)
    if size < 4 and word not in lexicon().short:
        return 0.0
    if weight < ZIPF_FLOOR.get(size, ZIPF_FLOOR_LONG) or word in lexicon().never:
        return 0.0
    return weight if _is_noun(word) else 0.0


def _is_noun(word: str) -> bool:
    from simplemma import is_known, lemmatize

    capital = word.capitalize()
    if word in lexicon().short or word in lexicon().nouns:
        return True
    if not is_known(capital, lang="de"):
        return False
    # Short infinitives used as nouns are heads of nothing: Fern|sehen. Long ones are: Friedens|abkommen.
    verbal = len(word) < 7 and _is_verb(word)
    return bool(lemmatize(capital, lang="de")[:1].isupper()) and not verbal


def _is_verb(word: str) -> bool:
    from simplemma import lemmatize

    return word.endswith(("en", "rn", "ln")) and bool(lemmatize(word, lang="de") == word)


def _is_adjective(word: str) -> bool:
    from simplemma import is_known, lemmatize

    return bool(is_known(f"{word}es", lang="de") and lemmatize(f"{word}es", lang="de") == word)
