"""Words that point to past, present or future without a date: "derzeit", "vor kurzem", "in Zukunft"."""

from functools import cache
from typing import Any

from lagebild.language.german.times_lexicon import read_table
from lagebild.language.german.times_sentence import Match, Sentence
from lagebild.language.timex import Reading


@cache
def _table() -> dict[str, Any]:
    return read_table("times_vague.toml")


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the phrases by their first word, longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for reference, phrases in _table()["references"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, reference))
    return {word: tuple(sorted(rows, key=lambda r: -len(r[0]))) for word, rows in by_first.items()}


def vague_begins(word: str) -> bool:
    """Tell whether a phrase begins with a word."""
    return word in _phrases()


def vague(s: Sentence, at: int) -> tuple[Match, ...]:
    """Read a phrase of `times_vague.toml` that no neighbour turns into something else."""
    for words, reference in _phrases().get(s.lower(at), ()):
        if all(s.lower(at + n) == word for n, word in enumerate(words)):
            first = at + (
                (len(words) > 2 and words[0] in ("in", "zu", "für")) or (words[0] == "in" and words[1:] == ("zukunft",))
            )
            if words[0] in _table()["past_before_attribute"] and _before_attribute(s, at + 1):
                reference = "PAST_REF"
            return (Match(first, at + len(words), Reading("DATE", reference, "vague")),) if _holds(s, at, words) else ()
    return ()


def _before_attribute(s: Sentence, at: int) -> bool:
    """Tell whether an inflected attribute and its noun follow ("bisher nicht bekannten Fälle")."""
    head = at + (s.lower(at) == "nicht")
    return s.lower(head).endswith(("e", "en", "er", "es", "em")) and s.capital(head + 1) and not s.capital(head)


def _holds(s: Sentence, at: int, words: tuple[str, ...]) -> bool:
    table, word = _table(), " ".join(words)
    if word in table["reports_only"] and not s.discourse.sober:
        return False
    if len(words) > 1:
        return s.lower(at + len(words)) not in table["not_before"].get(word, ())
    if (
        word in table["lower_only"]
        and s.capital(at)
        and at > 0
        and s.text(at - 1) not in ("„", '"', ":", "»", "“", "–")
    ):
        return False
    return s.lower(at - 1) not in table["not_after"].get(word, ()) and s.lower(at + 1) not in table["not_before"].get(
        word, ()
    )
