"""A story as the store holds it -> its Lagebild as of now, drawn once and kept until the story or the program changes.

What is kept stands under a key of everything that it was made of, the program included. So it is never stale, a run
that is killed leaves nothing wrong behind, and what is missing is drawn at the first look.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

import lagebild
from lagebild.annotate.annotate import annotate
from lagebild.language.encoder.shipped import Encoder
from lagebild.records.card import Card
from lagebild.records.errors import NotFoundError
from lagebild.records.followed import Search
from lagebild.records.history import StoryHistory
from lagebild.records.ports import Store
from lagebild.records.query import Excerpt, Found, Order
from lagebild.records.remark import standing
from lagebild.records.report import Report
from lagebild.records.shelves import READER
from lagebild.records.story import StoryMaterial
from lagebild.records.view import NewItem
from lagebild.report.card import card_of
from lagebild.run.clock import now
from lagebild.run.history import what_is_new
from lagebild.run.pipeline import WITHOUT_PROGRESS, Progress, found_story, material, picture

_READ = (".py", ".toml", ".json")
"""Files of the program that are read for its digest; of the others, models and tables, the size says enough."""

_DRAWING = ("corroborate", "depict", "report", "run", "language", "records")


@cache
def program() -> str:
    """Return a digest of the program that draws: its version, and what the files of the packages hold that draw."""
    digest = blake2b(lagebild.__version__.encode(), digest_size=16)
    folder = Path(lagebild.__file__).parent
    found = (p for package in _DRAWING for p in (folder / package).rglob("*") if p.is_file() and p.suffix != ".pyc")
    for path in sorted(found):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes() if path.suffix in _READ else str(path.stat().st_size).encode())
    return digest.hexdigest()


class Pictures:
    """The pictures of one store, with times in the reader's zone. Threads may share them.

    The encoder is fetched when an older revision is still to be read.
    """

    def __init__(self, store: Store, encoder: Callable[[], Encoder | None], zone: str) -> None:
        self._store = store
        self._encoder = encoder
        self._zone = ZoneInfo(zone)

    @property
    def maker(self) -> str:
        """Return who draws: the program, and the zone of its times."""
        return f"{program()} {self._zone.key}"

    def report(self, story_id: str, at: datetime, *, texts: bool = True) -> Report:
        """Return the Lagebild of a story as it is now, without what is new; NotFoundError where there is none.

        Without `texts` its material may be empty: a page needs none, and to read it takes longer than all the rest.
        """
        with self._store.unit() as unit:
            story = found_story(unit, story_id)
            key = unit.pictures.keys((story.id,), self.maker)[story.id]
            kept = unit.pictures.get(story.id, key)
            found = material(unit, story.id) if texts or kept is None else None
        if kept is None:
            assert found is not None
            kept = self.drawn(found, at)
            with self._store.unit(write=True) as unit:
                unit.pictures.put(story.id, key, self.maker, kept, card_of(kept))
        elif found is not None:
            kept = replace(kept, material=found)
        return replace(kept, generated=at)

    def drawn(self, found: StoryMaterial, at: datetime, until: datetime | None = None) -> Report:
        """Return a picture made now, as of `at`, with what editors had remarked up to `until` (None: all)."""
        with self._store.unit() as unit:
            remarks = unit.remarks.of(found.story.documents, until)
        return picture(found, at, (), tuple(replace(r, at=r.at.astimezone(self._zone)) for r in standing(remarks)))

    def cards(self, stories: Sequence[str]) -> Mapping[str, Card]:
        """Return the cards that are there and up to date, by story; they leave open what is new."""
        with self._store.unit() as unit:
            return unit.pictures.cards(unit.pictures.keys(stories, self.maker))

    def found(self, search: Search, at: datetime, order: Order = "moved", limit: int = 50, offset: int = 0) -> Found:
        """Return a page of the stories that a search finds at a moment, by their cards as they were drawn last."""
        with self._store.unit() as unit:
            return unit.lists.find(search, at, self.maker, order, limit, offset)

    def excerpts(self, query: str, shown: Mapping[str, str]) -> Mapping[str, Excerpt]:
        """Return by story why a query finds it; `shown` are stories with the headlines that are read anyway."""
        if not query:
            return {}
        with self._store.unit() as unit:
            return unit.search.excerpts(query, shown)

    def titles(self, limit: int) -> Mapping[str, str]:
        """Return the titles of the stories that moved last, by story."""
        with self._store.unit() as unit:
            return unit.lists.titles(limit)

    def draw(self, progress: Progress = WITHOUT_PROGRESS) -> None:
        """Draw every picture that is missing, the story that moved last first."""
        waiting = self.missing()
        for done, story in enumerate(waiting, 1):
            # A story that is no more was merged into another one meanwhile.
            with suppress(NotFoundError):
                self.report(story, now(), texts=False)
                self.unseen((story,))
            progress("report", done, len(waiting))

    def missing(self) -> tuple[str, ...]:
        """Return the stories whose picture is to be drawn, the one that moved last first."""
        with self._store.unit() as unit:
            return unit.pictures.stale(self.maker)

    def news(self, story_id: str, since: datetime, until: datetime, reader: str | None = None) -> tuple[NewItem, ...]:
        """Return what is new in a story; that since the visit of a `reader`, up to now, is kept."""
        if reader is None:
            return what_is_new(self.history(story_id), since, until)
        with self._store.unit() as unit:
            key = unit.news.key(story_id, since.isoformat(), self.maker)
            kept = unit.news.get(story_id, reader, key)
        if kept is None:
            kept = what_is_new(self.history(story_id), since, until)
            with self._store.unit(write=True) as unit:
                unit.news.put(story_id, reader, key, kept)
        return kept

    def unseen(self, stories: Sequence[str], reader: str = READER) -> Mapping[str, int]:
        """Return how much is new in stories since the reader's last visit to each; nothing for those never visited."""
        at = now()
        with self._store.unit() as unit:
            visits = {story: unit.visits.last(story, reader, at) for story in stories}
        return {story: len(self.news(story, since, at, reader)) for story, since in visits.items() if since}

    def history(self, story_id: str) -> StoryHistory:
        """Return the history of a story; older revisions that nobody has read are read now, and kept read."""
        with self._store.unit() as unit:
            history = unit.history.of(story_id)
        newest = {r.document.id: r.document.revision for r in history.revisions}
        unread = [
            r.document
            for r in history.revisions
            if r.annotations is None and r.document.revision < newest[r.document.id]
        ]
        if not unread:
            return history
        for document in unread:
            read = annotate(document, self._encoder())
            with self._store.unit(write=True) as unit:
                unit.annotations.put(read)
        with self._store.unit() as unit:
            return unit.history.of(story_id)
