"""The pipeline: every step may be repeated, an edited article is a new revision, refusals are kept as issues."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import CORPUS, NOON, document, lines, post

from lagebild.acquire.files import read_paths
from lagebild.cluster.options import ClusterOptions
from lagebild.records.document import Document, Post
from lagebild.records.errors import NotFoundError
from lagebild.records.outcome import Done, Outcome, Refused
from lagebild.records.ports import Store
from lagebild.run.pipeline import accept, advance, annotate_new, link_new, material, picture
from lagebild.run.workspace import open_workspace
from lagebild.store import open_store

FIRE = document(
    "f1",
    "Im Umspannwerk von Ilmenau hat es am Montag gebrannt. Rund 2.000 Haushalte sind ohne Strom. "
    "Die Feuerwehr sei mit 40 Leuten im Einsatz, sagte Einsatzleiterin Jutta Rehbein.",
    "Brand im Umspannwerk Ilmenau: 2.000 Haushalte ohne Strom",
    url="https://bote.example/brand",
)
LATER = document(
    "f2",
    "Nach dem Brand im Umspannwerk von Ilmenau sind noch 300 Haushalte ohne Strom. "
    "Einsatzleiterin Jutta Rehbein sagte, die Ursache sei unklar.",
    "Brand im Umspannwerk Ilmenau: Noch 300 Haushalte ohne Strom",
    published=NOON + timedelta(hours=5),
    outlet="Kontor",
)
REACTION = post("p1", "Bei uns in Ilmenau ist der Strom wieder da!", about="https://bote.example/brand")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        yield opened


def state(store: Store) -> object:
    with store.unit() as unit:
        listed = unit.stories.list().stories
        return [material(unit, s.id) for s in listed], [unit.stories.links(s.id) for s in listed]


def test_running_twice_is_running_once(store: Store) -> None:
    batch: list[Outcome[Document | Post]] = [Done(FIRE), Done(LATER), Done(REACTION)]
    first = accept(batch, store, NOON)
    assert (first.new, first.posts, first.known) == (2, 1, 0)
    advance(store, ClusterOptions())
    once = state(store)
    second = accept(batch, store, NOON + timedelta(days=1))
    assert (second.new, second.revised, second.posts, second.known) == (0, 0, 0, 2)
    steps: list[str] = []
    advance(store, ClusterOptions(), lambda step, done, total: steps.append(step))
    assert state(store) == once
    assert steps == [], "nothing is done anew"


def test_annotating_may_be_interrupted_anywhere(store: Store) -> None:
    accept([Done(FIRE), Done(LATER), Done(REACTION)], store, NOON)

    def stop(step: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    for _ in range(5):  # two annotations, two links, one batch of reactions: each interrupted as soon as it is done
        with pytest.raises(KeyboardInterrupt):
            advance(store, ClusterOptions(), stop)
    advance(store, ClusterOptions())
    with open_store("sqlite://") as other:
        accept([Done(FIRE), Done(LATER), Done(REACTION)], other, NOON)
        advance(other, ClusterOptions())
        assert state(store) == state(other)


@pytest.mark.parametrize("stopped", [1, 4, 5, 9])
def test_linking_goes_on_as_if_it_had_never_stopped(stopped: int, tmp_path: Path) -> None:
    """Over a pause of two months too, and in a story whose first reports are older than the window."""
    rows = (CORPUS / "articles.jsonl").read_text(encoding="utf-8").split("\n")[:12]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    outcomes = list(read_paths([tmp_path / "a.jsonl"], seen=NOON, salt=b"x"))
    whole, broken = (_linked(outcomes, stop) for stop in (0, stopped))
    assert whole == broken


def _linked(outcomes: list[Outcome[Document | Post]], stopped: int) -> object:
    def stop(step: str, done: int, total: int) -> None:
        if done == stopped:
            raise KeyboardInterrupt

    with open_store("sqlite://") as store:
        accept(outcomes, store, NOON)
        annotate_new(store)
        with contextlib.suppress(KeyboardInterrupt):
            link_new(store, ClusterOptions(), stop)
        link_new(store, ClusterOptions())
        with store.unit() as unit:
            return {s.id: unit.stories.links(s.id) for s in unit.stories.list().stories}


def test_two_reports_and_a_reaction_are_one_story(store: Store) -> None:
    accept([Done(FIRE), Done(LATER), Done(REACTION)], store, NOON)
    advance(store, ClusterOptions())
    with store.unit() as unit:
        (story,) = unit.stories.list().stories
        collected = material(unit, story.id)
    assert [d.document.id for d in collected.documents] == ["f1", "f2"]
    assert [p.id for p in collected.posts] == ["p1"]
    report = picture(collected, NOON)
    assert report.views.reactions.social_comments == 1
    assert all(s.citations for s in report.sentences)


def test_edited_article_is_a_new_revision_and_is_read_anew(store: Store) -> None:
    accept([Done(FIRE)], store, NOON)
    advance(store, ClusterOptions())
    text = FIRE.text.replace("2.000", "3.500")
    edited = replace(document("f1", text, FIRE.title, url=FIRE.url), seen=NOON + timedelta(hours=1))
    assert accept([Done(edited)], store, NOON).revised == 1
    advance(store, ClusterOptions())
    with store.unit() as unit:
        assert [d.revision for d in unit.documents.revisions("f1")] == [1, 2]
        assert unit.documents.get("f1", 1) == FIRE
        old, new = unit.annotations.get("f1", 1), unit.annotations.get("f1")
        assert old and new and (old.revision, new.revision) == (1, 2)
        assert 3500 in {q.value for q in new.body.quantities} and 2000 in {q.value for q in old.body.quantities}
        (story,) = unit.stories.list().stories
        report = picture(material(unit, story.id), NOON)
    cited = {c.revision for s in report.sentences for c in s.citations}
    assert cited == {2}, "what is printed points to the newest revision"


def test_refusals_are_kept_and_the_rest_goes_on(store: Store) -> None:
    intake = accept([Done(FIRE), Refused("x.txt", "It is empty."), Done(LATER)], store, NOON)
    assert intake.new == 2 and [r.item for r in intake.refused] == ["x.txt"]
    with store.unit() as unit:
        assert [(i.item, i.reason, i.at) for i in unit.sources.issues()] == [("x.txt", "It is empty.", NOON)]


def test_unknown_story_says_what_to_do(store: Store) -> None:
    with store.unit() as unit, pytest.raises(NotFoundError, match="lagebild stories"):
        material(unit, "s-none")


def test_workspace_keeps_what_it_was_given(tmp_path: Path) -> None:
    rows = [{"id": d.id, "title": d.title, "text": d.text, "published": str(d.published)} for d in (FIRE, LATER)]
    path = tmp_path / "a.jsonl"
    path.write_text(lines(rows), encoding="utf-8")
    with open_workspace(tmp_path / "w") as workspace:
        assert workspace.add([str(path)]).intake.new == 2
        workspace.run()
        (story,) = workspace.stories().stories
        first = workspace.report(story.id, visit_now=True)
        assert not first.views.new, "before the first visit nothing is new, for everything is"
    with open_workspace(tmp_path / "w") as workspace:
        assert workspace.stories().stories == (story,)
        assert [f.well for f in workspace.doctor()] == [True] * 5
        assert workspace.explain("f1").revisions == 1
        workspace.backup(tmp_path / "copy.db")
    with open_store(f"sqlite:///{tmp_path / 'copy.db'}") as copy, copy.unit() as unit:
        assert unit.documents.count() == 2


def test_rows_from_outside_are_never_paths(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Das geht niemanden etwas an.", encoding="utf-8")
    with open_workspace(tmp_path / "w") as workspace:
        added = workspace.add_rows([{"address": str(secret)}, {"address": secret.as_uri()}, {"id": "a"}])
        assert added.intake.new == 0 and len(added.refused) == 3
        assert workspace.stories().total == 0
