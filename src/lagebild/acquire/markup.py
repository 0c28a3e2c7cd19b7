"""HTML of strangers -> plain text: what a reader would see, as paragraphs or as one line. Nothing of it is kept active.

libxml2's HTML parser reads it, in C and with a depth limit; the walk over its tree is iterative.
"""

import html
import importlib
import re
from functools import cache
from typing import Any

_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]*>|<!--|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_WHITE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_INVISIBLE = frozenset(
    {"applet", "area", "audio", "button", "canvas", "col", "colgroup", "datalist", "embed"}
    | {"frame", "frameset", "head", "iframe", "input", "link", "map", "math", "meta", "noembed"}
    | {"noframes", "noscript", "object", "option", "param", "script", "select", "source"}
    | {"style", "svg", "template", "textarea", "title", "track", "video", "xmp"}
)
_BLOCK = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"}
    | {"dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p"}
    | {"pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)


def clean(text: str) -> str:
    """Return `text` without control characters, lone surrogates and non-characters; tabs and line ends stay."""
    return _UNPRINTABLE.sub("", text)


def plain_text(markup: str) -> str:
    """Return the visible text: paragraphs with an empty line between them, forced line breaks as line ends.

    Text without any markup keeps its own line ends.
    """
    text = clean(markup).replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        # Character references without tags: the line ends are the author's.
        text = _visible(text) if _TAG.search(text) else html.unescape(text)
    lines = [_WHITE.sub(" ", line).strip() for line in clean(text).split("\n")]
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs if paragraph)


def plain_line(markup: str) -> str:
    """Return the visible text as one line, for titles and names.

    Titles are often escaped once too often, so that tags may come to light only after a first reading: then there is
    a second one.
    """
    text = clean(markup)
    for _ in range(2):
        if not _MARKUP.search(text):
            break
        text = clean(_visible(text) if _TAG.search(text) else html.unescape(text))
    return _WHITE.sub(" ", text).strip()


def _visible(markup: str) -> str:
    root = parse_html(markup)
    return "" if root is None else _walk(root)


def parse_html(markup: str) -> Any:
    """Return the root element (lxml) of an HTML page or fragment, None where there is none. No network, no entities."""
    etree = load_etree()
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(clean(markup).encode("utf-8"), parser)
    except etree.LxmlError:
        return None


@cache
def load_etree() -> Any:
    """Return lxml's element tree module (untyped), loaded when first needed."""
    return importlib.import_module("lxml.etree")


def _walk(root: Any) -> str:
    etree = load_etree()
    pieces: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if name in _INVISIBLE or not name:
                walker.skip_subtree()
                continue
            pieces.append("\n\n" if name in _BLOCK else "\n" if name == "br" else "")
            pieces.append(_WHITE.sub(" ", element.text or ""))
        else:
            pieces.append("\n\n" if name in _BLOCK else "")
            if element is not root:
                pieces.append(_WHITE.sub(" ", element.tail or ""))
    return "".join(pieces)
