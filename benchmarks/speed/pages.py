"""How long the pages of a workspace of many stories take: milliseconds of the processor, and kilobytes.

    python -m benchmarks.speed.pages WORKSPACE [--seed FILE.jsonl] [--documents N --stories N] [--rounds 20] [--paint]

`--seed` fills an empty workspace from lines of `{"id", "title", "text", "published", "outlet"}` first; `--documents`
and `--stories` fill it with repetitions of the sample corpus, going on where a killed run stopped. Then the pictures
that are missing are drawn, as a run does, and pages asked of the application in this process, without a network: first
look, median, 95th percentile and worst of the others. What counts is the time of the processor, so that other work on
the machine does not. `KB` is the largest page of its kind without drawings. `--paint` serves the workspace on loopback
and says when headless Chromium first paints the start page: median of the rounds, by the clock.
"""

import argparse
import re
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import get_args
from urllib.parse import quote

from fastapi.testclient import TestClient

from benchmarks.speed.invented import build
from lagebild.language.search import search_analyser
from lagebild.records.followed import Search
from lagebild.report.render.parts import Part
from lagebild.run.clock import now
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import Server, build_app, settle
from lagebild.store import open_store


def asked(workspace: Workspace) -> dict[str, list[str]]:
    """Return addresses by kind of page."""
    found = workspace.pictures.found(Search(), now(), limit=100)
    (largest,) = workspace.pictures.found(Search(), now(), "articles", limit=1).stories
    newest = max((s.last for s in found.stories if s.last), default=None)
    parts = get_args(Part)
    return {
        "list": ["/", "/?offset=30", f"/?offset={found.total - 30}"],
        "search": ["/?q=Polizei", "/?q=Strom", "/?q=Berlin", "/?q=der"],
        "place": [f"/?place={quote(place)}" for place, _ in found.places[:6]],
        "sorted": ["/?sort=articles", "/?sort=origins", "/?sort=contested", "/?contested=1", "/?fresh=week"],
        "story": [f"/stories/{s.id}" for s in found.stories[:40]],
        "largest": [f"/stories/{largest.id}"],
        "part": [f"/stories/{largest.id}/part/{part}" for part in parts] + [f"/stories/{largest.id}/judge"],
        "digest": ["/digest"],
        "news": [f"/digest?since={newest:%Y-%m-%dT%H:%M}"] if newest else [],
        "document": [f"/documents/{d}" for s in found.stories[:40] for d in s.documents[:1]],
    }


def measured(client: TestClient, addresses: Sequence[str], rounds: int) -> tuple[list[float], int]:
    """Return milliseconds of each answer, sorted, and the bytes of the largest one without its drawings."""
    taken, largest = [], 0
    for number in range(rounds):
        address = addresses[number % len(addresses)]
        start = time.process_time()
        answer = client.get(address)
        taken.append(1000 * (time.process_time() - start))
        assert answer.status_code == 200, (address, answer.status_code)
        largest = max(largest, len(re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.S).encode()))
    return sorted(taken), largest


_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def painted(workspace: Workspace, rounds: int) -> float:
    """Return after how many milliseconds headless Chromium first paints the start page, from loopback: the median."""
    from playwright.sync_api import sync_playwright

    app = build_app(workspace)
    settle(app)
    server = Server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    taken = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(rounds):
            page = browser.new_context().new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            # Asked from here, since what waits within the page evaluates, which its policy forbids.
            while (paint := page.evaluate(_PAINT)) is None:
                time.sleep(0.01)
            taken.append(paint)
            page.context.close()
        browser.close()
    server.should_exit = True
    thread.join()
    return float(median(taken))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--seed", type=Path)
    parser.add_argument("--documents", type=int, default=0)
    parser.add_argument("--stories", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--paint", action="store_true")
    options = parser.parse_args()
    with open_workspace(options.workspace, encoder=False) as workspace:
        if options.seed:
            workspace.add([str(options.seed)])
            workspace.run()
        if options.documents:
            store = open_store(workspace.settings.store_url, search_analyser())
            scratch = options.workspace.with_name(options.workspace.name + "-sample")
            build(workspace, store, options.documents, options.stories, scratch)
            store.close()
        waiting, start = len(workspace.pictures.missing()), time.process_time()
        workspace.pictures.draw()
        print(f"{workspace.stories().total} stories; {waiting} pictures drawn in {time.process_time() - start:.0f} s")
        tell(workspace, options.rounds)
        if options.paint:
            print(f"first paint {painted(workspace, options.rounds):.0f} ms")


def tell(workspace: Workspace, rounds: int) -> None:
    """Print a line for each kind of page."""
    # Not entered: the thread that draws ahead would be counted with the pages.
    app = build_app(workspace)
    settle(app)
    client = TestClient(app, base_url="http://localhost")
    print(f"{'page':10}{'first':>9}{'median':>9}{'p95':>9}{'worst':>9}{'KB':>9}")
    for kind, addresses in asked(workspace).items():
        if not addresses:
            continue
        (first,), _ = measured(client, addresses, 1)
        taken, largest = measured(client, addresses, max(rounds, len(addresses)))
        p95 = taken[min(len(taken) - 1, int(0.95 * len(taken)))]
        figures = (first, taken[len(taken) // 2], p95, taken[-1], largest / 1000)
        print(f"{kind:10}" + "".join(f"{figure:9.0f}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()
