"""Whether a German sentence tells an event as done, or negates, plans, demands, fears or only passes it on.

Mood, modal verb, conjunction and negation decide for a verb; for a noun its determiner and the verb that governs it:
"der Streik" happens whatever is said of it, "ein Streik droht" does not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from lagebild.language.german.clauses import Clause
from lagebild.language.german.events_frames import modality_words
from lagebild.language.german.tokens import Token
from lagebild.language.german.verbs import Mood, VerbForm, auxiliaries, kinds
from lagebild.records.annotation import Modality, Polarity

_DEFINITE: Final = frozenset({"der", "die", "das", "den", "dem", "des", "im", "am", "beim", "vom"})
# Behind these stands what happened before, whatever the clause goes on to plan.
_BACKGROUND: Final = frozenset({"bei", "nach", "wegen", "durch", "während", "seit", "trotz", "aus", "von"})
_NOT_ONLY: Final = frozenset({"nur", "zuletzt", "allein", "einmal"})
_NONE: Final = frozenset(
    {"kein", "keine", "keinen", "keinem", "keiner", "keines", "keinerlei", "ohne", "statt", "anstatt"}
)

_BY_MOOD: Final[dict[Mood, Modality]] = {
    "indicative": "asserted",
    "subjunctive1": "alleged",
    "subjunctive2": "conditional",
}
_OF_MODAL: Final[dict[str, Modality]] = {
    "müssen": "demanded",
    "können": "conditional",
    "dürfen": "conditional",
    "mögen": "conditional",
    "möchten": "planned",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event is told."""

    polarity: Polarity = "positive"
    modality: Modality = "asserted"


def of_verb(tokens: Sequence[Token], clause: Clause, at: int, *, infinitive: bool) -> Standing:
    """Return how the verb at token `at` is told; `infinitive` says that it stands with "zu" or a modal verb."""
    return Standing(
        "negative" if _negated(tokens, clause, clause.tokens()) else "positive",
        _modality(tokens, clause, infinitive=infinitive, participle=_is_participle(tokens[at])),
    )


def of_noun(tokens: Sequence[Token], clause: Clause, at: int, start: int, *, subject: bool, bare: bool) -> Standing:
    """Return how the event noun at token `at` of the phrase from `start` on is told.

    `subject` says that the phrase is the subject, `bare` that it may be subject or object.
    """
    before = tokens[start:at]
    if _is_feared(tokens, clause, start):
        return Standing(modality="planned")
    if any(t.low in _NONE for t in before):
        return Standing("negative")
    if any(t.low.startswith(word) and t.low[-1:] in "enrms" for t in before for word in modality_words("planned")):
        return Standing(modality="planned")
    if _holds(tokens, clause, modality_words("happening")):
        return of_verb(tokens, clause, at, infinitive=True)
    known = any(_is_determiner(t.low) for t in before)
    wishing = modality_words("wished") if subject else _wishing_stems()
    if (bare or not known) and _holds(tokens, clause, wishing, stems=not subject):
        return Standing(modality="planned")
    if known:
        return Standing()
    if clause.kind == "infinitive":
        return Standing(modality="planned" if bare else "asserted")
    if any(t.low in _BACKGROUND for t in before[:1]) or clause.kind == "phrase":
        return Standing()
    return Standing(modality=_modality(tokens, clause, infinitive=True, participle=False))


def _is_feared(tokens: Sequence[Token], clause: Clause, start: int) -> bool:
    """Tell whether a phrase hangs on a noun of fear, hope or prevention ("Angst vor einem Anschlag")."""
    return (
        start > clause.start
        and tokens[start - 1].text[0].isupper()
        and tokens[start - 1].low in modality_words("fearing")
    )


def _holds(tokens: Sequence[Token], clause: Clause, words: frozenset[str], *, stems: bool = False) -> bool:
    """Tell whether a clause has one of the words, as a verb."""
    return any(
        (_stem(tokens[i].low) if stems else tokens[i].low) in words
        for i in clause.tokens()
        if tokens[i].text[0].islower()
    )


def _is_determiner(low: str) -> bool:
    """Tell whether a word takes what follows for known: an article, "this", or whose it is."""
    return (
        low in _DEFINITE
        or low.startswith(("dies", "jene"))
        or re.fullmatch(r"(?:sein|ihr|unser)(?:e[nrms]?)?", low) is not None
    )


@cache
def _wishing_stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in modality_words("wishing"))


def _stem(low: str) -> str:
    """Return a verb without its endings and "ge-": enough to know a weak verb again."""
    for ending in ("eten", "ten", "ete", "te", "et", "en", "t", "n"):
        if low.endswith(ending) and len(low) - len(ending) > 3:
            low = low.removesuffix(ending)
            break
    return low.removeprefix("ge") if len(low) > 5 else low


def _is_participle(token: Token) -> bool:
    return "PP" in kinds(token.low)


def _negated(tokens: Sequence[Token], clause: Clause, inside: range) -> bool:
    negations = modality_words("negations") - {"ohne", "statt", "anstatt"}
    for i in inside:
        if tokens[i].low in negations:
            following = tokens[i + 1].low if i + 1 < clause.end else ""
            if following not in _NOT_ONLY:
                return True
    return False


def _is_perfect_infinitive(tokens: Sequence[Token], clause: Clause) -> bool:
    """Tell whether a clause ends with "zu haben" or "zu sein": what somebody claims or is said to have done."""
    lows = [tokens[i].low for i in clause.tokens()]
    return any(one == "zu" and other in ("haben", "sein") for one, other in pairwise(lows))


def _modality(tokens: Sequence[Token], clause: Clause, *, infinitive: bool, participle: bool) -> Modality:
    """Return what conjunction, adverb and modal verb make of the clause."""
    if tokens[clause.start].low in modality_words("conditional"):
        return "conditional"
    if participle and _is_perfect_infinitive(tokens, clause):
        return "alleged"
    if any(tokens[i].low in modality_words("doubting") for i in clause.tokens()):
        return "hearsay"
    finite = tokens[clause.finite].low if clause.finite is not None else ""
    auxiliary = auxiliaries().get(finite)
    if auxiliary is None:
        return _BY_MOOD[clause.mood or "indicative"]
    if auxiliary.lemma == "sollen":
        perfect = participle and any(tokens[i].low in ("haben", "sein") for i in clause.tokens())
        return "hearsay" if perfect else "planned"
    if auxiliary.lemma == "werden" and finite in ("wird", "werden"):
        return "planned" if infinitive and not participle else "asserted"
    return _of_auxiliary(auxiliary, finite)


def _of_auxiliary(auxiliary: VerbForm, finite: str) -> Modality:
    """Return what a modal verb says in its mood and tense: what had to be done, or could be, was done."""
    if auxiliary.lemma == "wollen":
        return "planned"
    if auxiliary.mood != "indicative":
        return _BY_MOOD[auxiliary.mood]
    if finite.startswith(("musst", "mußt", "konnt", "durft")):
        return "asserted"
    return _OF_MODAL.get(auxiliary.lemma, "asserted")
