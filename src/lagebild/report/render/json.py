"""A report as JSON of the published contract, as ninjs 2.1 (IPTC) and as GeoJSON (RFC 7946)."""

import json
import re
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from lagebild.records.claim import Claim, Conflict, NumberComparison, Process
from lagebild.records.report import Report
from lagebild.records.span import Passage
from lagebild.records.view import NewItem, Reactions, TimelineEntry, Voice
from lagebild.report.render.remarks import astray, on_claim, on_conflict, on_number, said

Row = dict[str, Any]
_UNPRINTABLE = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufffe\\uffff]"
)


def as_json(report: Report) -> str:
    """Return the report as indented JSON; the schema is `lagebild/report/report.schema.json`."""
    return json.dumps(report_row(report), ensure_ascii=False, indent=1) + "\n"


def report_row(report: Report) -> Row:
    """Return the report as plain values."""
    story, views = report.story, report.views
    return {
        "story": {
            "id": story.id,
            "title": headline(report),
            "first": _iso(story.first),
            "last": _iso(story.last),
            "documents": len(story.documents),
            "outlets": story.outlets,
            "origins": report.origins,
        },
        "sentences": [
            {"part": s.part, "section": s.section, "text": s.text, "citations": citations(s.citations)}
            for s in report.sentences
        ],
        "phases": [{"start": _iso(p.start), "end": _iso(p.end), "documents": p.documents} for p in views.phases],
        "timeline": [_entry(e) for e in views.timeline],
        "scene": scene_row(report),
        "places": [
            {"name": p.name, "country": p.country, "lat": p.latitude, "lon": p.longitude, "documents": p.documents}
            for p in views.places
        ],
        "claims": [_claim(c, report) for c in report.claims],
        "numbers": [_numbers(n, number, report) for number, n in enumerate(views.numbers)],
        "process": [_process(p) for p in views.processes],
        "actors": [asdict(a) for a in views.actors],
        "new": [new_row(n) for n in views.new],
        "since": _iso(views.since),
        "reactions": _reactions(views.reactions),
        "wording": {
            "score": views.wording,
            "documents": [
                {
                    "document": w.document,
                    "score": w.score,
                    "spans": [{"span": [m.span.start, m.span.end], "class": m.kind} for m in w.marks],
                }
                for w in views.document_wording
            ],
        },
        "sources": [{**asdict(s), "published": _iso(s.published), "reasons": list(s.reasons)} for s in views.sources],
        "withheld": len(report.withheld),
        "withheld_sentences": [{"text": w.text, "missing": list(w.missing)} for w in report.withheld],
        "generated": _iso(report.generated),
        "version": report.version,
        **_remarks([{**said(r), "passages": citations(tuple(a.passage for a in r.anchors))} for r in astray(report)]),
    }


def _remarks(rows: list[Row]) -> Row:
    """Return the field of remarks, which only a report with remarks has."""
    return {"remarks": rows} if rows else {}


def new_row(item: NewItem) -> Row:
    """Return a change as the contract writes it; what its kind has not is left out."""
    row: Row = {
        "id": item.id,
        "since": _iso(item.since),
        "at": _iso(item.at),
        "kind": item.kind,
        "text": item.text,
        "citations": citations(item.citations),
    }
    more = {"thing": item.thing, "who": item.who, "before": item.before, "after": item.after, "count": item.count}
    return {**row, **{key: value for key, value in more.items() if value}}


def language_of(report: Report) -> str:
    """Return the language a report is written in: German where any of its documents is."""
    languages = [s.language for s in report.views.sources if s.language]
    return "de" if "de" in languages or not languages else languages[0]


def printable(text: str) -> str:
    """Return text without control characters and marks that turn the direction of writing: no format can carry the
    first, and the second make a reader see another text than the one cited."""
    return _UNPRINTABLE.sub("", text)


def headline(report: Report) -> str:
    """Return the printed headline, the story's own title where none passed the check."""
    return next((s.text for s in report.sentences if s.part == "headline"), report.story.title)


def citations(passages: tuple[Passage, ...]) -> list[Row]:
    """Return passages as the contract writes them; a passage in a title says so."""
    return [_passage(p) for p in passages]


def _passage(passage: Passage) -> Row:
    row: Row = {
        "document": passage.document,
        "revision": passage.revision,
        "span": [passage.span.start, passage.span.end],
        "quote": passage.quote,
    }
    return row if passage.field == "text" else {**row, "field": passage.field}


def _iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None


def _entry(entry: TimelineEntry) -> Row:
    return {
        "start": _iso(entry.start),
        "end": _iso(entry.end),
        "precision": entry.precision,
        "text": entry.text,
        "citations": citations(entry.citations),
    }


def scene_row(report: Report) -> Row | None:
    """Return the scene as the contract writes it, None where there is none."""
    scene = report.views.scene
    if scene is None:
        return None
    return {
        "name": scene.name,
        "country": scene.country,
        "lat": scene.latitude,
        "lon": scene.longitude,
        "geonameid": scene.geonameid,
        "precision": scene.precision,
        "why": scene.why,
    }


