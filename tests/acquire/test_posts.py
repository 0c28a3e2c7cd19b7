"""Rows of threads become posts without names."""

import pytest

from lagebild.acquire.posts import NOBODY, is_post, read_post
from lagebild.records.errors import ParseError

ROW: dict[str, object] = {
    "platform": "forum-stadt",
    "thread": 12,
    "id": "7",
    "parent": 3,
    "author": "Erika",
    "created": "2024-11-12T20:15:00Z",
    "text": "Das stimmt so nicht.",
    "about": "https://blatt.example/a",
}


def test_a_post() -> None:
    post = read_post(ROW, b"salz")
    assert post.id == "forum-stadt:12:7"
    assert post.parent == "forum-stadt:12:3"
    assert post.is_forum
    assert post.created is not None
    assert post.created.isoformat() == "2024-11-12T20:15:00+00:00"
    assert post.about == "https://blatt.example/a"


def test_names_are_hidden() -> None:
    author = read_post(ROW, b"salz").author
    assert author.startswith("p-")
    assert "erika" not in author.lower()
    assert author == read_post(ROW | {"thread": 13, "author": " Erika "}, b"salz").author
    assert author != read_post(ROW, b"pfeffer").author
    assert author != read_post(ROW | {"platform": "mastodon"}, b"salz").author
    assert read_post(ROW | {"author": None}, b"salz").author == NOBODY


def test_ids_of_different_threads_differ() -> None:
    one = read_post(ROW | {"thread": "a:b", "id": "c"}, b"salz").id
    assert one != read_post(ROW | {"thread": "a", "id": "b:c"}, b"salz").id


def test_a_post_is_not_its_own_parent() -> None:
    assert read_post(ROW | {"parent": 7}, b"salz").parent is None


def test_an_impossible_date_is_left_out() -> None:
    assert read_post(ROW | {"created": "31.02.2024"}, b"salz").created is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": None}, 'The field "text" is missing; add it.'),
        ({"thread": [1]}, 'The field "thread" is a list; it must be a text.'),
        ({"id": True}, 'The field "id" is true or false; it must be a text.'),
        ({"text": "a\0b"}, 'The field "text" contains a NUL character; remove it.'),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], reason: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_post(ROW | change, b"salz")
    assert str(caught.value) == reason


def test_posts_and_articles_are_told_apart() -> None:
    assert is_post(ROW)
    assert not is_post({"id": "1", "text": "a"})
