"""What an editor says of a claim stays on that claim, whatever comes, and nothing of it is ever lost."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import document

from lagebild.corroborate.remarked import LEAST, anchored, located
from lagebild.records.claim import Claim
from lagebild.records.errors import JudgementError, NotFoundError
from lagebild.records.remark import Remark, standing
from lagebild.records.report import Report
from lagebild.records.span import Passage, Span, passage_at
from lagebild.report.card import card_of
from lagebild.report.render import FORMATS
from lagebild.report.render.json import report_row
from lagebild.run import workspace
from lagebild.run.clock import now
from lagebild.run.remarks import Wanted
from lagebild.run.workspace import Workspace, open_workspace

FIRST = (
    "In der Mühle von Ahlbeck hat es am Montag gebrannt. Bei dem Brand wurden 12 Menschen verletzt, sagte "
    "Feuerwehrsprecherin Ute Brandner. Die Ursache sei ein Kurzschluss gewesen, sagte Müller Kai Lorenz."
)
SECOND = (
    "Nach dem Brand in der Mühle von Ahlbeck wird ermittelt. Bei dem Brand wurden am Montag 19 Menschen verletzt, "
    "sagte Polizeisprecher Arno Wille. Die Straße zur Mühle bleibe gesperrt, sagte Bürgermeisterin Ina Holm."
)
THIRD = (
    "Die Mühle von Ahlbeck soll nach dem Brand wieder aufgebaut werden. Das koste zwei Millionen Euro, sagte "
    "Bürgermeisterin Ina Holm am Dienstag. Spenden seien willkommen, sagte Pfarrer Jost Adler."
)
CAUSE = "Kurzschluss"


def row(identifier: str, text: str, hour: int = 8) -> dict[str, Any]:
    title = "Brand in der Mühle von Ahlbeck"
    return {
        "id": identifier,
        "title": title,
        "text": text,
        "published": f"2026-03-30T{hour:02}:00:00Z",
        "outlet": identifier,
    }


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False, author="Redaktion Nord") as opened:
        add(opened, row("bote", FIRST), row("kurier", SECOND))
        yield opened


def add(space: Workspace, *rows: dict[str, Any]) -> None:
    space.add_rows(rows)
    space.run()


def story(space: Workspace, document_: str = "bote") -> str:
    link = space.explain(document_).link
    assert link is not None
    return link.story


def report(space: Workspace, document_: str = "bote") -> Report:
    return space.report(story(space, document_))


def claim_on(told: Report, words: str) -> Claim:
    (found,) = [c for c in told.claims if words in c.text]
    return found


def on_claims(told: Report) -> list[tuple[str, str | None]]:
    """Return the wording of each claim with a remark, and the remark's text."""
    by_id = {c.id: c.text for c in told.claims}
    return [(by_id[claim], placed.remark.text) for placed in told.remarks for claim in placed.claims]


def comment(space: Workspace, words: str, text: str, author: str | None = None) -> Remark:
    told = report(space)
    return space.remark(told.story.id, Wanted("commented", (claim_on(told, words).id,), text=text), author)


def injured(told: Report) -> tuple[int, tuple[Passage, ...]]:
    """Return the comparison of the injured, and where the two numbers stand."""
    for number, group in enumerate(told.views.numbers):
        for pair in group.pairs:
            if pair.verdict == "contradiction" and {group.values[pair.a].value, group.values[pair.b].value} == {12, 19}:
                return number, (group.values[pair.a].passage, group.values[pair.b].passage)
    raise AssertionError("12 and 19 injured are no contradiction")


def test_a_remark_is_shown_on_exactly_its_claim(space: Workspace) -> None:
    made = comment(space, CAUSE, "Die Feuerwehr prüft das noch.", "A. Meyer")
    told = report(space)
    assert [text for _, text in on_claims(told)] == ["Die Feuerwehr prüft das noch."]
    assert CAUSE in on_claims(told)[0][0]
    rows = report_row(told)["claims"]
    assert [CAUSE in r["text"] for r in rows if "remarks" in r] == [True]
    (there,) = next(r["remarks"] for r in rows if "remarks" in r)
    assert (there["id"], there["kind"], there["author"]) == (made.id, "commented", "A. Meyer")
    shown = next(line for line in FORMATS["md"](told).splitlines() if "**Redaktion**" in line)
    assert CAUSE in shown and "A. Meyer" in shown and shown.endswith("Kommentar – Die Feuerwehr prüft das noch.")
    assert FORMATS["html"](told).count("Die Feuerwehr prüft das noch.") == 1


def test_it_stays_there_when_documents_come(space: Workspace) -> None:
    comment(space, CAUSE, "geprüft")
    before = on_claims(report(space))
    copy = f"Der Bote berichtet. {FIRST}"
    add(space, row("anzeiger", THIRD, 11), row("abschrift", copy, 12))
    told = report(space)
    assert len(told.story.documents) == 4
    assert on_claims(told) == before


