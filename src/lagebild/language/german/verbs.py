"""German verb forms: from infinitives to every form a newspaper prints, and from a word to what verb it may be.

Weak verbs follow rules, strong ones a table (`verbs.toml`); only verbs of a lexicon are conjugated. Whether any other
word is a finite verb is asked of HanTa (Wartena 2019), one word at a time and cached: tagging whole sentences costs
about 70 ms an article, single cached words under 5.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

from lagebild.language.german.morphology import tagger

Kind = Literal["finite", "participle", "infinitive", "zu-infinitive"]
Mood = Literal["indicative", "subjunctive1", "subjunctive2"]

_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "wider", "hinter", "unter", "über", "voll")
_LONGEST = 40  # letters of a word that is looked up
_CLOSE = 2.5  # log-probability below the best reading up to which HanTa's other readings count; wider lets nouns in


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One reading of a form. `particle` is what must stand apart at the end of the clause ("mit" for "teilte")."""

    lemma: str
    kind: Kind
    mood: Mood = "indicative"
    plural: bool = False
    particle: str = ""


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "verbs.toml").read_text("utf-8"))


@cache
def _strong() -> dict[str, tuple[str, str, str, str]]:
    rows = {}
    for verb, forms in _tables()["strong"].items():
        third, past, participle, subjunctive = forms.split()
        rows[verb] = (third, past, participle, subjunctive)
    return rows


@cache
def auxiliaries() -> dict[str, VerbForm]:
    """Return the finite forms of sein, haben, werden and the modals."""
    moods: dict[str, Mood] = {"ind": "indicative", "k1": "subjunctive1", "k2": "subjunctive2"}
    table = {}
    for form, row in _tables()["auxiliary"].items():
        lemma, mood, number = row.split()
        table[form] = VerbForm(lemma, "finite", moods[mood], number == "pl")
    return table


@cache
def _strong_subjunctives() -> frozenset[str]:
    return frozenset(_tables()["subjunctive2"]["forms"].split())


def _split_prefix(verb: str) -> tuple[str, str]:
    """Return the inseparable prefix (or "") of a verb whose rest is a strong verb of the table, and that rest."""
    for prefix in _INSEPARABLE:
        if verb.startswith(prefix) and verb[len(prefix) :] in _strong():
            return prefix, verb[len(prefix) :]
    return "", verb


def _weak(base: str) -> tuple[str, str, str, str]:
    stem = base[:-2] if base.endswith("en") else base[:-1]
    needs_e = stem.endswith(("t", "d", "ffn", "chn", "gn", "dm", "tm"))
    link = "e" if needs_e else ""
    inseparable = base.startswith(_INSEPARABLE) or base.endswith("ieren")
    participle = ("" if inseparable else "ge") + stem + link + "t"
    return stem + link + "t", stem + link + "te", participle, stem + link + "te"


def _plural(singular: str) -> str:
    if singular.endswith("e"):
        return singular + "n"
    return singular + "en"


def conjugate(verb: str) -> Iterator[tuple[str, VerbForm]]:
    """Yield the third-person and infinite forms of an infinitive; "mit|teilen" marks a separable particle."""
    particle, _, base = verb.rpartition("|")
    lemma = particle + base
    if base in _strong():
        third, past, participle, subjunctive = _strong()[base]
    else:
        prefix, rest = _split_prefix(base)
        if prefix:
            third, past, participle, subjunctive = (prefix + f for f in _strong()[rest])
            participle = prefix + _strong()[rest][2].removeprefix("ge")
        else:
            third, past, participle, subjunctive = _weak(base)
    first = base[:-1]
    finite: list[tuple[str, Mood, bool]] = [
        (third, "indicative", False),
        (base, "indicative", True),
        (past, "indicative", False),
        (_plural(past), "indicative", True),
        (first, "subjunctive1", False),
        (subjunctive, "subjunctive2", False),
        (_plural(subjunctive), "subjunctive2", True),
    ]
    seen = set()
    for form, mood, plural in finite:
        if form in seen:
            continue
        seen.add(form)
        yield form, VerbForm(lemma, "finite", mood, plural, particle)
        if particle:
            yield particle + form, VerbForm(lemma, "finite", mood, plural)
    yield particle + participle, VerbForm(lemma, "participle")
    yield particle + base, VerbForm(lemma, "infinitive")
    if particle:
        yield particle + "zu" + base, VerbForm(lemma, "zu-infinitive")


@lru_cache(maxsize=60_000)
def kinds(word: str) -> frozenset[str]:
    """Return what verb forms a word may be: "FIN", "PP", "INF", "IZU"; empty where it is no verb."""
    if not 0 < len(word) <= _LONGEST:
        return frozenset()
    readings = tagger().tag_word(word, cutoff=5)
    if not readings:
        return frozenset()
    best = readings[0][1]
    return frozenset(
        tag[3:-1]
        for tag, score in readings
        if tag[:2] in ("VV", "VA", "VM") and tag[2:3] == "(" and best - score < _CLOSE
    )


@lru_cache(maxsize=20_000)
def is_adverbial(word: str) -> bool:
    """Tell whether a word in lower case is most likely an adverb or an uninflected adjective; never so for no word."""
    if not 0 < len(word) <= _LONGEST:
        return False
    readings = tagger().tag_word(word, cutoff=5)
    return bool(readings) and readings[0][0] in ("ADV", "PAV", "PROAV", "ADJ(D)", "PTKVZ", "PWAV", "KON", "KOUS")


@lru_cache(maxsize=20_000)
def is_subjunctive1(word: str) -> bool:
    """Tell whether a full verb stands in the third person singular of the subjunctive I ("liege", "resultiere")."""
    if not word.endswith("e") or len(word) < 4 or word[0].isupper() or "FIN" not in kinds(word):
        return False
    if word in auxiliaries():
        return False
    if "INF" not in kinds(word + "n"):
        return False
    lemma = tagger().analyze(word, casesensitive=False)[0]
    return not word.endswith("te") or str(lemma).lower() == word + "n"


def is_subjunctive2(word: str) -> bool:
    """Tell whether the word is a strong verb's subjunctive II ("gäbe")."""
    return word in _strong_subjunctives()
