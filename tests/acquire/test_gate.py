import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest
from tests.website import Site, served_site

from lagebild.acquire.gate import USER_AGENT, Gate, read_retry_after
from lagebild.acquire.options import GateOptions
from lagebild.acquire.transport import system_connector
from lagebild.records.errors import GateError

MIB = 1024 * 1024
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LOCAL = GateOptions(allow_loopback=True, deadline=5.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with served_site() as running:
        yield running


@pytest.fixture
def raw() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Start servers that speak no proper HTTP; returns a function from a conversation to a URL."""
    sockets: list[socket.socket] = []

    def start(talk: Callable[[socket.socket], None]) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        sockets.append(listening)

        def serve() -> None:
            while True:
                try:
                    peer, _ = listening.accept()
                except OSError:
                    return
                with peer:
                    try:
                        peer.recv(65536)
                        talk(peer)
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/"

    yield start
    for listening in sockets:
        listening.close()


def refused(gate: Gate, url: str) -> str:
    with pytest.raises(GateError) as caught:
        gate.fetch(url)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_answer_with_all_its_parts(site: Site) -> None:
    headers = {"Content-Type": "Application/RSS+xml; charset=ISO-8859-1", "ETag": '"a"', "Last-Modified": "Mon, 05 Jan"}
    site.answers["/feed"] = (200, headers, b"Gr\xfc\xdfe")
    fetched = Gate(LOCAL).fetch(f"{site.url}/feed")
    assert (fetched.status, fetched.body, fetched.content_type, fetched.charset) == (
        200,
        b"Gr\xfc\xdfe",
        "application/rss+xml",
        "iso-8859-1",
    )
    assert (fetched.etag, fetched.modified, fetched.moved_to, fetched.not_modified) == (
        '"a"',
        "Mon, 05 Jan",
        None,
        False,
    )
    asked = site.seen[0][1]
    assert asked["user-agent"] == USER_AGENT
    assert asked["host"] == f"127.0.0.1:{site.port}"
    assert asked["accept-encoding"] == "gzip, deflate"


def test_conditional_request(site: Site) -> None:
    site.answers["/feed"] = (304, {}, b"")
    fetched = Gate(LOCAL).fetch(f"{site.url}/feed", etag='W/"x"', modified="Mon, 05 Jan 2026 10:00:00 GMT")
    assert fetched.not_modified
    assert fetched.body == b""
    assert site.seen[0][1]["if-none-match"] == 'W/"x"'
    assert site.seen[0][1]["if-modified-since"] == "Mon, 05 Jan 2026 10:00:00 GMT"


def test_remembered_values_cannot_smuggle_headers(site: Site) -> None:
    Gate(LOCAL).fetch(f"{site.url}/", etag='"x"\r\nX-Evil: 1', modified="ä")
    assert not {"x-evil", "if-none-match", "if-modified-since"} & set(site.seen[0][1])


def test_loopback_is_closed_by_default(site: Site) -> None:
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1"):
        assert "not public" in refused(Gate(), f"http://{host}:{site.port}/")
    assert site.seen == []


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirect_is_followed_and_remembered_if_permanent(site: Site, code: int) -> None:
    site.answers["/old"] = (code, {"Location": "new?a=1#x"}, b"")
    site.answers["/new?a=1"] = (200, {}, b"da")
    fetched = Gate(LOCAL).fetch(f"{site.url}/old")
    assert (fetched.body, fetched.final_url) == (b"da", f"{site.url}/new?a=1")
    assert fetched.moved_to == (f"{site.url}/new?a=1" if code in (301, 308) else None)


def test_temporary_hop_ends_what_is_remembered(site: Site) -> None:
    site.answers["/a"] = (301, {"Location": "/b"}, b"")
    site.answers["/b"] = (302, {"Location": "/c"}, b"")
    site.answers["/c"] = (301, {"Location": "/d"}, b"")
    site.answers["/d"] = (200, {}, b"")
    assert Gate(LOCAL).fetch(f"{site.url}/a").moved_to == f"{site.url}/b"


def test_five_redirects_pass_and_six_do_not(site: Site) -> None:
    for hop in range(6):
        site.answers[f"/{hop}"] = (302, {"Location": f"/{hop + 1}"}, b"")
    site.answers["/6"] = (200, {}, b"")
    assert Gate(LOCAL).fetch(f"{site.url}/1").status == 200
    assert "more than 5 times" in refused(Gate(LOCAL), f"{site.url}/0")


class Recorder:
    """Stands in for the network: public test addresses lead to loopback, everything that is connected to is kept."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.connected: list[str] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]

    def connect(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.connected.append(address)
        return system_connector("127.0.0.1", port, timeout)

    def gate(self, options: GateOptions | None = None) -> Gate:
        return Gate(options or GateOptions(deadline=5.0), resolver=self.resolve, connector=self.connect)


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[::1]:{port}/",
        "http://0:{port}/",
        "http://localhost.:{port}/",
        "//169.254.169.254:{port}/latest",
        "http://10.0.0.1:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "http://a@public.example:{port}/",
        "http://[broken",
    ],
)
def test_redirect_to_the_inside_is_refused(site: Site, inside: str) -> None:
    site.answers["/out"] = (302, {"Location": inside.format(port=site.port)}, b"")
    network = Recorder(["1.1.1.1"])
    refused(network.gate(), f"http://public.example:{site.port}/out")
    assert network.connected == ["1.1.1.1"]
    assert [path for path, _ in site.seen] == ["/out"]


