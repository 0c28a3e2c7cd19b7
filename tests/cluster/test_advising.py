"""Which threshold judgements suggest: one that errs less by far, and otherwise none."""

from hypothesis import given
from hypothesis import strategies as st

from lagebild.cluster.advising import HIGHEST, LOWEST, MENDED, WORTH, advise
from lagebild.records.judgement import Weighed

scores = st.floats(0.0, 1.0)
judged = st.lists(st.builds(Weighed, st.just("j"), st.just("d"), st.just("s"), scores, st.booleans()), max_size=30)


def weighed(belongs: bool, *found: float) -> list[Weighed]:
    return [Weighed(f"j-{number}", f"d{number}", "s-1", score, belongs) for number, score in enumerate(found)]


def test_reports_taken_out_again_and_again_suggest_a_higher_threshold() -> None:
    found = advise(0.5, weighed(False, 0.52, 0.55, 0.58, 0.61), [0.64, 0.9, 0.97])
    assert (found.suggested, found.mended, found.broken) == (0.62, 4, 0)


def test_stories_merged_again_and_again_suggest_a_lower_one() -> None:
    found = advise(0.5, weighed(True, 0.41, 0.44, 0.47) + weighed(False, 0.2), [0.8])
    assert (found.suggested, found.mended, found.broken) == (0.41, 3, 0)


def test_two_judgements_are_chance() -> None:
    assert advise(0.5, weighed(False, 0.52, 0.55), []).suggested is None


def test_what_was_left_alone_speaks_against() -> None:
    assert advise(0.5, weighed(False, 0.52, 0.55, 0.58), [0.51, 0.53, 0.54, 0.57]).suggested is None


def test_what_no_threshold_mends_suggests_none() -> None:
    assert advise(0.5, weighed(True, 0.0, 0.01, 0.02, 0.1) + weighed(False, 0.97, 0.98, 0.99), []).suggested is None


@given(st.sampled_from((0.3, 0.5, 0.62, 0.9)), judged, st.lists(scores, max_size=30))
def test_a_suggestion_errs_less_by_as_much_as_it_says(
    threshold: float, cases: list[Weighed], left: list[float]
) -> None:
    found = advise(threshold, cases, left)

    def wrong(limit: float) -> int:
        judged = sum((case.score >= limit) != case.belongs for case in cases)
        return judged + sum(score < limit for score in left)

    if found.suggested is None:
        assert (found.mended, found.broken) == (0, 0)
        return
    assert LOWEST / 100 <= found.suggested <= HIGHEST / 100
    assert wrong(threshold) - wrong(found.suggested) == found.mended - found.broken
    assert found.mended >= max(MENDED, WORTH * found.broken)
    assert all(wrong(found.suggested) <= wrong(percent / 100) for percent in range(LOWEST, HIGHEST + 1))
