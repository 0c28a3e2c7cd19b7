"""Correcting stories in the browser: forms without need of scripts, a ledger in which all can be undone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.serve.test_pages import EVIL, FIELD, Outline

from lagebild.cluster.options import ClusterOptions
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app

TEXTS = {
    "a": ("Brand in Emden", "In Emden brannte am Montag ein Lager. Verletzt wurde niemand."),
    "b": ("Brand in Emden: Ursache unklar", "Nach dem Brand eines Lagers in Emden ist die Ursache unklar."),
    "c/d": ("Bernstein vor Husum", "Ein Kutter hat vor Husum 40 Kilo Bernstein aus der Nordsee gefischt."),
}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False) as opened:
        opened.add_rows(
            [{"id": i, "title": t, "text": x, "published": "2026-03-31T08:00:00Z"} for i, (t, x) in TEXTS.items()]
        )
        opened.run()
        assert opened.stories().total == 2
        yield opened


@pytest.fixture
def client(workspace: Workspace) -> TestClient:
    return TestClient(build_app(workspace), base_url="http://localhost", follow_redirects=False)


def story(workspace: Workspace, document: str) -> str:
    link = workspace.explain(document).link
    assert link is not None
    return link.story


def grouped(workspace: Workspace) -> list[list[str]]:
    return sorted(sorted(s.documents) for s in workspace.stories().stories)


def test_merged_by_the_form_and_undone_in_the_ledger(workspace: Workspace, client: TestClient) -> None:
    fire, amber = story(workspace, "a"), story(workspace, "c/d")
    page = client.get(f"/stories/{fire}").text
    assert "<summary>Zuordnung ändern</summary>" in page
    assert f'<option value="{amber}">Bernstein vor Husum</option>' in page
    # An address as it is copied from the browser does as well as an id.
    named = f"http://localhost:8765/stories/{amber}?lang=de"
    answer = client.post(f"/stories/{fire}/merge", data={"other": named, "note": "ein Tag an der Küste"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/stories/{fire}")
    assert grouped(workspace) == [["a", "b", "c/d"]]
    moved = client.get(f"/stories/{amber}")
    assert (moved.status_code, moved.headers["location"]) == (307, f"/stories/{fire}")
    assert client.get(f"/api/stories/{amber}").json()["story"]["id"] == fire
    shown = client.get("/documents/c%2Fd").text
    assert "Von Hand: mit dieser Geschichte zusammengeführt (ein Tag an der Küste)" in shown
    assert "By hand: merged with this story" in client.get("/documents/c%2Fd?lang=en").text
    ledger = client.get("/judgements?lang=de").text
    assert "Zusammengeführt" in ledger and "/documents/c%2Fd" in ledger and "ein Tag an der Küste" in ledger
    (entry,) = re.findall(r'name="judgement" value="(j-\w+)"', ledger)
    assert client.post("/judgements", data={"judgement": entry}).headers["location"] == "/judgements"
    assert grouped(workspace) == [["a", "b"], ["c/d"]]
    after = client.get("/judgements").text
    assert "zurückgenommen" in after and 'name="judgement"' not in after


def test_the_ledger_leads_to_what_it_says_of_the_threshold(workspace: Workspace, client: TestClient) -> None:
    fire, amber = story(workspace, "a"), story(workspace, "c/d")
    client.post(f"/stories/{fire}/merge", data={"other": amber})
    assert 'href="/judgements/advice"' in client.get("/judgements").text
    page = client.get("/judgements/advice?lang=de").text
    assert "wenn er zu mindestens 50 % passt" in page
    assert "Beurteilte Entscheidungen: 1;" in page and '<a href="/documents/c%2Fd">' in page and "gehört dazu" in page
    (weighed,) = client.get("/api/advice").json()["weighed"]
    assert (weighed["document"], weighed["story"], weighed["belongs"]) == ("c/d", fire, True)


def test_not_this_story_and_move(workspace: Workspace, client: TestClient) -> None:
    fire = story(workspace, "a")
    answer = client.post(f"/stories/{fire}/split", data={"documents": ["b"]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/stories/{fire}")
    assert grouped(workspace) == [["a"], ["b"], ["c/d"]]
    alone = client.get(f"/stories/{fire}").text
    assert 'name="documents"' not in alone, "of one document nothing can be split off"
    target = story(workspace, "c/d")
    answer = client.post(f"/stories/{fire}/move", data={"document": "b", "other": target})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/stories/{target}")
    assert grouped(workspace) == [["a"], ["b", "c/d"]]


@pytest.mark.parametrize(
    ("path", "data", "status", "sentence"),
    [
        ("/stories/s-none/merge", {"other": "s-none"}, 404, "There is no story"),
        ("/stories/{a}/merge", {"other": "s-none"}, 404, "There is no story"),
        ("/stories/{a}/merge", {"other": "{a}"}, 400, "are one story already"),
        ("/stories/{a}/merge", {"other": "///"}, 404, "There is no story"),
        ("/stories/{a}/split", {"note": ""}, 400, "No document is named"),
        ("/stories/{a}/split", {"documents": "c/d"}, 400, "is not in story"),
        ("/stories/{a}/move", {"document": "x", "other": "{a}"}, 404, "There is no document"),
        ("/stories/{a}/move", {"document": "a"}, 400, "No story is named"),
        ("/stories/{a}/merge", {"other": "s", "note": "x" * 501}, 422, "note: "),
        ("/judgements", {"judgement": "j-none"}, 404, "There is no judgement"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(
    workspace: Workspace, client: TestClient, path: str, data: dict[str, str], status: int, sentence: str
) -> None:
    here = story(workspace, "a")
    before = grouped(workspace)
    answer = client.post(path.format(a=here), data={k: v.replace("{a}", here) for k, v in data.items()})
    assert answer.status_code == status and sentence in answer.text
    assert grouped(workspace) == before and workspace.judgements() == ()


@pytest.mark.parametrize(
    ("verb", "body", "status"),
    [
        ("merge", {"story": "s-none", "other": "s-none"}, 404),
        ("merge", {"story": "s-none"}, 422),
        ("merge", ["s-none"], 422),
        ("split", {"story": "{a}", "documents": []}, 400),
        ("split", {"story": "{a}", "documents": ["c/d"]}, 400),
        ("split", {"story": "{a}", "documents": "a"}, 422),
        ("move", {"document": "a", "story": "{a}"}, 400),
        ("undo", {"judgement": "j-none"}, 404),
        ("undo", {"judgement": "j-none", "note": "x" * 501}, 422),
    ],
)
def test_the_api_refuses_in_one_sentence(
    workspace: Workspace, client: TestClient, verb: str, body: object, status: int
) -> None:
    here = story(workspace, "a")
    filled = {k: here if v == "{a}" else v for k, v in body.items()} if isinstance(body, dict) else body
    answer = client.post(f"/api/{verb}", json=filled)
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"error"} and answer.json()["error"].endswith(".")
    assert workspace.judgements() == ()


def test_other_pages_cannot_judge(workspace: Workspace, client: TestClient) -> None:
    here = story(workspace, "a")
    forms = [*(f"/stories/{here}/{verb}" for verb in ("merge", "split", "move")), "/judgements"]
    api = [f"/api/{verb}" for verb in ("merge", "split", "move", "undo")]
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        for path in (*forms, *api):
            assert client.post(path, content=b"", headers={**FORM, **headers}).status_code == 403, (path, headers)


@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_in_order(workspace: Workspace, client: TestClient, language: str) -> None:
    fire, amber = story(workspace, "a"), story(workspace, "c/d")
    workspace.undo(workspace.merge(fire, amber, EVIL).id)
    workspace.split(fire, ["b"], EVIL)
    for path in ("/judgements", f"/stories/{fire}", "/documents/b"):
        text = client.get(path, params={"lang": language}).text
        seen = Outline(text)
        assert seen.scripts_are_own and not seen.of("img") and len(seen.of("h1")) == 1
        identifiers = [a["id"] for _, a in seen.tags if "id" in a]
        assert len(identifiers) == len(set(identifiers))
        labels = "".join(re.findall(r"<label.*?</label>", text, re.S))
        assert len(FIELD.findall(text)) == len(FIELD.findall(labels)), path
    client.cookies.clear()


@pytest.fixture
def cautious(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A desk where no report fits well enough: what would have been joined is held."""
    options = ClusterOptions(attach=1.1, merge=1.1, hold_share=0.1, hold_mass=1.0)
    monkeypatch.setattr("lagebild.run.workspace.chosen_window", lambda _: options)
    with open_workspace(tmp_path / "cautious", encoder=False) as opened:
        text = "Nach dem Feuer in einem Lager in Emden ist die Ursache offen."
        rows = (
            {"id": "a", "title": "Brand in Emden", "text": TEXTS["a"][1]},
            {"id": "b", "title": "Feuer", "text": text},
        )
        opened.add_rows([{**row, "published": f"2026-03-31T0{n}:00:00Z"} for n, row in enumerate(rows, 8)])
        opened.run()
        assert grouped(opened) == [["a"], ["b"]]
        yield opened


