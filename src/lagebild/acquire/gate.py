"""A URL -> what its server answered: the one way out for every request of the program.

Each hop is taken apart, resolved, checked and connected to anew; time, size, redirects and ports are bounded by
`GateOptions`; proxies and credentials from the environment are ignored, since they would walk around the check.
"""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpcore
import httpx

from lagebild import __version__
from lagebild.acquire.addresses import Target, read_target
from lagebild.acquire.decoding import ACCEPTED, decoded
from lagebild.acquire.options import GateOptions
from lagebild.acquire.transport import (
    Connector,
    Deadline,
    PinnedTransport,
    ReadTick,
    Resolver,
    system_connector,
    system_resolver,
)
from lagebild.records.errors import GateError

USER_AGENT = f"Lagebild/{__version__}"
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.8, application/json;q=0.7, */*;q=0.5"
)
_KEPT = ("content-type", "content-language", "last-modified", "etag", "cache-control", "expires", "retry-after", "link")
_HEADER_VALUE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered to one request.

    `url` is what was asked for, `final_url` where the answer came from, `moved_to` the address to remember from now on
    (permanent redirects only). `charset` is the header's, None where it names none. `body` is decoded; empty for 304.
    `retry_after` is in seconds from now, capped by the gate's options.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    charset: str | None = None
    body: bytes = b""
    etag: str | None = None
    modified: str | None = None
    not_modified: bool = False
    moved_to: str | None = None
    retry_after: float | None = None

    @property
    def succeeded(self) -> bool:
        """Tell whether there is a body to read."""
        return 200 <= self.status < 300

    def expect_body(self) -> "Fetched":
        """Return itself where the server sent what was asked for, else raise GateError with one sentence."""
        if self.succeeded:
            return self
        raise GateError(f"{self.final_url} answered with status {self.status}{_STATUS_WORDS.get(self.status, '')}.")


_STATUS_WORDS = {
    304: " (not changed)",
    401: " (a login is needed)",
    403: " (access refused)",
    404: " (not found)",
    410: " (gone for good)",
    429: " (too many requests)",
    500: " (the server failed)",
    502: " (the server failed)",
    503: " (overloaded or in maintenance)",
}


class Gate:
    """The outgoing gate. One instance serves all threads; it keeps no connection and no cookie.

    `resolver` maps host and port to addresses, `connector` opens a socket to a checked address, `tick` measures
    seconds: so that tests can stand in for the network. `clock` tells the time of day, for answers that name a date.
    """

    def __init__(
        self,
        options: GateOptions | None = None,
        *,
        resolver: Resolver = system_resolver,
        connector: Connector = system_connector,
        clock: Callable[[], datetime] | None = None,
        tick: ReadTick = time.monotonic,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.options = options or GateOptions()
        self._resolver = resolver
        self._connector = connector
        self._clock = clock
        self._tick = tick
        self._context = context
        self._lanes = _Lanes(self.options.parallel_per_host)
        self._lock = threading.Lock()

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Ask for `url`, conditionally where `etag` or `modified` (as a server gave them) are known.

        Any status is an answer, 404 and 503 too. GateError with one sentence where there is no answer or none that may
        be read: refused address, no connection, too slow, too large, too many redirects.
        """
        deadline = Deadline(self.options.deadline, self._tick)
        target = read_target(url, self.options)
        moved_to: str | None = None
        permanent = True
        for _ in range(self.options.redirects + 1):
            answer = self._ask(target, _headers(etag, modified), deadline)
            if answer.moved is None:
                return _fetched(url, target, answer, moved_to, self.options, self._clock() if self._clock else None)
            following = self._following(target, answer.moved)
            permanent = permanent and answer.status in (301, 308)
            moved_to = following.url if permanent else moved_to
            target = following
        raise GateError(f"{url[:200]} redirects more than {self.options.redirects} times.")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched:
        """Send `body` to `url`; any status is an answer, and GateError is as in `fetch`.

        A redirect is not followed: what was signed for one place goes to no other.
        """
        deadline = Deadline(self.options.deadline, self._tick)
        target = read_target(url, self.options)
        answer = self._ask(target, {**_headers(None, None), **headers}, deadline, body)
        return _fetched(url, target, answer, None, self.options, self._clock() if self._clock else None)

    def _following(self, target: Target, location: str) -> Target:
        try:
            joined = urljoin(target.url, location.strip())
        except ValueError as error:
            raise GateError(f"{target.url} redirects to an address that cannot be read.") from error
        following = read_target(joined, self.options)
        if target.scheme == "https" and following.scheme == "http":
            raise GateError(f"{target.url} redirects from https to unprotected http.")
        return following

    def _ask(self, target: Target, headers: dict[str, str], deadline: Deadline, sent: bytes | None = None) -> "_Answer":
        with self._lanes.lane(target.host, deadline), _as_gate_errors(target, deadline):
            transport = PinnedTransport(self.options, deadline, self._tls(), self._resolver, self._connector)
            client = httpx.Client(transport=transport, trust_env=False, follow_redirects=False, headers=headers)
            method = "GET" if sent is None else "POST"
            with client, client.stream(method, target.url, content=sent) as response:
                moved = response.headers.get("location") if response.status_code in (301, 302, 303, 307, 308) else None
                body = b""
                if moved is None and response.status_code != 304:
                    coding = response.headers.get("content-encoding", "")
                    body = decoded(response.iter_raw(), coding, self.options.body_limit)
                return _Answer(response.status_code, response.headers, body, moved)

    def _tls(self) -> ssl.SSLContext:
        with self._lock:
            if self._context is None:
                self._context = httpx.create_ssl_context(trust_env=False)
            return self._context


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    body: bytes
    moved: str | None


class _Lanes:
    """Lets at most `width` requests at a time through to one host."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._busy: dict[str, int] = {}
        self._freed = threading.Condition()

    @contextmanager
    def lane(self, host: str, deadline: Deadline) -> Iterator[None]:
        """Wait for a free lane, at most as long as the request may take."""
        with self._freed:
            while self._busy.get(host, 0) >= self._width:
                self._freed.wait(deadline.left())
                deadline.left()
            self._busy[host] = self._busy.get(host, 0) + 1
        try:
            yield
        finally:
            with self._freed:
                self._busy[host] -= 1
                if not self._busy[host]:
                    del self._busy[host]
                self._freed.notify_all()


@contextmanager
def _as_gate_errors(target: Target, deadline: Deadline) -> Iterator[None]:
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise deadline.passed() from error
    except httpcore.ConnectError as error:
        raise GateError(f"No protected connection to {target.host}: {_tls_reason(error)}.") from error
    except httpcore.RemoteProtocolError as error:
        raise GateError(f"{target.host} does not speak proper HTTP: {_one_line(error)}.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError) as error:
        raise GateError(f"The connection to {target.host} broke off: {_one_line(error)}.") from error
    except (httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
        raise GateError(f"{target.host} cannot be asked for this address: {_one_line(error)}.") from error


def _tls_reason(error: Exception) -> str:
    text = _one_line(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate is not valid"
    return text or "it did not answer"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")


def _headers(etag: str | None, modified: str | None) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED, "Connection": "close"}
    if etag and _sendable(etag):
        headers["If-None-Match"] = etag
    if modified and _sendable(modified):
        headers["If-Modified-Since"] = modified
    return headers


def _sendable(value: str) -> bool:
    """Tell whether a value that a server gave may go back to it: a line end in it would start a header of its own."""
    return value.isascii() and value.isprintable() and len(value) <= _HEADER_VALUE_LIMIT


def _fetched(
    url: str, target: Target, answer: _Answer, moved_to: str | None, options: GateOptions, now: datetime | None
) -> Fetched:
    headers = answer.headers
    kept = tuple((name, headers[name][:_HEADER_VALUE_LIMIT]) for name in _KEPT if name in headers)
    content_type, _, parameters = headers.get("content-type", "").partition(";")
    etag, modified = headers.get("etag"), headers.get("last-modified")
    return Fetched(
        url=url,
        final_url=target.url,
        status=answer.status,
        headers=kept,
        content_type=content_type.strip().lower() or None,
        charset=_charset(parameters),
        body=answer.body,
        etag=etag if etag and _sendable(etag) else None,
        modified=modified if modified and _sendable(modified) else None,
        not_modified=answer.status == 304,
        moved_to=moved_to,
        retry_after=read_retry_after(headers.get("retry-after"), now, options),
    )


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower()[:40] or None
    return None


def read_retry_after(value: str | None, now: datetime | None, options: GateOptions) -> float | None:
    """Return the seconds that a `Retry-After` header asks for (RFC 9110, 10.2.3), within 0 and the option's cap.

    None where the header is missing or says nothing sensible, and for a date where it is not known what time it is.
    """
    if value is None:
        return None
    text = value.strip()
    cap = options.retry_cap.total_seconds()
    if text.isascii() and text.isdigit():
        return cap if len(text) > 9 else min(float(text), cap)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if now is None:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), cap)