def test_connection_goes_to_the_checked_address_with_the_original_host(site: Site) -> None:
    site.answers["/"] = (200, {}, b"da")
    network = Recorder(["1.1.1.1"], ["127.0.0.1"], ["10.0.0.1"])
    assert network.gate().fetch(f"http://public.example:{site.port}/").body == b"da"
    assert network.asked == ["public.example"]
    assert network.connected == ["1.1.1.1"]
    assert site.seen[0][1]["host"] == f"public.example:{site.port}"


def test_rebinding_never_wins(site: Site) -> None:
    site.answers["/"] = (302, {"Location": "/again"}, b"")
    site.answers["/again"] = (200, {}, b"secret")
    network = Recorder(["1.1.1.1"], ["127.0.0.1"])
    assert "not public" in refused(network.gate(), f"http://public.example:{site.port}/")
    assert network.connected == ["1.1.1.1"]


@pytest.mark.parametrize("bad", ["127.0.0.1", "::1", "fe80::1%lo", "::ffff:10.0.0.1", "nonsense"])
def test_one_bad_answer_refuses_all(bad: str) -> None:
    network = Recorder(["1.1.1.1", bad])
    refused(network.gate(), "http://public.example/")
    assert network.connected == []


def test_second_address_is_tried(site: Site) -> None:
    site.answers["/"] = (200, {}, b"da")

    def connect(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        if address == "1.1.1.1":
            raise httpcore.ConnectError("[Errno 111] Connection refused")
        return system_connector("127.0.0.1", port, timeout)

    gate = Gate(GateOptions(deadline=5), resolver=lambda *_: ["1.1.1.1", "8.8.8.8"], connector=connect)
    assert gate.fetch(f"http://public.example:{site.port}/").body == b"da"


def test_unknown_names_and_silent_resolvers() -> None:
    def fail(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    def hang(host: str, port: int) -> Sequence[str]:
        time.sleep(3)
        return ["1.1.1.1"]

    assert "cannot be resolved" in refused(Gate(resolver=fail), "http://a.example/")
    assert "no address" in refused(Gate(resolver=lambda *_: []), "http://a.example/")
    start = time.monotonic()
    assert "within 0.3 s" in refused(Gate(GateOptions(deadline=0.3), resolver=hang), "http://a.example/")
    assert time.monotonic() - start < 1


def test_environment_proxy_is_ignored(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, site.url)
    network = Recorder(["1.1.1.1"])
    site.answers["/x"] = (200, {}, b"")
    network.gate().fetch(f"http://public.example:{site.port}/x")
    assert network.connected == ["1.1.1.1"]
    assert site.seen[0][0] == "/x"


def test_secure_to_insecure_redirect_is_refused() -> None:
    gate = Gate()
    from lagebild.acquire.addresses import read_target

    secure = read_target("https://a.example/", gate.options)
    with pytest.raises(GateError, match="unprotected http"):
        gate._following(secure, "http://a.example/")


def test_tls_name_is_the_original_one() -> None:
    greetings: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            peer, _ = listening.accept()
            with peer:
                greetings.append(peer.recv(4096))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        refused(Recorder(["1.1.1.1"]).gate(), f"https://beispiel.example:{listening.getsockname()[1]}/")
        thread.join(5)
    assert b"beispiel.example" in greetings[0]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
        ("deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
        ("identity", bytes),
        ("gzip", lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:]) + b"\0" * 9),
    ],
)
def test_codings_are_undone(site: Site, coding: str, pack: Callable[[bytes], bytes]) -> None:
    text = "Grüße aus Köln. ".encode() * 10_000
    site.answers["/"] = (200, {"Content-Encoding": coding}, pack(text))
    assert Gate(LOCAL).fetch(site.url).body == text


