"""The page of a long story begins its parts, and their own pages lose nothing of the rest."""

import gc
import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from lagebild.report.render import html, parts
from lagebild.run.workspace import Workspace
from lagebild.serve.web import news, pages
from lagebild.serve.web.app import build_app, settle

CITED = re.compile(r'class="cite" href="([^"]+)"')


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a story of two dozen articles be a long one."""
    for module in (parts, html):
        monkeypatch.setattr(module, "FOLDED", 2)
    monkeypatch.setattr(parts, "BEGUN", 1)
    monkeypatch.setattr(parts, "MOST_ROWS", 2)
    monkeypatch.setattr(pages, "MEMBERS", 1)
    yield


def whole(client: TestClient, address: str) -> list[str]:
    """Return the pages of a part, in order."""
    found, onward = [], [address]
    while onward:
        answer = client.get(unescape(onward[0]).partition("#")[0])
        assert answer.status_code == 200
        found.append(answer.text)
        onward = re.findall(r'rel="next" href="([^"]+)"', answer.text)
    return found


def test_page_and_parts_together_cite_all_that_the_story_cites(
    client: TestClient, outage: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BEGUN", 10_000)
    monkeypatch.setattr(parts, "FOLDED", 10_000)
    every = set(CITED.findall(client.get(f"/stories/{outage}").text))
    request.getfixturevalue("brief")
    page = client.get(f"/stories/{outage}").text
    linked = {
        unescape(a).partition("?")[0].partition("#")[0] for a in re.findall(r'href="(/stories/[^"]+/part/[^"]+)"', page)
    }
    assert {a.rpartition("/")[2] for a in linked} == {"meldung", "claims", "numbers", "timeline", "sources", "wording"}
    told = {c for address in linked for text in whole(client, address) for c in CITED.findall(text)}
    begun = set(CITED.findall(page))
    assert begun < every and begun | told == every


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("part", ["claims", "numbers", "timeline", "sources"])
def test_the_pages_of_a_part_join_without_gap(client: TestClient, outage: str, part: str) -> None:
    report = client.get(f"/api/stories/{outage}").json()
    texts = whole(client, f"/stories/{outage}/part/{part}")
    assert len(texts) > 1 and '<span class="count">' in texts[0]
    row = {"claims": r'<li id="([^"]+)"', "numbers": r'<div class="numbers" id="([^"]+)"'}.get(part)
    if row:
        seen = [i for text in texts for i in re.findall(row, text)]
        assert len(seen) == len(set(seen)) == len(report[part])
    starts = [int(n) for text in texts for n in re.findall(r'<ol class="\w+" start="(\d+)"', text)]
    assert starts == ([] if row else list(range(1, 2 * len(texts), 2)))


@pytest.mark.usefixtures("brief")
def test_what_is_left_out_is_linked_where_it_stands(client: TestClient, outage: str) -> None:
    page = client.get(f"/stories/{outage}").text
    there = [unescape(a) for a in re.findall(r'href="(/stories/[^"]+/part/claims[^"]*#[^"]+)"', page)]
    assert there
    for address in there:
        assert f'id="{address.partition("#")[2]}"' in client.get(address).text


@pytest.mark.usefixtures("brief")
def test_the_forms_that_correct_a_long_story_have_their_page(client: TestClient, outage: str) -> None:
    page = client.get(f"/stories/{outage}").text
    assert f'href="/stories/{outage}/judge"' in page and 'name="documents"' not in page
    forms = client.get(f"/stories/{outage}/judge").text
    assert forms.count('name="documents"') == len(client.get(f"/api/stories/{outage}").json()["sources"])


def test_a_part_that_is_none_is_refused_and_a_page_beyond_the_last_is_the_last(client: TestClient, outage: str) -> None:
    assert client.get(f"/stories/{outage}/part/gossip").status_code == 422
    assert client.get(f"/stories/{outage}/part/claims?page=0").status_code == 422
    last = whole(client, f"/stories/{outage}/part/claims")[-1]
    shown = client.get(f"/stories/{outage}/part/claims?page=999").text
    assert re.findall(r'<li id="([^"]+)"', shown) == re.findall(r'<li id="([^"]+)"', last)


def test_a_report_that_stands_alone_leaves_nothing_out(client: TestClient, outage: str) -> None:
    saved = client.get(f"/api/stories/{outage}?format=html").text
    assert "/part/" not in saved and 'class="onward"' not in saved


def test_the_news_are_those_of_the_latest_stories(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = re.findall(r'<section id="([^"]+)">', client.get("/digest").text)
    monkeypatch.setattr(news, "MOST", 2)
    page = client.get("/digest").text
    told = re.findall(r'<section id="([^"]+)">', page)
    assert len(told) == 2 and set(told) < set(every)
    assert re.search(r'<a href="/">In \d+ weiteren Geschichten hat sich etwas bewegt', page)


def test_what_is_loaded_for_good_is_not_looked_at_again(demo_workspace: Workspace) -> None:
    try:
        settle(build_app(demo_workspace))
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
