"""The pages: stories, the Lagebild, the document with its annotations, sources. Each is one call and one template."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from typing import Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import AwareDatetime

from lagebild.records.document import Document
from lagebild.records.followed import Fresh
from lagebild.records.query import Order
from lagebild.records.report import Report
from lagebild.records.span import Passage, Span
from lagebild.report.phrases import long_date
from lagebild.report.reasons import reason_in
from lagebild.report.render import FILES, pdf
from lagebild.report.render.html import Desk, fragment, stylesheet
from lagebild.report.render.json import headline
from lagebild.report.render.parts import Part
from lagebild.run.clock import now
from lagebild.run.remarks import LONGEST_NAME, author_of
from lagebild.run.showing import Shown
from lagebild.run.sourcing import LONGEST_NOTE
from lagebild.serve.web.api import LARGEST_NUMBER, LONGEST_MOMENT, space
from lagebild.serve.web.dates import freshness
from lagebild.serve.web.difference import beside as beside_each_other
from lagebild.serve.web.difference import difference, tally
from lagebild.serve.web.layers import LAYERS, segments
from lagebild.serve.web.listing import NAMED, PAGE, Asked, listing, map_of
from lagebild.serve.web.outlines import outlines_address
from lagebild.serve.web.surface import SURFACES, surface_of, words

router = APIRouter(include_in_schema=False)
OTHERS = 100
"""Stories offered where another one is to be named; any other can be named by its address."""
MEMBERS = 40
"""Articles of a story up to which its page holds the forms that correct it; else they have a page of their own."""
FORMATS = {
    "pdf": "PDF",
    "md": "Markdown",
    "html": "HTML",
    "json": "JSON",
    "ninjs": "ninjs",
    "geojson": "GeoJSON",
    "ics": "iCalendar",
    "atom": "Atom",
    "annotations": "Web Annotations",
    "claims.csv": "claims.csv",
    "numbers.csv": "numbers.csv",
    "sources.csv": "sources.csv",
    "events.csv": "events.csv",
    "events.jsonl": "events.jsonl",
}
"""The formats that a story is offered in, with their names."""

AUTHOR = "author"
"""The cookie that remembers who remarked last in this browser."""

Until = Annotated[AwareDatetime | None, Form()]
"""When the page was made that a reader has seen."""
Revision = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER)]


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
    t = words(surface)

    def day(moment: datetime | None) -> str:
        return long_date(moment, surface) if moment else ""

    text = (
        _templates()
        .get_template(template)
        .render(
            surface=surface,
            t=t,
            outlines=outlines_address(),
            path=request.url.path,
            translated=_translated(request, t["other_code"]),
            day=day,
            fresh=lambda moment: freshness(moment, now(), surface, t),
            reason=lambda text: reason_in(text, surface),
            counted=lambda n, one, many: f"{n} {t[one if n == 1 else many]}",
            **values,
        )
    )
    response = HTMLResponse(text, status)
    if request.query_params.get("lang") in SURFACES:
        response.set_cookie("surface", surface, max_age=31_536_000, httponly=True, samesite="strict")
    return response


def _translated(request: Request, language: str) -> str:
    """Return this page's address in another language; never that of another host, whatever path was asked for."""
    asked = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    path: str = request.scope["path"]
    return "/" + quote(path.lstrip("/\\")) + "?" + urlencode([*asked, ("lang", language)])


def problem(request: Request, sentence: str, status: int) -> HTMLResponse:
    """Show one sentence about what went wrong."""
    return page(request, "problem.html.j2", {"sentence": sentence}, status)


def _filters(
    q: Annotated[str, Query(max_length=500)] = "",
    place: Annotated[str, Query(max_length=200)] = "",
    outlet: Annotated[str, Query(max_length=200)] = "",
    fresh: Fresh = "",
    contested: bool = False,
    language: Annotated[str, Query(max_length=5)] = "",
) -> Asked:
    """Return what an address asks for, whatever is made of the stories that match."""
    return Asked(q, place, outlet, fresh, contested, language)


Filters = Annotated[Asked, Depends(_filters)]


