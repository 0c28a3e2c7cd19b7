"""The reviewed resource of event verbs and nouns (`events.toml`) to what a word of a sentence may tell.

A frame says what a verb governs and what it asks for; every form that a newspaper prints of a verb is in the table, so
that a sentence costs one look a word.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from lagebild.language.german.morphology import name_or_noun
from lagebild.language.german.tokens import word_class
from lagebild.language.german.verbs import VerbForm, conjugate

_CASES: Final = frozenset({"acc", "dat"})
_FLAGS: Final = frozenset({"befalls", "ist", "sich", "plain", "actor", "recipient", "passive", "nobody", "named"})
_ENDINGS: Final = ("", "e", "en", "n", "s", "es")
_LINKS: Final = ("", "s", "es", "n", "en", "er", "e", "-")
_SHORTEST_HEAD: Final = 4  # letters of an event noun that may end a compound ("Mord", "Raub", "Wahl")
_LONGEST_NOUN: Final = 45
# Modifiers that are no words of their own, or that HanTa takes for none.
_MODIFIERS: Final = frozenset(
    [
        "sonder",
        "außen",
        "innen",
        "rück",
        "vor",
        "neben",
        "gegen",
        "groß",
        "haupt",
        "nach",
        "anti",
        "un",
        "sprach",
        "terror",
    ]
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a verb: its type of event, where its recipient stands, and what must hold."""

    code: str
    lemma: str
    recipients: tuple[str, ...]
    flags: frozenset[str]
    roles: frozenset[str]
    beside: tuple[str, ...]
    never_beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noun:
    """An event noun: its type, what its genitive is ("agent", "patient", "alone"), prepositions of its recipient."""

    code: str
    genitive: str
    towards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    verbs: dict[str, tuple[tuple[tuple[Frame, ...], VerbForm], ...]]
    nouns: dict[str, Noun]
    phrases: dict[tuple[str, ...], tuple[Frame, ...]]
    words: dict[str, frozenset[str]]
    never: frozenset[str]
    never_behind: frozenset[tuple[str, ...]]


def verbs_of(low: str) -> tuple[tuple[tuple[Frame, ...], VerbForm], ...]:
    """Return what event verbs a word in lower case may be a form of: the readings of each, and the form."""
    return _tables().verbs.get(low, ())


def phrases() -> dict[tuple[str, ...], tuple[Frame, ...]]:
    """Return the fixed phrases that tell an event, by their words in lower case."""
    return _tables().phrases


def modality_words(name: str) -> frozenset[str]:
    """Return a word list of the table `modality`."""
    return _tables().words[name]


def is_never(before: str, low: str) -> bool:
    """Tell whether a noun tells no event behind the word before it ("zum Tode verurteilt")."""
    return (before, low) in _tables().never_behind


@lru_cache(maxsize=20_000)
def noun_of(word: str) -> Noun | None:
    """Return the event noun that a capitalised word is or ends with."""
    low = word.lower()
    nouns = _tables().nouns
    if low.startswith("nicht") or low.rstrip("ens") in _tables().never:
        return None
    if low in nouns:
        return nouns[low]
    if len(word) > _LONGEST_NOUN:
        return None
    for at in range(3, len(low) - _SHORTEST_HEAD + 1):
        if low[at:] in nouns and _is_modifier(low[:at]):
            return nouns[low[at:]]
    return None


def _is_modifier(left: str) -> bool:
    """Tell whether what stands before a noun is a word, perhaps with a linking element: "Verun-" is none."""
    if left.endswith("-"):
        return True
    stems = [left.removesuffix(link) for link in _LINKS if left.endswith(link)]
    return any(
        stem in _MODIFIERS
        or (len(stem) > 2 and any(name_or_noun(form)[0] for form in (stem.title(), stem.title() + "e")))
        for stem in stems
    )


@cache
def _tables() -> _Tables:
    table = tomllib.loads((resources.files(__package__) / "events.toml").read_text("utf-8"))
    words = {name: frozenset(row.split()) for name, row in table.pop("modality").items()}
    never = table.pop("never")
    fixed = {
        tuple(phrase.lower().split()): tuple(_frames(row.partition(" ")[0], phrase, row.partition(" ")[2]))
        for phrase, row in table.pop("phrases").items()
    }
    verbs: dict[str, list[tuple[tuple[Frame, ...], VerbForm]]] = {}
    nouns: dict[str, Noun] = {}
    for code, rows in table.items():
        nouns.update(_nouns(code, rows))
        for infinitive, row in rows.get("verbs", {}).items():
            frames = tuple(_frames(code, infinitive.replace("|", ""), row))
            for form, reading in conjugate(infinitive):
                verbs.setdefault(form, []).append((frames, reading))
    return _Tables(
        {form: tuple(rows) for form, rows in verbs.items()},
        nouns,
        fixed,
        words,
        frozenset(noun.lower().rstrip("ens") for noun in never["nouns"].split()),
        frozenset(tuple(phrase.lower().split()) for phrase in never["before"].split("|")),
    )


def _nouns(code: str, rows: dict[str, Any]) -> Iterator[tuple[str, Noun]]:
    towards = tuple(rows.get("to", "").split())
    for genitive in ("agent", "patient", "alone"):
        for noun in rows.get(genitive, "").split():
            for ending in _ENDINGS:
                yield noun.lower() + ending, Noun(code, genitive, towards)
            if not noun.endswith(("e", "en")):
                yield from ((form, Noun(code, genitive, towards)) for form in _umlauted(noun.lower()))


def _umlauted(noun: str) -> Iterator[str]:
    """Yield the plurals that change their vowel ("Anschläge"); that some are no words costs nothing."""
    for vowel, umlaut in (("au", "äu"), ("a", "ä"), ("o", "ö"), ("u", "ü")):
        head, found, tail = noun.rpartition(vowel)
        if found:
            yield head + umlaut + tail + "e"
            yield head + umlaut + tail + "en"
            return


def _frames(code: str, lemma: str, row: str) -> Iterator[Frame]:
    for reading in row.split(" | "):
        words = reading.split()
        named = [w for w in words if ":" in w]
        plain = [w for w in words if ":" not in w and not w.startswith("@") and w not in _FLAGS]
        if unknown := [w for w in plain if w not in _CASES and w not in word_class("prepositions")]:
            raise ValueError(f"events.toml, {lemma}: {unknown[0]}")
        lists = {key: tuple(values.split(",")) for key, _, values in (w.partition(":") for w in named)}
        if extra := lists.keys() - {"who", "with", "not"}:
            raise ValueError(f"events.toml, {lemma}: {extra}")
        yield Frame(
            next((w[1:] for w in words if w.startswith("@")), code),
            lemma,
            tuple(plain),
            frozenset(words) & _FLAGS,
            frozenset(lists.get("who", ())),
            lists.get("with", ()),
            lists.get("not", ()),
        )
