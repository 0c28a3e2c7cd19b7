"""Small documents with literal annotations: a text is given as its sentences, spans by the words that stand there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from lagebild.records.annotation import (
    Annotations,
    Entity,
    Event,
    Mention,
    Statement,
    TextAnnotations,
    TimeExpression,
    WordingClass,
    WordingMark,
)
from lagebild.records.claim import Corroboration
from lagebild.records.document import Document
from lagebild.records.report import Report
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument, Story, StoryMaterial
from lagebild.records.view import SourceRow, Views
from lagebild.report.compose import compose

MONDAY = datetime(2026, 3, 30, 12, tzinfo=UTC)


def at(text: str, words: str) -> Span:
    """Return where `words` stand in `text` first."""
    start = text.index(words)
    return Span(start, start + len(words))


def sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of sentences that are joined by " | "-free single spaces after a full stop."""
    spans, start = [], 0
    for i, character in enumerate(text):
        if character in ".!?" and (i + 1 == len(text) or text[i + 1] == " ") and not text[i - 1].isdigit():
            spans.append(Span(start, i + 1))
            start = i + 2
    return tuple(spans)


def weekday(text: str, words: str, day: str) -> TimeExpression:
    """Return a day that the words resolve to."""
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return TimeExpression(at(text, words), "DATE", day, start, start + timedelta(days=1))


def person(text: str, words: str, entity: str, office: str | None = None) -> Mention:
    return Mention(at(text, words), "person", f"person:{entity}", office)


def entity(name: str, key: str) -> Entity:
    return Entity(f"person:{key}", "person", name)


def mark(text: str, words: str, kind: WordingClass = "emotive") -> WordingMark:
    return WordingMark(at(text, words), kind)


def said(text: str, content: str, speaker: str = "", cue: str = "", name: str = "", **more: Any) -> Statement:
    """Return an indirect statement; empty words stand for what the sentence does not have."""
    values: dict[str, Any] = {"form": "indirect", "modality": "asserted", **more}
    return Statement(
        content=(at(text, content),),
        speaker=(at(text, speaker),) if speaker else (),
        cue=(at(text, cue),) if cue else (),
        speaker_names=(name,) if name else (),
        **values,
    )


def event(text: str, anchor: str, code: str = "ACCIDENT") -> Event:
    return Event(at(text, anchor), code, anchor)


def item(
    identifier: str,
    text: str,
    title: str | None = None,
    *,
    language: str = "de",
    published: datetime = MONDAY,
    outlet: str | None = None,
    entities: Sequence[Entity] = (),
    revision: int = 1,
    **read: Any,
) -> AnnotatedDocument:
    """Return an annotated document; `read` are the annotations of its body."""
    document = Document(
        identifier, text, title, revision=revision, outlet=outlet or identifier, published=published, language=language
    )
    body = TextAnnotations(language, sentences=read.pop("spans", None) or sentences(text), **read)
    head = TextAnnotations(language, sentences=(Span(0, len(title)),)) if title else None
    return AnnotatedDocument(document, Annotations(identifier, revision, "test/1", body, head, tuple(entities)))


def story(*items: AnnotatedDocument, **more: Any) -> StoryMaterial:
    """Return a story of the items, in the order given."""
    times = [i.document.published for i in items if i.document.published]
    ids = tuple(i.document.id for i in items)
    first, last = min(times, default=None), max(times, default=None)
    return StoryMaterial(Story("s-1", "Ein Titel", ids, first, last, len(ids)), items, **more)


def passage(found: AnnotatedDocument, words: str) -> Passage:
    """Return the passage of the body where `words` stand."""
    span = at(found.document.text, words)
    return Passage(found.document.id, found.document.revision, span, words)


def sources(material: StoryMaterial) -> tuple[SourceRow, ...]:
    return tuple(
        SourceRow(d.document.id, d.document.title or "", d.document.outlet, None, None, d.annotations.body.language)
        for d in material.documents
    )


def written(material: StoryMaterial, corroboration: Corroboration | None = None, **views: Any) -> Report:
    """Compose the report of a story."""
    return compose(
        material,
        corroboration or Corroboration(),
        Views(sources=sources(material), **views),
        generated=MONDAY,
        version="1",
    )


def texts(report: Report, part: str) -> list[str]:
    return [s.text for s in report.sentences if s.part == part]
