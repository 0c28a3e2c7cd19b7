"""A history is replayed as a function of events: any moment, any order of looking, by hand and by machine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import NOON, document

from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document, Post
from lagebild.records.errors import ParseError
from lagebild.records.history import Placement, PostPlacement, Revision, StoryHistory
from lagebild.records.story import PostLink, StoryLink
from lagebild.run.history import MOST_STEPS, changes, leads_to, material_at, steps
from lagebild.run.telling import BEGINNING, read_moment

HOUR = timedelta(hours=1)


def revision(identifier: str, at: datetime, number: int = 1, **more: object) -> Revision:
    found = replace(
        document(identifier, f"Text {identifier} {number}.", f"Titel {identifier}", seen=at), revision=number
    )
    found = replace(found, **more)  # type: ignore[arg-type]
    return Revision(found, Annotations(identifier, number, "test/1", TextAnnotations("de")), found.title or "", at)


def placed(position: int, identifier: str, story: str, at: datetime, judgement: str | None = None) -> Placement:
    return Placement(position, StoryLink(identifier, story, 1.0), at, judgement)


HISTORY = StoryHistory(
    "s",
    (revision("a", NOON), revision("a", NOON + 3 * HOUR, 2), revision("b", NOON + HOUR, outlet="Kurier")),
    (
        placed(1, "a", "s", NOON),
        placed(2, "b", "s", NOON + HOUR),
        placed(3, "b", "t", NOON + 2 * HOUR, "j1"),
        placed(4, "a", "t", NOON + 4 * HOUR, "j2"),
    ),
    (Post("p", "mastodon", "t", "Ah.", "x", NOON),),
    (
        PostPlacement("p", PostLink("p", "s", 1.0, "genannt"), NOON + HOUR),
        PostPlacement("p", None, NOON + 2 * HOUR),
    ),
)


def members(hours: float) -> list[tuple[str, int]] | None:
    found = material_at(HISTORY, NOON + hours * HOUR)
    return None if found is None else [(d.document.id, d.document.revision) for d in found.documents]


def test_a_moment_has_what_had_come_by_then() -> None:
    assert [members(h) for h in (-1, 0, 0.5, 1, 2, 3, 4)] == [
        None,
        [("a", 1)],
        [("a", 1)],
        [("a", 1), ("b", 1)],
        [("a", 1)],
        [("a", 2)],
        None,
    ]
    found = material_at(HISTORY, NOON + HOUR)
    assert found is not None
    assert (found.story.outlets, found.story.posts, found.story.title) == (2, 1, "Titel a")
    assert [p.id for p in found.posts] == ["p"]
    later = material_at(HISTORY, NOON + 2 * HOUR)
    assert later is not None and later.posts == () and later.story.posts == 0


def test_a_story_that_is_gone_leads_to_where_its_documents_are() -> None:
    assert leads_to(HISTORY, NOON + 4 * HOUR) == "t"
    assert leads_to(HISTORY, NOON + 2.5 * HOUR) == "s"
    assert leads_to(HISTORY, NOON - HOUR) is None


def test_what_a_person_moves_is_no_news() -> None:
    found = changes(HISTORY, NOON + HOUR, NOON + 2.5 * HOUR)
    assert found == ()
    joined = replace(HISTORY, story="t")
    assert [i.kind for i in changes(joined, BEGINNING, NOON + 2.5 * HOUR)] == []
    assert [i.kind for i in changes(HISTORY, BEGINNING, NOON + 2.5 * HOUR)] == ["story", "reactions"]


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=200), st.integers(0, 4000))
def test_steps_are_bounded_and_cover_every_event(hours: list[int], middle: int) -> None:
    rows = tuple(placed(n, "a", "s", NOON + h * HOUR) for n, h in enumerate(sorted(hours)))
    history = StoryHistory("s", (), rows)
    found = steps(history, BEGINNING, NOON + 5000 * HOUR)
    assert len(found) <= MOST_STEPS and found == tuple(sorted(found))
    assert found[-1] == NOON + max(hours) * HOUR
    cut = NOON + middle * HOUR
    assert all(m <= cut for m in steps(history, BEGINNING, cut))
    if len(set(hours)) <= MOST_STEPS:
        assert steps(history, BEGINNING, cut) + steps(history, cut, NOON + 5000 * HOUR) == found


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("2026-03-28T12:00", True, datetime(2026, 3, 28, 11, tzinfo=UTC)),
        ("2026-03-28T12:00Z", False, datetime(2026, 3, 28, 12, tzinfo=UTC)),
        ("2026-03-28T12:00:00.000250+00:00", True, datetime(2026, 3, 28, 12, 0, 0, 250, tzinfo=UTC)),
        ("2026-03-28", False, datetime(2026, 3, 27, 23, tzinfo=UTC)),
        ("2026-03-29", True, datetime(2026, 3, 29, 21, 59, 59, 999_999, tzinfo=UTC)),
        ("28. März 2026", True, datetime(2026, 3, 28, 22, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_a_day_is_asked_for_with_its_ends(text: str, end: bool, expected: datetime) -> None:
    assert read_moment(text, "Europe/Berlin", end=end) == expected


def test_what_is_no_date_is_refused_in_a_sentence() -> None:
    with pytest.raises(ParseError, match="write it as 2026-03-28"):
        read_moment("neulich", "Europe/Berlin")


def test_a_document_without_a_time_is_there_from_the_beginning() -> None:
    undated = Revision(Document("a", "Text."), None, "Text.", BEGINNING)
    found = material_at(StoryHistory("s", (undated,), (placed(1, "a", "s", BEGINNING),)), NOON)
    assert found is not None and found.story.documents == ("a",) and found.documents == ()
