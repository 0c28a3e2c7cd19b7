"""The web application: pages and JSON API over one workspace. What goes wrong is told in one sentence.

Pages and API share their refusals: a page shows the sentence, the API gives it as `{"error": ...}`. A bug is told the
same way; its traceback goes to the log of the server and never to the reader.
"""

import contextlib
import gc
import socket
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from lagebild import __version__
from lagebild.records.errors import LagebildError, NotFoundError
from lagebild.run.clock import now
from lagebild.run.workspace import Workspace
from lagebild.serve.web import api, feed, following, judging, live, news, outlines, pages, parts, remarks
from lagebild.serve.web.doors import guard, with_headers
from lagebild.serve.web.listing import Asked, listing, map_of
from lagebild.serve.web.live import Changes
from lagebild.serve.web.overview import Overview
from lagebild.serve.web.reading import Reading
from lagebild.serve.web.surface import SURFACES, words

SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
}
"""What is said about a status; the others say what the framework says."""
BROKEN = "Something in this program is broken; the log of the server says what. Try again, and report it if it stays."


def build_app(workspace: Workspace) -> FastAPI:
    """Return the application over an open workspace."""
    app = FastAPI(
        title="Lagebild",
        version=__version__,
        summary="The verbs of the program as JSON, over one workspace.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_served,
    )
    app.state.workspace = workspace
    app.state.overview = Overview(workspace)
    app.state.reading = Reading(workspace)
    app.state.changes = Changes(workspace)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(parts.router)
    app.include_router(feed.router)
    app.include_router(news.router)
    app.include_router(judging.router)
    app.include_router(remarks.verbs, responses=api.REFUSALS)
    app.include_router(remarks.router)
    app.include_router(following.verbs, responses=api.REFUSALS)
    app.include_router(following.router)
    app.include_router(live.router)
    app.include_router(outlines.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    hosts = {"127.0.0.1", "localhost", "::1", "[::1]", workspace.settings.host.lower()}
    if public := urlsplit(workspace.settings.public_address).hostname:
        hosts |= {public, f"[{public}]"} if ":" in public else {public}
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=sorted(hosts), www_redirect=False)
    # Added last, so outermost: a refused host gets the headers too.
    app.middleware("http")(guard)
    app.add_exception_handler(LagebildError, _refused)
    app.add_exception_handler(RequestValidationError, _misused)
    app.add_exception_handler(HTTPException, _turned_away)
    app.add_exception_handler(Exception, _broken)
    return app


@contextlib.asynccontextmanager
async def _served(app: FastAPI) -> AsyncIterator[None]:
    """Write cards ahead and look after the sources while the server is up."""
    app.state.overview.start()
    app.state.reading.start()
    yield
    app.state.reading.stop()
    app.state.overview.stop()


def _answer(request: Request, sentence: str, status: int) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status)
    return pages.problem(request, sentence, status)


async def _refused(request: Request, problem: Exception) -> Response:
    return _answer(request, str(problem), 404 if isinstance(problem, NotFoundError) else 400)


async def _misused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RequestValidationError)
    first = problem.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return _answer(request, f"{where}: {first['msg']}.", 422)


async def _turned_away(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    status = problem.status_code
    response = _answer(request, SENTENCES.get(status) or f"{problem.detail or HTTPStatus(status).phrase}.", status)
    response.headers.update(problem.headers or {})
    return response


async def _broken(request: Request, problem: Exception) -> Response:
    """Answer for a bug; the server logs what is raised on. This runs outside of the doors, hence the headers."""
    return with_headers(request, _answer(request, BROKEN, 500))


class Server(uvicorn.Server):
    """A server that lets those go who listen for changes, before it waits for open connections to end."""

    def __init__(self, app: FastAPI, host: str, port: int, log_level: str = "warning") -> None:
        super().__init__(uvicorn.Config(app, host=host, port=port, log_level=log_level, server_header=False))
        self._changes: Changes = app.state.changes

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams of events, then everything else."""
        await self._changes.stop()
        await super().shutdown(sockets)


def settle(app: FastAPI) -> None:
    """Load what the start page needs, and let the garbage collector look at none of it again.

    It would look at all that was ever loaded, for a tenth of a second, after every second page of a large story.
    """
    outlines.outlines_address()
    found = listing(app.state.workspace, app.state.overview, Asked(), now())
    for surface in SURFACES:
        map_of(tuple(spot.pin for spot in found.spots), words(surface)["map"])
    gc.collect()
    gc.freeze()


def serve_forever(workspace: Workspace) -> None:
    """Serve until stopped; SystemExit where the address cannot be listened on."""
    settings = workspace.settings
    app = build_app(workspace)
    settle(app)
    server = Server(app, settings.host, settings.port)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise SystemExit(1)
