"""What a verb of saying passes on: the clause after it, the clause before it, a quotation, or only a topic."""

from collections.abc import Iterator

from lagebild.language.german.clauses import Clause
from lagebild.language.german.statements.hits import Hit, speaker_of
from lagebild.language.german.statements.media import with_medium
from lagebild.language.german.statements.modality import (
    clause_modality,
    heard_modality,
)
from lagebild.language.german.statements.quotes import inside
from lagebild.language.german.statements.reading import Reading, can_speak, speaker_span, subject, trimmed
from lagebild.language.german.statements.regions import object_region
from lagebild.language.german.statements.topics import topic_statement
from lagebild.language.german.tokens import word_class
from lagebild.records.annotation import Form, Statement
from lagebild.records.span import Span

_SHORTEST = 4  # characters; anything shorter is no statement
# Adverbs with which the reporter goes on himself: "sie informierte die Polizei, allerdings hatte sie ...".
_CONTRASTS = frozenset(["allerdings", "jedoch", "dennoch", "trotzdem", "gleichwohl", "hingegen", "dagegen"])


def cue_statements(
    reading: Reading,
    hits: dict[int, Hit],
    at: int,
    last: Statement | None,
    previous: Span | None,
    blocked: set[int],
) -> Iterator[Statement]:
    """Yield the statements of the verb of saying in clause `at`."""
    hit = hits[at]
    speaker = _speaker(reading, hit, last)
    clausal = hit.with_frame("clause")
    infinitive = hit.with_frame("infinitive")
    found = False
    if clausal or infinitive or hit.with_frame("accuse"):
        for statement in _clausal(reading, hits, hit, speaker, previous):
            found = True
            yield with_medium(reading, statement, at)
    if not found or (_colon_follows(reading, at) and not hit.with_frame("accuse")):
        topic = topic_statement(reading, hits, hit, speaker)
        if topic:
            yield with_medium(reading, topic, at)


def _colon_follows(reading: Reading, at: int) -> bool:
    return at + 1 < len(reading.clauses) and reading.clauses[at + 1].before == ":"


def _speaker(reading: Reading, hit: Hit, last: Statement | None) -> tuple[Span, ...]:
    own = speaker_of(reading, hit)
    if own:
        return (own,)
    if hit.inherited:
        for i in range(hit.clause - 1, -1, -1):
            if reading.clauses[i].kind == "main" and reading.clauses[i].mood == "indicative":
                phrase = subject(reading, i)
                if phrase:
                    return (speaker_span(reading, phrase),)
        return last.speaker if last else ()
    return ()


def _clausal(
    reading: Reading, hits: dict[int, Hit], hit: Hit, speaker: tuple[Span, ...], previous: Span | None
) -> Iterator[Statement]:
    clause = reading.clauses[hit.clause]
    opener = reading.tokens[clause.start].low
    if clause.kind == "sub" and opener == "wie" and hit.with_frame("clause"):
        yield from _wie(reading, hits, hit, speaker)
        return
    before = None if _clause_behind(reading, hit) else _before(reading, hits, hit)
    if before is not None:
        yield from _statement(reading, hit, before, speaker)
        yield from _trailing(reading, hits, hit, speaker)
        return
    after = _after(reading, hits, hit)
    if after is not None:
        yield from _statement(reading, hit, after, speaker)
        return
    if previous is not None and clause.kind == "main" and _points_back(reading, clause) and hit.with_frame("clause"):
        content = trimmed(reading.text, previous.start, previous.end)
        if content:
            yield from _statement(reading, hit, content, speaker)


def _clause_behind(reading: Reading, hit: Hit) -> bool:
    """Tell whether a dass- or infinitive clause follows directly: then what stands before the cue is another matter."""
    if hit.clause + 1 >= len(reading.clauses):
        return False
    following = reading.clauses[hit.clause + 1]
    if following.before != "," or not _is_content(reading, hit, hit.clause + 1):
        return False
    return following.kind == "infinitive" or reading.tokens[following.start].low in ("dass", "daß", "ob")


