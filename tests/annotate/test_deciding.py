"""Rules and encoder to one reading."""

from lagebild.annotate.deciding import decide_statements, decide_wording
from lagebild.language.encoder.marks import MarkedWording, Marks
from lagebild.language.loaded import wording
from lagebild.records.annotation import Statement, Wording, WordingClass, WordingMark
from lagebild.records.span import Span

TEXT = "Ein Schock für die Region: „Das Chaos ist da“, sagte Behn. Die brutale Welle rollt."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def seen(*rows: tuple[str, WordingClass]) -> Marks:
    return Marks(wording=tuple(MarkedWording(at(words), kind, 0.9) for words, kind in rows))


def lexicon(*rows: tuple[str, WordingClass]) -> Wording:
    return wording(TEXT, [WordingMark(at(words), kind) for words, kind in rows], [])


SAID = Statement((at("Das Chaos ist da"),), "direct", "asserted", cue=(at("sagte"),), speaker=(at("Behn"),))


def test_without_an_encoder_the_rules_stand() -> None:
    read = lexicon(("Schock", "emotive"))
    assert decide_wording(TEXT, read, None, [SAID]) is read
    assert decide_statements(TEXT, [SAID], None) == (SAID,)


def test_an_encoder_that_marks_nothing_takes_nothing_away() -> None:
    read = lexicon(("Schock", "emotive"))
    assert decide_wording(TEXT, read, Marks(), [SAID]) == read
    assert SAID in decide_statements(TEXT, [SAID], Marks())


def test_loaded_words_of_both_stand_in_order_and_count() -> None:
    read = lexicon(("brutale", "dramatising"))
    made = decide_wording(TEXT, read, seen(("Schock", "emotive")), [])
    assert [(mark.span.of(TEXT), mark.kind) for mark in made.marks] == [
        ("Schock", "emotive"),
        ("brutale", "dramatising"),
    ]
    assert made.score > read.score


def test_the_class_of_the_lexicon_stands_where_both_mark_a_word() -> None:
    read = lexicon(("brutale", "dramatising"))
    assert decide_wording(TEXT, read, seen(("brutale Welle", "judging")), []) == read


def test_what_somebody_else_said_is_not_the_wording_of_the_report() -> None:
    assert decide_wording(TEXT, Wording(), seen(("Chaos", "dramatising")), [SAID]) == Wording()
