"""A story that has grown across a theme into a second happening falls into two, and only then."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from lagebild.cluster.linker import Linker, story_id
from lagebild.cluster.memory import Memory
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import Profile
from lagebild.cluster.splitting import Parts, is_due, parts
from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument, StoryLink

START = datetime(2025, 5, 6, 8, tzinfo=UTC)
OPTIONS = ClusterOptions()
FIRE = ["lagerhalle brand huder", "lagerhalle rauch wolke", "brand huder feuerwehr", "huder rauch löschzug"]
VOTE = ["stadtrat haushalt brinkum", "haushalt brinkum kämmerer", "stadtrat rathaus brinkum", "rathaus debatte"]


def remembered(*reports: str) -> tuple[Memory, Parts | None]:
    memory = Memory(OPTIONS)
    for number, words in enumerate(reports):
        memory.place(Profile(f"d{number}", START, dict.fromkeys(words.split(), 1.0), frozenset()), "s")
    story = memory.get("s")
    assert story is not None
    return memory, parts(story, memory, OPTIONS)


def test_stories_are_looked_at_again_when_they_have_grown_by_half() -> None:
    assert [n for n in range(1, 70) if is_due(n, 8)] == [8, 12, 18, 27, 40, 60]
    assert [n for n in range(1, 9) if is_due(n, 1)] == [1, 2, 3, 4, 6]


def test_two_happenings_fall_apart_and_the_first_report_stays() -> None:
    mixed = [FIRE[0], VOTE[0], VOTE[1], FIRE[1], FIRE[2], VOTE[2], FIRE[3], VOTE[3]]
    assert remembered(*mixed)[1] == Parts(("d0", "d3", "d4", "d6"), ("d1", "d2", "d5", "d7"))


@pytest.mark.parametrize(
    ("why", "reports"),
    [
        ("a telling word is common to both", [f"{words} wischhafen" for words in (*FIRE, *VOTE)]),
        ("the other part is one text", [*FIRE, *[VOTE[0]] * 4]),
        ("two reports are no part", [*FIRE, *VOTE[:2]]),
        ("all tell the same", FIRE * 2),
        ("nothing is told at all", [""] * 8),
    ],
)
def test_one_happening_stays_whole(why: str, reports: Sequence[str]) -> None:
    assert remembered(*reports)[1] is None, why


def articles() -> list[AnnotatedDocument]:
    made = []
    for number, title in enumerate(FIRE + VOTE):
        document = Document(f"a{number}", "", title=title.title(), published=START + timedelta(minutes=number))
        made.append(AnnotatedDocument(document, Annotations(document.id, 1, "test/1", TextAnnotations("de"))))
    return made


def split(*, settled: bool) -> tuple[StoryLink, ...]:
    """Return the repairs that follow the eighth report of a story of both."""
    linker = Linker(OPTIONS, settled=["s"] if settled else [])
    *earlier, last = articles()
    for each in earlier:
        linker.restore(each, StoryLink(each.document.id, "s", 1.0))
    linker.restore(last, StoryLink(last.document.id, "s", 1.0))
    return linker.split("s")


def test_every_report_that_goes_gets_a_link_that_says_why() -> None:
    moved = split(settled=False)
    assert [link.document for link in moved] == ["a4", "a5", "a6", "a7"]
    assert {link.story for link in moved} == {story_id("a4")}
    assert all(link.revises and link.reasons[0].startswith("abgetrennt, weil") for link in moved)


def test_what_a_person_judged_is_not_split() -> None:
    assert split(settled=True) == ()
