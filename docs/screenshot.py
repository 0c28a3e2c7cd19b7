"""The sample corpus -> `docs/images/lagebild.png`, the picture in the README.

    .venv/bin/python docs/screenshot.py

Builds the demo in a temporary workspace, serves it on a free port of loopback, opens its biggest story in Chromium and
keeps the top of the page. Needs `make dev` and a Chromium.
"""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "images" / "lagebild.png"
PROGRAM = Path(sys.executable).with_name("lagebild")
WIDTH, HEIGHT = 1200, 960
PATIENCE = 60.0
"""Seconds that the server may take until it listens."""


def main() -> int:
    """Make the picture; return 0."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("No Chromium was found; install the package chromium.")
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--workspace", folder, "--port", str(port)]
        built = subprocess.run(  # noqa: S603 - our own program with constant arguments
            [PROGRAM, "demo", "--no-serve", *options], cwd=ROOT, check=True, capture_output=True, text=True
        )
        address = re.search(r"http://\S+/stories/\S+", built.stdout)
        if address is None:
            raise SystemExit("The demo told no story.")
        server = subprocess.Popen([PROGRAM, "serve", *options], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            _wait(port)
            _take(address[0], chromium)
        finally:
            server.terminate()
            server.wait()
    return 0


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


def _take(address: str, chromium: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", locale="de-DE")
        page.goto(address)
        TARGET.parent.mkdir(exist_ok=True)
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
