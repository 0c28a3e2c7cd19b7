"""Rules and encoder to one reading: the one place that decides between them.

Rules know forms that never change (quotation marks, "laut", the subjunctive) and lists; the encoder knows contexts that
no list has. What both see counts; what one of them sees counts where it is sure. The figures of rules alone, encoder
alone and both stand in the model card, with the command that measures them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lagebild.language.encoder.marks import MarkedStatement, Marks
from lagebild.language.loaded import quoted, wording
from lagebild.records.annotation import Statement, Wording, WordingMark
from lagebild.records.span import hull

RULE: Final = "encoder"
# Share of two contents that is common from which on they are one statement, as the scorer has it.
_SAME: Final = 0.5
# Mean probability of its words below which a rule's content is doubted, and above which a content that no rule has seen
# is believed. Tuned on held-out articles.
_DOUBTED: Final = 0.2
_BELIEVED: Final = 0.95
# Rules that read a source phrase with its clause or the subjunctive I, which is grammar as a word of saying with its
# clause is; the subjunctive II ("müsste") may be the reporter's own.
_SOURCES: Final = frozenset({"laut", "nach", "zufolge", "so", "hearsay", "subjunctive1"})
# Rules that read no word of saying, and the probability from which on the encoder knows better who speaks there.
_CARRIED: Final = frozenset({"subjunctive1", "subjunctive2", "quote"})
_SURE: Final = 0.8
# Probability from which on the encoder is believed that something is announced. Tuned on held-out articles.
_HEARD: Final = 0.9
# Probability below which more than half of the loaded words that only the encoder marks are none (7 of 17 were right on
# held-out articles, 8 of 11 above).
_LOADED: Final = 0.25


def decide_statements(read: Sequence[Statement], marks: Marks | None) -> tuple[Statement, ...]:
    """Return the statements of rules and encoder together, in order."""
    if marks is None:
        return tuple(read)
    kept = [s for s in read if _is_grammar(s) or _chance(s, marks) >= _DOUBTED]
    found = [_agreed(statement, marks.statements) for statement in kept]
    spans = [hull(statement.content) for statement in kept]
    sure = (mark for mark in marks.statements if mark.chance >= _BELIEVED)
    found += [as_statement(mark) for mark in sure if not any(mark.content.overlaps(span) for span in spans)]
    return tuple(sorted(found, key=lambda s: (s.content[0].start, -s.content[-1].end)))


def _is_grammar(statement: Statement) -> bool:
    return statement.rule.endswith("+clause") or statement.rule in _SOURCES


def _chance(statement: Statement, marks: Marks) -> float:
    """Return the mean probability of the content's words; 1 where the encoder has read none of them."""
    chances = [
        c for start, c in marks.said.items() if any(part.start <= start < part.end for part in statement.content)
    ]
    return sum(chances) / len(chances) if chances else 1.0


def _agreed(statement: Statement, seen: Sequence[MarkedStatement]) -> Statement:
    """Return a rule's statement with what the encoder sees better in the same content."""
    whole = hull(statement.content)
    mark = max(seen, key=lambda m: whole.iou(m.content), default=None)
    if mark is None or whole.iou(mark.content) < _SAME:
        return statement
    # "Man werde" may foretell or announce. Reproaches and warnings that no word betrays are heard wrongly as often.
    if statement.modality == "asserted" and mark.modality == "planned" and mark.modality_chance >= _HEARD:
        statement = replace(statement, modality="planned")
    if mark.speaker is not None and statement.form == "free-indirect" and whole.contains(mark.speaker):
        return statement  # whoever a subjunctive is about is not who says it
    # Without a cue of its own the rule only carries on the last speaker; the encoder has read the sentences between.
    carried = statement.rule in _CARRIED and mark.speaker_chance >= _SURE
    if carried and mark.speaker is not None:
        return replace(statement, speaker=(mark.speaker,))
    # Hearsay ("soll") that names nobody is hearsay: whoever the encoder sees nearby is whom it is about.
    if not statement.speaker and mark.speaker is not None and statement.modality != "hearsay":
        return replace(statement, speaker=(mark.speaker,))
    return statement


def as_statement(mark: MarkedStatement) -> Statement:
    """Return what the encoder marked as a statement."""
    return Statement(
        (mark.content,),
        mark.form,
        mark.modality,
        polarity="negative" if mark.modality == "denied" else "positive",
        cue=(mark.cue,) if mark.cue else (),
        speaker=(mark.speaker,) if mark.speaker else (),
        rule=RULE,
    )


def decide_wording(text: str, read: Wording, marks: Marks | None, statements: Sequence[Statement]) -> Wording:
    """Return the loaded words of lexicon and encoder together; the lexicon's class stands where both mark a word."""
    if marks is None:
        return read
    seen = [WordingMark(mark.span, mark.kind) for mark in marks.wording if mark.chance >= _LOADED]
    new = [mark for mark in seen if not any(mark.span.overlaps(known.span) for known in read.marks)]
    return wording(text, (*read.marks, *new), quoted(text, statements))
