"""The JSON API: one route a verb, each a call of the workspace.

What is refused is answered with 4xx and `{"error": one sentence}`. `/api/openapi.json` describes every route.
"""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Response

from lagebild.acquire.jsonl import read_document
from lagebild.records.document import Document
from lagebild.report.render import FILES, written
from lagebild.report.render.csv import TABLES
from lagebild.report.render.digest import digest_row
from lagebild.report.render.html import stylesheet
from lagebild.run.clock import now
from lagebild.run.telling import FIRST_DAY
from lagebild.run.workspace import Workspace
from lagebild.serve.rows import (
    advice_row,
    annotation_row,
    comparison_row,
    document_row,
    doubt_row,
    judgement_row,
    link_row,
    source_row,
    story_row,
)
from lagebild.serve.web.doors import policy_for
from lagebild.serve.web.shapes import (
    Added,
    AdviceRow,
    Diagnosis,
    Digest,
    DocumentShown,
    Doubts,
    JudgementRow,
    Ledger,
    Merging,
    Moving,
    Parting,
    Problem,
    Ran,
    SourceChange,
    SourceList,
    SourceRow,
    Splitting,
    StoryList,
    Undoing,
)

REFUSALS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": "Refused"} for code in (400, 403, 404, 413, 422)
}
router = APIRouter(prefix="/api", responses=REFUSALS)
Row = dict[str, Any]
Rows = Annotated[list[Row], Body(max_length=5000)]
Format = Literal[
    "md", "html", "json", "ninjs", "geojson", "ics", "atom",
    "annotations", "claims.csv", "numbers.csv", "sources.csv", "events.csv", "events.jsonl", "pdf",
]  # fmt: skip
LARGEST_NUMBER = 2**31 - 1
"""What every database takes as a number; more is no page and no revision."""
LONGEST_MOMENT = 40
"""Characters of a date as somebody writes it."""
AsOf = Annotated[
    str | None,
    Query(alias="as-of", max_length=LONGEST_MOMENT, description="As it was then; a mere day means its end."),
]
Since = Annotated[str | None, Query(max_length=LONGEST_MOMENT, description="New is what came after this.")]
Reader = Annotated[str | None, Query(max_length=200, description="The reader whose last visit counts.")]
MEDIA = {
    "md": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "ninjs": "application/json",
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
    "annotations": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "claims.csv": "text/csv; header=present",
    "numbers.csv": "text/csv; header=present",
    "sources.csv": "text/csv; header=present",
    "events.csv": "text/csv; header=present",
    "events.jsonl": "application/jsonl",
    "pdf": "application/pdf",
}


def space(request: Request) -> Workspace:
    """Return the workspace of the application."""
    workspace: Workspace = request.app.state.workspace
    return workspace


@router.get("/stories", response_model=StoryList, response_model_exclude_unset=True)
def stories(
    request: Request,
    q: Annotated[str | None, Query(max_length=500)] = None,
    outlet: str | None = None,
    language: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    since: Annotated[datetime | None, Query(description="Only stories whose last article is younger.")] = None,
) -> Row:
    """List stories, newest movement first; ask again with the `last` of the first one as `since`.

    `total` counts all stories that match the other conditions, `since` left aside.
    """
    page = space(request).stories(q, outlet=outlet, language=language, limit=limit, offset=offset)
    found = [s for s in page.stories if _is_younger(s.last, since)]
    why = space(request).pictures.excerpts(q or "", {s.id: s.title for s in found})
    return {"total": page.total, "stories": [story_row(s, why.get(s.id)) for s in found]}


