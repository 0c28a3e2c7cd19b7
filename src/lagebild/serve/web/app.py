"""The web application: pages and JSON API over one workspace. What goes wrong is told in one sentence.

Pages and API share their refusals: a page shows the sentence, the API gives it as `{"error": ...}`. A bug is told the
same way; its traceback goes to the log of the server and never to the reader.
"""

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from lagebild import __version__
from lagebild.records.errors import LagebildError, NotFoundError
from lagebild.run.workspace import Workspace
from lagebild.serve.web import api, judging, pages
from lagebild.serve.web.digest import Digests
from lagebild.serve.web.doors import guard, with_headers

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
    )
    app.state.workspace = workspace
    app.state.digests = Digests(workspace)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(judging.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    hosts = {"127.0.0.1", "localhost", "::1", "[::1]", workspace.settings.host.lower()}
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=sorted(hosts), www_redirect=False)
    # Added last, so outermost: a refused host gets the headers too.
    app.middleware("http")(guard)
    app.add_exception_handler(LagebildError, _refused)
    app.add_exception_handler(RequestValidationError, _misused)
    app.add_exception_handler(HTTPException, _turned_away)
    app.add_exception_handler(Exception, _broken)
    return app


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


def serve_forever(workspace: Workspace) -> None:
    """Serve until stopped."""
    import uvicorn

    settings = workspace.settings
    uvicorn.run(build_app(workspace), host=settings.host, port=settings.port, log_level="warning", server_header=False)
