"""How a statement is meant: the cue's own sense, corrected by what is passed on and by who says it."""

import re

from lagebild.language.german.statements.cues import source_words
from lagebild.records.annotation import Modality

_PERFECT_INFINITIVE = re.compile(
    r"\b\w+(?:t|en)\s+(?:worden\s+|können\s+)?(?:haben|sein)\b(?:\s+(?:soll|sollen|will|wollen|könnte|dürfte)\b)?"
)
_STATIVE = re.compile(
    r"\b(?:sein|haben|existieren|liegen|gelten|betragen|stammen|leben|leiden|gehören|bestehen|kennen|wissen|stehen|befinden)"
    r"(?:\s+soll(?:en)?)?\s*$"
)
_DEMAND = re.compile(r"\b(?:müss(?:e|en|te|ten)|soll(?:e|en|te|ten)|dürf(?:e|en) nicht|muss)\b")
_PLAN = re.compile(r"\b(?:wolle|wollen|will|werde|planen|plane|beabsichtige)\b")
_CONDITION = re.compile(r"\b(?:falls|sofern|sobald|wenn|nur dann)\b")


def is_reported_past(clause: str) -> bool:
    """Tell whether "soll" passes on a rumour (perfect infinitive or a state) rather than a plan."""
    return _PERFECT_INFINITIVE.search(clause) is not None or _STATIVE.search(clause) is not None


def source_modality(content: str, speaker: str, hearsay: bool) -> Modality:
    """Return the modality of a "laut" or "nach Angaben" clause."""
    words = set(re.findall(r"[^\W\d_]+", speaker))
    accuses = bool(words & source_words("accusers"))
    if hearsay:
        return "hearsay"
    if re.search(r"\bsoll(?:en)?\b", content):
        if not is_reported_past(content):
            return "planned"
        return "alleged" if accuses else "hearsay"
    if re.match(r"\W*(?:sollte|sollten|müsse|müssten|müsste)\b", content):
        return "demanded"
    if re.search(r"\b(?:sobald|falls|sofern)\b", content):
        return "conditional"
    return "alleged" if accuses else "asserted"


def clause_modality(own: Modality, content: str, speaker: str) -> Modality:
    """Return the modality of a clause passed on with a verb whose own sense is `own`."""
    if own != "asserted":
        return own
    words = set(re.findall(r"[^\W\d_]+", speaker))
    if words & source_words("accusers"):
        return "alleged"
    head = content[:160]
    if re.search(r"\bsoll(?:en)?\b", head):
        return "hearsay" if is_reported_past(content) else "planned"
    if re.search(r"\b(?:drohe|droht|drohen)\b", head):
        return "warned"
    if re.search(r"\b(?:müsse|müssten|solle|sollten|sollte)\b", head) and not _CONDITION.search(head):
        return "demanded"
    if re.search(r"\bzu wollen\b|\b(?:wolle|will|wollen)\b", head):
        return "planned"
    return own


_TOPICS: tuple[tuple[str, Modality], ...] = (
    (r"\b\w*[Ww]arnung", "warned"),
    (r"\b(?:Forderung|Appell|Empfehlung|Aufruf|Aufforderung)", "demanded"),
    (r"\b\w*[Dd]rohung", "threatened"),
    (r"\b(?:scharfe |deutliche )?Kritik\b", "criticised"),
)


def topic_modality(own: Modality, content: str) -> Modality:
    """Return the modality of a topic: "gab eine Warnung heraus" is a warning whatever the verb."""
    if own != "asserted":
        return own
    return next((modality for pattern, modality in _TOPICS if re.search(pattern, content[:60])), own)
