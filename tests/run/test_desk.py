"""What editors remark is told among what is new, and nothing that they corrected is told as if nobody had."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lagebild.records.claim import Claim
from lagebild.records.view import NewItem
from lagebild.run.clock import now
from lagebild.run.desk import beside
from lagebild.run.history import changes, material_at, what_is_new
from lagebild.run.remarks import Wanted
from lagebild.run.telling import BEGINNING, Asked
from lagebild.run.workspace import Workspace, open_workspace

FIRST = (
    "In der Ziegelei von Bredow hat es am Montag gebrannt. Bei dem Brand wurden 12 Menschen verletzt, sagte "
    "Feuerwehrsprecherin Ute Brandner. Die Ursache sei ein Kurzschluss gewesen, sagte Meister Kai Lorenz."
)
SECOND = (
    "Nach dem Brand in der Ziegelei von Bredow wird ermittelt. Bei dem Brand wurden am Montag 19 Menschen verletzt, "
    "sagte Polizeisprecher Arno Wille. Die Straße zur Ziegelei bleibe gesperrt, sagte Bürgermeisterin Ina Holm."
)
RIGHT = "Es war Brandstiftung."


def row(identifier: str, text: str, hour: int) -> dict[str, Any]:
    published = f"2026-03-30T{hour:02}:00:00Z"
    title = "Brand in der Ziegelei von Bredow"
    return {"id": identifier, "title": title, "text": text, "published": published, "outlet": identifier}


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False, author="Redaktion") as opened:
        opened.add_rows([row("bote", FIRST, 8)])
        opened.run()
        opened.add_rows([row("kurier", SECOND, 8)])
        opened.run()
        stories = [s.id for s in opened.stories().stories]
        if len(stories) == 2:  # what is told here does not hang on the linker
            opened.merge(*stories)
        yield opened


def story(space: Workspace) -> str:
    (found,) = space.stories().stories
    return found.id


def claim(space: Workspace, words: str) -> Claim:
    return next(c for c in space.report(story(space)).claims if words in c.text)


def news(space: Workspace, since: datetime = BEGINNING, as_of: datetime | None = None) -> tuple[NewItem, ...]:
    return space.report(story(space), Asked(since=since, as_of=as_of)).views.new


def texts(items: tuple[NewItem, ...], kind: str) -> list[str]:
    return [item.text for item in items if item.kind == kind]


def correct(space: Workspace, words: str = "Kurzschluss", text: str = RIGHT) -> str:
    return space.remark(story(space), Wanted("corrected", (claim(space, words).id,), text=text)).id


def test_a_correction_is_news_to_who_looked_before(space: Workspace) -> None:
    space.report(story(space), visit_now=True)
    assert space.report(story(space)).views.new == ()
    correct(space)
    space.remark(story(space), Wanted("commented", (claim(space, "gesperrt").id,), text="Bis Freitag."))
    space.remark(story(space), Wanted("confirmed", (claim(space, "gesperrt").id,)))
    new = space.report(story(space)).views.new
    assert [item.kind for item in new] == ["remark", "remark"], "a confirmation changes nothing that was told"
    assert new[0].text.startswith(f"Von Hand berichtigt (Redaktion): {RIGHT} Es geht um: „")
    assert "Kurzschluss" in new[0].text and new[1].text.startswith("Von Hand angemerkt (Redaktion): Bis Freitag.")
    assert new[0].citations[0].document == "bote" and len({item.id for item in new}) == 2
    space.report(story(space), visit_now=True)
    assert space.report(story(space)).views.new == ()


def test_a_corrected_claim_is_announced_with_its_correction(space: Workspace) -> None:
    (before,) = [i for i in news(space) if i.kind == "claim" and "Kurzschluss" in i.text]
    correct(space)
    (after,) = [i for i in news(space) if i.kind == "claim" and "Kurzschluss" in i.text]
    assert after == replace(before, text=f"{before.text} Von Hand berichtigt (Redaktion): {RIGHT}")
    others = [i for i in news(space) if "Kurzschluss" not in i.text and i.kind != "remark"]
    assert others and all(RIGHT not in i.text for i in others)


def test_a_corrected_claim_is_corrected_in_whoever_repeats_it(space: Workspace) -> None:
    correct(space)
    since = now()
    again = "Zum Brand in der Ziegelei von Bredow: Die Ursache sei ein Kurzschluss gewesen, sagte Meister Kai Lorenz."
    space.add_rows([row("anzeiger", f"{again} Das teilte auch die Gemeinde am Dienstag mit.", 11)])
    space.run()
    if len(space.stories().stories) > 1:
        space.move("anzeiger", story_of(space, "bote"))
    for item in news(space, since):
        assert ("Kurzschluss" in item.text) <= (RIGHT in item.text)


def story_of(space: Workspace, document: str) -> str:
    link = space.explain(document).link
    assert link is not None
    return link.story


def test_a_contradiction_that_the_desk_denies_is_told_with_its_word(space: Workspace) -> None:
    numbers = space.report(story(space)).views.numbers
    (pair, group) = next((p, g) for g in numbers for p in g.pairs if p.verdict == "contradiction")
    passages = (group.values[pair.a].passage, group.values[pair.b].passage)
    said = "Die Polizei zählt Leichtverletzte mit."
    space.remark(story(space), Wanted("corrected", passages=passages, text=said, verdict="different-scope"))
    told = [i for i in news(space) if i.kind == "contradiction"]
    assert told and all(said in i.text for i in told)
    assert all(said not in i.text for i in news(space) if i.kind == "claim"), "each claim for itself was not corrected"


def test_what_was_taken_back_is_told_to_who_knew_it_and_to_nobody_else(space: Workspace) -> None:
    remark = correct(space)
    between = now()
    space.remark(story(space), Wanted("withdrawn", withdraws=remark))
    assert [i.kind for i in news(space, between)] == ["remark-withdrawn"]
    assert texts(news(space, between), "remark-withdrawn")[0].startswith("Von Hand zurückgenommen (Redaktion)")
    assert not any(RIGHT in i.text for i in news(space)), "what came and went is left out"


def test_what_was_new_then_can_be_told_again(space: Workspace) -> None:
    start = now()
    moments = [start]
    told = [news(space)]
    for words, text in (("Kurzschluss", RIGHT), ("gesperrt", "Sie ist frei.")):
        correct(space, words, text)
        moments.append(now())
        told.append(news(space))
    assert told[0] != told[1] != told[2]
    for moment, then in zip(moments, told, strict=True):
        assert news(space, as_of=moment) == then
    history = space.pictures.history(story(space))
    whole = changes(history, BEGINNING, moments[-1])
    parts = pairwise((BEGINNING, *moments))
    assert whole == tuple(item for since, until in parts for item in changes(history, since, until))
    assert what_is_new(history, start, start) == ()


def test_the_digest_knows_a_story_that_only_a_remark_moved(space: Workspace) -> None:
    space.digest(visit_now=True)
    assert space.digest().reports == ()
    before = now()
    correct(space)
    (report,) = space.digest().reports
    assert texts(report.views.new, "remark")
    (past,) = space.digest(Asked(since=before, as_of=now())).reports
    assert past.views.new == tuple(replace(i, since=before) for i in report.views.new)


def test_without_corrections_nothing_is_compared_anew(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    found = material_at(space.pictures.history(story(space)), now())
    assert found is not None
    items = news(space)
    monkeypatch.setattr("lagebild.run.desk.corroborate", lambda _: pytest.fail("compared anew"))
    assert beside(items, (), found) == items
