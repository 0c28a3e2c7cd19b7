"""Laws of stories under changes that must not matter: a report less, every report twice, other outlets, another order.

They hold over the sample corpus and random parts of it. No linker that decides with what came before can keep the first
and the last over all streams that can be thought of: without the report that drew it, a later one may fall to another
story, and of reports of one moment the first opens the story that the others are held against.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from tests.builders import CORPUS, NOON

from lagebild.acquire.jsonl import read_jsonl_documents
from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.corroborate.corroborate import corroborate
from lagebild.records.document import Document
from lagebild.records.outcome import Done
from lagebild.records.story import AnnotatedDocument, Story, StoryLink, StoryMaterial

Stream = Sequence[AnnotatedDocument]
Pairs = set[tuple[str, str]]
SEEDS = range(6)


def documents() -> list[Document]:
    """Return the documents of the corpus."""
    with (CORPUS / "articles.jsonl").open("rb") as stream:
        read = read_jsonl_documents(stream, "articles.jsonl", seen=NOON)
        return [row.record for row in read if isinstance(row, Done)]


@pytest.fixture(scope="module")
def corpus() -> Stream:
    """The corpus as read by rules alone."""
    return in_time(AnnotatedDocument(document, annotate(document)) for document in documents())


def in_time(stream: Iterable[AnnotatedDocument]) -> Stream:
    return sorted(stream, key=lambda item: (str(item.document.published), item.document.id))


def links(stream: Iterable[AnnotatedDocument]) -> dict[str, StoryLink]:
    linker = Linker()
    return {link.document: link for item in stream for link in linker.link(item)}


def together(stream: Iterable[AnnotatedDocument]) -> Pairs:
    """Return which documents stand in one story."""
    found = links(stream)
    return {(a, b) for a, b in combinations(sorted(found), 2) if found[a].story == found[b].story}


def part(stream: Stream, seed: int) -> Stream:
    """Return a random part of a stream, between a third and all of it."""
    random = Random(seed)
    share = random.uniform(0.33, 1.0)
    return [item for item in stream if random.random() < share]


def printed_again(item: AnnotatedDocument, later: timedelta) -> AnnotatedDocument:
    """Return the same text under another id, outlet and address."""
    published = item.document.published and item.document.published + later
    again = replace(
        item.document,
        id=f"{item.document.id}-b",
        outlet="Abdruck",
        url="https://abdruck.example/b",
        published=published,
    )
    return AnnotatedDocument(again, replace(item.annotations, document=again.id))


def origins(stream: Stream, found: dict[str, StoryLink]) -> Counter[tuple[str, str, str | None, int]]:
    """Return the claims of all stories, each with the number of its origins."""
    members: dict[str, list[AnnotatedDocument]] = defaultdict(list)
    for item in stream:
        members[found[item.document.id].story].append(item)
    counted: Counter[tuple[str, str, str | None, int]] = Counter()
    for story, items in members.items():
        ids = tuple(item.document.id for item in items)
        material = StoryMaterial(
            story=Story(story, "", ids), documents=tuple(items), links=tuple(found[each] for each in ids)
        )
        counted.update((story, c.text, c.speaker, len(c.origins)) for c in corroborate(material).claims)
    return counted


@pytest.mark.parametrize("seed", SEEDS)
def test_law_a_report_less_merges_nothing(corpus: Stream, seed: int) -> None:
    stream = part(corpus, seed)
    before = together(stream)
    for gone in Random(seed).sample(stream, 4):
        assert together(item for item in stream if item is not gone) <= before, gone.document.id


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=1)], ids=["at once", "a day later"])
@pytest.mark.parametrize("seed", SEEDS)
def test_law_a_report_printed_twice_is_no_second_origin(corpus: Stream, seed: int, later: timedelta) -> None:
    stream = part(corpus, seed)
    once = links(stream)
    twice = in_time([*stream, *(printed_again(item, later) for item in stream)])
    found = links(twice)
    assert {each: found[each].story for each in once} == {each: link.story for each, link in once.items()}
    assert all(found[f"{each}-b"].copy_of is not None for each in once)
    assert origins(twice, found) == origins(stream, once)


def test_law_names_of_outlets_tell_nothing(corpus: Stream) -> None:
    names = {
        outlet: f"Blatt {number}" for number, outlet in enumerate(sorted({i.document.outlet or "" for i in corpus}))
    }
    assert links(printed_by(corpus, [names[item.document.outlet or ""] for item in corpus])) == links(corpus)


def test_law_who_prints_what_tells_nothing_about_stories(corpus: Stream) -> None:
    """What three houses might call their own text, since each prints it twice, parts and joins nothing."""
    again = links(printed_by(corpus, [f"Blatt {number % 3}" for number in range(len(corpus))]))
    assert {each: link.story for each, link in again.items()} == {d: link.story for d, link in links(corpus).items()}


def printed_by(stream: Stream, outlets: Sequence[str]) -> Stream:
    documents = [
        replace(item.document, outlet=outlet, url=f"https://blatt.example/{number}")
        for number, (item, outlet) in enumerate(zip(stream, outlets, strict=True))
    ]
    return [AnnotatedDocument(document, annotate(document)) for document in documents]


@pytest.mark.parametrize("seed", SEEDS)
def test_law_the_order_within_a_day_tells_nothing_about_stories(corpus: Stream, seed: int) -> None:
    """Reports of one day, all given the same time, in any order."""
    random = Random(seed)
    stream = [
        AnnotatedDocument(
            replace(item.document, published=item.document.published.replace(hour=12, minute=0)), item.annotations
        )
        for item in part(corpus, seed)
        if item.document.published is not None
    ]
    shuffled = sorted(stream, key=lambda item: (str(item.document.published), random.random()))
    assert shuffled != stream
    assert together(shuffled) == together(stream)