def _is_younger(moment: datetime | None, since: datetime | None) -> bool:
    """Compare two times; one without a zone is read as UTC."""
    if since is None or moment is None:
        return since is None
    return _zoned(moment) > _zoned(since)


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@router.get("/stories/{story}")
def report(
    request: Request,
    story: str,
    format: Format = "json",  # noqa: A002 - the contract's name
    as_of: AsOf = None,
    since: Since = None,
    reader: Reader = None,
) -> Response:
    """Write the Lagebild of a story; the address of one that was merged into another gives that one."""
    after = since or (FIRST_DAY if format == "atom" else None)
    text = written(space(request).report(story, space(request).asked(as_of, after, reader)), format)
    headers = {"Content-Security-Policy": policy_for(stylesheet())} if format == "html" else {}
    name = re.sub(r"[^A-Za-z0-9-]", "", story)[:40]
    if format in TABLES:
        headers["Content-Disposition"] = f'attachment; filename="{name}-{format}"'
    elif format in FILES:
        headers["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return Response(text, media_type=MEDIA[format], headers=headers)


@router.get("/digest", response_model=Digest)
def digest(request: Request, since: Since = None, as_of: AsOf = None, reader: Reader = None) -> Row:
    """Tell what is new in all stories, since a moment or since the reader's last visit."""
    return digest_row(space(request).digest(space(request).asked(as_of, since, reader)))


@router.get("/documents/{document:path}", response_model=DocumentShown)
def explain(request: Request, document: str) -> Row:
    """Return a document with everything that was read from it."""
    shown = space(request).explain(document)
    return {
        **document_row(shown.document),
        "annotations": annotation_row(shown.annotations) if shown.annotations else None,
        "link": link_row(shown.link) if shown.link else None,
        "revisions": shown.revisions,
    }


@router.get("/sources", response_model=SourceList)
def sources(request: Request) -> Row:
    """List the sources with their health, and what was refused lately."""
    workspace = space(request)
    issues = [{"item": i.item, "reason": i.reason, "at": i.at.isoformat()} for i in workspace.issues()]
    return {"sources": [source_row(s) for s in workspace.sources()], "issues": issues}


@router.post("/sources", response_model=SourceRow)
def change_source(request: Request, asked: SourceChange) -> Row:
    """Let a source rest or go on, and note what to think of it; an empty note removes it."""
    return source_row(space(request).change_source(asked.address, active=asked.active, note=asked.note))


@router.get("/doctor", response_model=Diagnosis)
def doctor(request: Request) -> Row:
    """Examine environment, store and sources."""
    found = space(request).doctor()
    return {"findings": [{"subject": f.subject, "well": f.well, "message": f.message} for f in found]}


@router.post("/add", response_model=Added)
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


@router.post("/run", response_model=Ran)
def run(request: Request) -> Row:
    """Visit the sources that are due and bring every story up to date."""
    intake = space(request).run()
    return {"new": intake.new, "revised": intake.revised, "posts": intake.posts}


@router.post("/merge", response_model=JudgementRow)
def merge(request: Request, asked: Merging) -> Row:
    """Judge that two stories are one: the first keeps its address, and that of the other leads to it."""
    return judgement_row(space(request).merge(asked.story, asked.other, asked.note))


@router.post("/split", response_model=JudgementRow)
def split(request: Request, asked: Splitting) -> Row:
    """Judge that documents do not belong to a story: together they become a new one."""
    return judgement_row(space(request).split(asked.story, asked.documents, asked.note))


@router.post("/move", response_model=JudgementRow)
def move(request: Request, asked: Moving) -> Row:
    """Judge that a document belongs to another story."""
    return judgement_row(space(request).move(asked.document, asked.story, asked.note))


@router.post("/apart", response_model=JudgementRow)
def apart(request: Request, asked: Parting) -> Row:
    """Judge that two stories are two, and stay so."""
    return judgement_row(space(request).apart(asked.story, asked.other, asked.note))


@router.post("/undo", response_model=JudgementRow)
def undo(request: Request, asked: Undoing) -> Row:
    """Take a judgement back: its documents stand where they would stand without it."""
    return judgement_row(space(request).undo(asked.judgement, asked.note))


@router.get("/judgements", response_model=Ledger)
def judgements(request: Request) -> Row:
    """List the judgements of people, latest first, with the entries that take others back."""
    return {"judgements": [judgement_row(entry) for entry in space(request).judgements()]}


@router.get("/doubts", response_model=Doubts)
def doubts(
    request: Request, story: Annotated[str | None, Query(description="Of this story; else of all.")] = None
) -> Row:
    """List the reports that nearly joined another story, latest first, for a person to judge."""
    return {"doubts": [doubt_row(each) for each in space(request).doubts(story)]}


@router.get("/advice", response_model=AdviceRow)
def advice(request: Request) -> Row:
    """Tell what the judgements say of the score from which a document joins a story."""
    return advice_row(space(request).advice())


def _documents(rows: list[Row]) -> list[Document]:
    return [read_document(row, seen=now()) for row in rows]


@router.post("/annotate")
def annotate(rows: Rows, request: Request) -> list[Row]:
    """Annotate documents; nothing is kept."""
    return [annotation_row(a) for a in space(request).annotate(_documents(rows))]


@router.post("/cluster")
def cluster(rows: Rows, request: Request) -> list[Row]:
    """Link documents in their order to stories; nothing is kept."""
    return [link_row(link) for link in space(request).cluster(_documents(rows))]


@router.post("/compare")
def compare(rows: Rows, request: Request) -> Row:
    """Compare what the documents of one story say; nothing is kept."""
    return comparison_row(space(request).compare(_documents(rows)))


def as_text(row: Row) -> str:
    """Return a row as the API writes it."""
    return json.dumps(row, ensure_ascii=False)
