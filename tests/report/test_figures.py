from datetime import timedelta

from tests.report.builders import MONDAY, item, passage, story

from lagebild.records.claim import NumberComparison, NumberValue, Verdict
from lagebild.records.story import AnnotatedDocument
from lagebild.report.figures import figures, outdated
from lagebild.report.options import ReportOptions

A = item("a", "Die Polizei zählte 17 Verletzte.", outlet="Bote")
B = item("b", "Am Abend waren es 19 Verletzte.", outlet="Kurier")
C = item("c", "Von 19 Verletzten liegen zwei in der Klinik, 5 sind daheim.", outlet="Blatt")


def value(home: AnnotatedDocument, words: str, amount: float, hours: int = 0) -> NumberValue:
    return NumberValue(amount, words, passage(home, words), as_of=MONDAY + timedelta(hours=hours))


def group(verdict: Verdict | None, *values: NumberValue, counted: str = "Verletzte") -> NumberComparison:
    return NumberComparison(counted, values, verdict, "")


def told(*groups: NumberComparison) -> list[str]:
    return [text for text, _ in figures(groups, story(A, B, C), ReportOptions())]


def test_values_that_changed_are_told_in_the_order_of_time() -> None:
    (text,) = told(group("superseded", value(B, "19", 19, 8), value(A, "17", 17)))
    assert text == (
        "Die Angabe zu „Verletzte“ hat sich im Lauf der Zeit geändert: "
        "„17“ (Bote, 30. März) und „19“ (Kurier, 30. März)."
    )


def test_a_breakdown_within_one_sentence_or_document_is_no_contradiction() -> None:
    assert told(group("contradiction", value(C, "19", 19), value(C, "5", 5))) == []


def test_number_words_beside_digits_count_a_part() -> None:
    rows = group("contradiction", value(A, "17", 17), value(B, "19", 19), value(C, "zwei", 2))
    (text,) = told(rows)
    assert "zwei" not in text


def test_what_agrees_needs_no_sentence() -> None:
    verdicts: tuple[Verdict, ...] = ("same", "rounding", "granularity", "different-scope")
    for verdict in verdicts:
        assert told(group(verdict, value(A, "17", 17), value(B, "19", 19))) == []
    assert told(group(None, value(A, "17", 17))) == []


def test_a_counted_thing_stands_once_and_three_values_are_enumerated() -> None:
    rows = group("contradiction", value(A, "17", 17), value(B, "19", 19, 1), value(C, "5", 5, 2))
    (text,) = told(rows, group("superseded", value(A, "17", 17), value(B, "19", 19), counted="Verletzten"))
    assert "„17“ (Bote, 30. März), „19“ (Kurier, 30. März) und „5“ (Blatt, 30. März)" in text


def test_only_values_before_the_last_are_outdated() -> None:
    rows = group("superseded", value(A, "17", 17), value(B, "19", 19, 8))
    assert outdated([rows]) == {passage(A, "17")}
    assert outdated([group("contradiction", *rows.values)]) == frozenset()
