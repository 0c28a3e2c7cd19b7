"""Records -> the JSON rows of the published contracts, for command line and API alike."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from lagebild.corroborate.compare import Comparison
from lagebild.records.annotation import Annotations, PlaceMention, Quantity, Scene, Statement, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.followed import Followed
from lagebild.records.judgement import Advice, Doubt, Judgement
from lagebild.records.query import Excerpt
from lagebild.records.remark import Remark
from lagebild.records.span import Span
from lagebild.records.story import Story, StoryLink
from lagebild.report.render.json import citations
from lagebild.report.render.remarks import said
from lagebild.run.sourcing import SourceState

Row = dict[str, Any]


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def iso(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601."""
    return moment.isoformat() if moment else None


def number(value: float | None) -> float | int | None:
    """Return a whole number without its decimal point."""
    return int(value) if value is not None and value == int(value) else value


def annotation_row(annotations: Annotations) -> Row:
    """Return the line of `lagebild annotate`."""
    row: Row = {"id": annotations.document, **text_row(annotations.body), "scene": scene_row(annotations.scene)}
    row["entities"] = [{"id": e.id, "kind": e.kind, "name": e.name} for e in annotations.entities]
    row["producer"] = annotations.producer
    if annotations.title is not None:
        row["title_annotations"] = text_row(annotations.title)
    return row


def text_row(read: TextAnnotations) -> Row:
    """Return the annotations of one text."""
    return {
        "language": read.language,
        "sentences": [_span(s) for s in read.sentences],
        "mentions": [{"span": _span(m.span), "kind": m.kind, "entity": m.entity} for m in read.mentions],
        "times": [
            {
                "span": _span(t.span),
                "type": t.type,
                "value": t.value,
                "start": iso(t.start),
                "end": iso(t.end),
                "mod": t.modifier,
            }
            for t in read.times
        ],
        "places": [_place(p) for p in read.places],
        "quantities": [_quantity(q) for q in read.quantities],
        "statements": [_statement(s) for s in read.statements],
        "events": [
            {
                "code": e.code,
                "anchor": _span(e.anchor),
                "actor": _span(e.actor),
                "recipient": _span(e.recipient),
                "time": e.time.isoformat() if e.time else None,
                "place": e.place,
            }
            for e in read.events
        ],
        "wording": {
            "score": read.wording.score,
            "spans": [{"span": _span(m.span), "class": m.kind} for m in read.wording.marks],
        },
    }


def _place(place: PlaceMention) -> Row:
    return {
        "span": _span(place.span),
        "geonameid": place.geonameid,
        "name": place.name,
        "lat": place.latitude,
        "lon": place.longitude,
        "precision": place.precision,
        "why": place.why,
        "as_actor": place.as_actor,
    }


def _quantity(quantity: Quantity) -> Row:
    return {
        "span": _span(quantity.span),
        "min": number(quantity.minimum),
        "max": number(quantity.maximum),
        "value": number(quantity.value),
        "approx": quantity.approximate,
        "unit": quantity.unit,
        "counted": quantity.counted,
    }


def _statement(statement: Statement) -> Row:
    return {
        "content": [_span(s) for s in statement.content],
        "cue": [_span(s) for s in statement.cue],
        "speaker": [_span(s) for s in statement.speaker],
        "speaker_entity": statement.speaker_entity,
        "speaker_names": list(statement.speaker_names),
        "via": statement.via,
        "form": statement.form,
        "modality": statement.modality,
        "polarity": statement.polarity,
    }


def scene_row(scene: Scene | None) -> Row | None:
    """Return the scene, None where there is none."""
    if scene is None:
        return None
    return {
        "geonameid": scene.geonameid,
        "name": scene.name,
        "country": scene.country,
        "lat": scene.latitude,
        "lon": scene.longitude,
        "precision": scene.precision,
        "why": scene.why,
    }


def link_row(link: StoryLink) -> Row:
    """Return the line of `lagebild cluster`."""
    row: Row = {
        "id": link.document,
        "story": link.story,
        "score": round(link.score, 3),
        "reasons": list(link.reasons),
        "copy_of": link.copy_of,
    }
    if link.copy_of:
        row["copied_share"] = round(link.copied_share, 3)
    if link.near:
        row["near"] = link.near
    if link.house:
        row["house"] = [_span(span) for span in link.house]
    if link.judgement:
        row["judgement"] = link.judgement
    return {**row, "revises": True} if link.revises else row


