"""The doors: headers on every answer, strangers turned away, one sentence instead of a traceback."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from lagebild.run.pictures import Pictures
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app
from lagebild.serve.web.doors import HEADERS, LARGEST_BODY

FOREIGN = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"origin": "http://localhost:1"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with open_workspace(tmp_path) as workspace:
        yield TestClient(build_app(workspace), base_url="http://localhost", raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/sources", 200), ("/static/pages.css", 200), ("/lagebild.css", 200), ("/api/stories", 200),
     ("/api/openapi.json", 200), ("/sources.opml", 200), ("/nothing", 404), ("/api/nothing", 404),
     ("/static/nothing", 404), ("/documents/nothing", 404), ("/stories/nothing", 404), ("/?offset=-1", 422)],
)  # fmt: skip
def test_every_answer_has_the_headers(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        if name != "Cache-Control" or not path.endswith("pages.css"):
            assert answer.headers[name] == value
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "localhost.elsewhere.example", "127.0.0.1.elsewhere.example", ""]
)
def test_only_its_own_names_are_answered_to(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST"])
def test_every_name_of_loopback_is_answered_to(client: TestClient, host: str) -> None:
    assert client.get("/sources", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/api/add", "/api/run", "/sources", "/stories/s-1/seen"])
@pytest.mark.parametrize("headers", FOREIGN)
def test_other_pages_change_nothing(empty: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = empty.post(path, headers=headers)
    assert answer.status_code == 403 and answer.json()["error"].endswith(".")


def test_its_own_pages_and_programs_may_change_things(empty: TestClient) -> None:
    assert empty.post("/api/add", json=[]).status_code == 200
    own = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    assert empty.post("/api/add", json=[], headers=own).status_code == 200


PUBLIC = "https://news.example"


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[TestClient]:
    """Pages behind a proxy with TLS: browsers ask https://news.example, the proxy asks here by plain http."""
    with open_workspace(tmp_path, public_address=PUBLIC + "/") as workspace:
        yield TestClient(build_app(workspace), base_url="http://localhost", raise_server_exceptions=False)