def _points_back(reading: Reading, clause: Clause) -> bool:
    """Tell whether the clause is "Das teilte X mit": what it passes on is the sentence before."""
    finite = clause.finite
    low = reading.tokens[clause.start].low
    return finite is not None and finite == clause.start + 1 and low in ("das", "dies", "davon", "darauf")


def _statement(reading: Reading, hit: Hit, content: Span, speaker: tuple[Span, ...]) -> Iterator[Statement]:
    text = reading.text
    if content.end - content.start < _SHORTEST:
        return
    form: Form = "indirect"
    for token in reading.tokens:
        if token.kind == "quote":
            inner = inside(text, Span(token.start, token.end))
            if (
                token.start <= content.start <= inner.start
                and content.end >= inner.end - 1
                and content.end <= token.end + 1
            ):
                content, form = inner, "direct"
    cue = hit.with_frame("clause") or hit.with_frame("infinitive") or hit.cues[0]
    named = " ".join(s.of(text) for s in speaker)
    own = heard_modality(cue.modality, cue.lemma, named, hit.negated)
    modality = clause_modality(own, content.of(text), named)
    if hit.negated and modality == "alleged":
        modality = "denied"
    yield Statement(
        content=(content,),
        form=form,
        modality=modality,
        polarity="negative" if modality == "denied" or hit.negated else "positive",
        cue=(hit.verb,),
        speaker=speaker,
        rule=f"{cue.lemma}+clause",
    )


def _wie(reading: Reading, hits: dict[int, Hit], hit: Hit, speaker: tuple[Span, ...]) -> Iterator[Statement]:
    """Read "wie X mitteilte" before, after or inside what it passes on."""
    at, count = hit.clause, len(reading.clauses)
    if at == 0:
        if count > 1:
            yield from _spanned(reading, hit, 1, _group_end(reading, hits, 1), speaker)
        return
    first = at - 1
    while first > 0 and first not in hits and reading.clauses[first].before not in (":", ";"):
        first -= 1
    if first in hits and first < at - 1:
        first += 1
    yield from _spanned(reading, hit, first, at - 1, speaker)


def _spanned(reading: Reading, hit: Hit, first: int, last: int, speaker: tuple[Span, ...]) -> Iterator[Statement]:
    whole = reading.clause_span(first, last)
    content = trimmed(reading.text, whole.start, whole.end)
    if content:
        yield from _statement(reading, hit, content, speaker)


def _before(reading: Reading, hits: dict[int, Hit], hit: Hit) -> Span | None:
    """Return what stands before an inverted cue (", sagte X"), None where the cue is not inverted."""
    clause, tokens = reading.clauses[hit.clause], reading.tokens
    if clause.kind != "main" or clause.finite is None or hit.with_frame("clause") is None:
        return None
    start = clause.start
    if tokens[start].kind == "quote" and clause.finite == start + 1:
        return Span(tokens[start].start, tokens[start].end)
    if hit.clause == 0 or hit.inherited:
        return None
    if "weak" in hit.cues[0].frames and not (hit.speaker and can_speak(reading, hit.speaker)):
        return None
    said_so = tokens[start].low in ("das", "dies") and clause.before in (",", "–", "—")
    if clause.finite != start and not (said_so and _points_back(reading, clause)):
        return None
    first = hit.clause - 1
    kinds = {reading.clauses[first].kind}
    while first > 0 and not _speaks(reading, hits, first) and reading.clauses[first].before not in (":", ";"):
        first -= 1
        kinds.add(reading.clauses[first].kind)
    if _speaks(reading, hits, first) and first < hit.clause - 1 and reading.clauses[first].kind == "main":
        first += 1
    opener = tokens[reading.clauses[first].start].low
    asks = reading.clauses[first].kind == "sub" and opener in word_class("content_openers") and first not in hits
    if not kinds & {"main", "quote"} and not asks:
        return None
    if hit.speaker and hit.speaker[0] < clause.start:
        return None
    whole = reading.clause_span(first, hit.clause - 1)
    return trimmed(reading.text, whole.start, whole.end)


def _speaks(reading: Reading, hits: dict[int, Hit], at: int) -> bool:
    """Tell whether clause `at` is a cue of the reporter; one in the subjunctive is itself passed on."""
    return at in hits and reading.clauses[at].mood == "indicative"


