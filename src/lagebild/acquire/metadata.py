"""The head of a web page -> title, outlet, author, language, address and time of publication of its article.

What publishers write for search engines (JSON-LD, then <meta>) is more exact than what they show, so it is asked first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from lagebild.acquire.canonical import host_of, same_site
from lagebild.acquire.dates import ReadDate, read_date
from lagebild.acquire.jsonl import language_code

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_ARTICLE: Final = re.compile(
    r"(?:\w*Article|\w*Posting|\w*Report|ClaimReview|Review|VideoObject|WebPage)$", re.IGNORECASE
)
_PUBLISHED_NAMES: Final = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "last-published",
    "vr:published_time",
    "article_date_original",
    "citation_publication_date",
)
_SEPARATORS: Final = re.compile(r"\s+(?:[-–—|•·»:]|::|//|/)\s+|\s*\|\s*|: (?=[^:]*$)")
_LONGEST: Final = 500
"""Characters of a title, author or outlet: the longest headlines have 250."""

_SCRIPT_BYTES: Final = 1_000_000
"""Characters of one JSON-LD block: whole articles with comments stand in some, 200,000 at most in what was seen."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; `canonical` is an absolute address on the same site as the page."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    canonical: str | None = None
    published: ReadDate | None = None


def read_metadata(tree: "HtmlElement", *, url: str | None, seen: datetime) -> Metadata:
    """Return what the page says; None wherever it does not or where it cannot be true."""
    metas = _metas(tree)
    article = _article(tree)
    canonical = _canonical(tree, metas, url)
    address = url or canonical
    outlet = _short(metas.get("og:site_name")) or _names(article.get("publisher")) or None
    return Metadata(
        title=_title(tree, metas, article, (outlet or "", host_of(address) if address else "")),
        outlet=outlet,
        author=_author(tree, metas, article, outlet),
        language=_language(tree, metas, article),
        canonical=canonical,
        published=_published(tree, metas, article, address, seen),
    )


def plain(text: str) -> str:
    """Return the letters and digits of `text` in lower case: what two spellings of a title or an outlet share."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _short(text: object) -> str | None:
    """Return `text` on one line, None where there is none or it is no name of anything."""
    if not isinstance(text, str):
        return None
    from html import unescape

    line = " ".join(unescape(text).split())
    return line if 0 < len(line) <= _LONGEST else None


def _metas(tree: "HtmlElement") -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        if content and content.strip():
            for kind in ("property", "name", "itemprop", "http-equiv"):
                if name := (meta.get(kind) or "").strip().lower():
                    found.setdefault(name, content.strip())
    return found


def _article(tree: "HtmlElement") -> Mapping[str, object]:
    """Return the JSON-LD object of the article: the first of a fitting type, one with a date first."""
    found: list[Mapping[str, object]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) <= _SCRIPT_BYTES:
            try:
                found += _objects(msgspec.json.decode(_json(script.text)), 0)
            except (msgspec.DecodeError, RecursionError, ValueError):
                continue
    dated = [row for row in found if row.get("datePublished")]
    articles = [row for row in dated or found if _is_article(row)]
    main = [row for row in articles if "page" not in str(row.get("@type")).lower()]
    return next(iter(main or articles), {})


def _json(text: str) -> bytes:
    """Mend what publishers break most: HTML comments around it, line breaks in strings, a comma too many."""
    text = re.sub(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$", "", text.strip())
    text = re.sub(r"[\x00-\x1f]", " ", text)
    return re.sub(r",(\s{0,50}[}\]])", r"\1", text).rstrip("; ").encode("utf-8", "replace")


def _objects(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
            yield from _objects(value.get(key), depth + 1)


def _is_article(row: Mapping[str, object]) -> bool:
    kinds = row.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and _ARTICLE.search(name) for name in names)


def _names(value: object) -> str | None:
    """Return the names in an author or publisher field: a text, an object with a name, a list of these."""
    rows = value if isinstance(value, list) else [value]
    names = [_short(row.get("name") if isinstance(row, dict) else row) for row in rows[:20]]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _title(
    tree: "HtmlElement", metas: Mapping[str, str], article: Mapping[str, object], outlets: tuple[str, str]
) -> str | None:
    heads = [_short(head.text_content()) for head in list(tree.iter("h1"))[:5]]
    shown = next(tree.iter("title"), None)
    said = [
        _short(article.get("headline")),
        _short(metas.get("og:title")),
        _short(metas.get("twitter:title")),
        *heads,
        _short(shown.text_content()) if shown is not None else None,
    ]
    best = next((title for title in said if title and plain(title) not in {plain(name) for name in outlets}), None)
    if best is None:
        return None
    for head in heads:
        if head and len(head) >= 15 and plain(best).startswith(plain(head)):
            return head
    return without_outlet(best, outlets)


def without_outlet(title: str, outlets: tuple[str, str]) -> str:
    """Return `title` without the outlet's name at its end or head ("Brücke gesperrt | Stadtblatt.de")."""
    name, host = outlets
    known = {plain(name), plain(host), plain(host.split(".")[0]), plain(re.sub(r"\.\w{2,6}$", "", name))} - {""}
    for _ in range(2):
        cuts = list(_SEPARATORS.finditer(title))
        if cuts and plain(title[cuts[-1].end() :]) in known:
            title = title[: cuts[-1].start()]
        elif cuts and plain(title[: cuts[0].start()]) in known:
            title = title[cuts[0].end() :]
    return title.strip()


