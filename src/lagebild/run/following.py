"""What a reader follows -> the stories that it holds for now; and keeping, naming and removing such searches.

The list of stories on the page asks the same question in the same way, so a search finds what the page showed.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import blake2s

from lagebild.records.errors import NotFoundError, ParseError
from lagebild.records.followed import Followed, Search
from lagebild.records.ports import Store, Unit
from lagebild.report.render.json import printable
from lagebild.run.pictures import Pictures
from lagebild.run.pipeline import found_story

LONGEST_NAME = 100
"""Characters of a name: one line of a list, and the subject of a mail."""
MOST_FOLLOWED = 200
"""Searches that are kept: each is asked again at every round."""
MOST_STORIES = 2000
"""Stories that a search looks at: the latest ones."""


def follow(unit: Unit, name: str, search: Search, at: datetime) -> Followed:
    """Keep a search under a name; the same search again only takes the new name.

    ParseError where it asks for nothing, NotFoundError where it names a story that is not there.
    """
    if not search.narrow:
        raise ParseError("This search asks for nothing; give words, a place, an outlet, another filter, or a story.")
    title = ""
    if search.story:
        story = found_story(unit, search.story)
        search, title = Search(story=story.id), story.title
    named = _line(name) or _line(title) or in_words(search)
    known = unit.followed.all()
    before = next((f for f in known if f.search == search), None)
    if before is None and len(known) >= MOST_FOLLOWED:
        raise ParseError(f"{MOST_FOLLOWED} searches are followed already; remove one first.")
    kept = replace(before, name=named) if before else Followed(_identifier(search), named, at, search)
    unit.followed.put(kept)
    return kept


def unfollow(unit: Unit, identifier: str) -> Followed:
    """Drop a search, named by its id or the id of its story; NotFoundError where there is none."""
    found = next((f for f in unit.followed.all() if identifier in (f.id, f.search.story)), None)
    if found is None:
        raise NotFoundError(f'Nothing is followed as "{identifier[:200]}"; `lagebild followed` lists what is.')
    unit.followed.remove(found.id)
    return found


def _identifier(search: Search) -> str:
    """Name a search by what it asks, so that it is kept once."""
    return "f-" + blake2s(repr(search).encode("utf-8", "replace"), digest_size=6).hexdigest()


def in_words(search: Search) -> str:
    """Return a name for a search that has none: its words and names."""
    parts = (search.q, search.place, search.outlet, search.language, search.fresh)
    return _line(", ".join(part for part in parts if part)) or "contested"


def _line(text: str) -> str:
    """Return a text as one line that may head a list or a mail."""
    return " ".join(printable(text).split())[:LONGEST_NAME].strip()


def stories_of(store: Store, pictures: Pictures, search: Search, at: datetime) -> tuple[str, ...]:
    """Return the ids of the stories that a search finds, the one that moved last first.

    A story that was merged into another one is that one; one that is no more is none.
    """
    if search.story:
        with store.unit() as unit:
            try:
                return (found_story(unit, search.story).id,)
            except NotFoundError:
                return ()
    return tuple(story.id for story in pictures.found(search, at, "moved", MOST_STORIES, 0).stories)
