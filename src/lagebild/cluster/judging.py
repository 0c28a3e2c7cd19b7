"""Links of the machine and the ledger of judgements -> the story of each document, and the links that say so.

The judgements that stand are read in their order on top of what the machine decided, always from the beginning. So
taking one back needs no memory of what was before it: what is left is read as if it had never been there. The idea of
a ledger of judgements over what a machine decides is nomenklatura's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

from lagebild.records.judgement import Judgement
from lagebild.records.story import StoryLink

_REASONS: Final = {
    "same": "Von Hand: mit dieser Geschichte zusammengeführt",
    "different": "Von Hand: von einer anderen Geschichte getrennt",
    "moved": "Von Hand: in diese Geschichte verschoben",
    "undone": "Von Hand: eine Trennung wurde zurückgenommen",
}


@dataclass(frozen=True, slots=True)
class Place:
    """The story of a document, and the judgement that put it there; None where it is the machine's."""

    story: str
    judgement: Judgement | None = None


def judgement_id(before: str | None, kind: str, documents: Sequence[str], left: str) -> str:
    """Return the id of a judgement, derived from the entry before it and from what it says, so that replays agree."""
    said = "\0".join((before or "", kind, left, *documents))
    return "j-" + blake2b(said.encode(), digest_size=6).hexdigest()


def standing(ledger: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that hold: those that were not undone, without the entries that undo."""
    undone = {entry.undoes for entry in ledger if entry.kind == "undone"}
    return tuple(entry for entry in ledger if entry.kind != "undone" and entry.id not in undone)


def judged(ledger: Sequence[Judgement]) -> frozenset[str]:
    """Return the documents on either side of a judgement that holds."""
    return frozenset(d for entry in standing(ledger) for d in (*entry.documents, *entry.others))


def settled(ledger: Sequence[Judgement], counting: Mapping[str, StoryLink]) -> frozenset[str]:
    """Return the stories that the machine must not merge into others, given the links of judged documents that count.

    Besides those that hold a judged document, these are the ones that a judgement names: it may be all that is left
    once a later one is undone.
    """
    named = {story for entry in standing(ledger) for story in (entry.left, entry.story)}
    return frozenset(named | {counting[d].story for d in judged(ledger) if d in counting})


def related(ledger: Sequence[Judgement], stories: Iterable[str]) -> tuple[Judgement, ...]:
    """Return the entries that have to do with these stories, directly or through others."""
    reached = set(stories)
    found: set[str] = set()
    grown = True
    while grown:
        grown = False
        for entry in ledger:
            if entry.id not in found and not reached.isdisjoint((entry.left, entry.story)):
                found.add(entry.id)
                reached.update((entry.left, entry.story))
                grown = True
    return tuple(entry for entry in ledger if entry.id in found)


def placed(unjudged: Mapping[str, StoryLink], ledger: Sequence[Judgement]) -> dict[str, Place]:
    """Return where each document stands, given the machine's links of all documents that the ledger may concern, and
    the whole ledger.

    A merge moves what is in a story by then, not what the machine put there later, when other judgements had filled it
    again. A split that was undone never was: the story that it had opened is the one that it had left, for what the
    machine and later judgements put there too.
    """
    by_id = {entry.id: entry for entry in ledger}
    number = {entry.id: at for at, entry in enumerate(ledger)}
    undoing = {by_id[e.undoes].story: e for e in ledger if e.undoes and by_id[e.undoes].kind == "different"}

    def known(story: str) -> str:
        while story in undoing:
            story = by_id[undoing[story].undoes or ""].left
        return story

    places = {d: Place(known(link.story), undoing.get(link.story)) for d, link in unjudged.items()}
    since = {d: number.get(link.after or "", -1) for d, link in unjudged.items() if link.story not in undoing}
    for entry in standing(ledger):
        if entry.kind == "apart":
            continue
        gone, story = known(entry.left), known(entry.story)
        if entry.kind == "same":
            there = [d for d, place in places.items() if place.story == gone != story]
            moving = [d for d in there if places[d].judgement or since.get(d, -1) < number[entry.id]]
        else:
            moving = [d for d in entry.documents if d in places]
        places.update((d, Place(story, entry)) for d in moving)
    return places


def links(unjudged: Mapping[str, StoryLink], places: Mapping[str, Place]) -> dict[str, StoryLink]:
    """Return the links that say where documents stand: the machine's own, or one that names the judgement.

    That a text is a copy is no matter of opinion; it is named as long as the original stands in the same story.
    """
    return {d: _link(unjudged[d], place, places) for d, place in places.items()}


def _link(own: StoryLink, place: Place, places: Mapping[str, Place]) -> StoryLink:
    if place.judgement is None:
        return own
    original = places.get(own.copy_of or "")
    copied = original is not None and original.story == place.story
    reason = _REASONS[place.judgement.kind] + (f" ({place.judgement.note})" if place.judgement.note else "")
    return replace(
        own,
        story=place.story,
        score=1.0,
        reasons=(reason,),
        copy_of=own.copy_of if copied else None,
        copied_share=own.copied_share if copied else 0.0,
        revises=True,
        judgement=place.judgement.id,
        near=None,
        after=None,
    )
