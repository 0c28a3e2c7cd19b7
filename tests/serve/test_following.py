"""What is followed, on page, command line and in the API: the same rows, and nothing of a name is obeyed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from lagebild.records.followed import Search
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.cli import following  # noqa: F401 - its import registers its commands
from lagebild.serve.cli.app import app
from lagebild.serve.rows import followed_row
from lagebild.serve.web.app import build_app

FIRE = {"id": "a", "text": "In Gera brannte am Montag ein Lager, sagte Ute Brandner.", "published": "2026-03-30T12:00"}
HOSTILE = "<b onclick=x>Gera</b>"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False) as workspace:
        workspace.add_rows([FIRE])
        workspace.run()
        yield workspace


@pytest.fixture
def client(space: Workspace) -> TestClient:
    return TestClient(build_app(space), base_url="http://localhost", follow_redirects=False)


def story(space: Workspace) -> str:
    return space.stories().stories[0].id


def command(space: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--workspace", str(space.settings.workspace)])


def test_the_three_surfaces_say_the_same(space: Workspace, client: TestClient) -> None:
    by_facade = space.follow(Search(q="Gera", place="Gera"), "Brände")
    by_api = client.post("/api/follow", json={"story": story(space), "name": "Lager"}).json()
    made = command(space, "follow", "Brand", "--outlet", "Bote", "--contested", "--name", "Streit")
    assert made.exit_code == 0 and "Streit  (q: Brand, outlet: Bote, contested: True)" in made.stdout
    rows = [followed_row(kept) for kept in space.followed()]
    assert len(rows) == 3 and followed_row(by_facade) in rows and by_api in rows
    assert client.get("/api/followed").json() == {"followed": rows}
    assert [json.loads(line) for line in command(space, "followed", "--json").stdout.splitlines()] == rows
    assert client.post("/api/unfollow", json={"id": story(space)}).json() == by_api
    assert command(space, "unfollow", by_facade.id).exit_code == 0
    assert [kept.name for kept in space.followed()] == ["Streit"]


@pytest.mark.parametrize(
    ("body", "status"), [({}, 400), ({"story": "s-none"}, 404), ({"fresh": "year"}, 422), ({"q": "x" * 501}, 422)]
)
def test_what_cannot_be_followed_is_refused(
    client: TestClient, space: Workspace, body: dict[str, str], status: int
) -> None:
    answer = client.post("/api/follow", json=body)
    assert answer.status_code == status and answer.json()["error"].endswith(".")
    assert space.followed() == ()


def test_wrong_use_on_the_command_line_is_named(space: Workspace) -> None:
    for arguments in (
        ("follow", "--fresh", "year", "x"),
        ("follow", "x", "--story", "s"),
        ("follow", "x", "--nothing"),
    ):
        assert command(space, *arguments).exit_code == 2
    assert "asks for nothing" in str(command(space, "follow").exception)


def test_the_list_offers_to_follow_what_it_was_narrowed_to(space: Workspace, client: TestClient) -> None:
    assert 'action="/followed' not in client.get("/").text
    page = client.get("/?q=Lager&fresh=week&lang=de").text
    assert 'action="/followed?q=Lager&amp;fresh=week"' in page
    assert client.post("/followed?q=Lager&fresh=week").headers["location"] == "/followed"
    (kept,) = space.followed()
    assert (kept.name, kept.search) == ("Lager, in 7 Tagen", Search(q="Lager", fresh="week"))
    assert "Diese Suche wird beobachtet" in client.get("/?q=Lager&fresh=week&sort=articles").text
    page = client.get("/followed").text
    assert 'href="/?q=Lager&amp;fresh=week"' in page and 'href="/feed.atom?q=Lager&amp;fresh=week"' in page
    assert client.get("/feed.atom?q=Lager&fresh=week").status_code == 200
    client.post("/followed/rename", data={"kept": kept.id, "name": HOSTILE})
    page = client.get("/followed").text
    assert HOSTILE not in page and "&lt;b onclick=x&gt;Gera&lt;/b&gt;" in page
    assert client.post("/followed/remove", data={"kept": kept.id}).status_code == 303
    assert space.followed() == ()


def test_a_story_is_followed_from_its_page_and_new_counts_from_then(space: Workspace, client: TestClient) -> None:
    address = f"/stories/{story(space)}"
    assert f'action="{address}/follow"' in client.get(address).text
    assert client.post(f"{address}/follow").headers["location"] == address
    assert f'action="{address}/unfollow"' in client.get(address).text
    with space._store.unit() as unit:
        assert unit.visits.last(story(space)) is not None
    assert client.get("/followed").text.count('class="acts"') == 1
    assert client.post(f"{address}/unfollow").status_code == 303
    assert client.post(f"{address}/unfollow").status_code == 404
    assert space.followed() == ()


def test_another_site_can_make_nobody_follow_anything(space: Workspace, client: TestClient) -> None:
    strange = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    for path in ("/followed?q=x", "/followed/remove", f"/stories/{story(space)}/follow", "/api/follow"):
        assert client.post(path, headers=strange).status_code == 403
    assert space.followed() == ()
