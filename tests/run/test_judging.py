"""Judgements in the store: one commit each, posts go along, and a linker that is at work hears of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, document, post

from lagebild.cluster.options import ClusterOptions
from lagebild.records.errors import JudgementError, NotFoundError
from lagebild.records.judgement import Judgement
from lagebild.records.outcome import Done
from lagebild.records.ports import Store, Unit
from lagebild.run.judging import Judging
from lagebild.run.pipeline import accept, advance, annotate_new, attach_posts, link_new, material
from lagebild.run.workspace import open_workspace
from lagebild.store import open_store

FIRE = document(
    "f1",
    "Im Umspannwerk von Ilmenau hat es am Montag gebrannt. Rund 2.000 Haushalte sind ohne Strom.",
    "Brand im Umspannwerk Ilmenau: 2.000 Haushalte ohne Strom",
    url="https://bote.example/brand",
)
LATER = document(
    "f2",
    "Nach dem Brand im Umspannwerk von Ilmenau sind noch 300 Haushalte ohne Strom. Die Ursache sei unklar.",
    "Brand im Umspannwerk Ilmenau: Noch 300 Haushalte ohne Strom",
    published=NOON + timedelta(hours=5),
    url="https://kontor.example/brand",
)
FERRY = document(
    "g1",
    "Die Fähre nach Nordhavn liegt seit Dienstag im Dock, 40 Seeleute warten auf Lohn.",
    "Fähre nach Nordhavn bleibt im Dock",
    published=NOON + timedelta(hours=6),
    url="https://bote.example/ferry",
)
POSTS = [
    post("p1", "Bei uns ist der Strom wieder da!", about="https://bote.example/brand"),
    post("p2", "Noch immer dunkel hier.", about="https://kontor.example/brand", thread="t2"),
    post("p3", "Wann fährt sie denn wieder?", about="https://bote.example/ferry", thread="t3"),
]
OPTIONS = ClusterOptions()


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        accept([Done(d) for d in (FIRE, LATER, FERRY)] + [Done(p) for p in POSTS], opened, NOON)
        advance(opened, OPTIONS)
        yield opened


def judging(unit: Unit, note: str | None = None) -> Judging:
    return Judging(unit, NOON, OPTIONS, note)


def stories(store: Store) -> dict[str, str]:
    with store.unit() as unit:
        return {link.document: link.story for link in unit.stories.window(NOON - timedelta(days=9))}


def state(store: Store) -> object:
    with store.unit() as unit:
        listed = unit.stories.list().stories
        window = unit.stories.window(NOON - timedelta(days=9))
        return listed, window, [material(unit, s.id) for s in listed], unit.posts.unlinked()


def posts(store: Store, document_: str) -> list[str]:
    with store.unit() as unit:
        return [p.id for p in unit.posts.of_story(stories(store)[document_])[0]]


def test_posts_go_where_their_documents_go_and_come_back(store: Store) -> None:
    assert (posts(store, "f1"), posts(store, "g1")) == (["p1", "p2"], ["p3"])
    before = state(store)
    with store.unit(write=True) as unit:
        parted = judging(unit).split(_story(unit), ["f2"])
    assert (posts(store, "f1"), posts(store, "f2")) == (["p1"], ["p2"])
    with store.unit(write=True) as unit:
        merged = judging(unit).merge(parted.story, _story(unit, "g1"))
    assert posts(store, "f2") == ["p2", "p3"]
    for entry in (merged, parted):
        with store.unit(write=True) as unit:
            judging(unit).undo(entry.id)
    assert state(store) == before


def test_a_post_about_a_story_follows_its_address(store: Store) -> None:
    with store.unit(write=True) as unit:
        unit.posts.add(post("p4", "Na endlich.", about=_story(unit, "g1"), thread="t4"))
    attach_posts(store, OPTIONS)
    assert posts(store, "g1") == ["p3", "p4"]
    with store.unit(write=True) as unit:
        entry = judging(unit).merge(_story(unit, "f1"), _story(unit, "g1"))
    assert posts(store, "f1") == ["p1", "p2", "p3", "p4"]
    with store.unit(write=True) as unit:
        unit.posts.add(post("p5", "Wird Zeit.", about=entry.left, thread="t5"))
    attach_posts(store, OPTIONS)
    assert posts(store, "f1") == ["p1", "p2", "p3", "p4", "p5"]
    with store.unit(write=True) as unit:
        judging(unit).undo(entry.id)
    assert (posts(store, "f1"), posts(store, "g1")) == (["p1", "p2"], ["p3", "p4", "p5"])


def _story(unit: Unit, document_: str = "f1") -> str:
    link = unit.stories.link_of(document_)
    assert link is not None
    return link.story


def test_a_judgement_is_whole_or_not_at_all(store: Store) -> None:
    before = state(store)
    with pytest.raises(ZeroDivisionError), store.unit(write=True) as unit:
        judging(unit).split(_story(unit), ["f2"])
        raise ZeroDivisionError
    assert state(store) == before
    with store.unit() as unit:
        assert unit.judgements.all() == ()


def test_a_linker_at_work_hears_of_a_judgement(store: Store) -> None:
    """Two reports of the ferry wait; after the first, somebody says that the ferry's story is the fire's."""
    waiting = [
        replace(FERRY, id=f"g{n}", fingerprint="", text=f"{FERRY.text} {extra}", url=None, canonical_url=None)
        for n, extra in ((2, "Der Reeder schweigt dazu."), (3, "Das Hafenamt prüft den Fall."))
    ]
    accept([Done(d) for d in waiting], store, NOON)
    annotate_new(store)
    judged: list[Judgement] = []

    def meanwhile(step: str, done: int, total: int) -> None:
        if done == 1:
            with store.unit(write=True) as unit:
                judged.append(judging(unit).merge(_story(unit, "f1"), _story(unit, "g1")))

    link_new(store, OPTIONS, meanwhile)
    assert judged[0].documents == ("g1", "g2")
    assert set(stories(store).values()) == {judged[0].story}, "the third joined the story as it was judged to be"


@pytest.mark.parametrize(
    ("verb", "arguments", "sentence"),
    [
        ("merge", ("s-x", "s-y"), r'There is no story "s-x"; `lagebild stories` lists'),
        ("split", ("s-x", ["f1"]), r'There is no story "s-x"'),
        ("split", ("{f1}", ["g1"]), r'Document "g1" is not in story "s-\w+"; its report lists those that are\.'),
        ("split", ("{f1}", []), r"No document is named; name those"),
        ("split", ("{f1}", ["f1", "f2"]), r"These are all documents of story .*; leave at least one in it\."),
        ("split", ("{g1}", ["g1"]), r"These are all documents of story"),
        ("move", ("x", "{f1}"), r'There is no document "x" in any story'),
        ("move", ("f1", "s-x"), r'There is no story "s-x"'),
        ("move", ("f1", "{f2}"), r'Document "f1" is in story "s-\w+" already\.'),
        ("merge", ("{f1}", "{f2}"), r"are one story already; name two different ones\."),
        ("undo", ("j-x",), r'There is no judgement "j-x"; `lagebild judgements` lists'),
    ],
)
def test_wrong_use_is_one_sentence(store: Store, verb: str, arguments: tuple[object, ...], sentence: str) -> None:
    held = {f"{{{d}}}": s for d, s in stories(store).items()}
    before = state(store)
    with store.unit(write=True) as unit, pytest.raises((JudgementError, NotFoundError), match=sentence) as caught:
        getattr(judging(unit), verb)(*(held.get(str(a), a) for a in arguments))
    assert str(caught.value).endswith(".")
    assert state(store) == before


def test_a_judgement_is_undone_once(store: Store) -> None:
    with store.unit(write=True) as unit:
        entry = judging(unit, "  weil\n so ").merge(_story(unit), _story(unit, "g1"))
        assert entry.note == "weil so"
        undone = judging(unit).undo(entry.id)
        with pytest.raises(JudgementError, match="was undone already"):
            judging(unit).undo(entry.id)
        with pytest.raises(JudgementError, match="judge again instead of undoing"):
            judging(unit).undo(undone.id)
        assert unit.judgements.all() == (entry, undone)
        again = judging(unit).merge(_story(unit), _story(unit, "g1"))
        assert again.id != entry.id


def test_old_addresses_lead_on_and_visits_are_noted_there(tmp_path: Path) -> None:
    rows = [{"id": d.id, "title": d.title, "text": d.text, "published": str(d.published)} for d in (FIRE, LATER, FERRY)]
    with open_workspace(tmp_path, encoder=False) as workspace:
        workspace.add_rows(rows)
        workspace.run()
        links = [workspace.explain(d).link for d in ("f1", "g1")]
        fire, ferry = (link.story for link in links if link is not None)
        entry = workspace.merge(fire, ferry, "selber Tag")
        assert workspace.report(ferry, visit_now=True).story.id == fire
        source = next(s for s in workspace.report(fire).views.sources if s.document == "g1")
        assert source.reasons == ("Von Hand: mit dieser Geschichte zusammengeführt (selber Tag)",)
        assert workspace.split(ferry, ["g1"]).left == fire, "an old address will do for a judgement too"
        workspace.undo(workspace.judgements()[0].id)
        workspace.undo(entry.id)
        assert [e.kind for e in workspace.judgements()] == ["undone", "undone", "different", "same"]
        assert workspace.report(ferry).story.id == ferry
    with open_workspace(tmp_path) as workspace:
        assert len(workspace.judgements()) == 4
