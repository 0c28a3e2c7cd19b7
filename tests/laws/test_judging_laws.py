"""Laws of judging: what a person said holds at once and stays, and what is taken back leaves nothing behind."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.test_cluster_laws import LOOSE as OPTIONS
from tests.laws.test_cluster_laws import WORDS

from lagebild.cluster.judging import judged, placed, standing
from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.errors import JudgementError
from lagebild.records.judgement import Judgement
from lagebild.records.ports import Unit
from lagebild.records.story import Story, StoryLink
from lagebild.run.judging import Judging, doubts
from lagebild.run.pipeline import link_new
from lagebild.store import open_store
from lagebild.store.database import Store

START = datetime(2025, 1, 1, tzinfo=UTC)
News = tuple[str, int]
Order = tuple[str, int, int]
Step = News | Order

# Few words, so that stories grow, and meet in bridges that would merge them.
news = st.tuples(st.lists(st.sampled_from(WORDS[:9]), min_size=2, max_size=7).map(" ".join), st.integers(0, 3))
orders = st.tuples(st.sampled_from(["merge", "split", "move", "apart", "undo"]), st.integers(0, 40), st.integers(0, 40))
courses = st.lists(st.one_of(news, news, orders), max_size=16)


class Course:
    """A store that lives through a course of news and judgements."""

    def __init__(self, store: Store, at_once: bool = True) -> None:
        self.store = store
        self._at_once = at_once
        self._days = 0
        self._count = 0

    def take(self, step: Step) -> Judgement | None:
        """Live through a step; None where it was news, or a judgement that would change nothing."""
        if len(step) == 2:
            text, days = step
            self._days += days
            published = START + timedelta(days=self._days, minutes=self._count)
            document = Document(f"d{self._count:02}", text, title=text, published=published)
            self._count += 1
            with self.store.unit(write=True) as unit:
                unit.documents.add(document)
                unit.annotations.put(Annotations(document.id, 1, "test/1", TextAnnotations("de")))
            if self._at_once:
                self.link()
            return None
        self.link()
        try:
            with self.store.unit(write=True) as unit:
                return _judge(unit, *step)
        except JudgementError:
            return None

    def link(self) -> None:
        link_new(self.store, OPTIONS)

    def whole(self) -> object:
        """Return everything that was decided, in the order of decision, without the ledger."""
        with self.store.unit() as unit:
            return unit.stories.list(limit=1000), unit.stories.window(START)

    def stories(self) -> dict[str, str]:
        with self.store.unit() as unit:
            return {link.document: link.story for link in unit.stories.window(START)}

    def ledger(self) -> tuple[Judgement, ...]:
        with self.store.unit() as unit:
            return unit.judgements.all()

    def unjudged(self) -> dict[str, StoryLink]:
        documents = sorted(self.stories())
        with self.store.unit() as unit:
            return unit.judgements.unjudged(documents)


def _judge(unit: Unit, verb: str, a: int, b: int) -> Judgement | None:
    judging = Judging(unit, START, OPTIONS)
    found: Sequence[Story] = sorted(unit.stories.list(limit=1000).stories, key=lambda s: s.id)
    if verb == "undo":
        there = standing(unit.judgements.all())
        return judging.undo(there[a % len(there)].id) if there else None
    if not found:
        return None
    one, other = found[a % len(found)], found[b % len(found)]
    if verb == "merge":
        return judging.merge(one.id, other.id)
    if verb == "apart":
        return judging.apart(one.id, other.id)
    if verb == "move":
        return judging.move(one.documents[b % len(one.documents)], other.id)
    return judging.split(one.id, [d for n, d in enumerate(one.documents) if b >> n & 1])


@settings(max_examples=60)
@given(courses)
def test_what_was_said_holds_at_once(drawn: list[Step]) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        for step in drawn:
            said = course.take(step)
            stands = course.stories()
            if said is None or said.kind == "undone":
                continue
            assert {stands[d] for d in said.documents} == {said.story}
            assert {stands[d] for d in said.others} <= {said.story if said.kind == "same" else said.left}
            assert said.left != said.story
            if said.kind == "apart":
                continue
            with store.unit() as unit:
                links = unit.judgements.counting(said.documents)
            assert all(
                link.judgement == said.id and link.reasons[0].startswith("Von Hand: ") for link in links.values()
            )
        assert store.check() == ()


@settings(max_examples=60)
@given(courses)
def test_the_machine_leaves_alone_what_was_judged(drawn: list[Step]) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        for step in drawn:
            before, touched = course.stories(), judged(course.ledger())
            if course.take(step) is None and len(step) == 2:
                after = course.stories()
                assert {d: after[d] for d in touched} == {d: before[d] for d in touched}


@settings(max_examples=60)
@given(courses)
def test_what_was_kept_apart_is_no_question_any_more(drawn: list[Step]) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        for step in drawn:
            said = course.take(step)
            stands = course.stories()
            with store.unit() as unit:
                asked = doubts(unit)
            assert all(stands[each.document] == each.story != each.other == stands[each.near] for each in asked)
            if said is not None and said.kind == "apart":
                assert not any({each.document, each.near} <= {*said.documents, *said.others} for each in asked)


@settings(max_examples=60)
@given(courses)
def test_the_stories_are_what_links_and_ledger_say(drawn: list[Step]) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        for step in drawn:
            course.take(step)
        derived = placed(course.unjudged(), course.ledger())
        assert {d: place.story for d, place in derived.items()} == course.stories()


@settings(max_examples=60)
@given(courses, orders.filter(lambda order: order[0] != "undo"))
def test_undoing_at_once_leaves_nothing_behind(drawn: list[Step], last: Order) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        for step in drawn:
            course.take(step)
        course.link()
        before = course.whole()
        said = course.take(last)
        if said is None:
            return
        with store.unit(write=True) as unit:
            Judging(unit, START, OPTIONS).undo(said.id)
        assert course.whole() == before


@settings(max_examples=60)
@given(courses, st.integers(0, 40))
def test_undoing_later_is_as_if_it_had_never_been_said(drawn: list[Step], which: int) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        for step in drawn:
            course.take(step)
        there = standing(course.ledger())
        if not there:
            return
        gone = there[which % len(there)]
        entries = course.ledger()
        without = tuple(e for e in entries if e.id != gone.id)
        before = dict(zip((e.id for e in entries), (None, *(e.id for e in entries)), strict=False))
        with store.unit(write=True) as unit:
            Judging(unit, START, OPTIONS).undo(gone.id)
        links = course.unjudged()
        links |= {d: replace(k, after=before[gone.id]) for d, k in links.items() if k.after == gone.id}
        known = {d: place.story for d, place in placed(links, without).items()}
        stands = course.stories()
        if gone.kind != "different":
            assert stands == known
            return
        assert gone.story not in stands.values(), "the story that a split opened goes with it"
        if not any(gone.story in (e.left, e.story) for e in without):
            assert {d: stands[d] for d in gone.documents} == {d: known[d] for d in gone.documents}


@settings(max_examples=60)
@given(courses)
def test_restarts_change_nothing(drawn: list[Step]) -> None:
    ends = []
    for at_once in (True, False):
        with open_store("sqlite://") as store:
            course = Course(store, at_once)
            for step in drawn:
                course.take(step)
            course.link()
            ends.append((course.whole(), course.ledger()))
    assert ends[0] == ends[1]


@settings(max_examples=60)
@given(courses)
def test_every_address_leads_to_a_story(drawn: list[Step]) -> None:
    with open_store("sqlite://") as store:
        course = Course(store)
        known: set[str] = set()
        for step in drawn:
            course.take(step)
            known |= set(course.stories().values())
            with store.unit() as unit:
                for story in known:
                    assert unit.stories.get(story) or unit.stories.get(unit.judgements.leads_to(story) or "")
