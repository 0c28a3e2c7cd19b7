"""What comes after a visit is new after it, however soon; what came before it is not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lagebild.acquire.fetch import Poll
from lagebild.records.document import Document, SourceHealth
from lagebild.records.outcome import Done
from lagebild.run.clock import now
from lagebild.run.telling import settled
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.store import open_store

TITLE = "Brand in der Gärtnerei von Sandau"
FIRST = "In der Gärtnerei von Sandau hat es am Montag gebrannt. Verletzt wurde niemand, sagte Wehrführer Olaf Kern."
LATER = " Der Schaden betrage 70.000 Euro, sagte Gärtnerin Britta Voss am Dienstag in Sandau."


def row(text: str) -> dict[str, Any]:
    return {"id": "bote", "title": TITLE, "text": text, "published": "2026-03-30T08:00:00Z", "outlet": "bote"}


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False) as opened:
        opened.add_rows([row(FIRST)])
        opened.run()
        yield opened


def story(space: Workspace) -> str:
    (found,) = space.stories().stories
    return found.id


def test_what_comes_in_the_second_of_a_visit_is_new(space: Workspace) -> None:
    seen = 0
    for step in range(3):
        visited = now()
        space.report(story(space), visit_now=True)
        assert space.report(story(space)).views.new == ()
        space.add_rows([row(FIRST + "".join(LATER.replace("70", str(70 + n)) for n in range(step + 1)))])
        space.run()
        new = space.report(story(space)).views.new
        assert new and all(item.at and item.at > visited for item in new)
        seen += len(space.digest().reports)
    assert seen == 3


def test_a_page_that_is_fetched_while_somebody_looks_is_new_to_him(space: Workspace) -> None:
    begun = now()
    space.report(story(space), visit_now=True)
    edited = Document("bote", FIRST + LATER, title=TITLE, outlet="bote", seen=begun, language="de")
    space._record(Poll((Done(edited),), SourceHealth("s")))
    space.run()
    assert [i for i in space.report(story(space)).views.new if "Voss" in i.text]


def test_a_settled_moment_comes_after_all_that_can_be_read_and_before_all_that_comes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 's.db'}"
    with open_store(url) as one, open_store(url) as two:
        moments = []
        for number in range(5):
            with one.unit(write=True) as unit:
                moments.append(now())
                unit.documents.add(Document(f"d{number}", "Text", seen=moments[-1]))
            moments.append(settled(two, now))
            with two.unit() as unit:
                assert unit.documents.count() == number + 1
        assert moments == sorted(set(moments))
