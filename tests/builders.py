"""What many tests need: small records with sensible defaults, and the program as a child process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lagebild.acquire.identity import fingerprint
from lagebild.records.document import Document, Post

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
PROGRAM = "from lagebild.serve.cli import main; main()"
NOON = datetime(2026, 3, 30, 12, tzinfo=UTC)
Row = dict[str, Any]


def document(identifier: str, text: str, title: str | None = None, **more: Any) -> Document:
    """Return a document of the Ilmenau-Bote, published and seen on 30 March 2026."""
    values: Row = {"published": NOON, "seen": NOON, "outlet": "Ilmenau-Bote", "language": "de", **more}
    return Document(identifier, text, title, fingerprint=fingerprint(title, text), **values)


def post(identifier: str, text: str, **more: Any) -> Post:
    """Return a post of a Mastodon thread."""
    values: Row = {"platform": "mastodon", "thread": "t1", "author": "a1", "created": NOON, **more}
    return Post(identifier, text=text, **values)


def lines(rows: Iterable[Mapping[str, object]]) -> str:
    """Return JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("lagebild: ")]


def lagebild(*arguments: str | Path, stdin: str = "", settings: Mapping[str, str] | None = None) -> Ended:
    """Run the program; a traceback is a failure whatever the test is about."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LAGEBILD_")}
    command: Sequence[str] = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    done = subprocess.run(
        command,
        input=stdin.encode(),
        capture_output=True,
        env={**environment, **(settings or {})},
        check=False,
        timeout=300,
    )
    ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ended.err, ended.err[-3000:]
    return ended
