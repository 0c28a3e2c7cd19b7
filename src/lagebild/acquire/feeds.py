"""The bytes of a feed -> its entries as plain text, and these -> documents.

RSS 0.9x to 2.0, RDF, Atom and JSON Feed. feedparser knows the dialects; before it the XML is mended and bounded
(`repair`), after it nothing of its answer is taken as it is: dates are read anew (it takes MESZ for UTC and knows no
German date), markup becomes text, links must be http or https.
"""

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from lagebild.acquire.canonical import canonical_url
from lagebild.acquire.encodings import decode
from lagebild.acquire.entries import Feed, FeedEntry, read_first, read_language, web_address
from lagebild.acquire.furniture import furniture
from lagebild.acquire.identity import document_id, fingerprint
from lagebild.acquire.jsonfeed import read_json_feed
from lagebild.acquire.markup import clean, plain_line, plain_text
from lagebild.acquire.options import MEBIBYTE, FeedOptions
from lagebild.acquire.repair import REPAIRED, NotXmlError, feed_start, mended, well_formed
from lagebild.acquire.sources import host_name
from lagebild.records.document import Document, Source
from lagebild.records.errors import ParseError
from lagebild.records.outcome import Done, Outcome, Refused

__all__ = ["Feed", "FeedEntry", "feed_documents", "parse_feed"]

_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_LOOSE_LIMIT = MEBIBYTE
# What feedparser was seen or must be feared to raise on input that it does not expect.
_PARSER_FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def parse_feed(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    charset: str | None = None,
    now: datetime | None = None,
    options: FeedOptions | None = None,
) -> Feed:
    """Read a feed that came from `url`; `charset` is the HTTP header's, `now` lets relative dates be read.

    ParseError with one sentence where it is no feed at all. Meant to run in the guarded worker: sizes and counts are
    bounded here, time and memory there.
    """
    options = options or FeedOptions()
    if len(body) > options.body_limit:
        raise ParseError(f"The feed is larger than {options.body_limit // MEBIBYTE} MiB.")
    text = decode(body, charset).lstrip("\ufeff")
    if not text.strip(" \t\r\n\0"):
        raise ParseError("The feed is empty.")
    if text.lstrip()[:1] in ("{", "["):
        return read_json_feed(text, url=url, now=now, options=options)
    start = feed_start(text)
    page = _PAGE.search(text[:20_000] if start is None else text[:start])
    if page is not None:
        raise ParseError("This is a web page, not a feed; add the address of its feed.")
    if start is None:
        kind = f" ({content_type[:60]})" if content_type else ""
        raise ParseError(f"This is no feed{kind}; no RSS, Atom or JSON Feed was found in it.")
    return _from_xml(text, url, now, options)


def _from_xml(text: str, url: str, now: datetime | None, options: FeedOptions) -> Feed:
    try:
        markup = mended(text)
        data, issues = well_formed(markup, options)
        read = _with_feedparser(data, url)
        if REPAIRED in issues and len(markup) <= _LOOSE_LIMIT:
            # Wrong nesting may have put a link or an entry inside a text; the loose reading goes by tags alone.
            loose = _with_feedparser(markup.encode("utf-8"), url)
            read = loose if _fullness(loose) > _fullness(read) else read
    except NotXmlError as error:
        raise ParseError("The feed cannot be read; it is no XML.") from error
    except _PARSER_FAILURES as error:
        raise ParseError("The feed is too broken to be read.") from error
    head = read["feed"]
    base = web_address(_string(head, "link"), url) or url
    entries = tuple(_entry(item, base, now, options) for item in read["entries"][: options.items])
    kind = str(read.get("version", ""))
    if not entries and not kind and not _string(head, "title"):
        raise ParseError("The feed has neither a title nor entries.")
    return Feed(
        title=_line(_string(head, "title"), options),
        link=web_address(_string(head, "link"), url),
        language=read_language(_string(head, "language")),
        entries=entries,
        issues=issues,
        kind=kind,
    )


def _with_feedparser(data: bytes, url: str) -> Any:
    import feedparser

    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(
        io.BytesIO(data), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
    )


def _fullness(read: Any) -> int:
    """Count what was found of that which an entry should have."""
    return sum(1 for item in read["entries"] for key in ("title", "link", "published", "updated") if _string(item, key))


def _entry(item: Mapping[str, Any], base: str, now: datetime | None, options: FeedOptions) -> FeedEntry:
    said = [_string(item, key) for key in ("published", "created", "updated")]
    published = read_first(said, now)
    updated = read_first([said[2]], now)
    url = web_address(_string(item, "link"), base) or _first_link(item, base)
    own_id = clean(_string(item, "id"))[: options.name_limit].strip()
    url = url or web_address(own_id, None)
    return FeedEntry(
        id=own_id or url or "",
        url=url,
        title=_line(_string(item, "title"), options),
        summary=_body(_string(item, "summary"), options),
        content=_content(item, options),
        author=_author(item, options),
        published=published.at if published else None,
        published_day_only=published.day_only if published else False,
        updated=updated.at if updated else None,
        date_text=next((clean(text)[:200] for text in said if text), None),
        categories=_categories(item, options),
        language=read_language(_language(item)),
    )


