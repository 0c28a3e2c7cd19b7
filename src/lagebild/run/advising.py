"""The ledger of judgements -> what it says of the threshold, by linking the window again as people want it.

The documents are remembered in the order in which they were linked, each in the story where it stands now. Before the
report that a judgement is about is remembered it is asked how well it fits: so would it have been decided, had all
before it been right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lagebild.cluster.advising import advise
from lagebild.cluster.judging import standing
from lagebild.cluster.linker import Linker, story_id, without
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import profile
from lagebild.records.judgement import Advice, Judgement, Weighed
from lagebild.records.ports import Unit
from lagebild.records.story import StoryLink
from lagebild.run.pipeline import remembered

_ALWAYS = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Question:
    """Does `document` belong to `story`, as `judgement` says?"""

    judgement: str
    document: str
    story: str
    belongs: bool


def advice(unit: Unit, options: ClusterOptions) -> Advice:
    """Return what the judgements that stand say of `options.attach`."""
    ledger = standing(unit.judgements.all())
    if not ledger:
        return Advice(options.attach)
    stands = {link.document: link for link in unit.stories.window(_ALWAYS)}
    order = {document: at for at, document in enumerate(stands)}
    places = {document: link.story for document, link in stands.items()}
    machine = unit.judgements.unjudged(list(stands))
    copies = {document for document, link in machine.items() if link.copy_of is not None}
    asked = [q for entry in ledger for q in _questions(entry, places, order) if q.document not in copies]
    weighed = tuple(_weighed(unit, options, stands.values(), asked))
    return advise(options.attach, weighed, _left_alone(ledger, places, machine, options.attach))


def _questions(entry: Judgement, places: Mapping[str, str], order: Mapping[str, int]) -> Iterator[_Question]:
    """Return what a judgement answers: of a document that was moved, where it belongs too."""
    yield from _question(entry.id, entry.documents, entry.others, entry.kind == "same", places, order)
    if entry.kind == "moved":
        there = [d for d, story in places.items() if story == entry.story and d not in entry.documents]
        yield from _question(entry.id, entry.documents, there, True, places, order)


def _question(
    judgement: str,
    documents: Iterable[str],
    others: Iterable[str],
    belongs: bool,
    places: Mapping[str, str],
    order: Mapping[str, int],
) -> Iterator[_Question]:
    """Ask of two groups for the report that the later one began with; nothing where later judgements say otherwise."""
    groups = sorted((sorted((d for d in g if d in order), key=order.__getitem__) for g in (documents, others)), key=len)
    if not groups[0]:
        return
    earlier, later = sorted(groups, key=lambda group: order[group[0]])
    story = Counter(places[d] for d in earlier).most_common(1)[0][0]
    if (places[later[0]] == story) == belongs:
        yield _Question(judgement, later[0], story, belongs)


def _weighed(
    unit: Unit, options: ClusterOptions, links: Iterable[StoryLink], asked: Iterable[_Question]
) -> Iterator[Weighed]:
    questions: dict[str, list[_Question]] = {}
    for question in asked:
        questions.setdefault(question.document, []).append(question)
    linker = Linker(options)
    for item, link in remembered(unit, tuple(links)):
        told = without(item, link.house)
        for q in questions.get(link.document, ()):
            yield Weighed(q.judgement, q.document, q.story, linker.fit_of(profile(told, options), q.story), q.belongs)
        linker.restore(item, replace(link, revises=False))


def _left_alone(
    ledger: Iterable[Judgement], places: Mapping[str, str], machine: Mapping[str, StoryLink], attach: float
) -> tuple[float, ...]:
    """Return the scores of the links that a person saw, in the stories that were judged, and left as they were."""
    entries = tuple(ledger)
    seen = {story for entry in entries for story in (entry.left, entry.story)}
    moved = {document for entry in entries for document in entry.documents}
    return tuple(
        link.score
        for document, link in machine.items()
        if link.story in seen
        and link.story == places[document] != story_id(document)
        and document not in moved
        and link.copy_of is None
        and not link.revises
        and link.score >= attach
    )
