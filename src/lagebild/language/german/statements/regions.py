"""Where in its clause a verb of saying has its topic ("kritisierte [die Reaktion des Westens] scharf")."""

from lagebild.language.german.clauses import Clause
from lagebild.language.german.phrases import noun_phrase, past_apposition, skip_adverbials
from lagebild.language.german.statements.cues import Cue
from lagebild.language.german.statements.hits import Hit
from lagebild.language.german.statements.reading import Reading, subject
from lagebild.language.german.tokens import Token, is_noun, word_class

# Verbs whose dative object is accused, and how it begins.
_CHARGES = frozenset(["vorwerfen", "vorhalten", "anlasten", "unterstellen"])
_DATIVES = frozenset(["der", "dem", "den", "einer", "einem", "ihm", "ihr", "ihnen", "dieser", "diesem", "diesen"])
# Prepositions of what the verb is about; the others tell when, where and by whom.
_ARGUMENTS = frozenset(["für", "auf", "zu", "zum", "zur", "gegen", "über"])


def object_region(reading: Reading, hit: Hit, cue: Cue) -> tuple[int, int] | None:
    """Return the token range of what the verb is about ("kritisierte [die Reaktion des Westens]")."""
    clause, tokens = reading.clauses[hit.clause], reading.tokens
    finite = clause.finite
    assert finite is not None
    end = min(hit.end, clause.end)
    if hit.passive:
        return _without_agent(reading, hit, _passive_region(reading, hit))
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
        start = past_apposition(tokens, hit.speaker[1], end)
    start = next((i + 1 for i in range(start, end) if tokens[i].low == "zufolge"), start)
    at = skip_adverbials(tokens, start, end, keep)
    if at - 1 >= start and tokens[at - 1].low in ("ebenfalls", "ebenso", "gleichfalls"):
        at -= 1
        if noun_phrase(tokens, at + 1, end) > at + 1:
            return at, _before_adverbs(tokens, at + 1, end)
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
        splits = (
            low in word_class("adverbs")
            and low not in ("auch", "nur", "noch", "so", "sehr", "mehr", "weniger")
            and i > at
        )
        if splits and tokens[i].text[0].islower() and tokens[i - 1].low not in word_class("conjunctions"):
            return i
    return end


def _fronted(reading: Reading, clause: Clause, finite: int) -> tuple[int, int] | None:
    start = clause.start
    while start < finite and reading.tokens[start].low in word_class("conjunctions"):
        start += 1
    after = noun_phrase(reading.tokens, start, finite)
    return (start, finite) if after > start else None


def _without_agent(reading: Reading, hit: Hit, region: tuple[int, int] | None) -> tuple[int, int] | None:
    """Cut the agent off a passive subject: "dessen [Rücktritt] von den Demonstranten gefordert wird"."""
    if region is None or hit.speaker is None or not region[0] + 1 < hit.speaker[0] <= region[1] <= hit.speaker[1]:
        return region
    agent = reading.tokens[hit.speaker[0] - 1].low in ("von", "vom", "durch")
    return (region[0], hit.speaker[0] - 1) if agent else region


def _behind(reading: Reading, hit: Hit) -> tuple[int, int] | None:
    """Return the passive subject where something else opens the clause: the participle or who is charged.

    "Kritisiert wurde [die Vergabe]", "Der Stadt wird [ein Verstoß] vorgeworfen".
    """
    clause, tokens = reading.clauses[hit.clause], reading.tokens
    first = tokens[clause.start]
    charged = hit.cues[0].lemma in _CHARGES and first.low in _DATIVES
    if clause.finite is None or clause.kind != "main" or not (charged or hit.verb.start == first.start):
        return None
    end = min(hit.end, clause.end)
    start = skip_adverbials(tokens, clause.finite + 1, end, frozenset())
    after = noun_phrase(tokens, start, end)
    return (start, after) if after > start else None


def _passive_region(reading: Reading, hit: Hit) -> tuple[int, int] | None:
    """Return the passive subject: before the verb where it stands there, else from the first phrase after it."""
    clause, tokens = reading.clauses[hit.clause], reading.tokens
    finite = clause.finite
    assert finite is not None
    found = _behind(reading, hit) or subject(reading, hit.clause)
    if "als" in hit.cues[0].frames and hit.cues[0].lemma != "erklären":
        start = next((i for i in clause.tokens() if tokens[i].low in ("als", "für") and i != clause.start), None)
        if start is not None and found is not None and found[0] < finite and hit.speaker is None:
            start = found[0]
        return (start, min(hit.end, clause.end)) if start is not None and start < hit.end else None
    if found is None:
        return None
    if tokens[finite].low in ("ist", "sind", "war", "waren") and hit.cues[0].modality == "planned":
        return (clause.start if found[0] < finite else found[0]), min(hit.end, clause.end)
    if found[0] < finite or clause.kind == "sub":
        argument = any(tokens[i].low in _ARGUMENTS for i in range(finite + 1, min(hit.end, clause.end)))
        return (found[0], min(hit.end, clause.end)) if argument and hit.speaker is None and found[0] < finite else found
    end = min(hit.end, clause.end)
    for i in range(found[0], end):
        if tokens[i].low in ("von", "vom") and hit.speaker and i + 1 == hit.speaker[0]:
            end = i
            break
    return found[0], max(_before_adverbs(tokens, found[0], end), found[1])
