from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.corroborate.amounts import GRAVITY, Kind, compare_pair, gravest, interval
from lagebild.corroborate.options import CorroborateOptions
from lagebild.records.claim import NumberValue, ValuePair, Verdict
from lagebild.records.span import Passage, Span
from tests.corroborate.builders import at

OPTIONS = CorroborateOptions()


def value(
    number: float,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    approximate: bool = False,
    speaker: str | None = None,
    as_of: datetime | None = None,
) -> NumberValue:
    passage = Passage("a", 1, Span(0, 1), "x")
    return NumberValue(number, f"{number:g}", passage, minimum, maximum, approximate, None, speaker, as_of)


def verdict(a: NumberValue, b: NumberValue, kind: Kind | None = None) -> Verdict:
    return compare_pair(0, 1, [a, b], OPTIONS, kind).verdict


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (value(40), value(40), "same"),
        (value(40), value(40, minimum=40), "rounding"),
        (value(30_000, approximate=True), value(31_500), "rounding"),
        (value(70, approximate=True), value(71), "rounding"),
        (value(11_000, approximate=True), value(10_000, minimum=10_000), "compatible"),
        (value(150, maximum=150), value(112), "compatible"),
        (value(14_500, approximate=True), value(15_000, minimum=15_000), "contradiction"),
        (value(64_000, approximate=True), value(61_500), "contradiction"),
        (value(19), value(31), "contradiction"),
    ],
)
def test_verdicts_of_one_time(a: NumberValue, b: NumberValue, expected: Verdict) -> None:
    assert verdict(a, b) == verdict(b, a) == expected


def test_a_later_report_supersedes() -> None:
    pair = compare_pair(0, 1, [value(15_000, as_of=at(3)), value(22_000, as_of=at(4))], OPTIONS)
    assert pair.verdict == "superseded"
    assert "„22000“ ist die spätere Angabe" in pair.why


def test_what_only_grows_is_superseded_within_the_hour() -> None:
    early, late = value(30, as_of=at(3, 8)), value(50, as_of=at(3, 9))
    assert verdict(early, late, Kind(grows=True)) == "superseded"
    assert verdict(early, late, Kind()) == "contradiction"


def test_nobody_writes_more_than_100_of_400() -> None:
    early, late = value(100, minimum=100, as_of=at(3, 1)), value(400, as_of=at(3, 9))
    assert verdict(early, late, Kind(grows=True)) == "superseded"


def test_up_to_is_said_of_a_count_that_stays_a_good_deal_below() -> None:
    announced = value(150, maximum=150, as_of=at(3))
    assert verdict(announced, value(112, as_of=at(5))) == "compatible"
    assert verdict(announced, value(60, as_of=at(5))) == "superseded"


def test_what_is_left_may_fall_to_nothing() -> None:
    evening, morning = value(4_800, as_of=at(3)), value(120, as_of=at(4))
    assert verdict(evening, morning) == "different-scope"
    assert verdict(evening, morning, Kind(rest=True)) == "superseded"


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [(40_000, 36_000, 44_000), (14_500, 14_000, 15_000), (64_000, 63_000, 65_000), (120, 110, 130)],
)
def test_about_is_as_wide_as_the_number_is_round(number: float, low: float, high: float) -> None:
    assert interval(value(number, approximate=True), OPTIONS) == (low, high)


def test_two_speakers_at_one_time_contradict_by_name() -> None:
    pair = compare_pair(0, 1, [value(1900, speaker="Gewerkschaft"), value(1200, speaker="Werft")], OPTIONS)
    assert pair.verdict == "contradiction"
    assert "Gewerkschaft und Werft nennen" in pair.why


@pytest.mark.parametrize(
    ("a", "b", "kind", "expected"),
    [
        (value(30), value(50), Kind(sure=False), "different-scope"),
        (value(2), value(3), Kind(), "different-scope"),
        (value(30), value(50), Kind(told_together=True), "different-scope"),
        (value(30), value(50), Kind(earlier=(True, False)), "superseded"),
        (value(12), value(40), Kind(vague=("many", "exact")), "granularity"),
        (value(2, minimum=2), value(40), Kind(vague=("few", "exact")), "different-scope"),
    ],
)
def test_no_contradiction_without_certainty(a: NumberValue, b: NumberValue, kind: Kind, expected: Verdict) -> None:
    assert verdict(a, b, kind) == expected


def test_gravest_of_none_is_none() -> None:
    assert gravest([]) is None
    pairs = [ValuePair(0, 1, v, "") for v in ("same", "superseded", "compatible")]
    assert gravest(pairs) == pairs[1]


NUMBERS = st.integers(1, 10**7).map(float)
VALUES = st.builds(
    value,
    NUMBERS,
    approximate=st.booleans(),
    speaker=st.sampled_from([None, "A", "B"]),
    as_of=st.sampled_from([None, at(1), at(1, 13), at(2)]),
)


@given(VALUES, VALUES, st.booleans())
def test_comparing_knows_no_order(a: NumberValue, b: NumberValue, grows: bool) -> None:
    assert verdict(a, b, Kind(grows=grows)) == verdict(b, a, Kind(grows=grows))


@given(VALUES)
def test_a_value_agrees_with_itself_and_lies_in_its_interval(a: NumberValue) -> None:
    assert verdict(a, a) == "same"
    low, high = interval(a, OPTIONS)
    assert low <= a.value <= high


def test_all_verdicts_have_a_gravity() -> None:
    assert len(set(GRAVITY)) == len(GRAVITY) == 8
