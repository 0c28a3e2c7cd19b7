"""A report as Web Annotations (W3C, 2017): each citation points from a sentence to the passage that carries it.

Readers of annotations find a passage again by its words, with some of what stands before and behind; the position is
that in the text of the article as it was read here, in code points, as the data model counts.
"""

import json
from collections.abc import Iterator
from datetime import UTC
from hashlib import blake2s
from typing import Any, Final
from urllib.parse import quote

from lagebild.records.report import Report, Sentence
from lagebild.records.span import Passage
from lagebild.report.render.json import headline, language_of

Row = dict[str, Any]
CONTEXT: Final = 32
"""Characters before and behind a quote, as the annotation client Hypothesis stores them: enough to tell two apart."""
_VOCABULARY: Final = "http://www.w3.org/ns/anno.jsonld"


def as_annotations(report: Report) -> str:
    """Return an annotation collection with one page, as JSON-LD; an annotation keeps its identifier while it stands."""
    home = f"urn:lagebild:{quote(report.story.id, safe='')}"
    rows = list({row["id"]: row for row in _annotations(report, home)}.values())
    collection: Row = {
        "@context": _VOCABULARY,
        "id": f"{home}:annotations",
        "type": "AnnotationCollection",
        "label": headline(report),
        "total": len(rows),
        **_made(report),
    }
    if rows:
        first = {"id": f"{home}:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": rows}
        collection["first"] = first
        collection["last"] = first["id"]
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotations(report: Report, home: str) -> Iterator[Row]:
    for sentence in report.sentences:
        for passage in sentence.citations:
            key = blake2s(f"{sentence.text}\0{passage.place}".encode("utf-8", "replace"), digest_size=10).hexdigest()
            yield {
                "id": f"{home}:annotation:{key}",
                "type": "Annotation",
                "motivation": "describing",
                **_made(report),
                "body": _body(sentence, language_of(report)),
                "target": _target(passage, report),
            }


def _made(report: Report) -> Row:
    created = report.generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    software = {
        "id": f"urn:lagebild:version:{report.version}",
        "type": "Software",
        "name": f"Lagebild {report.version}",
    }
    return {"created": created, "generator": software}


def _body(sentence: Sentence, language: str) -> Row:
    return {"type": "TextualBody", "value": sentence.text, "format": "text/plain", "language": language}


def _target(passage: Passage, report: Report) -> Row:
    found = report.material.by_id.get(passage.document)
    url = found.document.url if found else None
    # A title stands elsewhere on a page than the text, so a position in it says nothing there.
    position = {"type": "TextPositionSelector", "start": passage.span.start, "end": passage.span.end}
    selectors = [_words(passage, report), *([position] if passage.field == "text" else [])]
    web = url is not None and url.lower().startswith(("http://", "https://"))
    source = url if web else f"urn:lagebild:document:{quote(passage.document, safe='')}"
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _words(passage: Passage, report: Report) -> Row:
    row: Row = {"type": "TextQuoteSelector", "exact": passage.quote}
    found = report.material.by_id.get(passage.document)
    text = found.document.field(passage.field) if found else ""
    # An older revision may read otherwise around the quote: then nothing is said about what stands there.
    if found and passage.span.of(text) == passage.quote:
        row["prefix"] = text[max(0, passage.span.start - CONTEXT) : passage.span.start]
        row["suffix"] = text[passage.span.end : passage.span.end + CONTEXT]
    return row
