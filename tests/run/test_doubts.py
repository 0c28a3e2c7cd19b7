"""Reports that are held: named as a question, until a person or later evidence answers it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, document
from tests.run.test_judging import FERRY, FIRE, LATER, judging, stories

from lagebild.cluster.options import ClusterOptions
from lagebild.records.document import Document
from lagebild.records.errors import JudgementError, NotFoundError
from lagebild.records.judgement import Doubt
from lagebild.records.outcome import Done
from lagebild.records.ports import Store, Unit
from lagebild.run.advising import advice
from lagebild.run.judging import doubts
from lagebild.run.pipeline import accept, advance
from lagebild.store import open_store

CAUTIOUS = ClusterOptions(attach=1.1, merge=1.1, hold=0.5, hold_share=0.2, hold_mass=2.0)
"""What any other desk would have joined is held."""
AGAIN = document(
    "f3",
    "Nach dem Brand im Umspannwerk von Ilmenau haben alle 2.000 Haushalte wieder Strom.",
    "Brand im Umspannwerk Ilmenau: Alle Haushalte haben wieder Strom",
    published=NOON + timedelta(hours=8),
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        came(opened, FIRE, LATER, FERRY)
        yield opened


def came(store: Store, *documents: Document) -> None:
    accept([Done(d) for d in documents], store, NOON)
    advance(store, CAUTIOUS)


def asked(store: Store, story: str | None = None) -> list[tuple[str, str]]:
    with store.unit() as unit:
        return [(each.document, each.near) for each in doubts(unit, story)]


def only(unit: Unit) -> Doubt:
    (found,) = doubts(unit)
    return found


def test_a_held_report_names_what_it_nearly_joined(store: Store) -> None:
    where = stories(store)
    with store.unit() as unit:
        doubt = only(unit)
        link = unit.stories.link_of("f2")
    assert (doubt.document, doubt.near) == ("f2", "f1")
    assert (doubt.story, doubt.other) == (where["f2"], where["f1"])
    assert (doubt.title, doubt.other_title) == (LATER.title, FIRE.title)
    assert CAUTIOUS.hold <= doubt.score < CAUTIOUS.attach
    assert doubt.reasons[0] == (
        f"vorerst eigene Geschichte: der ähnlichste Bericht passt zu {round(100 * doubt.score)} %"
    )
    assert any("Ilmenau" in reason for reason in doubt.reasons[1:])
    assert link is not None and link.near == "f1" and link.reasons == doubt.reasons


def test_a_question_is_asked_on_both_sides_and_nowhere_else(store: Store) -> None:
    where = stories(store)
    assert asked(store, where["f1"]) == asked(store, where["f2"]) == [("f2", "f1")]
    assert asked(store, where["g1"]) == []
    with pytest.raises(NotFoundError):
        asked(store, "s-unheard")


def test_a_report_that_shares_little_is_no_question(store: Store) -> None:
    with store.unit() as unit:
        link = unit.stories.link_of("g1")
    assert link is not None and link.near is None
    assert link.reasons[0].startswith("neue Geschichte: ")


def test_what_is_shared_must_be_worth_a_question(store: Store) -> None:
    with store.unit() as unit:
        doubt = only(unit)
    for stricter in (
        replace(CAUTIOUS, hold_share=1.1),
        replace(CAUTIOUS, hold_mass=1e3),
        replace(CAUTIOUS, hold=doubt.score + 0.01),
    ):
        with open_store("sqlite://") as other:
            accept([Done(d) for d in (FIRE, LATER)], other, NOON)
            advance(other, stricter)
            assert asked(other) == []
            with other.unit() as unit:
                link = unit.stories.link_of("f2")
            assert link is not None and link.reasons[0].startswith("neue Geschichte: der ähnlichste Bericht passt nur")


def test_merging_answers_and_undoing_asks_again(store: Store) -> None:
    with store.unit(write=True) as unit:
        doubt = only(unit)
        entry = judging(unit).merge(doubt.other, doubt.story)
    assert asked(store) == []
    with store.unit(write=True) as unit:
        judging(unit).undo(entry.id)
    assert asked(store) == [("f2", "f1")]


def test_keeping_apart_answers_moves_nothing_and_holds(store: Store) -> None:
    before = stories(store)
    with store.unit(write=True) as unit:
        doubt = only(unit)
        entry = judging(unit, "zwei Brände").apart(doubt.story, doubt.other)
    assert (entry.kind, entry.documents, entry.others) == ("apart", ("f2",), ("f1",))
    assert stories(store) == before
    assert asked(store) == []
    came(store, AGAIN)
    after = stories(store)
    assert after["f1"] != after["f2"], "a bridge does not merge what was kept apart"
    with store.unit(write=True) as unit:
        judging(unit).undo(entry.id)
    assert ("f2", "f1") in asked(store)


def test_of_two_stories_the_report_that_fits_best_is_asked_about(store: Store) -> None:
    came(store, AGAIN)
    where = stories(store)
    assert len({where[d] for d in ("f1", "f2", "f3")}) == 3
    with store.unit(write=True) as unit:
        judging(unit).merge(where["f1"], where["f2"])
        found = only(unit)
    assert found.document == "f3"
    assert {found.story, found.other} == {where["f3"], where["f1"]}


def test_one_story_is_not_kept_apart_from_itself(store: Store) -> None:
    where = stories(store)
    with store.unit(write=True) as unit, pytest.raises(JudgementError, match="are one story; split off"):
        judging(unit).apart(where["f1"], where["f1"])


def test_the_answer_is_evidence_for_the_threshold(store: Store) -> None:
    with store.unit(write=True) as unit:
        doubt = only(unit)
        judging(unit).apart(doubt.story, doubt.other)
        (weighed,) = advice(unit, CAUTIOUS).weighed
    assert (weighed.document, weighed.story, weighed.belongs) == ("f2", doubt.other, False)
    assert weighed.score == pytest.approx(doubt.score, abs=0.02)
