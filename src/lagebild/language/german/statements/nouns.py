"""Nouns of saying with their clause: "die Forderung der Gewerkschaft, ... zu senken", "der Vorwurf, dass"."""

from collections.abc import Iterator

from lagebild.language.german.clauses import Clause
from lagebild.language.german.phrases import noun_phrase
from lagebild.language.german.statements.cues import noun_cues, source_words
from lagebild.language.german.statements.reading import Reading, speaker_span, subject, trimmed
from lagebild.language.german.tokens import is_noun, word_class
from lagebild.records.annotation import Statement

_REACH = 12  # tokens between the noun and its clause


def noun_statements(reading: Reading) -> Iterator[Statement]:
    """Yield the statements that nouns of saying introduce."""
    for number in range(len(reading.clauses) - 1):
        clause, following = reading.clauses[number], reading.clauses[number + 1]
        opener = reading.tokens[following.start].low
        clausal = following.kind == "sub" and opener in ("dass", "daß", "ob")
        infinitive = following.kind == "infinitive" and opener not in ("um", "ohne", "statt", "anstatt")
        if not (clausal or infinitive):
            continue
        noun = next((i for i in reversed(clause.tokens()) if reading.tokens[i].text in noun_cues()), None)
        if noun is None or clause.end - noun > _REACH:
            continue
        last = number + 1
        while last + 1 < len(reading.clauses) and reading.clauses[last + 1].kind in ("sub", "phrase"):
            last += 1
        whole = reading.clause_span(number + 1, last)
        content = trimmed(reading.text, whole.start, whole.end)
        if content is None:
            continue
        owner = _owner(reading, number, clause, noun)
        yield Statement(
            content=(content,),
            form="indirect",
            modality=noun_cues()[reading.tokens[noun].text],
            cue=(reading.token_span(noun, noun + 1),),
            speaker=(speaker_span(reading, owner),) if owner else (),
            rule="noun",
        )


def _owner(reading: Reading, number: int, clause: Clause, noun: int) -> tuple[int, int] | None:
    """Return whose demand it is: the genitive after the noun, the owner before it, else the clause's subject."""
    tokens = reading.tokens
    at = noun + 1
    if at < clause.end and (tokens[at].low in word_class("genitive_determiners") or is_noun(tokens[at], False)):
        after = noun_phrase(tokens, at, clause.end, join=False)
        if after > at:
            return at, after
    if at + 1 < clause.end and tokens[at].low in ("von", "vom", "durch", "seitens"):
        after = noun_phrase(tokens, at + 1, clause.end, join=False)
        if after > at + 1:
            return at + 1, after
    before = noun - 1
    if before >= clause.start and is_noun(tokens[before], False) and tokens[before].low.endswith(("s", "'", "’")):
        return before, noun
    if clause.finite is not None and tokens[clause.finite].low not in source_words("light"):
        found = subject(reading, number)
        if found and not found[0] <= noun < found[1]:
            return found
    return None
