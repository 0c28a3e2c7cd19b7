"""Headlines to statements: "Polizei: Drei Verletzte nach Unfall" says who says so before the colon."""

from lagebild.language.german.phrases import noun_phrase
from lagebild.language.german.statements.cues import headline_endings
from lagebild.language.german.statements.modality import clause_modality
from lagebild.language.german.statements.quotes import inside
from lagebild.language.german.statements.reading import Reading, speaker_span, trimmed
from lagebild.language.german.tokens import is_function_word
from lagebild.records.annotation import Statement
from lagebild.records.span import Span

_LONGEST_HEAD = 6  # words before the colon; a longer phrase is no speaker


def headline_statement(reading: Reading) -> Statement | None:
    """Return what a speaker before a colon says, None where what stands there is a place, a theme or a sentence."""
    if len(reading.clauses) < 2 or reading.clauses[1].before != ":":
        return None
    head, tokens = reading.clauses[0], reading.tokens
    if head.finite is not None or head.end - head.start > _LONGEST_HEAD or head.start != 0:
        return None
    if noun_phrase(tokens, head.start, head.end) != head.end:
        return None
    span = reading.token_span(head.start, head.end)
    content = _after_colon(reading)
    if content is None:
        return None
    first = tokens[reading.clauses[1].start]
    direct = first.kind == "quote" and first.end >= content.end
    if not _is_speaker(reading, span, content, direct):
        return None
    if direct:
        content = inside(reading.text, Span(first.start, first.end))
    speaker = speaker_span(reading, (head.start, head.end))
    modality = clause_modality("asserted", content.of(reading.text), speaker.of(reading.text))
    return Statement(
        (content,), "direct" if direct else "indirect", modality, cue=(span,), speaker=(speaker,), rule="headline"
    )


def _after_colon(reading: Reading) -> Span | None:
    whole = reading.clause_span(1, len(reading.clauses) - 1)
    return trimmed(reading.text, whole.start, whole.end)


def _is_speaker(reading: Reading, head: Span, content: Span, direct: bool) -> bool:
    """Tell whether the head says the rest rather than is its theme.

    An office or a body alone says it ("Polizei: ..."); a name only where the rest shows that it is speech, by
    quotation marks, the subjunctive or a demand: "Jan Beispiel: Sein neues Haus" is about him.
    """
    said = content.of(reading.text)
    words = head.of(reading.text).split()
    office = words[-1].lower().endswith(headline_endings()) and not any(is_function_word(w.lower()) for w in words)
    about = any(m.kind == "person" and m.span.start == content.start for m in reading.mentions)
    if office:
        return not about
    people = [m for m in reading.mentions if m.kind in ("person", "organisation") and m.span.overlaps(head)]
    if not people or not people[-1].span.contains(Span(head.end - 1, head.end)):
        return False
    if direct:
        return people[-1].kind == "person"
    spoken = any(c.mood == "subjunctive1" for c in reading.clauses[1:])
    return spoken or clause_modality("asserted", said, "") == "demanded"
