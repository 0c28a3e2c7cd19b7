"""The web application: pages and JSON API over one workspace, with the headers that keep strangers out.

There is no login, so it listens on loopback, answers only to its own host names (else a web page elsewhere could reach
it by DNS rebinding) and takes changes only from its own pages (else any page could post to it).
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from lagebild import __version__
from lagebild.records.errors import LagebildError, NotFoundError
from lagebild.run.workspace import Workspace
from lagebild.serve.web import api, pages

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a request body: as much as one document may have."""

Handler = Callable[[Request], Awaitable[Response]]


def build_app(workspace: Workspace) -> FastAPI:
    """Return the application over an open workspace."""
    app = FastAPI(title="Lagebild", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.workspace = workspace
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.middleware("http")(_guard)
    hosts = {"127.0.0.1", "localhost", "[::1]", workspace.settings.host}
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=sorted(hosts))
    app.add_exception_handler(LagebildError, _refused)
    app.add_exception_handler(RequestValidationError, _misused)
    app.add_exception_handler(404, _missing)
    return app


async def _guard(request: Request, proceed: Handler) -> Response:
    """Refuse changes from other pages and oversized bodies; put the headers on every answer."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and not _is_own(request):
        response: Response = JSONResponse({"error": "Changes are taken from this program's own pages only."}, 403)
    elif "transfer-encoding" in request.headers:
        # A body of unstated length would be read whole before anybody could measure it.
        response = JSONResponse({"error": "The request does not state its length; send it with Content-Length."}, 411)
    elif _length(request) > LARGEST_BODY:
        response = JSONResponse({"error": "The request is larger than 16 MiB; send it in parts."}, 413)
    else:
        response = await proceed(request)
    response.headers.update(HEADERS if not request.url.path.startswith("/static/") else _static_headers())
    return response


def _length(request: Request) -> int:
    stated = request.headers.get("content-length", "0")
    return int(stated) if stated.isascii() and stated.isdigit() else LARGEST_BODY + 1


def _static_headers() -> dict[str, str]:
    return {**HEADERS, "Cache-Control": "max-age=3600"}


def _is_own(request: Request) -> bool:
    """Tell requests of our pages and of programs (no Origin) from those that another site's page sends."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    return site in ("same-origin", "none") and (origin is None or origin == f"http://{request.headers.get('host')}")


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/")


async def _refused(request: Request, problem: Exception) -> Response:
    status = 404 if isinstance(problem, NotFoundError) else 400
    if _wants_page(request):
        return pages.problem(request, str(problem), status)
    return JSONResponse({"error": str(problem)}, status)


async def _misused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RequestValidationError)
    first = problem.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    sentence = f"{where}: {first['msg']}."
    return pages.problem(request, sentence, 422) if _wants_page(request) else JSONResponse({"error": sentence}, 422)


async def _missing(request: Request, problem: Exception) -> Response:
    sentence = "There is nothing at this address."
    return pages.problem(request, sentence, 404) if _wants_page(request) else JSONResponse({"error": sentence}, 404)


def serve_forever(workspace: Workspace) -> None:
    """Serve until stopped."""
    import uvicorn

    settings = workspace.settings
    uvicorn.run(build_app(workspace), host=settings.host, port=settings.port, log_level="warning")
