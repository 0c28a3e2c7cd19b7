"""Kills `lagebild add` (accept, annotate, link, react) with SIGKILL at random moments and says what was found.

    python -m tests.flow.kill 200 [SEED]

makes 200 kills over as many workspaces as they need and prints the figures; `make test` makes a dozen. After each kill
the database must be sound and hold everything that was told; once a workspace is complete, it must equal one that was
never disturbed, but for clock times.

The child is the program itself, told to write a line to standard output after each commit; when so many lines have
come, it is killed a few milliseconds later, so that kills fall into all steps and between their commits.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from lagebild.cluster.options import ClusterOptions
from lagebild.language.encoder.shipped import Encoder
from lagebild.records.document import Document, Post
from lagebild.records.outcome import Done, Outcome
from lagebild.records.ports import Store
from lagebild.run import pipeline
from lagebild.run import workspace as facade
from lagebild.run.pipeline import Clock, Intake, Progress
from lagebild.serve.cli import main
from lagebild.store import open_store
from tests.builders import CORPUS, ROOT

CHILD = "from tests.flow.kill import child; child()"


@dataclass
class Found:
    """What the kills showed."""

    kills: Counter[str] = field(default_factory=Counter)
    """Kills by the step that they met."""
    workspaces: int = 0
    journals: int = 0
    """Kills that left a transaction half written, for the next opening to roll back."""
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        met = ", ".join(f"{count} {step}" for step, count in self.kills.most_common())
        return (
            f"{self.kills.total()} kills ({met}) over {self.workspaces} workspaces, "
            f"{self.journals} amid a transaction, {len(self.faults)} faults"
        )


def child() -> None:
    """Run the program with acknowledgements: arguments as those of `lagebild`."""
    accept, advance = pipeline.accept, pipeline.advance

    def tell(line: str) -> None:
        os.write(1, f"{line}\n".encode())

    def told(outcomes: Iterable[Outcome[Document | Post]]) -> Iterator[Outcome[Document | Post]]:
        for outcome in outcomes:
            yield outcome  # the next one is asked for when this one was committed
            if isinstance(outcome, Done):
                record = outcome.record
                tell(f"accept post {record.id}" if isinstance(record, Post) else f"accept text {record.fingerprint}")

    def accepting(
        outcomes: Iterable[Outcome[Document | Post]], store: Store, now: datetime, clock: Clock | None
    ) -> Intake:
        tell("open")
        return accept(told(outcomes), store, now, clock)

    def advancing(
        store: Store, options: ClusterOptions, progress: Progress, encoder: Encoder | None, clock: Clock | None
    ) -> None:
        advance(store, options, lambda step, done, total: tell(f"{step} {done} {total}"), encoder, clock)

    vars(facade).update(accept=accepting, advance=advancing)
    main()


def state(url: str) -> dict[str, object]:
    """Return everything that the store holds, without clock times and orders of arrival."""
    with open_store(url) as store, store.unit() as unit:
        stories = sorted(unit.stories.list(limit=1000).stories, key=lambda s: s.id)
        ids = sorted({d for s in stories for d in s.documents})
        revisions = [replace(r, seen=None) for i in ids for r in unit.documents.revisions(i)]
        return {
            "count": (unit.documents.count(), unit.posts.count()),
            "documents": revisions,
            "annotations": [unit.annotations.get(r.id, r.revision) for r in revisions],
            "stories": stories,
            "links": [unit.stories.links(s.id) for s in stories],
            "posts": [unit.posts.of_story(s.id) for s in stories],
            "unlinked": (unit.stories.unlinked(), unit.posts.unlinked()),
        }


def corpus(folder: Path, articles: int, posts: int) -> list[str]:
    """Write the first articles and posts of the sample corpus as files, and return their paths."""
    paths = []
    for name, count in (("articles.jsonl", articles), ("posts.jsonl", posts)):
        rows = (CORPUS / name).read_text(encoding="utf-8").split("\n")[:count]
        (folder / name).write_text("\n".join(row for row in rows if row) + "\n", encoding="utf-8")
        paths.append(str(folder / name))
    return paths


def start(folder: Path, files: list[str]) -> subprocess.Popen[bytes]:
    """Start the child over a workspace."""
    folder.mkdir(exist_ok=True)
    (folder / "salt").write_bytes(b"0" * 32)  # else the pseudonyms of two workspaces differ
    command = [sys.executable, "-c", CHILD, "add", *files, "--workspace", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT)


def kill_once(folder: Path, files: list[str], dice: random.Random, lines: int) -> tuple[list[str], bool]:
    """Start the program, kill it somewhere after `lines` acknowledgements, and return what it told and whether it
    had ended by itself before."""
    with start(folder, files) as process:
        assert process.stdout is not None
        told: list[str] = []
        if lines:
            for line in process.stdout:
                told.append(line.decode())
                if len(told) >= lines:
                    break
            time.sleep(dice.uniform(0, 0.02))
        else:
            time.sleep(dice.uniform(0, 1.2))  # while it loads, opens, makes its tables
        ended = process.poll() is not None
        process.send_signal(signal.SIGKILL)
        told += [line.decode() for line in process.stdout.read().splitlines(keepends=True)]
    return [line.strip() for line in told if line.endswith("\n")], ended


def check(url: str, acknowledged: dict[str, int], told: list[str]) -> list[str]:
    """Return what is wrong after a kill: damage, or something told that is not there."""
    faults: list[str] = []
    before = dict(acknowledged)
    told_of: dict[str, set[str]] = {"text": set(), "post": set()}
    for line in told:
        step, *rest = line.split(" ", 2)
        if step == "accept":
            told_of[rest[0]].add(rest[1])
        elif step in ("annotate", "cluster"):
            acknowledged[step] = max(acknowledged[step], before[step] + int(rest[0]))
        elif step == "react":
            acknowledged[step] = max(acknowledged[step], int(rest[0]))
    with open_store(url) as store:  # which rolls back what was half written
        faults += store.check()
        with store.unit() as unit:
            linked = {d for s in unit.stories.list(limit=1000).stories for d in s.documents}
            documents, posts = unit.documents.count(), unit.posts.count()
            annotated = len(unit.annotations.many([*linked, *unit.stories.unlinked()]))
            attached = posts - len(unit.posts.unlinked())
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        kept = {
            "text": {row[0] for row in connection.execute("SELECT fingerprint FROM revisions")},
            "post": {row[0] for row in connection.execute("SELECT id FROM posts")},
        }
        faults += [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [f"{kind} {i} was told and is lost" for kind in kept for i in told_of[kind] - kept[kind]]
    acknowledged["post"] = max(acknowledged["post"], len(told_of["post"]))
    counts = {"annotate": annotated, "cluster": len(linked), "post": posts}
    faults += [f"{n} {k} told, {counts[k]} there" for k, n in acknowledged.items() if k in counts and counts[k] < n]
    faults += [f"{attached} posts attached after `react` was told"] * (acknowledged["react"] > 0 and attached == 0)
    faults += [f"{annotated} annotated of {documents}"] * (annotated > documents)
    acknowledged["annotate"], acknowledged["cluster"] = annotated, len(linked)
    return faults


def campaign(kills: int, seed: int, articles: int, posts: int) -> Found:
    """Kill until `kills` were made; each workspace is finished, and compared, when about every step was met."""
    dice, found = random.Random(seed), Found()
    with tempfile.TemporaryDirectory() as name:
        files = corpus(Path(name), articles, posts)
        whole = _finished(Path(name) / "undisturbed", files)
        steps = articles * 3 + posts
        while found.kills.total() < kills:
            found.workspaces += 1
            folder = Path(name) / f"w{found.workspaces}"
            _torment(folder, files, dice, found, kills, steps)
            ended = _finished(folder, files)
            differing = [key for key in whole if whole[key] != ended[key]]
            found.faults += [f"workspace {found.workspaces}: {key} differ" for key in differing]
    return found


def _torment(folder: Path, files: list[str], dice: random.Random, found: Found, kills: int, steps: int) -> None:
    url = f"sqlite:///{folder / 'lagebild.db'}"
    acknowledged = {"annotate": 0, "cluster": 0, "post": 0, "react": 0}
    for number in range(8):
        # Known articles are told anew, so the later kills wait longer to meet later steps.
        lines = 0 if number == 0 else dice.randint(1, steps * number // 7)
        told, ended = kill_once(folder, files, dice, lines)
        if not ended:
            step = told[-1].split()[0] if told else "start"
            found.kills["accepted" if step.isdigit() else step] += 1  # the line that counts what came in
        journal = folder / "lagebild.db-journal"
        found.journals += journal.exists() and journal.stat().st_size > 0
        if (folder / "lagebild.db").exists():
            found.faults += check(url, acknowledged, told)
        if ended or found.kills.total() >= kills:
            return


def _finished(folder: Path, files: list[str]) -> dict[str, object]:
    with start(folder, files) as process:
        process.communicate()
    assert process.returncode == 0
    return state(f"sqlite:///{folder / 'lagebild.db'}")


def command() -> int:
    """Make as many kills as were asked for, on the whole corpus, and print what was found."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began = time.monotonic()
    found = campaign(kills, seed, articles=40, posts=60)
    sys.stdout.write(f"{found}; seed {seed}, {time.monotonic() - began:.0f} s\n")
    sys.stdout.write("".join(json.dumps(fault) + "\n" for fault in found.faults))
    return bool(found.faults)


if __name__ == "__main__":
    sys.exit(command())
