"""JSON lines -> documents and posts, a line at a time, so that a stream without end is read as it comes.

A broken line is named and left out, the rest goes on. Lines are held to a size before anything looks into them.
"""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from lagebild.acquire.canonical import canonical_url, host_of
from lagebild.acquire.dates import ReadDate, read_date
from lagebild.acquire.furniture import furniture
from lagebild.acquire.identity import document_id, fingerprint
from lagebild.acquire.posts import is_post, read_post
from lagebild.acquire.rows import identifier, optional_text, required_text
from lagebild.records.document import Document, Post
from lagebild.records.errors import ParseError
from lagebild.records.outcome import Done, Outcome, Refused

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What is read from files and how much.

    - `outlet`, `published` (none): taken where a document does not state its own.
    - `document_bytes` (16 MiB): of one text, page or JSON line's text; the longest newspaper pages stay below 1 MiB.
    - `line_bytes` (64 MiB): of one JSON line; escapes make a line up to six times as long as its text.
    - `json_bytes` (256 MiB): of a `.json` file, which is read whole. JSON lines are streamed and may be of any length.
    - `zone` ("Europe/Berlin"): of clock times that name no zone.
    """

    outlet: str | None = None
    published: str | None = None
    document_bytes: int = 16 * MEBIBYTE
    line_bytes: int = 64 * MEBIBYTE
    json_bytes: int = 256 * MEBIBYTE
    zone: str = "Europe/Berlin"


DEFAULTS: Final = FileOptions()

_HALF_PAIR: Final = re.compile(rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!.....)\\u[dD][c-fC-F]", re.DOTALL)


def read_jsonl_documents(
    stream: BinaryIO | Path, name: str, *, seen: datetime | None = None, options: FileOptions = DEFAULTS
) -> Iterator[Outcome[Document]]:
    """Yield the documents of `stream` as their lines arrive; `name` is what refusals call it ("name:line").

    A line is `{"id","title"?,"text","published"?,"language"?,"outlet"?,"url"?}`. A document whose date cannot be read
    comes without it, followed by a `Refused` that says so.
    """
    for place, row in read_rows(stream, name, options):
        if isinstance(row, Refused):
            yield row
        elif is_post(row):
            yield Refused(place, "This is a comment or forum post, where an article is wanted; leave it out here.")
        else:
            yield from documents_of(place, row, seen=seen, options=options)


def records_of(
    place: str, row: Mapping[str, object], *, seen: datetime, salt: bytes, options: FileOptions
) -> Iterator[Outcome[Document | Post]]:
    """Yield the document or post of `row`, then what could not be read of it."""
    if not is_post(row):
        for outcome in documents_of(place, row, seen=seen, options=options):
            yield outcome if isinstance(outcome, Refused) else Done(outcome.record)
        return
    try:
        post = read_post(row, salt, now=seen)
    except ParseError as error:
        yield Refused(place, str(error))
        return
    yield Done(post)
    if post.created is None and row.get("created") not in (None, ""):
        yield Refused(place, date_left_out("created", row["created"]))


def documents_of(
    place: str, row: Mapping[str, object], *, seen: datetime | None, options: FileOptions
) -> Iterator[Outcome[Document]]:
    """Yield the document of `row`, then a `Refused` where its date could not be read."""
    try:
        document = read_document(row, seen=seen, options=options)
    except ParseError as error:
        yield Refused(place, str(error))
        return
    yield Done(document)
    if document.published is None and row.get("published") not in (None, ""):
        yield Refused(place, date_left_out("published", row["published"]))


def read_document(row: Mapping[str, object], *, seen: datetime | None, options: FileOptions = DEFAULTS) -> Document:
    """Return the document of one JSON object, its text exactly as given.

    A date that cannot be read is left out. ParseError with one sentence where a field is missing or of the wrong kind.
    """
    title, url = optional_text(row, "title"), optional_text(row, "url")
    text = required_text(row, "text", may_be_empty=title is not None)
    if len(text) > options.document_bytes:
        raise ParseError(f'The field "text" is longer than {options.document_bytes:,} characters; split the document.')
    if row.get("id") is None and url is not None:
        name = document_id(url=url, name=None, text=text)
    else:
        name = identifier(row, "id")
    published = _published(row, seen, options)
    language = optional_text(row, "language")
    return Document(
        id=name,
        text=text,
        title=title,
        url=url,
        canonical_url=canonical_url(url) if url else None,
        outlet=optional_text(row, "outlet") or options.outlet or (host_of(url) if url else None) or None,
        author=optional_text(row, "author"),
        published=published.at if published else None,
        published_day_only=published.day_only if published else False,
        seen=seen,
        language=language_code(language),
        furniture=furniture(text),
        fingerprint=fingerprint(title, text),
    )


def _published(row: Mapping[str, object], seen: datetime | None, options: FileOptions) -> ReadDate | None:
    said = row.get("published")
    if said in (None, ""):
        return read_date(options.published, now=seen, zone=options.zone) if options.published else None
    if isinstance(said, float):
        said = f"{said:.3f}"
    return read_date(identifier({"published": said}, "published"), now=seen, zone=options.zone)


def language_code(said: str | None) -> str | None:
    """Return the ISO 639-1 code that a language tag begins with ("de-AT" -> "de"), None where none is there."""
    code = (said or "").strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) in {2, 3} and code.isascii() and code.isalpha() else None


def date_left_out(field: str, said: object) -> str:
    """Return the sentence that names a date which was not taken over."""
    shown = str(said)[:60]
    return f'The date {shown!r} in "{field}" is impossible, ambiguous or ahead of now and was left out; correct it.'


def read_rows(
    stream: BinaryIO | Path, name: str, options: FileOptions
) -> Iterator[tuple[str, Mapping[str, object] | Refused]]:
    """Yield each line's place ("name:line") with its JSON object, or with the reason why there is none."""
    with ExitStack() as stack:
        if isinstance(stream, Path):
            try:
                stream = stack.enter_context(stream.open("rb"))
            except OSError as error:
                yield (
                    name,
                    Refused(name, f"The file cannot be opened ({error.strerror or error}); check its name and rights."),
                )
                return
        for number, line in _lines(stream, options):
            place = f"{name}:{number}"
            if number == 1 and b"\0" in line:
                yield name, Refused(name, "This is no text but binary data; give JSON lines in UTF-8.")
                return
            yield place, _refused(place, line, options) or parsed(place, line)


