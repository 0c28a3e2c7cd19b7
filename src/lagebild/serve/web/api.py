"""The JSON API: one route a verb, each a call of the workspace."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Response

from lagebild.acquire.jsonl import read_document
from lagebild.records.document import Document
from lagebild.report.render import FORMATS
from lagebild.run import passing
from lagebild.run.clock import now
from lagebild.run.workspace import Workspace
from lagebild.serve.rows import (
    annotation_row,
    comparison_row,
    document_row,
    link_row,
    source_row,
    story_row,
)

router = APIRouter(prefix="/api")
Row = dict[str, Any]
Rows = Annotated[list[Row], Body(max_length=5000)]
Format = Literal["md", "html", "json", "ninjs", "geojson", "ics", "atom"]
LARGEST_NUMBER = 2**31 - 1
"""What every database takes as a number; more is no page and no revision."""
MEDIA = {
    "md": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "ninjs": "application/json",
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
}


def space(request: Request) -> Workspace:
    """Return the workspace of the application."""
    workspace: Workspace = request.app.state.workspace
    return workspace


@router.get("/stories")
def stories(
    request: Request,
    q: Annotated[str | None, Query(max_length=500)] = None,
    outlet: str | None = None,
    language: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
) -> Row:
    """List stories, newest movement first."""
    page = space(request).stories(q, outlet=outlet, language=language, limit=limit, offset=offset)
    return {"total": page.total, "stories": [story_row(s) for s in page.stories]}


@router.get("/stories/{story}")
def report(request: Request, story: str, format: Format = "json") -> Response:  # noqa: A002 - the contract's name
    """Write the Lagebild of a story."""
    text = FORMATS[format](space(request).report(story))
    return Response(text, media_type=MEDIA[format])


@router.get("/documents/{document:path}")
def explain(request: Request, document: str) -> Row:
    """Return a document with everything that was read from it."""
    shown = space(request).explain(document)
    return {
        **document_row(shown.document),
        "annotations": annotation_row(shown.annotations) if shown.annotations else None,
        "link": link_row(shown.link) if shown.link else None,
        "revisions": shown.revisions,
    }


@router.get("/sources")
def sources(request: Request) -> Row:
    """List the sources with their health, and what was refused lately."""
    workspace = space(request)
    issues = [{"item": i.item, "reason": i.reason, "at": i.at.isoformat()} for i in workspace.issues()]
    return {"sources": [source_row(s) for s in workspace.sources()], "issues": issues}


@router.get("/doctor")
def doctor(request: Request) -> Row:
    """Examine environment, store and sources."""
    found = space(request).doctor()
    return {"findings": [{"subject": f.subject, "well": f.well, "message": f.message} for f in found]}


@router.post("/add")
def add(request: Request, rows: Rows) -> Row:
    """Accept articles and posts as JSON, and addresses as `{"address": URL}`; files of this machine are not read."""
    added = space(request).add_rows(rows)
    return {
        "new": added.intake.new,
        "revised": added.intake.revised,
        "known": added.intake.known,
        "posts": added.intake.posts,
        "sources": [s.address for s in added.sources],
        "refused": [{"item": r.item, "reason": r.reason} for r in added.refused],
    }


@router.post("/run")
def run(request: Request) -> Row:
    """Visit the sources that are due and bring every story up to date."""
    intake = space(request).run()
    return {"new": intake.new, "revised": intake.revised, "posts": intake.posts}


def _documents(rows: list[Row]) -> list[Document]:
    return [read_document(row, seen=now()) for row in rows]


@router.post("/annotate")
def annotate(rows: Rows) -> list[Row]:
    """Annotate documents; nothing is kept."""
    return [annotation_row(a) for a in passing.annotate(_documents(rows))]


@router.post("/cluster")
def cluster(rows: Rows) -> list[Row]:
    """Link documents in their order to stories; nothing is kept."""
    return [link_row(link) for link in passing.cluster(_documents(rows))]


@router.post("/compare")
def compare(rows: Rows) -> Row:
    """Compare what the documents of one story say; nothing is kept."""
    return comparison_row(passing.compare(_documents(rows)))


def as_text(row: Row) -> str:
    """Return a row as the API writes it."""
    return json.dumps(row, ensure_ascii=False)
