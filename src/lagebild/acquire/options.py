"""The knobs of `acquire`: what may leave, how much may come in, how long reading it may take."""

from dataclasses import dataclass, field
from datetime import timedelta

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GateOptions:
    """What the outgoing gate lets through.

    - `deadline` (seconds, 30): one request with all its redirects, from the look-up of the name to the last byte; slow
      feeds of real publishers answer within 10 s.
    - `body_limit` (bytes, 16 MiB): counted after decompression; the largest news feeds stay below 5 MiB.
    - `redirects` (5): more hops than any feed needs, fewer than a loop.
    - `ports` and `unprivileged_ports`: the web's own ports and, as small servers like them, everything from 1024 on;
      mail, database and remote-shell ports below stay closed.
    - `allow_loopback` and `allow_private`: off, because a feed must not make this machine talk to its own network.
      `allow_private` includes loopback, never link-local addresses (cloud metadata).
    - `parallel_per_host` (2): what a polite reader asks of one server at a time.
    - `retry_cap` (1 day): a `Retry-After` beyond it is cut, so that no server silences a source for good.
    """

    deadline: float = 30.0
    body_limit: int = 16 * MEBIBYTE
    redirects: int = 5
    ports: tuple[int, ...] = (80, 443)
    unprivileged_ports: bool = True
    allow_loopback: bool = False
    allow_private: bool = False
    parallel_per_host: int = 2
    retry_cap: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SendOptions:
    """How often a webhook is tried at one go; what fails then waits for the next digest.

    - `attempts` (4) and `first_wait` (2 s), which doubles: a server that starts anew is back within 14 s.
    - `longest_wait` (30 s): what a `Retry-After` may ask for at one go, since the program has other things to do.
    """

    attempts: int = 4
    first_wait: float = 2.0
    longest_wait: float = 30.0


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """What one parse in the worker may cost.

    - `seconds` (wall clock, 10) and `cpu_seconds` (10): the slowest of 4,429 collected feed documents took 0.41 s.
    - `memory` (bytes of address space, 512 MiB): 200,000 items in one feed were measured at 199 MB.
    - `jobs` (1,000): after so many a child is replaced, so that leaks of parsers stay small.
    """

    seconds: float = 10.0
    cpu_seconds: int = 10
    memory: int = 512 * MEBIBYTE
    jobs: int = 1000


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What is read from one feed.

    - `items` (5,000): the rest is named as an issue; real feeds have 10 to 500.
    - `elements` (300,000): XML elements in all; 5,000 items have some 60,000, and each costs 14 µs.
    - `body_limit` (bytes, 16 MiB): as at the gate, for feeds that come from files.
    - `text_limit` (characters, 1,000,000): of one entry's text; a long read has 50,000.
    - `name_limit` (characters, 2,000): of a title, author, date, address or category.
    """

    items: int = 5000
    elements: int = 300_000
    body_limit: int = 16 * MEBIBYTE
    text_limit: int = 1_000_000
    name_limit: int = 2000


@dataclass(frozen=True, slots=True)
class PollOptions:
    """When a source is visited again.

    - `interval` (15 min): agency reports change within the hour; with a conditional request a visit costs one packet.
    - `longest` (1 day): cap of the back-off, which doubles from `interval` with every failure in a row.
    - `gone` (30 days): after 410 the source is to be switched off; should it stay on, it is left alone that long.
    - `jitter` (0.1): share by which the time is spread, so that 1,000 feeds are not asked in the same second.
    """

    interval: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(days=1)
    gone: timedelta = timedelta(days=30)
    jitter: float = 0.1
    limits: ParseLimits = field(default_factory=ParseLimits)
    feed: FeedOptions = field(default_factory=FeedOptions)