def parsed(place: str, line: bytes) -> Mapping[str, object] | Refused:
    """Return the JSON object in `line`, or what is wrong with it."""
    try:
        row = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        if _HALF_PAIR.search(line[:MEBIBYTE]):
            return Refused(
                place, "This is no valid JSON (perhaps half a surrogate pair, \\ud800 to \\udfff); correct it."
            )
        return Refused(place, f"This is no valid JSON ({_detail(error)}); correct or remove it.")
    except UnicodeDecodeError:
        return Refused(place, "This is not UTF-8; save the file as UTF-8.")
    except RecursionError:
        return Refused(place, "This JSON is nested too deeply; flatten it.")
    if not isinstance(row, dict):
        return Refused(place, 'This is JSON but no object; write one object a line: {"id": ..., "text": ...}.')
    return row


def _detail(error: msgspec.DecodeError) -> str:
    return str(error).removeprefix("JSON is malformed: ").rstrip(".")


def _refused(place: str, line: bytes, options: FileOptions) -> Refused | None:
    if len(line) > options.line_bytes:
        return Refused(place, f"The line is longer than {options.line_bytes:,} bytes; split the document.")
    return None


def _lines(stream: BinaryIO, options: FileOptions) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of the lines that hold something; of a line that is too long only one byte too many."""
    limit, number = options.line_bytes, 0
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            stream = _as_utf8(line, stream, options)
            number = 0
            continue
        whole = line.endswith(b"\n") or len(line) <= limit
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield number, line
        while not whole and (rest := stream.readline(MEBIBYTE)):
            whole = rest.endswith(b"\n")


def _as_utf8(start: bytes, stream: BinaryIO, options: FileOptions) -> BinaryIO:
    """Read the rest of a UTF-16 file, as Windows shells write it when output is redirected."""
    whole = start + stream.read(options.json_bytes)
    return io.BytesIO(whole.decode("utf-16", "replace").encode("utf-8", "replace"))