def _get(item: Mapping[str, Any], key: str) -> Any:
    # Not item.get: feedparser's own looks for a missing date under other names.
    return dict.get(item, key) if isinstance(item, dict) else None


def _string(item: Mapping[str, Any], key: str) -> str:
    value = _get(item, key)
    return value if isinstance(value, str) else ""


def _rows(item: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = _get(item, key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _line(markup: str, options: FeedOptions) -> str | None:
    return plain_line(markup[: 4 * options.name_limit])[: options.name_limit].strip() or None


def _body(markup: str, options: FeedOptions) -> str:
    return plain_text(markup[: 4 * options.text_limit])[: options.text_limit].strip()


def _content(item: Mapping[str, Any], options: FeedOptions) -> str:
    texts = []
    for row in _rows(item, "content"):
        kind = _string(row, "type")
        if not kind or kind.startswith("text/") or kind.endswith("xml"):
            texts.append(_body(_string(row, "value"), options))
    return max(texts, key=len, default="")


def _author(item: Mapping[str, Any], options: FeedOptions) -> str | None:
    names = [_line(_string(row, "name"), options) for row in _rows(item, "authors")[:50]]
    known = list(dict.fromkeys(name for name in names if name))
    if known:
        return ", ".join(known)[: options.name_limit]
    return _line(_string(item, "author"), options)


def _categories(item: Mapping[str, Any], options: FeedOptions) -> tuple[str, ...]:
    labels = (_line(_string(row, "label") or _string(row, "term"), options) for row in _rows(item, "tags"))
    return tuple(dict.fromkeys(label for label in labels if label))


def _language(item: Mapping[str, Any]) -> str:
    stated = _string(item, "language")
    if stated:
        return stated
    details = [_get(item, "title_detail"), *_rows(item, "content"), _get(item, "summary_detail")]
    return next((text for detail in details if isinstance(detail, dict) and (text := _string(detail, "language"))), "")


def _first_link(item: Mapping[str, Any], base: str) -> str | None:
    for row in _rows(item, "links"):
        if _string(row, "rel") in ("", "alternate") and (found := web_address(_string(row, "href"), base)):
            return found
    return None


def feed_documents(feed: Feed, source: Source, seen: datetime) -> tuple[Outcome[Document], ...]:
    """Return a document for every entry, in the feed's order, each article once; entries without words are refused.

    A date more than a day ahead of `seen` is not taken: nobody has published tomorrow.
    """
    shared = _shared_addresses(feed.entries)
    outcomes: list[Outcome[Document]] = []
    known: set[str] = set()
    for place, entry in enumerate(feed.entries, start=1):
        document = _document(entry, feed, source, seen, shared)
        if not document.text and not document.title:
            named = entry.url or entry.id or f"entry {place}"
            outcomes.append(Refused(f"{source.address}: {named}", "The entry has neither a title nor a text."))
        elif document.id not in known:
            known.add(document.id)
            outcomes.append(Done(document))
    return tuple(outcomes)


def _shared_addresses(entries: Sequence[FeedEntry]) -> frozenset[str]:
    """Return the addresses that entries with different titles share: the home page, which names no article."""
    titles = {(canonical_url(entry.url), entry.title) for entry in entries if entry.url}
    counts = Counter(address for address, _ in titles)
    return frozenset(address for address, count in counts.items() if count > 1)


def _document(entry: FeedEntry, feed: Feed, source: Source, seen: datetime, shared: frozenset[str]) -> Document:
    canonical = canonical_url(entry.url) if entry.url else None
    # A teaser that the content does not repeat is the article's opening.
    text = entry.content if len(entry.content) >= len(entry.summary) else entry.summary
    own = f"{source.address}#{entry.id}" if entry.id else None
    of_its_own = canonical is not None and canonical not in shared
    ahead = entry.published is not None and (entry.published - seen).total_seconds() > 86_400
    document = Document(
        id=document_id(url=entry.url if of_its_own else None, name=own, text=f"{entry.title or ''}\n{text}"),
        text=text,
        title=entry.title,
        url=entry.url,
        canonical_url=canonical if of_its_own else None,
        outlet=feed.title or host_name(feed.link or source.address) or source.name,
        author=entry.author,
        published=None if ahead else entry.published,
        published_day_only=entry.published_day_only and not ahead,
        seen=seen,
        language=source.language or _believed(entry.language or feed.language),
        source=source.id,
        furniture=furniture(text),
    )
    return replace(document, fingerprint=fingerprint(document.title, document.text))


def _believed(language: str | None) -> str | None:
    """Return a stated language; English is the default of much publishing software, so that it says nothing."""
    return None if language == "en" else language