def test_it_goes_along_into_a_revision_that_keeps_the_quote(space: Workspace) -> None:
    comment(space, CAUSE, "geprüft")
    edited = "Dieser Text wurde ergänzt. " + FIRST.replace("12 Menschen", "13 Menschen")
    add(space, row("bote", edited))
    told = report(space)
    (claim,) = [c for c in told.claims if any(r.claims == (c.id,) for r in told.remarks)]
    assert CAUSE in claim.text and {e.passage.revision for e in claim.evidence} == {2}


def test_where_its_words_are_gone_it_is_told_apart(space: Workspace) -> None:
    comment(space, CAUSE, "geprüft")
    add(space, row("bote", FIRST.replace("ein Kurzschluss gewesen", "noch ganz ungeklärt")))
    told = report(space)
    assert not on_claims(told) and [r.is_placed for r in told.remarks] == [False]
    (lost,) = report_row(told)["remarks"]
    assert lost["text"] == "geprüft" and CAUSE in lost["passages"][0]["quote"]
    assert "Vermerke der Redaktion" in FORMATS["md"](told) and "geprüft" in FORMATS["html"](told)


def test_stories_are_parted_and_merged_and_it_stays_with_its_words(space: Workspace) -> None:
    comment(space, CAUSE, "geprüft")
    before = on_claims(report(space))
    here = story(space)
    parted = space.split(here, ["kurier"]).story
    assert on_claims(report(space)) == before and not space.report(parted).remarks
    space.merge(parted, story(space))
    assert story(space) == parted and on_claims(report(space)) == before
    moved = space.split(parted, ["bote"]).story
    assert on_claims(space.report(moved)) == before and not space.report(parted).remarks
    assert space.remarks(moved)[0].text == "geprüft"


