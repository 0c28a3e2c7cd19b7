"""Where and what a text is -> a short stable id, and a fingerprint that tells an edit from noise.

Ids are derived, never counted up: adding the same article twice, on two machines, in any order, gives the same id.
"""

import html
import re
import unicodedata
from hashlib import sha256
from typing import Final

from lagebild.acquire.canonical import canonical_url, host_of
from lagebild.acquire.encodings import repaired

ID_DIGITS: Final = 16
"""Hexadecimal digits, 64 bits: ten million documents collide with a probability below one in 300,000."""

_SLUG_LENGTH: Final = 40

_SAME_SIGN: Final = str.maketrans(
    {**dict.fromkeys("„“”«»‟″", '"'), **dict.fromkeys("‚‘’‹›‛′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)


def document_id(*, url: str | None, name: str | None, text: str) -> str:
    """Return the id of a document: from its canonical URL, else from its name (a path), else from its text.

    Readable: host or last part of the name, a hyphen, 16 hexadecimal digits; only a-z, 0-9, "." and "-".
    """
    if url and url.strip():
        return _id(host_of(url), "url", canonical_url(url))
    if name:
        return _id(re.split(r"[/\\]", name.rstrip("/\\"))[-1], "name", name)
    return _id("text", "text", text)


def fingerprint(title: str | None, text: str) -> str:
    """Return 32 hexadecimal digits that change with the words, the figures and the punctuation of title and text.

    They do not change with white space, soft hyphens, the shape of quotation marks and dashes, composed or decomposed
    umlauts, HTML entities or doubly encoded UTF-8.
    """
    return sha256(f"{_plain(title or '')}\n{_plain(text)}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def short_hash(text: str, digits: int) -> str:
    """Return the first `digits` hexadecimal digits of the SHA-256 of `text`."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def _id(label: str, kind: str, key: str) -> str:
    folded = unicodedata.normalize("NFKD", label.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9.]+", "-", folded).strip("-.")[:_SLUG_LENGTH].strip("-.")
    return f"{slug or kind}-{short_hash(f'{kind}:{key}', ID_DIGITS)}"


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", repaired(html.unescape(text)).translate(_SAME_SIGN))
    return re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+", "", plain)
