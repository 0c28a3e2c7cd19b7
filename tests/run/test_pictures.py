"""What is kept of a story is what would be drawn of it now, whatever happened to it, and never anything older."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.test_judging_laws import START, Course, Step, courses
from tests.run.test_remarks import CAUSE, FIRST, SECOND, THIRD, add, row

import lagebild
from lagebild.records.document import Document, Post
from lagebild.records.report import Report
from lagebild.records.story import PostLink
from lagebild.report.card import card_of
from lagebild.report.render.json import as_json
from lagebild.run import pictures
from lagebild.run.history import what_is_new
from lagebild.run.pictures import Pictures
from lagebild.run.pipeline import material
from lagebild.run.remarks import Wanted
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.store import open_store
from lagebild.store.database import Store

AT = datetime(2026, 4, 20, tzinfo=UTC)
ELECTION = row("wahl", "Die Ratsleute von Seedorf wählen im Mai. Es treten vier Listen an.", 12)
ELECTION["title"] = "Kommunalwahl: Vier Listen in Seedorf"
POST = {
    "platform": "mastodon",
    "thread": "t",
    "id": "p1",
    "author": "x",
    "created": "2026-03-30T10:00:00Z",
    "text": "Die arme Mühle von Ahlbeck!",
}


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False, author="Redaktion Nord") as opened:
        add(opened, row("bote", FIRST), row("kurier", SECOND, 9))
        yield opened


def drawn(store: Store, kept: Pictures, story: str) -> Report:
    """Return the picture as it is when nothing is kept."""
    with store.unit() as unit:
        found = material(unit, story)
    return kept.drawn(found, AT)


def assert_true(space: Workspace) -> dict[str, str]:
    """Compare every stored picture and card with one that is made now; return the pictures as JSON."""
    stories = [s.id for s in space.stories(limit=100).stories]
    assert stories
    shown = {}
    for story in stories:
        made = drawn(space._store, space.pictures, story)  # type: ignore[arg-type]
        for _ in ("drawn at the first look", "kept"):
            report = space.pictures.report(story, AT)
            assert report == made and as_json(report) == as_json(made)
        assert space.pictures.cards([story]) == {story: card_of(made)}
        shown[story] = as_json(made)
    assert space.pictures.missing() == ()
    return shown


def story_of(space: Workspace, document: str) -> str:
    link = space.explain(document).link
    assert link
    return link.story


def revise(space: Workspace) -> None:
    add(space, row("kurier", SECOND.replace("19", "23"), 9))


def copy(space: Workspace) -> None:
    add(space, row("nachdruck", FIRST, 11))


def react(space: Workspace) -> None:
    space.add_rows([POST | {"about": story_of(space, "bote")}])
    space.run()


def confirm(space: Workspace) -> None:
    story = story_of(space, "bote")
    claim = next(c for c in space.report(story).claims if CAUSE in c.text)
    space.remark(story, Wanted("confirmed", (claim.id,)))


def split(space: Workspace) -> None:
    space.split(story_of(space, "kurier"), ["kurier"])


def merge(space: Workspace) -> None:
    add(space, ELECTION)
    space.merge(story_of(space, "bote"), story_of(space, "wahl"))


def withdraw(space: Workspace) -> None:
    confirm(space)
    story = story_of(space, "bote")
    space.remark(story, Wanted("withdrawn", withdraws=space.remarks(story)[0].id))


CHANGES: dict[str, Callable[[Workspace], None]] = {
    "document": lambda space: add(space, row("anzeiger", THIRD, 10)),
    "revision": revise,
    "copy": copy,
    "post": react,
    "remark": confirm,
    "split": split,
    "merge": merge,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_is_what_would_be_drawn_after_every_kind_of_change(space: Workspace, change: str) -> None:
    before = assert_true(space)
    CHANGES[change](space)
    assert assert_true(space) != before, "the change is one that a reader sees"


def test_what_is_taken_back_leads_to_the_picture_of_before(space: Workspace) -> None:
    before = assert_true(space)
    split(space)
    assert len(assert_true(space)) == 2
    space.undo(space.judgements()[0].id)
    assert set(assert_true(space)) == set(before)
    withdraw(space)
    assert_true(space)


def test_a_run_draws_what_it_changed_and_nothing_else(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    add(space, ELECTION)
    made: list[str] = []
    draw = Pictures.drawn

    def counted(self: Pictures, found: Any, at: datetime) -> Report:
        made.append(found.story.id)
        return draw(self, found, at)

    monkeypatch.setattr(Pictures, "drawn", counted)
    space.run()
    assert made == []
    copy(space)
    assert made == [story_of(space, "bote")]
    space.report(made[0])
    assert len(made) == 1


def test_another_program_draws_anew(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert space.pictures.missing() == ()
    monkeypatch.setattr(pictures, "program", lambda: "another")
    other = Pictures(space._store, lambda: None, "Europe/Berlin")
    stories = [s.id for s in space.stories().stories]
    assert set(other.missing()) == set(stories) and other.cards(stories) == {}
    other.draw()
    assert other.missing() == () and set(other.cards(stories)) == set(stories)


def test_the_program_is_known_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "depict").mkdir()
    (tmp_path / "depict" / "places.py").write_text("A = 1\n", "utf-8")
    monkeypatch.setattr(lagebild, "__file__", str(tmp_path / "__init__.py"))
    first = pictures.program.__wrapped__()
    (tmp_path / "depict" / "places.py").write_text("A = 2\n", "utf-8")
    assert pictures.program.__wrapped__() != first
    (tmp_path / "depict" / "places.py").write_text("A = 1\n", "utf-8")
    assert pictures.program.__wrapped__() == first


def test_a_run_killed_before_it_kept_a_picture_is_made_good(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Pictures, "drawn", dies)
        space.add_rows([row("anzeiger", THIRD, 10)])
        with pytest.raises(Killed):
            space.run()
    story = story_of(space, "anzeiger")
    assert space.pictures.missing() == (story,) and space.pictures.cards([story]) == {}
    space.run()
    assert space.pictures.missing() == () and space.report(story).story.documents == ("bote", "kurier", "anzeiger")
    assert_true(space)


def test_what_is_new_is_kept_for_each_visit(space: Workspace) -> None:
    story = story_of(space, "bote")
    space.report(story, visit_now=True)
    assert space.pictures.unseen([story]) == {story: 0}
    add(space, row("anzeiger", THIRD, 10))
    first = space.report(story)
    assert first.views.new and space.report(story).views.new == first.views.new
    assert space.pictures.unseen([story]) == {story: len(first.views.new)}
    revise(space)
    again = space.report(story)
    since = again.views.since
    assert since and again.views.new == what_is_new(space.pictures.history(story), since, again.generated)
    assert again.views.new != first.views.new
    space.report(story, visit_now=True)
    assert space.report(story).views.new == () and space.pictures.unseen([story]) == {story: 0}


def test_pictures_of_stories_that_are_no_more_go(space: Workspace) -> None:
    merge(space)
    assert_true(space)
    kept = space.pictures.cards([s.id for s in space.stories().stories])
    with space._store.unit() as unit:
        found = unit.pictures.cards(dict.fromkeys(kept, ""))
    assert found == {} and len(kept) == 1


def keys(store: Store) -> dict[str, str]:
    with store.unit() as unit:
        return unit.pictures.keys([s.id for s in unit.stories.list(limit=1000).stories], "test/1")


def held(store: Store) -> dict[str, object]:
    """Return all that a picture is made of, by story."""
    with store.unit() as unit:
        stories: Sequence[str] = [s.id for s in unit.stories.list(limit=1000).stories]
        return {story: material(unit, story) for story in stories}


more = st.tuples(st.sampled_from(["post", "unpost", "revise"]), st.integers(0, 5), st.integers(0, 5))


@settings(max_examples=80)
@given(st.lists(st.one_of(courses.filter(bool).map(lambda course: course[0]), more), max_size=14))
def test_two_states_of_a_story_never_have_one_key(drawn_steps: list[Step]) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        met: dict[tuple[str, str], object] = {}
        for number, step in enumerate(drawn_steps):
            if step[0] in ("post", "unpost", "revise") and len(step) == 3:
                change(store, number, *step)
            else:
                course.take(step)
            state, present = keys(store), held(store)
            assert set(state) == set(present)
            for story, key in state.items():
                assert met.setdefault((story, key), present[story]) == present[story]


def change(store: Store, number: int, kind: str, a: int, b: int) -> None:
    """Let a post come to a story, wait again, or a document be edited."""
    with store.unit(write=True) as unit:
        stories = sorted(s.id for s in unit.stories.list(limit=1000).stories)
        if not stories:
            return
        story = stories[a % len(stories)]
        if kind == "post":
            unit.posts.add(Post(f"p{b}", "mastodon", "t", "Ah.", "x", START))
            unit.posts.put_links([PostLink(f"p{b}", story, 1.0, f"Grund {number}")])
        elif kind == "unpost":
            unit.posts.unlink(story, START + timedelta(hours=number))
        else:
            first = unit.stories.get(story)
            assert first
            documents = unit.documents.many(first.documents)
            unit.documents.add(_edited(documents[b % len(documents)], number))


def _edited(document: Document, number: int) -> Document:
    return replace(document, text=f"{document.text} Nachtrag {number}.", revision=1)
