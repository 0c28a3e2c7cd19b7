"""Mail to a real server: protected before a password goes, only where it may go, and told in one sentence."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from tests.acquire.test_tls import Paper, issue, leaf
from tests.run.postbox import closed_port, postbox

from lagebild.acquire.mail import MailServer, Security, send_mail
from lagebild.acquire.options import GateOptions
from lagebild.records.errors import GateError

NAME = "post.example"
PASSWORD = "sehr-geheim-7"
INSIDE = GateOptions(allow_private=True, deadline=5.0)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("mail")
    (folder / "empty.cnf").write_text("[req]\ndistinguished_name = none\n[none]\n", encoding="utf-8")
    return issue(folder, "authority", "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")


def serving(authority: Paper, name: str) -> ssl.SSLContext:
    paper = leaf(authority, name, f"DNS:{name}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(paper.certificate, paper.key)
    return context


@pytest.fixture(scope="module")
def trust(authority: Paper) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority.certificate)


def message() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@news.example", "b@news.example", "Lagebild: Was ist neu"
    mail.set_content("Größere Störung\n.\nbehoben\n")
    return mail


def send(
    port: int,
    security: Security = "none",
    *,
    context: ssl.SSLContext | None = None,
    user: str = "",
    options: GateOptions = INSIDE,
) -> None:
    server = MailServer(NAME, port, security, user, PASSWORD if user else "")
    send_mail(message(), server, options, resolver=lambda *_: ["127.0.0.1"], context=context)


def refused(port: int, security: Security = "none", **more: object) -> str:
    with pytest.raises(GateError) as caught:
        send(port, security, **more)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_message_arrives_whole() -> None:
    with postbox() as box:
        send(box.port)
        ((to, mail),) = box.messages
        assert to == "b@news.example"
        assert mail.get_content().replace("\r\n", "\n") == "Größere Störung\n.\nbehoben\n"
        assert box.heard[0] == "ehlo [127.0.0.1]", "the name of this machine is not told"


def test_password_and_message_wait_for_protection(authority: Paper, trust: ssl.SSLContext) -> None:
    with postbox(serving(authority, NAME), PASSWORD) as box:
        send(box.port, "starttls", context=trust, user="desk")
        verbs = [line.partition(" ")[0].upper() for line in box.heard]
        assert verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
        assert len(box.messages) == 1
    with postbox(password=PASSWORD) as bare:
        assert "does not offer" in refused(bare.port, "starttls", context=trust, user="desk")
        assert "protected connection only" in refused(bare.port, "none", user="desk")
        assert not [line for line in bare.heard if line.upper().startswith(("AUTH", "MAIL"))]


def test_a_certificate_of_another_name_is_refused(authority: Paper, trust: ssl.SSLContext) -> None:
    with postbox(serving(authority, "andere.example"), PASSWORD) as box:
        assert refused(box.port, "starttls", context=trust, user="desk").endswith("its certificate is not valid.")
        assert "AUTH" not in " ".join(box.heard)


def test_an_unknown_authority_is_refused(authority: Paper) -> None:
    with postbox(serving(authority, NAME), PASSWORD) as box:
        assert refused(box.port, "starttls", user="desk").endswith("its certificate is not valid.")


def test_protection_from_the_first_byte(authority: Paper, trust: ssl.SSLContext) -> None:
    context = serving(authority, NAME)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard: list[bytes] = []

        def talk() -> None:
            with context.wrap_socket(listening.accept()[0], server_side=True) as peer:
                peer.sendall(b"220 hello\r\n")
                heard.append(peer.recv(100))
                peer.sendall(b"421 closing\r\n")

        threading.Thread(target=talk, daemon=True).start()
        refused(listening.getsockname()[1], "tls", context=trust)
        assert heard == [b"ehlo [127.0.0.1]\r\n"]


def test_a_wrong_password_is_told_without_it(authority: Paper, trust: ssl.SSLContext) -> None:
    with postbox(serving(authority, NAME), "ein anderes") as box:
        told = refused(box.port, "starttls", context=trust, user="desk")
        assert told == f"{NAME} refused user name or password (535)."
        assert box.messages == []
    assert PASSWORD not in repr(MailServer(NAME, 587, "tls", "desk", PASSWORD))


def test_addresses_inside_are_refused_unless_allowed() -> None:
    with postbox() as box:
        assert "not public: loopback" in refused(box.port, options=GateOptions())
        assert box.heard == []
    with pytest.raises(GateError, match="link-local"):
        send_mail(message(), MailServer(NAME, 25, "none"), INSIDE, resolver=lambda *_: ["169.254.169.254"])


@pytest.mark.parametrize(
    ("verb", "answer", "wanted"),
    [
        ("MAIL", "451 try later", "did not take the message (451)."),
        ("RCPT", "550 nobody", "refused the recipient (550)."),
        ("DATA", "554 spam", "did not take the message (554)."),
    ],
)
def test_a_refusal_is_one_sentence(verb: str, answer: str, wanted: str) -> None:
    with postbox() as box:
        box.refuses[verb] = answer
        assert refused(box.port) == f"{NAME} {wanted}"


def test_what_the_server_says_to_the_farewell_does_not_matter() -> None:
    with postbox() as box:
        box.refuses["QUIT"] = "500 no"
        send(box.port)
        assert len(box.messages) == 1


def test_nobody_there() -> None:
    assert refused(closed_port()) == f"No connection to {NAME}: connection refused."


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that says its greeting letter by letter and never ends it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            peer = listening.accept()[0]
            with peer:
                try:
                    while True:
                        peer.sendall(b"2")
                        time.sleep(0.05)
                except OSError:
                    return

        threading.Thread(target=drip, daemon=True).start()
        yield int(listening.getsockname()[1])


def test_a_slow_server_is_cut_off(dripping: int) -> None:
    start = time.monotonic()
    told = refused(dripping, options=GateOptions(allow_private=True, deadline=0.6))
    assert time.monotonic() - start < 3
    assert NAME in told
