"""The program: acquire, annotate, cluster, corroborate, depict, report. Read this file first.

    accept    what came in from outside    -> documents and posts in the store; refusals as values
    advance   what is new in the store     -> annotations, then links to stories, then reactions
    picture   all there is about a story   -> claims, views, and the Lagebild in cited sentences

Every step is idempotent and commits by itself: it can be killed anywhere, and running it again goes on where it stopped
and ends in the same state. Only this package reads from and writes to the store; the stages take records and give
records.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lagebild import __version__
from lagebild.annotate.annotate import annotate, producer
from lagebild.cluster.judging import judged, settled
from lagebild.cluster.linker import Linker
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.reactions import attach
from lagebild.corroborate.corroborate import corroborate
from lagebild.corroborate.remarked import as_judged, placed
from lagebild.depict.depict import depict
from lagebild.language.encoder.shipped import Encoder
from lagebild.language.stems import content_stems, overlap
from lagebild.records.document import Document, Post
from lagebild.records.errors import NotFoundError
from lagebild.records.outcome import Done, Refused
from lagebild.records.ports import Store, Unit
from lagebild.records.remark import Remark
from lagebild.records.report import Report
from lagebild.records.story import AnnotatedDocument, Story, StoryLink, StoryMaterial
from lagebild.records.view import NewItem
from lagebild.report.compose import compose
from lagebild.run.clock import now

EDITED = 0.5
"""Share of the shorter text's words that stand in the other from which on two texts at one address are one article."""

RESTORED_AT_ONCE = 500
"""Documents read at once for the linker to remember: those of a whole window would fill the memory."""

Accepted = Done[Document] | Done[Post] | Done[Document | Post] | Refused
"""What a reader of files or feeds hands on."""

Progress = Callable[[str, int, int], None]
"""Called with the step's name, how many items are done, and of how many."""

Clock = Callable[[], datetime]

WITHOUT_PROGRESS: Progress = lambda step, done, total: None  # noqa: E731 - a value, not a function with a name


@dataclass(frozen=True, slots=True)
class Intake:
    """What `accept` did with a batch."""

    new: int = 0
    revised: int = 0
    known: int = 0
    posts: int = 0
    refused: tuple[Refused, ...] = ()

    def __add__(self, other: "Intake") -> "Intake":
        """Return both together; what was refused here comes first."""
        return Intake(
            self.new + other.new,
            self.revised + other.revised,
            self.known + other.known,
            self.posts + other.posts,
            (*self.refused, *other.refused),
        )


def accept(outcomes: Iterable[Accepted], store: Store, moment: datetime, clock: Clock | None = None) -> Intake:
    """Keep what was read, one commit an item, and note what was refused; whatever is counted here is on disk.

    With a `clock` an article counts as accepted when it is kept: to fetch a page takes seconds, and whoever looks at
    the story meanwhile has not seen what it brings. Without one it counts from when it says that it was seen.
    """
    count = dict.fromkeys(("new", "revision", "known", "posts"), 0)
    refused: list[Refused] = []
    for outcome in outcomes:
        with store.unit(write=True) as unit:
            if isinstance(outcome, Refused):
                refused.append(outcome)
                unit.sources.note_issue(None, outcome, moment)
            elif isinstance(outcome.record, Post):
                count["posts"] += unit.posts.add(outcome.record)
            else:
                document = _as_known(outcome.record, unit)
                count[unit.documents.add(replace(document, seen=clock()) if clock else document)] += 1
    return Intake(count["new"], count["revision"], count["known"], count["posts"], tuple(refused))


def as_archived(outcome: Accepted) -> Accepted:
    """Let an article count as accepted when it was published; what states no time counts from now on."""
    if isinstance(outcome, Refused) or isinstance(outcome.record, Post) or outcome.record.published is None:
        return outcome
    seen, published = outcome.record.seen, outcome.record.published
    return Done(replace(outcome.record, seen=min(seen, published) if seen else published))


def _as_known(document: Document, unit: Unit) -> Document:
    """Give an edited article the id under which it is known: same address, and much the same words.

    The words are asked for because some feeds give the address of a section page for every article in it.
    """
    if document.canonical_url is None or unit.documents.get(document.id) is not None:
        return document
    words = content_stems(f"{document.title or ''} {document.text}")
    for known in unit.documents.at(document.canonical_url):
        if overlap(words, content_stems(f"{known.title or ''} {known.text}")) >= EDITED:
            return replace(document, id=known.id)
    return document


def advance(
    store: Store,
    options: ClusterOptions,
    progress: Progress = WITHOUT_PROGRESS,
    encoder: Encoder | None = None,
    clock: Clock | None = now,
) -> None:
    """Bring everything derived up to date with what was accepted.

    The `clock` tells when an item is placed in a story; without one, each counts as placed when it was accepted.
    """
    annotate_new(store, progress, encoder)
    link_new(store, options, progress, clock)
    attach_posts(store, options, progress, clock)


def annotate_new(store: Store, progress: Progress = WITHOUT_PROGRESS, encoder: Encoder | None = None) -> None:
    """Annotate every newest revision that the present annotator has not read."""
    with store.unit() as unit:
        waiting = unit.documents.unannotated(producer(encoder))
    for done, document in enumerate(waiting, 1):
        annotations = annotate(document, encoder)
        with store.unit(write=True) as unit:
            unit.annotations.put(annotations)
        progress("annotate", done, len(waiting))


