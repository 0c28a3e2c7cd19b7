"""Verb cues: where a clause says that somebody says something, who, and with what verb."""

from dataclasses import dataclass

from lagebild.language.german.clauses import Clause
from lagebild.language.german.phrases import noun_phrase
from lagebild.language.german.statements.cues import Cue, Phrase, phrase_forms, verb_cues, verb_forms
from lagebild.language.german.statements.reading import (
    Reading,
    agent,
    can_speak,
    last_word,
    speaker_span,
    speaking_subject,
    subject,
)
from lagebild.language.german.tokens import Token, word_class
from lagebild.language.german.verbs import auxiliaries
from lagebild.records.span import Span

# Where an unnamed source comes from: "aus Regierungskreisen verlautete", "in dem Bericht heißt es".
_WHENCE = frozenset(["aus", "in", "im", "von", "vom", "bei", "beim", "auf"])
# What somebody must say he has not said yet; "musste einräumen" has happened.
_NO_DENIAL = frozenset(["nur", "bloß", "allein", "zuletzt"])
_DUTIES = frozenset(["muss", "muß", "müssen", "müsse", "müsste", "müssten"])


@dataclass(slots=True)
class Hit:
    """A clause with a verb of saying. `end` is the token after which nothing of the clause belongs to its object."""

    clause: int
    cues: tuple[Cue, ...]
    verb: Span
    passive: bool
    end: int
    negated: bool
    speaker: tuple[int, int] | None = None
    inherited: bool = False

    def with_frame(self, frame: str) -> Cue | None:
        """Return the first cue that has `frame`."""
        return next((c for c in self.cues if frame in c.frames), None)


def _particle_at_end(reading: Reading, clause: Clause) -> str:
    last = last_word(reading, clause)
    low = reading.tokens[last].low
    return low if last != clause.finite and low in word_class("particles") else ""


def _finite_cues(reading: Reading, clause: Clause) -> tuple[tuple[Cue, ...], int]:
    """Return the cues of a clause whose finite verb is itself a verb of saying, and where its object ends."""
    finite = clause.finite
    assert finite is not None
    low = reading.tokens[finite].low
    particle = _particle_at_end(reading, clause)
    readings = [r for r in verb_forms().get(low, ()) if r.kind == "finite"]
    end = clause.end
    for form in readings:
        if form.particle and form.particle == particle:
            cues = verb_cues()[form.lemma]
            return (cues if _complete(reading, clause, cues) else ()), last_word(reading, clause)
        if form.particle and clause.kind == "sub" and reading.tokens[finite - 1].low == form.particle:
            return verb_cues()[form.lemma], finite - 1
    cue, at = _set_phrase(reading, clause, phrase_forms("finite").get(low, ()))
    if cue is not None:
        return (cue,), at
    if particle and particle not in ("weiter", "mit", "zu", "aus", "nach", "um", "über", "unter", "durch", "vor"):
        return (), end
    plain = next((form for form in readings if not form.particle), None)
    if plain is None:
        return (), end
    cues = verb_cues().get(plain.lemma, ())
    return (cues if _complete(reading, clause, cues) else ()), end if finite < last_word(reading, clause) else finite


def _set_phrase(reading: Reading, clause: Clause, phrases: tuple[Phrase, ...]) -> tuple[Cue | None, int]:
    """Return the set phrase whose noun or adjective stands in the clause, and where its object ends."""
    last = last_word(reading, clause)
    for phrase in phrases:
        for i in clause.tokens():
            if reading.tokens[i].text in phrase.words:
                closes = last - i <= 1 and "accuse" not in phrase.cue.frames
                # "in Frage", "zum Ausdruck": the preposition belongs to the phrase, not to its object.
                start = i - 1 if i > clause.start and reading.tokens[i - 1].low in word_class("prepositions") else i
                return phrase.cue, start if closes and start > clause.start else clause.end
    return None, clause.end


def _complete(reading: Reading, clause: Clause, cues: tuple[Cue, ...]) -> bool:
    """Tell whether the small words of the clause are those with which the verb says something ("es", "sich")."""
    if any("es" in c.frames for c in cues) and not _beside_es(reading, clause):
        return False
    words = {reading.tokens[i].low for i in clause.tokens()}
    if "über" in words and any("plain" in c.frames for c in cues):
        return False
    return not any(("bare" if "sich" in words else "sich") in c.frames for c in cues)


def _beside_es(reading: Reading, clause: Clause) -> bool:
    """Tell whether "es" stands beside the finite verb ("hieß es", "wie es heißt")."""
    finite = clause.finite
    assert finite is not None
    near = reading.tokens[max(clause.start, finite - 4) : finite + 2]
    return any(t.low == "es" for t in near)


def _nonfinite(reading: Reading, clause: Clause) -> tuple[tuple[Cue, ...], int, str]:
    """Return cues, token index and kind of a participle or infinitive of a verb of saying in the clause."""
    tokens = reading.tokens
    for i in reversed(clause.tokens()):
        opens = i == clause.start and i + 1 == clause.finite  # "Kritisiert wurde die Arbeit"
        if tokens[i].kind != "word" or i == clause.finite or not (tokens[i].text[0].islower() or opens):
            continue
        for start in (i - 1, i):
            if start < clause.start or start == clause.finite:
                continue
            form = "".join(t.low for t in tokens[start : i + 1])
            for reading_ in verb_forms().get(form, ()):
                if reading_.kind in ("participle", "infinitive"):
                    return verb_cues()[reading_.lemma], start, reading_.kind
        for kind in ("participle", "infinitive"):
            cue, at = _set_phrase(reading, clause, phrase_forms(kind).get(tokens[i].low, ()))
            if cue is not None:
                return (cue,), min(at, i), kind
    return (), clause.end, ""


