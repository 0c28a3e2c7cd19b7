"""The pages of a long story beside its own: each part in full, page by page, and the forms that correct the story."""

from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from lagebild.report.render.html import Desk, fragment_part
from lagebild.report.render.json import headline
from lagebild.report.render.parts import Part, page_starts, rows_of
from lagebild.serve.web.api import LARGEST_NUMBER, LONGEST_MOMENT, space
from lagebild.serve.web.pages import (
    beside_address,
    document_address,
    judged,
    known_author,
    page,
    part_address,
    passage_address,
    remark_address,
    story_address,
)
from lagebild.serve.web.surface import surface_of

router = APIRouter(include_in_schema=False)


@router.get("/stories/{story}/part/{part}")
def show_part(
    request: Request,
    story: str,
    part: Part,
    page_number: Annotated[int, Query(alias="page", ge=1, le=LARGEST_NUMBER)] = 1,
    as_of: Annotated[str, Query(alias="as-of", max_length=LONGEST_MOMENT)] = "",
) -> HTMLResponse:
    """Show a part of a story in full, with everything that its page leaves out."""
    report = space(request).report(story, space(request).asked(as_of), texts=False)
    story, pages = report.story.id, len(page_starts(rows_of(report, part)))
    number = min(page_number, pages) - 1
    address = partial(part_address, story, as_of)
    took = partial(remark_address, story, part=part, number=number)
    body = fragment_part(
        report,
        part,
        number,
        surface=surface_of(request),
        link=passage_address,
        page=document_address,
        compare=beside_address,
        desk=None if as_of else Desk(known_author(request), took),
        address=address,
        whole=story_address(story) + ("?" + urlencode({"as-of": as_of}) if as_of else ""),
    )
    values = {
        "headline": headline(report),
        "body": body,
        "number": number,
        "pages": pages,
        "newer": address(part, number - 1, "") if number else None,
        "older": address(part, number + 1, "") if number + 1 < pages else None,
    }
    return page(request, "part.html.j2", values)


@router.get("/stories/{story}/judge")
def judge(request: Request, story: str) -> HTMLResponse:
    """Show the forms that correct a story."""
    report = space(request).report(story, texts=False)
    return page(request, "judge.html.j2", {"headline": headline(report)} | judged(request, report))
