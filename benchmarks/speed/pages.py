"""How long the pages of a workspace of many stories take: median, 95th percentile and the worst, in milliseconds.

    python -m benchmarks.speed.pages WORKSPACE [--seed FILE.jsonl] [--rounds 20]

`--seed` fills an empty workspace from lines of `{"id", "title", "text", "published", "outlet"}` first. Pages are asked
of the application in this process, without a network, while the thread that writes cards ahead runs as in a server;
then again when it is done.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from fastapi.testclient import TestClient

from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app


def asked(workspace: Workspace) -> dict[str, list[str]]:
    """Return addresses by kind of page."""
    stories = workspace.stories(limit=200).stories
    documents = [d for s in stories for d in s.documents]
    return {
        "list": ["/", "/?offset=30", "/?offset=60"],
        "search": ["/?q=Polizei", "/?q=Unfall", "/?q=Berlin"],
        "place": ["/?place=Berlin", "/?place=Hamburg"],
        "sorted": ["/?sort=articles", "/?sort=origins", "/?contested=1"],
        "story": [f"/stories/{s.id}" for s in stories[:40]],
        "document": [f"/documents/{d}" for d in documents[:40]],
    }


def measured(client: TestClient, addresses: Sequence[str], rounds: int) -> list[float]:
    """Return milliseconds of each answer, sorted."""
    taken = []
    for number in range(rounds):
        address = addresses[number % len(addresses)]
        start = time.perf_counter()
        answer = client.get(address)
        taken.append(1000 * (time.perf_counter() - start))
        assert answer.status_code == 200, (address, answer.status_code)
    return sorted(taken)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--seed", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    with open_workspace(options.workspace, encoder=False) as workspace:
        if options.seed:
            workspace.add([str(options.seed)])
            workspace.run()
        app = build_app(workspace)
        print(f"{workspace.stories().total} stories")
        with TestClient(app, base_url="http://localhost") as client:
            for moment in ("cards being written", "cards written"):
                print(f"\n{moment}\n{'page':10}{'median':>9}{'p95':>9}{'worst':>9}")
                for kind, addresses in asked(workspace).items():
                    taken = measured(client, addresses, options.rounds)
                    p95 = taken[min(len(taken) - 1, int(0.95 * len(taken)))]
                    print(f"{kind:10}{taken[len(taken) // 2]:9.0f}{p95:9.0f}{taken[-1]:9.0f}")
                app.state.overview.fill()


if __name__ == "__main__":
    main()
