"""Mail to a server that others wrote (aiosmtpd), in each of the three ways of protection."""

import ssl
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from tests.acquire.test_mail import NAME, PASSWORD, authority, refused, send, serving, trust
from tests.acquire.test_tls import Paper

__all__ = ["authority", "trust"]


class Kept:
    """A handler that keeps the messages as they came."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802  (a name of the server)
        assert isinstance(envelope.content, bytes)
        self.bodies.append(envelope.content)
        return "250 taken"


class OnAnyPort(Controller):
    """A controller that looks for its server at the port that the system chose."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def server(
    context: ssl.SSLContext | None = None, *, at_once: bool = False, password: str = ""
) -> Iterator[tuple[int, Kept]]:
    """Run the server on loopback; `at_once` protects from the first byte, else a context offers STARTTLS."""

    def known(_: SMTP, __: Session, ___: Envelope, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (b"desk", password.encode())
        return AuthResult(success=right, handled=False)

    kept = Kept()
    controller = OnAnyPort(
        kept,
        hostname="127.0.0.1",
        port=0,
        ssl_context=context if at_once else None,
        tls_context=None if at_once else context,
        require_starttls=bool(context and not at_once),
        authenticator=known if password else None,
        auth_required=bool(password),
    )
    controller.start()
    try:
        yield controller.port, kept
    finally:
        controller.stop()


def test_plain() -> None:
    with server() as (port, kept):
        send(port)
    (body,) = kept.bodies
    assert b"Subject: Lagebild: Was ist neu" in body
    assert body.endswith("Größere Störung\r\n.\r\nbehoben\r\n".encode())


def test_starttls_and_password(authority: Paper, trust: ssl.SSLContext) -> None:
    with server(serving(authority, NAME), password=PASSWORD) as (port, kept):
        send(port, "starttls", context=trust, user="desk")
        assert len(kept.bodies) == 1
        assert "did not take" in refused(port), "without protection it takes nothing"
    with server(serving(authority, NAME), password="ein anderes") as (port, kept):
        assert refused(port, "starttls", context=trust, user="desk").endswith("user name or password (535).")
        assert kept.bodies == []


@pytest.mark.parametrize("name", [NAME, "andere.example"])
def test_protected_from_the_first_byte(authority: Paper, trust: ssl.SSLContext, name: str) -> None:
    with server(serving(authority, name), at_once=True) as (port, kept):
        if name == NAME:
            send(port, "tls", context=trust)
        else:
            assert refused(port, "tls", context=trust).endswith("its certificate is not valid.")
        assert len(kept.bodies) == (name == NAME)
