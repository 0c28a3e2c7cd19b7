"""Sources: their health on page, command line and in the API; what the reader decided holds."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
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


class Site:
    """A real feed on loopback; `status` can be changed, `asked` counts."""

    def __init__(self) -> None:
        self.status, self.asked = 200, 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += 1
                self.send_response(site.status)
                self.send_header("Content-Type", "application/rss+xml")
                self.end_headers()
                self.wfile.write(FEED.encode() if site.status == 200 else b"")

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/feed.xml"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def space(tmp_path: Path, site: Site) -> Iterator[Workspace]:
    """A workspace that follows one feed from a list."""
    (tmp_path / "list.opml").write_text(
        f'<opml version="2.0"><body><outline type="rss" text="Bote" xmlUrl="{site.url}"/></body></opml>', "utf-8"
    )
    with open_workspace(tmp_path / "space", allow_loopback=True, encoder=False) as workspace:
        workspace.add([str(tmp_path / "list.opml")])
        yield workspace


def command(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments, "-w", str(workspace.settings.workspace)])


def test_a_paused_source_is_not_visited_until_it_is_resumed(space: Workspace, site: Site) -> None:
    assert command(space, "pause", site.url).exit_code == 0
    space.run()
    assert site.asked == 0
    assert command(space, "resume", site.url).exit_code == 0
    assert space.run().new == 1
    assert site.asked == 1
    command(space, "pause", site.url)
    command(space, "resume", site.url)
    space.run()
    assert site.asked == 2, "a resumed source is due at once"


def test_what_was_decided_survives_the_next_list(space: Workspace, site: Site, tmp_path: Path) -> None:
    (state,) = space.sources()
    space.change_source(state.source.id, active=False, note="  druckt\n die Agentur nach ")
    space.add([str(tmp_path / "list.opml")])
    (state,) = space.sources()
    assert (state.source.active, state.source.note) == (False, "druckt die Agentur nach")
    assert space.change_source(site.url, note="").source == replace(state.source, note=None)


def test_health_says_when_it_last_answered_and_brought_something(space: Workspace, site: Site) -> None:
    space.run()
    (first,) = space.sources()
    assert first.health is not None
    assert first.health.brought == first.health.succeeded is not None
    site.status = 503
    space.change_source(site.url, active=False)
    space.change_source(site.url, active=True)
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
    row = api.post("/api/sources", json={"address": site.url, "active": False, "note": "zuverlässig"}).json()
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
