"""Sources: their health on page, command line and in the API; what the reader decided holds."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.website import RSS, Site, served_site
from typer.testing import CliRunner, Result

from lagebild.records.errors import NotFoundError
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.cli import sources  # noqa: F401 - its import registers its commands
from lagebild.serve.cli.app import app
from lagebild.serve.web.app import build_app

FEED = """<rss version="2.0"><channel><title>Bote</title><link>https://bote.example/</link><item>
<title>Brand in Gera</title><link>https://bote.example/gera</link>
<description>In Gera brannte am Montag ein Lager. Verletzt wurde niemand, sagte ein Sprecher.</description>
</item></channel></rss>"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with one feed."""
    with served_site() as running:
        running.answers["/feed.xml"] = (200, RSS, FEED.encode())
        yield running


@pytest.fixture
def space(tmp_path: Path, site: Site) -> Iterator[Workspace]:
    """A workspace that follows one feed from a list."""
    (tmp_path / "list.opml").write_text(
        f'<opml version="2.0"><body><outline type="rss" text="Bote" xmlUrl="{address(site)}"/></body></opml>', "utf-8"
    )
    with open_workspace(tmp_path / "space", allow_loopback=True, encoder=False) as workspace:
        workspace.add([str(tmp_path / "list.opml")])
        yield workspace


def address(site: Site) -> str:
    return f"{site.url}/feed.xml"


def command(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments, "-w", str(workspace.settings.workspace)])


def test_a_paused_source_is_not_visited_until_it_is_resumed(space: Workspace, site: Site) -> None:
    assert command(space, "pause", address(site)).exit_code == 0
    space.run()
    assert len(site.seen) == 0
    assert command(space, "resume", address(site)).exit_code == 0
    assert space.run().new == 1
    assert len(site.seen) == 1
    command(space, "pause", address(site))
    command(space, "resume", address(site))
    space.run()
    assert len(site.seen) == 2, "a resumed source is due at once"


def test_what_was_decided_survives_the_next_list(space: Workspace, site: Site, tmp_path: Path) -> None:
    (state,) = space.sources()
    space.change_source(state.source.id, active=False, note="  druckt\n die Agentur nach ")
    space.add([str(tmp_path / "list.opml")])
    (state,) = space.sources()
    assert (state.source.active, state.source.note) == (False, "druckt die Agentur nach")
    assert space.change_source(address(site), note="").source == replace(state.source, note=None)


def test_health_says_when_it_last_answered_and_brought_something(space: Workspace, site: Site) -> None:
    space.run()
    (first,) = space.sources()
    assert first.health is not None
    assert first.health.succeeded is not None
    assert first.health.brought is not None
    assert first.health.succeeded <= first.health.brought <= first.health.succeeded + timedelta(minutes=1)
    site.answers["/feed.xml"] = (503, {}, b"")
    space.change_source(address(site), active=False)
    space.change_source(address(site), active=True)
    space.run()
    (second,) = space.sources()
    assert second.health is not None
    assert (second.health.failures, second.health.brought) == (1, first.health.brought)
    printed = command(space).stdout
    assert printed.startswith("fails")
    assert "1 failures in a row" in printed
    assert "503" in printed


def test_command_api_and_opml_say_the_same(space: Workspace, site: Site) -> None:
    api = TestClient(build_app(space), base_url="http://localhost")
    row = api.post("/api/sources", json={"address": address(site), "active": False, "note": "zuverlässig"}).json()
    assert (row["active"], row["note"]) == (False, "zuverlässig")
    assert [json.loads(line) for line in command(space, "--json").stdout.splitlines()] == [row]
    assert api.get("/api/sources").json()["sources"] == [row]
    assert command(space, "--opml").stdout == space.opml()
    assert api.post("/api/sources", json={"address": "https://nobody.example/"}).status_code == 404
    with pytest.raises(NotFoundError, match="lagebild sources"):
        space.change_source("https://nobody.example/", active=True)


def test_the_page_changes_a_source_by_forms_without_scripts(space: Workspace) -> None:
    pages = TestClient(build_app(space), base_url="http://localhost")
    (state,) = space.sources()
    for label in ("Ruhen lassen", "Einschätzung", "Merken"):
        assert label in pages.get("/sources").text
    address = f"/sources/change?address={state.source.id}"
    assert address in pages.get("/sources").text
    assert pages.post(address, data={"note": "<b>Agentur</b>"}, follow_redirects=False).status_code == 303
    page = pages.post(address, data={"active": "no"}).text
    assert "Wieder besuchen" in page
    assert 'value="&lt;b&gt;Agentur&lt;/b&gt;"' in page
    (state,) = space.sources()
    assert (state.source.active, state.source.note) == (False, "<b>Agentur</b>")
    refused = pages.post(address, data={"active": "yes"}, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert not space.sources()[0].source.active
