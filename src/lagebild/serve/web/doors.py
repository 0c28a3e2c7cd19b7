"""A request -> let in or turned away, and on every answer the headers that keep strangers out.

There is no login, so the program answers only to its own host names (else a web page elsewhere could reach it by DNS
rebinding) and takes changes only from its own pages (else any page could post to it). Pages have one script, a file of
our own, and load nothing from elsewhere; the policy says so to the browser, in case a text ever slips through the
escaping: what stands in a page never runs, and the script cannot turn text into markup.
"""

import base64
import hashlib
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import JSONResponse

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
SAVED = "default-src 'none'; style-src '{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of a report that carries its own style sheet: that sheet, known by its digest, and nothing else."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a request body: as much as one document may have."""

Handler = Callable[[Request], Awaitable[Response]]


def policy_for(style: str) -> str:
    """Return the policy of a page whose only style is the inline sheet `style`."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return SAVED.format(digest=f"sha256-{digest}")


async def guard(request: Request, proceed: Handler) -> Response:
    """Refuse changes from other pages and oversized bodies; put the headers on every answer."""
    response = _turned_away(request) or await proceed(request)
    return with_headers(request, response)


def with_headers(request: Request, response: Response) -> Response:
    """Return the answer with the headers it has not got; what is the same for everybody may be kept for an hour."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/static/") and response.status_code == 200:
        response.headers["Cache-Control"] = "max-age=3600"
    return response


def _turned_away(request: Request) -> Response | None:
    if request.method not in ("GET", "HEAD", "OPTIONS") and not _is_own(request):
        return _no(403, "Changes are taken from this program's own pages only.")
    if "transfer-encoding" in request.headers:
        # A body of unstated length would be read whole before anybody could measure it.
        return _no(411, "The request does not state its length; send it with Content-Length.")
    if _length(request) > LARGEST_BODY:
        return _no(413, "The request is larger than 16 MiB; send it in parts.")
    return None


def _no(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status)


def _length(request: Request) -> int:
    stated = request.headers.get("content-length", "0")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 20 else LARGEST_BODY + 1


def _is_own(request: Request) -> bool:
    """Tell requests of our pages and of programs (no Origin) from those that another site's page sends."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    return site in ("same-origin", "none") and (origin is None or origin in _own_origins(request))


def _own_origins(request: Request) -> set[str]:
    """Return the origins of our pages: behind a proxy the public address, else what the browser was told to ask."""
    host = request.headers.get("host", "").lower()
    public = public_origin(request.app.state.workspace.settings.public_address)
    if not public:
        return {f"http://{host}"}
    # Under the public name the scheme counts too: whoever can write on its http pages is not its https page.
    return {public} if public.endswith(f"//{host}") else {public, f"http://{host}"}


def public_origin(address: str) -> str:
    """Return the public address as browsers write an origin: lower case, no default port; "" where there is none."""
    parts = urlsplit(address.lower())
    if not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port and parts.port != usual else "")
