"""A story -> its card: what list, filters and map say about it, kept while the story's record stays the same.

A card comes from the Lagebild, so list and page never disagree. Writing one takes 10 ms for a small story and up to
half a second for one of dozens of articles. So a thread of the server writes cards ahead, and a page that meets many
unwritten ones gives up after a while: those show the headline of their first article and are told to be missing.
"""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lagebild.records.annotation import Scene
from lagebild.records.errors import NotFoundError
from lagebild.records.report import Report
from lagebild.records.story import Story
from lagebild.records.view import SourceRow
from lagebild.run.workspace import Workspace
from lagebild.serve.web.digest import Digest, digest_of

PATIENCE = 0.4
"""Seconds that a page may spend on writing: below what a reader feels as waiting, enough for ten small stories."""
MOST = 2000
"""Stories that have cards, about 1 kB each; filters and map look at the latest of them."""
SMALL = 8
"""Articles up to which a card is written while a page waits; a larger story can take longer than anybody's patience."""
BREATH = 0.02
"""Seconds between two cards that are written ahead, in which pages are served."""
COURTESY = 0.25
"""The same while somebody reads: Python runs one thread at a time, so writing ahead would halve the speed of pages."""
READING = 2.0
"""Seconds after a page in which its reader is taken to ask for the next one."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the list says about a story beside its record.

    `latest` is the article that moved it last, None where there is one article only; `contested` counts claims and
    numbers on which sources contradict each other or somebody denies.
    """

    digest: Digest
    scene: Scene | None
    origins: int
    copies: int
    contested: int
    latest: SourceRow | None


class Overview:
    """Cards by story. Threads may share it."""

    def __init__(self, workspace: Workspace, patience: float = PATIENCE) -> None:
        self._workspace = workspace
        self._patience = patience
        self._kept: dict[str, tuple[Story, Card]] = {}
        self._asked = threading.Event()
        self._ended = threading.Event()
        self._last = 0.0
        self._thread: threading.Thread | None = None

    def of(self, stories: Iterable[Story]) -> Mapping[str, Card]:
        """Return the cards of `stories` by id; those there was no time for are left out and written ahead."""
        self._last = time.monotonic()
        end = self._last + self._patience
        found: dict[str, Card] = {}
        for story in stories:
            card = self._fresh(story)
            if card is None and len(story.documents) <= SMALL and time.monotonic() < end:
                card = self._write(story)
            if card is None:
                self._asked.set()
            else:
                found[story.id] = card
        return found

    def known(self, stories: Sequence[Story]) -> Mapping[str, Card]:
        """Return the cards that are there already; the others are written ahead."""
        found = {story.id: card for story in stories if (card := self._fresh(story))}
        if len(found) < len(stories):
            self._asked.set()
        return found

    def forget(self, story: str) -> None:
        """Drop the card of a story: the reader has looked at it, so "new" counts anew."""
        self._kept.pop(story, None)

    def fill(self) -> None:
        """Write every card that is missing, the latest story first."""
        for story in self._workspace.stories(limit=MOST).stories:
            if self._ended.is_set():
                return
            if self._fresh(story) is None:
                self._write(story)
                if self._thread:
                    self._ended.wait(COURTESY if time.monotonic() - self._last < READING else BREATH)

    def start(self) -> None:
        """Begin to write cards ahead, in a thread of its own, now and whenever a page misses some."""
        self._asked.set()
        self._thread = threading.Thread(target=self._ahead, name="overview", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End that thread."""
        self._ended.set()
        self._asked.set()
        if self._thread:
            self._thread.join()

    def _ahead(self) -> None:
        while not self._ended.is_set():
            self._asked.wait()
            self._asked.clear()
            self.fill()

    def _fresh(self, story: Story) -> Card | None:
        kept = self._kept.get(story.id)
        return kept[1] if kept and kept[0] == story else None

    def _write(self, story: Story) -> Card | None:
        try:
            card = card_of(self._workspace.report(story.id))
        except NotFoundError:
            # Merged into another story since the list was read.
            return None
        if len(self._kept) >= 2 * MOST:
            self._kept.clear()
        self._kept[story.id] = (story, card)
        return card


def card_of(report: Report) -> Card:
    """Return what the list says about a story."""
    views = report.views
    conflicts = {frozenset((c.id, other.claim)) for c in report.claims for other in c.conflicts if _parts(other.kind)}
    dated = [s for s in views.sources if s.published]
    latest = max(dated, key=lambda s: s.published.timestamp() if s.published else 0.0, default=None)
    return Card(
        digest=digest_of(report),
        scene=views.scene,
        origins=report.origins,
        copies=sum(s.copy_of is not None for s in views.sources),
        contested=len(conflicts) + sum(_parts(n.verdict) for n in views.numbers),
        latest=latest if len(views.sources) > 1 else None,
    )


def _parts(verdict: str | None) -> bool:
    return verdict in ("contradiction", "denied")
