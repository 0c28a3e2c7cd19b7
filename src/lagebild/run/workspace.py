"""The Python facade: a workspace holds the reader's sources, documents and stories, and has the verbs of the program.

    with open_workspace(Path("news")) as workspace:
        workspace.add(["articles/", "https://example.org/feed.xml"])
        workspace.run()
        for story in workspace.stories().stories:
            print(workspace.report(story.id).story.title)

Command line and JSON API have the same verbs and call these methods; a test holds the three together.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from pathlib import Path

from lagebild.acquire.fetch import Poll, poll
from lagebild.acquire.files import read_paths
from lagebild.acquire.gate import Gate
from lagebild.acquire.jsonl import FileOptions, records_of
from lagebild.acquire.opml import read_opml, write_opml
from lagebild.acquire.options import GateOptions, PollOptions
from lagebild.acquire.visit import is_url, read_capped, read_guarded, visit
from lagebild.acquire.worker import guarded
from lagebild.corroborate.compare import Comparison
from lagebild.language.encoder.shipped import Encoder
from lagebild.language.search import search_analyser
from lagebild.records.annotation import Annotations
from lagebild.records.document import Document, Post, Source
from lagebild.records.errors import LagebildError
from lagebild.records.followed import Followed, Search
from lagebild.records.judgement import Advice, Doubt, Judgement
from lagebild.records.outcome import Done, Outcome, Refused
from lagebild.records.ports import Issue, Store, StoryPage
from lagebild.records.remark import Remark
from lagebild.records.report import NewsDigest, Report
from lagebild.records.shelves import READER
from lagebild.records.story import StoryLink
from lagebild.run import following, notify, passing, sourcing
from lagebild.run.advising import advice
from lagebild.run.clock import now
from lagebild.run.diagnosis import Finding, diagnose
from lagebild.run.engines import chosen_encoder, chosen_window
from lagebild.run.judging import Judging, doubts
from lagebild.run.pictures import Pictures
from lagebild.run.pipeline import WITHOUT_PROGRESS, Intake, Progress, accept, advance, as_archived, found_story
from lagebild.run.remarks import Remarking, Wanted, author_of
from lagebild.run.showing import Shown, shown
from lagebild.run.sourcing import SourceState
from lagebild.run.telling import Asked, Telling, read_moment, settled
from lagebild.settings import Settings, load_settings, read_salt
from lagebild.store import open_store


@dataclass(frozen=True, slots=True)
class Addition:
    """What `add` did: articles and posts accepted, sources registered, items refused."""

    intake: Intake
    sources: tuple[Source, ...] = ()
    refused: tuple[Refused, ...] = ()


class Workspace:
    """An open workspace. Threads may share it; close it when done."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self._store = store
        self._gate = Gate(GateOptions(allow_loopback=settings.allow_loopback), clock=now)
        self._cluster = chosen_window(settings)
        self.pictures = Pictures(store, lambda: self._encoder, settings.zone)
        self._polling = PollOptions(interval=timedelta(minutes=settings.poll_minutes))

    @cached_property
    def _encoder(self) -> Encoder | None:
        """The encoder, loaded when something is to be read."""
        return chosen_encoder(self.settings)

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the store."""
        self._store.close()

    def annotate(self, documents: Iterable[Document]) -> Iterator[Annotations]:
        """Annotate documents, one after another; nothing is kept."""
        return passing.annotate(documents, self._encoder)

    def cluster(self, documents: Iterable[Document]) -> Iterator[StoryLink]:
        """Link documents to stories in the order given; nothing is kept."""
        return passing.cluster(documents, self._encoder, self._cluster)

    def compare(self, documents: Iterable[Document]) -> Comparison:
        """Compare what the documents of one story say; nothing is kept."""
        return passing.compare(documents, self._encoder)

    def file_options(self, published: str | None = None, outlet: str | None = None) -> FileOptions:
        """Return how files are read here: date and outlet for those that state none, and the workspace's time zone."""
        return FileOptions(published=published, outlet=outlet, zone=self.settings.zone)

    def add(self, items: Sequence[str], options: FileOptions | None = None, *, archive: bool = False) -> Addition:
        """Accept files, folders, "-" (JSON lines on standard input), OPML lists and addresses of feeds and pages.

        With `archive`, articles from files count as accepted when they were published.
        """
        seen = now()
        paths = [Path(i) for i in items if not is_url(i) and not _is_opml(i)]
        outcomes = read_paths(
            paths,
            seen=seen,
            salt=read_salt(self.settings),
            options=options or self.file_options(),
            names="path",
            page=partial(read_guarded, seen=seen),
        )
        clock = None if archive else now
        intake = accept(map(as_archived, outcomes) if archive else outcomes, self._store, seen, clock)
        sources: list[Source] = []
        refused: list[Refused] = []
        for item in items:
            if is_url(item) or _is_opml(item):
                found, documents, faults = self._from_outside(item)
                sources += found
                refused += faults
                intake += accept(documents, self._store, seen, clock)
        with self._store.unit(write=True) as unit:
            for source in sources:
                sourcing.keep(unit, source)
            sourcing.note_refusals(unit, tuple(refused), seen)
        return Addition(intake, tuple(sources), (*intake.refused, *refused))

    def add_rows(self, rows: Sequence[Mapping[str, object]]) -> Addition:
        """Accept articles and posts as JSON objects, and addresses as `{"address": URL}`; never a path."""
        seen = now()
        salt, options = read_salt(self.settings), self.file_options()
        outcomes: list[Outcome[Document | Post]] = []
        addresses: list[str] = []
        for number, row in enumerate(rows, 1):
            address = row.get("address")
            if isinstance(address, str) and is_url(address):
                addresses.append(address)
            elif "address" in row:
                outcomes.append(Refused(str(address), "This is no address; it begins with http:// or https://."))
            else:
                outcomes += records_of(f"item {number}", row, seen=seen, salt=salt, options=options)
        intake = accept(outcomes, self._store, seen, now)
        added = self.add(addresses) if addresses else Addition(Intake())
        return Addition(intake + added.intake, added.sources, (*intake.refused, *added.refused))

    def _from_outside(self, item: str) -> tuple[list[Source], list[Outcome[Document | Post]], list[Refused]]:
        try:
            if _is_opml(item):
                rows = guarded(read_opml, read_capped(Path(item)))
                return [r.record for r in rows if isinstance(r, Done)], [], [r for r in rows if isinstance(r, Refused)]
            found = visit(item, self._gate, now())
        except LagebildError as problem:
            return [], [], [Refused(item, str(problem))]
        except OSError as problem:
            return [], [], [Refused(item, f"It cannot be read ({problem.strerror}); check path and rights.")]
        return list(found.sources), [Done(d) for d in found.documents], []

    def run(self, progress: Progress = WITHOUT_PROGRESS, *, archive: bool = False, early: bool = False) -> Intake:
        """Visit the sources that are due, then bring annotations, stories, reactions and pictures up to date.

        With `archive`, what is placed in a story counts as placed when it was accepted. With `early`, sources that
        answered last time are visited although they are not due yet.
        """
        intake = Intake()
        due = [s for s in self.sources() if s.source.active and sourcing.is_due(s, early=early)]
        for done, state in enumerate(due, 1):
            visited = poll(state.source, state.health, self._gate, now(), self._polling)
            intake += self._record(visited)
            progress("acquire", done, len(due))
        advance(self._store, self._cluster, progress, self._encoder, None if archive else now)
        self.pictures.draw(progress)
        return intake

    def _record(self, visited: Poll) -> Intake:
        intake = accept(visited.outcomes, self._store, now(), now)
        with self._store.unit(write=True) as unit:
            health = visited.health
            unit.sources.record_health(replace(health, brought=now()) if intake.new or intake.revised else health)
            source = unit.sources.get(visited.health.source)
            if source is not None and (visited.gone or visited.moved_to):
                unit.sources.add(replace(source, active=not visited.gone, address=visited.moved_to or source.address))
        return intake

    def watch(
        self, rounds: int | None = None, progress: Progress = WITHOUT_PROGRESS, *, early: bool = False
    ) -> Iterator[Intake]:
        """Run again and again, every `poll_minutes`; send what is new in what is followed, and the digest at its time.

        Endless unless `rounds` is given.
        """
        done = 0
        while rounds is None or done < rounds:
            intake = self.run(progress, early=early)
            yield intake + Intake(refused=self._send(due_only=True).refused)
            done += 1
            if rounds is None or done < rounds:
                time.sleep(self.settings.poll_minutes * 60)

    def stories(
        self,
        query: str | None = None,
        *,
        outlet: str | None = None,
        language: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> StoryPage:
        """List stories, newest movement first."""
        with self._store.unit() as unit:
            return unit.stories.list(query, outlet, language, limit, offset)

    def report(self, story_id: str, asked: Asked = Asked(), *, visit_now: bool = False, texts: bool = True) -> Report:  # noqa: B008 - frozen
        """Write the Lagebild of a story; `visit_now` notes that the reader looked, for "new since".

        The address of a story that was merged into another leads to that one: `report.story.id` says which. Without
        `texts` the report may lack its material, which pages do not show and other formats do.
        """
        moment = settled(self._store, now) if visit_now else now()
        report = self._telling(moment).report(story_id, asked, texts=texts)
        if visit_now:
            self.seen([report.story.id], asked.as_of or moment, asked.reader)
        return report

    def digest(self, asked: Asked = Asked(), *, visit_now: bool = False) -> NewsDigest:  # noqa: B008 - frozen
        """Tell what is new in all stories; `visit_now` notes that the reader has seen those that are told."""
        moment = settled(self._store, now) if visit_now else now()
        told = self._telling(moment).digest(asked)
        if visit_now:
            self.seen([report.story.id for report in told.reports], asked.as_of or moment, asked.reader)
        return told

    def seen(self, stories: Iterable[str], until: datetime, reader: str = READER) -> None:
        """Note that a reader has seen stories as they were at a moment; NotFoundError where there is none."""
        with self._store.unit(write=True) as unit:
            for story in stories:
                unit.visits.record(found_story(unit, story).id, min(until, now()), reader)

    def send_digest(self) -> notify.Delivery:
        """Send everybody who is set up what is new to them; SettingsError where nobody is."""
        notify.demand_channel(self.settings)
        return self._send()

    def _send(self, *, due_only: bool = False) -> notify.Delivery:
        found = partial(following.stories_of, self._store, self.pictures, at=now())
        alerts = notify.alert(self._store, self.settings, self.digest, found)
        return alerts + notify.deliver(self._store, self.settings, self.digest, due_only=due_only)

    def follow(self, search: Search, name: str = "") -> Followed:
        """Keep a search or a story under a name; what is new in it is sent at once, where somebody is set up."""
        with self._store.unit(write=True) as unit:
            return following.follow(unit, name, search, now())

    def unfollow(self, identifier: str) -> Followed:
        """Drop a search, named by its id or by that of its story; NotFoundError where there is none."""
        with self._store.unit(write=True) as unit:
            return following.unfollow(unit, identifier)

    def followed(self) -> tuple[Followed, ...]:
        """List the searches and stories that are followed, oldest first."""
        with self._store.unit() as unit:
            return unit.followed.all()

    def asked(self, as_of: str | None = None, since: str | None = None, reader: str | None = None) -> Asked:
        """Return what somebody asks for in writing, in the workspace's time zone; ParseError for what is no date."""
        zone = self.settings.zone
        return Asked(
            as_of=read_moment(as_of, zone, end=True) if as_of else None,
            since=read_moment(since, zone) if since else None,
            reader=(reader or "").strip() or READER,
        )

    def _telling(self, moment: datetime) -> Telling:
        return Telling(self._store, moment, lambda: self._encoder, self.settings.zone)

    def explain(self, document_id: str, revision: int | None = None) -> Shown:
        """Return a document with everything that was read from it; NotFoundError where there is none."""
        with self._store.unit() as unit:
            return shown(unit, document_id, revision)

    def revisions(self, document_id: str) -> tuple[Document, ...]:
        """Return all revisions of a document, oldest first."""
        with self._store.unit() as unit:
            return unit.documents.revisions(document_id)

    def merge(self, story: str, other: str, note: str | None = None) -> Judgement:
        """Judge that two stories are one: the first keeps its address, and that of the other leads to it.

        This and the next four raise NotFoundError for what is not there, JudgementError for what would change nothing.
        """
        with self._judging(note) as judging:
            return judging.merge(story, other)

    def split(self, story: str, documents: Sequence[str], note: str | None = None) -> Judgement:
        """Judge that documents do not belong to a story: together they become a new one."""
        with self._judging(note) as judging:
            return judging.split(story, documents)

    def move(self, document: str, story: str, note: str | None = None) -> Judgement:
        """Judge that a document does not belong where it is, but to another story."""
        with self._judging(note) as judging:
            return judging.move(document, story)

    def apart(self, story: str, other: str, note: str | None = None) -> Judgement:
        """Judge that two stories are two, and stay so."""
        with self._judging(note) as judging:
            return judging.apart(story, other)

    def undo(self, judgement: str, note: str | None = None) -> Judgement:
        """Take a judgement back: its documents stand where they would stand without it."""
        with self._judging(note) as judging:
            return judging.undo(judgement)

    @contextmanager
    def _judging(self, note: str | None) -> Iterator[Judging]:
        with self._store.unit(write=True) as unit:
            yield Judging(unit, now(), self._cluster, note)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the ledger of judgements, latest first, with the entries that take others back."""
        with self._store.unit() as unit:
            return unit.judgements.all()[::-1]

    def doubts(self, story: str | None = None) -> tuple[Doubt, ...]:
        """List the reports that nearly joined another story, for a person to judge; of one story or of all."""
        with self._store.unit() as unit:
            return doubts(unit, story)

    def advice(self) -> Advice:
        """Return which score the judgements suggest for joining a story; takes as long as a restart of `run`."""
        with self._store.unit() as unit:
            return advice(unit, self._cluster)

    def remark(self, story: str, wanted: Wanted, author: str | None = None) -> Remark:
        """Keep what an editor says of a claim or a comparison; NotFoundError, JudgementError as `merge` has them."""
        named = author_of(self.settings) if author is None else author
        return Remarking(self._store, self.report(story), named, now).remark(wanted)

    def remarks(self, story: str) -> tuple[Remark, ...]:
        """Return the ledger of remarks on a story, latest first, with the entries that withdraw others."""
        with self._store.unit() as unit:
            return unit.remarks.of(found_story(unit, story).documents)[::-1]

    def sources(self) -> tuple[SourceState, ...]:
        """List the sources with their health."""
        with self._store.unit() as unit:
            return tuple(SourceState(s, unit.sources.health(s.id)) for s in unit.sources.all())

    def change_source(self, address: str, *, active: bool | None = None, note: str | None = None) -> SourceState:
        """Let a source rest or go on, and note what to think of it; NotFoundError where there is none."""
        with self._store.unit(write=True) as unit:
            changed = sourcing.change(unit, address, active, note)
            return SourceState(changed, unit.sources.health(changed.id))

    def opml(self) -> str:
        """Return the sources as OPML."""
        return write_opml([s.source for s in self.sources()])

    def issues(self, limit: int = 100) -> tuple[Issue, ...]:
        """List what was refused, latest first."""
        with self._store.unit() as unit:
            return unit.sources.issues(limit)

    def doctor(self) -> tuple[Finding, ...]:
        """Examine environment, store and sources."""
        return diagnose(self.settings, self._store, [s.health for s in self.sources() if s.health])

    def backup(self, path: Path) -> None:
        """Write a complete copy of the store; StoreError where that fails."""
        self._store.backup(path)

    def move_to(self, url: str) -> None:
        """Copy everything into the empty store at `url`."""
        self._store.copy_to(url)


def open_workspace(folder: Path | None = None, **overrides: str | int | bool | None) -> Workspace:
    """Open the workspace in `folder` (made where there is none); settings as in `lagebild.settings`."""
    settings = load_settings(folder, overrides=overrides)
    if not settings.store:
        # What somebody reads is nobody else's business: the folder is for its owner alone.
        settings.workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Workspace(settings, open_store(settings.store_url, search_analyser()))


def _is_opml(item: str) -> bool:
    return item.lower().endswith(".opml") and not is_url(item)
