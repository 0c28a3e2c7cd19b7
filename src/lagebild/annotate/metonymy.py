"""Whether the name of a place stands for who rules there: "Moskau kündigte an", "zwischen Moskau und Pjöngjang"."""

import re
from typing import Final

from lagebild.language.gazetteer import Gazetteer
from lagebild.records.span import Span

_LOCATIVE: Final = frozenset(
    [
        "in",
        "im",
        "nach",
        "aus",
        "bei",
        "auf",
        "an",
        "am",
        "vor",
        "über",
        "nahe",
        "um",
        "ab",
        "bis",
        "durch",
        "innerhalb",
        "außerhalb",
        "nördlich",
        "südlich",
        "östlich",
        "westlich",
        "unweit",
        "nordwestlich",
        "nordöstlich",
        "südwestlich",
        "südöstlich",
        "ins",
        "zum",
        "zur",
        "unterhalb",
        "oberhalb",
        "rund",
        "Richtung",
        "at",
        "near",
        "to",
        "from",
        "into",
        "outside",
        "across",
    ]
)
_SOCIAL: Final = re.compile(
    r"(?:(?:\bzwischen|\bgegen|\bmit|\bseitens|\bseiten|\bbeziehungen|\bkooperation|\bzusammenarbeit|\bgespräche|"
    r"\bverhandlungen|\bpakt|\bvertrag|\babkommen|\bbündnis|\bsanktionen|\bkritik|\bdruck|\bforderung|\bdrohungen)"
    r"(?:\s+(?:zwischen|gegen|mit|an|auf|von))?(?:\s+(?:dem|der|den|die|das))?\s+(?:[\w-]+\s+(?:und|,|sowie)\s+)?)$",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    r"\b(?:zwischen|between)\s+(?:dem\s+|der\s+)?[\w-]+(?:\s+[\w-]+)?\s+(?:und|and)\s+(?:dem\s+|der\s+)?$"
)
_SPEAKS: Final = re.compile(
    r"^\s+(?:selbst\s+)?(?:hat|habe|hätte|hatte|will|wolle|wollte|soll|sollte|kann|könne|könnte|muss|müsse|müsste|darf|werde|wird|würde|"
    r"(?:sagt|kündigt|warn|droh|forder|erklär|beton|beschuldig|bestreit|bestritt|dementier|wies|weist|wirft|warf|kritisier|verurteil|"
    r"verlang|reagier|stimm|lehn|lehnt|unterstütz|plan|erwart|hoff|bezeichne|bestätig|verhäng|beschloss|beschließt|liefer|schickt|"
    r"entsand|entsend|rief|ruft|droht|sieht|sah|nannte|nennt|teilt|meldet|meldete|verteidig|signalisier|verspr|sprach|spricht|bot|"
    r"bietet|zog|zieht|griff|greift|says|said|announc|warn|threat|accus|den(?:y|ied)|has|will|want)\w*)\b",
)
_SUBJECT_KINDS: Final = frozenset({"country", "continent", "seat"})


def is_actor(text: str, sentence: Span, span: Span, name: str, gazetteer: Gazetteer, language: str) -> bool:
    """Tell whether the place at `span` acts or is dealt with rather than locates; words of German and English are read.

    Only countries, capitals, continents and seats of power stand for somebody.
    """
    if not _can_act(name, gazetteer):
        return False
    before = text[max(sentence.start, span.start - 80) : span.start]
    words = before.split()
    previous = words[-1].strip('(„"').lower() if words else ""
    if previous in {"der", "die", "das", "dem", "den", "des", "the"} and len(words) > 1:
        previous = words[-2].lower()
    if _BETWEEN.search(before) or _SOCIAL.search(before):
        return True
    if previous in _LOCATIVE:
        return False
    after = text[span.end : min(sentence.end, span.end + 40)]
    if language == "de" and re.search(r"\bzwischen\s+(?:dem\s+|der\s+)?$", before):
        return True
    return bool(_SPEAKS.match(after)) or (not words and bool(re.match(r"\s+[a-zäöü]+(?:te|t)\b", after)))


def _can_act(name: str, gazetteer: Gazetteer) -> bool:
    return any(p.kind in _SUBJECT_KINDS or p.capital for p in gazetteer.candidates(name)[:2])
