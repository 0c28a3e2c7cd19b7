"""JSON Feed (1.0 and 1.1) -> a feed: the one dialect that feedparser does not know."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lagebild.acquire.entries import Feed, FeedEntry, read_first, read_language, web_address
from lagebild.acquire.markup import clean, plain_line, plain_text
from lagebild.acquire.options import FeedOptions
from lagebild.records.errors import ParseError


def read_json_feed(text: str, *, url: str, now: datetime | None, options: FeedOptions) -> Feed:
    """Read the text of a JSON Feed; ParseError with one sentence where it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError("The feed is no valid JSON.") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise ParseError("This JSON is no feed; it has no list of items.")
    items = [item for item in data["items"] if isinstance(item, dict)]
    issues = []
    if len(items) > options.items:
        issues.append(f"It has {len(items)} entries; the first {options.items} were read.")
    if len(items) < len(data["items"]):
        issues.append(f"{len(data['items']) - len(items)} of its items are no objects and were left out.")
    language = read_language(_text(data, "language"))
    base = web_address(data.get("home_page_url"), url) or url
    return Feed(
        title=_line(data, "title", options),
        link=web_address(data.get("home_page_url"), url),
        language=language,
        entries=tuple(_entry(item, base, language, now, options) for item in items[: options.items]),
        issues=tuple(issues),
        kind="json",
    )


def _entry(
    item: Mapping[str, Any], base: str, language: str | None, now: datetime | None, options: FeedOptions
) -> FeedEntry:
    said = [_text(item, "date_published"), _text(item, "date_modified")]
    published, updated = read_first(said, now), read_first(said[1:], now)
    url = web_address(item.get("url"), base) or web_address(item.get("external_url"), base)
    own_id = clean(_text(item, "id"))[: options.name_limit].strip()
    markup, plain = _text(item, "content_html"), _text(item, "content_text")
    content = plain_text(markup[: 4 * options.text_limit]) if markup else clean(plain).strip()
    return FeedEntry(
        id=own_id or url or "",
        url=url or web_address(own_id, None),
        title=_line(item, "title", options),
        summary=plain_text(_text(item, "summary")[: options.text_limit]),
        content=content[: options.text_limit].strip(),
        author=_author(item, options),
        published=published.at if published else None,
        published_day_only=published.day_only if published else False,
        updated=updated.at if updated else None,
        date_text=next((clean(text)[:200] for text in said if text), None),
        categories=_tags(item, options),
        language=read_language(_text(item, "language")) or language,
    )


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**30 else ""
    return value if isinstance(value, str) else ""


def _line(item: Mapping[str, Any], key: str, options: FeedOptions) -> str | None:
    return plain_line(_text(item, key)[: 4 * options.name_limit])[: options.name_limit].strip() or None


def _author(item: Mapping[str, Any], options: FeedOptions) -> str | None:
    authors = item.get("authors")
    rows = authors if isinstance(authors, list) else [item.get("author")]
    names = [_line(row, "name", options) for row in rows[:50] if isinstance(row, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name))[: options.name_limit] or None


def _tags(item: Mapping[str, Any], options: FeedOptions) -> tuple[str, ...]:
    tags = item.get("tags")
    if not isinstance(tags, list):
        return ()
    lines = (plain_line(tag[: options.name_limit]) for tag in tags[:200] if isinstance(tag, str))
    return tuple(dict.fromkeys(line for line in lines if line))
