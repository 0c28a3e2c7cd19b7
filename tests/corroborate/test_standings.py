from hypothesis import given
from hypothesis import strategies as st

from lagebild.corroborate.counted import Vagueness
from lagebild.corroborate.standings import beside, standings, wholes
from lagebild.records.claim import NumberValue, ValuePair, Verdict
from lagebild.records.span import Passage, Span


def value(number: float, document: str) -> NumberValue:
    return NumberValue(number, f"{number:g}", Passage(document, 1, Span(0, 1), "x"))


def every_pair(numbers: list[float]) -> list[ValuePair]:
    verdicts: dict[bool, Verdict] = {True: "same", False: "superseded"}
    size = len(numbers)
    return [ValuePair(a, b, verdicts[numbers[a] == numbers[b]], "") for a in range(size) for b in range(a + 1, size)]


def parts(numbers: list[float]) -> list[tuple[int, ...]]:
    values = [value(n, str(at)) for at, n in enumerate(numbers)]
    vague: list[Vagueness] = ["exact"] * len(numbers)
    return standings(range(len(numbers)), values, vague, every_pair(numbers))


def test_few_values_stay_together() -> None:
    assert parts([10, 20, 30]) == [(0, 1, 2)]


def test_many_values_part_into_course_and_standing() -> None:
    assert parts([10, 10, 20, 20, 40, 40, 40, 40]) == [(0, 1, 2, 3, 4), (4, 5, 6, 7)]


def test_what_counts_something_else_is_a_whole_of_its_own() -> None:
    pairs = [
        ValuePair(0, 1, "same", ""),
        ValuePair(0, 2, "different-scope", ""),
        ValuePair(1, 2, "different-scope", ""),
    ]
    assert wholes(3, ["exact"] * 3, pairs) == [(0, 1), (2,)]


def test_a_report_that_names_both_wholes_is_preferred_for_holding_them_side_by_side() -> None:
    values = [value(1, "a"), value(1, "b"), value(2, "b")]
    assert beside([(0, 1), (2,)], values) == (1, 2)


@given(st.lists(st.sampled_from([10.0, 20.0, 40.0]), min_size=2, max_size=14))
def test_no_value_is_lost(numbers: list[float]) -> None:
    assert {i for part in parts(numbers) for i in part} == set(range(len(numbers)))
