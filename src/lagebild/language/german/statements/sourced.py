"""What a source phrase passes on: the clause it stands in, or all the rest of the sentence around it."""

from dataclasses import replace

from lagebild.language.german.statements.hits import Hit
from lagebild.language.german.statements.modality import source_modality
from lagebild.language.german.statements.quotes import inside
from lagebild.language.german.statements.reading import Reading, speaker_span, trimmed
from lagebild.language.german.statements.sources import Source
from lagebild.language.german.tokens import is_noun, word_class
from lagebild.records.annotation import Statement
from lagebild.records.span import Span


def source_statement(reading: Reading, source: Source, hits: dict[int, Hit]) -> Statement | None:
    """Return what a source phrase passes on, None where nothing is left beside it."""
    clause, tokens = reading.clauses[source.clause], reading.tokens
    in_relative = clause.kind == "sub" and tokens[clause.start].low in word_class("relatives")
    last = source.clause
    while last + 1 < len(reading.clauses) and _carries_on(reading, last + 1, hits):
        if in_relative and reading.clauses[last + 1].kind == "main":
            break
        last += 1
    alone = source.start == clause.start and source.end < clause.end and clause.before == ";"
    if source.rule == "so" or (clause.finite is None and not alone):
        return _apart(reading, source, hits, last)
    start = tokens[clause.start].start
    leads = source.start == clause.start
    after_conjunction = source.start == clause.start + 1 and tokens[clause.start].low in word_class("conjunctions")
    after_pronoun = in_relative and source.start == clause.start + 1
    if (leads or after_conjunction or after_pronoun) and source.end < clause.end:
        start = tokens[source.end].start
    if last == source.clause + 1 and _adds_about_name(reading, last):
        last -= 1
    content = trimmed(reading.text, start, tokens[reading.clauses[last].end - 1].end)
    return _sourced(reading, source, content)


def _adds_about_name(reading: Reading, at: int) -> bool:
    """Tell whether clause `at` is a relative clause in the indicative about a name.

    Such a clause never says which one is meant, it adds something, and in the indicative the reporter adds it.
    """
    clause, before = reading.clauses[at], reading.clauses[at - 1]
    opener = reading.tokens[clause.start].low
    if clause.kind != "sub" or clause.mood != "indicative" or opener not in word_class("relatives"):
        return False
    nouns = [reading.tokens[i] for i in before.tokens() if is_noun(reading.tokens[i], first=False)]
    if not nouns:
        return False
    last = Span(nouns[-1].start, nouns[-1].end)
    return any(m.span.overlaps(last) and m.kind in ("person", "place") for m in reading.mentions)


def _apart(reading: Reading, source: Source, hits: dict[int, Hit], last: int) -> Statement | None:
    """Read a source phrase between commas or at the end: all the rest of the sentence is passed on."""
    tokens, at = reading.tokens, source.clause
    if at == 0:
        if len(reading.clauses) == 1:
            return None
        first = next((i for i, c in enumerate(reading.clauses) if c.finite is not None), 1)
        whole = reading.clause_span(first, max(first, last))
        return _sourced(reading, source, trimmed(reading.text, whole.start, whole.end))
    first = at - 1
    if reading.clauses[first].finite is None and at + 1 < len(reading.clauses) and first == 0:
        return _around(reading, source, hits)
    while first > 0 and first - 1 not in hits and reading.clauses[first].before not in (":", ";"):
        first -= 1
    if first in hits and first != at - 1:
        first += 1
    before = reading.clauses[first]
    if at - first == 1 and before.kind == "quote":
        token = tokens[before.start]
        return _sourced(reading, source, inside(reading.text, Span(token.start, token.end)), "direct")
    content = trimmed(reading.text, tokens[before.start].start, tokens[reading.clauses[at - 1].end - 1].end)
    statement = _sourced(reading, source, content)
    rest = reading.clause_span(at + 1, last) if last > at else None
    if statement is None or rest is None or reading.clauses[at + 1].kind not in ("sub", "infinitive", "phrase"):
        return statement
    return replace(statement, content=(*statement.content, rest))


def _around(reading: Reading, source: Source, hits: dict[int, Hit]) -> Statement | None:
    """Read a source phrase that stands after the first words of what it passes on ("Dennoch, so X, habe ...")."""
    at = source.clause
    last = at + 1
    while last + 1 < len(reading.clauses) and _carries_on(reading, last + 1, hits):
        last += 1
    head, rest = reading.clause_span(at - 1, at - 1), reading.clause_span(at + 1, last)
    end = trimmed(reading.text, rest.start, rest.end)
    statement = _sourced(reading, source, end)
    return replace(statement, content=(head, *statement.content)) if statement else None


def _sourced(reading: Reading, source: Source, content: Span | None, form: str = "indirect") -> Statement | None:
    if content is None or content.end - content.start < 6:
        return None
    speaker = speaker_span(reading, source.speaker) if source.speaker else None
    named = reading.token_span(*source.speaker).of(reading.text) if source.speaker else ""
    modality = source_modality(content.of(reading.text), named, source.hearsay)
    return Statement(
        content=(content,),
        form="direct" if form == "direct" else "indirect",
        modality=modality,
        cue=(
            reading.token_span(
                source.start, source.speaker[0] if source.speaker and source.speaker[0] > source.start else source.end
            ),
        ),
        speaker=(speaker,) if speaker else (),
        rule=source.rule,
    )


def _carries_on(reading: Reading, at: int, hits: dict[int, Hit]) -> bool:
    """Tell whether clause `at` still belongs to the clause before it."""
    clause = reading.clauses[at]
    if at in hits or clause.before in (";", ":", "–", "—"):
        return False
    if clause.kind == "main":
        return clause.before in (",", "und", "oder", "sondern") or clause.mood in ("subjunctive1", "subjunctive2")
    return True
