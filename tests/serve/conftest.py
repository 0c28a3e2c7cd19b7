"""The sample corpus behind a test client and behind a real server on loopback, each made once."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from tests.conftest import chromium

from lagebild.run.workspace import Workspace
from lagebild.serve.web.app import Server, build_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def client(demo_workspace: Workspace) -> TestClient:
    return TestClient(build_app(demo_workspace), base_url="http://localhost", follow_redirects=False)


@pytest.fixture(scope="session")
def outage(client: TestClient) -> str:
    """The story of most articles: the Stromausfall in Lüneburg."""
    stories = client.get("/api/stories").json()["stories"]
    return str(max(stories, key=lambda s: len(s["documents"]))["id"])


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """Serve a workspace on a free port; yield the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = Server(build_app(workspace), "127.0.0.1", port, "error")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def address(demo_workspace: Workspace) -> Iterator[str]:
    """The sample corpus, served."""
    with served(demo_workspace) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A Chromium, closed with its module: two sessions of Playwright in one thread refuse each other."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=quiet)
        yield started
        started.close()
