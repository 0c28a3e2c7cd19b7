"""Words for a holder of office to state and office: "der ukrainische Präsident", "Ukraines Staatschef", "US-Präsident".

Who holds an office changes and stands in no table; a story that once says "der ukrainische Präsident Selenskyj" tells
it for itself. Former and future holders are none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lagebild.language.gazetteer import gazetteer
from lagebild.language.german.demonyms import demonym_country
from lagebild.language.german.names_lexicon import is_office, nominative

_ARTICLES: Final = frozenset(["der", "die", "das", "des", "dem", "den", "the"])
_BEHIND: Final = re.compile(r"^(?P<before>.+?)\s+(?:der|des|von|of|of the)\s+(?P<place>[A-ZÄÖÜ][\w .-]{2,40})$")
_NOT_NOW: Final = re.compile(
    r"^(?:ex|alt|vize|interims|übergangs)-?(?:\w*(?:präsident|kanzler|minister|premier|chef|könig)\w*)$"
    r"|^(?:ehemalig|früher|einstig|designiert|künftig|gewählt|vormalig|former)(?:e[nrms]?)?$|^neue[nrms]?$",
    re.IGNORECASE,
)
# Offices of which a state has one holder at a time; of "soldiers" and "spokesmen" it has many.
_UNIQUE: Final = re.compile(r"(?:präsident|kanzler|minister|regierungschef|könig|machthaber|monarch|kaiser)(?:in)?$")
# One office under several words in every state that has it.
_SAME: Final = {
    "staatspräsident": "präsident", "staatschef": "präsident", "president": "präsident",
    "präsidentin": "präsidentin", "staatspräsidentin": "präsidentin", "staatschefin": "präsidentin",
    "premierminister": "regierungschef", "premier": "regierungschef", "ministerpräsident": "regierungschef",
    "kanzler": "regierungschef", "bundeskanzler": "regierungschef", "premierministerin": "regierungschefin",
    "ministerpräsidentin": "regierungschefin", "kanzlerin": "regierungschefin", "bundeskanzlerin": "regierungschefin",
    "außenamtschef": "außenminister", "chefdiplomat": "außenminister",
}  # fmt: skip
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Office:
    """An office as one word in small letters, and its state (ISO 3166-1 alpha-2) where the words tell it."""

    title: str
    country: str | None


@lru_cache(maxsize=20_000)
def office_of(phrase: str) -> Office | None:
    """Return the office that words without a name tell, None where they tell none or a former one."""
    words = phrase[:_LONGEST].split()
    while words and words[0].lower() in _ARTICLES:
        words = words[1:]
    if not words or any(_NOT_NOW.match(w) for w in words):
        return None
    behind = _BEHIND.match(" ".join(words))
    if behind:
        office = office_of(behind["before"])
        country = _state(behind["place"])
        return Office(office.title, country) if office and country and office.country in (None, country) else None
    *attributes, noun = words
    prefix, _, rest = noun.rpartition("-")
    if not rest[:1].isupper() or not is_office(rest):
        return None
    title = nominative("offices", rest).lower()
    title = _SAME.get(title, title)
    if not _UNIQUE.search(title):
        return None
    countries = {c for c in (_country(w) for w in [*attributes, *([prefix] if prefix else [])]) if c}
    if len(countries) > 1 or any(w[0].isupper() and _country(w) is None for w in attributes):
        return None
    return Office(title, next(iter(countries), None))


def office_before(text: str, at: int) -> Office | None:
    """Return the office that stands right before a name at offset `at`, with its state where that stands before it."""
    words = re.split(r"[.,;:!?()\n„“\"]", text[max(0, at - _LONGEST) : at])[-1].split()
    found: Office | None = None
    for count in range(1, min(4, len(words)) + 1):
        office = office_of(" ".join(words[-count:]))
        if office is not None and (found is None or (found.country is None and office.country)):
            found = office
        if found is not None and any(_NOT_NOW.match(w) for w in words[-count:]):
            return None
    return found


def _country(word: str) -> str | None:
    if word[:1].islower() or word.endswith(("er", "ische", "ischen")):
        return demonym_country(word)
    return _state(word)


def _state(name: str) -> str | None:
    found = gazetteer().candidates(name)
    return found[0].country if found and found[0].kind == "country" else None
