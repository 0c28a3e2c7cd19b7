"""What a page of somebody else can do to the program: nothing. Asked of the doors, and of a real browser."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from lagebild.run.workspace import open_workspace
from lagebild.serve.web.app import build_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROW = {"id": "a", "title": "Brand in Emden", "text": "In Emden brannte am Montag ein Lager."}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with open_workspace(tmp_path) as workspace:
        yield TestClient(build_app(workspace), base_url="http://localhost")


def directives(policy: str) -> dict[str, str]:
    return {name: values for name, _, values in (d.strip().partition(" ") for d in policy.split(";"))}


@pytest.mark.parametrize(
    "path", ["/", "/sources", "/documents/npa-0328-1", "/nothing", "/api/stories", "/static/icon.svg"]
)
def test_no_answer_may_be_framed_or_read_by_others(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = directives(headers["content-security-policy"])
    assert (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'",) * 3
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


def test_a_saved_report_may_not_be_framed_either(client: TestClient, outage: str) -> None:
    headers = client.get(f"/api/stories/{outage}?format=html").headers
    policy = directives(headers["content-security-policy"])
    assert (policy["default-src"], policy["frame-ancestors"], policy["form-action"]) == ("'none'",) * 3
    assert "unsafe" not in headers["content-security-policy"]


def test_a_question_before_a_foreign_request_gets_no_permission(client: TestClient) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    answer = client.options("/api/add", headers={**asked, "access-control-request-headers": "content-type"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_what_a_foreign_page_posts_is_not_kept(empty: TestClient, headers: dict[str, str]) -> None:
    for kind in ("application/json", "text/plain"):
        answer = empty.post("/api/add", json=[ROW], headers={**headers, "content-type": kind})
        assert answer.status_code == 403
    assert (
        empty.post("/sources", data={"address": "https://elsewhere.example/feed"}, headers=headers).status_code == 403
    )
    assert empty.get("/api/documents/a").status_code == 404
    assert empty.get("/api/sources").json()["sources"] == []


def test_what_a_form_can_post_is_no_json(empty: TestClient) -> None:
    """A form of an old browser, which sends neither header, can at most send text that only looks like JSON."""
    answer = empty.post("/api/add", content=b'[{"id": "a", "text": "Text"}]', headers={"content-type": "text/plain"})
    assert answer.status_code == 422
    assert empty.get("/api/documents/a").status_code == 404


def test_a_name_that_leads_here_by_chance_is_not_answered(address: str, outage: str) -> None:
    """DNS rebinding: the browser believes that this is the attacker's own site, the Host header tells."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as wire:
        ask = f"GET /api/stories/{outage} HTTP/1.1\r\nHost: rebound.example:{port}\r\nConnection: close\r\n\r\n"
        wire.sendall(ask.encode())
        answer = b"".join(iter(lambda: wire.recv(65536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 400 ")
    assert len(body) < 200 and outage not in body


def test_more_than_5000_rows_are_refused_together(empty: TestClient) -> None:
    rows = [{**ROW, "id": f"d{n}"} for n in range(5001)]
    answer = empty.post("/api/add", json=rows)
    assert answer.status_code == 422 and "5000" in answer.json()["error"]
    assert empty.get("/api/documents/d0").status_code == 404
    most = empty.post("/api/add", json=[{}] * 5000)
    assert (most.status_code, len(most.json()["refused"])) == (200, 5000)


ATTACK = """<!doctype html><meta charset="utf-8"><title>wartet</title>
<iframe id="frame" src="{address}/" width="800" height="600"></iframe>
<iframe name="away"></iframe>
<form id="form" method="post" action="{address}/sources" target="away">
<input name="address" value="https://elsewhere.example/feed"></form>
<script>
const row = JSON.stringify([{{id: "stranger", title: "Fremd", text: "Fremder Text aus einem anderen Fenster."}}]);
const read = answer => answer.type === "opaque" ? "opaque" : answer.text().then(text => "read " + text.length);
const tell = promise => promise.then(read, () => "refused");
const json = {{"Content-Type": "application/json"}};
(async () => {{
  document.getElementById("form").submit();
  const results = [
    await tell(fetch("{address}/api/add", {{method: "POST", mode: "no-cors", body: row}})),
    await tell(fetch("{address}/api/add", {{method: "POST", headers: json, body: row}})),
    await tell(fetch("{address}/api/stories")),
    await tell(fetch("{address}/api/stories", {{mode: "no-cors"}})),
  ];
  await new Promise(done => setTimeout(done, 300));
  document.title = results.join(", ");
}})();
</script>"""


@contextmanager
def hostile_page(text: str) -> Iterator[str]:
    """Serve a page on another origin of loopback; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.browser
def test_a_hostile_page_in_the_browser_changes_reads_and_frames_nothing(
    browser: "Browser", address: str, client: TestClient
) -> None:
    before = client.get("/api/sources").json()
    with hostile_page(ATTACK.format(address=address)) as url:
        page = browser.new_page()
        page.goto(url)
        page.wait_for_function("document.title !== 'wartet'")
        told = page.title()
        framed = [f.content() for f in page.frames if f is not page.main_frame]
        page.close()
    assert "read" not in told, told
    assert framed and not [text for text in framed if "Lagebild" in text or "/stories/" in text]
    assert client.get("/api/sources").json() == before
    assert client.get("/api/documents/stranger").status_code == 404
