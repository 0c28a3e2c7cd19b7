"""Statements that only a modal verb shows: "soll" (a rumour or a plan) and "will" (a plan or a claim)."""

from lagebild.language.german.phrases import past_apposition
from lagebild.language.german.statements.modality import is_reported_past
from lagebild.language.german.statements.reading import Reading, speaker_span, subject, trimmed
from lagebild.language.german.tokens import word_class
from lagebild.records.annotation import Modality, Statement
from lagebild.records.span import Span


def is_modal(reading: Reading, at: int) -> bool:
    """Tell whether "soll" or "will" is the finite verb of clause `at`."""
    clause = reading.clauses[at]
    if clause.finite is None:
        return False
    return reading.tokens[clause.finite].low in ("soll", "sollen", "will", "wollen", "möchte", "möchten")


def modal_statement(reading: Reading, at: int) -> Statement | None:
    """Read "soll" (a rumour or a plan) and "will" (a plan; with a perfect infinitive what somebody claims)."""
    clause, tokens = reading.clauses[at], reading.tokens
    finite = clause.finite
    if finite is None:
        return None
    low = tokens[finite].low
    said = reading.clause_span(at, at).of(reading.text)
    past = is_reported_past(said.removesuffix("."))
    last = at
    while (
        last + 1 < len(reading.clauses)
        and reading.clauses[last + 1].kind != "main"
        and reading.clauses[last + 1].before not in (";", ":")
    ):
        last += 1
    phrase = subject(reading, at)
    if low.startswith("soll"):
        return _soll(reading, at, last, past)
    if clause.kind != "main" or phrase is None or tokens[phrase[0]].low in ("ich", "wir"):
        return None
    start = clause.start
    if phrase[0] < finite:
        start = finite + 1
    elif finite == clause.start:
        start = past_apposition(tokens, phrase[1], clause.end)
    while (
        last > at
        and reading.clauses[last].kind == "sub"
        and tokens[reading.clauses[last].start].low in word_class("relatives")
    ):
        last -= 1
    if start >= clause.end:
        return None
    content = trimmed(reading.text, tokens[start].start, tokens[reading.clauses[last].end - 1].end)
    if content is None or content.end - content.start < 12:
        return None
    cue = (Span(tokens[finite].start, tokens[finite].end),)
    modality: Modality = "alleged" if past else "planned"
    return Statement((content,), "reported", modality, cue=cue, speaker=(speaker_span(reading, phrase),), rule="will")


def _soll(reading: Reading, at: int, last: int, past: bool) -> Statement | None:
    clause, tokens = reading.clauses[at], reading.tokens
    finite = clause.finite
    assert finite is not None
    if clause.kind == "sub" and (not past or tokens[clause.start].low not in word_class("relatives")):
        return None
    first = at
    while (
        first > 0
        and clause.kind == "main"
        and finite == reading.clauses[at].start
        and reading.clauses[first - 1].kind in ("sub", "phrase")
    ):
        first -= 1
    whole = reading.clause_span(first, last if clause.kind == "main" else at)
    content = trimmed(reading.text, whole.start, whole.end)
    if content is None:
        return None
    modality: Modality = "hearsay" if past else "planned"
    return Statement((content,), "indirect", modality, cue=(reading.token_span(finite, finite + 1),), rule="soll")
