"""The JSON API: verbs, errors in one sentence, and the doors that stay shut to other pages."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app

SCHEMA = Path(__file__).parents[2] / "src" / "lagebild" / "report" / "report.schema.json"
TEXT = "In Emden brannte am Montag ein Lager. Verletzt wurde niemand, sagte Einsatzleiter Jörn Tammen."


@pytest.fixture(scope="module")
def demo(demo_workspace: Workspace) -> TestClient:
    return TestClient(build_app(demo_workspace), base_url="http://localhost")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with open_workspace(tmp_path) as workspace:
        yield TestClient(build_app(workspace), base_url="http://localhost", raise_server_exceptions=False)


def test_added_articles_become_a_story(empty: TestClient) -> None:
    rows = [
        {"id": "a", "title": "Brand in Emden", "text": TEXT, "published": "2026-03-31", "url": "https://b.example/1"},
        {"platform": "mastodon", "thread": "t", "id": "1", "author": "x", "created": "2026-03-31T10:00:00Z",
         "text": "Brennt es in Emden noch?", "about": "https://b.example/1"},
        {"id": "b"},
    ]  # fmt: skip
    added = empty.post("/api/add", json=rows).json()
    assert (added["new"], added["posts"], len(added["refused"])) == (1, 1, 1)
    assert added["refused"][0]["item"] == "item 3"
    assert empty.post("/api/run").json() == {"new": 0, "revised": 0, "posts": 0}
    (story,) = empty.get("/api/stories").json()["stories"]
    assert (story["documents"], story["posts"]) == (["a"], 1)
    report = empty.get(f"/api/stories/{story['id']}").json()
    assert report["reactions"]["social_comments"] == 1
    assert [i["item"] for i in empty.get("/api/sources").json()["issues"]] == ["item 3"]
    assert all(f["well"] for f in empty.get("/api/doctor").json()["findings"])


def test_files_of_this_machine_cannot_be_added(empty: TestClient, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    for address in (str(tmp_path / "secret.txt"), (tmp_path / "secret.txt").as_uri(), "-"):
        added = empty.post("/api/add", json=[{"address": address}]).json()
        assert added["new"] == 0 and len(added["refused"]) == 1


def test_every_report_of_the_sample_corpus_keeps_to_the_schema(demo: TestClient) -> None:
    check = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    stories = demo.get("/api/stories", params={"limit": 200}).json()["stories"]
    assert len(stories) >= 4
    for story in sorted(stories, key=lambda s: -len(s["documents"]))[:8]:
        report = demo.get(f"/api/stories/{story['id']}").json()
        assert [f"{e.json_path}: {e.message}" for e in check.iter_errors(report)] == []


def test_search_and_pages_of_the_list(demo: TestClient) -> None:
    found = demo.get("/api/stories", params={"q": "Umspannwerk", "limit": 1}).json()
    assert found["total"] >= 1 and len(found["stories"]) == 1
    assert demo.get("/api/stories", params={"q": "Xylophonkonzert"}).json()["total"] == 0
    for query in ('"', "AND", "a* OR", "(", "' OR 1=1 --", "\0", "ß" * 500):
        assert demo.get("/api/stories", params={"q": query}).status_code == 200, query
    every = demo.get("/api/stories", params={"limit": 200}).json()["stories"]
    paged = [s for o in range(0, len(every), 7) for s in demo.get(f"/api/stories?limit=7&offset={o}").json()["stories"]]
    assert paged == every


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/stories/s-none", None, 404),
        ("GET", "/api/documents/none", None, 404),
        ("GET", "/api/nothing", None, 404),
        ("GET", "/api/stories?limit=0", None, 422),
        ("GET", "/api/stories?offset=-1", None, 422),
        ("GET", "/api/stories?offset=99999999999999999999999", None, 422),
        ("GET", "/api/stories/s-none?format=docx", None, 422),
        ("POST", "/api/annotate", b"{", 422),
        ("POST", "/api/annotate", b'{"id": 1}', 422),
        ("POST", "/api/annotate", b'[{"id": "a"}]', 400),
        ("POST", "/api/annotate", b'[{"id": "a", "text": 7}]', 400),
        ("POST", "/api/cluster", b"[[]]", 422),
        ("POST", "/api/compare", b'["x"]', 422),
        ("POST", "/api/add", b"null", 422),
    ],
)
def test_errors_are_one_sentence(empty: TestClient, method: str, path: str, body: bytes | None, status: int) -> None:
    answer = empty.request(method, path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"error"} and answer.json()["error"].endswith(".")


def test_other_pages_cannot_change_anything(empty: TestClient) -> None:
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://localhost:9"},
    ):
        for path in ("/api/add", "/api/run", "/sources", "/stories/s/seen"):
            assert empty.post(path, json=[], headers=headers).status_code == 403, (path, headers)
    assert empty.post("/api/run", headers={"origin": "http://localhost", "sec-fetch-site": "same-origin"}).is_success


def test_other_names_for_this_machine_are_not_answered(empty: TestClient) -> None:
    """A page elsewhere whose name suddenly resolves to loopback must read nothing (DNS rebinding)."""
    for host in ("evil.example", "localhost.evil.example", ""):
        assert empty.get("/api/stories", headers={"host": host}).status_code == 400
    assert empty.get("/api/stories", headers={"host": "127.0.0.1:8765"}).is_success


def test_every_answer_bears_the_headers(empty: TestClient) -> None:
    for path in ("/", "/api/stories", "/api/nothing", "/nothing", "/static/icon.svg", "/api/stories?limit=x"):
        answer = empty.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers


def test_oversized_bodies_are_refused_however_they_are_sent(empty: TestClient) -> None:
    big = b'[{"id":"a","text":"' + b"a" * (17 * 1024 * 1024) + b'"}]'
    assert empty.post("/api/annotate", content=big).status_code == 413
    pieces = (big[at : at + 1_000_000] for at in range(0, len(big), 1_000_000))
    assert empty.post("/api/annotate", content=pieces).status_code == 411, "what is of unstated length is not read"


def test_length_that_is_no_number(empty: TestClient) -> None:
    assert empty.post("/api/run", headers={"content-length": "viele"}).status_code == 413


def test_numbers_beyond_every_database_are_wrong_use(empty: TestClient) -> None:
    for path in ("/?offset=9999999999999999999999", "/documents/a?revision=99999999999999999999", "/?offset=-1"):
        assert empty.get(path).status_code == 422
    assert empty.get("/documents/a?from=5&to=99999999999999999999999").status_code == 404