@router.get("/")
def stories(
    request: Request,
    filters: Filters,
    sort: Order = "moved",
    offset: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
) -> HTMLResponse:
    """List stories, newest movement first unless asked otherwise, with a map of their scenes."""
    asked = replace(filters, sort=sort, offset=offset)
    found = listing(space(request), request.app.state.overview, asked, now())
    title = words(surface_of(request))["map"]
    return page(
        request,
        "stories.html.j2",
        {
            "asked": asked,
            "found": found,
            "map": map_of(tuple(s.pin for s in found.spots), title),
            "named": NAMED,
            "older": asked.address(offset=offset + PAGE) if offset + PAGE < found.total else None,
            "newer": asked.address(offset=max(0, offset - PAGE)) if offset else None,
            "first": min(offset + 1, found.total),
            "last": min(offset + PAGE, found.total),
            "story_address": story_address,
            "passage_address": passage_address,
            "kept": next((f for f in space(request).followed() if f.search == filters.search), None),
        },
    )


@router.get("/stories/{story}")
def story(
    request: Request, story: str, as_of: Annotated[str, Query(alias="as-of", max_length=LONGEST_MOMENT)] = ""
) -> Response:
    """Show the Lagebild of a story; the address of one that was merged into another leads to that one."""
    report = space(request).report(story, space(request).asked(as_of), texts=False)
    if report.story.id != story:
        # Not for ever: the judgement that led there may be undone.
        then = "?" + urlencode({"as-of": as_of}) if as_of else ""
        return RedirectResponse(story_address(report.story.id) + then, 307)
    values = {
        "as_of": report.generated if as_of else None,
        "until": report.generated,
        "story": story,
        "headline": headline(report),
        "body": fragment(
            report,
            surface=surface_of(request),
            link=passage_address,
            page=document_address,
            compare=beside_address,
            desk=None if as_of else Desk(known_author(request), partial(remark_address, story)),
            brief=partial(part_address, story, as_of),
        ),
        "formats": {form: name for form, name in FORMATS.items() if form not in FILES or pdf.is_installed()},
        "followed": any(f.search.story == story for f in space(request).followed()),
        "many": len(report.views.sources) > MEMBERS,
        "doubts": space(request).doubts(report.story.id) if not as_of else (),
        "here": report.story.id,
        "story_address": story_address,
        "mapped": bool(report.views.scene or report.views.places),
    }
    return page(request, "story.html.j2", values | judged(request, report))


def judged(request: Request, report: Report) -> dict[str, object]:
    """Return what the forms need that correct a story."""
    story = report.story.id
    others = space(request).pictures.titles(OTHERS)
    return {
        "address": story_address(story),
        "members": report.views.sources,
        "others": [(other, title) for other, title in others.items() if other != story],
    }


@router.post("/stories/{story}/seen")
def seen(request: Request, story: str, until: Until = None) -> RedirectResponse:
    """Note that the reader has seen the story as it was when the page was made: what came since was not on it."""
    space(request).seen([story], until or now())
    return RedirectResponse(story_address(story), 303)


def remark_address(story: str, places: str, there: str, withdraws: str, part: str = "", number: int = 0) -> str:
    """Return the address that takes a remark on a story, and shows it, or a part of it, at `there` afterwards."""
    given = {"on": places, "there": there, "withdraws": withdraws, "part": part, "page": number}
    return f"{story_address(story)}/remark?" + urlencode({name: value for name, value in given.items() if value})


def known_author(request: Request) -> str:
    """Return who remarked last in this browser, else the name of the workspace."""
    return unquote(request.cookies.get(AUTHOR, ""))[:LONGEST_NAME].strip() or author_of(space(request).settings)


def story_address(story: str) -> str:
    """Return where a story is shown."""
    return f"/stories/{quote(story, safe='')}"


def part_address(story: str, as_of: str, part: Part, number: int, anchor: str) -> str:
    """Return where a page of a part of a story is shown, numbered from 0, at a claim there."""
    given = {"page": number + 1 if number else "", "as-of": as_of}
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"{story_address(story)}/part/{part}" + (f"?{asked}" if asked else "") + (f"#{anchor}" if anchor else "")


def document_address(document: str) -> str:
    """Return where a document is shown; an identifier may hold slashes, dots and anything else."""
    return f"/documents/{quote(document, safe='')}"


def beside_address(document: str, other: str) -> str:
    """Return where a document is shown beside the one that it was copied from."""
    return f"{document_address(document)}?{urlencode({'beside': other})}"


def passage_address(passage: Passage) -> str:
    """Return where the document page shows a passage."""
    place = {"revision": str(passage.revision), "from": str(passage.span.start), "to": str(passage.span.end)}
    if passage.field == "title":
        place["field"] = "title"
    return f"{document_address(passage.document)}?{urlencode(place)}#passage"