def bomb(size: int) -> bytes:
    return gzip.compress(b"\0" * size)


@pytest.mark.parametrize(
    ("coding", "body", "word"),
    [
        ("gzip", bomb(64 * MIB), "larger than 16 MiB"),
        ("gzip, gzip", gzip.compress(bomb(256 * MIB)), "larger than 16 MiB"),
        ("deflate", zlib.compress(b"\0" * 64 * MIB), "larger than 16 MiB"),
        ("identity", b"\0" * (16 * MIB + 1), "larger than 16 MiB"),
        ("gzip, gzip, gzip, gzip", b"x", "4 times over"),
        ("br", b"x", "not asked for"),
        ("gzip", b"no gzip", "no valid gzip"),
        ("gzip", gzip.compress(bytes(range(256)) * 100)[:-40], "broke off"),
    ],
)
def test_bombs_and_broken_codings_are_refused(site: Site, coding: str, body: bytes, word: str) -> None:
    site.answers["/"] = (200, {"Content-Encoding": coding}, body)
    start = time.monotonic()
    assert word in refused(Gate(LOCAL), site.url)
    assert time.monotonic() - start < 3


def test_body_at_the_limit_passes(site: Site) -> None:
    site.answers["/"] = (200, {"Content-Encoding": "gzip"}, bomb(1 * MIB))
    assert len(Gate(GateOptions(allow_loopback=True, body_limit=MIB)).fetch(site.url).body) == MIB


Raw = Callable[[Callable[[socket.socket], None]], str]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


def drip(first: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def talk(peer: socket.socket) -> None:
        peer.sendall(first)
        for _ in range(200):
            peer.sendall(piece)
            time.sleep(0.05)

    return talk


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (HEAD + b"\r\n", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_slow_server_is_dead_by_the_deadline(raw: Raw, first: bytes, piece: bytes) -> None:
    start = time.monotonic()
    assert "within 0.5 s" in refused(Gate(GateOptions(allow_loopback=True, deadline=0.5)), raw(drip(first, piece)))
    assert time.monotonic() - start < 1.2


def test_handshake_that_never_ends(raw: Raw) -> None:
    url = raw(lambda _: time.sleep(3)).replace("http:", "https:")
    start = time.monotonic()
    assert "within 0.5 s" in refused(Gate(GateOptions(allow_loopback=True, deadline=0.5)), url)
    assert time.monotonic() - start < 1.2


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"no http at all\r\n\r\n",
        HEAD + b"Content-Length: 100\r\n\r\nshort",
        HEAD + b"Content-Length: -5\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
        HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_lying_server_is_one_sentence(raw: Raw, reply: bytes) -> None:
    refused(Gate(LOCAL), raw(lambda peer: peer.sendall(reply)))


def test_at_most_two_requests_at_a_time_to_one_host() -> None:
    busy, most, lock = 0, 0, threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal busy, most
            with lock:
                busy += 1
                most = max(most, busy)
            time.sleep(0.05)
            with lock:
                busy -= 1
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        gate, url = Gate(LOCAL), f"http://127.0.0.1:{server.server_address[1]}/"
        threads = [threading.Thread(target=gate.fetch, args=(url,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        server.shutdown()
    assert most == 2


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Mon, 05 Jan 2026 12:10:00 GMT", 600.0),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW, GateOptions()) == seconds


def test_expect_body_says_what_is_wrong(site: Site) -> None:
    with pytest.raises(GateError, match=r"status 404 \(not found\)\.$"):
        Gate(LOCAL).fetch(f"{site.url}/no").expect_body()
