"""An OPML list of subscriptions <-> sources: how readers move between programs."""

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lagebild.acquire.encodings import decode
from lagebild.acquire.markup import clean, load_etree, plain_line
from lagebild.acquire.options import MEBIBYTE, FeedOptions
from lagebild.acquire.repair import NotXmlError, mended, recovered
from lagebild.acquire.sources import feed_source
from lagebild.records.document import Source
from lagebild.records.errors import GateError, ParseError
from lagebild.records.outcome import Done, Outcome, Refused

_ROOT = re.compile(r"<opml(?=[\s>/])", re.IGNORECASE)


def read_opml(body: bytes, *, options: FeedOptions | None = None) -> tuple[Outcome[Source], ...]:
    """Return a source for every outline with a feed address, at any depth, each address once and in order.

    Outlines without one are folders. Addresses that are not http or https are refused with the outline's name.
    ParseError with one sentence where there is no OPML at all. Meant to run in the guarded worker.
    """
    options = options or FeedOptions()
    if len(body) > options.body_limit:
        raise ParseError(f"The OPML file is larger than {options.body_limit // MEBIBYTE} MiB.")
    text = decode(body, repair=False)  # a name is kept as it was given, so that lists survive a round trip
    try:
        root = recovered(mended(text, _ROOT))
    except NotXmlError as error:
        raise ParseError("This is no OPML file; no <opml> element was found in it.") from error
    outcomes: list[Outcome[Source]] = []
    known: set[str] = set()
    for outline in root.iter("{*}*"):
        if not isinstance(outline.tag, str) or outline.tag.rpartition("}")[2].lower() != "outline":
            continue
        outcome = _outcome(outline, options)
        if isinstance(outcome, Refused):
            outcomes.append(outcome)
        elif outcome is not None and outcome.record.id not in known:
            known.add(outcome.record.id)
            outcomes.append(outcome)
    return tuple(outcomes)


def _outcome(outline: Any, options: FeedOptions) -> Outcome[Source] | None:
    attributes = {key.lower(): clean(value)[: options.name_limit].strip() for key, value in outline.items()}
    address = attributes.get("xmlurl") or ""
    if not address:
        return None
    name = plain_line(attributes.get("title") or attributes.get("text") or "")
    # "feed:" was what browsers put before the addresses of feeds.
    plain = re.sub(r"^feed:(?://)?(?=https?:)", "", address, flags=re.IGNORECASE)
    plain = re.sub(r"^feed://", "http://", plain, flags=re.IGNORECASE)
    try:
        return Done(feed_source(plain, name or None, _language(attributes.get("language", ""))))
    except GateError as error:
        return Refused(name or address[:200], str(error))


def _language(said: str) -> str | None:
    match = re.fullmatch(r"([a-zA-Z]{2,3})(?:[-_]\w{1,8})?", said)
    return match[1].lower() if match else None


def write_opml(sources: Iterable[Source], *, title: str = "Lagebild") -> str:
    """Return an OPML 2.0 document of all feeds among `sources`, in their order."""
    rows = []
    for source in sources:
        if source.kind != "feed":
            continue
        name = quoteattr(clean(source.name))
        language = f" language={quoteattr(clean(source.language))}" if source.language else ""
        rows.append(
            f'    <outline type="rss" text={name} title={name} xmlUrl={quoteattr(source.address)}{language}/>\n'
        )
    head = f"  <head>\n    <title>{escape(clean(title))}</title>\n  </head>\n"
    document = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
    document += f"{head}  <body>\n{''.join(rows)}  </body>\n</opml>\n"
    load_etree().fromstring(document.encode("utf-8"))  # what cannot be read back must not be written
    return document
