"""Rules and encoder to one reading."""

from dataclasses import replace

import pytest

from lagebild.annotate.deciding import decide_statements, decide_wording
from lagebild.language.encoder.marks import MarkedStatement, MarkedWording, Marks
from lagebild.language.loaded import wording
from lagebild.records.annotation import Modality, Statement, Wording, WordingClass, WordingMark
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
    assert decide_statements([SAID], None) == (SAID,)


def test_an_encoder_that_marks_nothing_takes_nothing_away() -> None:
    read = lexicon(("Schock", "emotive"))
    assert decide_wording(TEXT, read, Marks(), [SAID]) == read
    assert SAID in decide_statements([SAID], Marks())


def test_loaded_words_of_both_stand_in_order_and_count() -> None:
    read = lexicon(("brutale", "dramatising"))
    made = decide_wording(TEXT, read, seen(("Schock", "emotive")), [])
    assert [(mark.span.of(TEXT), mark.kind) for mark in made.marks] == [
        ("Schock", "emotive"),
        ("brutale", "dramatising"),
    ]
    assert made.score > read.score


def test_a_word_that_is_hardly_loaded_is_left_out() -> None:
    hardly = Marks(wording=(MarkedWording(at("Schock"), "emotive", 0.2),))
    assert decide_wording(TEXT, Wording(), hardly, []) == Wording()


def test_the_class_of_the_lexicon_stands_where_both_mark_a_word() -> None:
    read = lexicon(("brutale", "dramatising"))
    assert decide_wording(TEXT, read, seen(("brutale Welle", "judging")), []) == read


def test_what_somebody_else_said_is_not_the_wording_of_the_report() -> None:
    assert decide_wording(TEXT, Wording(), seen(("Chaos", "dramatising")), [SAID]) == Wording()


def marked(words: str, chance: float, speaker: str | None = None) -> MarkedStatement:
    named = at(speaker) if speaker else None
    return MarkedStatement(at(words), chance, "indirect", "denied", 0.9, speaker=named, speaker_chance=0.9)


def believing(words: str, chance: float) -> dict[int, float]:
    span = at(words)
    return dict.fromkeys(range(span.start, span.end), chance)


@pytest.mark.parametrize(
    ("rule", "heard", "chance", "made"),
    [
        ("asserted", "planned", 0.95, "planned"),
        ("asserted", "planned", 0.8, "asserted"),
        ("asserted", "criticised", 0.95, "asserted"),
        ("demanded", "planned", 0.95, "demanded"),
    ],
)
def test_an_announcement_is_heard_where_no_word_says_it(
    rule: Modality, heard: Modality, chance: float, made: Modality
) -> None:
    mark = replace(marked("Das Chaos ist da", 0.9), modality=heard, modality_chance=chance)
    (found,) = decide_statements([replace(SAID, modality=rule)], Marks(statements=(mark,)))
    assert found.modality == made


def test_a_rule_that_the_encoder_doubts_is_dropped() -> None:
    assert decide_statements([SAID], Marks(said=believing("Das Chaos ist da", 0.05))) == ()
    assert decide_statements([SAID], Marks(said=believing("Das Chaos ist da", 0.5))) == (SAID,)


def test_a_clause_behind_a_word_of_saying_is_not_doubted() -> None:
    grammar = replace(SAID, rule="sagen+clause")
    assert decide_statements([grammar], Marks(said=believing("Das Chaos ist da", 0.01))) == (grammar,)
    topic = replace(SAID, rule="sagen+topic")
    assert decide_statements([topic], Marks(said=believing("Das Chaos ist da", 0.01))) == ()


def test_what_only_the_encoder_sees_counts_where_it_is_sure() -> None:
    sure = decide_statements([], Marks(statements=(marked("Welle rollt", 0.99, "Behn"),)))
    assert [(s.content, s.speaker, s.modality, s.polarity, s.rule) for s in sure] == [
        ((at("Welle rollt"),), (at("Behn"),), "denied", "negative", "encoder")
    ]
    assert decide_statements([], Marks(statements=(marked("Welle rollt", 0.6),))) == ()


def test_what_overlaps_a_rule_is_read_once() -> None:
    assert decide_statements([SAID], Marks(statements=(marked("Chaos ist", 0.99),))) == (SAID,)


def test_the_encoder_names_the_speaker_that_a_rule_has_not() -> None:
    nameless = replace(SAID, speaker=())
    found = Marks(statements=(marked("Das Chaos ist da", 0.99, "Behn"),))
    assert decide_statements([nameless], found) == (SAID,)
    hearsay = replace(nameless, modality="hearsay")
    assert decide_statements([hearsay], found) == (hearsay,), "hearsay names nobody"


def test_the_subjunctive_of_reported_speech_is_not_doubted() -> None:
    doubted = Marks(said={at("Das Chaos ist da").start: 0.05})
    assert decide_statements([replace(SAID, rule="subjunctive1")], doubted)
    assert not decide_statements([replace(SAID, rule="subjunctive2")], doubted)


def test_whoever_a_subjunctive_is_about_does_not_say_it() -> None:
    carried = replace(SAID, form="free-indirect", rule="subjunctive1", speaker=(at("Behn"),))
    found = Marks(statements=(marked("Das Chaos ist da", 0.99, "Das Chaos"),))
    assert decide_statements([carried], found) == (carried,)


def test_statements_come_in_the_order_of_the_text() -> None:
    found = decide_statements([SAID], Marks(statements=(marked("Ein Schock", 0.99),)))
    assert [s.content[0].of(TEXT) for s in found] == ["Ein Schock", "Das Chaos ist da"]


def test_where_a_rule_only_carries_on_the_last_speaker_a_sure_encoder_decides() -> None:
    carried = replace(SAID, rule="subjunctive1", speaker=(at("Region"),))
    found = Marks(statements=(marked("Das Chaos ist da", 0.99, "Behn"),))
    assert decide_statements([carried], found)[0].speaker == (at("Behn"),)
    with_cue = replace(carried, rule="sagen+clause")
    assert decide_statements([with_cue], found) == (with_cue,)