def _is_attributive(tokens: list[Token], at: int, end: int) -> bool:
    """Tell whether a participle stands before a noun without being the clause's verb."""
    return at + 1 < end and tokens[at + 1].text[0].isupper() and tokens[at].low.endswith(("e", "en", "er", "es", "em"))


def verb_hit(reading: Reading, at: int) -> Hit | None:
    """Return the hit of clause `at`, None where its verb says nothing of saying."""
    clause, tokens = reading.clauses[at], reading.tokens
    if clause.finite is None or clause.kind not in ("main", "sub"):
        return None
    finite = tokens[clause.finite]
    known = auxiliaries().get(finite.low)
    hit = _composed(reading, at, known.lemma) if known is not None else None
    if hit is None and (known is None or known.lemma in ("sein", "werden", "haben")):
        cues, end = _finite_cues(reading, clause)
        hit = Hit(at, cues, Span(finite.start, finite.end), False, end, _negated(reading, clause)) if cues else None
    return _with_speaker(reading, hit) if hit else None


def _negated(reading: Reading, clause: Clause) -> bool:
    """Tell whether the clause is denied; "nicht nur" and "nicht zuletzt" deny nothing."""
    tokens = reading.tokens
    return any(
        tokens[i].low in word_class("negations") and tokens[min(i + 1, clause.end - 1)].low not in _NO_DENIAL
        for i in clause.tokens()
    )


def _composed(reading: Reading, at: int, auxiliary: str) -> Hit | None:
    """Return the hit of a clause whose verb of saying is a participle or infinitive beside an auxiliary."""
    clause, tokens = reading.clauses[at], reading.tokens
    negated = _negated(reading, clause)
    cues, where, kind = _nonfinite(reading, clause)
    if not cues or _is_attributive(tokens, where, clause.end):
        return None
    modal = auxiliary not in ("werden", "sein", "haben")
    if kind == "infinitive" and clause.finite is not None and tokens[clause.finite].low in _DUTIES:
        return None
    if modal and (
        kind == "participle" or auxiliary == "sollen" or (auxiliary in ("wollen", "möchten") and not negated)
    ):
        return None
    if kind == "infinitive" and auxiliary in ("haben", "sein"):
        return None
    passive = kind == "participle" and auxiliary in ("werden", "sein")
    if passive and any("haben" in c.frames for c in cues) and auxiliary == "sein":
        return None
    if passive and any(c.frames & {"active", "sich"} for c in cues) and agent(reading, at) is None:
        return None
    apart = tokens[where].low in word_class("particles")
    verb = Span(tokens[where].start, tokens[min(where + apart, clause.end - 1)].end)
    return Hit(at, cues, verb, passive, where if where > clause.start else clause.end, negated)


def _with_speaker(reading: Reading, hit: Hit) -> Hit | None:
    tokens, clause = reading.tokens, reading.clauses[hit.clause]
    if hit.passive:
        by = agent(reading, hit.clause)
        quoted = subject(reading, hit.clause) if any(c.lemma == "zitieren" for c in hit.cues) else None
        hit.speaker = quoted if quoted is not None and can_speak(reading, quoted) else by
        return hit
    if any(c.lemma in ("verlauten", "heißen") for c in hit.cues):
        hit.speaker = agent(reading, hit.clause, _WHENCE)
        return hit
    if hit.with_frame("nobody"):
        return hit
    if _joined(reading, clause):
        found = _near_pronoun(reading, clause)
        hit.speaker, hit.inherited = found, found is None
        return hit
    hit.speaker = speaking_subject(reading, hit.clause)
    if hit.speaker is None:
        opens = clause.finite == clause.start and hit.clause > 0 and clause.kind == "main"
        hit.inherited = opens and not hit.with_frame("es")
        return hit
    first = tokens[hit.speaker[0]]
    if hit.with_frame("person") and not can_speak(reading, hit.speaker) and first.low not in ("er", "sie", "man"):
        return None
    if hit.with_frame("accuse"):
        hit.speaker = hit.speaker[0], noun_phrase(tokens, hit.speaker[0], hit.speaker[1], attach=False)
    if first.low in ("ich", "wir", "das", "dies", "es") and hit.speaker[1] == hit.speaker[0] + 1:
        if first.low in ("ich", "wir"):
            return None
        hit.speaker = None
    return hit


def _joined(reading: Reading, clause: Clause) -> bool:
    """Tell whether "und" joins the clause to one whose subject it shares ("... und kündigte an")."""
    opens, finite = clause.start, clause.finite
    conjunctions = ("und", "oder", "aber", "sondern", "sowie", "doch")
    joined = clause.before in conjunctions or reading.tokens[opens].low in conjunctions
    if reading.tokens[opens].low in conjunctions:
        opens += 1
    if not joined or finite is None:
        return False
    return finite == opens or (finite == opens + 1 and reading.tokens[opens].low in word_class("adverbs"))


def _near_pronoun(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    finite = clause.finite
    assert finite is not None
    after = finite + 1
    if after < clause.end and reading.tokens[after].low in ("er", "sie", "man"):
        return after, after + 1
    return None


def speaker_of(reading: Reading, hit: Hit) -> Span | None:
    """Return the span of the hit's own speaker, None where he is inherited or missing."""
    return speaker_span(reading, hit.speaker) if hit.speaker else None
