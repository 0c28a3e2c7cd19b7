"""A source and how its last visit went -> its new documents and how this visit went.

Polite by construction: conditional requests, `Retry-After` obeyed, failures back off, and visits are spread by an
amount derived from the source's id, so that a replay makes the same plan.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from lagebild.acquire.discover import feed_links
from lagebild.acquire.feeds import Feed, feed_documents, parse_feed
from lagebild.acquire.gate import Fetched, Gate
from lagebild.acquire.options import FeedOptions, ParseLimits, PollOptions
from lagebild.acquire.sources import feed_source
from lagebild.acquire.worker import guarded
from lagebild.records.document import Document, Source, SourceHealth
from lagebild.records.errors import GateError, ParseError
from lagebild.records.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Poll:
    """One visit to a source.

    `outcomes` are in the feed's order, known documents included; `health` replaces the old one. `gone` says that the
    source should be switched off (410), `moved_to` names its new address (permanent redirect), `issues` what had to be
    repaired or left out.
    """

    outcomes: tuple[Outcome[Document], ...]
    health: SourceHealth
    gone: bool = False
    moved_to: str | None = None
    issues: tuple[str, ...] = ()
    title: str | None = None


def poll(
    source: Source, health: SourceHealth | None, gate: Gate, now: datetime, options: PollOptions | None = None
) -> Poll:
    """Visit `source` once. Never raises for what the other side does: failures stand in the new health.

    `health.documents` counts the documents of the last visit that brought any; `health.due` says when to come again.
    """
    options = options or PollOptions()
    before = health or SourceHealth(source=source.id)
    try:
        fetched = gate.fetch(source.address, etag=before.etag, modified=before.modified)
        if fetched.not_modified:
            return Poll(
                (), _succeeded(source, before, fetched, before.documents, now, options), moved_to=fetched.moved_to
            )
        if not fetched.succeeded:
            return _refused(source, before, fetched, now, options)
        feed = read_feed(fetched, now, options)
    except (GateError, ParseError) as error:
        return Poll((), _failed(source, before, str(error), None, now, options))
    outcomes = feed_documents(feed, source, now)
    new = _succeeded(source, before, fetched, len(outcomes), now, options)
    return Poll(outcomes, new, moved_to=fetched.moved_to, issues=feed.issues, title=feed.title)


def read_feed(fetched: Fetched, now: datetime, options: PollOptions | None = None) -> Feed:
    """Read what was fetched as a feed, in the guarded worker; ParseError with one sentence where that fails."""
    options = options or PollOptions()
    arguments = (fetched.body, fetched.final_url, fetched.content_type, fetched.charset, now, options.feed)
    return guarded(parse_fetched, *arguments, limits=options.limits)


def parse_fetched(
    body: bytes, url: str, content_type: str | None, charset: str | None, now: datetime, options: FeedOptions
) -> Feed:
    """Call `parse_feed` by position, as the worker calls its functions."""
    return parse_feed(body, url=url, content_type=content_type, charset=charset, now=now, options=options)


def discover(url: str, gate: Gate, now: datetime, limits: ParseLimits | None = None) -> tuple[Source, ...]:
    """Return the feeds that the page at `url` names, or the one that stands there itself.

    GateError where the page cannot be fetched, ParseError where it names no feed; each in one sentence.
    """
    fetched = gate.fetch(url).expect_body()
    options = PollOptions(limits=limits or ParseLimits())
    try:
        feed = read_feed(fetched, now, options)
    except ParseError:
        links = guarded(feed_links, fetched.body, fetched.final_url, fetched.charset, limits=options.limits)
    else:
        return (feed_source(fetched.moved_to or url, feed.title, feed.language),)
    sources: dict[str, Source] = {}
    for address, name in links:
        try:
            source = feed_source(address, name)
        except GateError:
            continue  # a link that nobody could follow is no offer
        sources.setdefault(source.id, source)
    if not sources:
        raise ParseError(f"{fetched.final_url} is no feed and names none; add the address of its feed.")
    return tuple(sources.values())


def _refused(source: Source, before: SourceHealth, fetched: Fetched, now: datetime, options: PollOptions) -> Poll:
    if fetched.status == 410:
        message = "The feed is gone for good (410); the source was switched off."
        health = _failed(source, before, message, options.gone, now, options)
        return Poll((), health, gone=True, moved_to=fetched.moved_to)
    try:
        fetched.expect_body()
        message = ""
    except GateError as error:
        message = str(error)
    wait = timedelta(seconds=fetched.retry_after) if fetched.retry_after is not None else None
    asked = wait if fetched.status in (429, 503) else None
    return Poll((), _failed(source, before, message, asked, now, options))


def _succeeded(
    source: Source, before: SourceHealth, fetched: Fetched, documents: int, now: datetime, options: PollOptions
) -> SourceHealth:
    return SourceHealth(
        source=source.id,
        checked=now,
        succeeded=now,
        documents=documents,
        brought=before.brought,
        # A 304 need not repeat what it confirms; a new answer without them has none.
        etag=fetched.etag or (before.etag if fetched.not_modified else None),
        modified=fetched.modified or (before.modified if fetched.not_modified else None),
        due=now + _spread(source, 0, options.interval, options),
    )


def _failed(
    source: Source,
    before: SourceHealth,
    message: str,
    asked: timedelta | None,
    now: datetime,
    options: PollOptions,
) -> SourceHealth:
    failures = before.failures + 1
    # Capped before it is multiplied: 2 to the 1,000th is no time.
    pause = min(options.interval * 2 ** min(failures, 20), options.longest)
    wait = _spread(source, failures, pause, options)
    if asked is not None:
        # Never earlier than asked, but spread, since others were told the same.
        wait = max(asked + _spread(source, failures, options.interval, options) * options.jitter, options.interval)
    return replace(before, source=source.id, checked=now, failures=failures, message=message, due=now + wait)


def _spread(source: Source, failures: int, pause: timedelta, options: PollOptions) -> timedelta:
    """Return `pause`, longer or shorter by up to the jitter share; the same for the same source and failure count."""
    digest = sha256(f"{source.id}:{failures}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 0xFFFFFFFF
    seconds = pause.total_seconds() * (1 + options.jitter * (2 * share - 1))
    return timedelta(seconds=round(seconds))
