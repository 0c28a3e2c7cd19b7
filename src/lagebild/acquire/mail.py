"""A message and a mail server -> the message handed over by SMTP (RFC 5321), under the rules of the gate.

The server's name is resolved and checked as that of a feed, and the connection goes to the address that was checked. A
password is sent over a protected connection only; this machine's own name is not told.
"""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

from lagebild.acquire.addresses import read_host
from lagebild.acquire.options import GateOptions
from lagebild.acquire.transport import Deadline, Resolver, checked_socket, system_resolver
from lagebild.records.errors import GateError

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in; `user` is empty where the server asks for none."""

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


def send_mail(
    message: EmailMessage,
    server: MailServer,
    options: GateOptions,
    *,
    resolver: Resolver = system_resolver,
    context: ssl.SSLContext | None = None,
) -> None:
    """Hand a message over; once this returns the server has taken it. GateError with one sentence where it has not."""
    if server.user and server.security == "none":
        raise GateError("A password is sent over a protected connection only; set starttls or tls.")
    with _as_gate_errors(server.host):
        session = _Session(server, options, resolver, context or ssl.create_default_context())
        try:
            session.open()
            session.send_message(message)
        finally:
            session.leave()


class _Session(smtplib.SMTP):
    """A conversation with a checked address, cut off when its time is over."""

    def __init__(self, server: MailServer, options: GateOptions, resolver: Resolver, context: ssl.SSLContext) -> None:
        # Without a host the library connects to nothing yet; by default it would tell this machine's full name.
        super().__init__(local_hostname="[127.0.0.1]")
        self._server = server
        self._options = options
        self._resolver = resolver
        self._context = context
        self._deadline = Deadline(options.deadline)
        self._over = threading.Timer(options.deadline, self._cut)
        self._over.daemon = True
        self._line: socket.socket | None = None

    def open(self) -> None:
        """Connect, protect the connection and log in, as far as the server is set up so."""
        self._over.start()
        host = read_host(self._server.host)
        self._host = host  # whom the certificate must name
        code, _ = self.connect(host, self._server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, "")
        if self._server.security == "starttls":
            self.starttls(context=self._context)
        if self._server.user:
            self.login(self._server.user, self._server.password)

    def leave(self) -> None:
        """End the conversation; what the server says to that changes nothing about the message."""
        with suppress(smtplib.SMTPException, OSError):
            self.quit()
        self._over.cancel()
        self.close()
        if self._line is not None:
            self._line.close()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = checked_socket(host, port, self._options, self._resolver, self._deadline)
        self._line = plain.dup()  # TLS takes the socket itself over, and a handshake can last for ever too
        if self._server.security != "tls":
            return plain
        return self._context.wrap_socket(plain, server_hostname=host)

    def _cut(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


@contextmanager
def _as_gate_errors(host: str) -> Iterator[None]:
    """Say in one sentence what failed; a server's own words may repeat what it was sent, so only its code is told."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise GateError(f"{host} refused user name or password ({error.smtp_code}).") from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(sorted({str(code) for code, _ in error.recipients.values()}))
        raise GateError(f"{host} refused the recipient ({codes}).") from None
    except smtplib.SMTPNotSupportedError as error:
        raise GateError(f"{host} does not offer what the settings ask for: {error}") from None
    except smtplib.SMTPResponseException as error:
        raise GateError(f"{host} did not take the message ({error.smtp_code}).") from None
    except smtplib.SMTPException:
        raise GateError(f"{host} broke off the conversation.") from None
    except ssl.SSLCertVerificationError:
        raise GateError(f"No protected connection to {host}: its certificate is not valid.") from None
    except TimeoutError:
        raise GateError(f"{host} did not answer in time.") from None
    except OSError as error:
        raise GateError(f"No connection to {host}: {(error.strerror or 'it broke off').lower()}.") from None
