"""Word of what changed: heard by the pages of this program only, by few at a time, and ended with the server."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import Server, build_app
from lagebild.serve.web.live import LISTENERS, Changes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FIRST = {"id": "a", "title": "Brand in Emden", "text": "In Emden brannte am Montag ein Lager."}
OTHER = {"id": "b", "title": "Wahl in Passau", "text": "In Passau wählte der Stadtrat eine Bürgermeisterin."}
QUICK = 0.05


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False) as opened:
        opened.add_rows([FIRST])
        opened.run()
        yield opened


def bring(workspace: Workspace, row: dict[str, str]) -> str:
    """Add an article and return its story."""
    workspace.add_rows([row])
    workspace.run()
    link = workspace.explain(row["id"]).link
    assert link
    return link.story


def waits(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


@contextlib.contextmanager
def serving(workspace: Workspace) -> Iterator[tuple[str, Server]]:
    """Serve on a free port, looking for changes many times a second."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    app = build_app(workspace)
    app.state.changes = Changes(workspace, pause=QUICK, beat=QUICK)
    server = Server(app, "127.0.0.1", port, "error")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert waits(lambda: server.started)
    yield f"http://127.0.0.1:{port}", server
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive(), "the server ends"


def test_a_story_that_moves_is_told_and_nothing_else(workspace: Workspace) -> None:
    async def heard() -> tuple[bytes, list[bytes], str]:
        changes = Changes(workspace, pause=QUICK, beat=60)
        stream = changes.listen()
        ready = await anext(stream)
        story = await asyncio.to_thread(bring, workspace, OTHER)
        told = [await anext(stream)]
        await asyncio.to_thread(bring, workspace, {**OTHER, "text": OTHER["text"] + " Sie trat am Abend ihr Amt an."})
        await changes.stop()
        told += [event async for event in stream]
        return ready, told, story

    ready, told, story = asyncio.run(heard())
    assert b"event: ready" in ready
    assert told[0] == f"id: 1\nevent: story\ndata: {story}\n\n".encode()


def test_who_comes_back_is_told_what_was_missed(workspace: Workspace) -> None:
    async def heard() -> tuple[list[bytes], str]:
        changes = Changes(workspace, pause=60, beat=60)
        first = changes.listen()
        await anext(first)
        await first.aclose()
        story = await asyncio.to_thread(bring, workspace, OTHER)
        again = changes.listen(since=0)
        told = [await anext(again), await anext(again)]
        await again.aclose()
        fresh = changes.listen(since=99)
        told.append(await anext(fresh))
        await fresh.aclose()
        assert changes.listeners == 0
        return told, story

    told, story = asyncio.run(heard())
    assert b"data: " + story.encode() in told[1]
    assert told[2].startswith(b"retry: ") and b"id: 1\n" in told[2], "a number of another server is not believed"


def test_silence_is_broken_by_a_comment(workspace: Workspace) -> None:
    async def heard() -> bytes:
        changes = Changes(workspace, pause=60, beat=QUICK)
        stream = changes.listen()
        await anext(stream)
        beat = await anext(stream)
        await stream.aclose()
        return beat

    assert asyncio.run(heard()).startswith(b":")


def test_nobody_listens_nobody_looks(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    stories = workspace.stories

    def seen(limit: int) -> object:
        looks.append(limit)
        return stories(limit=limit)

    async def run() -> int:
        changes = Changes(workspace, pause=0.01, beat=60)
        monkeypatch.setattr(workspace, "stories", seen)
        stream = changes.listen()
        await anext(stream)
        await asyncio.sleep(0.2)
        await stream.aclose()
        before = len(looks)
        await asyncio.sleep(0.2)
        return before

    before = asyncio.run(run())
    assert before > 1 and len(looks) <= before + 1


def test_listeners_come_and_go_and_the_server_ends_under_them(workspace: Workspace) -> None:
    with serving(workspace) as (address, server):
        changes = server._changes
        with httpx.stream("GET", f"{address}/events", timeout=5) as answer:
            assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            stream = answer.iter_raw()
            assert b"event: ready" in next(stream)
            assert changes.listeners == 1
        assert waits(lambda: changes.listeners == 0), "a reader who left is not waited for"
        heard: list[bytes] = []

        def listen() -> None:
            with httpx.stream("GET", f"{address}/events", timeout=5) as answer:
                heard.extend(answer.iter_raw())

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        assert waits(lambda: bool(heard))
        start = time.monotonic()
    listener.join(5)
    assert not listener.is_alive() and time.monotonic() - start < 5, "the stream ends in order, not by a cut"


def test_listeners_are_few_by_rule(workspace: Workspace) -> None:
    with serving(workspace) as (address, server):
        server._changes._listeners = LISTENERS
        answer = httpx.get(f"{address}/events")
        server._changes._listeners = 0
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
    assert answer.json()["error"].endswith(".")


def test_another_site_hears_nothing(workspace: Workspace) -> None:
    with serving(workspace) as (address, server):
        host = httpx.get(f"{address}/events", headers={"host": "elsewhere.example"})
        assert host.status_code == 400
        strange = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
        assert httpx.get(f"{address}/events", headers=strange).status_code == 403
        assert server._changes.listeners == 0


@pytest.mark.browser
def test_the_page_says_that_something_is_new_and_moves_nothing(browser: "Browser", workspace: Workspace) -> None:
    with serving(workspace) as (address, server):
        page = browser.new_page(viewport={"width": 800, "height": 600})
        problems: list[str] = []
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: problems.append(str(e)))
        page.goto(address)
        assert waits(lambda: server._changes.listeners == 1)
        page.locator(".zoomable .pin").first.wait_for(timeout=10_000)
        before = page.locator("main").inner_html()
        box = page.locator("h1").bounding_box()
        bring(workspace, OTHER)
        page.locator(".live a").wait_for(timeout=10_000)
        assert page.locator(".live").inner_text() == "Eine Geschichte mit neuen Meldungen – neu laden"
        assert page.locator("main").inner_html() == before and page.locator("h1").bounding_box() == box
        page.locator(".live a").click()
        page.get_by_role("link", name=OTHER["title"]).wait_for(timeout=10_000)
        assert page.locator(".live").inner_text() == ""
        page.close()
        assert waits(lambda: server._changes.listeners == 0)
    assert problems == []


@pytest.mark.browser
def test_the_page_of_a_story_hears_of_its_own_story_only(browser: "Browser", workspace: Workspace) -> None:
    link = workspace.explain("a").link
    assert link
    with serving(workspace) as (address, server):
        page = browser.new_page()
        page.goto(f"{address}/stories/{link.story}")
        assert waits(lambda: server._changes.listeners == 1)
        bring(workspace, OTHER)
        page.wait_for_timeout(500)
        assert page.locator(".live").inner_text() == ""
        more = {**FIRST, "id": "a2", "text": FIRST["text"] + " Das Lager ist zerstört."}
        assert bring(workspace, more) == link.story
        page.locator(".live a").wait_for(timeout=10_000)
        assert "dieser Geschichte" in page.locator(".live").inner_text()
        page.close()
