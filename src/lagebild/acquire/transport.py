"""A checked host -> a connection to exactly the address that was checked, under one total deadline.

The name is resolved here, once, all answers are checked, and the socket is opened to the checked number: between check
and connection nobody can change the answer (DNS rebinding). Host header and TLS name stay the original ones. httpcore
counts every single read; the stream here gives each read only what is left of the whole request.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import httpcore
import httpx

from lagebild.acquire.addresses import refusal
from lagebild.acquire.options import GateOptions
from lagebild.records.errors import GateError

Resolver = Callable[[str, int], Sequence[str]]
Connector = Callable[[str, int, float], httpcore.NetworkStream]
ReadTick = Callable[[], float]


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Return all addresses of `host` in the system's order of preference; OSError where there is none."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in rows))


def system_connector(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    """Open a TCP connection to a numeric address within `timeout` seconds; httpcore's errors where that fails."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout)


class Deadline:
    """What is left of the time that one whole request may take."""

    def __init__(self, seconds: float, tick: ReadTick = time.monotonic) -> None:
        self._tick = tick
        self._seconds = seconds
        self._end = tick() + seconds

    def left(self) -> float:
        """Return the seconds left; GateError where none are."""
        left = self._end - self._tick()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> GateError:
        """Return the error that says that time is up."""
        return GateError(f"The server did not finish its answer within {self._seconds:g} s.")


class _Stream(httpcore.NetworkStream):
    """A connection each of whose steps gets only the time that is left."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    """Hands httpcore connections that `connect` has checked and opened."""

    def __init__(self, connect: Callable[[str, int], httpcore.NetworkStream], deadline: Deadline) -> None:
        self._connect = connect
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._connect(host, port), self._deadline)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        raise GateError("Local sockets are not fetched.")


class PinnedTransport(httpx.BaseTransport):
    """The only way out: an httpx transport for one request, without proxies and without kept connections.

    Raises GateError where an address is refused, httpcore's errors where the peer fails.
    """

    def __init__(
        self,
        options: GateOptions,
        deadline: Deadline,
        context: ssl.SSLContext,
        resolver: Resolver = system_resolver,
        connector: Connector = system_connector,
    ) -> None:
        self._options = options
        self._deadline = deadline
        self._resolver = resolver
        self._connector = connector
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_keepalive_connections=0,
            http1=True,
            http2=False,
            retries=0,
            network_backend=_CheckedBackend(self._connect, deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the response's body is read as a stream."""
        sent = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
        )
        answer = self._pool.handle_request(sent)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _connect(self, host: str, port: int) -> httpcore.NetworkStream:
        addresses = checked_addresses(host, port, self._options, self._resolver, self._deadline)
        failure: Exception | None = None
        for place, address in enumerate(addresses):
            # A dead first address must leave time for the second.
            share = self._deadline.left() / (len(addresses) - place)
            try:
                return self._connector(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        self._deadline.left()
        raise GateError(f"No connection to {host}: {_reason(failure)}.") from failure


class _Body(httpx.SyncByteStream):
    """The body as httpx expects it, with httpcore's errors left as they are."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def checked_addresses(
    host: str, port: int, options: GateOptions, resolver: Resolver, deadline: Deadline
) -> tuple[str, ...]:
    """Return all addresses of `host`, at most eight; GateError if there is none or a single one is not public.

    One bad answer refuses all: a name that points to the inside as well as to the outside is an attack or a mistake.
    """
    bare = host.strip("[]")
    addresses = _resolve(bare, port, resolver, deadline)
    for address in addresses:
        why = refusal(address, options)
        if why is not None:
            named = address if address == bare else f"{bare} ({address})"
            raise GateError(f"The address {named} is not public: {why}.")
    if not addresses:
        raise GateError(f"The name {bare} has no address.")
    return addresses[:8]


def checked_socket(host: str, port: int, options: GateOptions, resolver: Resolver, deadline: Deadline) -> socket.socket:
    """Return a TCP connection to a checked address of `host`, for what is not HTTP; GateError where there is none."""
    addresses = checked_addresses(host, port, options, resolver, deadline)
    failure: OSError | None = None
    for place, address in enumerate(addresses):
        share = deadline.left() / (len(addresses) - place)
        try:
            connected = socket.create_connection((address, port), share)
        except OSError as error:
            failure = error
        else:
            connected.settimeout(deadline.left())
            return connected
    raise GateError(f"No connection to {host}: {_reason(failure)}.") from None


def _resolve(host: str, port: int, resolver: Resolver, deadline: Deadline) -> tuple[str, ...]:
    """Resolve in a thread of its own, since the system's resolver knows no deadline."""
    answer: queue.SimpleQueue[tuple[str, ...] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(tuple(str(address) for address in resolver(host, port)))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    left = deadline.left()
    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answer.get(timeout=left)
    except queue.Empty:
        raise deadline.passed() from None
    if isinstance(found, tuple):
        return found
    raise GateError(f"The name {host} cannot be resolved; check its spelling and the connection.") from found


def _reason(failure: Exception | None) -> str:
    if isinstance(failure, httpcore.ConnectTimeout | TimeoutError):
        return "it did not answer in time"
    text = " ".join(str(failure or "").split())
    # "[Errno 111] Connection refused" -> "connection refused"
    return text.partition("] ")[2].lower() or text or "it did not answer"
