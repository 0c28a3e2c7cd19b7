"""Protected connections through the gate: who can prove the name is believed, everybody else is one sentence.

The gate makes its own TLS context; what it trusts is replaced by a throw-away authority, nothing else.
"""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import certifi
import httpcore
import pytest

from lagebild.acquire.gate import Gate
from lagebild.acquire.options import GateOptions
from lagebild.acquire.transport import system_connector
from lagebild.records.errors import GateError

NAME = "nachrichten.example"
OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="there is no openssl in PATH to make a certificate with")


@dataclass(frozen=True)
class Paper:
    """A certificate and its key, both as PEM files."""

    certificate: Path
    key: Path


def issue(folder: Path, name: str, *extensions: str, by: Paper | None = None) -> Paper:
    """Make a key and a certificate for `name`, signed by itself or by another's key; valid for two days."""
    paper = Paper(folder / f"{name}.pem", folder / f"{name}.key")
    assert OPENSSL is not None
    command = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    command += ["-config", str(folder / "empty.cnf"), "-subj", f"/CN={name}"]
    command += ["-out", str(paper.certificate), "-keyout", str(paper.key)]
    for extension in (*extensions, "subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid"):
        command += ["-addext", extension]
    if by is not None:
        command += ["-CA", str(by.certificate), "-CAkey", str(by.key)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    if done.returncode:
        pytest.skip(f"this openssl makes no such certificate: {done.stderr.decode(errors='replace')[-200:]}")
    return paper


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("tls")
    (folder / "empty.cnf").write_text("[req]\ndistinguished_name = none\n[none]\n", encoding="utf-8")
    return issue(folder, "authority", "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")


def leaf(authority: Paper, name: str, *names: str) -> Paper:
    """Make a server's certificate for the alternative names ("DNS:a.example", "IP:1.1.1.1")."""
    extensions = (f"subjectAltName={','.join(names)}", "basicConstraints=critical,CA:FALSE")
    return issue(authority.certificate.parent, name, *extensions, by=authority)


@pytest.fixture(scope="module")
def paper(authority: Paper) -> Paper:
    """The certificate of NAME."""
    return leaf(authority, NAME, f"DNS:{NAME}")


@dataclass
class Protected:
    """A server behind TLS: the name that the client asked for and the requests that came through the handshake."""

    port: int
    asked: list[str | None] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)


Start = Callable[..., Protected]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\ngesichert"


@pytest.fixture
def start() -> Iterator[Start]:
    """Return a function that starts servers with a certificate and an answer."""
    sockets: list[socket.socket] = []

    def started(paper: Paper, answer: bytes = OK) -> Protected:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(paper.certificate, paper.key)
        listening = socket.create_server(("127.0.0.1", 0))
        sockets.append(listening)
        protected = Protected(int(listening.getsockname()[1]))
        context.sni_callback = lambda _, name, __: protected.asked.append(name)

        def serve() -> None:
            while True:
                try:
                    peer, _ = listening.accept()
                except OSError:
                    return
                peer.settimeout(5)
                try:
                    with context.wrap_socket(peer, server_side=True) as wire:
                        protected.requests.append(wire.recv(65536))
                        wire.sendall(answer)
                except OSError:
                    continue

        threading.Thread(target=serve, daemon=True).start()
        return protected

    yield started
    for listening in sockets:
        listening.close()


class Network:
    """Leads every name and every public address to loopback, and keeps which address was connected to."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        return ["1.1.1.1"]

    def connect(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.connected.append(address)
        return system_connector("127.0.0.1", port, timeout)

    def gate(self) -> Gate:
        return Gate(GateOptions(deadline=5.0), resolver=self.resolve, connector=self.connect)


@pytest.fixture
def trusting(authority: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the throw-away authority in the place of the ones that the gate believes."""
    monkeypatch.setattr(certifi, "where", lambda: str(authority.certificate))


def refused(gate: Gate, url: str) -> str:
    with pytest.raises(GateError) as caught:
        gate.fetch(url)
    return str(caught.value)


@pytest.mark.usefixtures("trusting")
def test_a_trusted_certificate_of_the_right_name_is_believed(paper: Paper, start: Start) -> None:
    server, network = start(paper), Network()
    fetched = network.gate().fetch(f"https://{NAME}:{server.port}/feed?a=1")
    assert (fetched.status, fetched.body) == (200, b"gesichert")
    assert network.connected == ["1.1.1.1"], "the connection goes to the checked address"
    assert server.asked == [NAME], "the certificate is asked for by name"
    assert server.requests[0].startswith(b"GET /feed?a=1 HTTP/1.1\r\n")
    assert f"\r\nhost: {NAME}:{server.port}\r\n".encode() in server.requests[0].lower()


def test_a_certificate_of_an_unknown_authority_is_refused(paper: Paper, start: Start) -> None:
    server = start(paper)
    said = refused(Network().gate(), f"https://{NAME}:{server.port}/")
    assert said == f"No protected connection to {NAME}: its certificate is not valid."
    assert server.requests == [], "nothing is asked before the certificate is believed"


@pytest.mark.usefixtures("trusting")
def test_a_certificate_of_its_own_making_is_refused(authority: Paper, start: Start) -> None:
    own = issue(authority.certificate.parent, "own", f"subjectAltName=DNS:{NAME}")
    server = start(own)
    assert "its certificate is not valid" in refused(Network().gate(), f"https://{NAME}:{server.port}/")
    assert server.requests == []


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("host", ["andere.example", f"www.{NAME}", f"{NAME}.andere.example", "1.1.1.1"])
def test_a_certificate_of_another_name_is_refused(paper: Paper, start: Start, host: str) -> None:
    server = start(paper)
    assert "its certificate is not valid" in refused(Network().gate(), f"https://{host}:{server.port}/")
    assert server.requests == []


@pytest.mark.usefixtures("trusting")
def test_a_name_in_the_subject_alone_does_not_count(authority: Paper, start: Start) -> None:
    subject = leaf(authority, "subject.example", "DNS:another.example")
    server = start(subject)
    assert "its certificate is not valid" in refused(Network().gate(), f"https://subject.example:{server.port}/")


@pytest.mark.usefixtures("trusting")
def test_a_protected_answer_leads_to_no_unprotected_one(paper: Paper, start: Start) -> None:
    moved = b"HTTP/1.1 301 Moved\r\nLocation: http://nachrichten.example/\r\nContent-Length: 0\r\n\r\n"
    server, network = start(paper, moved), Network()
    assert "unprotected http" in refused(network.gate(), f"https://{NAME}:{server.port}/")
    assert network.connected == ["1.1.1.1"], "the insecure address is not even connected to"


@pytest.mark.usefixtures("trusting")
def test_a_redirect_to_a_protected_inside_is_refused(paper: Paper, start: Start) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    server = start(paper, moved)
    assert "not public" in refused(Network().gate(), f"https://{NAME}:{server.port}/")
