"""Two states of a story -> what is new in the later one, change by change: each typed, told in a sentence and cited.

A change must stand in words that were not there before: a copy, a second headline and a mere rewording of what the same
people said change nothing. What the documents say is compared in the later state, where old and new stand side by side;
the earlier state only tells what was known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from lagebild.depict.change import change, digest, holds
from lagebild.depict.freshness import Freshness, State
from lagebild.depict.news_claims import claims, corrections, retractions
from lagebild.depict.news_numbers import numbers
from lagebild.depict.news_words import told
from lagebild.depict.options import DepictOptions
from lagebild.depict.phases import phases
from lagebild.depict.places import scene
from lagebild.records.annotation import Scene
from lagebild.records.claim import Process, ProcessStep
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.records.view import NewItem

Done = dict[tuple[str, str, str | None], tuple[Process, ProcessStep]]


def news(before: State | None, after: State, moment: datetime) -> tuple[NewItem, ...]:
    """Return what `after` says that `before` did not; `moment` is when it came in. Without `before` all is new."""
    if before and before.material.documents == after.material.documents:
        return tuple(_dated(after.material.story.id, _reactions(before.material, after.material), moment))
    fresh = Freshness(before.material if before else None, after.material)
    found = [
        *(_opening(after.material) if before is None else _resumed(before.material, after.material)),
        *corrections(after.material, fresh),
        *numbers(before, after, fresh),
        *claims(before, after, fresh),
        *(retractions(before, after, fresh) if before else ()),
        *_steps(before, after, fresh),
        *(_scene(before.material, after.material, fresh) if before else ()),
        *_reactions(before.material if before else None, after.material),
    ]
    return tuple(_dated(after.material.story.id, _once(found), moment))


def _once(items: list[NewItem]) -> Iterator[NewItem]:
    """Yield each change once; of a figure and the claim that states it, the one that says more."""
    changed = [p for i in items if i.kind in ("value-changed", "contradiction") for p in i.citations[:1]]
    claimed = [p for i in items if i.kind in ("claim", "denied", "confirmed") for p in i.citations]
    seen: set[str] = set()
    for item in items:
        if item.kind == "claim" and any(holds(c, p) for c in item.citations for p in changed):
            continue
        if item.kind == "value" and any(holds(p, c) for c in item.citations for p in claimed):
            continue
        if item.text not in seen:
            seen.add(item.text)
            yield item


def _dated(story: str, items: Iterable[NewItem], moment: datetime) -> Iterator[NewItem]:
    for item in items:
        cited = [f"{p.document}/{p.revision}/{p.field}/{p.span.start}" for p in item.citations[:1]]
        parts = (story, item.kind, item.about, item.before or "", item.after or "", str(item.count), *cited)
        yield replace(item, at=moment, since=moment, id=digest(*parts))


def _opening(material: StoryMaterial) -> Iterator[NewItem]:
    """Yield the story itself, under the headline of its first document."""
    for item in material.documents[:1]:
        passage = _headline(item)
        yield change("story", told("story", material.story_language, text=passage.quote), (passage,), "story")


def _resumed(before: StoryMaterial, after: StoryMaterial) -> Iterator[NewItem]:
    """Yield that a story is told again which had rested, under the headline of the report that takes it up."""
    known = {item.document.id for item in before.documents}
    last = max((item.document.published for item in before.documents if item.document.published), default=None)
    new = [item for item in after.documents if item.document.id not in known]
    for phase in phases(after, DepictOptions())[1:]:
        taken_up = next((item for item in new if item.document.published == phase.start), None)
        if last and taken_up and phase.start > last:
            days, passage = (phase.start - last).days, _headline(taken_up)
            text = told("resumed", after.story_language, count=str(days), text=passage.quote)
            yield change("resumed", text, (passage,), f"resumed:{phase.start.isoformat()}", count=days)
            return


def _headline(item: AnnotatedDocument) -> Passage:
    """Return the headline of a document, its first sentence where it has none."""
    document = item.document
    if document.title:
        return Passage(document.id, document.revision, Span(0, len(document.title)), document.title, "title")
    span = next(iter(item.annotations.body.sentences), Span(0, len(document.text)))
    return Passage(document.id, document.revision, span, span.of(document.text))


def _steps(before: State | None, after: State, fresh: Freshness) -> Iterator[NewItem]:
    known = _done(before.corroboration.processes) if before else {}
    language = after.material.story_language
    for key, (process, step) in _done(after.corroboration.processes).items():
        cited = fresh.of(step.citations)
        if key in known or not cited:
            continue
        label = step.label or step.step
        who = f", {step.party}" if step.party else ""
        day = f", {_written(step.day, language)}" if step.day else ""
        text = told("step", language, thing=label, who=who, after=f"{day} ({process.title})")
        yield change("step", text, cited, f"step:{key}", thing=label, who=step.party or "")


def _done(processes: Iterable[Process]) -> Done:
    return {(p.kind, s.step, s.party): (p, s) for p in processes for s in p.steps if s.status == "done"}


def _written(day: date, language: str) -> str:
    return f"{day.day}.{day.month}.{day.year}" if language == "de" else day.isoformat()


def _scene(before: StoryMaterial, after: StoryMaterial, fresh: Freshness) -> Iterator[NewItem]:
    old, new = scene(before), scene(after)
    if new is None or (old is not None and _is_one_place(old, new)):
        return
    cited = _naming(after, new, fresh)
    if not cited:
        return
    kind, language = ("scene" if old else "located"), after.story_language
    text = told(kind, language, after=new.name, before=old.name if old else "")
    yield change("scene", text, cited[:1], "scene", before=old.name if old else None, after=new.name)


def _is_one_place(a: Scene, b: Scene) -> bool:
    """A place that is named in two languages, or the town instead of its quarter, has about the same coordinates."""
    return a.name == b.name or (abs(a.latitude - b.latitude) < 0.1 and abs(a.longitude - b.longitude) < 0.1)


def _naming(material: StoryMaterial, place: Scene, fresh: Freshness) -> tuple[Passage, ...]:
    """Return fresh passages that name a place."""
    found = []
    for item in material.documents:
        document = item.document
        for mention in item.annotations.body.places:
            same = mention.geonameid == place.geonameid if place.geonameid else mention.name == place.name
            if same and document.id in fresh.documents:
                passage = Passage(document.id, document.revision, mention.span, mention.span.of(document.text))
                found.append(passage)
    return fresh.of(found)


def _reactions(before: StoryMaterial | None, after: StoryMaterial) -> Iterator[NewItem]:
    count = _counted(after) - (_counted(before) if before else 0)
    if count > 0:
        yield change("reactions", told("reactions", after.story_language, count=count), (), "reactions", count=count)


def _counted(material: StoryMaterial) -> int:
    return sum(link.removed is None for link in material.post_links)
