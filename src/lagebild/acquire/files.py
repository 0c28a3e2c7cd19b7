"""Paths that a user names -> documents and posts: text with front matter, pages, JSON, folders of these.

What cannot be read is an `Outcome` with its path and one sentence; the rest goes on. A text stays exactly as it is in
its file, so that spans can be checked against the file.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, Literal

import msgspec

from lagebild.acquire.canonical import canonical_url, host_of
from lagebild.acquire.dates import read_date
from lagebild.acquire.encodings import decode
from lagebild.acquire.furniture import furniture
from lagebild.acquire.identity import document_id, fingerprint, short_hash
from lagebild.acquire.jsonl import (
    DEFAULTS,
    FileOptions,
    date_left_out,
    language_code,
    parsed,
    read_rows,
    records_of,
)
from lagebild.acquire.pages import read_page
from lagebild.records.document import Document, Post
from lagebild.records.errors import ParseError
from lagebild.records.outcome import Done, Outcome, Refused

__all__ = ["FileOptions", "front_matter", "read_paths"]

TEXT_SUFFIXES: Final = frozenset({".txt", ".text", ".md"})
PAGE_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
LINES_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
KNOWN_SUFFIXES: Final = TEXT_SUFFIXES | PAGE_SUFFIXES | LINES_SUFFIXES | {".json"}

_MAGIC: Final = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"SQLite format 3",
)
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_FRONT_LIMIT: Final = 16_384
"""Characters a front-matter block may have: the eight known keys need a few hundred."""

_FRONT: Final = re.compile(r"---[ \t]*\r?\n((?:[^\r\n]*\r?\n){0,200}?)---[ \t]*(?:\r?\n|\Z)")
_FRONT_LINE: Final = re.compile(r"(?:[\w][\w .-]{0,40}:(?:[ \t].*)?|[ \t]*#.*|[ \t]+\S.*|- .*|)")
_KEYS: Final = {
    "titel": "title",
    "headline": "title",
    "link": "url",
    "source": "outlet",
    "quelle": "outlet",
    "medium": "outlet",
    "date": "published",
    "datum": "published",
    "autor": "author",
    "lang": "language",
    "sprache": "language",
}
_PAGE_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype html|html)\b", re.I
)

PageReader = Callable[[bytes], Document]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What holds for all files of one call."""

    options: FileOptions
    seen: datetime
    salt: bytes
    page: PageReader
    id_of: Callable[[Path], str]


def read_paths(
    paths: Sequence[Path],
    *,
    seen: datetime,
    salt: bytes,
    options: FileOptions = DEFAULTS,
    names: Literal["name", "path"] = "name",
    page: PageReader | None = None,
) -> Iterator[Outcome[Document | Post]]:
    """Yield what stands in `paths` (files, folders, "-" for JSON lines on standard input), in this order.

    `seen` (aware) is now; `salt` hides the names of authors. A text or page without address or id of its own is called
    by its file name (`names="name"`, for one report), or by its absolute path (`names="path"`, for a store). `page`
    reads HTML; it stands for a guarded worker where pages come from strangers.
    """
    found, refused = _found(paths)
    id_of = _ids_by_name(found) if names == "name" else _id_by_path
    read = partial(read_page, url=None, content_type=None, charset=None, seen=seen)
    reading = _Reading(options, seen, salt, page or read, id_of)
    yield from refused
    for path in found:
        yield from _read(path, reading)


