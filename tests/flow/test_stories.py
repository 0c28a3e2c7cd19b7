"""The sample corpus through the whole pipeline into a store: every story, copy, revision and reaction as planned."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lagebild.acquire.files import read_paths
from lagebild.cluster.options import ClusterOptions
from lagebild.language.encoder.shipped import encoder
from lagebild.language.search import search_analyser
from lagebild.records.document import Document
from lagebild.records.outcome import Done, Outcome
from lagebild.records.ports import Store
from lagebild.records.story import StoryMaterial
from lagebild.run.pipeline import accept, advance, annotate_new, link_new, material
from lagebild.store import open_store

CORPUS = Path(__file__).parents[2] / "corpus"
SEEN = datetime(2026, 6, 1, tzinfo=UTC)
PLAN: dict[str, Any] = json.loads((CORPUS / "plan.json").read_text("utf-8"))
LATER = {later: row["documents"][0] for row in PLAN["revisions"] for later in row["documents"][1:]}
"""Edited articles are known under the id of their first version."""


def outcomes(*names: str) -> list[Outcome[Any]]:
    return list(read_paths([CORPUS / name for name in names], seen=SEEN, salt=b"s" * 32))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store("sqlite://", search_analyser()) as opened:
        accept(outcomes("articles.jsonl", "posts.jsonl"), opened, SEEN)
        advance(opened, ClusterOptions())
        yield opened


@pytest.fixture(scope="module")
def found(store: Store) -> dict[str, StoryMaterial]:
    """Each planned story by its key: the stored story that holds its first article."""
    with store.unit() as unit:
        links = {s["key"]: unit.stories.link_of(s["articles"][0]) for s in PLAN["stories"]}
        return {key: material(unit, link.story) for key, link in links.items() if link is not None}


@pytest.mark.parametrize("key", [s["key"] for s in PLAN["stories"]])
def test_story_holds_what_is_planned_and_nothing_else(key: str, found: dict[str, StoryMaterial]) -> None:
    planned = next(set(s["articles"]) for s in PLAN["stories"] if s["key"] == key)
    assert set(found[key].story.documents) == {LATER.get(d, d) for d in planned}


def test_with_the_encoder_the_stories_are_the_planned_ones_too() -> None:
    """What `make demo` shows: vectors decide between articles, words between teasers."""
    with open_store("sqlite://", search_analyser()) as opened:
        accept(outcomes("articles.jsonl"), opened, SEEN)
        advance(opened, ClusterOptions(), encoder=encoder())
        with opened.unit() as unit:
            told = {frozenset(story.documents) for story in unit.stories.list(limit=100).stories}
    planned = [s["articles"] for s in PLAN["stories"]] + [[row["document"]] for row in PLAN["noise"]]
    assert told == {frozenset(LATER.get(d, d) for d in documents) for documents in planned}


def test_noise_stands_alone(store: Store) -> None:
    with store.unit() as unit:
        for row in PLAN["noise"]:
            link = unit.stories.link_of(row["document"])
            assert link is not None
            story = unit.stories.get(link.story)
            assert story is not None
            assert story.documents == (row["document"],), row["why"]


def test_edited_article_is_a_revision(store: Store) -> None:
    with store.unit() as unit:
        for first in LATER.values():
            assert [d.revision for d in unit.documents.revisions(first)] == [1, 2]


def test_copies_name_their_original_and_share(found: dict[str, StoryMaterial]) -> None:
    links = {link.document: link for m in found.values() for link in m.links}
    copies = {d: link.copy_of for d, link in links.items() if link.copy_of is not None}
    assert copies == {row["document"]: row["copy_of"] for row in PLAN["copies"]}
    for row in PLAN["copies"]:
        assert links[row["document"]].copied_share >= row["share_at_least"]


def test_every_link_says_why_in_at_most_three_reasons(found: dict[str, StoryMaterial]) -> None:
    for each in found.values():
        for link in each.links:
            assert 1 <= len(link.reasons) <= 3
            assert not any(word in " ".join(link.reasons).split() for word in ("rund", "gewesen", "sagte", "npa"))


@pytest.mark.parametrize("key", sorted(PLAN["posts"]["counted"]))
def test_reactions_are_counted_as_planned(key: str, found: dict[str, StoryMaterial]) -> None:
    truth = PLAN["posts"]["counted"][key]
    platforms = {post.id: post.platform for post in found[key].posts}
    kept = Counter(
        "forum" if platforms[link.post].startswith("forum") else "social"
        for link in found[key].post_links
        if link.removed is None
    )
    assert (kept["social"], kept["forum"]) == (truth["social_comments"], truth["forum_posts"])
    removed = {link.post.rpartition(":")[2]: link.removed for link in found[key].post_links if link.removed is not None}
    assert removed == {row["id"]: row["reason"] for row in truth["removed"]}


@pytest.mark.parametrize("size", [1, 7, 40])
def test_batches_and_restarts_change_nothing(size: int, found: dict[str, StoryMaterial]) -> None:
    rows = [o for o in outcomes("articles.jsonl") if isinstance(o, Done) and isinstance(o.record, Document)]
    rows.sort(key=lambda o: (o.record.published, o.record.id))
    with open_store("sqlite://", search_analyser()) as opened:
        for at in range(0, len(rows), size):
            accept(rows[at : at + size], opened, SEEN)
            annotate_new(opened)
            link_new(opened, ClusterOptions())
        with opened.unit() as unit:
            for each in found.values():
                again = unit.stories.get(each.story.id)
                assert again is not None
                assert set(again.documents) == set(each.story.documents)
