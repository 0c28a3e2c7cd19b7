"""The store, a reader and a moment -> the Lagebild as it was then, and what was new in it to that reader.

A report as of now is drawn from the present state, one of the past from the history; the two agree, and what is new
always comes from the history.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lagebild.acquire.dates import read_date
from lagebild.language.encoder.shipped import Encoder
from lagebild.records.errors import NotFoundError, ParseError
from lagebild.records.history import StoryHistory
from lagebild.records.ports import Store
from lagebild.records.report import NewsDigest, Report
from lagebild.records.shelves import READER
from lagebild.records.story import StoryMaterial
from lagebild.records.view import NewItem
from lagebild.run.history import leads_to, material_at, what_is_new
from lagebild.run.pictures import Pictures

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before everything: what came after it is all there is."""
FIRST_DAY = "1970-01-01"
"""The same in writing: what a feed asks for, since its reader remembers for itself what it has met."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know: the state `as_of` a moment (None: now), and what came after `since`.

    Without `since` that is the last visit of the `reader`. A digest is of `stories` (None: all) and tells of
    the `most` that moved last (None: of all).
    """

    as_of: datetime | None = None
    since: datetime | None = None
    reader: str = READER
    stories: frozenset[str] | None = None
    most: int | None = None


def read_moment(text: str, zone: str, *, end: bool = False) -> datetime:
    """Return the moment that a reader wrote; of a mere day its beginning, or its last microsecond where `end` is set.

    Raises ParseError where it is no date.
    """
    found = read_date(text, zone=zone)
    if found is None:
        raise ParseError(f'"{text}" is no date; write it as 2026-03-28 or 2026-03-28T12:00.')
    moment = found.at.astimezone(UTC)
    if end and found.day_only:
        return (found.at + timedelta(days=1)).astimezone(UTC) - timedelta.resolution
    with suppress(ValueError):
        # What the program told itself counts to the microsecond, which dates of outlets never have.
        moment = moment.replace(microsecond=datetime.fromisoformat(text.strip()).microsecond)
    return moment


def settled(store: Store, clock: Callable[[], datetime]) -> datetime:
    """Return a moment of which all that came up to it can be read.

    Whoever writes takes his moments inside his transaction, one after another: what is not yet there comes later.
    """
    with store.unit(write=True):
        return clock()


class Telling:
    """Tells reports of one store at one moment, with the reader's times in his zone.

    The encoder is fetched when something is still to be read.
    """

    def __init__(self, store: Store, moment: datetime, encoder: Callable[[], Encoder | None], zone: str) -> None:
        self._store = store
        self._moment = moment
        self._pictures = Pictures(store, encoder, zone)
        self._zone = ZoneInfo(zone)

    def report(self, story_id: str, asked: Asked, *, texts: bool = True) -> Report:
        """Return the Lagebild of a story; NotFoundError where there is, or was, none."""
        at = self._moment if asked.as_of is None else min(asked.as_of, self._moment)
        if asked.as_of is None:
            report = self._pictures.report(story_id, at, texts=texts)
        else:
            report = self._pictures.drawn(self._past(story_id, at), at, at)
        since = asked.since or self._visit(report.story.id, asked.reader, at)
        kept_for = asked.reader if (asked.as_of, asked.since) == (None, None) else None
        new = () if since is None else self._pictures.news(report.story.id, since, at, kept_for)
        return self._with_news(report, since, new)

    def digest(self, asked: Asked) -> NewsDigest:
        """Return the stories in which something is new, each with exactly that; the newest and gravest first."""
        at = self._moment if asked.as_of is None else min(asked.as_of, self._moment)
        waiting = self._waiting(asked, at)
        reports: list[Report] = []
        more = len(waiting)
        for story, begin in waiting:
            if len(reports) == asked.most:
                break
            more -= 1
            reports += self._told(story, begin, asked, at)
        order = sorted(reports, key=lambda r: max(_when(i) for i in r.views.new), reverse=True)
        since = asked.since and asked.since.astimezone(self._zone)
        return NewsDigest(since, at.astimezone(self._zone), asked.reader, tuple(order), more=more)

    def _waiting(self, asked: Asked, at: datetime) -> list[tuple[str, datetime]]:
        """Return the stories in which something may be new, the latest movement first, with what it is newer than.

        Of a story that the reader never opened that is the last visit to any.
        """
        with self._store.unit() as unit:
            moved = unit.lists.changed() if asked.as_of is None else unit.history.moved()
            visits = unit.visits.every(asked.reader, at) if asked.since is None else {}
        last = asked.since or max(visits.values(), default=BEGINNING)
        wanted = moved if asked.stories is None else {s: moved[s] for s in moved if s in asked.stories}
        found = [(story, visits.get(story, last)) for story in sorted(wanted, key=lambda s: wanted[s], reverse=True)]
        return [(story, since) for story, since in found if wanted[story] > since]

    def _told(self, story: str, since: datetime, asked: Asked, at: datetime) -> Iterator[Report]:
        """Yield the report of a story, where something is new in it."""
        if asked.as_of is not None:
            history = self._pictures.history(story)
            found = material_at(history, at)
            new = what_is_new(history, since, at) if found else ()
            if found and new:
                yield self._with_news(self._pictures.drawn(found, at, at), since, new)
        elif new := self._pictures.news(story, since, at, None if asked.since else asked.reader):
            # A story that is no more was merged into another one since the list was read.
            with suppress(NotFoundError):
                yield self._with_news(self._pictures.report(story, at, texts=False), since, new)

    def _with_news(self, report: Report, since: datetime | None, new: tuple[NewItem, ...]) -> Report:
        return replace(report, views=replace(report.views, new=new, since=since and since.astimezone(self._zone)))

    def _visit(self, story: str, reader: str, until: datetime) -> datetime | None:
        with self._store.unit() as unit:
            return unit.visits.last(story, reader, until)

    def _past(self, story_id: str, at: datetime) -> StoryMaterial:
        history = self._pictures.history(story_id)
        found = material_at(history, at)
        if found is None:
            led = leads_to(history, at)
            if led is not None and led != story_id:
                return self._past(led, at)
            raise NotFoundError(_absence(history, story_id, at))
        return found


def _when(item: NewItem) -> datetime:
    return item.at or item.since


def _absence(history: StoryHistory, story_id: str, at: datetime) -> str:
    first = min((p.at for p in history.placements if p.link.story == story_id), default=None)
    if first is None:
        return f'There is no story "{story_id}"; `lagebild stories` lists those there are.'
    return (
        f'Story "{story_id}" was not there on {at:%Y-%m-%d %H:%M} UTC; its first article came {first:%Y-%m-%d %H:%M}.'
    )