def _trailing(reading: Reading, hits: dict[int, Hit], hit: Hit, speaker: tuple[Span, ...]) -> Iterator[Statement]:
    """Read what goes on after an inverted cue: a second quotation or a main clause in the subjunctive."""
    for i in range(hit.clause + 1, len(reading.clauses)):
        clause = reading.clauses[i]
        if i in hits:
            return
        if clause.kind == "quote" or (clause.kind == "main" and clause.mood in ("subjunctive1", "subjunctive2")):
            yield from _spanned(reading, hit, i, _group_end(reading, hits, i), speaker)
            return


def _after(reading: Reading, hits: dict[int, Hit], hit: Hit) -> Span | None:
    """Return the clause that follows the cue, to the end of the sentence or the next cue."""
    count = len(reading.clauses)
    lead = hit.clause + 1
    for i in range(hit.clause + 1, min(count, hit.clause + 5)):
        clause = reading.clauses[i]
        if i in hits and clause.before in ("und", "aber", "sowie", "oder"):
            return None
        if i in hits and clause.kind == "sub" and reading.tokens[clause.start].low not in word_class("content_openers"):
            return None
        if _is_content(reading, hit, i):
            interrupted = clause.kind == "main" and clause.before == ","
            first = lead if interrupted and reading.clauses[lead].kind == "phrase" else i
            whole = reading.clause_span(first, _group_end(reading, hits, i))
            return trimmed(reading.text, whole.start, whole.end)
        if clause.kind in ("main", "quote") or (
            clause.kind == "infinitive" and reading.tokens[clause.start].low in ("um", "ohne", "statt")
        ):
            return None
    return None


def _is_content(reading: Reading, hit: Hit, at: int) -> bool:
    clause = reading.clauses[at]
    opener = reading.tokens[clause.start].low
    if clause.kind == "infinitive":
        return hit.with_frame("infinitive") is not None and opener not in ("um", "ohne", "statt", "anstatt")
    if hit.with_frame("clause") is None:
        return False
    if clause.before == ":":
        return True
    if clause.kind == "sub":
        means = reading.tokens[reading.clauses[at - 1].end - 1].low == "dadurch"
        return opener in word_class("content_openers") and not means
    if clause.kind == "quote":
        return True
    if clause.kind != "main":
        return False
    if clause.mood in ("subjunctive1", "subjunctive2"):
        return True
    direct = at == hit.clause + 1 and clause.before == "," and opener not in _CONTRASTS
    inverted = clause.finite == clause.start
    own = hit.cues[0].frames
    return direct and not inverted and "weak" not in own and not (set(own) & {"object"} and _has_object(reading, hit))


def _has_object(reading: Reading, hit: Hit) -> bool:
    cue = hit.with_frame("object")
    return cue is not None and object_region(reading, hit, cue) is not None


def _group_end(reading: Reading, hits: dict[int, Hit], first: int) -> int:
    """Return the last clause that belongs to what begins with clause `first`."""
    last = first
    subjunctive = reading.clauses[first].mood in ("subjunctive1", "subjunctive2")
    for i in range(first + 1, len(reading.clauses)):
        clause = reading.clauses[i]
        opener = reading.tokens[clause.start].low
        reported = subjunctive and clause.mood in ("subjunctive1", "subjunctive2")
        if (
            i in hits
            and not reported
            and clause.kind == "main"
            and (hits[i].inherited or clause.before in ("und", "aber", ";") or clause.finite == clause.start)
        ):
            break
        if clause.kind == "sub" and opener == "wie" and i in hits:
            break
        if clause.kind == "phrase" and opener == "so" and clause.end - clause.start <= 8:
            break
        if (
            clause.kind == "main"
            and clause.finite == clause.start
            and clause.mood == "indicative"
            and reading.clauses[first].kind == "sub"
        ):
            break
        joined = {clause.before, opener} & {"und", "aber", "doch", "denn", "während", ";", "–", "—"}
        if (
            clause.kind == "main"
            and joined
            and clause.mood == "indicative"
            and (subjunctive or reading.clauses[first].kind != "main")
        ):
            break
        last = i
    return last
