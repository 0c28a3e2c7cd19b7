"""The pages and the API of what is new: digest, a story as of a past moment, the mark of the last visit."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from tests.builders import lines
from typer.testing import CliRunner

from lagebild.run.remarks import Wanted
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.cli.app import app
from lagebild.serve.web.app import build_app

ROWS = [
    {
        "id": "f1",
        "title": "Lager in Emden brennt",
        "text": "In Emden brannte am Montag ein Lager. Drei Menschen wurden verletzt, sagte Einsatzleiter Jörn Tammen.",
        "published": "2026-03-30T08:00:00+02:00",
        "outlet": "Küstenblatt",
    },
    {
        "id": "f2",
        "title": "Lagerbrand in Emden: Ursache ungeklärt",
        "text": "Nach dem Brand eines Lagers in Emden ist die Ursache unklar. Man ermittle in alle Richtungen, sagte "
        "Polizistin Eda Ulrichs. Bei dem Lagerbrand am Montag in Emden hatte Jörn Tammen den Einsatz geleitet.",
        "published": "2026-03-31T09:00:00+02:00",
        "outlet": "Hafenpost",
    },
]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "w", encoder="no") as workspace:
        path = tmp_path / "rows.jsonl"
        path.write_text(lines(ROWS), encoding="utf-8")
        workspace.add([str(path)], archive=True)
        workspace.run(archive=True)
        first = workspace.stories().stories[0]
        if len(first.documents) == 1:  # what is told here does not hang on the linker
            workspace.merge(*(s.id for s in workspace.stories().stories))
        yield workspace


@pytest.fixture
def client(space: Workspace) -> TestClient:
    return TestClient(build_app(space), base_url="http://localhost", follow_redirects=False)


def fields(page: str) -> dict[str, list[str]]:
    """Return what the form of a page would send that marks it as seen."""
    form = re.search(r'<form method="post" action="[^"]*/seen">(.*?)</form>', page, re.S)
    assert form is not None
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[1]):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def story(space: Workspace) -> str:
    (found,) = space.stories().stories
    return found.id


def test_a_page_of_the_past_shows_the_past(space: Workspace, client: TestClient) -> None:
    address = f"/stories/{story(space)}"
    then, now = client.get(address, params={"as-of": "2026-03-30"}), client.get(address)
    assert then.status_code == now.status_code == 200
    assert "Küstenblatt" in then.text and "Hafenpost" not in then.text and "Hafenpost" in now.text
    assert client.get(address, params={"as-of": "2026-03-29"}).status_code == 404
    refused = client.get(address, params={"as-of": "<b>neulich"})
    assert refused.status_code == 400 and "<b>" not in refused.text


def test_the_mark_of_a_visit_is_set_without_scripts(space: Workspace, client: TestClient) -> None:
    address = f"/stories/{story(space)}"
    assert "Nichts Neues" not in client.get(address).text
    assert client.post(f"{address}/seen").status_code == 303
    assert "Nichts Neues seit" in client.get(address).text


def test_the_digest_is_the_same_everywhere(space: Workspace, client: TestClient) -> None:
    asked = {"since": "2026-03-31", "as-of": "2026-03-31"}
    row = client.get("/api/digest", params=asked).json()
    assert [s["id"] for s in row["stories"]] == [story(space)]
    assert {c["document"] for i in row["stories"][0]["new"] for c in i["citations"]} == {"f2"}
    options = ["--workspace", str(space.settings.workspace), "--since", "2026-03-31", "--as-of", "2026-03-31"]
    printed = CliRunner().invoke(app, ["digest", *options, "--format", "json"])
    assert json.loads(printed.stdout) == row
    page = client.get("/digest", params=asked).text
    assert "Eda Ulrichs" in page and "Jörn Tammen sagt" not in page and f"/stories/{story(space)}" in page


def test_what_was_seen_is_no_longer_new(client: TestClient) -> None:
    page = client.get("/digest").text
    assert "Jörn Tammen" in page
    assert client.post("/digest/seen", data=fields(page)).headers["location"] == "/digest"
    assert "Nichts Neues." in client.get("/digest").text
    assert "Nothing new." in client.get("/digest?lang=en").text


def test_what_comes_between_a_page_and_the_mark_on_it_stays_new(space: Workspace, client: TestClient) -> None:
    address = f"/stories/{story(space)}"
    pages = {where: client.get(where).text for where in (address, "/digest")}
    later = ROWS[1]["text"] + " Der Schaden betrage 40.000 Euro, sagte Kaufmann Ubbo Kruse am Mittwoch."
    space.add_rows([{**ROWS[1], "text": later}])
    space.run()
    for where, page in pages.items():
        assert client.post(f"{where}/seen", data=fields(page)).status_code == 303
        assert [i for i in space.report(story(space)).views.new if "Ubbo Kruse" in i.text]
        assert "Ubbo Kruse" in client.get("/digest").text
    assert client.post(f"{address}/seen", data={"until": "bald"}).status_code == 422


def test_what_an_editor_corrected_is_news_on_the_page_in_the_feed_and_in_the_digest(
    space: Workspace, client: TestClient
) -> None:
    address = f"/stories/{story(space)}"
    claim = next(c for c in space.report(story(space)).claims if "verletzt" in c.text)
    client.post("/digest/seen", data=fields(client.get("/digest").text))
    assert "Nichts Neues." in client.get("/digest").text
    space.remark(story(space), Wanted("corrected", (claim.id,), text="Es waren <b>vier</b>."), "Meike Ahrens")
    told = "Von Hand berichtigt (Meike Ahrens): Es waren &lt;b&gt;vier&lt;/b&gt;."
    assert told in client.get("/digest").text and told in client.get(address).text
    feed = ET.fromstring(client.get(f"/api{address}", params={"format": "atom"}).text)
    entries = {e.findtext("a:id", "", ATOM): e.findtext("a:title", "", ATOM) for e in feed.iterfind("a:entry", ATOM)}
    corrected = [title for title in entries.values() if "Es waren <b>vier</b>" in title]
    assert len(corrected) >= 2 and len(entries) == len(set(entries)), "the remark, and beside the claim itself"
    assert 'class="fresh"' in client.get("/").text


def test_a_feed_has_all_changes_each_time(space: Workspace, client: TestClient) -> None:
    address = f"/api/stories/{story(space)}"
    client.post(f"/stories/{story(space)}/seen")
    first, second = (ET.fromstring(client.get(address, params={"format": "atom"}).text) for _ in range(2))
    ids = [e.text for e in first.iterfind("a:entry/a:id", ATOM)]
    assert len(ids) >= 3 and ids == [e.text for e in second.iterfind("a:entry/a:id", ATOM)]
    early = ET.fromstring(client.get(address, params={"format": "atom", "as-of": "2026-03-30"}).text)
    assert {e.text for e in early.iterfind("a:entry/a:id", ATOM)} < set(ids)


def test_options_of_a_stored_story_are_not_for_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("In Emden brannte ein Lager.", encoding="utf-8")
    assert CliRunner().invoke(app, ["report", str(path), "--as-of", "2026-03-30"]).exit_code == 2
    assert CliRunner().invoke(app, ["digest", "--format", "atom"]).exit_code == 2
