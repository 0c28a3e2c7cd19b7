"""How long the pages of a workspace of many stories take: median, 95th percentile and the worst, in milliseconds.

    python -m benchmarks.speed.pages WORKSPACE [--seed FILE.jsonl] [--documents N --stories N] [--rounds 20]

`--seed` fills an empty workspace from lines of `{"id", "title", "text", "published", "outlet"}` first; `--documents`
and `--stories` fill it with repetitions of the sample corpus, going on where a killed run stopped. Then the pictures
that are missing are drawn, as a run does, and pages asked of the application in this process, without a network.
`KB` is the largest page of its kind without the map.
"""

import argparse
import re
import time
from collections.abc import Sequence
from pathlib import Path

from fastapi.testclient import TestClient

from benchmarks.speed.invented import build
from lagebild.language.search import search_analyser
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app
from lagebild.store import open_store


def asked(workspace: Workspace) -> dict[str, list[str]]:
    """Return addresses by kind of page."""
    stories = workspace.stories(limit=2000).stories
    newest = max((s.last for s in stories if s.last), default=None)
    documents = [d for s in stories for d in s.documents]
    return {
        "list": ["/", "/?offset=30", "/?offset=60"],
        "search": ["/?q=Polizei", "/?q=Unfall", "/?q=Berlin"],
        "place": ["/?place=Berlin", "/?place=Hamburg"],
        "sorted": ["/?sort=articles", "/?sort=origins", "/?contested=1"],
        "story": [f"/stories/{s.id}" for s in stories[:40]],
        "largest": [f"/stories/{max(stories, key=lambda s: len(s.documents)).id}"],
        "news": [f"/digest?since={newest:%Y-%m-%dT%H:%M}"] if newest else [],
        "document": [f"/documents/{d}" for d in documents[:40]],
    }


def measured(client: TestClient, addresses: Sequence[str], rounds: int) -> tuple[list[float], int]:
    """Return milliseconds of each answer, sorted, and the bytes of the largest one without its drawings."""
    taken, largest = [], 0
    for number in range(rounds):
        address = addresses[number % len(addresses)]
        start = time.perf_counter()
        answer = client.get(address)
        taken.append(1000 * (time.perf_counter() - start))
        assert answer.status_code == 200, (address, answer.status_code)
        largest = max(largest, len(re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.S).encode()))
    return sorted(taken), largest


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--seed", type=Path)
    parser.add_argument("--documents", type=int, default=0)
    parser.add_argument("--stories", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=20)
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
        waiting, start = len(workspace.pictures.missing()), time.perf_counter()
        workspace.pictures.draw()
        print(f"{workspace.stories().total} stories; {waiting} pictures drawn in {time.perf_counter() - start:.0f} s")
        with TestClient(build_app(workspace), base_url="http://localhost") as client:
            print(f"{'page':10}{'first':>9}{'median':>9}{'p95':>9}{'worst':>9}{'KB':>9}")
            for kind, addresses in asked(workspace).items():
                if not addresses:
                    continue
                (first,), _ = measured(client, addresses, 1)
                taken, largest = measured(client, addresses, options.rounds)
                p95 = taken[min(len(taken) - 1, int(0.95 * len(taken)))]
                figures = (first, taken[len(taken) // 2], p95, taken[-1], largest / 1000)
                print(f"{kind:10}" + "".join(f"{figure:9.0f}" for figure in figures))


if __name__ == "__main__":
    main()