def judgement_row(judgement: Judgement) -> Row:
    """Return an entry of the ledger of judgements."""
    return {
        "id": judgement.id,
        "at": iso(judgement.at),
        "kind": judgement.kind,
        "documents": list(judgement.documents),
        "others": list(judgement.others),
        "left": judgement.left,
        "story": judgement.story,
        "note": judgement.note,
        "undoes": judgement.undoes,
    }


def doubt_row(doubt: Doubt) -> Row:
    """Return a report that nearly joined another story."""
    return {**asdict(doubt), "score": round(doubt.score, 3), "reasons": list(doubt.reasons)}


def advice_row(advice: Advice) -> Row:
    """Return what judgements say of the threshold."""
    return {
        "threshold": advice.threshold,
        "suggested": advice.suggested,
        "mended": advice.mended,
        "broken": advice.broken,
        "left_alone": len(advice.left_alone),
        "weighed": [
            {
                "judgement": each.judgement,
                "document": each.document,
                "story": each.story,
                "score": round(each.score, 3),
                "belongs": each.belongs,
            }
            for each in advice.weighed
        ],
    }


def remark_row(remark: Remark) -> Row:
    """Return an entry of the ledger of remarks; `places` name its passages for `lagebild remark --passage`."""
    return {
        **said(remark),
        "passages": list(citations(tuple(a.passage for a in remark.anchors))),
        "places": [a.passage.place for a in remark.anchors],
    }


def comparison_row(comparison: Comparison) -> Row:
    """Return the object of `lagebild compare`."""
    return {
        "claims": [
            {
                "about": group.counted,
                "values": [
                    {
                        "id": v.passage.document,
                        "field": v.passage.field,
                        "span": _span(v.passage.span),
                        "text": v.text,
                        "value": v.value if isinstance(v.value, str) else number(v.value),
                        "speaker": v.speaker,
                    }
                    for v in group.values
                ],
                "verdicts": [{"a": p.a, "b": p.b, "verdict": p.verdict, "why": p.why} for p in group.pairs],
            }
            for group in comparison.groups
        ],
        "origins": [{"name": o.name, "documents": list(o.documents), "why": o.why} for o in comparison.origins],
    }


def story_row(story: Story, why: Excerpt | None = None) -> Row:
    """Return a story of the list, with the line by which a search found it."""
    row: Row = {
        "id": story.id,
        "title": story.title,
        "first": iso(story.first),
        "last": iso(story.last),
        "documents": list(story.documents),
        "outlets": story.outlets,
        "posts": story.posts,
    }
    return {**row, "found": excerpt_row(why)} if why else row


def excerpt_row(why: Excerpt) -> Row:
    """Return a citation with its outlet and the words in it that were found."""
    return {**citations((why.passage,))[0], "outlet": why.outlet, "marks": [_span(mark) for mark in why.marks]}


def document_row(document: Document) -> Row:
    """Return a document without its annotations."""
    return {
        "id": document.id,
        "revision": document.revision,
        "title": document.title,
        "text": document.text,
        "url": document.url,
        "outlet": document.outlet,
        "published": iso(document.published),
        "seen": iso(document.seen),
        "language": document.language,
        "furniture": [_span(s) for s in document.furniture],
    }


def source_row(state: SourceState) -> Row:
    """Return a source with its health."""
    source, health = state.source, state.health
    row: Mapping[str, object] = {
        "id": source.id,
        "kind": source.kind,
        "address": source.address,
        "name": source.name,
        "active": source.active,
        "note": source.note,
        "checked": iso(health.checked) if health else None,
        "succeeded": iso(health.succeeded) if health else None,
        "brought": iso(health.brought) if health else None,
        "failures": health.failures if health else 0,
        "message": health.message if health else None,
    }
    return dict(row)


def followed_row(kept: Followed) -> Row:
    """Return a search or story that is followed."""
    return {"id": kept.id, "name": kept.name, "at": kept.at.isoformat(), "search": asdict(kept.search)}