def test_a_past_report_has_the_remarks_of_that_time(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    minutes = itertools.count(60)
    start = now()
    monkeypatch.setattr(workspace, "now", lambda: start + timedelta(minutes=next(minutes)))
    plain = report(space)
    made = comment(space, CAUSE, "geprüft")
    between = made.at.isoformat()
    space.remark(story(space), Wanted("withdrawn", withdraws=made.id))
    assert not report(space).remarks
    then = space.report(story(space), space.asked(as_of=between))
    assert [r.remark.id for r in then.remarks] == [made.id]
    earlier = space.report(story(space), replace(space.asked(), as_of=plain.generated))
    assert not earlier.remarks


def test_the_ledger_only_grows(space: Workspace) -> None:
    first = comment(space, CAUSE, "geprüft")
    gone = space.remark(story(space), Wanted("withdrawn", withdraws=first.id, text="verlesen"), "B. Roth")
    again = comment(space, CAUSE, "geprüft")
    ledger = space.remarks(story(space))
    assert ledger == (again, gone, first) and len({e.id for e in ledger}) == 3
    assert standing(ledger[::-1]) == (again,)
    assert (gone.withdraws, gone.author, gone.text, gone.anchors) == (first.id, "B. Roth", "verlesen", first.anchors)
    assert first.author == "Redaktion Nord"
    for wrong in (first.id, gone.id):
        with pytest.raises(JudgementError, match="make the remark again"):
            space.remark(story(space), Wanted("withdrawn", withdraws=wrong))
    with pytest.raises(NotFoundError, match="no remark"):
        space.remark(story(space), Wanted("withdrawn", withdraws="r-none"))
    with pytest.raises(JudgementError, match="stands there already"):
        comment(space, CAUSE, "geprüft")
    assert space.remarks(story(space)) == ledger


def test_a_contradiction_that_the_desk_denies_counts_no_more_and_is_still_there(space: Workspace) -> None:
    told = report(space)
    number, passages = injured(told)
    before = card_of(told).contested
    assert before and "widersprechen sich" in FORMATS["md"](told)
    helpers = "Die Polizei zählt die Helfer mit."
    space.remark(told.story.id, Wanted("corrected", (), passages, helpers, "different-scope"))
    after = report(space)
    assert card_of(after).contested < before
    assert after.views.numbers == told.views.numbers, "what the program says stays"
    row_ = report_row(after)["numbers"][number]
    assert (row_["verdict"], row_["desk"]) == ("contradiction", "different-scope")
    text = FORMATS["md"](after)
    assert "zählt etwas anderes (Programm: Widerspruch)" in text and "widersprechen sich" not in text
    page = FORMATS["html"](after)
    assert "Programm: Widerspruch" in page and helpers in page
    space.remark(told.story.id, Wanted("withdrawn", withdraws=after.remarks[0].remark.id))
    assert FORMATS["md"](report(space)) == FORMATS["md"](told)


def test_a_conflict_of_claims_is_the_same_as_that_of_their_numbers(space: Workspace) -> None:
    told = report(space)
    number, _ = injured(told)
    (one, two) = (claim_on(told, f"{n} Menschen") for n in (12, 19))
    assert [c.claim for c in one.conflicts] == [two.id]
    made = space.remark(told.story.id, Wanted("confirmed", (two.id, one.id)))
    assert made.verdict == "contradiction"
    (placed,) = report(space).remarks
    assert set(placed.claims) == {one.id, two.id} and placed.number == number
    space.remark(told.story.id, Wanted("corrected", (one.id, two.id), text="zwei Zählungen", verdict="compatible"))
    after = report(space)
    assert after.conflict_verdict(one, one.conflicts[0]) == "compatible", "the latest word counts"
    assert card_of(after).contested == 0 and len(after.remarks) == 2


def test_a_report_whose_remarks_are_withdrawn_is_byte_for_byte_the_one_before(space: Workspace) -> None:
    told = report(space)
    made = comment(space, CAUSE, "geprüft")
    assert FORMATS["json"](report(space)) != FORMATS["json"](told)
    space.remark(told.story.id, Wanted("withdrawn", withdraws=made.id))
    after = replace(report(space), generated=told.generated)
    assert {name: write(after) for name, write in FORMATS.items()} == {n: write(told) for n, write in FORMATS.items()}


def test_two_editors_at_once_are_both_kept(space: Workspace) -> None:
    told = report(space)
    claim = claim_on(told, CAUSE).id
    names = [f"Redakteurin {n}" for n in range(6)]

    def say(name: str) -> None:
        space.remark(told.story.id, Wanted("confirmed", (claim,)), name)

    threads = [threading.Thread(target=say, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(e.author for e in space.remarks(told.story.id)) == names
    assert len(report(space).remarks) == len(names)


@pytest.mark.parametrize(
    ("wanted", "author", "sentence"),
    [
        (Wanted("commented", ("{claim}",)), "M", "There is no text"),
        (Wanted("commented", ("{claim}",), text=" \n "), "M", "There is no text"),
        (Wanted("commented", ("{claim}",), text="x" * 2001), "M", "2000 are the most"),
        (Wanted("confirmed", ("{claim}",)), "  ", "name of its author"),
        (Wanted("confirmed", ("{claim}",)), "x" * 101, "name of its author"),
        (Wanted("confirmed", ()), "M", "Name one claim"),
        (Wanted("confirmed", ("{claim}", "{claim}")), "M", "no claim or comparison there"),
        (Wanted("confirmed", ("c-none",)), "M", "There is no claim"),
        (Wanted("corrected", ("{claim}",), text="x", verdict="same"), "M", "name both"),
        (Wanted("confirmed", (), (Passage("bote", 1, Span(0, 5), ""),)), "M", "no claim or comparison there"),
        (Wanted("confirmed", (), (Passage("bote", 1, Span(5, 5000), ""),)), "M", "outside of the text"),
        (Wanted("confirmed", (), (Passage("bote", 7, Span(0, 5), ""),)), "M", "of revision 7"),
    ],
)
def test_what_says_nothing_is_refused(space: Workspace, wanted: Wanted, author: str, sentence: str) -> None:
    told = report(space)
    claim = claim_on(told, CAUSE).id
    filled = replace(wanted, claims=tuple(c.replace("{claim}", claim) for c in wanted.claims))
    with pytest.raises((JudgementError, NotFoundError), match=sentence):
        space.remark(told.story.id, filled, author)
    assert space.remarks(told.story.id) == ()


@settings(max_examples=200)
@given(st.text(min_size=40, max_size=120), st.text(max_size=30), st.text(max_size=30), st.data())
def test_a_quote_is_found_again_wherever_it_moves(text: str, before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = anchored(document("a", text), Passage("a", 1, Span(start, end), ""))
    later = replace(document("a", before + text + after), revision=2)
    found = located(anchor, later)
    assert found is not None and found.revision == 2
    assert found.span.of(later.text) == text[start:end] == found.quote
    gone = located(anchor, replace(document("a", "#" * 200), revision=2))
    assert gone is None or "#" in text


def test_a_short_quote_needs_the_words_around_it() -> None:
    text = "Am 12. März wurden bei dem Brand 12 Menschen verletzt."
    anchor = anchored(document("a", text), Passage("a", 1, Span(33, 35), ""))
    later = replace(document("a", "Am 12. April wurden bei dem Brand 12 Menschen verletzt."), revision=2)
    found = located(anchor, later)
    assert found is not None and found.span.start == 34
    changed = replace(document("a", "Am 12. März wurden bei dem Brand 15 Menschen verletzt."), revision=2)
    assert located(anchor, changed) is None and len(anchor.passage.quote) < LEAST


@given(st.text(min_size=1), st.integers(1, 99), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_place_names_its_passage(identifier: str, revision: int, start: int, end: int) -> None:
    passage = Passage(identifier.encode("utf-8", "ignore").decode() or "d", revision, Span(start, end), "", "title")
    assert passage_at(passage.place) == passage and " " not in passage.place
