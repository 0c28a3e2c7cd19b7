"""What all feed dialects come to: entries in plain text, with links and dates that have been examined."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lagebild.acquire.dates import ReadDate, read_date
from lagebild.acquire.markup import clean

_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry, all in plain text; paragraphs of `summary` and `content` are separated by an empty line.

    `published` and `updated` are aware; `date_text` is what the feed says, readable or not. `id` is the feed's own,
    else the URL, else empty.
    """

    id: str = ""
    url: str | None = None
    title: str | None = None
    summary: str = ""
    content: str = ""
    author: str | None = None
    published: datetime | None = None
    published_day_only: bool = False
    updated: datetime | None = None
    date_text: str | None = None
    categories: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read. `issues` say in one sentence each what was repaired or left out; `kind` is the dialect."""

    title: str | None
    link: str | None
    language: str | None
    entries: tuple[FeedEntry, ...]
    issues: tuple[str, ...] = ()
    kind: str = ""


def web_address(link: object, base: str | None) -> str | None:
    """Return `link` as an absolute http or https address.

    None where it is no text or leads anywhere else (javascript:, data:, mail).
    """
    if not isinstance(link, str):
        return None
    text = "".join(clean(link).split())
    if not text or len(text) > 4000:
        return None
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        named = parts.hostname
    except ValueError:
        return None
    return joined if parts.scheme.lower() in ("http", "https") and named else None


def read_language(said: str) -> str | None:
    """Return the ISO 639 code of a language tag ("de-DE" -> "de"), None where it is none."""
    match = _LANGUAGE.fullmatch(said.strip()[:40])
    return match[1].lower() if match else None


def read_first(texts: Iterable[str], now: datetime | None) -> ReadDate | None:
    """Return the first of `texts` that is a date."""
    for text in texts:
        read = read_date(clean(text)[:200], now=now) if text.strip() else None
        if read is not None:
            return read
    return None