def _found(paths: Sequence[Path]) -> tuple[list[Path], list[Refused]]:
    """Unfold folders: known kinds of files in them, sorted, without hidden ones."""
    found: list[Path] = []
    refused: list[Refused] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        failed: list[OSError] = []
        inside: list[Path] = []
        for folder, folders, files in os.walk(path, onerror=failed.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            inside += [
                Path(folder, name)
                for name in files
                if not name.startswith(".") and Path(name).suffix.lower() in KNOWN_SUFFIXES
            ]
        refused += [
            Refused(str(error.filename), f"The folder cannot be read ({error.strerror}); check its rights.")
            for error in failed
        ]
        if not inside and not failed:
            wanted = ", ".join(sorted(KNOWN_SUFFIXES))
            refused.append(Refused(str(path), f"The folder holds no file that can be read; wanted are {wanted}."))
        found += sorted(inside)
    return list(dict.fromkeys(found)), refused


def _ids_by_name(found: Sequence[Path]) -> Callable[[Path], str]:
    counted = Counter(path.name for path in found)

    def id_of(path: Path) -> str:
        if counted[path.name] == 1:
            return path.name
        return f"{path.name}-{short_hash(str(path.absolute().parent), 6)}"

    return id_of


def _id_by_path(path: Path) -> str:
    return document_id(url=None, name=str(path.absolute()), text="")


def _read(path: Path, reading: _Reading) -> Iterator[Outcome[Document | Post]]:
    if str(path) == "-":
        for place, row in read_rows(sys.stdin.buffer, "standard input", reading.options):
            yield from _records(place, row, reading)
        return
    suffix = path.suffix.lower()
    if suffix in LINES_SUFFIXES:
        yield from _read_lines(path, reading)
        return
    body = _body(path, reading.options.json_bytes if suffix == ".json" else reading.options.document_bytes)
    if isinstance(body, Refused):
        yield body
    elif suffix == ".json":
        yield from _read_json(path, body, reading)
    elif suffix in PAGE_SUFFIXES or _PAGE_START.match(body):
        yield from _read_page(path, body, reading)
    else:
        yield from _read_text(path, body, reading)


def _body(path: Path, limit: int) -> bytes | Refused:
    """Return what stands in the file, at most `limit` bytes, or why it cannot be read."""
    try:
        if not path.exists():
            return Refused(str(path), "There is no such file; check its name.")
        with path.open("rb") as stream:
            body = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        return Refused(
            str(path),
            f"The file cannot be opened ({getattr(error, 'strerror', None) or error}); check its name and rights.",
        )
    if len(body) > limit:
        return Refused(str(path), f"The file is larger than {limit:,} bytes; split it.")
    if not body.strip():
        return Refused(str(path), "The file is empty; leave it out.")
    binary = body.startswith(_MAGIC) or (b"\0" in body[:8_192] and _is_noise(body))
    return Refused(str(path), "This is a binary file; save its text as .txt or .html.") if binary else body


def _is_noise(body: bytes) -> bool:
    """Tell binary data from UTF-16: there the bytes that are NUL stand at every other place."""
    sample = body[:8_192]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return not body.startswith(_WIDE_MARKS) and (
        min(even, odd) * 8 > max(even, odd) or max(even, odd) * 8 < len(sample)
    )


def _read_lines(path: Path, reading: _Reading) -> Iterator[Outcome[Document | Post]]:
    empty = True
    for place, row in read_rows(path, str(path), reading.options):
        empty = False
        yield from _records(place, row, reading)
    if empty:
        yield Refused(str(path), "The file is empty; leave it out.")


def _records(place: str, row: Mapping[str, object] | Refused, reading: _Reading) -> Iterator[Outcome[Document | Post]]:
    if isinstance(row, Refused):
        yield row
    else:
        yield from records_of(place, row, seen=reading.seen, salt=reading.salt, options=reading.options)


def _read_json(path: Path, body: bytes, reading: _Reading) -> Iterator[Outcome[Document | Post]]:
    """Read one object, a list of objects, or lines of objects in a file that calls itself `.json`."""
    name = str(path)
    text = (
        decode(body, repair=False).encode("utf-8", "replace")
        if body.startswith(_WIDE_MARKS)
        else body.removeprefix(b"\xef\xbb\xbf")
    )
    try:
        whole = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        first = parsed(name, text.lstrip().partition(b"\n")[0])
        if isinstance(first, Refused):
            yield parsed_whole if isinstance(parsed_whole := parsed(name, text), Refused) else first
        else:
            yield from _read_lines(path, reading)
        return
    rows = whole if isinstance(whole, list) else [whole]
    for number, row in enumerate(rows, 1):
        place = f"{name}:{number}" if isinstance(whole, list) else name
        if isinstance(row, dict):
            yield from _records(place, row, reading)
        else:
            yield Refused(place, 'This is JSON but no object; write {"id": ..., "text": ...}.')


def _read_page(path: Path, body: bytes, reading: _Reading) -> Iterator[Outcome[Document | Post]]:
    try:
        document = reading.page(body)
    except ParseError as error:
        yield Refused(str(path), str(error))
        return
    options = reading.options
    published = read_date(options.published, now=reading.seen, zone=options.zone) if options.published else None
    if document.published is None and published is not None:
        document = replace(document, published=published.at, published_day_only=published.day_only)
    own = document.canonical_url is not None
    yield Done(
        replace(
            document,
            id=document.id if own else reading.id_of(path),
            outlet=document.outlet or options.outlet,
        )
    )


def _read_text(path: Path, body: bytes, reading: _Reading) -> Iterator[Outcome[Document | Post]]:
    options = reading.options
    front, text = front_matter(decode(body, repair=False))
    if not text.strip():
        yield Refused(str(path), "The file holds no text; leave it out.")
        return
    if "\0" in text:
        yield Refused(str(path), "The text contains a NUL character; remove it.")
        return
    said, url, title = front.get("published") or options.published, front.get("url"), front.get("title")
    published = read_date(said, now=reading.seen, zone=options.zone) if said else None
    yield Done(
        Document(
            id=front.get("id") or (document_id(url=url, name=None, text=text) if url else reading.id_of(path)),
            text=text,
            title=title,
            url=url,
            canonical_url=canonical_url(url) if url else None,
            outlet=front.get("outlet") or options.outlet or (host_of(url) if url else None) or None,
            author=front.get("author"),
            published=published.at if published else None,
            published_day_only=published.day_only if published else False,
            seen=reading.seen,
            language=language_code(front.get("language")),
            furniture=furniture(text),
            fingerprint=fingerprint(title, text),
        )
    )
    if said and published is None:
        yield Refused(str(path), date_left_out("published", said))


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the keys of the block at the head of `text` and the text after it, unchanged.

    Keys are in lower case and in English; unknown ones are kept for whoever knows them. A text that merely begins with
    a rule has no block.
    """
    match = _FRONT.match(text, 0, _FRONT_LIMIT) if text.startswith("---") else None
    if match is None or not match[1].strip():
        return {}, text
    lines = match[1].splitlines()
    if not all(_FRONT_LINE.fullmatch(line) for line in lines):
        return {}, text
    front: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.partition(":")
        name = key.strip().lower()
        if colon and not key.startswith((" ", "\t", "#", "-")) and (plain := _unquoted(value.strip())):
            front.setdefault(_KEYS.get(name, name), plain)
    return front, text[match.end() :]


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value
