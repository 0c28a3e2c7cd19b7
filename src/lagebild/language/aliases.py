"""A name to the one under which its bearer is filed: "Nordatlantikpakt" is "NATO", "des Bundestages" "Bundestag".

A small reviewed table holds what stays true for years: states, towns of several spellings, agencies, international
bodies, parties, institutions. People are not in it: who holds an office changes. Inflection is taken off by rule, so
the table holds base forms only. A name that means one of several ("Korea", "Frankfurt") has no canonical form.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from lagebild.language.gazetteer import Place, gazetteer
from lagebild.records.annotation import MentionKind

_ARTICLE: Final = re.compile(r"^(?:der|die|das|des|dem|den|the|vom|zum|zur|im|beim)\s+", re.IGNORECASE)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(r"(?:ern|ens|en|es|er|em|e|s|n)$")
_FORMAL: Final = re.compile(
    r"^(?:Republik|Königreich|Fürstentum|Großherzogtum|Staat|Republic of|Kingdom of|State of) (.+)$"
)
_LONGEST: Final = 100
_SHORTEST_STEM: Final = 4
_BODIES: Final = ("bodies", "agencies", "parties", "institutions", "seats")
# How much larger the best-known town of a name must be than the next one for the name alone to mean it.
_DOMINANT: Final = 20
# Inhabitants; the names of smaller places are too often words ("One", "Lies").
_TOWN: Final = 50_000


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "aliases.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class _Index:
    """Forms to canonical names: those with two capitals or more as written, all others by their stems."""

    written: dict[str, str]
    stemmed: dict[str, str]

    def find(self, name: str) -> str | None:
        """Return the canonical name of a form, None where it is not in the table."""
        bare = name.replace(".", "")
        for form in (name, bare, bare.removesuffix("s")):
            if form in self.written:
                return self.written[form]
        return self.stemmed.get(stem_key(name))


def _indexed(rows: dict[str, list[str]]) -> _Index:
    written: dict[str, str] = {}
    stemmed: dict[str, str] = {}
    for canonical_name, forms in rows.items():
        for form in (canonical_name, *forms):
            if is_abbreviation(form):
                written[form.replace(".", "")] = canonical_name
            else:
                stemmed[stem_key(form)] = canonical_name
    return _Index(written, stemmed)


@cache
def _bodies() -> _Index:
    return _indexed({name: forms for section in _BODIES for name, forms in _table()[section].items()})


@cache
def _states() -> _Index:
    return _indexed(_table()["states"])


@cache
def _towns() -> _Index:
    return _indexed(_table()["towns"])


@cache
def _apart() -> frozenset[str]:
    return frozenset(stem_key(name) for name in _table()["apart"]["states"])


@cache
def _loose() -> dict[str, tuple[str, ...]]:
    return {stem_key(form): tuple(names) for form, names in _table()["loose"].items()}


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is a word of at most six letters, two of them capitals ("SPD", "KfW", "EuGH")."""
    bare = name.replace(".", "")
    return bare.isalnum() and len(bare) <= 6 and (sum(c.isupper() or c.isdigit() for c in bare) > 1 or bare.islower())


def plain(word: str) -> str:
    """Return a word in small letters, umlauts written out, without accents: "Müller" and "Mueller" are one."""
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_UMLAUTS))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return letters.replace("ı", "i").replace("ł", "l").replace("đ", "d").replace("ø", "oe")


@lru_cache(maxsize=20_000)
def stem_key(name: str) -> str:
    """Return the words of a name without article and endings of case: "der Vereinten Nationen" as "Vereinte Nationen".

    The key only compares: it is no word.
    """
    words = _WORD.findall(_ARTICLE.sub("", name[:_LONGEST]))
    return " ".join(_stem(plain(word)) for word in words)


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    stem = stem[:-1] if stem.endswith("s") else stem  # "Hauses" as "Haus"
    return stem if len(stem) >= _SHORTEST_STEM else word


@lru_cache(maxsize=20_000)
def canonical(name: str, kind: MentionKind) -> str | None:
    """Return the name under which a state, town or body is filed, None for people and for what the table lacks.

    States and towns have their German names. The kind is the tagger's and often wrong between places and bodies ("EU",
    "Kreml"), so that bodies and states are found under both; only towns need the kind "place".
    """
    name = " ".join(name[:_LONGEST].split())
    if kind in ("person", "demonym") or not name:
        return None
    found = _bodies().find(name) or _state(name)
    if found or kind != "place":
        return found
    return _towns().find(name) or _town(name)


def canonical_kind(name: str, kind: MentionKind) -> MentionKind:
    """Return the kind of a canonical name: "organisation" for a body, "place" for a state, else as given."""
    name = " ".join(name[:_LONGEST].split())
    if kind in ("person", "demonym"):
        return kind
    body = _bodies().find(name)
    if body:
        return kind if body in _table()["seats"] else "organisation"
    return "place" if _state(name) else kind


def loose(name: str) -> tuple[str, ...]:
    """Return the canonical names that a short form ("Sozialdemokraten") may stand for, none where it is none."""
    return _loose().get(stem_key(name), ())


def meant(name: str, present: Collection[str]) -> str | None:
    """Return which of the canonical names `present` a short form means: the only one that it may stand for."""
    fitting = [other for other in loose(name) if other in present]
    return fitting[0] if len(fitting) == 1 else None


def _state(name: str) -> str | None:
    if stem_key(name) in _apart():
        return None
    bare = _ARTICLE.sub("", name)
    table = gazetteer()
    code = _states().find(bare)
    if code is None:
        code = _country(bare)
    if code is None and (formal := _FORMAL.match(bare)) and stem_key(formal[1]) not in _apart():
        code = _country(formal[1])
    place = table.country(code) if code else None
    return place.name if place else None


def _country(name: str) -> str | None:
    found = gazetteer().candidates(name)
    return found[0].country if found and found[0].kind == "country" else None


def _town(name: str) -> str | None:
    """Return the German name of a town that a name means wherever it stands: much the largest of those called so."""
    found = gazetteer().candidates(name)
    if not found or found[0].kind != "city" or not found[0].primary or found[0].population < _TOWN:
        return None
    best = found[0]
    others = [p for p in found[1:] if p.kind == "city" and p.geonameid != best.geonameid]
    return best.title if all(_dwarfed(p, best) for p in others) else None


def _dwarfed(other: Place, best: Place) -> bool:
    return other.population * _DOMINANT < best.population
