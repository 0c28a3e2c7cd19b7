"""Laws of linking: replays agree, a restart changes nothing, links stay inside what exists."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.cluster.linker import Linker
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
OPTIONS = ClusterOptions(max_stories=6, max_exemplars=3, copy_documents=5, attach=0.3, merge=0.35)

headlines = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
rows = st.lists(st.tuples(headlines, headlines, st.one_of(st.none(), st.integers(0, 40))), max_size=14)


def items(drawn: list[tuple[str, str, int | None]]) -> list[AnnotatedDocument]:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    made = []
    for number, (title, text, day) in enumerate(drawn):
        published = None if day is None else start + timedelta(days=day)
        document = Document(f"d{number}", text, title=title or None, published=published)
        made.append(AnnotatedDocument(document, Annotations(document.id, 1, "test/1", TextAnnotations("de"))))
    return made


def replay(documents: list[AnnotatedDocument]) -> list[tuple[StoryLink, ...]]:
    linker = Linker(OPTIONS)
    return [linker.link(item) for item in documents]


@settings(deadline=None, max_examples=60)
@given(rows)
def test_replays_agree(drawn: list[tuple[str, str, int | None]]) -> None:
    assert replay(items(drawn)) == replay(items(drawn))


@settings(deadline=None, max_examples=60)
@given(rows, st.integers(0, 14))
def test_restart_changes_nothing(drawn: list[tuple[str, str, int | None]], stop: int) -> None:
    documents = items(drawn)
    whole = replay(documents)
    by_id = {item.document.id: item for item in documents}
    linker = Linker(OPTIONS)
    for links in whole[:stop]:
        for link in links:
            linker.restore(by_id[link.document], link)
    assert [linker.link(item) for item in documents[stop:]] == whole[stop:]


@settings(deadline=None, max_examples=60)
@given(rows)
def test_links_stay_inside_what_exists(drawn: list[tuple[str, str, int | None]]) -> None:
    documents = items(drawn)
    seen: set[str] = set()
    opened: set[str] = set()
    for item, links in zip(documents, replay(documents), strict=True):
        own, *repairs = links
        seen.add(item.document.id)
        opened.add(own.story)
        assert own.document == item.document.id
        assert not own.revises
        assert own.copy_of is None or own.copy_of in seen - {own.document}
        for link in links:
            assert 0.0 <= link.score <= 1.0
            assert 0.0 <= link.copied_share <= 1.0
            assert link.story in opened
            assert link.reasons
        assert all(link.revises and link.document in seen for link in repairs)
