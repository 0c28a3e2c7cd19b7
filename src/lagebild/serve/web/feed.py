"""The feed of a search: the stories that the start page lists for the same question, for a reader of feeds."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from lagebild.records.card import Card
from lagebild.records.story import Story
from lagebild.report.render.feeds import FoundStory, search_atom
from lagebild.run.clock import now
from lagebild.serve.web.api import MEDIA, space
from lagebild.serve.web.listing import listing
from lagebild.serve.web.pages import Filters, story_address
from lagebild.serve.web.surface import surface_of, words

router = APIRouter(include_in_schema=False)


@router.get("/feed.atom")
def feed(request: Request, asked: Filters) -> Response:
    """Give the stories that match, the one that moved last first."""
    found = listing(space(request), request.app.state.overview, asked, now())
    home = (space(request).settings.public_address or str(request.base_url)).rstrip("/")
    surface = surface_of(request)
    said = [part for part in (asked.q, asked.place, asked.outlet) if part]
    title = ": ".join(["Lagebild", ", ".join(said) or words(surface)["stories"]])
    page = asked.address()
    rows = [_found(story, found.cards.get(story.id), home, surface) for story in found.stories]
    text = search_atom(title, surface, f"{home}/feed.atom{page[1:]}", home + page, rows, now())
    return Response(text, media_type=MEDIA["atom"])


def _found(story: Story, card: Card | None, home: str, surface: str) -> FoundStory:
    moment = story.last or story.first or datetime(1970, 1, 1, tzinfo=UTC)
    return FoundStory(
        id=story.id,
        headline=card.headline if card else story.title,
        lead=card.lead if card else "",
        language=card.language if card else surface,
        updated=moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        address=home + story_address(story.id),
        changes=f"{home}/api{story_address(story.id)}?format=atom",
    )
