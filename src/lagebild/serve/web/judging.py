"""The forms by which a person corrects stories, and the page of the ledger where every judgement can be taken back."""

from typing import Annotated
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lagebild.cluster.judging import standing
from lagebild.records.errors import JudgementError
from lagebild.serve.web.api import space
from lagebild.serve.web.pages import document_address, page, story_address
from lagebild.serve.web.shapes import LONGEST_NOTE

router = APIRouter(include_in_schema=False)

Note = Annotated[str, Form(max_length=LONGEST_NOTE)]
Named = Annotated[str, Form(max_length=2000)]
Queue = Annotated[str, Form(max_length=10)]
"""Given where a doubt was answered on the page of all of them, which is shown again."""
DOUBTS = "/judgements/doubts"
SHOWN = 50
"""Doubts on the page: who has answered these sees the next."""


def _story(named: str, chosen: str) -> str:
    """Return the id of a story that is named by its id or by the address of its page, else the one that was chosen."""
    if not (named.strip() or chosen):
        raise JudgementError("No story is named; choose one, or give its id or address.")
    path = urlsplit(named.strip() or chosen).path
    return unquote(path.rstrip("/").rpartition("/")[2])


@router.post("/stories/{story}/merge")
def merge(
    request: Request, story: str, other: Named = "", chosen: Named = "", note: Note = "", there: Queue = ""
) -> Response:
    """Make one story of this and another; this one keeps its address."""
    judged = space(request).merge(story, _story(other, chosen), note)
    return RedirectResponse(DOUBTS if there else story_address(judged.story), 303)


@router.post("/stories/{story}/split")
def split(
    request: Request, story: str, documents: Annotated[list[str] | None, Form()] = None, note: Note = ""
) -> Response:
    """Take documents that do not belong to this story out of it, and show this story without them."""
    judged = space(request).split(story, documents or (), note)
    return RedirectResponse(story_address(judged.left), 303)


@router.post("/stories/{story}/move")
def move(
    request: Request, story: str, document: Named, other: Named = "", chosen: Named = "", note: Note = ""
) -> Response:
    """Put a document of this story into another one, and show that."""
    judged = space(request).move(document, _story(other, chosen), note)
    return RedirectResponse(story_address(judged.story), 303)


@router.post("/stories/{story}/apart")
def apart(request: Request, story: str, chosen: Named, there: Queue = "") -> Response:
    """Let this story and another stay two, and show this one or the next doubt."""
    judged = space(request).apart(story, chosen)
    return RedirectResponse(DOUBTS if there else story_address(judged.story), 303)


@router.get("/judgements")
def judgements(request: Request) -> HTMLResponse:
    """Show the ledger of judgements."""
    ledger = space(request).judgements()
    values = {
        "ledger": ledger,
        "standing": {entry.id for entry in standing(ledger)},
        "story_address": story_address,
        "document_address": document_address,
    }
    return page(request, "judgements.html.j2", values)


@router.get("/judgements/doubts")
def doubts(request: Request) -> HTMLResponse:
    """Show the reports that nearly joined another story, each with the two answers there are."""
    found = space(request).doubts()
    values = {"doubts": found[:SHOWN], "total": len(found), "here": "", "story_address": story_address}
    return page(request, "doubts.html.j2", values)


@router.get("/judgements/advice")
def advice(request: Request) -> HTMLResponse:
    """Show what the judgements say of the threshold, with the decisions that say it."""
    values = {"advice": space(request).advice(), "story_address": story_address, "document_address": document_address}
    return page(request, "advice.html.j2", values)


@router.post("/judgements")
def undo(request: Request, judgement: Named) -> Response:
    """Take a judgement back."""
    space(request).undo(judgement)
    return RedirectResponse("/judgements", 303)
