from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from tests.website import served_site

from lagebild.acquire.discover import feed_links
from lagebild.acquire.fetch import discover, poll
from lagebild.acquire.gate import Gate
from lagebild.acquire.options import GateOptions, ParseLimits, PollOptions
from lagebild.acquire.sources import feed_source
from lagebild.records.document import SourceHealth
from lagebild.records.errors import GateError, ParseError
from lagebild.records.outcome import Done

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
GATE = Gate(GateOptions(allow_loopback=True, deadline=5.0), clock=lambda: NOW)
FEED = b"<rss><channel><title>Blatt</title><item><title>Eins</title><link>https://a.example/1</link></item></channel></rss>"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/feed": (200, {"ETag": '"1"', "Last-Modified": "Mon, 05 Jan 2026 10:00:00 GMT"}, FEED),
    "/large": (200, {}, FEED.replace(b"Eins", b"x" * 9_000_000)),
    "/moved": (301, {"Location": "/feed"}, b""),
    "/gone": (410, {}, b""),
    "/missing": (404, {}, b""),
    "/broken": (500, {}, b""),
    "/busy": (429, {"Retry-After": "7200"}, b""),
    "/later": (503, {"Retry-After": "Mon, 05 Jan 2026 15:00:00 GMT"}, b""),
    "/absurd": (503, {"Retry-After": "99999999999999"}, b""),
    "/page": (
        200,
        {"Content-Type": "text/html"},
        b"""<!doctype html><html><head><base href="/n/"><link rel="alternate" type="application/rss+xml" href="rss"
        title="Alles &amp; <b>mehr</b>"><link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">
        <link rel=alternate type="application/json" href="/wp-json/posts/1"></head></html>""",
    ),
    "/plain": (200, {}, b'<html><body><a href="/rss/alles.xml">Feed</a> <a href="/impressum">x</a></body></html>'),
    "/nothing": (200, {}, b"<html><body>nichts</body></html>"),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served_site() as running:
        running.answers |= ANSWERS
        yield running.url


def test_first_visit_and_the_next(site: str) -> None:
    source = feed_source(f"{site}/feed")
    first = poll(source, None, GATE, NOW)
    assert [type(outcome) for outcome in first.outcomes] == [Done]
    assert first.title == "Blatt"
    assert (first.health.etag, first.health.documents, first.health.failures) == ('"1"', 1, 0)
    assert first.health.due is not None
    assert timedelta(minutes=13) < first.health.due - NOW < timedelta(minutes=17)
    second = poll(source, first.health, GATE, NOW + timedelta(hours=1))
    assert second.outcomes == ()
    assert second.health.etag == '"1"'
    assert second.health.modified == first.health.modified
    assert second.health.succeeded == NOW + timedelta(hours=1)
    assert poll(source, None, GATE, NOW) == first


def test_permanent_redirect_is_told(site: str) -> None:
    visited = poll(feed_source(f"{site}/moved"), None, GATE, NOW)
    assert visited.moved_to == f"{site}/feed"
    assert len(visited.outcomes) == 1


def test_gone(site: str) -> None:
    visited = poll(feed_source(f"{site}/gone"), None, GATE, NOW)
    assert visited.gone
    assert visited.health.message == "The feed is gone for good (410); the source was switched off."


@pytest.mark.parametrize(
    ("path", "least", "most"),
    [
        ("/busy", timedelta(hours=2), timedelta(hours=2, minutes=5)),
        ("/later", timedelta(hours=3), timedelta(hours=3, minutes=5)),
        ("/absurd", timedelta(days=1), timedelta(days=1, minutes=5)),
    ],
)
def test_retry_after_is_obeyed(site: str, path: str, least: timedelta, most: timedelta) -> None:
    health = poll(feed_source(site + path), None, GATE, NOW).health
    assert health.due is not None
    assert least <= health.due - NOW <= most


def test_failures_back_off_up_to_the_cap(site: str) -> None:
    source = feed_source(f"{site}/broken")
    health: SourceHealth | None = SourceHealth(source.id, succeeded=NOW, etag='"old"', documents=7)
    pauses = []
    for _ in range(12):
        health = poll(source, health, GATE, NOW).health
        assert health.due is not None
        pauses.append(health.due - NOW)
    assert health is not None
    assert (health.failures, health.succeeded, health.etag, health.documents) == (12, NOW, '"old"', 7)
    assert health.message is not None
    assert health.message.endswith("answered with status 500 (the server failed).")
    assert timedelta(minutes=27) <= pauses[0] <= timedelta(minutes=33)
    assert all(later > earlier * 1.5 for earlier, later in pairwise(pauses[:5]))
    assert max(pauses) <= timedelta(days=1.1)


def test_success_ends_the_back_off(site: str) -> None:
    source = feed_source(f"{site}/feed")
    health = poll(source, SourceHealth(source.id, failures=9, message="x"), GATE, NOW).health
    assert (health.failures, health.message) == (0, None)


def test_sources_are_spread(site: str) -> None:
    due = {poll(feed_source(f"{site}/missing?{n}"), None, GATE, NOW).health.due for n in range(10)}
    assert len(due) > 5


def test_page_instead_of_feed_and_refused_address(site: str) -> None:
    assert "web page" in str(poll(feed_source(f"{site}/page"), None, GATE, NOW).health.message)
    assert "not public" in str(poll(feed_source(f"{site}/feed"), None, Gate(), NOW).health.message)


def test_slow_parse_is_a_message(site: str) -> None:
    options = PollOptions(limits=ParseLimits(seconds=0.01))
    health = poll(feed_source(f"{site}/large"), None, GATE, NOW, options).health
    assert (health.failures, health.message) == (1, "Reading it took longer than 0.01 s.")


def test_discover(site: str) -> None:
    (source,) = discover(f"{site}/page", GATE, NOW)
    assert (source.address, source.name) == (f"{site}/n/rss", "Alles & mehr")
    (source,) = discover(f"{site}/feed", GATE, NOW)
    assert (source.address, source.name) == (f"{site}/feed", "Blatt")
    (source,) = discover(f"{site}/plain", GATE, NOW)
    assert (source.address, source.name) == (f"{site}/rss/alles.xml", "Feed")
    with pytest.raises(ParseError, match="names none"):
        discover(f"{site}/nothing", GATE, NOW)
    with pytest.raises(GateError, match="404"):
        discover(f"{site}/missing", GATE, NOW)


def test_links_of_hostile_pages() -> None:
    assert feed_links(b"", "https://a.example/") == ()
    assert feed_links(b"<div>" * 100_000, "https://a.example/") == ()
    many = b"".join(b'<link rel="alternate" type="application/rss+xml" href="/%d">' % n for n in range(500))
    assert len(feed_links(many, "https://a.example/")) == 50
