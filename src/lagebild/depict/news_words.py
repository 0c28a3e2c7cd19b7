"""The sentences in which a change is told, German and English, and the words by which a correction is known."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

Table = Mapping[str, Mapping[str, str]]
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
LONGEST = 400
"""Characters of a wording that a change shows: a proposition, not a paragraph."""


@cache
def table(language: str) -> Table:
    """Return the table of a language, English where it has none: section -> key -> text, or texts."""
    name = language if language in ("de", "en") else "en"
    read: Table = tomllib.loads((resources.files("lagebild.depict") / f"news_{name}.toml").read_text(encoding="utf-8"))
    return read


def told(kind: str, language: str, section: str = "sentence", **words: object) -> str:
    """Return the sentence for a kind of change; what ends like a sentence is not ended twice."""
    text = table(language)[section][kind].format_map({k: _line(str(v)) for k, v in words.items()})
    return re.sub(r"([.!?…])\.(?=\s|$)", r"\1", text)


def told_claim(modality: str, language: str, who: str, text: str) -> str:
    """Return the sentence for what somebody says; a wording that is a clause goes on it: "sagt, dass"."""
    sentence = told(modality, language, "claim", who=who, text=text)
    clause = table(language)["clause"]
    first = text.split(" ", 1)[0]
    return (
        sentence.replace(f": {first}", f"{clause['join']} {first}", 1) if first in clause["first"].split() else sentence
    )


def _line(text: str) -> str:
    line = _SPACE.sub(" ", text)
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def corrects(headline: str, sentence: str, language: str) -> bool:
    """Tell whether an article's headline and one of its sentences take back what its outlet printed."""
    words = table(language)["correction"]
    if any(note in sentence.casefold() for note in words["notes"]):
        return True
    said = [w.casefold() for w in _WORD.findall(sentence)]
    cued = any(_among(w, words["cue"]) for w in said) or (
        any(_among(w, words["particles"]) for w in said) and any(_among(w, words["verbs"]) for w in said)
    )
    titled = any(_among(w.casefold(), words["headline"]) for w in _WORD.findall(headline))
    return cued and (titled or any(_among(w, words["own"]) for w in said))


def _among(word: str, listed: str) -> bool:
    exact, beginnings = _listed(listed)
    return word in exact or any(word.startswith(b) for b in beginnings)


@cache
def _listed(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    rows = words.split()
    return frozenset(r for r in rows if not r.endswith("*")), tuple(r[:-1] for r in rows if r.endswith("*"))
