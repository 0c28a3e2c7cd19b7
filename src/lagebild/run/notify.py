"""What is new in the stories -> a mail to each reader and a signed post to a webhook, each entry once.

A recipient is a reader of the store like any other: what was delivered counts as seen, and what could not be delivered
does not, so it is told again with what has come since. Nothing is sent where nothing is set up or nothing is new.

Several processes may send from one store: each claims a recipient before it sends, and gives it free in the same
transaction that notes what was sent. So an entry is sent once, and after a crash in between once more rather than
never: as soon as the claim has expired, under the same identifier where nothing has come since.

The digest is of all stories and waits for its time of the day. What is new in the stories of a followed search goes out
at once, as a message of its own: who follows something wants to know now.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from hashlib import blake2s
from typing import Final, cast
from zoneinfo import ZoneInfo

from lagebild.acquire.gate import Gate
from lagebild.acquire.mail import MailServer, Security, send_mail
from lagebild.acquire.options import GateOptions
from lagebild.acquire.webhook import Webhook, post_signed, read_key
from lagebild.records.errors import LagebildError, SettingsError
from lagebild.records.followed import Search
from lagebild.records.outcome import Refused
from lagebild.records.ports import Store
from lagebild.records.report import NewsDigest
from lagebild.report.phrases import long_moment, phrases
from lagebild.report.render.digest import digest_html, digest_markdown, digest_row
from lagebild.run.clock import now
from lagebild.run.sourcing import note_refusals
from lagebild.run.telling import Asked, settled
from lagebild.settings import Settings, read_secret

FIRST_SPAN: Final = timedelta(days=1)
"""What a recipient who never had a digest is told: a day, and not everything since the beginning."""
HELD: Final = timedelta(minutes=15)
"""How long one claims a recipient: longer than a mail or a webhook can take with all attempts."""
_ANY_STORY: Final = ""
"""Stands in the visits for all stories, so that a recipient who was told nothing has a last time too."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A recipient: the name under which the store knows what it was told, and how it is told more."""

    reader: str
    send: Callable[[NewsDigest], None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered, as recipient and number of stories, and what could not be."""

    sent: tuple[tuple[str, int], ...] = ()
    refused: tuple[Refused, ...] = ()

    def __add__(self, other: "Delivery") -> "Delivery":
        return Delivery(self.sent + other.sent, self.refused + other.refused)


def channels(settings: Settings) -> Iterator[Channel]:
    """Yield the recipients that are set up; their secrets are read when something is sent."""
    if settings.mail_host:
        for address in dict.fromkeys(a.strip() for a in settings.mail_to.split(",")):
            yield Channel(f"mail:{address}", partial(_mail, settings, address))
    if settings.webhook_url:
        # The name must not tell the address, which may hold a key of the receiver.
        name = f"webhook:{blake2s(settings.webhook_url.encode(), digest_size=6).hexdigest()}"
        yield Channel(name, partial(_post, settings))


def _mail(settings: Settings, address: str, digest: NewsDigest) -> None:
    password = read_secret(settings, "mail_password_file") if settings.mail_user else ""
    security = cast(Security, settings.mail_security)
    server = MailServer(settings.mail_host, settings.mail_port, security, settings.mail_user, password)
    send_mail(_message(digest, settings, address), server, _options(settings))


def _post(settings: Settings, digest: NewsDigest) -> None:
    hook = Webhook(settings.webhook_url, read_key(read_secret(settings, "webhook_secret_file")))
    kind = "followed" if digest.name else "digest"
    row = {"type": kind, "timestamp": digest.until.isoformat(), "data": digest_row(digest)}
    body = json.dumps(row, ensure_ascii=False).encode()
    post_signed(hook, _identifier(digest), body, Gate(_options(settings), clock=now), now)


def _options(settings: Settings) -> GateOptions:
    return GateOptions(allow_private=settings.deliver_private)


def deliver(
    store: Store, settings: Settings, tell: Callable[[Asked], NewsDigest], *, due_only: bool = False
) -> Delivery:
    """Tell each recipient what is new to it; with `due_only` those whose time of the day has come."""
    sent: list[tuple[str, int]] = []
    refused: list[Refused] = []
    moment = settled(store, now)
    for channel in channels(settings):
        with store.unit() as unit:
            last = unit.visits.last(None, channel.reader)
        if due_only and not _is_due(last, moment, settings):
            continue
        digest = tell(Asked(as_of=moment, since=None if last else moment - FIRST_SPAN, reader=channel.reader))
        if not digest.reports:
            _told(store, digest, moment)
        elif not _send(store, channel, digest, last, refused):
            continue
        sent.append((channel.reader, len(digest.reports)))
    _note(store, refused, moment)
    return Delivery(tuple(sent), tuple(refused))


def alert(
    store: Store, settings: Settings, tell: Callable[[Asked], NewsDigest], found: Callable[[Search], tuple[str, ...]]
) -> Delivery:
    """Tell each recipient what is new in the stories of each followed search, since it was followed or last told."""
    recipients = tuple(channels(settings))
    with store.unit() as unit:
        followed = unit.followed.all() if recipients else ()
    if not followed:
        return Delivery()
    sent: list[tuple[str, int]] = []
    refused: list[Refused] = []
    moment = settled(store, now)
    for kept in followed:
        stories = frozenset(found(kept.search))
        for channel in recipients:
            reader = f"{channel.reader} {kept.id}"
            with store.unit() as unit:
                last = unit.visits.last(None, reader)
            since = None if last else kept.at
            digest = tell(Asked(as_of=moment, since=since, reader=reader, stories=stories))
            if digest.reports and _send(store, channel, replace(digest, name=kept.name), last, refused):
                sent.append((reader, len(digest.reports)))
    _note(store, refused, moment)
    return Delivery(tuple(sent), tuple(refused))


def _send(store: Store, channel: Channel, digest: NewsDigest, last: datetime | None, refused: list[Refused]) -> bool:
    """Send what came since the recipient was told `last`; False where another process does, or where it is refused."""
    at = now()
    until = at + HELD
    with store.unit(write=True) as unit:
        if not unit.dispatches.claim(digest.reader, last, at, until):
            return False
    try:
        channel.send(digest)
    except LagebildError as problem:
        refused.append(Refused(channel.reader, str(problem)))
        with store.unit(write=True) as unit:
            unit.dispatches.release(digest.reader, until)
        return False
    _told(store, digest, digest.until, until)
    return True


def _told(store: Store, digest: NewsDigest, moment: datetime, claimed: datetime | None = None) -> None:
    """Keep that the recipient has seen this, and give up the claim."""
    with store.unit(write=True) as unit:
        if claimed:
            unit.dispatches.release(digest.reader, claimed)
        for story in (_ANY_STORY, *(report.story.id for report in digest.reports)):
            unit.visits.record(story, moment, digest.reader)


def _note(store: Store, refused: Sequence[Refused], moment: datetime) -> None:
    if refused:
        with store.unit(write=True) as unit:
            note_refusals(unit, tuple(refused), moment)


def demand_channel(settings: Settings) -> None:
    """SettingsError where nobody is set up to be told."""
    if not (settings.mail_host or settings.webhook_url):
        raise SettingsError(
            'Nobody is set up to be told; set "mail_host", "mail_from" and "mail_to", or "webhook_url".'
        )


def _is_due(last: datetime | None, moment: datetime, settings: Settings) -> bool:
    """Tell whether the daily time has come since the last delivery."""
    if not settings.digest_at:
        return False
    hour, minute = map(int, settings.digest_at.split(":"))
    here = moment.astimezone(ZoneInfo(settings.zone))
    today = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    latest = today if today <= here else today - timedelta(days=1)
    return last is None or last < latest


def _identifier(digest: NewsDigest) -> str:
    """Name a message by its entries: the same ones have the same name, so that a receiver can drop what it has."""
    entries = [f"{r.story.id}\0{i.id}\0{i.at}" for r in digest.reports for i in r.views.new]
    return "lagebild_" + blake2s("\n".join([digest.reader, *sorted(entries)]).encode(), digest_size=16).hexdigest()


def _message(digest: NewsDigest, settings: Settings, to: str) -> EmailMessage:
    """Return the digest as a mail that holds text and page; its head is one printable line, whatever was followed."""
    surface = settings.surface
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    title = digest.name or phrases(surface)["digest"]["title"]
    message["Subject"] = f"Lagebild: {title}, {long_moment(digest.until, surface)}"
    message["Date"] = format_datetime(digest.until)
    message["Message-ID"] = f"<{_identifier(digest)}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest_markdown(digest, surface))
    message.add_alternative(digest_html(digest, surface), subtype="html")
    return message
