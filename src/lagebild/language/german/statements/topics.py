"""Speech acts of which only the topic is told: "kritisierte die Reaktion des Westens", "warnte vor Hochwasser"."""

import re
from dataclasses import replace

from lagebild.language.german.statements.cues import Cue
from lagebild.language.german.statements.hits import Hit
from lagebild.language.german.statements.modality import heard_modality, topic_modality, verdict_modality
from lagebild.language.german.statements.quotes import inside, quotations
from lagebild.language.german.statements.reading import Reading, can_speak, trimmed
from lagebild.language.german.statements.regions import object_region
from lagebild.language.german.tokens import word_class
from lagebild.records.annotation import Statement
from lagebild.records.span import Span

_SUBJECT_OPENERS = frozenset(["als", "nachdem", "weil", "da", "wenn", "während", "obwohl", "bevor", "indem"])
# What a fire or a flood "demands" nobody has asked for.
_TOLL = re.compile(
    r"(?:(?:\d[\d.]*|(?!für |von )[a-zäöüß]+) ){0,4}?(?:Todesopfer|Opfer|Menschenleben|Leben|Tote|Verletzte|Tribut)\b"
)
_SHORTEST = 4  # characters; anything shorter is no statement


def topic_statement(reading: Reading, hits: dict[int, Hit], hit: Hit, speaker: tuple[Span, ...]) -> Statement | None:
    """Return the statement of which only the topic is told ("kritisierte die Reaktion des Westens")."""
    if reading.clauses[hit.clause].mood != "indicative":
        return None
    for cue in hit.cues:
        region = object_region(reading, hit, cue) if _has_topic(reading, hit, cue, speaker) else None
        if region is None:
            continue
        content = _extended(reading, hits, hit, region)
        if cue.lemma == "fordern" and any(_TOLL.match(s.of(reading.text)) for s in (content, *speaker) if s):
            continue
        named = _named_verbatim(reading, cue, content)
        if named is not None:
            statement = _reported(reading.text, hit, cue, named, speaker)
            return replace(statement, form="direct")
        if content is not None and content.end - content.start >= _SHORTEST:
            return _reported(reading.text, hit, cue, content, speaker)
    return None


def _has_topic(reading: Reading, hit: Hit, cue: Cue, speaker: tuple[Span, ...]) -> bool:
    """Tell whether the cue can tell a topic as it stands in its clause."""
    if hit.passive and cue.lemma == "zitieren":
        return False
    if not cue.frames & {"object", "als", "accuse"} and (hit.passive or not cue.prepositions):
        return False
    if "als" in cue.frames and not _has_als(reading, hit, cue):
        return False
    if "weak" in cue.frames and not _is_speaker(reading, hit, speaker):
        return False
    return not _is_silence(reading, hit, cue)


def _is_silence(reading: Reading, hit: Hit, cue: Cue) -> bool:
    """Tell whether nothing was said: "hat das Ergebnis nicht veröffentlicht", "wollte keine Stellung nehmen"."""
    spoken = "object" in cue.frames or "nehmen" in cue.lemma
    negated = reading.tokens[hit.end - 1].low in word_class("negations")
    return spoken and negated and heard_modality(cue.modality, cue.lemma, "", negated=True) == "asserted"


def _named_verbatim(reading: Reading, cue: Cue, content: Span | None) -> Span | None:
    """Return the quotation that says what somebody calls something ("bezeichnete sie als „Farce“")."""
    if content is None or not (cue.frames & {"als"} or cue.lemma == "nennen"):
        return None
    inner = [q.shifted(content.start) for q in quotations(content.of(reading.text))]
    inner = [q for q in inner if q.end >= content.end]
    return inside(reading.text, inner[0]) if len(inner) == 1 else None


def _is_speaker(reading: Reading, hit: Hit, speaker: tuple[Span, ...]) -> bool:
    """Tell whether a weak verb has a subject that can speak: a person, a body, a personal pronoun."""
    if hit.passive:
        return False
    if hit.speaker is not None:
        return can_speak(reading, hit.speaker)
    return any(m.kind in ("person", "organisation") and s.overlaps(m.span) for s in speaker for m in reading.mentions)


def _has_als(reading: Reading, hit: Hit, cue: Cue) -> bool:
    mark = "für" if cue.lemma in ("halten", "erklären") else "als"
    return any(reading.tokens[i].low == mark for i in reading.clauses[hit.clause].tokens())


def _extended(reading: Reading, hits: dict[int, Hit], hit: Hit, region: tuple[int, int]) -> Span | None:
    """Return the topic with the relative clauses and phrases that follow it."""
    tokens, clause = reading.tokens, reading.clauses[hit.clause]
    end = tokens[region[1] - 1].end
    open_end = region[1] >= clause.end or clause.end - region[1] <= 1
    if open_end and clause.kind == "main":
        for i in range(hit.clause + 1, len(reading.clauses)):
            following = reading.clauses[i]
            if following.kind in ("main", "quote") or following.before in (":", ";", "–"):
                break
            opener = tokens[following.start].low
            if region[1] < clause.end and not (following.kind == "sub" and opener in word_class("relatives")):
                break
            if following.kind == "sub" and opener in _SUBJECT_OPENERS:
                break
            end = tokens[following.end - 1].end
    start = tokens[region[0]].start
    return trimmed(reading.text, start, end)


def _reported(text: str, hit: Hit, cue: Cue, content: Span, speaker: tuple[Span, ...]) -> Statement:
    said, says = content.of(text), " ".join(span.of(text) for span in speaker)
    judges = bool(cue.frames & {"als"}) or cue.lemma == "nennen"
    own = heard_modality(cue.modality, cue.lemma, says, hit.negated)
    modality = verdict_modality(own, said) if judges else topic_modality(own, cue.lemma, said)
    if cue.lemma == "sprechen" and verdict_modality(own, said) == "criticised":
        modality = "criticised"  # "sprach von Willkür" judges, "sprach von Fortschritten" reports
    return Statement(
        content=(content,),
        form="reported",
        modality=modality,
        polarity="negative" if modality == "denied" or hit.negated else "positive",
        cue=(hit.verb,),
        speaker=speaker,
        rule=f"{cue.lemma}+topic",
    )
