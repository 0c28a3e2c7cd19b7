"""Stories -> their cards as the store has them, and the thread that draws those that are missing.

A run draws the pictures of all stories that it changed. What a judgement, a remark or another version of the program
changed is drawn by a thread of the server, or by the page that asks for it as long as its patience lasts.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from lagebild.records.card import Card
from lagebild.records.errors import NotFoundError
from lagebild.records.story import Story
from lagebild.run.clock import now
from lagebild.run.workspace import Workspace

PATIENCE = 0.1
"""Seconds that a page may spend on drawing: with it, a page stays below what a reader feels as waiting."""
SMALL = 8
"""Articles up to which a picture is drawn while a page waits; a larger story can take longer than any patience."""
BREATH = 0.02
"""Seconds between two pictures that are drawn ahead, in which pages are served."""
COURTESY = 0.25
"""The same while somebody reads: Python runs one thread at a time, so drawing ahead would halve the speed of pages."""
READING = 2.0
"""Seconds after a page in which its reader is taken to ask for the next one."""


class Overview:
    """Cards by story. Threads may share it."""

    def __init__(self, workspace: Workspace, patience: float = PATIENCE) -> None:
        self._pictures = workspace.pictures
        self._patience = patience
        self._asked = threading.Event()
        self._ended = threading.Event()
        self._last = 0.0
        self._thread: threading.Thread | None = None

    def of(self, stories: Sequence[Story]) -> Mapping[str, Card]:
        """Return the cards of the stories of a page, with what is new; those there was no time for are left out."""
        self._last = time.monotonic()
        cards = self.known(stories)
        small = [s for s in stories if s.id not in cards and len(s.documents) <= SMALL]
        for story in small:
            if time.monotonic() < self._last + self._patience:
                self._draw(story.id)
        cards = self.known(stories) if small else cards
        unseen = self._pictures.unseen(list(cards))
        return {story: replace(card, new=unseen.get(story, 0)) for story, card in cards.items()}

    def known(self, stories: Sequence[Story]) -> Mapping[str, Card]:
        """Return the cards that are there, without what is new; the others are drawn ahead."""
        found = self._pictures.cards([story.id for story in stories])
        if len(found) < len(stories):
            self.ask()
        return found

    def ask(self) -> None:
        """Let the missing pictures be drawn ahead."""
        self._asked.set()

    def fill(self) -> None:
        """Draw every picture that is missing, the latest story first."""
        for story in self._pictures.missing():
            if self._ended.is_set():
                return
            self._draw(story)
            if self._thread:
                self._ended.wait(COURTESY if time.monotonic() - self._last < READING else BREATH)

    def start(self) -> None:
        """Begin to draw ahead, in a thread of its own, now and whenever a page misses some."""
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

    def _draw(self, story: str) -> None:
        # A story that is no more was merged into another one since the list was read.
        with suppress(NotFoundError):
            self._pictures.report(story, now(), texts=False)
