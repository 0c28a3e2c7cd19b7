"""The lexicon of saying: which form belongs to which verb, what it passes on and how it is meant."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from lagebild.language.german.verbs import VerbForm, auxiliaries, conjugate
from lagebild.records.annotation import Modality


@dataclass(frozen=True, slots=True)
class Cue:
    """How a verb or noun passes something on; `frames` are explained at the head of `lexicon.toml`."""

    lemma: str
    modality: Modality
    frames: frozenset[str]

    @property
    def prepositions(self) -> frozenset[str]:
        """Return the prepositions that open what it passes on."""
        return self.frames & _PREPOSITIONS


_PREPOSITIONS = frozenset(
    ["vor", "über", "auf", "für", "zu", "zum", "zur", "vom", "von", "gegen", "an", "am", "mit", "um", "nach"]
)
_CONTRACTED = {"zu": ("zum", "zur"), "von": ("vom",), "an": ("am", "ans"), "vor": ("vorm",), "für": ("fürs",)}


_FRAME_NAMES = {"zu": "infinitive", "pzu": "zu"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A finite verb that passes something on only together with one of `words` at the end of its clause."""

    words: frozenset[str]
    cue: Cue


@cache
def lexicon() -> dict[str, Any]:
    """Return `lexicon.toml`."""
    return tomllib.loads((resources.files(__package__) / "lexicon.toml").read_text("utf-8"))


def _frames(row: str) -> frozenset[str]:
    frames = {_FRAME_NAMES.get(word, word) for word in row.split()}
    for preposition, forms in _CONTRACTED.items():
        if preposition in frames:
            frames.update(forms)
    return frozenset(frames)


@cache
def verb_cues() -> dict[str, tuple[Cue, ...]]:
    """Return the cues of each lemma, in the order of the lexicon."""
    table: dict[str, tuple[Cue, ...]] = {}
    for row in lexicon()["verbs"]:
        frames = _frames(row["frames"])
        for verb in row["list"].split():
            lemma = verb.replace("|", "")
            table[lemma] = (*table.get(lemma, ()), Cue(lemma, row["modality"], frames))
    return table


@cache
def verb_forms() -> dict[str, tuple[VerbForm, ...]]:
    """Return the readings of each form of each verb of saying."""
    table: dict[str, tuple[VerbForm, ...]] = {}
    seen = set()
    for row in lexicon()["verbs"]:
        for verb in row["list"].split():
            if verb in seen:
                continue
            seen.add(verb)
            for form, reading in conjugate(verb):
                table[form] = (*table.get(form, ()), reading)
    return table


@cache
def phrase_forms(kind: str) -> dict[str, tuple[Phrase, ...]]:
    """Return the set phrases of each form of one kind: "finite" ("nahm ... Stellung"), "participle", "infinitive"."""
    table: dict[str, tuple[Phrase, ...]] = {}
    for row in lexicon()["phrases"]:
        words = frozenset(row["words"].split())
        cue = Cue(f"{row['verb']} + {row['words'].split()[0]}", row["modality"], _frames(row["frames"]))
        for form, reading in _forms(row["verb"]):
            if reading.kind == kind:
                table[form] = (*table.get(form, ()), Phrase(words, cue))
    return table


def _forms(verb: str) -> Iterable[tuple[str, VerbForm]]:
    """Return the forms of a verb; "sein" and "werden" have their own, and as participles they say nothing."""
    own = [(form, reading) for form, reading in auxiliaries().items() if reading.lemma == verb]
    return own or conjugate(verb)


@cache
def source_words(name: str) -> frozenset[str]:
    """Return a word list of the section `sources`."""
    return frozenset(lexicon()["sources"][name].split())


@cache
def speaker_endings() -> tuple[str, ...]:
    """Return how words end that name somebody who can speak ("minister", "behörde")."""
    return tuple(lexicon()["speakers"]["endings"].split())


@cache
def headline_endings() -> tuple[str, ...]:
    """Return how offices and bodies end that speak before the colon of a headline ("Polizei: ...")."""
    return tuple(lexicon()["speakers"]["headline"].split())


@cache
def noun_cues() -> dict[str, Modality]:
    """Return the modality of each noun whose clause is passed on."""
    table: dict[str, Modality] = {}
    for modality, words in lexicon()["nouns"].items():
        for word in words.split():
            table.setdefault(word, modality)
    return table


@cache
def voiced_nouns() -> dict[str, Modality]:
    """Return the modality of each noun that can be voiced ("äußerte Zweifel"): those with a clause and feelings."""
    return {**noun_cues(), **{word: m for m, words in lexicon()["voiced"].items() for word in words.split()}}
