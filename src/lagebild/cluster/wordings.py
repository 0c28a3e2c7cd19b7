"""Evidence -> reasons in German words, as an editor reads them beside a link: at most three, the most telling first."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from lagebild.cluster.lexicon import frequency, is_stop, land_name
from lagebild.cluster.memory import Remembered
from lagebild.cluster.profile import Profile
from lagebild.cluster.scorer import LIKE, Fit

_MOST: Final = 3
_LISTED: Final = 3
_TELLING: Final = 2.5
"""Nats from which a shared word is worth mentioning: below, it stands in one report of ten."""
_COMMON: Final = 1e-4
"""A word without a capital that is commoner than this convinces nobody, whatever it weighs."""


def _listed(rows: Iterable[str]) -> str:
    return ", ".join(list(dict.fromkeys(rows))[:_LISTED])


def _worth(word: str) -> bool:
    return len(word) > 3 and not is_stop(word) and (word[0].isupper() or frequency(word) < _COMMON)


def _plain(word: str) -> str:
    """Return a word without the capitals of a headline; abbreviations keep theirs."""
    return word.capitalize() if word.isupper() and len(word) > 4 else word


def _day(term: str) -> str:
    month, day = term[1:].split("-")
    return f"{int(day)}.{int(month)}."


def attach_reasons(read: Profile, found: Fit) -> tuple[str, ...]:
    """Return why the document joins: what it shares with the document that fits best, names as they are written."""
    other = found.exemplar

    def pick(chosen: Callable[[str], bool], shown: Callable[[str], str]) -> tuple[float, list[str]]:
        rows = [(m, shown(t)) for t, m in found.shared if chosen(t)]
        return sum(m for m, _ in rows), [w for _, w in rows]

    def is_name(term: str) -> bool:
        return term in read.names and term in other.names

    def is_word(term: str) -> bool:
        return term[0] not in "=+@" and not is_name(term) and _worth(read.surface[term])

    names = pick(is_name, lambda t: max(read.names[t], other.names[t], key=len))
    towns = [read.surface[t] for t in read.towns if t in other.towns]
    lands = pick(lambda t: t[0] == "@", land_name)
    places = (lands[0] + 6.0 * len(towns), [*towns, *lands[1]])
    known = set(" ".join((*names[1], *places[1])).split())
    words = [(m, _plain(read.surface[t])) for t, m in found.shared if m >= _TELLING and is_word(t)]
    rows = [
        (names, "gemeinsamer Name: ", "gemeinsame Namen: "),
        (places, "gleicher Ort: ", "gleiche Orte: "),
        (pick(lambda t: t in read.numbers, lambda t: read.numbers[t]), "gleiche Zahl: ", "gleiche Zahlen: "),
        (pick(lambda t: t[0] == "+", _day), "gleicher Tag: ", "gleiche Tage: "),
        (
            (0.5 * sum(m for m, _ in words), [w for _, w in words if w not in known]),
            "gleiches Wort: ",
            "gleiche Wendungen: ",
        ),
    ]
    said = sorted((-mass, (one if len(set(v)) == 1 else many) + _listed(v)) for (mass, v), one, many in rows if v)
    reasons = [reason for _, reason in said]
    if found.features["alike"] >= LIKE:
        reasons.insert(_MOST - 1, "ähnlicher Inhalt")
    return tuple(reasons[:_MOST]) or ("ähnlicher Wortlaut",)


def open_reason(nearest: Fit | None) -> tuple[str, ...]:
    """Return why a new story begins."""
    if nearest is None:
        return ("neue Geschichte: kein früherer Bericht teilt seltene Wörter",)
    return (f"neue Geschichte: der ähnlichste Bericht passt nur zu {round(100 * nearest.score)} %",)


def hold_reasons(read: Profile, nearest: Fit) -> tuple[str, ...]:
    """Return why a new story begins for now, and what speaks for the other one."""
    first = f"vorerst eigene Geschichte: der ähnlichste Bericht passt zu {round(100 * nearest.score)} %"
    return (first, *attach_reasons(read, nearest)[: _MOST - 1])


def merge_reason(bridge: Profile) -> str:
    """Return why two stories became one: the report that fits both, and whom it names."""
    names = _listed(bridge.names.values())
    return f"zusammengeführt, weil {bridge.id} zu beiden Geschichten passt" + (f" ({names})" if names else "")


def split_reason(going: Iterable[Remembered]) -> tuple[str, ...]:
    """Return why some reports became a story of their own, with the names that most of them share."""
    names = Counter(name for kept in going for name in set(kept.names.values()))
    shared = _listed(name for name, count in names.most_common() if count > 1)
    reason = "abgetrennt, weil diese Berichte untereinander viel, mit den übrigen aber kaum etwas gemein haben"
    return (reason + (f" ({shared})" if shared else ""),)