def _claim(claim: Claim, report: Report) -> Row:
    return {
        "id": claim.id,
        "text": claim.text,
        "speaker": claim.speaker,
        "speaker_chain": list(claim.speaker_chain),
        "modality": claim.modality,
        "polarity": claim.polarity,
        "origins": [{"name": o.name, "kind": o.kind, "documents": list(o.documents)} for o in claim.origins],
        "evidence": [
            {**_passage(e.passage), "stance": e.stance, "via": e.via, "published": _iso(e.published)}
            for e in claim.evidence
        ],
        "conflicts": [_conflict(claim, c, report) for c in claim.conflicts],
        **_remarks([said(r) for r in on_claim(report, claim)]),
    }


def _conflict(claim: Claim, conflict: Conflict, report: Report) -> Row:
    row: Row = {"kind": conflict.kind, "claim": conflict.claim, "why": conflict.why}
    rows = [said(r) for r in on_conflict(report, claim, conflict)]
    return {**row, "desk": report.conflict_verdict(claim, conflict), **_remarks(rows)} if rows else row


def _numbers(group: NumberComparison, number: int, report: Report) -> Row:
    remarks = [{**said(r.remark), "pair": list(r.pair or ())} for r in on_number(report, number)]
    return {
        "counted": group.counted,
        "values": [
            {
                "value": v.value,
                "min": v.minimum,
                "max": v.maximum,
                "approx": v.approximate,
                "unit": v.unit,
                "text": v.text,
                **_passage(v.passage),
                "speaker": v.speaker,
                "as_of": _iso(v.as_of),
            }
            for v in group.values
        ],
        "verdict": group.verdict,
        "why": group.why,
        "pairs": [asdict(p) for p in group.pairs],
        **({"desk": report.number_verdict(number), "remarks": remarks} if remarks else {}),
    }


def _process(process: Process) -> Row:
    return {
        "kind": process.kind,
        "title": process.title,
        "steps": [
            {
                "step": s.step,
                "label": s.label or s.step,
                "party": s.party,
                "date": _iso(s.day),
                "status": s.status,
                "condition": s.condition,
                "citations": citations(s.citations),
            }
            for s in process.steps
        ],
    }


def _voice(voice: Voice) -> Row:
    return {**asdict(voice), "created": _iso(voice.created)}


def _reactions(reactions: Reactions) -> Row:
    return {
        "social_comments": reactions.social_comments,
        "forum_posts": reactions.forum_posts,
        "removed": reactions.removed,
        "removed_why": dict(reactions.removed_why),
        "period": [_iso(reactions.start), _iso(reactions.end)],
        "platforms": dict(reactions.platforms),
        "sentiment": dict(reactions.sentiment),
        "topics": [asdict(t) for t in reactions.topics],
        "voices": [_voice(v) for v in reactions.voices],
        "hidden": reactions.hidden,
        "traits": dict(reactions.traits),
        "stances": [asdict(s) for s in reactions.stances],
        "languages": dict(reactions.languages),
        "toxic": [_voice(v) for v in reactions.toxic],
    }


def as_ninjs(report: Report) -> str:
    """Return the Meldung as a ninjs 2.1 item."""
    scene = report.views.scene
    body = "\n\n".join(s.text for s in report.sentences if s.part in ("lead", "body"))
    row: Row = {
        "uri": f"urn:lagebild:{report.story.id}",
        "standard": {"name": "ninjs", "version": "2.1"},
        "type": "text",
        "profile": "lagebild",
        "versioncreated": _iso(report.generated),
        "contentcreated": _iso(report.story.first),
        "headlines": [{"role": "main", "value": headline(report), "contenttype": "text/plain"}],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": body}],
        "people": [{"name": a.name} for a in report.views.actors if a.kind == "person"],
        "organisations": [{"name": a.name} for a in report.views.actors if a.kind == "organisation"],
        "infosources": [{"name": s.outlet or s.document} for s in report.views.sources],
    }
    if scene:
        row["places"] = [{"name": scene.name, "rel": "scene", "geojson": _point(scene.longitude, scene.latitude)}]
    return json.dumps(row, ensure_ascii=False, indent=1) + "\n"


def _point(longitude: float, latitude: float) -> Row:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def as_geojson(report: Report) -> str:
    """Return scene and places as a GeoJSON feature collection; longitude comes first there."""
    features: list[Row] = []
    scene = report.views.scene
    if scene:
        properties: Row = {"name": scene.name, "role": "scene", "why": scene.why, "precision": scene.precision}
        point = _point(scene.longitude, scene.latitude)
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    for pin in report.views.places:
        properties = {"name": pin.name, "role": "mentioned", "documents": pin.documents}
        point = _point(pin.longitude, pin.latitude)
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"
