"""The page of what is followed, its forms, and the same verbs for programs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lagebild.records.card import Card
from lagebild.records.errors import NotFoundError
from lagebild.records.followed import Followed, Search
from lagebild.records.story import Story
from lagebild.run.clock import now
from lagebild.run.following import LONGEST_NAME
from lagebild.run.notify import channels
from lagebild.serve.rows import followed_row
from lagebild.serve.web.api import space
from lagebild.serve.web.listing import Asked, listing
from lagebild.serve.web.pages import Filters, page, story_address
from lagebild.serve.web.shapes import FollowedList, FollowedRow, Following, Unfollowing
from lagebild.serve.web.surface import surface_of, words

router = APIRouter(include_in_schema=False)
verbs = APIRouter(prefix="/api")
Name = Annotated[str, Form(max_length=LONGEST_NAME)]
Identifier = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True, slots=True)
class Entry:
    """A followed search as its page lists it: where it is shown, its feed, its stories, how much is new in them."""

    kept: Followed
    address: str
    feed: str
    stories: int
    latest: Story | None
    new: int


@verbs.post("/follow", response_model=FollowedRow)
def follow(request: Request, asked: Following) -> dict[str, Any]:
    """Follow a search with its filters, or one story; what is new in it is sent where somebody is set up."""
    return followed_row(space(request).follow(Search(**asked.model_dump(exclude={"name"})), asked.name))


@verbs.post("/unfollow", response_model=FollowedRow)
def unfollow(request: Request, asked: Unfollowing) -> dict[str, Any]:
    """Follow a search or a story no more."""
    return followed_row(space(request).unfollow(asked.id))


@verbs.get("/followed", response_model=FollowedList)
def followed(request: Request) -> dict[str, Any]:
    """List the searches and stories that are followed, oldest first."""
    return {"followed": [followed_row(kept) for kept in space(request).followed()]}


@router.get("/followed")
def shown(request: Request) -> HTMLResponse:
    """Show what is followed, with what is new in it."""
    entries = [_entry(request, kept) for kept in space(request).followed()]
    told = [channel.reader.partition(":")[2] for channel in channels(space(request).settings)]
    return page(request, "followed.html.j2", {"entries": entries, "told": told})


@router.post("/followed")
def follow_search(request: Request, filters: Filters) -> Response:
    """Follow the search that the list shows, and show what is followed."""
    space(request).follow(filters.search, _named(filters, words(surface_of(request))))
    return RedirectResponse("/followed", 303)


@router.post("/followed/rename")
def rename(request: Request, kept: Identifier, name: Name) -> Response:
    """Give what is followed another name."""
    found = next((f for f in space(request).followed() if f.id == kept), None)
    if found:
        space(request).follow(found.search, name)
    return RedirectResponse("/followed", 303)


@router.post("/followed/remove")
def remove(request: Request, kept: Identifier) -> Response:
    """Follow a search no more."""
    space(request).unfollow(kept)
    return RedirectResponse("/followed", 303)


@router.post("/stories/{story}/follow")
def follow_story(request: Request, story: str) -> Response:
    """Follow a story, and count what is new in it from now on."""
    kept = space(request).follow(Search(story=story))
    space(request).report(kept.search.story, visit_now=True)
    return RedirectResponse(story_address(kept.search.story), 303)


@router.post("/stories/{story}/unfollow")
def unfollow_story(request: Request, story: str) -> Response:
    """Follow a story no more."""
    space(request).unfollow(story)
    return RedirectResponse(story_address(story), 303)


def _named(asked: Asked, t: Mapping[str, str]) -> str:
    """Return what a search asks for in the reader's words."""
    language = {"de": t["german"], "en": t["english"]}.get(asked.language, asked.language)
    fresh = {"day": t["last_day"], "week": t["last_week"], "month": t["last_month"]}.get(asked.fresh, "")
    parts = (asked.q, asked.place, asked.outlet, language, fresh, t["only_contested"] if asked.contested else "")
    return ", ".join(part for part in parts if part)


def _entry(request: Request, kept: Followed) -> Entry:
    workspace, overview = space(request), request.app.state.overview
    if kept.search.story:
        address = story_address(kept.search.story)
        feed = f"/api{address}?format=atom"
        try:
            story: Story = workspace.report(kept.search.story).story
        except NotFoundError:
            return Entry(kept, address, feed, 0, None, 0)
        return Entry(kept, address, feed, 1, story, _new(overview.of((story,))))
    asked = Asked(**{name: value for name, value in asdict(kept.search).items() if name != "story"})
    found = listing(workspace, overview, asked, now())
    latest = found.stories[0] if found.stories else None
    return Entry(kept, asked.address(), f"/feed.atom{asked.address()[1:]}", found.total, latest, _new(found.cards))


def _new(cards: Mapping[str, Card]) -> int:
    return sum(card.new for card in cards.values())
