"""Overlapping annotations -> segments; two revisions -> stretches: both lose no character."""

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import document

from lagebild.annotate.annotate import annotate
from lagebild.records.span import Span
from lagebild.serve.web.difference import MOST_WORDS, difference
from lagebild.serve.web.layers import segments

TEXT = "Der Landrat sagte am Montag in Emden, rund 300 Haushalte seien ohne Strom. Mehr zum Thema"


def test_overlapping_layers_share_a_segment() -> None:
    read = annotate(document("a", TEXT)).body
    rows = segments(TEXT, read, (), None)
    amount = next(r for r in rows if "300" in r.text)
    assert {"quantity", "statement"} <= set(amount.layers)
    assert amount.note


def test_furniture_and_the_asked_passage_are_told_apart() -> None:
    start = TEXT.index("Mehr")
    rows = segments(TEXT, None, (Span(start, len(TEXT)),), Span(4, 11))
    assert [r.text for r in rows if r.marked] == ["Landrat"]
    assert [r.text for r in rows if r.first] == ["Landrat"]
    assert [r.text for r in rows if "furniture" in r.layers] == ["Mehr zum Thema"]


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6), st.integers(0, 90)
)
def test_segments_are_the_text(text: str, pairs: list[tuple[int, int]], start: int) -> None:
    """Spans of a stored revision may be asked for beyond its end by a hand-written address."""
    furniture = [Span(min(a, len(text)), min(b, len(text))) for a, b in pairs if a < b]
    rows = segments(text, None, furniture, Span(start, start + 5))
    assert "".join(r.text for r in rows) == text
    assert sum(r.first for r in rows) <= 1


@given(st.text(alphabet="ab .\n,1", max_size=40), st.text(alphabet="ab .\n,1", max_size=40))
def test_a_difference_holds_both_revisions(older: str, newer: str) -> None:
    rows = difference(older, newer)
    assert "".join(r.text for r in rows if r.kind != "inserted") == older
    assert "".join(r.text for r in rows if r.kind != "deleted") == newer
    assert all(r.text for r in rows)


def test_a_changed_number_is_one_change() -> None:
    rows = difference("Rund 15.000 Haushalte.\n\nEnde.", "Rund 22.000 Haushalte.\n\nEnde.")
    assert [(r.kind, r.text) for r in rows if r.kind != "same"] == [("deleted", "15.000"), ("inserted", "22.000")]


def test_very_long_texts_are_shown_as_replaced() -> None:
    older, newer = ("a b " * MOST_WORDS, "a c " * MOST_WORDS)
    assert [(r.kind, r.text) for r in difference(older, newer)] == [("deleted", older), ("inserted", newer)]
