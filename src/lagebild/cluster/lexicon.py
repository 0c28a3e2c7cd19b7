"""Words -> stems, parts of compounds, concepts and how common they are, so that reports in other words meet.

The stemmer is a light one for German and English after CISTEM (Weissweiler and Fraser 2017): matching two reports needs
one form a word, not the right form. Commonness comes from `wordfreq` (general text): a stream's own counts know nothing
on the first day and call a happening common as soon as everybody reports it.
"""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final

_FOLD: Final = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "ó": "o", "ç": "c"}
)
_ENDINGS: Final = ("ern", "em", "er", "en", "es", "nd", "e", "s", "n", "t")
_MIN_STEM: Final = 4
_NAME_SOUNDS: Final = (
    ("tsch", "c"),
    ("sch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("kh", "c"),
    ("ch", "c"),
    ("ph", "f"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("z", "s"),
    ("ck", "k"),
    ("c", "k"),
    ("ff", "v"),
)


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return the stem of a German or English word: lower case, umlauts and up to two endings taken off."""
    low = word.lower().translate(_FOLD)
    for _ in range(2):
        for ending in _ENDINGS:
            if low.endswith(ending) and len(low) - len(ending) >= _MIN_STEM:
                low = low[: -len(ending)]
                break
        else:
            break
    return low


@lru_cache(maxsize=16_384)
def sound(name: str) -> str:
    """Return how a name sounds, roughly, so that transliterations meet: Selenskyj and Zelensky are both "selenski"."""
    low = name.lower().translate(_FOLD)
    for old, new in _NAME_SOUNDS:
        low = low.replace(old, new)
    return "".join(c for k, c in enumerate(low) if not k or c != low[k - 1])


@cache
def _lexicon() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("lagebild.cluster").joinpath("lexicon.toml").read_text("utf-8"))


@cache
def _stops() -> frozenset[str]:
    return frozenset(word for words in _lexicon()["stop"].values() for word in words.split())


def is_stop(word: str) -> bool:
    """Tell whether a word belongs to the trade, the calendar or to reporting, and so to no happening."""
    return word.lower() in _stops()


def _countries() -> Iterator[tuple[str, str]]:
    """Name the countries of the world in German and English (CLDR), where one word names them."""
    from babel import Locale

    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and name.isalpha() and len(name) > 3:
                yield name, code.lower()


@cache
def _tables() -> dict[str, str]:
    data = _lexicon()
    found: dict[str, str] = {}
    for table, mark in (("lands", "@"), ("events", "#")):
        for concept, words in data[table].items():
            for word in words.split():
                found.setdefault(stem(word), mark + concept)
    for name, code in _countries():
        found.setdefault(stem(name), "@" + code)
    return found


@cache
def land_name(code: str) -> str:
    """Return the German name of a land or city concept, "@ru" -> "Russland"."""
    from babel import Locale

    key = code.removeprefix("@")
    known: str | None = Locale("de").territories.get(key.upper()) if len(key) == 2 else None
    if known is not None and key not in ("un", "eu"):
        return known
    return _lexicon()["lands"].get(key, key).split()[0]


def concept(stemmed: str) -> str | None:
    """Return the concept of a stem, "#fire" for a happening, "@ru" for a land or city, or None."""
    return _tables().get(stemmed)


def term(word: str) -> str:
    """Return what a word is counted as: its concept where it has one, else how its stem sounds."""
    stemmed = stem(word)
    return concept(stemmed) or sound(stemmed)


@cache
def _frequencies() -> tuple[dict[str, float], dict[str, float]]:
    from wordfreq import get_frequency_dict

    return get_frequency_dict("de"), get_frequency_dict("en")


@lru_cache(maxsize=16_384)
def frequency(word: str) -> float:
    """Return how often a word stands in general German or English text, whichever is more, per word; 0 if unknown."""
    german, english = _frequencies()
    low = word.lower()
    return max(german.get(low, 0.0), english.get(low, 0.0))


@cache
def _term_frequencies() -> dict[str, float]:
    """Return the frequency of each term: all its word forms together, per word of text."""
    found: dict[str, float] = {}
    for words in _frequencies():
        own: dict[str, float] = {}
        for word, share in words.items():
            if share < _RARE:
                break
            if word.isalpha():
                key = term(word)
                own[key] = own.get(key, 0.0) + share
        for key, share in own.items():
            found[key] = max(found.get(key, 0.0), share)
    return found


@lru_cache(maxsize=16_384)
def chance(key: str) -> float:
    """Return the chance that a short report holds a term, from general text (numbers and days by their roundness)."""
    if key[0] == "+":
        return 0.004
    if key[0] == "=":
        value, digits = float(key[1:]), key[1:].rstrip("0")
        round_one = len(digits) == 1 or value < 100
        return 0.1 if value <= 12 else 0.01 if round_one else 0.003
    return min(0.9, 40.0 * _term_frequencies().get(key, 0.0)) + _UNKNOWN


_RARE: Final = 3e-7
_UNKNOWN: Final = 2e-5
_MIN_PART: Final = 4
_MIN_COMPOUND: Final = 9
_HEAD_FREQUENCY: Final = 3e-6
_MODIFIER_FREQUENCY: Final = 1e-7


@lru_cache(maxsize=16_384)
def compound_parts(word: str) -> tuple[str, ...]:
    """Return the two parts of a German compound that general text knows as words best, or nothing.

    The head must be a common word, the modifier may be rare: names stand in front ("Eisbachwelle").

    >>> compound_parts("Luftangriff")
    ('luft', 'angriff')
    """
    low = word.lower()
    if len(low) < _MIN_COMPOUND or frequency(low) > 3e-5:
        return ()
    german = _frequencies()[0]
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for cut in range(_MIN_PART, len(low) - _MIN_PART + 1):
        head = german.get(low[cut:], 0.0)
        if head < _HEAD_FREQUENCY:
            continue
        modifier = low[:cut]
        bare = modifier[:-1] if modifier.endswith("s") and len(modifier) > _MIN_PART else modifier
        kept = bare if german.get(bare, 0.0) > german.get(modifier, 0.0) else modifier
        known = german.get(kept, 0.0)
        if known >= (_MODIFIER_FREQUENCY if cut > _MIN_PART else _HEAD_FREQUENCY) and head * known > best[0]:
            best = (head * known, (kept, low[cut:]))
    return best[1]
