"""Marks of a text, from a network whose numbers are written by hand: which spans, whose pointers, what is skipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tokenizers import Tokenizer

from lagebild.language.encoder.labels import HEADS, POINTERS, columns
from lagebild.language.encoder.marks import MarkedName, MarkedStatement, Marks, mark
from lagebild.language.encoder.network import Network
from lagebild.language.encoder.shipped import Encoder
from lagebild.language.tokens import tokens_of
from lagebild.records.span import Span

WIDTH = sum(len(tags) for tags in HEADS.values())
Said = Mapping[str, Sequence[str]]
BY = 9.0


@dataclass
class Fake:
    """Says of the words of each window what `plan` has for it: a tag a word for each head, and where words point.

    Heads that a plan does not name say O, or the first form and modality; a word points at nobody, 0, unless told.
    """

    pieces: Tokenizer
    plan: Sequence[Said] = ()
    pointers: Sequence[Mapping[str, Sequence[int]]] = ()
    seen: list[tuple[int, ...]] = field(default_factory=list)

    def tag(self, ids: Sequence[int], first: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        at, words = len(self.seen), len(first)
        self.seen.append(tuple(ids))
        tags = np.zeros((words, WIDTH), np.float32)
        pointers = np.zeros((len(POINTERS), words, 1 + words), np.float32)
        told = self.plan[at] if at < len(self.plan) else {}
        points = self.pointers[at] if at < len(self.pointers) else {}
        for head, where in columns().items():
            for word, tag in enumerate(told.get(head, [HEADS[head][0]] * words)):
                tags[word, where.start + HEADS[head].index(tag)] = BY
        for k, name in enumerate(POINTERS):
            for word, target in enumerate(points.get(name, [0] * words)):
                pointers[k, word, target] = BY
        return tags, pointers


def read(fake: Fake, text: str, sentences: Sequence[Span] | None = None) -> Marks:
    spans = [Span(0, len(text))] if sentences is None else sentences
    return mark(cast(Network, fake), text, spans)


# Words:   0   1      2     3 4   5   6     7     8
QUOTED = "Frau Ilse Behn sagt , das Werk bleibe ."


def quoted(form: str = "indirect", modality: str = "asserted", **heads: Sequence[str]) -> Said:
    return {
        "mention": ["O", "B-person", "I-person", *["O"] * 6],
        "content": [*["O"] * 5, "B-content", "I-content", "I-content", "O"],
        "cue": [*["O"] * 3, "B-cue", *["O"] * 5],
        "speaker": ["O", "B-speaker", "I-speaker", *["O"] * 6],
        "form": [form] * 9,
        "modality": [modality] * 9,
        **heads,
    }


POINTING = {"speaker": [0, 0, 0, 0, 0, 3, 3, 3, 0], "cue": [0, 0, 0, 0, 0, 4, 4, 4, 0]}


def test_names_stand_where_their_words_do(letters: Tokenizer) -> None:
    (name,) = read(Fake(letters, [quoted()]), QUOTED).names
    assert name.span.of(QUOTED) == "Ilse Behn"
    assert name.kind == "person"
    assert name.chance == pytest.approx(1.0, abs=0.01)


def test_a_statement_has_cue_and_speaker_that_its_words_point_at(letters: Tokenizer) -> None:
    (said,) = read(Fake(letters, [quoted(modality="denied")], [POINTING]), QUOTED).statements
    assert said.content.of(QUOTED) == "das Werk bleibe"
    assert (said.form, said.modality) == ("indirect", "denied")
    assert said.cue is not None
    assert said.cue.of(QUOTED) == "sagt"
    # They point at "Behn"; the run that is marked as a speaker there has two words.
    assert said.speaker is not None
    assert said.speaker.of(QUOTED) == "Ilse Behn"
    assert said.speaker_chance == pytest.approx(1.0, abs=0.01)
    assert said.modality_chance == pytest.approx(1.0, abs=0.01)


def test_where_no_run_is_marked_the_word_alone_is_the_speaker(letters: Tokenizer) -> None:
    (said,) = read(Fake(letters, [quoted(speaker=["O"] * 9)], [POINTING]), QUOTED).statements
    assert said.speaker is not None
    assert said.speaker.of(QUOTED) == "Behn"


def test_a_content_that_points_at_nobody_has_no_speaker(letters: Tokenizer) -> None:
    (said,) = read(Fake(letters, [quoted()]), QUOTED).statements
    assert said.speaker is None
    assert said.cue is None


def test_the_words_of_a_content_decide_together(letters: Tokenizer) -> None:
    plan = {**quoted(), "modality": [*["asserted"] * 5, "hearsay", "planned", "planned", "asserted"]}
    pointing = {"speaker": [0, 0, 0, 0, 0, 0, 3, 3, 0]}
    (said,) = read(Fake(letters, [plan], [pointing]), QUOTED).statements
    assert said.modality == "planned"
    assert said.modality_chance == pytest.approx(2 / 3, abs=0.01)
    assert said.speaker is not None
    assert said.speaker_chance == pytest.approx(2 / 3, abs=0.01)


def test_loaded_words_have_their_class(letters: Tokenizer) -> None:
    text = "Schock und Chaos im Rathaus"
    plan = {"wording": ["B-emotive", "O", "B-dramatising", "O", "O"]}
    found = read(Fake(letters, [plan]), text).wording
    assert [(loaded.span.of(text), loaded.kind) for loaded in found] == [
        ("Schock", "emotive"),
        ("Chaos", "dramatising"),
    ]


def test_evidence_has_a_row_for_each_word_by_its_start(letters: Tokenizer) -> None:
    evidence = read(Fake(letters, [quoted()]), QUOTED).evidence
    words = tokens_of(QUOTED, Span(0, len(QUOTED)))
    assert list(evidence) == [word.span.start for word in words]
    assert all(row.shape == (len(HEADS["mention"]),) for row in evidence.values())
    assert int(evidence[QUOTED.index("Behn")].argmax()) == HEADS["mention"].index("I-person")


def two_windows() -> tuple[str, list[Span]]:
    """Return a text of 150 words, 60 words and 100: the second window has the 60 as context."""
    rows = [" ".join("b" * size) for size in (150, 60, 100)]
    text = "\n".join(rows)
    starts = [0, len(rows[0]) + 1, len(rows[0]) + len(rows[1]) + 2]
    return text, [Span(start, start + len(row)) for start, row in zip(starts, rows, strict=True)]


def test_what_is_marked_in_the_context_was_marked_before(letters: Tokenizer) -> None:
    text, sentences = two_windows()
    second = {
        "mention": ["B-place", *["O"] * 58, "B-place", "B-person", *["O"] * 99],
        "content": ["O", "B-content", *["I-content"] * 10, *["O"] * 148],
        "wording": ["B-judging", *["O"] * 159],
    }
    fake = Fake(letters, [{}, second])
    marks = read(fake, text, sentences)
    assert len(fake.seen) == 2
    assert [(name.kind, name.span.start) for name in marks.names] == [("person", sentences[2].start)]
    assert marks.statements == ()
    assert marks.wording == ()
    assert len(marks.evidence) == 310


def test_a_statement_may_have_its_speaker_in_the_context(letters: Tokenizer) -> None:
    text, sentences = two_windows()
    second = {"content": [*["O"] * 60, *["B-content"], *["I-content"] * 99]}
    (said,) = read(Fake(letters, [{}, second], [{}, {"speaker": [1] * 160}]), text, sentences).statements
    assert said.speaker == Span(sentences[1].start, sentences[1].start + 1)
    assert said.content == sentences[2]


def test_each_window_is_read_alone(letters: Tokenizer) -> None:
    text, sentences = two_windows()
    fake = Fake(letters)
    read(fake, text, sentences)
    assert [len(ids) for ids in fake.seen] == [212, 162]


def test_nothing_gives_nothing(letters: Tokenizer) -> None:
    fake = Fake(letters)
    assert read(fake, "") == Marks()
    assert read(fake, " \n", []) == Marks()
    assert fake.seen == []


def all_spans(marks: Marks) -> list[Span]:
    spans = [*(row.span for row in marks.names), *(row.span for row in marks.wording)]
    for said in marks.statements:
        spans += [span for span in (said.content, said.cue, said.speaker) if span is not None]
    return spans


PARTS = (
    *("Die Feuerwehr Soltau", "teilte mit", ": „Es brennt“", "laut dpa", "soll", "Schock!", "Ilse Behn", "sagte", ","),
    *("\u200b", "\x01", "\ufdfa", "😀", "\ud800", "\x00", "\u0301", "z.B.", "\u2028", "中文", "\n\n"),
)


@settings(max_examples=30)
@given(text=st.lists(st.sampled_from(PARTS), max_size=60).map(" ".join) | st.text(st.characters(), max_size=80))
@example(text="")
@example(text="\ud800")
@example(text="\x01\x02")
@example(text="a" * 50_000)
def test_law_whatever_is_read_all_spans_stand_in_the_text(text: str, shipped: Encoder) -> None:
    sentences = [Span(0, len(text) // 2), Span(len(text) // 2, len(text))]
    marks = shipped.mark(text, sentences)
    assert all(0 <= span.start < span.end <= len(text) for span in all_spans(marks))
    assert all(span.of(text).strip() for span in all_spans(marks))
    for spans in ([row.span for row in marks.names], [row.span for row in marks.wording]):
        assert all(a.end <= b.start for a, b in pairwise(spans))
    contents = [said.content for said in marks.statements]
    assert all(a.end <= b.start for a, b in pairwise(contents))
    chances = [row.chance for row in marks.names] + [row.chance for row in marks.wording]
    chances += [said.chance for said in marks.statements]
    assert all(0 < chance <= 1.0001 for chance in chances)


def test_a_sentence_of_ten_thousand_words_is_read(shipped: Encoder) -> None:
    text = "Ilse Behn wohnt in Soltau " * 2_000
    marks = shipped.mark(text, [Span(0, len(text))])
    assert all(name.span.end < 2_000 for name in marks.names)
    assert 50 < len(marks.evidence) <= 164


def test_marks_are_the_same_whatever_was_read_before(shipped: Encoder) -> None:
    one, other = "Die Stadt Soltau teilte mit, die Brücke bleibe gesperrt.", "Er sagte nein. " * 40
    first = shipped.mark(one, [Span(0, len(one))])
    shipped.mark(other, [Span(0, len(other))])
    again = shipped.mark(one, [Span(0, len(one))])
    assert (first.names, first.statements, first.wording) == (again.names, again.statements, again.wording)
    assert all(np.array_equal(row, again.evidence[at]) for at, row in first.evidence.items())


def test_records_of_marks_have_the_defaults_of_nobody() -> None:
    said = MarkedStatement(Span(0, 1), 0.5, "direct", "asserted", 0.5)
    assert (said.cue, said.speaker, said.speaker_chance) == (None, None, 0.0)
    assert MarkedName(Span(0, 1), "place", 0.5).chance == 0.5
