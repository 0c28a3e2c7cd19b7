"""An address that a reader gave -> a feed to follow, an article to keep, or a site whose feeds are followed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lagebild.acquire.fetch import discover
from lagebild.acquire.gate import Gate
from lagebild.acquire.pages import read_page
from lagebild.acquire.worker import guarded
from lagebild.records.document import Document, Source
from lagebild.records.errors import GateError, ParseError

ARTICLE_CHARACTERS = 600
"""A page with less text is no article, so its feeds are looked for instead: home pages yield a few teasers."""

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes of a source list: as much as one document may have."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What stands at an address."""

    sources: tuple[Source, ...] = ()
    documents: tuple[Document, ...] = ()


def is_url(item: str) -> bool:
    """Tell addresses from paths."""
    return item.lower().startswith(("http://", "https://"))


def visit(url: str, gate: Gate, seen: datetime) -> Visit:
    """Fetch an address; GateError or ParseError, one sentence, where nothing can be made of it."""
    try:
        fetched = gate.fetch(url).expect_body()
        found = guarded(_article, fetched.body, fetched.final_url, fetched.content_type, fetched.charset, seen)
    except ParseError:
        found = None
    if found is not None and len(found.text) >= ARTICLE_CHARACTERS:
        return Visit(documents=(found,))
    sources = discover(url, gate, seen)
    if sources:
        return Visit(sources=sources)
    if found is not None:
        return Visit(documents=(found,))
    raise GateError("There is neither an article nor a feed at this address; give that of a feed or an article.")


def read_capped(path: Path) -> bytes:
    """Read a small file whole; ParseError where it is larger than a document may be, OSError as it comes."""
    if path.stat().st_size > LARGEST_FILE:
        raise ParseError("The file is larger than 16 MiB; split it.")
    return path.read_bytes()


def read_guarded(body: bytes, *, seen: datetime) -> Document:
    """Read the bytes of a stored page in a worker with limits."""
    return guarded(_article, body, None, None, None, seen)


def _article(body: bytes, url: str | None, content_type: str | None, charset: str | None, seen: datetime) -> Document:
    return read_page(body, url=url, content_type=content_type, charset=charset, seen=seen)
