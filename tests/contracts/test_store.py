"""What every store does, whatever the database: the ports of `records.ports`, on each database at hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from lagebild.records import ports
from lagebild.records.annotation import Annotations, TextAnnotations, TimeExpression
from lagebild.records.document import Document, Post, Source, SourceHealth
from lagebild.records.judgement import Judgement, JudgementKind
from lagebild.records.outcome import Refused
from lagebild.records.span import Span
from lagebild.records.story import PostLink, StoryLink
from lagebild.store import open_store
from lagebild.store.database import Store

CET = timezone(timedelta(hours=1))
NOON = datetime(2025, 1, 10, 12, tzinfo=CET)


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'a b#c?d.db'}"
    with open_store(url) as opened:
        yield opened


def article(id_: str, hours: float = 0, **more: object) -> Document:
    values: dict[str, object] = {
        "text": f"Der Text von {id_}.",
        "title": f"Titel {id_}",
        "published": NOON + timedelta(hours=hours),
        "outlet": "Morgenblatt",
        "language": "de",
    }
    return Document(id=id_, **{**values, **more})  # type: ignore[arg-type]


def noted(document: Document, producer: str = "rules/1") -> Annotations:
    return Annotations(document.id, document.revision, producer, TextAnnotations("de"))


def fill(unit: ports.Unit, *documents: Document) -> None:
    for document in documents:
        unit.documents.add(document)
        unit.annotations.put(noted(document))


def test_the_store_fulfils_the_ports(store: Store) -> None:
    as_port: ports.Store = store
    with as_port.unit() as unit:
        as_unit: ports.Unit = unit
        assert as_unit.documents.count() == 0


def test_a_document_comes_back_as_it_was_given(store: Store) -> None:
    given = article("a", furniture=(Span(0, 3),), seen=NOON, author="E. Beispiel", fingerprint="f")
    with store.unit(write=True) as unit:
        assert unit.documents.add(given) == "new"
    with store.unit() as unit:
        back = unit.documents.get("a")
    assert back == given
    assert back is not None and back.published is not None and back.published.utcoffset() == timedelta(hours=1)


def test_the_same_again_is_known_and_another_text_is_a_revision(store: Store) -> None:
    first, second = article("a"), article("a", text="Ein anderer Text.", title="Neu")
    with store.unit(write=True) as unit:
        arrivals = [unit.documents.add(d) for d in (first, first, second, second, first)]
        assert arrivals == ["new", "known", "revision", "known", "known"]
        assert [d.text for d in unit.documents.revisions("a")] == [first.text, second.text]
        newest = unit.documents.get("a")
        assert newest is not None and (newest.revision, newest.title) == (2, "Neu")
        older = unit.documents.get("a", 1)
        assert older is not None and older.text == first.text
        assert unit.documents.count() == 1
        assert unit.search.documents("anderer") == ("a",)
        assert unit.search.documents("Titel") == ()


def test_what_is_not_there_is_none_or_empty(store: Store) -> None:
    with store.unit() as unit:
        assert unit.documents.get("x") is None
        assert unit.documents.revisions("x") == ()
        assert unit.annotations.get("x") is None
        assert unit.stories.get("x") is None
        assert unit.stories.link_of("x") is None
        assert unit.judgements.leads_to("x") is None
        assert unit.judgements.counting(["x"]) == unit.judgements.unjudged(["x"]) == {}
        assert unit.stories.list() == ports.StoryPage((), 0)
        assert unit.posts.of_story("x") == ((), ())
        assert unit.sources.get("x") is None
        assert unit.sources.health("x") is None
        assert unit.visits.last("x") is None
        assert unit.blobs.get("x") is None
        assert unit.search.documents("x") == ()


def test_documents_by_time_and_by_ids(store: Store) -> None:
    seen_only = article("c", published=None, seen=NOON + timedelta(hours=2))
    with store.unit(write=True) as unit:
        for document in (article("b", 1), seen_only, article("a", 1), article("d", 0)):
            unit.documents.add(document)
        assert [d.id for d in unit.documents.unannotated("nobody")] == ["d", "a", "b", "c"]
        assert [d.id for d in unit.documents.unannotated("nobody", 2)] == ["d", "a"]
        assert [d.id for d in unit.documents.many(["d", "x", "a", "d"])] == ["d", "a", "d"]
        assert [d.id for d in unit.documents.many([f"x{n}" for n in range(2_000)])] == []


def test_annotations_and_what_still_lacks_them(store: Store) -> None:
    document = article("a")
    time = TimeExpression(Span(0, 3), "DATE", "2025-01-10", NOON, NOON + timedelta(days=1))
    full = Annotations("a", 1, "rules/1", TextAnnotations("de", times=(time,)))
    with store.unit(write=True) as unit:
        fill(unit, article("b", 1))
        unit.documents.add(document)
        assert [d.id for d in unit.documents.unannotated("rules/1")] == ["a"]
        assert [d.id for d in unit.documents.unannotated("rules/2")] == ["a", "b"]
        assert [d.id for d in unit.documents.unannotated("rules/2", 1)] == ["a"]
        unit.annotations.put(full)
        assert unit.annotations.get("a") == full == unit.annotations.get("a", 1)
        assert list(unit.annotations.many(["a", "b", "x"])) == ["a", "b"]
        unit.annotations.put(noted(document, "rules/2"))
        assert [d.id for d in unit.documents.unannotated("rules/2")] == ["b"]
        unit.documents.add(article("a", text="Anders."))
        assert [d.id for d in unit.documents.unannotated("rules/2")] == ["a", "b"]
        assert unit.annotations.get("a") is None
        assert unit.annotations.get("a", 1) == noted(document, "rules/2")


def test_a_story_follows_from_its_links(store: Store) -> None:
    a, b, c = article("a", 1), article("b", 0, outlet="Abendblatt"), article("c", 3)
    links = [StoryLink("a", "s", 0.9, ("Ort und Tag gleich",)), StoryLink("b", "s", 0.8, copy_of="a", copied_share=0.7)]
    with store.unit(write=True) as unit:
        fill(unit, a, b, c)
        assert unit.stories.unlinked() == ("b", "a", "c")
        unit.stories.put(links, a)
        unit.stories.put([StoryLink("c", "t", 1.0)], c)
        story = unit.stories.get("s")
        assert story is not None
        assert (story.title, story.documents, story.outlets) == ("Titel a", ("b", "a"), 2)
        assert (story.first, story.last) == (b.published, a.published)
        assert unit.stories.links("s") == (links[1], links[0])
        assert unit.stories.link_of("b") == links[1]
        assert unit.stories.unlinked() == ()
        assert [s.id for s in unit.stories.list().stories] == ["t", "s"]


def test_the_first_decision_stands_until_a_later_one_revises_it(store: Store) -> None:
    a, b = article("a"), article("b", 1)
    with store.unit(write=True) as unit:
        fill(unit, a, b)
        unit.stories.put([StoryLink("a", "s", 1.0)], a)
        unit.stories.put([StoryLink("b", "t", 1.0)], b)
        unit.stories.put([StoryLink("b", "s", 0.2)], b)
        link = unit.stories.link_of("b")
        assert link is not None and link.story == "t"
        unit.posts.add(Post("p", "forum", "1", "Aha.", "x"))
        unit.posts.put_links([PostLink("p", "t", 1.0, "genannt")])
        unit.stories.put([StoryLink("b", "s", 0.6, ("doch dasselbe",), revises=True)], b)
        assert unit.stories.get("t") is None
        story = unit.stories.get("s")
        assert story is not None and story.documents == ("a", "b")
        assert [p.id for p in unit.posts.unlinked()] == ["p"]


def test_the_window_is_in_the_order_of_decision(store: Store) -> None:
    a, b, c = article("a", 0), article("b", 5), article("c", 3)
    with store.unit(write=True) as unit:
        fill(unit, a, b, c)
        for document in (b, a, c):
            unit.stories.put([StoryLink(document.id, "s", 1.0)], document)
        assert [link.document for link in unit.stories.window(NOON + timedelta(hours=3))] == ["b", "c"]
        assert [link.document for link in unit.stories.window(NOON.astimezone(UTC))] == ["b", "a", "c"]


def test_a_new_revision_moves_the_story(store: Store) -> None:
    with store.unit(write=True) as unit:
        fill(unit, article("a"))
        unit.stories.put([StoryLink("a", "s", 1.0)], article("a"))
        unit.documents.add(article("a", 2, text="Anders.", title="Neuer Titel"))
        story = unit.stories.get("s")
        assert story is not None
        assert (story.title, story.last) == ("Neuer Titel", NOON + timedelta(hours=2))


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("  Der\n Titel ", "Text.", "Der Titel"),
        (None, "Ein kurzer Satz. Und noch einer.", "Ein kurzer Satz."),
        ("", "wort " * 60, ("wort " * 23).strip() + "…"),
        (None, "", ""),
    ],
)
def test_the_headline_stands_for_a_missing_title(store: Store, title: str | None, text: str, expected: str) -> None:
    with store.unit(write=True) as unit:
        fill(unit, article("a", title=title, text=text))
        unit.stories.put([StoryLink("a", "s", 1.0)], article("a"))
        story = unit.stories.get("s")
        assert story is not None and story.title == expected


def test_stories_by_query_outlet_and_language(store: Store) -> None:
    with store.unit(write=True) as unit:
        rows = (
            ("a", "Brand im Hafen", "X", "de"),
            ("b", "Fire at the port", "Y", "en"),
            ("c", "Brand gelöscht", "Y", "de"),
        )
        for hours, (id_, title, outlet, language) in enumerate(rows):
            document = article(id_, hours, title=title, outlet=outlet, language=language)
            fill(unit, document)
            unit.stories.put([StoryLink(id_, f"s{id_}", 1.0)], document)

        def found(*args: object, **more: object) -> tuple[list[str], int]:
            page = unit.stories.list(*args, **more)  # type: ignore[arg-type]
            return [story.id for story in page.stories], page.total

        assert found("brand") == (["sc", "sa"], 2)
        assert found("brand", limit=1) == (["sc"], 2)
        assert found("brand", limit=1, offset=1) == (["sa"], 2)
        assert found("brand", "Y") == (["sc"], 1)
        assert found(None, "Y") == (["sc", "sb"], 2)
        assert found(language="en") == (["sb"], 1)
        assert found("nirgends") == ([], 0)
        assert found("?!") == (["sc", "sb", "sa"], 3)


def judgement(id_: str, *documents: str, kind: JudgementKind = "moved") -> Judgement:
    return Judgement(id_, NOON, kind, documents, ("b",), "s", "t", "weil")


def test_a_judgement_and_its_links_come_back(store: Store) -> None:
    a, b = article("a", 1), article("b")
    own = StoryLink("a", "s", 0.9, copy_of="b")
    by_hand = StoryLink("a", "t", 1.0, ("Von Hand: verschoben",), revises=True, judgement="j1")
    with store.unit(write=True) as unit:
        fill(unit, a, b)
        unit.stories.put([own], a)
        unit.stories.put([StoryLink("b", "s", 0.8)], b)
        assert (unit.judgements.all(), unit.judgements.last()) == ((), None)
        window = unit.stories.window(NOON)
        unit.judgements.put(judgement("j1", "a"), [by_hand])
        assert (unit.judgements.all(), unit.judgements.last()) == ((judgement("j1", "a"),), "j1")
        assert unit.judgements.counting(["b", "a", "x"]) == {"a": by_hand, "b": StoryLink("b", "s", 0.8)}
        assert unit.judgements.unjudged(["a", "x"]) == {"a": own}
        assert unit.stories.window(NOON) == (*window, by_hand)
        moved = unit.stories.get("t")
        assert moved is not None and moved.documents == ("a",)
    assert store.check() == ()
    with store.unit(write=True) as unit:
        unit.judgements.put(judgement("j2", "a", kind="undone"), [own])
        assert [entry.id for entry in unit.judgements.all()] == ["j1", "j2"]
        assert unit.stories.get("t") is None
        assert unit.stories.window(NOON) == window, "what was taken back leaves no trace"
    assert store.check() == ()


def test_an_old_address_leads_to_where_most_of_its_documents_are(store: Store) -> None:
    articles = [article(id_) for id_ in "abc"]
    with store.unit(write=True) as unit:
        fill(unit, *articles)
        for document in articles:
            unit.stories.put([StoryLink(document.id, "s", 1.0)], document)
        moved = [StoryLink(id_, story, 1.0, revises=True) for id_, story in (("a", "t"), ("b", "u"), ("c", "u"))]
        unit.stories.put(moved, articles[0])
        assert unit.stories.get("s") is None
        assert [unit.judgements.leads_to(story) for story in ("s", "t", "x")] == ["u", "t", None]


def test_posts_of_a_story_wait_again(store: Store) -> None:
    with store.unit(write=True) as unit:
        fill(unit, article("a"))
        unit.stories.put([StoryLink("a", "s", 1.0)], article("a"))
        unit.posts.add(Post("p", "forum", "1", "Aha.", "x"))
        unit.posts.put_links([PostLink("p", "s", 1.0, "genannt")])
        unit.posts.unlink("s")
        story = unit.stories.get("s")
        assert story is not None and story.posts == 0
        assert [post.id for post in unit.posts.unlinked()] == ["p"]


def test_posts_and_their_stories(store: Store) -> None:
    posts = [
        Post(f"p{n}", "forum-x" if n else "bsky", "1", f"Nr. {n}", "x", NOON - timedelta(hours=n)) for n in range(3)
    ]
    with store.unit(write=True) as unit:
        fill(unit, article("a"))
        unit.stories.put([StoryLink("a", "s", 1.0)], article("a"))
        assert [unit.posts.add(post) for post in (*posts, posts[0])] == [True, True, True, False]
        assert [post.id for post in unit.posts.unlinked()] == ["p2", "p1", "p0"]
        links = [PostLink("p0", "s", 0.5, "Wortlaut"), PostLink("p1", "s", 0.5, "Wortlaut", removed="duplicate")]
        unit.posts.put_links(links)
        assert [post.id for post in unit.posts.unlinked()] == ["p2"]
        assert unit.posts.of_story("s") == ((posts[1], posts[0]), (links[1], links[0]))
        assert unit.posts.count() == 3
        story = unit.stories.get("s")
        assert story is not None and story.posts == 1


def test_sources_health_and_issues(store: Store) -> None:
    source = Source("feed:1", "feed", "https://example.org/feed", "Beispiel")
    with store.unit(write=True) as unit:
        assert unit.sources.add(source)
        assert not unit.sources.add(Source("feed:1", "feed", source.address, "Beispiel", active=False))
        kept = unit.sources.get("feed:1")
        assert kept is not None and not kept.active
        assert [s.id for s in unit.sources.all()] == ["feed:1"]
        health = SourceHealth("feed:1", checked=NOON, failures=2, message="HTTP 503", etag='"e"')
        unit.sources.record_health(SourceHealth("feed:1"))
        unit.sources.record_health(health)
        assert unit.sources.health("feed:1") == health
        for number in range(3):
            unit.sources.note_issue(None, Refused(f"f:{number}", "leer"), NOON)
        assert unit.sources.issues(2) == tuple(ports.Issue(None, f"f:{n}", "leer", NOON) for n in (2, 1))


def test_visits_and_blobs(store: Store) -> None:
    body = b"<p>" * 1000
    with store.unit(write=True) as unit:
        unit.visits.record("s", NOON)
        unit.visits.record("s", NOON + timedelta(hours=1))
        digest = unit.blobs.put(body, url="https://example.org", media_type="text/html", at=NOON)
        assert unit.blobs.put(body) == digest
    with store.unit() as unit:
        assert unit.visits.last("s") == NOON + timedelta(hours=1)
        assert unit.visits.last("s", until=NOON + timedelta(minutes=59)) == NOON
        assert unit.visits.last("s", "Ada") is None and unit.visits.last("t") is None
        assert unit.visits.last(None) == NOON + timedelta(hours=1)
        assert unit.visits.every() == {"s": NOON + timedelta(hours=1)} and unit.visits.every("Ada") == {}
        assert unit.visits.every(until=NOON + timedelta(minutes=59)) == {"s": NOON}
        assert unit.blobs.get(digest) == body


def test_an_exception_rolls_everything_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.unit(write=True) as unit:
        fill(unit, article("a"))
        raise ZeroDivisionError
    with store.unit() as unit:
        assert unit.documents.count() == 0
        assert unit.search.documents("Titel") == ()


def test_a_repository_has_at_most_seven_methods(store: Store) -> None:
    with store.unit() as unit:
        for name in unit.__slots__:
            methods = [method for method in dir(getattr(unit, name)) if not method.startswith("_")]
            assert 1 <= len(methods) <= 7, name


def test_a_sound_store_has_no_complaint(store: Store) -> None:
    with store.unit(write=True) as unit:
        fill(unit, article("a"), article("b"))
        unit.stories.put([StoryLink("a", "s", 1.0)], article("a"))
        unit.documents.add(article("a", text="Anders."))
    assert store.check() == ()


def test_the_history_of_a_story_has_every_event_with_its_time(store: Store) -> None:
    first, second, edited = (NOON + timedelta(hours=n) for n in range(3))
    with store.unit(write=True) as unit:
        for id_, when in (("a", first), ("b", second)):
            unit.documents.add(article(id_, seen=when))
        unit.documents.add(article("a", text="Anderer Text.", seen=edited))
        unit.stories.put([StoryLink("a", "s", 1.0)], article("a"), first)
        unit.stories.put([StoryLink("b", "s", 1.0)], article("b"), second)
        unit.stories.put([StoryLink("b", "t", 0.9, revises=True)], article("b"), edited)
        unit.posts.add(Post("p", "mastodon", "t", "Ah.", "x", first))
        unit.posts.put_links([PostLink("p", "s", 1.0, "genannt")], second)
        unit.posts.put_links([PostLink("p", "s", 1.0, "genannt")], edited)
        unit.posts.unlink("s", edited)
    with store.unit() as unit:
        past, moved = unit.history.of("s"), unit.history.moved()
        assert unit.lists.changed() == moved
        assert unit.history.of("nothing").placements == ()
    assert [(r.document.id, r.document.revision, r.at) for r in past.revisions] == [
        ("a", 1, first),
        ("a", 2, edited),
        ("b", 1, second),
    ]
    assert [(p.link.document, p.link.story, p.at) for p in past.placements] == [
        ("a", "s", first),
        ("b", "s", second),
        ("b", "t", edited),
    ]
    assert [(p.link and p.link.story, p.at) for p in past.post_placements] == [("s", second), (None, edited)]
    assert moved == {"s": edited, "t": edited}