@pytest.mark.parametrize("host", ["news.example", "News.Example", "localhost:8765", "127.0.0.1:8765"])
def test_behind_a_proxy_its_own_users_may_change_things(proxied: TestClient, host: str) -> None:
    """Some proxies hand on the name that was asked for, some put in that of the server behind."""
    own = {"host": host, "origin": PUBLIC, "sec-fetch-site": "same-origin"}
    assert proxied.get("/", headers={"host": host}).status_code == 200
    assert proxied.post("/api/add", json=[], headers=own).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [*FOREIGN, {"origin": "http://news.example"}, {"origin": "https://news.example.elsewhere.example"},
     {"origin": "https://news.example:444"}, {"origin": PUBLIC, "sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_behind_a_proxy_others_change_nothing(proxied: TestClient, headers: dict[str, str]) -> None:
    assert proxied.post("/api/add", json=[], headers={"host": "news.example", **headers}).status_code == 403


def test_without_the_setting_no_proxy_speaks_for_the_pages(empty: TestClient) -> None:
    own = {"origin": PUBLIC, "sec-fetch-site": "same-origin"}
    assert empty.post("/api/add", json=[], headers=own).status_code == 403
    assert empty.get("/", headers={"host": "news.example"}).status_code == 400


def test_too_large_a_body_is_refused_unread(empty: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"["

    assert empty.post("/api/add", headers={"content-length": str(LARGEST_BODY + 1)}).status_code == 413
    assert empty.post("/api/add", headers={"content-length": "many"}).status_code == 413
    assert empty.post("/api/add", content=chunks()).status_code == 411


def test_a_chunked_body_is_refused_by_the_running_server(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as wire:
        wire.sendall(f"POST /api/add HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        assert wire.recv(4096).startswith(b"HTTP/1.1 411 ")


def test_a_bug_gives_one_sentence(empty: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Workspace, "stories", fail)
    monkeypatch.setattr(Pictures, "found", fail)
    for path in ("/", "/api/stories"):
        answer = empty.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text and "Traceback" not in answer.text and "broken" in answer.text
        assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    ["//elsewhere.example/x", "/%5Celsewhere.example", "///elsewhere.example", "/stories/%2F%2Felsewhere.example"],
)
def test_no_page_leads_elsewhere(client: TestClient, path: str) -> None:
    async def ask() -> httpx.Response:
        # The test client would read "//host" as a host; a browser's request line holds just this path.
        transport = httpx.ASGITransport(build_app(client.app.state.workspace))  # type: ignore[attr-defined]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as wire:
            return await wire.get("http://localhost" + path)

    answer = asyncio.run(ask())
    assert answer.status_code == 404 and "location" not in answer.headers
    for lead in ('href="//', 'href="/\\', 'href="http'):
        assert lead not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2e%2e%2f%2e%2e%2fapp.py",
     "/static//etc/passwd", "/documents/..%2f..%2fetc%2fpasswd", "/documents/%00", "/stories/%00", "/static/%00"],
)  # fmt: skip
def test_no_path_reaches_a_file(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text and "root:" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"/?q={'x' * 501}", 422), (f"/?q={'%22*%20' * 120}", 200), ("/?q=%00", 200), ("/?offset=9999999999999", 422),
     ("/api/stories?limit=100000", 422), ("/documents/npa-0328-1?from=5&to=99999999999999999999", 200),
     ("/documents/npa-0328-1?revision=0", 422), ("/documents/npa-0328-1?revision=7", 404),
     ("/documents/npa-0328-1?revision=1&against=7", 404), ("/?lang=xx", 200)],
)  # fmt: skip
def test_odd_requests_are_answered_in_order(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_the_language_cookie_is_kept_from_scripts_and_other_sites(client: TestClient) -> None:
    cookie = client.get("/?lang=en").headers["set-cookie"].lower()
    assert "surface=en" in cookie and "httponly" in cookie and "samesite=strict" in cookie
    client.cookies.clear()
    assert "set-cookie" not in client.get("/?lang=%0d%0aset-cookie:x").headers


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_what_an_address_does_not_take_is_said(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/stories")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["error"].endswith(".")


def test_errors_of_the_api_are_one_sentence(client: TestClient) -> None:
    for answer in (
        client.get("/api/stories/nothing"),
        client.get("/api/documents/nothing"),
        client.get("/api/stories?limit=x"),
        client.post("/api/add", content=b"\xff{", headers={"content-type": "application/json"}),
        client.post("/api/annotate", json=[{"id": "a"}]),
    ):
        assert 400 <= answer.status_code < 500
        (sentence,) = answer.json().values()
        assert isinstance(sentence, str) and sentence.endswith(".") and "\n" not in sentence


def test_every_route_of_the_api_is_described(client: TestClient) -> None:
    described: dict[str, Any] = client.get("/api/openapi.json").json()
    assert set(described["paths"]) >= {"/api/stories", "/api/sources", "/api/add", "/api/run", "/api/annotate"}
    for path, methods in described["paths"].items():
        assert path.startswith("/api/")
        for operation in methods.values():
            assert operation["description"] and operation["responses"]["404"]
    listed = described["paths"]["/api/stories"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert described["components"]["schemas"][listed["$ref"].rsplit("/", 1)[1]]["properties"]["stories"]


def test_since_gives_what_moved_later(client: TestClient) -> None:
    every = client.get("/api/stories").json()["stories"]
    middle = every[3]["last"]
    later = client.get("/api/stories", params={"since": middle}).json()["stories"]
    assert [s["id"] for s in later] == [s["id"] for s in every[:3]]
    assert client.get("/api/stories", params={"since": every[0]["last"]}).json()["stories"] == []
    assert client.get("/api/stories", params={"since": "Tuesday"}).status_code == 422
