"""What comes from outside is hostile: it is shown as text, refused in one sentence, never takes the rest with it."""

import gzip
import json
import re
import socket
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import httpcore
import pytest
from fastapi.testclient import TestClient

from lagebild.acquire.gate import Gate
from lagebild.acquire.options import GateOptions
from lagebild.acquire.transport import system_connector
from lagebild.acquire.visit import visit
from lagebild.records.errors import GateError
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app
from tests.builders import NOON, lagebild, lines

EVIL = "<script>window.pwned=1;alert(1)</script><img src=x onerror=alert(2)>"
ESCAPED = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
BODY = (
    "Im Hafen von Emden brannte am Montag ein Lager. Rund 40 Feuerwehrleute waren im Einsatz. "
    f"„Niemand wurde verletzt {EVIL}“, sagte Einsatzleiter Jörn {ESCAPED} Tammen. "
)
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>Hafenblatt {ESCAPED}</title><link>javascript:alert(3)</link>
<item><title>Brand im Hafen {ESCAPED}</title><link>javascript:alert(4)</link><guid>evil-1</guid>
<author>{ESCAPED}</author><pubDate>Mon, 30 Mar 2026 12:00:00 +0200</pubDate>
<description><![CDATA[<p>{BODY * 3}</p><iframe src="http://192.0.2.1/"></iframe><a href="javascript:alert(5)">mehr</a>
<img src="http://192.0.2.1/pixel.gif"><style>@import url(http://192.0.2.1/a.css);</style><svg onload=alert(6)></svg>]]>
</description></item>
<item><title>"&gt;&lt;svg onload=alert(7)&gt; Brand im Hafen von Emden</title>
<link>http://news.example/"onmouseover="alert(8)</link>
<guid>evil-2</guid><pubDate>Mon, 30 Mar 2026 14:00:00 +0200</pubDate>
<description>Im Hafen von Emden ist der Brand in einem Lager am Montag gelöscht worden.
Rund 40 Feuerwehrleute waren im Einsatz.
{{{{ 1000003*7 }}}} &amp;lt;script&amp;gt;alert(9)&amp;lt;/script&amp;gt;</description></item>
</channel></rss>"""
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + ']><rss version="2.0"><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>'
)


class Server(BaseHTTPRequestHandler):
    """Serves the feeds of these tests."""

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", unquote(self.path.removeprefix("/to/")))
            self.end_headers()
            return
        body = {"/feed": FEED, "/laughs": LAUGHS, "/empty": ""}.get(self.path, "nothing").encode()
        self.send_response(200 if self.path != "/missing" else 404)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        if self.path == "/bomb":
            body = gzip.compress(b" " * 60_000_000)
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    served = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()


@pytest.fixture(scope="module")
def workspace(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace that followed the hostile feed, by the command line as a reader would."""
    folder = tmp_path_factory.mktemp("hostile")
    settings = {"LAGEBILD_ALLOW_LOOPBACK": "yes"}
    added = lagebild("add", f"{server}/feed", "--workspace", folder, settings=settings)
    assert added.code == 0 and "1 sources" in added.out, added
    ran = lagebild("run", "--workspace", folder, settings=settings)
    assert ran.code == 0, ran
    with open_workspace(folder) as opened:
        assert opened.stories().total >= 1
        yield opened


class Elements(HTMLParser):
    """Collects what a browser would act on, the scripts of our own left aside."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        refreshes = tag == "meta" and dict(attrs).get("http-equiv", "").lower() == "refresh"  # type: ignore[union-attr]
        own = [[("src", f"/static/{name}.js"), ("defer", None)] for name in ("lagebild", "map")]
        if tag == "script" and attrs[:2] in own and all(name.startswith("data-") for name, _ in attrs[2:]):
            return
        if tag in ("script", "iframe", "object", "embed", "base") or refreshes:
            self.active.append(f"{tag} {attrs}")
        for name, value in attrs:
            scheme = (value or "").strip().lower()
            if name.startswith("on") or scheme.startswith(("javascript:", "vbscript:", "data:text")):
                self.active.append(f"{tag} {name}={value}")
            if name in ("src", "srcset", "action") and scheme.startswith(("http:", "https:", "//")):
                self.active.append(f"{tag} {name}={value}")


def pages(workspace: Workspace) -> list[str]:
    stories = workspace.stories().stories
    documents = [d for s in stories for d in s.documents]
    return ["/", "/sources", *(f"/stories/{s.id}" for s in stories), *(f"/documents/{d}" for d in documents)]


def test_pages_show_markup_as_text(workspace: Workspace) -> None:
    client = TestClient(build_app(workspace), base_url="http://localhost")
    shown = ""
    for path in pages(workspace):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        elements = Elements()
        elements.feed(answer.text)
        assert elements.active == [], path
        shown += answer.text
    assert "&lt;script&gt;" in shown, "what was written is shown, as text"
    assert "7000021" not in shown, "templates of others are not run"


@pytest.mark.parametrize("form", ["html", "md", "json", "ninjs", "geojson", "ics", "atom"])
def test_saved_reports_hold_nothing_active(workspace: Workspace, form: str) -> None:
    client = TestClient(build_app(workspace), base_url="http://localhost")
    for story in workspace.stories().stories:
        answer = client.get(f"/api/stories/{story.id}", params={"format": form})
        assert answer.status_code == 200
        if form in ("html", "atom"):
            elements = Elements()
            elements.feed(answer.text)
            assert elements.active == []
        if form == "md":
            assert not re.search(r"(?<!\\)<(script|img|svg|iframe)", answer.text), "Markdown passes HTML on"
            assert not re.search(r"\]\(\s*javascript:", answer.text)


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["on", "off"])
def test_browser_runs_nothing_and_asks_nobody(workspace: Workspace, policy: str) -> None:
    """The escaping holds alone, too: with the policy switched off, what strangers wrote still runs nowhere."""
    import uvicorn
    from playwright.sync_api import Dialog, sync_playwright

    from tests.conftest import chromium

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = uvicorn.Server(uvicorn.Config(build_app(workspace), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=web.run, daemon=True)
    thread.start()
    asked: list[str] = []
    dialogs: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-quic", "--disable-gpu", *quiet]
        )
        page = browser.new_page(bypass_csp=policy == "off")
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", dismissed)
        own = [f"http://127.0.0.1:{port}/static/{name}.js" for name in ("lagebild", "map")]
        for path in pages(workspace):
            answer = page.goto(f"http://127.0.0.1:{port}{path}")
            assert answer and answer.status == 200 and "content-security-policy" in answer.headers
            for summary in page.query_selector_all("summary")[:5]:
                summary.click()
            assert page.evaluate("() => window.pwned") is None
            scripts = page.evaluate("() => [...document.scripts].map(s => s.src + s.text)")
            assert scripts in (own, own[:1])
            acting = "e => [...e.attributes].some(a => /^on/i.test(a.name))"
            assert page.evaluate(f"() => [...document.querySelectorAll('*')].filter({acting}).length") == 0
        browser.close()
    web.should_exit = True
    thread.join(10)
    assert dialogs == []
    assert [url for url in asked if not url.startswith((f"http://127.0.0.1:{port}/", "data:"))] == []


def test_bad_sources_are_named_and_the_good_one_is_kept(server: str, tmp_path: Path) -> None:
    bad = ["/bomb", "/missing", "/to/http://192.0.2.1/", "/to/file:///etc/passwd", "/to//to/", "/empty"]
    items = [f"{server}{path}" for path in bad]
    settings = {"LAGEBILD_ALLOW_LOOPBACK": "yes"}
    ended = lagebild("add", *items, f"{server}/feed", "--later", "--workspace", tmp_path, settings=settings)
    assert ended.code == 1
    assert "1 sources" in ended.out, ended
    for item in items:
        assert sum(line.startswith(f"lagebild: {item}: ") for line in ended.complaints) == 1, (item, ended.err)
    assert len(ended.complaints) == len(items) and all(line.endswith(".") for line in ended.complaints)


def test_entities_are_not_multiplied(server: str, tmp_path: Path) -> None:
    """A feed of a billion laughs is refused or read without them; nothing grows."""
    settings = {"LAGEBILD_ALLOW_LOOPBACK": "yes"}
    added = lagebild("add", f"{server}/laughs", "--workspace", tmp_path, settings=settings)
    assert added.code in (0, 1)
    with open_workspace(tmp_path) as workspace:
        found = [workspace.explain(d).document for s in workspace.stories().stories for d in s.documents]
    assert all(len(d.text) + len(d.title or "") < 500 for d in found)


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "169.254.169.254"]
)
def test_no_feed_leads_into_this_machine(server: str, inside: str) -> None:
    """A public name answers with a redirect to an address inside; nothing may be asked there."""
    port = int(server.rpartition(":")[2])
    reached: list[str] = []

    def resolver(host: str, at: int) -> list[str]:
        return ["93.184.216.34"] if host == "public.example" else [host.strip("[]")]

    def connector(address: str, at: int, timeout: float) -> httpcore.NetworkStream:
        reached.append(address)
        return system_connector("127.0.0.1", port, timeout)

    gate = Gate(GateOptions(), resolver=resolver, connector=connector)
    with pytest.raises(GateError, match=r"not public|cannot be|is no|refused"):
        visit(f"http://public.example:{port}/to/http://{inside}:{port}/feed", gate, NOON)
    assert reached == ["93.184.216.34"]


def test_loopback_is_refused_unless_it_is_allowed(server: str, tmp_path: Path) -> None:
    ended = lagebild("add", f"{server}/feed", "--later", "--workspace", tmp_path)
    assert ended.code == 1 and len(ended.complaints) == 1 and "loopback" in ended.err


GOOD = "Die Stadt Emden hat am Montag eine neue Schleuse eröffnet. Sie kostete 3,5 Millionen Euro."


def hostile_files(folder: Path) -> tuple[list[Path], int]:
    """Write files that must be refused, and the number of complaints they deserve."""
    rows = [json.dumps({"id": "ok-1", "text": GOOD, "published": "2026-03-30"}), "{", "[1]", '"x"', "nul\0l"]
    rows += ['{"id": 7}', json.dumps({"id": "deep", "text": "x"})[:-1] + ', "a":' + "[" * 5000 + "]" * 5000 + "}"]
    content: dict[str, bytes] = {
        "lines.jsonl": "\n".join(rows).encode() + b'\n{"id":"latin","text":"M\xfcnchen"}\n',
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "empty.jsonl": b"",
        "image.txt": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "broken.json": b'{"id": "a", "text": ',
        "long.txt": b"a" * 50_000_000,
    }
    for name, body in content.items():
        (folder / name).write_bytes(body)
    (folder / "hollow").mkdir()
    files = [folder / name for name in content]
    return [*files, folder / "hollow", folder / "missing.txt"], 7 + 6 + 2


def test_files_that_cannot_be_read_are_named_one_by_one(tmp_path: Path) -> None:
    bad, wanted = hostile_files(tmp_path)
    good = tmp_path / "good.txt"
    good.write_text(GOOD, encoding="utf-8")
    ended = lagebild("add", *bad, good, "--workspace", tmp_path / "w")
    assert ended.code == 1
    assert len(ended.complaints) == wanted, ended.err
    assert ended.complaints == ended.err.splitlines(), "one line each, nothing else"
    for path in bad:
        assert any(str(path) in line for line in ended.complaints), path
    assert ended.out.startswith("2 new")
    with open_workspace(tmp_path / "w") as workspace:
        assert workspace.stories().total >= 1 and len(workspace.issues()) == wanted


def test_text_of_any_encoding_or_markup_is_taken_in(tmp_path: Path) -> None:
    """Wrong declarations and unclosed markup lose nothing: the words are there afterwards."""
    paragraph = f"<p>{GOOD} Das sagte Bürgermeisterin Öznur Süß.</p>" * 8
    declared = f'<html><head><meta charset="utf-8"><title>Schleuse</title></head><body><article>{paragraph}</article>'
    (tmp_path / "mislabelled.html").write_bytes(declared.encode("cp1252"))
    (tmp_path / "latin.txt").write_bytes((GOOD + " Öl für München.").encode("latin-1"))
    (tmp_path / "wide.txt").write_bytes((GOOD + " Öl für München.").encode("utf-16"))
    unclosed = f"<html><body><article>{paragraph}</article><!-- {'<!-- ' * 20_000}"
    (tmp_path / "comment.html").write_text(unclosed, encoding="utf-8")
    (tmp_path / "nested.html").write_text("<div>" * 100_000 + paragraph, encoding="utf-8")
    (tmp_path / "line.txt").write_text(GOOD + " " + "„" * 300_000 + "a." * 300_000, encoding="utf-8")
    names = ("mislabelled.html", "latin.txt", "wide.txt", "comment.html", "line.txt", "nested.html")
    ended = lagebild("add", *(tmp_path / name for name in names), "--workspace", tmp_path / "w")
    assert len(ended.complaints) <= 1, ended.err  # depth may be refused, in one sentence
    assert all("nested.html" in line for line in ended.complaints)
    with open_workspace(tmp_path / "w") as workspace:
        found = [d for s in workspace.stories().stories for d in s.documents]
        texts = [workspace.explain(d).document.text for d in found]
    assert len(texts) == len(names) - len(ended.complaints)
    assert all("eröffnet" in text for text in texts)
    assert sum("Öl für München" in text for text in texts) == 2
    assert any("Öznur Süß" in text for text in texts)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("report",),
        ("report", "a.txt", "--story", "s"),
        ("report", "s-0123456789ab"),
        ("report", "a.txt", "--format", "docx"),
        ("report", "a.txt", "--published", "gestern irgendwann"),
        ("add",),
        ("serve", "--port", "viele"),
        ("report", "--story", "s-none", "--workspace", "{folder}"),
    ],
)
def test_wrong_use_ends_with_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = lagebild(*(a.replace("{folder}", str(tmp_path)) for a in arguments))
    assert ended.code == 2
    assert ended.err.strip() or ended.out.strip()


def test_misspelt_setting_is_wrong_use(tmp_path: Path) -> None:
    ended = lagebild("stories", "--workspace", tmp_path, settings={"LAGEBILD_PROT": "1"})
    assert (ended.code, ended.complaints) == (2, ['lagebild: The setting "prot" is unknown; did you mean "port"?'])


def test_standard_input_that_is_no_json_lines() -> None:
    good = lines([{"id": "a", "text": GOOD}])
    ended = lagebild("annotate", stdin=f"nonsense\n{good}[]\n\n")
    assert ended.code == 1
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == ["a"]
    assert len(ended.complaints) == 2 and all("standard input:" in line for line in ended.complaints)
