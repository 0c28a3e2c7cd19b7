"""How fast stories are linked, and in how much memory, in a stream longer than what is remembered.

    python -m benchmarks.scale.stream --documents 1000000 --window 100000 [--resume STATE]
    python -m benchmarks.scale.stream --stream HEADLINES.jsonl.gz

Without a stream of headlines (JSON lines with `title`, `teaser`, `first_seen`, packed) an invented one is read
(`benchmarks.scale.wire`), annotations included. Only linking is timed, in seconds of the processor, on one core:
neither inventing nor annotating counts. Memory is that of the whole process. A line says what the documents since the
last one took; the end says how well the planned happenings were found, so that a linker that is fast and wrong is
seen, and the fingerprint of all links, so that two versions of the program can be told to decide alike. With `--resume`
the state is written to a file at the end and read from it, so that a long stream can be measured in parts.

The exit status is 1 where the floor is missed.
"""

import argparse
import gzip
import json
import pickle
import resource
import sys
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

from benchmarks.scale.wire import Wire
from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.cluster.options import ClusterOptions
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument, StoryLink

FLOOR_RATE: Final = 150.0
"""Documents a second, with a window of 100,000."""
FLOOR_MEMORY: Final = 1_000.0
"""Megabytes, with a window of 100,000."""

Told = Iterator[tuple[AnnotatedDocument, int]]


@dataclass(slots=True)
class Count:
    """What a run counts: seconds of linking, and of each document the number of its story and of its happening."""

    seconds: float = 0.0
    stories: "array[int]" = field(default_factory=lambda: array("Q"))
    happenings: "array[int]" = field(default_factory=lambda: array("l"))
    revised: int = 0
    copies: int = 0
    digest: bytes = b""

    def add(self, links: Sequence[StoryLink], happening: int) -> None:
        """Count the links that a document gave; documents are called by a letter and their number from 1."""
        self.happenings.append(happening)
        for link in links:
            number, story = int(link.document[1:]) - 1, int(link.story.removeprefix("s-"), 16)
            if number == len(self.stories):
                self.stories.append(story)
            self.stories[number] = story
            self.revised += link.revises
            self.copies += link.copy_of is not None
            said = (link.document, link.story, f"{link.score:.9f}", link.reasons, link.copy_of, link.revises)
            self.digest = blake2b(self.digest + repr(said).encode(), digest_size=8).digest()

    def pairs(self) -> tuple[float, float]:
        """Return precision and recall (0..1) of the pairs of documents said to tell one happening."""
        both = _pairs(zip(self.stories, self.happenings, strict=True))
        return both / (_pairs(self.stories) or 1), both / (_pairs(self.happenings) or 1)


def _pairs(names: Iterator[tuple[int, int]] | Sequence[int]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(names).values())


@dataclass(slots=True)
class Run:
    """A run that can be stopped and taken up again."""

    told: Told
    linker: Linker
    count: Count = field(default_factory=Count)

    def go(self, documents: int, every: int) -> float:
        """Link up to so many documents, with a line for every so many; return the rate of the last line."""
        rate, before = 0.0, self.count.seconds
        for item, happening in self.told:
            began = time.process_time()
            links = self.linker.link(item)
            self.count.seconds += time.process_time() - began
            self.count.add(links, happening)
            done = len(self.count.happenings)
            if done % every == 0:
                rate, before = every / (self.count.seconds - before), self.count.seconds
                self._say(done, rate)
            if done >= documents:
                break
        return rate or len(self.count.happenings) / self.count.seconds

    def _say(self, done: int, rate: float) -> None:
        documents, stories = self.linker.documents_kept, self.linker.stories_kept
        print(f"{done:>9,} {rate:>12.0f} {resident():>7.0f} {documents:>10,} {stories:>8,}", flush=True)


def resident() -> float:
    """Return the memory that the process holds now, in megabytes; its peak where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return peak()
    return pages * resource.getpagesize() / 1e6


def peak() -> float:
    """Return the most memory that the process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def headlines(path: Path) -> Told:
    """Read a stream of headlines; rules annotate them. No happening is known: each counts as its own."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            when = datetime.fromisoformat(row["first_seen"])
            document = Document(f"t{number}", row.get("teaser") or "", row["title"], published=when)
            yield AnnotatedDocument(document, annotate(document)), number


def command() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000, help="where to stop (20,000)")
    parser.add_argument("--window", type=int, default=100_000, help="documents remembered (100,000)")
    parser.add_argument("--every", type=int, default=5_000, help="documents a line (5,000)")
    parser.add_argument("--stream", type=Path, help="headlines instead of the invented stream")
    parser.add_argument("--resume", type=Path, help="file of the state, for long runs in parts")
    given = parser.parse_args()
    if given.stream and given.resume:
        parser.error("a stream of headlines cannot be resumed")
    if given.resume and given.resume.is_file():
        with given.resume.open("rb") as handle:
            run: Run = pickle.load(handle)
    else:
        told: Told = headlines(given.stream) if given.stream else Wire()
        run = Run(told, Linker(ClusterOptions(max_documents=given.window)))
    print(f"{'documents':>9} {'documents/s':>12} {'MB':>7} {'remembered':>10} {'stories':>8}")
    rate = run.go(given.documents, given.every)
    most = peak()
    count = run.count
    print(f"{len(count.happenings):,} documents linked in {count.seconds:.0f} s of the processor,", end=" ")
    print(f"{len(count.happenings) / count.seconds:.0f} a second, at the end {rate:.0f}; at most {most:.0f} MB")
    print(f"{count.copies:,} copies, {count.revised:,} links revised, fingerprint {count.digest.hex()}")
    if not given.stream:
        precision, recall = count.pairs()
        f1 = 200 * precision * recall / ((precision + recall) or 1)
        print(f"pairs of one happening: precision {100 * precision:.1f}, recall {100 * recall:.1f}, F1 {f1:.1f}")
    if given.resume:
        with given.resume.open("wb") as handle:
            pickle.dump(run, handle, pickle.HIGHEST_PROTOCOL)
    return int(rate < FLOOR_RATE or most > FLOOR_MEMORY)


if __name__ == "__main__":
    sys.exit(command())
