"""Verb cues: where a clause says that somebody says something, who, and with what verb."""

from dataclasses import dataclass

from lagebild.language.german.clauses import Clause, Token, is_noun, word_class
from lagebild.language.german.phrases import noun_phrase, skip_adverbials
from lagebild.language.german.statements.cues import Cue, phrase_forms, verb_cues, verb_forms
from lagebild.language.german.statements.reading import Reading, agent, last_word, speaker_span, subject
from lagebild.language.german.verbs import auxiliaries
from lagebild.records.span import Span

_PARTICLES = frozenset(
    [
        "ab",
        "an",
        "auf",
        "aus",
        "ein",
        "bei",
        "mit",
        "vor",
        "zu",
        "zurück",
        "um",
        "nach",
        "hin",
        "her",
        "fort",
        "weiter",
        "zusammen",
        "durch",
        "nieder",
        "fest",
        "statt",
        "teil",
        "los",
        "nahe",
        "bekannt",
        "voraus",
        "vorher",
        "vorweg",
        "hervor",
        "heraus",
        "hinzu",
        "dar",
        "klar",
        "richtig",
        "gut",
        "heraus",
        "unter",
        "über",
        "nach",
        "wieder",
    ]
)


# Where an unnamed source comes from: "aus Regierungskreisen verlautete", "in dem Bericht heißt es".
_WHENCE = frozenset(["aus", "in", "im", "von", "vom", "bei", "beim"])


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
    return low if last != clause.finite and low in _PARTICLES else ""


def _finite_lemma(reading: Reading, clause: Clause) -> tuple[tuple[Cue, ...], int]:
    """Return the cues of a clause whose finite verb is itself a verb of saying, and where its object ends."""
    finite = clause.finite
    assert finite is not None
    low = reading.tokens[finite].low
    particle = _particle_at_end(reading, clause)
    readings = [r for r in verb_forms().get(low, ()) if r.kind == "finite"]
    end = clause.end
    for form in readings:
        if form.particle and form.particle == particle:
            return verb_cues()[form.lemma], last_word(reading, clause)
    for phrase in phrase_forms().get(low, ()):
        for i in clause.tokens():
            if reading.tokens[i].text in phrase.words:
                return (phrase.cue,), i if i == last_word(
                    reading, clause
                ) and "accuse" not in phrase.cue.frames else clause.end
    if particle and particle not in ("weiter", "mit", "zu", "aus", "nach", "um", "über", "unter", "durch", "vor"):
        return (), end
    plain = next((form for form in readings if not form.particle), None)
    if plain is None:
        return (), end
    cues = verb_cues().get(plain.lemma, ())
    return (cues if _complete(reading, clause, cues) else ()), end if finite < last_word(reading, clause) else finite


def _complete(reading: Reading, clause: Clause, cues: tuple[Cue, ...]) -> bool:
    """Tell whether "es" or "sich" stands in the clause where the verb says something only with it."""
    if any("es" in c.frames for c in cues) and not _beside_es(reading, clause):
        return False
    reflexive = any(reading.tokens[i].low == "sich" for i in clause.tokens())
    return reflexive or not any("sich" in c.frames for c in cues)


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
        if tokens[i].kind != "word" or i == clause.finite:
            continue
        for start in (i - 1, i):
            if start < clause.start or start == clause.finite:
                continue
            form = "".join(t.low for t in tokens[start : i + 1])
            for reading_ in verb_forms().get(form, ()):
                if reading_.kind in ("participle", "infinitive") and tokens[i].text[0].islower():
                    return verb_cues()[reading_.lemma], start, reading_.kind
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
    negated = any(tokens[i].low in ("nicht", "keine", "keinen", "kein", "nie", "niemand") for i in clause.tokens())
    span = Span(finite.start, finite.end)
    known = auxiliaries().get(finite.low)
    cues, end = _finite_lemma(reading, clause) if known is None or known.lemma == "sein" else ((), clause.end)
    if cues:
        return _with_speaker(reading, Hit(at, cues, span, False, end, negated))
    if known is None:
        return None
    cues, where, kind = _nonfinite(reading, clause)
    if not cues or _is_attributive(tokens, where, clause.end):
        return None
    modal = known.lemma not in ("werden", "sein", "haben")
    if modal and (
        kind == "participle" or known.lemma == "sollen" or (known.lemma in ("wollen", "möchten") and not negated)
    ):
        return None
    if kind == "infinitive" and known.lemma in ("haben", "sein"):
        return None
    passive = kind == "participle" and known.lemma in ("werden", "sein")
    verb = Span(
        tokens[where].start, tokens[min(where + (1 if tokens[where].low in _PARTICLES else 0), clause.end - 1)].end
    )
    return _with_speaker(reading, Hit(at, cues, verb, passive, where, negated))


def _with_speaker(reading: Reading, hit: Hit) -> Hit | None:
    tokens, clause = reading.tokens, reading.clauses[hit.clause]
    if hit.passive:
        quoted = any(c.lemma == "zitieren" for c in hit.cues)
        hit.speaker = agent(reading, hit.clause) or (subject(reading, hit.clause) if quoted else None)
        return hit
    if any(c.lemma in ("verlauten", "heißen") for c in hit.cues):
        hit.speaker = agent(reading, hit.clause, _WHENCE)
        return hit
    finite = clause.finite
    assert finite is not None
    opens = clause.start
    joined = clause.before in ("und", "oder", "aber", "sondern", "doch") or tokens[opens].low in (
        "und",
        "oder",
        "aber",
        "sowie",
    )
    if tokens[opens].low in ("und", "oder", "aber", "sondern", "sowie", "doch"):
        opens += 1
    if joined and (finite == opens or (finite == opens + 1 and tokens[opens].low in word_class("adverbs"))):
        found = _near_pronoun(reading, clause)
        hit.speaker, hit.inherited = found, found is None
        return hit
    hit.speaker = subject(reading, hit.clause)
    if (
        hit.speaker is None
        and finite == clause.start
        and hit.clause > 0
        and clause.kind == "main"
        and not hit.with_frame("es")
    ):
        hit.inherited = True
    if hit.speaker and hit.with_frame("accuse"):
        hit.speaker = hit.speaker[0], noun_phrase(tokens, hit.speaker[0], hit.speaker[1], attach=False)
    if (
        hit.speaker
        and tokens[hit.speaker[0]].low in ("ich", "wir", "das", "dies", "es")
        and hit.speaker[1] == hit.speaker[0] + 1
    ):
        if tokens[hit.speaker[0]].low in ("ich", "wir"):
            return None
        hit.speaker = None
    return hit


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


