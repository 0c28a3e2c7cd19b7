"""What the reader follows -> read by a thread of the server: what was just added at once, every source when it is due.

So one command is enough: whoever pastes an address into the page finds its stories a moment later, and the page keeps
up with the sources for as long as it is served, as `lagebild watch` does without a page.
"""

import logging
import threading

from lagebild.records.errors import LagebildError
from lagebild.run.sourcing import is_due
from lagebild.run.workspace import Workspace

LOOK = 30.0
"""Seconds between two looks whether a source is due: sources wait for minutes, and a look costs a query."""


class _EndedError(Exception):
    """The server stops: what is being read is left, and is read at the next start."""


class Reading:
    """Visits sources and reads what they bring. Threads may share it."""

    def __init__(self, workspace: Workspace, look: float = LOOK) -> None:
        self._workspace = workspace
        self._look = look
        self._asked = threading.Event()
        self._early = False
        self._ended = False
        self._working = False
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being read, or about to be."""
        return self._working or self._asked.is_set()

    def ask(self, *, early: bool = False) -> None:
        """Read what was added, and visit the sources that are due; with `early` those too that are not."""
        self._early |= early
        self._asked.set()

    def start(self) -> None:
        """Begin to look after the sources."""
        self._thread = threading.Thread(target=self._keep_reading, name="reading", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End that, after the text that is being read."""
        self._ended = True
        self._asked.set()
        if self._thread:
            self._thread.join()

    def _keep_reading(self) -> None:
        while not self._ended:
            if self._asked.wait(self._look) or self._due():
                self._read()

    def _due(self) -> bool:
        return any(state.source.active and is_due(state) for state in self._workspace.sources())

    def _read(self) -> None:
        self._working, early, self._early = True, self._early, False
        self._asked.clear()
        try:
            for _ in self._workspace.watch(1, self._progress, early=early):
                pass
        except _EndedError:
            pass
        except LagebildError as problem:
            # What the doctor and the page of sources show later; the thread goes on.
            logging.getLogger(__name__).warning("%s", problem)
        finally:
            self._working = False

    def _progress(self, step: str, done: int, total: int) -> None:
        if self._ended:
            raise _EndedError