def test_a_doubt_is_answered_where_it_is_asked(cautious: Workspace) -> None:
    client = TestClient(build_app(cautious), base_url="http://localhost", follow_redirects=False)
    first, second = story(cautious, "a"), story(cautious, "b")
    for here, there, title in ((first, second, "Feuer"), (second, first, "Brand in Emden")):
        page = client.get(f"/stories/{here}?lang=de").text
        assert "<h2>Vielleicht dieselbe Geschichte</h2>" in page
        assert f'<a href="/stories/{there}">{title}</a>' in page
        assert "passt zu " in page and "gleicher Ort: Emden" in page
    asked = client.get("/judgements/doubts?lang=en").text
    assert "Perhaps the same story" in asked and "same place: Emden" in asked
    answer = client.post(f"/stories/{second}/apart", data={"chosen": first, "there": "all"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/judgements/doubts")
    assert "Kein Artikel passte fast" in client.get("/judgements/doubts?lang=de").text
    assert "Vielleicht dieselbe" not in client.get(f"/stories/{first}?lang=de").text
    ledger = client.get("/judgements?lang=de").text
    assert "Getrennt gelassen" in ledger
    (entry,) = re.findall(r'name="judgement" value="(j-\w+)"', ledger)
    client.post("/judgements", data={"judgement": entry})
    answer = client.post(f"/stories/{first}/merge", data={"chosen": second})
    assert answer.headers["location"] == f"/stories/{first}"
    assert grouped(cautious) == [["a", "b"]]
    assert client.get("/api/doubts").json() == {"doubts": []}


def test_the_past_asks_nothing(cautious: Workspace) -> None:
    client = TestClient(build_app(cautious), base_url="http://localhost")
    then = client.get(f"/stories/{story(cautious, 'a')}?lang=de&as-of=2099-01-01").text
    assert "Vielleicht dieselbe" not in then
