"""The history of a story -> what the store held of it at any moment, and what came in between two moments.

Nothing here asks the store: a history is a list of events, and the state at a moment is what the events up to it say.
So a past picture comes out as it was drawn then, for the same program. What a document says is read by the program at
hand: a reading is no event.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lagebild.corroborate.corroborate import corroborate
from lagebild.depict.condensing import condensed
from lagebild.depict.freshness import State, without_reprints
from lagebild.depict.news import news
from lagebild.records.history import Placement, Revision, StoryHistory
from lagebild.records.remark import Remark
from lagebild.records.story import AnnotatedDocument, Story, StoryMaterial
from lagebild.records.view import NewItem
from lagebild.run.desk import beside, remarked

_TICK = timedelta.resolution
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_STEPS = 60
"""States of a story that are held against each other at most; with more, those of one hour, day or week are one."""
_WIDTHS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=364))


def zoned(moment: datetime) -> datetime:
    """Return a moment in UTC; one without a zone is read as UTC, as the store does."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def material_at(history: StoryHistory, moment: datetime) -> StoryMaterial | None:
    """Return the story as it was at `moment`, None where it had no document then."""
    members = {p.link.document: p for p in _counting(history, moment) if p.link.story == history.story}
    newest = _newest(history.revisions, moment)
    rows = sorted((r for d, r in newest.items() if d in members), key=_order)
    if not rows:
        return None
    stood = {p.post: p for p in history.post_placements if p.at <= moment}
    posts = [p for p in history.posts if p.id in stood and _is_about(stood[p.id].link, history.story)]
    post_links = [link for p in posts if (link := stood[p.id].link) is not None]
    documents = [AnnotatedDocument(r.document, r.annotations) for r in rows if r.annotations is not None]
    published = sorted((d.document.published for d in documents if d.document.published), key=zoned)
    return StoryMaterial(
        story=Story(
            id=history.story,
            title=min(rows, key=lambda r: (members[r.document.id].link.copy_of is not None, *_order(r))).headline,
            documents=tuple(r.document.id for r in rows),
            first=published[0] if published else None,
            last=published[-1] if published else None,
            outlets=len({r.document.outlet for r in rows} - {None}),
            posts=sum(link.removed is None for link in post_links),
        ),
        documents=tuple(documents),
        links=tuple(members[r.document.id].link for r in rows),
        posts=tuple(posts),
        post_links=tuple(post_links),
    )


def _is_about(link: object, story: str) -> bool:
    return getattr(link, "story", None) == story


def _counting(history: StoryHistory, moment: datetime) -> Iterable[Placement]:
    """Return the placement of each document that counted at `moment`."""
    return {p.link.document: p for p in history.placements if p.at <= moment}.values()


def _newest(revisions: Iterable[Revision], moment: datetime) -> Mapping[str, Revision]:
    return {r.document.id: r for r in revisions if r.at <= moment}


def _order(revision: Revision) -> tuple[datetime, str]:
    document = revision.document
    return zoned(document.published or document.seen or _EPOCH), document.id


def leads_to(history: StoryHistory, moment: datetime) -> str | None:
    """Return where most documents that had stood in the story by `moment` stood then; None where there were none."""
    stood = [p for p in history.placements if p.at <= moment and _is_about(p.link, history.story)]
    since = {p.link.document: p for p in reversed(stood)}
    stories: dict[str, list[int]] = {}
    for placement in _counting(history, moment):
        first = since.get(placement.link.document)
        if first is not None:
            stories.setdefault(placement.link.story, []).append(first.position)
    return min(stories, key=lambda s: (-len(stories[s]), min(stories[s])), default=None)


def steps(history: StoryHistory, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """Return the moments in (`since`, `until`] at which something came in, oldest first.

    Documents count one by one, up to about MOST_STEPS; posts by the day, since only their number is told.
    """
    documents = sorted({m for m in _arrivals(history) if since < m <= until})
    for width in _WIDTHS:
        if len(documents) <= MOST_STEPS:
            break
        documents = _last_of_each(documents, width)
    posts = sorted({p.at for p in history.post_placements if since < p.at <= until})
    return tuple(sorted({*documents, *_last_of_each(posts, timedelta(days=1))}))


def _arrivals(history: StoryHistory) -> Iterator[datetime]:
    yield from (r.at for r in history.revisions)
    yield from (p.at for p in history.placements)


def _last_of_each(moments: Iterable[datetime], width: timedelta) -> list[datetime]:
    return list({(m - _EPOCH) // width: m for m in moments}.values())


def changes(history: StoryHistory, since: datetime, until: datetime) -> tuple[NewItem, ...]:
    """Return every change in (`since`, `until`], in the order in which they came; each with its own moment.

    Each step is told by itself: the changes up to a later moment are those up to an earlier one and those from there.
    """
    found = [(moment, item) for moment, step in _told(history, since, until) for item in step]
    for moment in sorted({r.at for r in history.remarks if since < r.at <= until}):
        if story := material_at(history, moment):
            found += [(moment, item) for item in remarked(_remarks(history, story), moment - _TICK, moment, story)]
    return tuple(item for _, item in sorted(found, key=lambda row: row[0]))


def _remarks(history: StoryHistory, found: StoryMaterial) -> list[Remark]:
    """Return the remarks on documents of a story."""
    members = set(found.story.documents)
    return [r for r in history.remarks if all(a.passage.document in members for a in r.anchors)]


def what_is_new(history: StoryHistory, since: datetime, until: datetime) -> tuple[NewItem, ...]:
    """Return what somebody who looked at `since` finds new at `until`: what came and went meanwhile is left out.

    What an editor had corrected by then is told with the correction.
    """
    found = material_at(history, until)
    if found is None:
        return ()
    items = condensed(changes(history, since, until), since, found.story_language)
    return beside(items, [r for r in _remarks(history, found) if r.at <= until], found)


def _told(history: StoryHistory, since: datetime, until: datetime) -> Iterator[tuple[datetime, tuple[NewItem, ...]]]:
    before = _state(material_at(history, since))
    for moment in steps(history, since, until):
        found = material_at(history, moment)
        after = _state(found, before)
        if after is not None and after != before:
            yield moment, news(_rebased(history, before, after, moment), after, moment)
        before = after


def _state(found: StoryMaterial | None, before: State | None = None) -> State | None:
    """Return the state of a story; what its documents say is compared anew only where they are others than before."""
    if found is None:
        return None
    told = without_reprints(found)
    if before and (before.material.documents, before.material.links) == (told.documents, told.links):
        return State(told, before.corroboration)
    return State(told, corroborate(told))


def _rebased(history: StoryHistory, before: State | None, after: State, moment: datetime) -> State | None:
    """Return the earlier state with the documents that a person has put there since, and without those gone.

    What a person says about the place of a document is no news of the story.
    """
    stay = {d.document.id for d in after.material.documents}
    by_hand = {
        p.link.document
        for p in _counting(history, moment)
        if p.judgement is not None and _is_about(p.link, history.story)
    }
    known = {d.document.id for d in before.material.documents} if before else set()
    if known <= stay and not (by_hand - known) & stay:
        return before
    older = {d.document.id: d for d in before.material.documents} if before else {}
    documents = tuple(
        older.get(d.document.id, d)
        for d in after.material.documents
        if d.document.id in known or d.document.id in by_hand
    )
    if not documents:
        return None
    names = {d.document.id for d in documents}
    return _state(
        replace(
            after.material,
            documents=documents,
            links=tuple(link for link in after.material.links if link.document in names),
            posts=before.material.posts if before else (),
            post_links=before.material.post_links if before else (),
        )
    )
