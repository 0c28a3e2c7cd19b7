"""A web page -> the addresses of its feeds, as browsers and feed readers find them."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from lagebild.acquire.encodings import decode
from lagebild.acquire.entries import web_address
from lagebild.acquire.markup import parse_html, plain_line

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/xml"}
    | {"application/xml", "application/json", "text/rss+xml", "text/atom+xml", "application/x.atom+xml"}
)
_ALTERNATE_ONLY = frozenset({"application/json", "application/xml", "text/xml"})
_FEED_PATH = re.compile(r"(?:^|[/._?=&-])(?:rss|atom|feed)s?(?:$|[/._?=&-])|\.rdf$", re.IGNORECASE)
_MOST = 50


def feed_links(body: bytes, url: str, charset: str | None = None) -> tuple[tuple[str, str | None], ...]:
    """Return (address, title or None) of the feeds that a page names, at most 50, in its order.

    `<link rel="alternate">` with a feed's type; where there is none, links whose address looks like a feed. Meant to
    run in the guarded worker.
    """
    root = parse_html(decode(body, charset))
    if root is None:
        return ()
    base = _base(root, url)
    named = [_alternate(element, base) for element in root.iter("link")]
    found = [row for row in named if row is not None]
    if not found:
        guessed = [_looks_like_feed(element, base) for element in root.iter("a")]
        found = [row for row in guessed if row is not None]
    # The first title of an address counts.
    return tuple({address: (address, title) for address, title in reversed(found)}.values())[::-1][:_MOST]


def _base(root: Any, url: str) -> str:
    for element in root.iter("base"):
        return web_address(element.get("href"), url) or url
    return url


def _alternate(element: Any, base: str) -> tuple[str, str | None] | None:
    relations = (element.get("rel") or "").lower().split()
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    fits = ("alternate" in relations and kind in _TYPES) or "feed" in relations
    address = web_address(element.get("href"), base) if fits else None
    # WordPress offers its programming interface under the type of JSON Feed's early days.
    if address is None or (kind in _ALTERNATE_ONLY and not _FEED_PATH.search(_path(address))):
        return None
    return address, plain_line(element.get("title") or "")[:200] or None


def _looks_like_feed(element: Any, base: str) -> tuple[str, str | None] | None:
    address = web_address(element.get("href"), base)
    if address is None or not _FEED_PATH.search(_path(address)):
        return None
    return address, plain_line("".join(element.itertext()))[:200] or None


def _path(address: str) -> str:
    parts = urlsplit(urljoin(address, address))
    return f"{parts.path}?{parts.query}"
