"""A story -> what the list says about it: headline, first sentence, place, outlets, how much is new to the reader.

These come from the Lagebild, so list and page never disagree. Writing one takes up to a second where a story has dozens
of articles; it is written once and kept until the story changes, and a page that meets many unwritten ones gives up
after a while: the rest show the headline of their first article and are written when the list is next drawn.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagebild.records.errors import NotFoundError
from lagebild.records.report import Report
from lagebild.records.story import Story
from lagebild.report.render.json import headline, language_of
from lagebild.run.workspace import Workspace

PATIENCE = 0.4
"""Seconds that a page may spend on writing: below what a reader feels as waiting, enough for ten small stories."""
LARGEST = 2000
"""Stories kept, about 1 kB each."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What the list says about a story; `new` counts what came since the reader's last visit."""

    headline: str
    lead: str
    language: str
    scene: str | None
    outlets: tuple[str, ...]
    new: int


class Digests:
    """Digests by story, valid as long as the story's record stays the same. Threads may share it."""

    def __init__(self, workspace: Workspace, patience: float = PATIENCE) -> None:
        self._workspace = workspace
        self._patience = patience
        self._kept: dict[str, tuple[Story, Digest]] = {}

    def of(self, stories: Iterable[Story]) -> Mapping[str, Digest]:
        """Return the digests of `stories` by id; what there was no time for is left out."""
        end = time.monotonic() + self._patience
        found: dict[str, Digest] = {}
        for story in stories:
            known = self._kept.get(story.id)
            if known and known[0] == story:
                found[story.id] = known[1]
            elif time.monotonic() < end:
                digest = self._write(story)
                if digest:
                    found[story.id] = digest
        return found

    def forget(self, story: str) -> None:
        """Drop what is kept of a story: the reader has looked at it, so "new" counts anew."""
        self._kept.pop(story, None)

    def _write(self, story: Story) -> Digest | None:
        try:
            digest = digest_of(self._workspace.report(story.id))
        except NotFoundError:
            # Merged into another story since the list was read.
            return None
        if len(self._kept) >= LARGEST:
            self._kept.clear()
        self._kept[story.id] = (story, digest)
        return digest


def digest_of(report: Report) -> Digest:
    """Return what the list says about a story."""
    views = report.views
    title = headline(report)
    leads = (s.text for s in report.sentences if s.part in ("lead", "body") and s.text.rstrip(".") != title)
    outlets = dict.fromkeys(s.outlet for s in views.sources if s.outlet)
    return Digest(
        headline=title,
        lead=next(leads, ""),
        language=language_of(report),
        scene=views.scene.name if views.scene else None,
        outlets=tuple(outlets),
        new=len(views.new),
    )
