"""The sample corpus -> `docs/images/*.png`, the pictures in README and docs.

    .venv/bin/python docs/screenshot.py [NAME...]

Builds the demo in a temporary workspace, follows a story and a search in it, serves it on a free port of loopback and
takes each picture in Chromium, drawn with at most 256 colours. Needs `make dev` and a Chromium.
"""

import base64
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "images"
PROGRAM = Path(sys.executable).with_name("lagebild")
ENVIRONMENT = {**os.environ, "LAGEBILD_ALLOW_LOOPBACK": "yes"}
PATIENCE = 60.0
"""Seconds that the server may take until it listens."""
LAST_VISIT = "2026-04-01T12:00"
"""When the reader of the pictures looked last: what came later is new to him."""
OUTLETS = {
    "Nordlicht Presse-Agentur": "",
    "Ilmenau-Bote": "liest mit der Agentur",
    "Tagesspur": "",
    "Blitzkurier": "laut",
}
"""Invented outlets whose empty feeds are served on loopback, and what the reader noted of them."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the page, the window, the colours, and what is done before it is taken."""

    name: str
    path: str
    width: int = 1200
    height: int = 960
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    before: Callable[[Page], object] | None = None


def _to_the_passage(page: Page) -> None:
    """Follow the first citation of the lead."""
    page.locator(".lead .cite").first.click()
    page.wait_for_url("**/documents/**")


SHOTS = (
    Shot("start", "/"),
    Shot("start-dark", "/", scheme="dark"),
    Shot("lagebild", "{story}"),
    Shot("lagebild-dark", "{story}", scheme="dark"),
    Shot("document", "{story}", before=_to_the_passage),
    Shot("sources", "/sources", height=640),
    Shot("followed", "/followed", height=640),
    Shot("phone", "{story}", width=360, height=780),
    Shot("print", "{story}", width=794, height=1123, media="print"),
)


def main(names: list[str]) -> int:
    """Take the pictures of these names, all without any; return 0."""
    wanted = [shot for shot in SHOTS if shot.name in names or not names]
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("No Chromium was found; install the package chromium.")
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder, _feeds() as feeds:
        options = ["--workspace", folder, "--port", str(port)]
        story = _built(options, feeds)
        server = subprocess.Popen([PROGRAM, "serve", *options], cwd=ROOT, stdout=subprocess.DEVNULL, env=ENVIRONMENT)  # noqa: S603
        try:
            _wait(port)
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                for shot in wanted:
                    _take(browser, shot, f"http://127.0.0.1:{port}", story)
                browser.close()
        finally:
            server.terminate()
            server.wait()
    return 0


def _built(options: list[str], feeds: str) -> str:
    """Build the demo for a reader who has looked before and follows something; return the path of its biggest story."""
    address = re.search(r"/stories/(\S+)", _run("demo", "--no-serve", *options))
    if address is None:
        raise SystemExit("The demo told no story.")
    space = options[:2]
    _run("digest", "--as-of", LAST_VISIT, "--seen", *space)
    _run("follow", "--story", address[1], *space)
    _run("follow", "Strom", "--contested", "--name", "Strittiges zur Stromversorgung", *space)
    for number, note in enumerate(OUTLETS.values()):
        _run("add", f"{feeds}/{number}", *space)
        if note:
            _run("sources", "note", f"{feeds}/{number}", note, *space)
    _run("sources", "pause", f"{feeds}/{len(OUTLETS) - 1}", *space)
    return f"/stories/{address[1]}"


@contextmanager
def _feeds() -> Iterator[str]:
    """Serve the feeds of the outlets; yield the address before their numbers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = [*OUTLETS][int(self.path[1:])]
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<rss version="2.0"><channel><title>{name}</title></channel></rss>'.encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def _run(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own program with constant arguments
        [PROGRAM, *arguments], cwd=ROOT, check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    """Return as soon as something listens on the port."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def _take(browser: Browser, shot: Shot, address: str, story: str) -> None:
    window = {"width": shot.width, "height": shot.height}
    page = browser.new_page(viewport=window, color_scheme=shot.scheme, locale="de-DE", bypass_csp=True)  # type: ignore[arg-type]
    page.goto(address + shot.path.format(story=story))
    if shot.before:
        shot.before(page)
    if shot.media == "print":
        page.add_style_tag(content="body { padding: 18mm 20mm; }")  # what a printer leaves free
    page.emulate_media(media=shot.media, color_scheme=shot.scheme)
    page.wait_for_timeout(500)
    TARGET.mkdir(exist_ok=True)
    path = TARGET / f"{shot.name}.png"
    path.write_bytes(_drawn(page, page.screenshot()))
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KiB")  # noqa: T201 - this is a command
    page.close()


PIXELS = """async (picture) => {
  const bitmap = await createImageBitmap(await (await fetch(picture)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return [bitmap.width, bitmap.height, btoa(text)];
}"""


def _drawn(page: Page, png: bytes) -> bytes:
    """Return a picture as PNG with its 256 commonest colours; the others become the nearest of these."""
    page.goto("about:blank")
    width, height, text = page.evaluate(PIXELS, "data:image/png;base64," + base64.b64encode(png).decode())
    red, green, blue, _ = np.frombuffer(base64.b64decode(text), np.uint8).astype(np.int32).reshape(-1, 4).T
    colours, inverse, counts = np.unique((red << 16) | (green << 8) | blue, return_inverse=True, return_counts=True)
    every = np.stack([colours >> 16, (colours >> 8) & 255, colours & 255], axis=1)
    kept = every[np.argsort(-counts, kind="stable")[:256]]
    parts = np.array_split(every, max(1, len(every) // 500))
    nearest = np.concatenate([((part[:, None] - kept[None]) ** 2).sum(axis=2).argmin(axis=1) for part in parts])
    rows = np.pad(nearest[inverse].reshape(height, width), ((0, 0), (1, 0))).astype(np.uint8)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 9)
    chunks = ((b"IHDR", head), (b"PLTE", kept.astype(np.uint8).tobytes()), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
