"""Real servers on loopback for what is sent: one that speaks SMTP, one that speaks HTTP."""

import base64
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Postbox:
    """A mail server (RFC 5321, 3207, 4954) that keeps what it takes; `refuses` maps a command to its answer."""

    context: ssl.SSLContext | None = None
    password: str = ""
    refuses: dict[str, str] = field(default_factory=dict)
    messages: list[tuple[str, EmailMessage]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    port: int = 0


class _Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self) -> None:
        box: Postbox = self.server.box  # type: ignore[attr-defined]
        secure, known, to = False, not box.password, ""
        self._say("220 post.example ESMTP")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            box.heard.append(line)
            verb = line.partition(" ")[0].upper()
            if verb in box.refuses:
                self._say(box.refuses[verb])
            elif verb == "EHLO":
                offered = ["post.example", "8BITMIME"]
                offered += ["STARTTLS"] if box.context and not secure else []
                offered += ["AUTH PLAIN"] if box.password and secure else []
                self._say(*[f"250{'-' if at + 1 < len(offered) else ' '}{o}" for at, o in enumerate(offered)])
            elif verb == "STARTTLS" and box.context:
                self._say("220 go")
                connection = box.context.wrap_socket(self.connection, server_side=True)
                self.connection, secure = connection, True
                self.rfile, self.wfile = connection.makefile("rb"), connection.makefile("wb", 0)  # type: ignore[assignment]
            elif verb == "AUTH":
                known = base64.b64decode(line.split()[2]).split(b"\0")[2].decode() == box.password
                self._say("235 welcome" if known else f"535 wrong: {line}")
            elif verb == "DATA" and known:
                self._say("354 go")
                body = b""
                while (row := self.rfile.readline()) != b".\r\n":
                    body += row.removeprefix(b".")
                box.messages.append((to, message_from_bytes(body, policy=policy.default)))
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                to = line.partition("<")[2].rstrip(">") if verb == "RCPT" else to
                self._say("250 ok" if known else "530 who are you")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def postbox(context: ssl.SSLContext | None = None, password: str = "") -> Iterator[Postbox]:
    """Run a mail server."""
    box = Postbox(context, password)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.box = box  # type: ignore[attr-defined]
        box.port = int(server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield box
        server.shutdown()


@dataclass
class Receiver:
    """An HTTP server that answers posts with `statuses`, one after the other, then 204."""

    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    posts: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def receiver(*statuses: int) -> Iterator[Receiver]:
    """Run an HTTP server."""
    got = Receiver(list(statuses))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.posts.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(got.statuses.pop(0) if got.statuses else 204)
            for name, value in got.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    got.url = f"http://127.0.0.1:{server.server_address[1]}/hook?key=geheim"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield got
    server.shutdown()
    server.server_close()


def closed_port() -> int:
    """Return a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
