from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lagebild.cluster.reactions import address, attach, is_empty, normalised
from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document, Post
from lagebild.records.story import AnnotatedDocument, Story, StoryMaterial


def material(story: str, document: Document) -> StoryMaterial:
    item = AnnotatedDocument(document, Annotations(document.id, 1, "test/1", TextAnnotations("de")))
    return StoryMaterial(Story(story, document.title or "", (document.id,)), (item,))


FERRY = material(
    "s-ferry",
    Document(
        "d1",
        "Die Fähre Windroos ist vor Langeoog auf eine Sandbank gelaufen. 212 Fahrgäste warten auf die Flut.",
        title="Fähre Windroos vor Langeoog gestrandet",
        url="https://www.example.org/windroos?utm_source=feed",
    ),
)
TRAM = material(
    "s-tram", Document("d2", "In Kassel ist eine Straßenbahn am Königsplatz entgleist.", title="Kassel: Tram entgleist")
)
STORIES = (FERRY, TRAM)


def post(number: int, text: str, **more: str | None) -> Post:
    made = Post(f"p{number}", "forum.example", "t1", text, "anon", datetime(2025, 3, 4, 12, number, tzinfo=UTC))
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "about", ["d1", "s-ferry", "http://example.org/windroos/", "https://www.example.org/windroos#c"]
)
def test_explicit_reference(about: str) -> None:
    (link,) = attach([post(1, "Das war absehbar.", about=about)], STORIES)
    assert (link.story, link.score, link.removed) == ("s-ferry", 1.0, None)


def test_reply_inherits_the_story_of_its_thread() -> None:
    posts = [post(1, "Schlimm.", about="d1"), post(2, "Ja, finde ich auch.", parent="p1"), post(3, "Wieso denn?")]
    assert [p.story for p in attach(posts, STORIES)] == ["s-ferry"] * 3


def test_reply_follows_its_parent_rather_than_the_thread() -> None:
    posts = [post(1, "Schlimm.", about="d1"), post(2, "Anderes Thema.", about="d2"), post(3, "Eben.", parent="p2")]
    assert [p.story for p in attach(posts, STORIES)] == ["s-ferry", "s-tram", "s-tram"]


def test_content_attaches_and_says_why() -> None:
    (link,) = attach([post(1, "Die Windroos lag schon vor drei Jahren bei Langeoog fest.")], STORIES)
    assert link.story == "s-ferry"
    assert "Windroos" in link.reason


def test_unrelated_post_gets_no_link() -> None:
    assert attach([post(1, "Mein Rad wurde gestern geklaut, hat jemand etwas gesehen?")], STORIES) == ()


def test_reference_to_something_unknown_is_not_guessed_away() -> None:
    assert attach([post(1, "Windroos bei Langeoog!", about="https://elsewhere.example/x")], STORIES) == ()


def test_counts_are_exact() -> None:
    posts = [
        post(1, "Wann fährt die nächste?", about="d1"),
        post(2, "wann fährt die nächste ??", about="d1"),
        post(3, " … https://example.org/bild.jpg ", about="d1"),
        post(4, "Wann fährt die nächste?", about="d2"),
        post(5, "👍", about="d1"),
        post(1, "Wann fährt die nächste?", about="d1"),
    ]
    links = attach(posts, STORIES)
    assert [link.removed for link in links] == [None, "duplicate", "empty", None, None]
    assert len({link.post for link in links}) == 5


def test_near_copy_is_a_duplicate_and_the_earliest_counts() -> None:
    text = "Ich wohne seit zwanzig Jahren auf der Insel und habe so etwas bei ruhigem Wetter noch nie erlebt"
    later, earlier = post(9, text + "!!", about="d1"), post(2, text + ", ehrlich", about="d1")
    links = {link.post: link.removed for link in attach([later, earlier], STORIES)}
    assert links == {"p9": "duplicate", "p2": None}


def test_parents_in_a_circle_end() -> None:
    posts = [post(1, "a b", parent="p2", thread="x"), post(2, "c d", parent="p1", thread="x")]
    assert attach(posts, STORIES) == ()


def test_address_and_text_forms() -> None:
    assert address("https://www.Example.org/a/?b=2&utm_medium=x&a=1#top") == "example.org/a?a=1&b=2"
    assert is_empty(" ,;- www.example.org/x ")
    assert not is_empty("Ja")
    assert normalised("Über  ALLES…!") == "über alles"


def test_advertising_is_spam_and_counted_as_such() -> None:
    posts = [
        post(1, "Von zu Hause aus Geld verdienen: https://reich.example", about="d1"),
        post(2, "Mit der Fähre ist kein Geld zu verdienen, sagt die Reederei.", about="d1"),
    ]
    assert [link.removed for link in attach(posts, STORIES)] == ["spam", None]


@pytest.mark.parametrize(("account", "reason"), [("bot", "spam"), ("", None)])
def test_what_one_account_spreads_over_stories_is_spam(account: str, reason: str | None) -> None:
    third = material("s-dyke", Document("d3", "In Lauterach ist ein Deich gebrochen.", title="Deichbruch in Lauterach"))
    text = "Nur ein starker Staat kann das alles noch verhindern"
    posts = [post(n, text, about=f"d{n}", author=account) for n in (1, 2, 3)]
    assert [link.removed for link in attach(posts, (*STORIES, third))] == [reason] * 3


def test_a_call_may_stand_under_every_story() -> None:
    third = material("s-dyke", Document("d3", "In Lauterach ist ein Deich gebrochen.", title="Deichbruch in Lauterach"))
    posts = [post(n, "Danke an alle Helfer!", about=f"d{n}") for n in (1, 2, 3)]
    assert [link.removed for link in attach(posts, (*STORIES, third))] == [None] * 3