def _author(
    tree: "HtmlElement", metas: Mapping[str, str], article: Mapping[str, object], outlet: str | None
) -> str | None:
    candidates = [
        _names(article.get("author")),
        _names(article.get("creator")),
        _short(metas.get("author")),
        _short(metas.get("article:author")),
        _short(metas.get("dc.creator")),
        *(
            _short(node.get("content") or node.text_content())
            for node in tree.xpath("//*[@itemprop='author' or @rel='author'][not(self::meta)]")[:3]
        ),
    ]
    for name in candidates:
        if name and "://" not in name and plain(name) != plain(outlet or "") and any(sign.isalpha() for sign in name):
            return re.sub(r"^(?:von|by|autor(?:in)?:)\s+", "", name, flags=re.IGNORECASE)[:200]
    return None


def _language(tree: "HtmlElement", metas: Mapping[str, str], article: Mapping[str, object]) -> str | None:
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    inside = article.get("inLanguage")
    said = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        inside if isinstance(inside, str) else None,
        metas.get("content-language"),
        metas.get("og:locale"),
    )
    for text in said:
        if code := language_code(text):
            return code
    return None


def _canonical(tree: "HtmlElement", metas: Mapping[str, str], url: str | None) -> str | None:
    """Return the address the page gives itself, if it is one of the same site and not its front page."""
    links = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href")
    ]
    for said in (*links[:1], metas.get("og:url")):
        if not said:
            continue
        try:
            address: str = urljoin(url or "", said.strip())
            path = urlsplit(address).path
            own_path = urlsplit(url).path if url else "/"
        except ValueError:
            continue
        if not host_of(address) or (url and not same_site(address, url)):
            continue
        if path.strip("/") == "" and own_path.strip("/") != "":
            continue
        return address
    return None


def _published(
    tree: "HtmlElement", metas: Mapping[str, str], article: Mapping[str, object], url: str | None, seen: datetime
) -> ReadDate | None:
    for said in _dates_said(tree, metas, article):
        if said and (found := read_date(said, now=seen)) is not None:
            return found
    from htmldate import find_date

    # Without the extensive search, which takes any year on the page for the date: better none than a wrong one.
    day = find_date(tree, extensive_search=False, original_date=True, url=url, max_date=seen.strftime("%Y-%m-%d"))
    # A first of the month is what it makes of a month without day, and of 31 February.
    return read_date(day, now=seen) if day and not day.endswith("-01") else None


def _dates_said(tree: "HtmlElement", metas: Mapping[str, str], article: Mapping[str, object]) -> Iterator[str | None]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield _short(article.get(key))
    for name in _PUBLISHED_NAMES:
        yield metas.get(name)
    for node in tree.xpath("//*[@itemprop='datePublished' or @pubdate]")[:3]:
        yield _short(node.get("content") or node.get("datetime") or node.text_content())
    times = tree.xpath("//article//time | //main//time | //header//time") or tree.xpath("//time")
    for node in times[:2]:
        yield _short(node.get("datetime"))
        yield _short(node.text_content())
    for node in tree.xpath(_DATE_CLASSES)[:3]:
        text = _short(node.text_content())
        yield text if text and len(text) <= 80 else None


_DATE_CLASSES: Final = (
    "//*[self::span or self::p or self::div or self::time or self::li]["
    + " or ".join(
        f"contains(@class, '{word}')"
        for word in (
            "publish",
            "datum",
            "article-date",
            "post-date",
            "entry-date",
            "dateline",
            "__date",
            "-date",
            "date-",
        )
    )
    + "]"
)
