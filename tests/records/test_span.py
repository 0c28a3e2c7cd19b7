"""Laws of spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.records.span import Span, hull

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 99), st.integers(1, 99))


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        (Span(0, 10), Span(0, 10), 1),
        (Span(0, 10), Span(5, 15), 1 / 3),
        (Span(0, 10), Span(2, 7), 1 / 2),
        (Span(0, 10), Span(10, 20), 0),
        (Span(0, 10), Span(90, 99), 0),
    ],
)
def test_iou_is_the_share_that_both_have(a: Span, b: Span, share: float) -> None:
    assert a.iou(b) == pytest.approx(share)


@given(spans, spans)
def test_iou_knows_no_first_and_is_none_exactly_where_nothing_overlaps(a: Span, b: Span) -> None:
    assert a.iou(b) == b.iou(a)
    assert (a.iou(b) > 0) == a.overlaps(b)
    assert (a.iou(b) == 1) == (a == b)


@given(spans, spans)
def test_the_hull_contains_both_and_nothing_smaller_does(a: Span, b: Span) -> None:
    whole = hull([a, b])
    assert whole.contains(a)
    assert whole.contains(b)
    assert {whole.start, whole.end} <= {a.start, a.end, b.start, b.end}
