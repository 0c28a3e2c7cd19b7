"""The sample corpus, day by day: what was told then can be told again, and what is new is told at the right article."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lagebild.records.document import Document
from lagebild.records.outcome import Done
from lagebild.records.view import NewItem
from lagebild.report.render.json import as_json
from lagebild.run import pipeline, workspace
from lagebild.run.history import changes, what_is_new
from lagebild.run.telling import BEGINNING, Asked
from lagebild.run.workspace import Workspace, open_workspace
from tests.builders import CORPUS, lines

BATCHES = 4
COPY = "Kopie der "
ATTEMPTS = ("npa-0328-3", "trier-0416-1")


@dataclass(frozen=True)
class Replayed:
    """A workspace into which the corpus came in batches, with every report as it was after each of them."""

    space: Workspace
    told: tuple[tuple[datetime, str, str], ...]
    moments: tuple[datetime, ...]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    clock = datetime(2026, 6, 1, 6, tzinfo=UTC)
    folder = tmp_path_factory.mktemp("replayed")
    patch = pytest.MonkeyPatch()
    patch.setattr(workspace, "now", lambda: clock)
    articles, posts = rows("articles.jsonl"), rows("posts.jsonl")
    told, moments = [], []
    with open_workspace(folder, encoder="no") as space:
        for number in range(BATCHES):
            clock += timedelta(hours=1)
            for part in (articles, posts):
                space.add_rows(part[len(part) * number // BATCHES : len(part) * (number + 1) // BATCHES])
            space.run()
            clock += timedelta(minutes=1)
            told += [(clock, s.id, as_json(space.report(s.id))) for s in space.stories(limit=200).stories]
            moments.append(clock)
            clock += timedelta(minutes=1)
            if number == 1:
                space.report(told[-1][1], visit_now=True)
                space.merge(*[s.id for s in space.stories(limit=200).stories if len(s.documents) == 1][:2])
        clock += timedelta(days=1)
        yield Replayed(space, tuple(told), tuple(moments))
    patch.undo()


def test_a_report_as_of_then_is_the_report_of_then(replayed: Replayed) -> None:
    assert len(replayed.told) > 3 * BATCHES
    for moment, story, then in replayed.told:
        assert as_json(replayed.space.report(story, Asked(as_of=moment))) == then


def test_a_report_as_of_now_is_the_report(replayed: Replayed) -> None:
    for story in replayed.space.stories(limit=200).stories:
        now = replayed.space.report(story.id)
        assert as_json(replayed.space.report(story.id, Asked(as_of=now.generated))) == as_json(now)


def test_changes_add_up(replayed: Replayed) -> None:
    store = replayed.space._store
    for story in replayed.space.stories(limit=200).stories[:6]:
        with store.unit() as unit:
            history = unit.history.of(story.id)
        end = replayed.moments[-1]
        whole = changes(history, BEGINNING, end)
        for middle in replayed.moments[1:-1:2]:
            assert whole == changes(history, BEGINNING, middle) + changes(history, middle, end)
        assert len({i.id for i in whole}) >= len(whole) - 1
        assert len(what_is_new(history, BEGINNING, end)) <= len(whole)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[NewItem]]:
    """All changes of the corpus as it came out, by the article that brought them."""
    found: dict[str, list[NewItem]] = defaultdict(list)
    with open_workspace(tmp_path_factory.mktemp("archive"), encoder="no") as space:
        space.add([str(CORPUS / "articles.jsonl")], archive=True)
        space.run(archive=True)
        for story in space.stories().stories:
            if len(story.documents) > 2:
                space.report(story.id, Asked(since=BEGINNING))  # reads the revisions that nobody has read
                with space._store.unit() as unit:
                    history = unit.history.of(story.id)
                for item in changes(history, BEGINNING, space.report(story.id).generated):
                    found[item.citations[0].document].append(item)
    return found


def plan() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((CORPUS / "plan.json").read_text(encoding="utf-8"))
    return read


def test_planned_corrections_are_told_at_their_article(told: dict[str, list[NewItem]]) -> None:
    corrected = {row["document"] for row in plan()["corrections"]} | {r["documents"][0] for r in plan()["revisions"]}
    found = [item.citations[0].document for items in told.values() for item in items if item.kind == "retracted"]
    assert sorted(found) == sorted(corrected)


def test_planned_denials_are_told_at_their_article(told: dict[str, list[NewItem]]) -> None:
    copies = {row["document"] for row in plan()["copies"]}
    planned = [s for s in plan()["statements"] if s["modality"] == "denied" and s["document"] in told.keys() - copies]
    kinds = []
    for row in planned:
        cited = [(i.kind, c.quote) for i in told[row["document"]] for c in i.citations]
        kinds.append({kind for kind, quote in cited if quote in row["content"] or row["content"] in quote})
    assert len(planned) >= 20
    # The plan counts an answer to a reproach among the denials; the reader takes many of these for assertions.
    assert sum(map(bool, kinds)) >= 0.85 * len(planned)
    assert sum("denied" in k for k in kinds) >= 0.4 * len(planned)


def changed(items: list[NewItem], kind: str) -> list[tuple[str | None, str | None]]:
    return [(i.before, i.after) for i in items if i.kind == kind]


def test_the_growing_number_of_households_is_told_step_by_step(told: dict[str, list[NewItem]]) -> None:
    assert ("rund 15.000", "22.000") in changed(told["npa-0328-2"], "value-changed")
    assert ("22.000", "31.500") in changed(told["npa-0328-3"], "value-changed")


def test_the_contradiction_about_the_drivers_blood_is_told(told: dict[str, list[NewItem]]) -> None:
    assert changed(told["trier-0416-1"], "contradiction") == [("1,6 Promille", "0,0 Promille")]


def test_ratifications_are_steps(told: dict[str, list[NewItem]]) -> None:
    for document, party in (("npa-0401-1", "Schweiz"), ("npa-0414-2", "Österreich")):
        assert [i.who for i in told[document] if i.kind == "step"] == [party]


def test_whole_copies_bring_nothing(told: dict[str, list[NewItem]]) -> None:
    assert not {"m24-0112-1", "m24-0407-1"} & told.keys()


@pytest.mark.parametrize("copied", ATTEMPTS)
def test_a_copy_and_the_same_document_again_change_nothing(tmp_path: Path, copied: str) -> None:
    row = next(r for r in rows("articles.jsonl") if r["id"] == copied)
    later = datetime.fromisoformat(row["published"]) + timedelta(minutes=20)
    copy = {**row, "id": "kopie", "title": COPY + row["title"], "outlet": "Echo", "url": "https://echo.example/1"}
    with open_workspace(tmp_path, encoder="no") as space:
        space.add_rows([row])
        space.run()
        (story,) = space.stories().stories
        space.add_rows([row, {**copy, "published": later.isoformat()}])
        space.run()
        assert len(space.report(story.id).story.documents) == 2
        with space._store.unit() as unit:
            history = unit.history.of(story.id)
        found = changes(history, BEGINNING, space.report(story.id).generated)
    assert found and {c.document for i in found for c in i.citations} == {copied}


def test_a_reader_is_told_what_came_after_his_visit_and_nobody_elses(tmp_path: Path) -> None:
    with open_workspace(tmp_path, encoder="no") as space:
        folder = tmp_path / "a.jsonl"
        wanted = [r for r in rows("articles.jsonl") if r["id"] in ("npa-0328-1", "npa-0328-2", "npa-0328-3")]
        folder.write_text(lines(wanted), encoding="utf-8")
        space.add([str(folder)], archive=True)
        space.run(archive=True)
        (story,) = space.stories().stories
        early = datetime.fromisoformat(wanted[1]["published"]).astimezone(UTC)
        space.report(story.id, Asked(as_of=early, reader="Ada"), visit_now=True)
        ada, nobody = space.report(story.id, Asked(reader="Ada")), space.report(story.id)
        assert ada.views.since == early and nobody.views.since is None
        assert {i.citations[0].document for i in ada.views.new} == {"npa-0328-3"} and nobody.views.new == ()
        assert [r.story.id for r in space.digest(Asked(reader="Ada")).reports] == [story.id]
        space.digest(Asked(reader="Ada"), visit_now=True)
        assert space.digest(Asked(reader="Ada")).reports == ()
        assert space.digest(Asked(reader="Bo")).reports[0].views.new


def test_an_article_of_no_date_is_archived_as_of_now() -> None:
    seen = datetime(2026, 6, 1, tzinfo=UTC)
    undated = Document("a", "Text.", seen=seen)
    dated = replace(undated, published=seen - timedelta(days=3))
    assert pipeline.as_archived(Done(undated)) == Done(undated)
    assert pipeline.as_archived(Done(dated)) == Done(replace(dated, seen=dated.published))
