"""The bytes of a web page -> the article on it.

trafilatura finds the text: on 677 German pages it had the best F1 of six libraries (0.928). Its metadata has dates to
the day only and titles with the outlet's name, so `metadata` reads these. Hostile pages cost time and memory here: the
caller runs this in a worker with limits.
"""

import re
from datetime import datetime
from email.message import Message
from typing import TYPE_CHECKING, Final

from lagebild.acquire.canonical import canonical_url, host_of
from lagebild.acquire.encodings import decode
from lagebild.acquire.furniture import furniture
from lagebild.acquire.identity import document_id, fingerprint
from lagebild.acquire.metadata import Metadata, plain, read_metadata
from lagebild.records.document import Document
from lagebild.records.errors import ParseError

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LARGEST_PAGE: Final = 16 * 1024 * 1024
"""Bytes: pages above 9 MB take trafilatura more than five seconds and 400 MB (measured)."""

ONE_METHOD_FROM: Final = 1_000_000
"""Characters from which on trafilatura does not compare its text with that of two other methods, which takes it time
that grows with the square; articles of that size are one block anyway."""

FEWEST_CHARACTERS: Final = 40
"""Less text than this is a label or a notice that the article needs a script."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECLARATION: Final = re.compile(r"\s{0,200}<\?xml[^>]{0,300}\?>", re.IGNORECASE)
_READABLE: Final = re.compile(r"(?:text/|application/(?:xhtml|xml|octet-stream)|$)", re.IGNORECASE)
_GERMAN: Final = re.compile(r"\b(?:der|die|und|das|nicht|ist|auf|eine|mit|dem)\b")
_ENGLISH: Final = re.compile(r"\b(?:the|and|of|that|was|with|his|for|is|has)\b")


def read_page(
    body: bytes, *, url: str | None, content_type: str | None, charset: str | None, seen: datetime
) -> Document:
    """Return the article of the page `body` that stood at `url` when it was `seen` (aware).

    `content_type` and `charset` are what the HTTP header said. Paragraphs, subheads and list items are lines of the
    text. ParseError with one sentence where the page holds no article.
    """
    kind, header_charset = _content_type(content_type)
    if not _READABLE.match(kind) or body.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04")):
        raise ParseError(f"This is no web page but {kind or 'another kind of file'}; give the address of an article.")
    if len(body) > LARGEST_PAGE:
        raise ParseError(f"The page is larger than {LARGEST_PAGE:,} bytes; save the article alone.")
    html = _DECLARATION.sub("", _CONTROL.sub("", decode(body, charset or header_charset)), count=1)
    tree = _tree(html)
    if tree is None:
        raise ParseError("The page is empty or no HTML; check the address.")
    found = read_metadata(tree, url=url, seen=seen)
    text = _without_title(_text(tree, url, fast=len(html) > ONE_METHOD_FROM), found.title)
    if len(text.strip()) < FEWEST_CHARACTERS:
        raise ParseError("The page holds no article text; it may need a script, a login or consent.")
    return _document(text, found, url, seen)


def _document(text: str, found: Metadata, url: str | None, seen: datetime) -> Document:
    address = url or found.canonical
    canonical = canonical_url(found.canonical or url or "") or None
    return Document(
        id=document_id(url=canonical, name=None, text=text),
        text=text,
        title=found.title,
        url=address,
        canonical_url=canonical,
        outlet=found.outlet or (host_of(address) if address else None) or None,
        author=found.author,
        published=found.published.at if found.published else None,
        published_day_only=found.published.day_only if found.published else False,
        seen=seen,
        language=_language(found.language, text),
        furniture=furniture(text),
        fingerprint=fingerprint(found.title, text),
    )


def _content_type(header: str | None) -> tuple[str, str | None]:
    message = Message()
    message["Content-Type"] = re.sub(r"[\r\n]", " ", header or "")[:300]
    charset = message.get_param("charset")
    return (header or "").partition(";")[0].strip().lower(), charset if isinstance(charset, str) else None


def _tree(html: str) -> "HtmlElement | None":
    if not html.strip():
        return None
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, fromstring

    try:
        tree = fromstring(html, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError):
        return None
    return tree if tree.tag == "html" or len(tree) else None


def _text(tree: "HtmlElement", url: str | None, *, fast: bool) -> str:
    """Return the text of the article, without tables (mostly weather and results) unless nothing else is there."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    for tables in (False, True):
        try:
            found = bare_extraction(deepcopy(tree), url=url, fast=fast, include_comments=False, include_tables=tables)
        except RecursionError:
            return ""
        text = getattr(found, "text", None)
        if isinstance(text, str) and len(text.strip()) >= FEWEST_CHARACTERS:
            return text
    return ""


def _without_title(text: str, title: str | None) -> str:
    """Drop the headline at the head of the text: it is kept as title, and as a sentence it would count twice."""
    first, _, rest = text.lstrip().partition("\n")
    return rest.lstrip("\n") if title and plain(first) == plain(title) and rest.strip() else text


def _language(said: str | None, text: str) -> str | None:
    """Return the language the page states, unless German text stands under the "en" that templates come with."""
    sample = text[:5_000].lower()
    german, english = len(_GERMAN.findall(sample)), len(_ENGLISH.findall(sample))
    if said == "en" and german > 3 * english + 3:
        return "de"
    return "en" if said == "de" and english > 3 * german + 3 else said
