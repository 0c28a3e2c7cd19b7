"""What a person says about stories -> an entry in the ledger, and the stories as they were told to be, in one commit.

Each verb reads what is there, appends one judgement, derives anew where the documents that it may concern stand, and
places the posts of the stories that changed. Nothing is overwritten; `undo` appends an entry too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lagebild.cluster.judging import judgement_id, links, placed, related, standing
from lagebild.cluster.linker import story_id
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.reactions import attach
from lagebild.records.errors import JudgementError, NotFoundError
from lagebild.records.judgement import Doubt, Judgement, JudgementKind
from lagebild.records.ports import Unit
from lagebild.records.story import StoryLink
from lagebild.run.pipeline import addressed, found_story, material


@dataclass(frozen=True, slots=True)
class Judging:
    """The verbs of judging, inside one unit of work at one moment."""

    unit: Unit
    now: datetime
    options: ClusterOptions
    note: str | None = None

    def merge(self, story: str, other: str) -> Judgement:
        """Make one story of two; the first keeps its address, that of the other leads to it."""
        kept, gone = found_story(self.unit, story), found_story(self.unit, other)
        if kept.id == gone.id:
            raise JudgementError(f'"{story}" and "{other}" are one story already; name two different ones.')
        return self._judge("same", gone.documents, kept.documents, gone.id, kept.id)

    def split(self, story: str, documents: Sequence[str]) -> Judgement:
        """Make a new story of some documents of a story."""
        left = found_story(self.unit, story)
        if not documents:
            raise JudgementError("No document is named; name those that do not belong to the story.")
        strange = next((d for d in documents if d not in left.documents), None)
        if strange is not None:
            raise JudgementError(f'Document "{strange}" is not in story "{left.id}"; its report lists those that are.')
        parted = tuple(d for d in left.documents if d in set(documents))
        rest = tuple(d for d in left.documents if d not in parted)
        if not rest:
            raise JudgementError(f'These are all documents of story "{left.id}"; leave at least one in it.')
        return self._judge("different", parted, rest, left.id, None)

    def move(self, document: str, story: str) -> Judgement:
        """Put a document into another story that is there."""
        target = found_story(self.unit, story)
        link = self.unit.stories.link_of(document)
        if link is None:
            raise NotFoundError(f'There is no document "{document}" in any story; `lagebild run` links what is new.')
        if link.story == target.id:
            raise JudgementError(f'Document "{document}" is in story "{target.id}" already.')
        rest = tuple(other.document for other in self.unit.stories.links(link.story) if other.document != document)
        return self._judge("moved", (document,), rest, link.story, target.id)

    def apart(self, story: str, other: str) -> Judgement:
        """Let two stories stay two, whatever comes."""
        own, left = found_story(self.unit, story), found_story(self.unit, other)
        if own.id == left.id:
            raise JudgementError(f'"{story}" and "{other}" are one story; split off what does not belong to it.')
        return self._judge("apart", own.documents, left.documents, left.id, own.id)

    def undo(self, judgement: str) -> Judgement:
        """Take a judgement back: its documents stand where they would stand without it."""
        ledger = self.unit.judgements.all()
        entry = next((e for e in ledger if e.id == judgement), None)
        if entry is None:
            raise NotFoundError(f'There is no judgement "{judgement}"; `lagebild judgements` lists those there are.')
        if entry.kind == "undone":
            raise JudgementError(f'"{judgement}" itself takes a judgement back; judge again instead of undoing it.')
        if entry not in standing(ledger):
            raise JudgementError(f'Judgement "{judgement}" was undone already.')
        undoing = replace(
            entry,
            id=judgement_id(ledger[-1].id, "undone", (entry.id,), entry.story),
            at=self.now,
            kind="undone",
            left=entry.story,
            story=entry.left,
            note=self._note,
            undoes=entry.id,
        )
        return self._settle(undoing)

    def _judge(
        self, kind: JudgementKind, documents: tuple[str, ...], others: tuple[str, ...], left: str, story: str | None
    ) -> Judgement:
        """Append a judgement; without `story` it opens one, whose id follows from its own."""
        own = judgement_id(self.unit.judgements.last(), kind, documents, left)
        opened = story or story_id(own)
        return self._settle(Judgement(own, self.now, kind, documents, others, left, opened, self._note))

    @property
    def _note(self) -> str | None:
        return " ".join((self.note or "").split()) or None

    def _settle(self, judgement: Judgement) -> Judgement:
        """Append a judgement and let those links count that follow from the ledger with it."""
        ledger = (*self.unit.judgements.all(), judgement)
        counting = self._counting(related(ledger, (judgement.left, judgement.story)))
        unjudged = self.unit.judgements.unjudged(list(counting))
        due = links(unjudged, placed(unjudged, ledger))
        changed = [due[d] for d in counting if due[d] != counting[d]]
        touched = {link.story for link in changed} | {counting[link.document].story for link in changed}
        posts = [post for story in sorted(touched) for post in self.unit.posts.of_story(story)[0]]
        for story in sorted(touched):
            self.unit.posts.unlink(story, self.now)
        self.unit.judgements.put(judgement, changed)
        if posts:
            found = [material(self.unit, story) for story in sorted(touched) if self.unit.stories.get(story)]
            self.unit.posts.put_links(attach(addressed(self.unit, posts), found, self.options), self.now)
        return judgement

    def _counting(self, ledger: Iterable[Judgement]) -> dict[str, StoryLink]:
        """Return the links that count of all documents that these judgements may concern."""
        entries = tuple(ledger)
        stories = {story for entry in entries for story in (entry.left, entry.story)}
        found = {link.document: link for story in sorted(stories) for link in self.unit.stories.links(story)}
        named = {d for entry in entries for d in entry.documents} - found.keys()
        return found | self.unit.judgements.counting(sorted(named))


def doubts(unit: Unit, story: str | None = None) -> tuple[Doubt, ...]:
    """Return the questions that nobody answered yet, of one story or of all, latest first; NotFoundError for no story.

    Of two stories only the report is asked about that fits best.
    """
    ledger = standing(unit.judgements.all())
    found: dict[frozenset[str], Doubt] = {}
    for doubt in unit.judgements.held(found_story(unit, story).id if story else None):
        both = frozenset((doubt.story, doubt.other))
        if not any(_answers(entry, doubt) for entry in ledger) and doubt.score > getattr(found.get(both), "score", 0.0):
            found[both] = doubt
    return tuple(found.values())


def _answers(entry: Judgement, doubt: Doubt) -> bool:
    """Tell whether somebody kept apart what the question is about."""
    sides = set(entry.documents), set(entry.others)
    return any(doubt.document in one and doubt.near in other for one, other in (sides, sides[::-1]))
