"""Whatever comes in whatever order: the store agrees with itself, and saying it again changes nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document, Post
from lagebild.records.ports import StoryPage
from lagebild.records.story import PostLink, StoryLink
from lagebild.store import open_store
from lagebild.store.database import Unit

START = datetime(2025, 1, 1, tzinfo=UTC)
IDS = st.sampled_from(["a", "b", "c", "d"])
STORIES = st.sampled_from(["s", "t"])

documents = st.builds(
    lambda id_, version, hours, outlet: Document(
        id_, f"Fassung {version}.", published=START + timedelta(hours=hours) if hours else None, outlet=outlet
    ),
    IDS,
    st.integers(1, 3),
    st.integers(0, 5),
    st.sampled_from(["X", "Y", None]),
)
links = st.builds(
    lambda id_, story, revises, copy: StoryLink(id_, story, 0.5, revises=revises, copy_of="a" if copy else None),
    IDS,
    STORIES,
    st.booleans(),
    st.booleans(),
)
post_links = st.builds(lambda id_, story: PostLink(f"p{id_}", story, 0.5, "genannt"), IDS, STORIES)
steps = st.lists(st.one_of(documents, links, post_links), max_size=20)


def take(unit: Unit, step: Document | StoryLink | PostLink) -> None:
    if isinstance(step, Document):
        unit.documents.add(step)
        unit.posts.add(Post(f"p{step.id}", "forum", "t", "Text", "x"))
        newest = unit.documents.get(step.id)
        assert newest is not None
        unit.annotations.put(Annotations(step.id, newest.revision, "rules/1", TextAnnotations("de")))
    elif isinstance(step, StoryLink):
        document = unit.documents.get(step.document)
        if document is not None:
            unit.stories.put([step], document)
    elif unit.stories.get(step.story) is not None:
        unit.posts.put_links([step])


@settings(max_examples=60)
@given(steps)
def test_the_store_agrees_with_itself(taken: list[Document | StoryLink | PostLink]) -> None:
    with open_store("sqlite://") as store:
        with store.unit(write=True) as unit:
            for step in taken:
                take(unit, step)
        assert store.check() == ()
        with store.unit() as unit:
            everything = unit.documents.unannotated("nobody")
            page = unit.stories.list()
            linked = sorted(id_ for story in page.stories for id_ in story.documents)
            assert page.total == len(page.stories)
            assert sorted([*linked, *unit.stories.unlinked()]) == sorted(d.id for d in everything)
            by_id = {d.id: d for d in everything}
            for story in page.stories:
                members = [by_id[id_] for id_ in story.documents]
                times = [d.published for d in members if d.published]
                assert (story.first, story.last) == (min(times, default=None), max(times, default=None))
                assert story.outlets == len({d.outlet for d in members if d.outlet})
                assert tuple(link.document for link in unit.stories.links(story.id)) == story.documents
                assert story.posts == len(unit.posts.of_story(story.id)[0])


@settings(max_examples=40)
@given(st.lists(documents, max_size=10), st.lists(links.filter(lambda link: not link.revises), max_size=10))
def test_saying_it_again_changes_nothing(given_: list[Document], decided: list[StoryLink]) -> None:
    seen: list[tuple[tuple[Document, ...], StoryPage]] = []
    with open_store("sqlite://") as store:
        for _ in range(2):
            with store.unit(write=True) as unit:
                for document in given_:
                    take(unit, document)
                for link in decided:
                    take(unit, link)
                seen.append((unit.documents.unannotated("nobody"), unit.stories.list()))
    assert seen[0] == seen[1]
