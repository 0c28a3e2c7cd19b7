"""A feed as it is sent -> a feed as XML wants it: the steps before a parser sees it.

Feeds break in few ways: a byte before the declaration, bare ampersands, HTML entities that XML does not know, control
characters, open `<br>`, an end that never came. All are mended in single linear passes; what is only there to attack a
parser (document types, comments, processing instructions, depth, endless names) is dropped.
"""

import html
import html.entities
import re
from collections import Counter
from typing import Any

from lagebild.acquire.markup import clean, load_etree
from lagebild.acquire.options import FeedOptions
from lagebild.records.errors import ParseError

_ROOT = re.compile(r"<(?:[a-z][\w.-]{0,30}:)?(rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_ENTITY = re.compile(
    r"""<!ENTITY\s{1,9}([A-Za-z][\w.-]{0,39})\s{1,9}(?:"([^"<&%]{0,200})"|'([^'<&%]{0,200})')\s{0,9}>"""
)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][\w.-]{0,39});)?")
_VOID = re.compile(r"<(br|hr|img|wbr|input|col|area|embed)\b([^<>]*?)/?>(?:\s{0,9}</\1>)?", re.IGNORECASE)
_OPENING = re.compile(r"<!\[CDATA\[|<!--|<\?|<!(?=[A-Za-z])")
_ENDINGS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>", "<!": ">"}
# `clean` removes these non-characters from every text, so that none is there already.
_STANDINS = (("&lt;", "\ufdd0"), ("&gt;", "\ufdd1"), ("&quot;", "\ufdd2"), ("&apos;", "\ufdd3"), ("&amp;", "\ufdd4"))
_BARE = re.compile(r"&(?![#A-Za-z])")
# Elements that hold a name, an address or a date; feedparser runs expressions over them that were not made for pages.
_SHORT = frozenset(
    {"author", "category", "contributor", "created", "creator", "date", "email", "guid", "id", "issued", "keywords"}
    | {"language", "link", "managingeditor", "modified", "name", "published", "pubdate", "publisher", "subject"}
    | {"updated", "uri", "url", "webmaster"}
)
# feedparser keeps unknown elements with attributes under their own name, also where it keeps its own lists.
_RESERVED = frozenset(
    {"authors", "contributors", "enclosures", "entries", "links", "media_content", "media_credit", "media_thumbnail"}
    | {"tags"}
)
REPAIRED = "It is no well-formed XML and was repaired."
_ALIKE = 200
_ATTRIBUTES = 50


class NotXmlError(ValueError):
    """No feed element in it."""


def feed_start(text: str) -> int | None:
    """Return where the first feed element of `text` begins, None where there is none."""
    match = _ROOT.search(text)
    return None if match is None else match.start()


def mended(text: str, root: "re.Pattern[str]" = _ROOT) -> str:
    """Return `text` from its first `root` element on, without declarations and comments, with every reference known
    to XML. NotXmlError where there is no such element.
    """
    opening = root.search(text)
    if opening is None:
        raise NotXmlError
    start = opening.start()
    entities = {match[1]: match[2] or match[3] or "" for match in _ENTITY.finditer(text, 0, start)}
    pieces: list[str] = []
    for piece, literal in _sections(text, start):
        escaped = html.escape(piece, quote=False) if literal else _references(_VOID.sub(r"<\1\2/>", piece), entities)
        pieces.append(escaped)
    return clean("".join(pieces))


def _sections(text: str, start: int) -> list[tuple[str, bool]]:
    """Cut `text` into what is markup and what stands in CDATA (literal); comments and instructions fall out.

    Each opening is looked for from where the last one ended, and an end that is missing is looked for once: linear.
    """
    sections: list[tuple[str, bool]] = []
    missing: set[str] = set()
    place = start
    for match in _OPENING.finditer(text, start):
        if match.start() < place:
            continue
        sections.append((text[place : match.start()], False))
        ending = _ENDINGS[match[0]]
        end = -1 if ending in missing else text.find(ending, match.end())
        if end < 0:
            # Unclosed CDATA is text to the end; of the others only the opening goes.
            missing.add(ending)
            place = len(text) if match[0] == "<![CDATA[" else match.end()
        else:
            place = end + len(ending)
        if match[0] == "<![CDATA[":
            sections.append((text[match.end() : end if end >= 0 else len(text)], True))
    sections.append((text[place:], False))
    return sections


def _references(text: str, entities: dict[str, str]) -> str:
    def known(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "&amp;"
        if name.startswith("#"):
            return html.escape(clean(html.unescape(match[0])))
        if name in entities:
            return html.escape(entities[name])
        value = html.entities.html5.get(f"{name};")
        return html.escape(value) if value is not None else f"&amp;{name};"

    return _AMPERSAND.sub(known, _BARE.sub("&amp;", text))


def recovered(text: str) -> Any:
    """Return the root element of `text` (mended), repaired where it is not well-formed; NotXmlError without any."""
    etree = load_etree()
    try:
        return etree.fromstring(text.encode("utf-8"), _parser(recover=False))
    except etree.XMLSyntaxError:
        pass
    # libxml2 (2.14) drops references behind the first error: they pass it as signs that no text contains.
    for reference, sign in _STANDINS:
        text = text.replace(reference, sign)
    try:
        data = etree.tostring(etree.fromstring(text.encode("utf-8"), _parser(recover=True)), encoding="utf-8")
        for reference, sign in _STANDINS:
            data = data.replace(sign.encode("utf-8"), reference.encode("utf-8"))
        return etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, TypeError) as error:  # tostring's TypeError: nothing could be recovered
        raise NotXmlError from error


def well_formed(text: str, options: FeedOptions) -> tuple[bytes, tuple[str, ...]]:
    """Return `text` (mended) as well-formed UTF-8 XML within the options' bounds, and what had to be cut, in words."""
    etree = load_etree()
    issues: list[str] = []
    try:
        root = etree.fromstring(text.encode("utf-8"), _parser(recover=False))
    except etree.XMLSyntaxError:
        root = recovered(text)
        issues.append(REPAIRED)
    issues += _bounded(root, options)
    return etree.tostring(root, encoding="utf-8"), tuple(issues)


def _parser(*, recover: bool) -> Any:
    return load_etree().XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _bounded(root: Any, options: FeedOptions) -> list[str]:
    items = [element for element in root.iter("{*}*") if _name(element) in ("item", "entry")]
    for element in items[options.items :]:
        element.getparent().remove(element)
    for element in items[: options.items]:
        _thin_out(element)
    elements = 0
    for element in root.iter("{*}*"):
        elements += 1
        for surplus in list(element.attrib)[_ATTRIBUTES:]:
            del element.attrib[surplus]
        name = _name(element)
        if name in _SHORT:
            _shorten(element, options.name_limit)
        elif name in _RESERVED or name.endswith("_detail"):
            element.tag = "ignored"
    if elements > options.elements:
        raise ParseError(f"The feed has more than {options.elements} elements.")
    load_etree().cleanup_namespaces(root)
    if len(items) > options.items:
        return [f"It has {len(items)} entries; the first {options.items} were read."]
    return []


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _thin_out(item: Any) -> None:
    """Keep the first of very many children of one kind: feedparser compares each category with all before it."""
    counts: Counter[str] = Counter()
    for child in list(item):
        counts[child.tag] += 1
        if counts[child.tag] > _ALIKE:
            item.remove(child)


def _shorten(element: Any, limit: int) -> None:
    if element.text and len(element.text) > limit:
        element.text = element.text[:limit]
    for key, value in element.items():
        if len(value) > limit:
            element.set(key, value[:limit])
