"""Exports of a story over HTTP: every format is offered on its page, and a table is saved under a name of its own."""

import csv
import io
import json
import re

import pytest
from fastapi.testclient import TestClient

from lagebild.report.render import FILES, FORMATS
from lagebild.report.render.csv import TABLES
from lagebild.run.workspace import Workspace
from lagebild.serve.web.app import build_app


@pytest.fixture(scope="module")
def client(demo_workspace: Workspace) -> TestClient:
    return TestClient(build_app(demo_workspace), base_url="http://localhost")


@pytest.fixture(scope="module")
def story(demo_workspace: Workspace) -> str:
    return max(demo_workspace.stories().stories, key=lambda s: len(s.documents)).id


def test_the_page_offers_every_format(client: TestClient, story: str) -> None:
    offered = re.findall(r'href="/api/stories/[^"?]+\?format=([\w.]+)"', client.get(f"/stories/{story}").text)
    assert sorted(offered) == sorted([*FORMATS, *FILES])


@pytest.mark.parametrize("form", sorted(TABLES))
def test_a_table_is_a_download(client: TestClient, story: str, form: str) -> None:
    answer = client.get(f"/api/stories/{story}", params={"format": form})
    assert answer.headers["content-disposition"] == f'attachment; filename="{story}-{form}"'
    if form.endswith(".csv"):
        assert answer.headers["content-type"] == "text/csv; header=present; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        assert rows
        assert {row["story"] for row in rows} == {story}
    else:
        assert answer.headers["content-type"] == "application/jsonl"
        assert {json.loads(line)["story"] for line in answer.text.splitlines()} == {story}


def test_each_passage_of_a_table_stands_in_its_document(
    client: TestClient, story: str, demo_workspace: Workspace
) -> None:
    for form in ("claims.csv", "numbers.csv"):
        answer = client.get(f"/api/stories/{story}", params={"format": form})
        for row in csv.DictReader(io.StringIO(answer.text, newline="")):
            document = demo_workspace.explain(row["document"], int(row["revision"])).document
            stands = document.field("title" if row["field"] == "title" else "text")[int(row["start"]) : int(row["end"])]
            assert row["quote"].replace("'", "") == stands.replace("'", "")


def test_annotations_are_those_of_all_citations(client: TestClient, story: str) -> None:
    answer = client.get(f"/api/stories/{story}", params={"format": "annotations"})
    assert answer.headers["content-type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    report = client.get(f"/api/stories/{story}").json()
    cited = {(s["text"], c["quote"]) for s in report["sentences"] for c in s["citations"]}
    items = answer.json()["first"]["items"]
    assert {(i["body"]["value"], i["target"]["selector"][0]["exact"]) for i in items} == cited
    assert all(i["target"]["source"].startswith("https://") for i in items)
    assert all("prefix" in i["target"]["selector"][0] for i in items)
