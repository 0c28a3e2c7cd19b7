"""The forms and the API by which an editor remarks on claims and comparisons."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from lagebild.records.claim import Verdict
from lagebild.records.errors import JudgementError
from lagebild.records.remark import RemarkKind
from lagebild.records.span import Passage, passage_at
from lagebild.report.render.parts import Part
from lagebild.run.remarks import LONGEST_NAME, LONGEST_TEXT, Wanted
from lagebild.serve.rows import remark_row
from lagebild.serve.web.api import LARGEST_NUMBER, space
from lagebild.serve.web.pages import AUTHOR, known_author, part_address, story_address
from lagebild.serve.web.shapes import Remarked, RemarkRow, Remarks

router = APIRouter(include_in_schema=False)
verbs = APIRouter(prefix="/api")
YEAR = 31_536_000


def _passages(places: list[str]) -> tuple[Passage, ...]:
    try:
        return tuple(passage_at(place) for place in places)
    except ValueError as problem:
        raise JudgementError("A passage is named as ID@REVISION:text:START-END.") from problem


@verbs.post("/remark", response_model=RemarkRow)
def remark(request: Request, asked: Remarked) -> dict[str, Any]:
    """Confirm, correct or comment on a claim or a comparison, or withdraw such a remark."""
    wanted = Wanted(
        asked.kind, tuple(asked.claims), _passages(asked.places), asked.text, asked.verdict, asked.withdraws
    )
    return remark_row(space(request).remark(asked.story, wanted, asked.author))


@verbs.get("/stories/{story}/remarks", response_model=Remarks)
def remarks(request: Request, story: str) -> dict[str, Any]:
    """List the remarks on a story, latest first, with those withdrawn."""
    return {"remarks": [remark_row(entry) for entry in space(request).remarks(story)]}


@router.post("/stories/{story}/remark")
def remark_by_form(
    request: Request,
    story: str,
    kind: Annotated[RemarkKind, Form()],
    places: Annotated[str, Form(max_length=5000)] = "",
    on: Annotated[str, Query(max_length=5000)] = "",
    text: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    verdict: Annotated[Verdict | None, Form()] = None,
    withdraws: Annotated[str, Query(max_length=100)] = "",
    author: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
    there: Annotated[str, Query(max_length=100)] = "",
    part: Part | None = None,
    number: Annotated[int, Query(alias="page", ge=0, le=LARGEST_NUMBER)] = 0,
) -> Response:
    """Keep a remark and show the story again, or the page of its part, at the claim or comparison `there`."""
    # One form offers all kinds; its choice of a verdict is meant for a correction only.
    wanted = Wanted(
        kind, (), _passages((places or on).split()), text, verdict if kind == "corrected" else None, withdraws or None
    )
    name = author.strip() or known_author(request)
    space(request).remark(story, wanted, name)
    back = part_address(story, "", part, number, "") if part else story_address(story)
    response = RedirectResponse(back + (f"#{quote(there)}" if there else ""), 303)
    response.set_cookie(AUTHOR, quote(name), max_age=YEAR, httponly=True, samesite="strict")
    return response