@router.get("/documents/{document:path}")
def document(
    request: Request,
    document: str,
    revision: Revision = None,
    against: Revision = None,
    beside: Annotated[str | None, Query(max_length=2000)] = None,
    start: Annotated[int | None, Query(alias="from", ge=0)] = None,
    end: Annotated[int | None, Query(alias="to", ge=0)] = None,
    field: str = "text",
) -> HTMLResponse:
    """Show a document with its annotations as layers and one passage marked.

    `against` shows what an edit changed since that revision, `beside` what the document shares with another one.
    """
    shown = space(request).explain(document, revision)
    if against is not None:
        return _edited(request, shown, space(request).explain(document, against).document)
    if beside is not None:
        return _copied(request, shown, space(request).explain(beside).document)
    marked = Span(start, end) if start is not None and end is not None and start < end else None
    read = shown.annotations
    head, body, furniture = shown.document.title or "", shown.document.text, shown.document.furniture
    surface = surface_of(request)
    values = {
        "layers": LAYERS,
        "title": segments(head, read.title if read else None, (), marked if field == "title" else None, surface),
        "text": segments(body, read.body if read else None, furniture, None if field == "title" else marked, surface),
    }
    return page(request, "document.html.j2", _paper(shown) | values)


def _paper(shown: Shown) -> dict[str, object]:
    """Return what every page of a document needs."""
    source = shown.link.copy_of if shown.link else None
    return {
        "shown": shown,
        "address": document_address(shown.document.id),
        "copied_from": document_address(source) if source else None,
        "compared": beside_address(shown.document.id, source) if source else None,
        "original": shown.document.url if _is_web(shown.document.url) else None,
    }


def _edited(request: Request, shown: Shown, older: Document) -> HTMLResponse:
    title = difference(older.title or "", shown.document.title or "")
    text = difference(older.text, shown.document.text)
    values = {"older": older, "title": title, "text": text, "tally": tally((*title, *text))}
    return page(request, "difference.html.j2", _paper(shown) | values)


def _copied(request: Request, shown: Shown, source: Document) -> HTMLResponse:
    title = difference(source.title or "", shown.document.title or "")
    values = {
        "source": source,
        "source_address": document_address(source.id),
        "title": [s for s in title if s.kind != "deleted"],
        "source_title": [s for s in title if s.kind != "inserted"],
        "both": beside_each_other(source.text, shown.document.text),
    }
    return page(request, "beside.html.j2", _paper(shown) | values)


def _is_web(url: str | None) -> bool:
    """Tell addresses that may become links: an article may claim any address, a script included."""
    return url is not None and url.lower().startswith(("http://", "https://"))


@router.get("/sources")
def sources(request: Request, added: bool = False) -> HTMLResponse:
    """Show the sources with their health."""
    workspace = space(request)
    values = {
        "sources": workspace.sources(),
        "issues": workspace.issues(50),
        "reading": request.app.state.reading.busy,
        "added": added,
    }
    return page(request, "sources.html.j2", values)


@router.post("/sources")
def follow(request: Request, address: Annotated[str, Form(max_length=2000)]) -> Response:
    """Follow a feed or keep a page, by its address."""
    added = space(request).add_rows([{"address": address}])
    if added.refused:
        return problem(request, added.refused[0].reason, 400)
    request.app.state.reading.ask()
    return RedirectResponse("/sources?added=1", 303)


@router.post("/sources/visit")
def visit_now(request: Request) -> RedirectResponse:
    """Visit every source now, whether it is due or not."""
    request.app.state.reading.ask(early=True)
    return RedirectResponse("/sources?added=1", 303)


@router.post("/sources/change")
def change_source(
    request: Request,
    address: Annotated[str, Query(max_length=2000)],
    active: Annotated[bool | None, Form()] = None,
    note: Annotated[str | None, Form(max_length=LONGEST_NOTE)] = None,
) -> RedirectResponse:
    """Let a source rest or go on, or note what to think of it."""
    space(request).change_source(address, active=active, note=note)
    return RedirectResponse("/sources", 303)


@router.get("/lagebild.css")
def style() -> Response:
    """Give the style sheet of the report, which pages and saved reports share."""
    return Response(stylesheet(), media_type="text/css")


@router.get("/favicon.ico")
def icon() -> RedirectResponse:
    """Lead browsers to the icon that ask for it unasked, as they do beside plain text."""
    return RedirectResponse("/static/icon.svg", 308)


@router.get("/sources.opml")
def opml(request: Request) -> PlainTextResponse:
    """Give the sources as OPML."""
    return PlainTextResponse(space(request).opml(), media_type="text/x-opml")
