"""Fixtures of all tests. No test leaves loopback: what would be fetched is served here or not at all."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from lagebild.run.workspace import Workspace, open_workspace
from tests.builders import CORPUS, SHARED

# Laws are asserted, not times: under load an example may take a second, and the first one reads word lists.
settings.register_profile("lagebild", deadline=None)
settings.load_profile("lagebild")


def chromium() -> str | None:
    """Return the path of a Chromium, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with a reason that pytest counts, what needs data or a browser that this machine has not."""
    missing = []
    if not SHARED.is_dir():
        missing.append(("shared", "there is no folder `shared` beside the checkout"))
    if chromium() is None:
        missing.append(("browser", "there is no Chromium in PATH"))
    for item in items:
        for marker, reason in missing:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def on_loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail every connection of this process that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not (str(host).startswith("127.") or host in ("::1", "localhost")):
            raise AssertionError(f"a test would leave loopback: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data beside the checkout; tests that use it bear the mark `shared`."""
    if not SHARED.is_dir():
        pytest.skip("there is no folder `shared` beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample corpus, ingested once; tests read it and change nothing."""
    with open_workspace(tmp_path_factory.mktemp("demo")) as workspace:
        added = workspace.add([str(CORPUS / "articles.jsonl"), str(CORPUS / "posts.jsonl")])
        assert not added.refused
        workspace.run()
        yield workspace
