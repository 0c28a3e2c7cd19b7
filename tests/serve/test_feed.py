"""The feed of a search holds the stories that the page lists for the same question, and a reader of feeds reads it."""

import re

import feedparser
import pytest
from fastapi.testclient import TestClient

from lagebild.run.workspace import Workspace
from lagebild.serve.web.app import build_app


@pytest.fixture(scope="module")
def client(demo_workspace: Workspace) -> TestClient:
    return TestClient(build_app(demo_workspace), base_url="http://localhost")


def listed(client: TestClient, question: str) -> list[str]:
    return re.findall(r'<h2[^>]*><a href="(/stories/[^"]+)"', client.get(f"/{question}").text)


@pytest.mark.parametrize("question", ["", "?q=Polizei", "?language=en", "?q=Polizei&language=de", "?contested=1"])
def test_it_holds_what_the_page_lists(client: TestClient, question: str) -> None:
    answer = client.get(f"/feed.atom{question}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert [e.link.removeprefix("http://localhost") for e in feed.entries] == listed(client, question)
    assert feed.entries
    assert len({e.id for e in feed.entries}) == len(feed.entries)
    assert all(e.title and e.summary and e.updated_parsed for e in feed.entries)


def test_an_entry_leads_to_the_feed_of_its_changes_and_has_its_identifier(client: TestClient) -> None:
    entry = feedparser.parse(client.get("/feed.atom").content).entries[0]
    (changes,) = [link.href for link in entry.links if link.rel == "related"]
    own = feedparser.parse(client.get(changes.removeprefix("http://localhost")).content)
    assert own.feed.id == entry.id
    assert own.entries


def test_the_page_offers_the_feed_of_what_was_asked(client: TestClient) -> None:
    assert 'href="/feed.atom?q=Polizei&amp;language=de"' in client.get("/?q=Polizei&language=de&offset=30").text
    assert 'href="/feed.atom?q=Polizei"' in client.get("/?q=Polizei&sort=origins").text
    assert 'href="/feed.atom"' in client.get("/").text


def test_a_search_that_finds_nothing_is_an_empty_feed_and_a_hostile_one_stays_text(client: TestClient) -> None:
    answer = client.get("/feed.atom", params={"q": "<x>&\x00 qqqq"})
    feed = feedparser.parse(answer.content)
    assert (answer.status_code, feed.bozo, feed.entries) == (200, False, [])
    assert feed.feed.links[0].href.startswith("http://localhost/feed.atom?q=%3Cx%3E")
