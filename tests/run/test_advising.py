"""Advice from the ledger: the decisions that people judged are found again and weighed as they were."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, document, lagebild, lines
from tests.run.test_judging import FERRY, FIRE, LATER, OPTIONS, judging

from lagebild.cluster.linker import Linker
from lagebild.cluster.profile import profile
from lagebild.records.document import Document
from lagebild.records.outcome import Done
from lagebild.records.ports import Store, Unit
from lagebild.run.advising import advice
from lagebild.run.pipeline import accept, advance, material
from lagebild.store import open_store

AGAIN = document(
    "g2",
    "Vierzig Seeleute der Fähre nach Nordhavn haben ihren Lohn erhalten.",
    "Nordhavn: Seeleute haben Lohn erhalten",
    published=NOON + timedelta(hours=9),
)
TRAIN = document(
    "h1",
    "Zwischen Celle und Uelzen fahren seit dem Morgen keine Züge, ein Baum liegt auf der Strecke.",
    "Baum auf der Strecke: Keine Züge zwischen Celle und Uelzen",
    published=NOON + timedelta(hours=7),
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        accept([Done(d) for d in (FIRE, LATER, FERRY, TRAIN, AGAIN)], opened, NOON)
        advance(opened, OPTIONS)
        yield opened


def story(unit: Unit, of: Document) -> str:
    link = unit.stories.link_of(of.id)
    assert link is not None
    return link.story


def test_without_judgements_there_is_nothing_to_say(store: Store) -> None:
    with store.unit() as unit:
        found = advice(unit, OPTIONS)
    assert (found.threshold, found.weighed, found.left_alone, found.suggested) == (OPTIONS.attach, (), (), None)


def test_a_split_weighs_the_report_that_the_later_part_began_with(store: Store) -> None:
    with store.unit() as unit:
        fire = story(unit, FIRE)
        assert story(unit, LATER) == fire
        items = {item.document.id: item for item in material(unit, fire).documents}
    linker = Linker(OPTIONS)
    linker.link(items["f1"])
    expected = linker.fit_of(profile(items["f2"], OPTIONS), fire)
    with store.unit(write=True) as unit:
        entry = judging(unit).split(fire, ("f2",))
        (found,) = advice(unit, OPTIONS).weighed
    assert (found.judgement, found.document, found.story, found.belongs) == (entry.id, "f2", fire, False)
    assert found.score == pytest.approx(expected, abs=0.02)
    assert found.score >= OPTIONS.attach


def test_whichever_part_is_split_off_the_later_one_is_weighed(store: Store) -> None:
    with store.unit(write=True) as unit:
        entry = judging(unit).split(story(unit, FIRE), ("f1",))
        (found,) = advice(unit, OPTIONS).weighed
    assert (found.document, found.story, found.belongs) == ("f2", entry.story, False)


def test_a_merge_weighs_what_the_younger_story_began_with(store: Store) -> None:
    with store.unit(write=True) as unit:
        judging(unit).merge(story(unit, FIRE), story(unit, TRAIN))
        (found,) = advice(unit, OPTIONS).weighed
        assert (found.document, found.story, found.belongs) == ("h1", story(unit, FIRE), True)
    assert found.score < OPTIONS.attach


def test_a_move_says_where_a_report_belongs_and_where_not(store: Store) -> None:
    with store.unit(write=True) as unit:
        judging(unit).move("f2", story(unit, TRAIN))
        found = advice(unit, OPTIONS)
    # The train was told later than the report that was moved to it, so it is the train that was not joined.
    assert {(w.document, w.belongs) for w in found.weighed} == {("f2", False), ("h1", True)}


def test_what_was_undone_or_judged_otherwise_says_nothing(store: Store) -> None:
    with store.unit(write=True) as unit:
        entry = judging(unit).split(story(unit, FIRE), ("f2",))
        judging(unit).undo(entry.id)
        assert advice(unit, OPTIONS).weighed == ()
        parted = judging(unit).split(story(unit, FIRE), ("f2",))
        judging(unit).merge(parted.left, parted.story)
        assert {w.belongs for w in advice(unit, OPTIONS).weighed} == {True}


def test_what_stands_in_a_judged_story_untouched_counts_as_right(store: Store) -> None:
    with store.unit(write=True) as unit:
        judging(unit).merge(story(unit, FIRE), story(unit, TRAIN))
        (left,) = advice(unit, OPTIONS).left_alone
        link = unit.stories.link_of("f2")
    assert link is not None
    assert left == link.score


def test_the_command_names_the_evidence(tmp_path: Path) -> None:
    given = tmp_path / "given.jsonl"
    rows = [{"id": d.id, "title": d.title, "text": d.text, "published": NOON.isoformat()} for d in (FIRE, LATER)]
    given.write_text(lines(rows), encoding="utf-8")
    workspace = ("--workspace", tmp_path / "desk")
    assert lagebild("add", given, *workspace).code == 0
    assert lagebild("run", *workspace).code == 0
    assert "they speak for no other threshold than 50%" in lagebild("advice", *workspace).out
    identifier = lagebild("stories", *workspace).out.split()[0]
    assert lagebild("split", identifier, "f2", *workspace).code == 0
    told = lagebild("advice", *workspace)
    assert f"wrong  f2 does not belong to {identifier}" in told.out
    assert (told.code, told.err) == (0, "")
