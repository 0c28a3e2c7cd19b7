"""The page of what is new in all stories since the reader's last visit, or since any moment."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from lagebild.report.phrases import phrases
from lagebild.report.render.digest import digest_fragment
from lagebild.run.clock import now
from lagebild.serve.web.api import LONGEST_MOMENT, space
from lagebild.serve.web.pages import Until, page, passage_address, story_address
from lagebild.serve.web.surface import surface_of

router = APIRouter(include_in_schema=False)
MOST = 20
"""Stories that the page tells of, the latest ones; the list has the others."""
Moment = Annotated[str, Query(max_length=LONGEST_MOMENT)]


@router.get("/digest")
def digest(
    request: Request, since: Moment = "", as_of: Annotated[str, Query(alias="as-of", max_length=LONGEST_MOMENT)] = ""
) -> HTMLResponse:
    """Show exactly what is new, story by story."""
    workspace = space(request)
    told = workspace.digest(replace(workspace.asked(as_of, since), most=MOST))
    surface = surface_of(request)
    return page(
        request,
        "digest.html.j2",
        {
            "title": phrases(surface)["digest"]["title"],
            "body": digest_fragment(told, surface, link=passage_address, address=story_address),
            "any": bool(told.reports) and not as_of,
            "told": [report.story.id for report in told.reports],
            "until": told.until,
            "more": told.more,
        },
    )


@router.post("/digest/seen")
def seen(request: Request, story: Annotated[list[str], Form(max_length=MOST)], until: Until = None) -> RedirectResponse:
    """Note that the reader has seen what was new, when the page was made, in the stories that it tells of."""
    space(request).seen(story, until or now())
    return RedirectResponse("/digest", 303)