def object_region(reading: Reading, hit: Hit, cue: Cue) -> tuple[int, int] | None:
    """Return the token range of what the verb is about ("kritisierte [die Reaktion des Westens]")."""
    clause, tokens = reading.clauses[hit.clause], reading.tokens
    finite = clause.finite
    assert finite is not None
    end = min(hit.end, clause.end)
    if hit.passive:
        return _passive_region(reading, hit)
    keep = cue.prepositions | ({"als", "für"} if "als" in cue.frames else frozenset())
    if clause.kind == "sub":
        start = clause.start + 1
        end = min(end, finite)
    else:
        start = finite + 1
    if hit.speaker and start <= hit.speaker[0] < end:
        before = skip_adverbials(tokens, start, hit.speaker[0], keep)
        if before < hit.speaker[0] and tokens[before].low not in word_class("prepositions"):
            return before, hit.speaker[0]
        start = hit.speaker[1]
    start = next((i + 1 for i in range(start, end) if tokens[i].low == "zufolge"), start)
    at = skip_adverbials(tokens, start, end, keep)
    nominal = bool(cue.frames & {"object", "als", "accuse"})
    if "object" in cue.frames:
        at = _past_dative(tokens, at, end, keep)
    if at < end and (tokens[at].low in keep or (nominal and noun_phrase(tokens, at, end) > at)):
        return at, _before_adverbs(tokens, at, end) if "object" in cue.frames and "als" not in cue.frames else end
    if clause.kind == "main" and hit.speaker and hit.speaker[0] > finite and nominal:
        return _fronted(reading, clause, finite)
    return _prepositional(reading, clause, cue, keep, range(start, end))


def _prepositional(
    reading: Reading, clause: Clause, cue: Cue, keep: frozenset[str], field: range
) -> tuple[int, int] | None:
    """Return the phrase whose preposition belongs to the verb, in the middle field or before the finite verb."""
    tokens, finite = reading.tokens, clause.finite
    assert finite is not None
    for i in field:
        if tokens[i].low in keep and "object" not in cue.frames:
            return i, field.stop
    first = clause.start + (1 if tokens[clause.start].low in ("auch", "und", "aber") else 0)
    if clause.kind == "main" and first < finite and tokens[first].low in keep:
        return clause.start, finite
    return None


def _past_dative(tokens: list[Token], at: int, end: int, keep: frozenset[str]) -> int:
    """Return where the object starts after somebody to whom it is said ("bot Serbien ... den Abschluss an")."""
    after = noun_phrase(tokens, at, end, attach=True, join=False)
    if after == at:
        return at
    dative = tokens[at].low in ("dem", "einem", "diesem", "ihm", "ihnen", "seinem", "ihrem")
    bare = after == at + 1 and is_noun(tokens[at], False)
    following = skip_adverbials(tokens, after, end, keep)
    named = following < end and tokens[following].low in word_class("determiners")
    if (dative or (bare and named)) and noun_phrase(tokens, following, end) > following + 1:
        return following
    return at


def _before_adverbs(tokens: list[Token], at: int, end: int) -> int:
    """Return where an object ends before adverbs that belong to the verb ("die Mission [strikt] ab")."""
    for i in range(noun_phrase(tokens, at, end), end):
        low = tokens[i].low
        splits = low in word_class("adverbs") and low not in ("auch", "nur", "noch", "so", "sehr") and i > at
        if splits and tokens[i].text[0].islower() and tokens[i - 1].low not in word_class("conjunctions"):
            return i
    return end


def _fronted(reading: Reading, clause: Clause, finite: int) -> tuple[int, int] | None:
    start = clause.start
    while start < finite and reading.tokens[start].low in word_class("conjunctions"):
        start += 1
    after = noun_phrase(reading.tokens, start, finite)
    return (start, finite) if after > start else None


def _passive_region(reading: Reading, hit: Hit) -> tuple[int, int] | None:
    """Return the passive subject: before the verb where it stands there, else from the first phrase after it."""
    clause, tokens = reading.clauses[hit.clause], reading.tokens
    finite = clause.finite
    assert finite is not None
    found = subject(reading, hit.clause)
    if "als" in hit.cues[0].frames and hit.cues[0].lemma != "erklären":
        start = next((i for i in clause.tokens() if tokens[i].low in ("als", "für") and i != clause.start), None)
        return (start, min(hit.end, clause.end)) if start is not None and start < hit.end else None
    if found is None:
        return None
    if tokens[finite].low in ("ist", "sind", "war", "waren") and hit.cues[0].modality == "planned":
        return clause.start, min(hit.end, clause.end)
    if found[0] < finite or clause.kind == "sub":
        return found
    end = min(hit.end, clause.end)
    for i in range(found[0], end):
        if tokens[i].low in ("von", "vom") and hit.speaker and i + 1 == hit.speaker[0]:
            end = i
            break
    return found[0], max(_before_adverbs(tokens, found[0], end), found[1])
