"""The pages: stories, the Lagebild, the document with its annotations, sources. Each is one call and one template."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from lagebild.records.span import Passage, Span
from lagebild.report.phrases import long_date
from lagebild.report.render.html import fragment, stylesheet
from lagebild.serve.web.api import LARGEST_NUMBER, space
from lagebild.serve.web.layers import LAYERS, segments
from lagebild.serve.web.surface import surface_of, words

router = APIRouter(include_in_schema=False)
PAGE = 30


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("lagebild.serve.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Render a template in the reader's language."""
    surface = surface_of(request)
    text = (
        _templates()
        .get_template(template)
        .render(
            surface=surface,
            t=words(surface),
            path=request.url.path,
            here=str(request.url.include_query_params(lang="")).split("?", 1)[0],
            day=lambda moment: long_date(moment, surface) if moment else "",
            **values,
        )
    )
    response = HTMLResponse(text, status)
    if "lang" in request.query_params:
        response.set_cookie("surface", surface, max_age=31_536_000, httponly=True, samesite="strict")
    return response


def problem(request: Request, sentence: str, status: int) -> HTMLResponse:
    """Show one sentence about what went wrong."""
    return page(request, "problem.html.j2", {"sentence": sentence}, status)


@router.get("/")
def stories(
    request: Request,
    q: Annotated[str, Query(max_length=500)] = "",
    outlet: Annotated[str, Query(max_length=200)] = "",
    language: Annotated[str, Query(max_length=5)] = "",
    offset: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
) -> HTMLResponse:
    """List stories, newest movement first."""
    found = space(request).stories(
        q or None, outlet=outlet or None, language=language or None, limit=PAGE, offset=offset
    )
    asked = {"q": q, "outlet": outlet, "language": language}

    def at(start: int) -> str:
        return "/?" + urlencode({**{k: v for k, v in asked.items() if v}, "offset": start})

    return page(
        request,
        "stories.html.j2",
        {
            "found": found,
            "older": at(offset + PAGE) if offset + PAGE < found.total else None,
            "newer": at(max(0, offset - PAGE)) if offset else None,
            **asked,
        },
    )


@router.get("/stories/{story}")
def story(request: Request, story: str) -> HTMLResponse:
    """Show the Lagebild of a story."""
    report = space(request).report(story)
    body = fragment(report, surface=surface_of(request), link=passage_address)
    return page(request, "story.html.j2", {"report": report, "body": body, "story": story})


@router.post("/stories/{story}/seen")
def seen(request: Request, story: str) -> RedirectResponse:
    """Note that the reader has seen the story as it is now."""
    space(request).report(story, visit_now=True)
    return RedirectResponse(f"/stories/{quote(story)}", 303)


def passage_address(passage: Passage) -> str:
    """Return where the document page shows a passage."""
    place = {"revision": passage.revision, "from": passage.span.start, "to": passage.span.end}
    if passage.field == "title":
        place["field"] = "title"  # type: ignore[assignment]
    return f"/documents/{quote(passage.document)}?{urlencode(place)}#passage"


@router.get("/documents/{document:path}")
def document(
    request: Request,
    document: str,
    revision: Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER)] = None,
    start: Annotated[int | None, Query(alias="from", ge=0)] = None,
    end: Annotated[int | None, Query(alias="to", ge=0)] = None,
    field: str = "text",
) -> HTMLResponse:
    """Show a document with its annotations as layers and, where asked for, one passage marked."""
    shown = space(request).explain(document, revision)
    marked = Span(start, end) if start is not None and end is not None and start < end else None
    read = shown.annotations
    head, body, furniture = shown.document.title or "", shown.document.text, shown.document.furniture
    return page(
        request,
        "document.html.j2",
        {
            "shown": shown,
            "layers": LAYERS,
            "title": segments(head, read.title if read else None, (), marked if field == "title" else None),
            "text": segments(body, read.body if read else None, furniture, None if field == "title" else marked),
        },
    )


@router.get("/sources")
def sources(request: Request) -> HTMLResponse:
    """Show the sources with their health."""
    workspace = space(request)
    return page(request, "sources.html.j2", {"sources": workspace.sources(), "issues": workspace.issues(50)})


@router.post("/sources")
def follow(request: Request, address: Annotated[str, Form(max_length=2000)]) -> Response:
    """Follow a feed or keep a page, by its address."""
    added = space(request).add_rows([{"address": address}])
    if added.refused:
        return problem(request, added.refused[0].reason, 400)
    return RedirectResponse("/sources", 303)


@router.get("/lagebild.css")
def style() -> Response:
    """Give the style sheet of the report, which pages and saved reports share."""
    return Response(stylesheet(), media_type="text/css")


@router.get("/sources.opml")
def opml(request: Request) -> PlainTextResponse:
    """Give the sources as OPML."""
    return PlainTextResponse(space(request).opml(), media_type="text/x-opml")
