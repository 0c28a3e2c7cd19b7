"""Laws of linking: replays agree, a restart changes nothing, links stay inside what exists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.cluster.linker import Linker, story_id
from lagebild.cluster.options import ClusterOptions
from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument, StoryLink

WORDS = [
    "Quedlinburg",
    "Husum",
    "Bautzen",
    "Stromausfall",
    "Blackout",
    "Brand",
    "Überfall",
    "Umspannwerk",
    "Juwelier",
    "Waldbrand",
    "Quandt",
    "Halvorsen",
    "Emden",
    "9.000",
    "17",
    "Seeleute",
    "Streik",
    "Explosion",
    "Nordhavn",
    "Giftwolke",
    "am",
    "in",
    "die",
    "nach",
]
# Little is remembered, or a little more, and stories merge and split at the least occasion.
TIGHT = ClusterOptions(max_kept=3, copy_documents=5, attach=0.3, merge=0.35, window_days=20, single_days=5)
LOOSE = replace(TIGHT, max_kept=6, split_from=4, split_part=2, split_voices=0.5, split_across=0.95, split_telling=99.0)
options = st.sampled_from([TIGHT, LOOSE])

headlines = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
rows = st.lists(st.tuples(headlines, headlines, st.one_of(st.none(), st.integers(0, 40))), max_size=14)
in_time = st.lists(st.tuples(headlines, headlines, st.integers(0, 40)), max_size=14).map(
    lambda drawn: sorted(drawn, key=lambda row: row[2])
)


def items(drawn: Sequence[tuple[str, str, int | None]]) -> list[AnnotatedDocument]:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    made = []
    for number, (title, text, day) in enumerate(drawn):
        published = None if day is None else start + timedelta(days=day)
        document = Document(f"d{number}", text, title=title or None, published=published)
        made.append(AnnotatedDocument(document, Annotations(document.id, 1, "test/1", TextAnnotations("de"))))
    return made


def replay(documents: list[AnnotatedDocument], chosen: ClusterOptions) -> list[tuple[StoryLink, ...]]:
    linker = Linker(chosen)
    return [linker.link(item) for item in documents]


@settings(max_examples=60)
@given(rows, options)
def test_replays_agree(drawn: list[tuple[str, str, int | None]], chosen: ClusterOptions) -> None:
    assert replay(items(drawn), chosen) == replay(items(drawn), chosen)


def told(decided: list[tuple[StoryLink, ...]]) -> Iterator[StoryLink]:
    """Yield all links in the order of decision: what a store gives back."""
    return (link for links in decided for link in links)


@settings(max_examples=150)
@given(in_time, st.integers(0, 14), options)
def test_restart_changes_nothing(drawn: list[tuple[str, str, int]], stop: int, chosen: ClusterOptions) -> None:
    documents = items(drawn)
    whole = replay(documents, chosen)
    by_id = {item.document.id: item for item in documents}
    linker = Linker(chosen)
    for link in told(whole[:stop]):
        linker.restore(by_id[link.document], link)
    assert [linker.link(item) for item in documents[stop:]] == whole[stop:]


@settings(max_examples=150)
@given(in_time, st.lists(st.integers(1, 4), min_size=1), options)
def test_batches_make_the_same_stories(
    drawn: list[tuple[str, str, int]], sizes: list[int], chosen: ClusterOptions
) -> None:
    documents = items(drawn)
    by_id = {item.document.id: item for item in documents}
    decided: list[tuple[StoryLink, ...]] = []
    at = 0
    while at < len(documents):
        linker = Linker(chosen)
        for link in told(decided):
            linker.restore(by_id[link.document], link)
        size = sizes[len(decided) % len(sizes)]
        decided += [linker.link(item) for item in documents[at : at + size]]
        at += size
    assert decided == replay(documents, chosen)


@settings(max_examples=60)
@given(rows, options)
def test_links_stay_inside_what_exists(drawn: list[tuple[str, str, int | None]], chosen: ClusterOptions) -> None:
    documents = items(drawn)
    seen: set[str] = set()
    for item, links in zip(documents, replay(documents, chosen), strict=True):
        own, *repairs = links
        seen.add(item.document.id)
        assert own.document == item.document.id
        assert not own.revises
        assert own.copy_of is None or own.copy_of in seen - {own.document}
        for link in links:
            assert 0.0 <= link.score <= 1.0
            assert 0.0 <= link.copied_share <= 1.0
            assert link.story in {story_id(document) for document in seen}
            assert link.reasons
        assert all(link.revises and link.document in seen for link in repairs)
