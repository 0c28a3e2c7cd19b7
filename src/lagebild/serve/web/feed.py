"""The feed of a search: the stories that the start page lists for the same question, for a reader of feeds."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from lagebild.records.card import Card
from lagebild.records.story import Story
from lagebild.report.render.feeds import FoundStory, search_atom
from lagebild.run.clock import now
from lagebild.serve.web.api import MEDIA, space
from lagebild.serve.web.listing import Asked, Fresh, listing
from lagebild.serve.web.pages import story_address
from lagebild.serve.web.surface import surface_of, words

router = APIRouter(include_in_schema=False)


@router.get("/feed.atom")
def feed(
    request: Request,
    q: Annotated[str, Query(max_length=500)] = "",
    place: Annotated[str, Query(max_length=200)] = "",
    outlet: Annotated[str, Query(max_length=200)] = "",
    fresh: Fresh = "",
    contested: bool = False,
    language: Annotated[str, Query(max_length=5)] = "",
) -> Response:
    """Give the stories that match, the one that moved last first."""
    asked = Asked(q, place, outlet, fresh, contested, language)
    found = listing(space(request), request.app.state.overview, asked, now())
    home = (space(request).settings.public_address or str(request.base_url)).rstrip("/")
    surface = surface_of(request)
    said = [part for part in (q, place, outlet) if part]
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
