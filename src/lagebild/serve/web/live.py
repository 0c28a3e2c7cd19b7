"""Changes in the store -> server-sent events that say which story changed, and nothing else.

Another process may write (`lagebild watch`), so the store is asked every few seconds, once for all listeners and only
while there are any. Listeners are few by rule: each holds a connection. An event bears the number of the change; a
browser that comes back with it is told what it missed.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from lagebild.records.story import Story
from lagebild.run.workspace import Workspace

PAUSE = 5.0
"""Seconds between two looks at the store: what is written arrives within one breath, and a look takes some 30 ms."""
BEAT = 15.0
"""Seconds of silence after which a comment is sent: proxies cut idle connections, often after 60 s."""
LISTENERS = 64
"""Open connections at the most."""
MOST = 2000
"""Stories that are looked at: the latest ones."""
REMEMBERED = 1000
"""Changes kept for those who come back."""
RETRY = b"retry: 10000\n\n"

router = APIRouter(include_in_schema=False)


class Changes:
    """Looks for changes and tells the listeners. Belongs to the event loop of the server."""

    def __init__(self, workspace: Workspace, pause: float = PAUSE, beat: float = BEAT) -> None:
        self._workspace = workspace
        self._pause = pause
        self._beat = beat
        self._states: dict[str, object] | None = None
        self._log: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)
        self._number = 0
        self._listeners = 0
        self._looking: asyncio.Task[None] | None = None
        self._moved = asyncio.Condition()
        self._ended = False

    @property
    def listeners(self) -> int:
        """How many connections are open."""
        return self._listeners

    async def listen(self, since: int | None = None) -> AsyncGenerator[bytes]:
        """Yield events from change `since` on (None: from now on) until the server stops."""
        self._listeners += 1
        try:
            await self._look()
            # A number of the future is that of a server before this one.
            at = self._number if since is None or since > self._number else since
            if self._looking is None:
                self._looking = asyncio.create_task(self._keep_looking())
            yield RETRY + f"id: {self._number}\nevent: ready\ndata:\n\n".encode()
            while not self._ended:
                missed = [(number, story) for number, story in self._log if number > at]
                for number, story in missed:
                    yield f"id: {number}\nevent: story\ndata: {story}\n\n".encode()
                    at = number
                if not missed and not await self._news(at):
                    yield b": beat\n\n"
        finally:
            self._listeners -= 1
            if not self._listeners and self._looking:
                self._looking.cancel()
                self._looking = None

    async def stop(self) -> None:
        """Let every listener end: a server that is to stop waits for its connections."""
        async with self._moved:
            self._ended = True
            self._moved.notify_all()

    async def _news(self, at: int) -> bool:
        """Wait until there is a change after `at`, at most as long as silence may last."""
        try:
            async with asyncio.timeout(self._beat), self._moved:
                await self._moved.wait_for(lambda: self._ended or self._number > at)
        except TimeoutError:
            return False
        return True

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._pause)
            await self._look()

    async def _look(self) -> None:
        stories = (await asyncio.to_thread(self._workspace.stories, limit=MOST)).stories
        states = {story.id: _state(story) for story in stories}
        changed = [] if self._states is None else _changed(self._states, states)
        self._states = states
        async with self._moved:
            for story in changed:
                self._number += 1
                self._log.append((self._number, story))
            self._moved.notify_all()


def _state(story: Story) -> object:
    return story.documents, story.posts, story.last


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the stories that are new or not as they were; one that is gone was merged, and the other one moved."""
    return [story for story, state in after.items() if before.get(story) != state]


@router.get("/events")
async def events(request: Request) -> Response:
    """Tell which stories change, for as long as the browser listens."""
    changes: Changes = request.app.state.changes
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return JSONResponse({"error": "Only this program's own pages may listen."}, 403)
    if changes.listeners >= LISTENERS:
        sentence = f"{LISTENERS} pages are listening already; close one."
        return JSONResponse({"error": sentence}, 503, headers={"Retry-After": "60"})
    last = request.headers.get("last-event-id") or request.query_params.get("since", "")
    since = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else None
    # The header tells nginx to hand on every event at once.
    return StreamingResponse(changes.listen(since), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
