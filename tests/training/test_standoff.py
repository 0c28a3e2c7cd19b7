"""Stand-off rows and texts to articles, by checksum."""

from typing import Any

import pytest
from training.standoff import Article, Loaded, Named, Said, checksum, read_articles

from lagebild.records.span import Span

TEXT = "Behn sagte, das Werk bleibe."


def row(**more: Any) -> dict[str, Any]:
    return {
        "id": "own-1",
        "language": "de",
        "sha256": checksum(TEXT),
        "mentions": [[0, 4, "person"]],
        "statements": [
            {
                "content": [[12, 27]],
                "cue": [[5, 10]],
                "speaker": [0, 4],
                "form": "indirect",
                "modality": "asserted",
            }
        ],
        "wording": [[5, 10, "judging"]],
        **more,
    }


def test_a_checksum_is_that_of_utf_8() -> None:
    assert checksum("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert checksum("ä") != checksum("a\u0308")


def test_annotations_find_their_text_by_its_checksum() -> None:
    (article,) = read_articles([row()], {checksum(TEXT): TEXT})
    assert article == Article(
        id="own-1",
        language="de",
        text=TEXT,
        mentions=(Named(Span(0, 4), "person"),),
        statements=(Said((Span(12, 27),), (Span(5, 10),), Span(0, 4), "indirect", "asserted"),),
        wording=(Loaded(Span(5, 10), "judging"),),
    )


def test_a_text_in_the_row_needs_no_other() -> None:
    (article,) = read_articles([row(text=TEXT)], {})
    assert article.text == TEXT


def test_rows_without_their_text_are_left_out() -> None:
    assert read_articles([row(), row(sha256=checksum("other"))], {}) == []
    assert [a.id for a in read_articles([row(sha256="0"), row(id="b")], {checksum(TEXT): TEXT})] == ["b"]


def test_nobody_may_be_the_speaker() -> None:
    statement = {"content": [[12, 27]], "cue": [], "speaker": None, "form": "indirect", "modality": "hearsay"}
    (article,) = read_articles([row(text=TEXT, statements=[statement])], {})
    assert article.statements[0].speaker is None
    assert article.statements[0].cue == ()


def said(*parts: tuple[int, int]) -> Said:
    return Said(tuple(Span(*part) for part in parts), (), None, "indirect", "asserted")


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [
        (said((0, 20)), said((5, 10)), True),
        (said((0, 20)), said((0, 20)), False),
        (said((0, 20)), said((15, 25)), False),
        (said((0, 20), (30, 40)), said((31, 35)), True),
        (said((0, 20), (30, 40)), said((2, 5), (31, 35)), True),
        (said((0, 20), (30, 40)), said((15, 35)), False),
        (said((5, 10)), said((0, 20)), False),
    ],
)
def test_a_statement_holds_what_lies_within_its_parts(outer: Said, inner: Said, holds: bool) -> None:
    assert outer.holds(inner) is holds
