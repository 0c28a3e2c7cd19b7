"""What is followed: kept once, found as the list finds it, and sent at once, each entry once, to everybody set up."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.run.postbox import postbox, receiver
from tests.run.test_notify import FIRST, SECOND, tell, with_hook, with_mail

from lagebild.records.errors import NotFoundError, ParseError
from lagebild.records.followed import Search
from lagebild.run.clock import now
from lagebild.run.following import LONGEST_NAME, stories_of
from lagebild.run.workspace import Workspace, open_workspace

OTHER = "In Husum hat ein Kutter am Montag 40 Kilo Bernstein aus der Nordsee gefischt, sagte Fischer Momme Harms."


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "secret").write_text("ein-langes-geheimnis\n", encoding="utf-8")
    with open_workspace(tmp_path, encoder=False, deliver_private=True, webhook_secret_file="secret") as workspace:
        yield workspace


def story_of(space: Workspace, document: str) -> str:
    link = space.explain(document).link
    assert link is not None
    return link.story


def test_a_search_is_kept_once_under_its_last_name(space: Workspace) -> None:
    first = space.follow(Search(q="Gera"))
    assert first.name == "Gera"
    again = space.follow(Search(q="Gera"), "  Brände \n in\u202e Gera ")
    other = space.follow(Search(q="Gera", contested=True))
    assert again.id == first.id and again.name == "Brände in Gera" and again.at == first.at
    assert set(space.followed()) == {again, other}
    assert space.unfollow(first.id) == again
    assert space.followed() == (other,)
    assert len(space.follow(Search(q="x"), "lang" * 100).name) <= LONGEST_NAME


def test_what_asks_for_nothing_or_names_nothing_is_refused(space: Workspace) -> None:
    with pytest.raises(ParseError, match="asks for nothing"):
        space.follow(Search())
    with pytest.raises(NotFoundError, match="no story"):
        space.follow(Search(story="s-none"))
    with pytest.raises(NotFoundError, match="Nothing is followed"):
        space.unfollow("f-none")
    assert space.followed() == ()


def test_a_search_finds_what_the_filters_say(space: Workspace) -> None:
    tell(space, "bote", FIRST)
    tell(space, "kurier", OTHER)
    fire, fish = story_of(space, "bote"), story_of(space, "kurier")

    def found(search: Search) -> set[str]:
        return set(stories_of(space._store, space.pictures, search, now()))

    assert found(Search(q="Bernstein")) == {fish}
    assert found(Search(outlet="bote")) == {fire}
    assert found(Search(place="gera")) == {fire}
    assert found(Search(q="Gera", outlet="kurier")) == set()
    assert found(Search(story=fish)) == {fish}
    assert found(Search(story="s-none")) == set()
    assert found(Search(fresh="day", q="Gera")) == set(), "the articles are months old"


def test_what_is_new_in_a_search_is_mailed_at_once_and_once(space: Workspace) -> None:
    tell(space, "a", FIRST)
    with postbox() as box:
        with_mail(space, box.port)
        space.follow(Search(q="Gera"), "Brände in Gera")
        list(space.watch(1))
        assert box.messages == [], "what was there before is not new"
        tell(space, "b", SECOND)
        tell(space, "c", OTHER)
        list(space.watch(1))
        ((to, message),) = box.messages
        assert to == "desk@news.example"
        assert message["Subject"].startswith("Lagebild: Brände in Gera, ")
        text = message.get_body(("plain",))
        assert text is not None and "17" in text.get_content() and "Bernstein" not in text.get_content()
        list(space.watch(1))
        assert len(box.messages) == 1
        space.unfollow(space.followed()[0].id)
        tell(space, "d", "Der Brand in Gera ist gelöscht. Verletzt wurden 19 Menschen, sagte Ute Brandner am Mittwoch.")
        list(space.watch(1))
        assert len(box.messages) == 1, "nobody follows it any more"


def test_a_webhook_is_told_what_it_is_of_and_a_refused_entry_comes_again(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lagebild.acquire.webhook.time.sleep", lambda _: None)
    tell(space, "a", FIRST)
    kept = space.follow(Search(story=story_of(space, "a")), "Gera")
    with receiver(400, 204) as got:
        with_hook(space, got.url)
        assert next(iter(space.watch(1))).refused == () and got.posts == []
        tell(space, "b", SECOND)
        assert [r.reason for r in next(iter(space.watch(1))).refused] == ["It answered with status 400."]
        list(space.watch(1))
        refused, taken = (json.loads(body) for _, body in got.posts)
        assert refused["data"]["stories"] == taken["data"]["stories"] != []
        assert (taken["type"], taken["data"]["name"]) == ("followed", "Gera")
        assert taken["data"]["reader"].endswith(f" {kept.id}")
        list(space.watch(1))
        assert len(got.posts) == 2


def test_a_followed_story_is_followed_where_it_was_merged_into(space: Workspace) -> None:
    tell(space, "a", FIRST)
    tell(space, "c", OTHER)
    gone, kept = story_of(space, "a"), story_of(space, "c")
    followed = space.follow(Search(story=gone))
    assert followed.name
    space.merge(kept, gone)
    assert stories_of(space._store, space.pictures, followed.search, now()) == (kept,)