def link_new(
    store: Store, options: ClusterOptions, progress: Progress = WITHOUT_PROGRESS, clock: Clock | None = now
) -> None:
    """Link every annotated document that has no story yet, in the order of publication."""
    with store.unit() as unit:
        waiting = unit.stories.unlinked()
        if not waiting:
            return
        heeded, linker = unit.judgements.last(), _restored(unit, options, waiting)
    for done, identifier in enumerate(waiting, 1):
        with store.unit(write=True) as unit:
            if unit.judgements.last() != heeded:
                # Somebody judged meanwhile: what the linker remembers is not what holds.
                heeded, linker = unit.judgements.last(), _restored(unit, options, waiting[done - 1 :])
            item = next(_annotated(unit, (identifier,)))
            links = [replace(link, after=heeded) for link in linker.link(item)]
            unit.stories.put(links, item.document, clock() if clock else None)
        progress("cluster", done, len(waiting))


def _restored(unit: Unit, options: ClusterOptions, waiting: tuple[str, ...]) -> Linker:
    """Return a linker that remembers what one that had never stopped would remember.

    That is the window before its clock, which after a pause stands long before the first document that waits.
    """
    ledger = unit.judgements.all()
    linker = Linker(options, settled=settled(ledger, unit.judgements.counting(sorted(judged(ledger)))))
    first = next(_annotated(unit, waiting[:1])).document
    newest = [story.last for story in unit.stories.list(limit=2).stories]
    moments = [moment for moment in (first.published or first.seen, *newest) if moment]
    if not moments:
        return linker
    links = _latest(unit.stories.window(min(moments) - timedelta(days=options.window_days)), options.max_documents)
    for item, link in remembered(unit, links):
        linker.restore(item, link)
    return linker


def remembered(unit: Unit, links: Sequence[StoryLink]) -> Iterator[tuple[AnnotatedDocument, StoryLink]]:
    """Yield each link with its document, for a linker to remember; documents are read a part at a time."""
    for at in range(0, len(links), RESTORED_AT_ONCE):
        part = links[at : at + RESTORED_AT_ONCE]
        known = {item.document.id: item for item in _annotated(unit, [link.document for link in part])}
        yield from ((known[link.document], link) for link in part if link.document in known)


def _latest(links: Sequence[StoryLink], most: int) -> Sequence[StoryLink]:
    """Return the last links, as many as tell of at most so many documents."""
    if len(links) <= most:
        return links
    told: set[str] = set()
    for at in range(len(links) - 1, -1, -1):
        told.add(links[at].document)
        if len(told) > most:
            return links[at + 1 :]
    return links


def attach_posts(
    store: Store, options: ClusterOptions, progress: Progress = WITHOUT_PROGRESS, clock: Clock | None = now
) -> None:
    """Attach comments and forum posts to the stories they react to."""
    with store.unit() as unit:
        waiting = unit.posts.unlinked()
        if not waiting:
            return
        stories = [material(unit, s.id) for s in _stories(unit)]
        posts = addressed(unit, [*(p for s in stories for p in s.posts), *waiting])
    links = attach(posts, stories, options)
    with store.unit(write=True) as unit:
        unit.posts.put_links(links, clock() if clock else None)
    progress("react", len(waiting), len(waiting))


def addressed(unit: Unit, posts: Iterable[Post]) -> tuple[Post, ...]:
    """Return posts such that those about a story that is no more are about the one that its address leads to."""
    given = tuple(posts)
    gone = {p.about for p in given if p.about and unit.stories.get(p.about) is None}
    leads = {about: unit.judgements.leads_to(about) for about in sorted(gone)}
    return tuple(replace(p, about=leads.get(p.about or "") or p.about) for p in given)


def _stories(unit: Unit) -> Iterator[Story]:
    offset = 0
    while page := unit.stories.list(limit=200, offset=offset).stories:
        yield from page
        offset += len(page)


def material(unit: Unit, story_id: str) -> StoryMaterial:
    """Collect all there is about a story, found by an older address too; NotFoundError where there is no such story."""
    story = found_story(unit, story_id)
    posts, post_links = unit.posts.of_story(story.id)
    documents = tuple(_annotated(unit, story.documents))
    # The store keeps times in UTC; what the outlets state keeps its zone, and so the right day.
    times = sorted(d.document.published for d in documents if d.document.published)
    return StoryMaterial(
        story=replace(story, first=times[0], last=times[-1]) if times else story,
        documents=documents,
        links=unit.stories.links(story.id),
        posts=posts,
        post_links=post_links,
    )


def found_story(unit: Unit, story_id: str) -> Story:
    """Return a story; one that is no more leads to where most of its documents are now. NotFoundError for no story."""
    story = unit.stories.get(story_id) or unit.stories.get(unit.judgements.leads_to(story_id) or "")
    if story is None:
        raise NotFoundError(f'There is no story "{story_id}"; `lagebild stories` lists those there are.')
    return story


def _annotated(unit: Unit, ids: Iterable[str]) -> Iterator[AnnotatedDocument]:
    wanted = tuple(ids)
    annotations = unit.annotations.many(wanted)
    for document in unit.documents.many(wanted):
        if document.id in annotations:
            yield AnnotatedDocument(document, annotations[document.id])


def picture(
    story: StoryMaterial, moment: datetime, new: tuple[NewItem, ...] = (), remarks: tuple[Remark, ...] = ()
) -> Report:
    """Write the Lagebild of a story at a moment, with what is new in it and what editors remarked."""
    corroboration = corroborate(story)
    views = replace(depict(story, corroboration), new=new)
    there = placed(remarks, corroboration, {d.document.id: d.document for d in story.documents})
    # The Meldung says of numbers what the desk says; the views keep what the program says, to stand beside it.
    judged = as_judged(corroboration.numbers, there)
    report = compose(story, replace(corroboration, numbers=judged), views, generated=moment, version=__version__)
    return replace(report, remarks=there, judged_numbers=tuple(n.verdict for n in judged)) if there else report
