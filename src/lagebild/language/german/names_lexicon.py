"""The word lists of `names.toml` and the questions asked of them, answered once per word."""

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any, Final

from lagebild.language.gazetteer import Place, gazetteer
from lagebild.language.gazetteer.lookup import stems, weight
from lagebild.language.german.demonyms import is_demonym

_ENDINGS: Final = ("", "s", "es", "n", "en", "in", "innen", "e", "er", "es")
_MAX_PHRASE: Final = 5


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("lagebild.language.german").joinpath("names.toml").read_text("utf-8"))


@functools.cache
def words(section: str, key: str) -> frozenset[str]:
    """Return a list of `names.toml` as a set."""
    return frozenset(_table()[section][key].split())


@functools.cache
def organisation_phrases() -> re.Pattern[str]:
    """Return the pattern of the organisations whose names have several words."""
    return re.compile(r"\b(?:" + "|".join(_table()["organisations"]["phrases"]) + r")\b")


@functools.cache
def east_asian_names() -> re.Pattern[str]:
    """Return the pattern of a family name before a hyphenated given name ("Yoon Suk-yeol")."""
    family = "|".join(sorted(words("persons", "east_asian")))
    return re.compile(rf"\b(?:{family})\s[A-Z]\w{{1,6}}-\w{{2,7}}\b")


@functools.cache
def _inflected(section: str) -> tuple[frozenset[str], tuple[str, ...]]:
    nouns = words(section, "nouns")
    forms = frozenset(noun + ending for noun in nouns for ending in _ENDINGS)
    tails = tuple(sorted(form.lower() for form in forms if len(form) > 3))
    return forms, tails


@functools.lru_cache(maxsize=50_000)
def has_noun(section: str, word: str) -> bool:
    """Tell whether `word` is a noun of that section or a compound that ends in one ("Verteidigungsminister")."""
    forms, tails = _inflected(section)
    return word in forms or (word[:1].isupper() and len(word) > 6 and word.lower().endswith(tails))


@functools.lru_cache(maxsize=5_000)
def nominative(section: str, word: str) -> str:
    """Return a noun of that section, or a compound that ends in one, without its case: "Netzbetreibers"."""
    for ending in ("", "s", "es", "n", "en"):
        stem = word.removesuffix(ending)
        if stem.lower().endswith(_bases(section)):
            return stem
    return word


@functools.cache
def _bases(section: str) -> tuple[str, ...]:
    return tuple(noun.lower() for noun in words(section, "nouns"))


def is_office(word: str) -> bool:
    """Tell whether `word` stands before a person's name as office, title or role."""
    return has_noun("offices", word) or word in words("offices", "abbreviations")


@functools.lru_cache(maxsize=50_000)
def word_classes(word: str) -> tuple[str, ...]:
    """Return the lists that `word` is on, as short marks."""
    marks = [mark for mark, section in _SECTIONS if has_noun(section, word)]
    marks += [mark for mark, section, key in _LISTS if word in words(section, key)]
    if word[:1].isupper():
        bare = word.rstrip("'’")
        for form in (bare, bare.removesuffix("s")):
            if gazetteer().is_given_name(form):
                marks.append("given")
                break
        marks += ["family"] if any(gazetteer().is_family_name(f) for f in (bare, bare.removesuffix("s"))) else []
        marks += ["given-part"] if "-" in bare and gazetteer().is_given_name(bare.partition("-")[0]) else []
    if is_demonym(word):
        marks.append("demonym" if word[0].isupper() else "demonym-adjective")
    return tuple(marks)


_SECTIONS: Final = (("office", "offices"), ("org", "organisations"), ("work", "works"), ("placenoun", "places"))
_LISTS: Final = (
    ("abbr", "offices", "abbreviations"),
    ("particle", "persons", "particles"),
    ("legal", "organisations", "legal_forms"),
    ("club", "organisations", "club_starts"),
    ("agency", "organisations", "agencies"),
    ("known-org", "organisations", "known"),
)


@functools.lru_cache(maxsize=50_000)
def place_mark(name: str) -> str | None:
    """Return kind, size and reliability of the best-known place called so, None where there is none."""
    best = best_place(name)
    if best is None:
        return None
    size = len(str(int(weight(best)))) if best.kind in {"city", "region"} else 0
    return f"{best.kind}{size}{'p' if best.primary else ''}{'c' if best.common else ''}"


def best_place(name: str) -> Place | None:
    """Return the best-known place called so, inflection removed; no alias of a place of less than 10,000 people."""
    if not name[:1].isupper() or len(name) < 3:
        return None
    for stem in stems(name):
        for place in gazetteer().exact(stem):
            if place.primary or place.population >= 10_000:
                return place
    return None


def place_phrases(tokens: list[str]) -> list[tuple[int, int, str]]:
    """Return (first token, end token, mark) of the longest place names of several words, left to right."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        end, mark = _longest(tokens, at)
        if mark:
            found.append((at, end, mark))
            at = end
        else:
            at += 1
    return found


def _longest(tokens: list[str], at: int) -> tuple[int, str | None]:
    if not tokens[at][:1].isupper():
        return at, None
    best: tuple[int, str | None] = (at, None)
    phrase = tokens[at]
    for end in range(at + 1, min(at + _MAX_PHRASE, len(tokens))):
        if end == at + 1 and not gazetteer().has_prefix(phrase + " "):
            break
        phrase = f"{phrase} {tokens[end]}"
        if tokens[end][:1].isalnum() and (mark := place_mark(phrase)):
            best = (end + 1, mark)
    return best


@functools.lru_cache(maxsize=100_000)
def frequency_band(word: str) -> int:
    """Return how common a word is in German, 0 (unknown) to 7, capitals ignored (Zipf scale, `wordfreq`)."""
    return int(_frequencies().get(word.lower(), 0.0))


@functools.cache
def _frequencies() -> dict[str, float]:
    import math

    import wordfreq

    table = wordfreq.get_frequency_dict("de", wordlist="small")
    return {word: math.log10(share) + 9 for word, share in table.items()}
