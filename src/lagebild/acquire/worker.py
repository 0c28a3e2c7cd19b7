"""A parsing function and its arguments -> its result, computed in a child process that can be killed.

Parsers of hostile input can hang (quadratic traps), swell or crash below Python; only a process of its own can be
stopped for sure. Children are started once and kept warm, so that a call costs well under a millisecond. They are plain
subprocesses rather than `multiprocessing` workers: those run the caller's main module anew and may not be started from
daemonic workers. What comes back is unpickled by allow-list, since the child has read what strangers wrote.
"""

import atexit
import importlib
import io
import os
import pickle
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import IO, Any, TypeVar
from zoneinfo import ZoneInfo

from lagebild.acquire.options import MEBIBYTE, ParseLimits
from lagebild.records.errors import GateError, LagebildError, NotFoundError, ParseError, SettingsError, StoreError

Result = TypeVar("Result")

_CHILDREN = max(1, min(4, os.cpu_count() or 1))
_START_SECONDS = 60.0
_SIZE = struct.Struct("!Q")
_BOOT = "from lagebild.acquire.worker import serve_requests; serve_requests()"
_ERRORS: dict[str, type[LagebildError]] = {
    kind.__name__: kind for kind in (GateError, LagebildError, NotFoundError, ParseError, SettingsError, StoreError)
}
_BUILTINS = frozenset({"bytearray", "complex", "frozenset", "range", "set", "slice"})
_LIBRARY = frozenset(
    {
        ("collections", "OrderedDict"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("zoneinfo", "ZoneInfo"),
    }
)


@dataclass(frozen=True, slots=True)
class _Reply:
    """`error` names an error class, "memory", "depth" or "bug"; `message` says more; `retire` ends the child."""

    payload: bytes = b""
    error: str | None = None
    message: str = ""
    retire: bool = False


def guarded(function: Callable[..., Result], *arguments: Any, limits: ParseLimits | None = None) -> Result:
    """Return `function(*arguments)`, computed in a child process within `limits`; callable from any thread.

    Function, arguments and result must be picklable, the function at the top level of an importable module. Errors of
    the program (LagebildError) come through as they are; time, memory or depth exceeded and any other exception of a
    parser become a ParseError with one sentence (the child's traceback is a note on it).
    """
    limits = limits or ParseLimits()
    request = pickle.dumps((function, arguments, limits), protocol=5)
    with _places:
        child = _take()
        finished = False
        try:
            reply = child.ask(request, limits)
            finished = True
        finally:
            if finished and not reply.retire and child.jobs < limits.jobs:
                _give(child)
            else:
                child.stop()
    if reply.error is None:
        result: Result = _Replies(io.BytesIO(reply.payload)).load()
        return result
    raise _error(reply, limits)


def _error(reply: _Reply, limits: ParseLimits) -> LagebildError:
    if reply.error == "memory":
        return ParseError(f"Reading it needed more than {limits.memory // MEBIBYTE} MiB.")
    if reply.error == "depth":
        return ParseError("It is nested too deeply to be read.")
    if reply.error in _ERRORS:
        return _ERRORS[reply.error](reply.message)
    error = ParseError(f"The parser stopped with {reply.error}.")
    error.add_note(reply.message)
    return error


class _Replies(pickle.Unpickler):
    """Loads containers, numbers, text, times and this project's frozen records; nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        if (module == "builtins" and name in _BUILTINS) or (module, name) in _LIBRARY:
            return super().find_class(module, name)
        if module.split(".")[0] == "lagebild" and name.isidentifier():
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, LagebildError)):
                return found
        raise ParseError(f"The parser returned a {name}, which is not taken from a child process.")


class _Results(pickle.Pickler):
    """Writes time zones by name; their own way leads through `getattr`, which no reply may ask for."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, ZoneInfo) and obj.key:
            return ZoneInfo, (obj.key,)
        return NotImplemented


def _packed(result: object) -> bytes:
    written = io.BytesIO()
    _Results(written, protocol=5).dump(result)
    return written.getvalue()


class _Child:
    """One warm subprocess; used by one thread at a time."""

    def __init__(self) -> None:
        # The child imports what the parent can; one malloc arena, so that the address space means memory.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "1"}
        self.jobs = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with a constant program
            [sys.executable, "-P", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        try:
            if self._timed(_START_SECONDS, lambda _requests, replies: replies.read(1)) != b"\n":
                raise ParseError("The process that reads foreign data could not be started.")
        except ParseError:
            self.stop()
            raise

    def ask(self, request: bytes, limits: ParseLimits) -> _Reply:
        """Send one request and wait for its reply; ParseError where the child had to be killed or died."""

        def exchange(requests: IO[bytes], replies: IO[bytes]) -> bytes:
            requests.write(_SIZE.pack(len(request)) + request)
            requests.flush()
            head = replies.read(_SIZE.size)
            return replies.read(_SIZE.unpack(head)[0]) if len(head) == _SIZE.size else b""

        self.jobs += 1
        answer = self._timed(limits.seconds, exchange)
        if not answer:
            raise ParseError(self._cause_of_death(limits))
        reply = _Replies(io.BytesIO(answer)).load()
        if not isinstance(reply, _Reply):
            raise ParseError("The process that reads foreign data answered with nonsense.")
        return reply

    @property
    def alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Kill the process and free its pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was left unsent to a dead child
        self._process.wait()

    def _timed(self, seconds: float, exchange: Callable[[IO[bytes], IO[bytes]], bytes]) -> bytes:
        """Run `exchange` on the pipes; a timer kills the child, whose death ends every blocked read and write."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._process.kill()

        requests, replies = self._process.stdin, self._process.stdout
        assert requests is not None and replies is not None
        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            answer = exchange(requests, replies)
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if late.is_set():
            raise ParseError(f"Reading it took longer than {seconds:g} s.")
        return answer

    def _cause_of_death(self, limits: ParseLimits) -> str:
        self._process.kill()
        status = self._process.wait()
        if status == -24:  # SIGXCPU, whose number the signal module does not know everywhere
            return f"Reading it took longer than {limits.cpu_seconds} s."
        return f"The parser crashed on it (status {status})."


_idle: list[_Child] = []
_idle_lock = threading.Lock()
_places = threading.BoundedSemaphore(_CHILDREN)


def _take() -> _Child:
    while True:
        with _idle_lock:
            child = _idle.pop() if _idle else None
        if child is None:
            return _Child()
        if child.alive:
            return child
        child.stop()


def _give(child: _Child) -> None:
    with _idle_lock:
        _idle.append(child)


def stop_children() -> None:
    """End all idle children; the next call starts a new one."""
    with _idle_lock:
        children = list(_idle)
        _idle.clear()
    for child in children:
        child.stop()


def _forget_children() -> None:
    """After a fork the pipes belong to the parent: two processes on one pipe would read each other's replies."""
    global _idle_lock, _places
    _idle.clear()
    _idle_lock = threading.Lock()
    _places = threading.BoundedSemaphore(_CHILDREN)


atexit.register(stop_children)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_children)


def serve_requests() -> None:
    """Answer requests from standard input until it ends: the child's whole life."""
    requests = sys.stdin.buffer
    # A parser that prints must not write into the replies.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _warm_up()
    replies.write(b"\n")
    replies.flush()
    while len(head := requests.read(_SIZE.size)) == _SIZE.size:
        reply = pickle.dumps(_answer(requests.read(_SIZE.unpack(head)[0])), protocol=5)
        replies.write(_SIZE.pack(len(reply)) + reply)
        replies.flush()


def _warm_up() -> None:
    """Load what nearly every job needs, so that no job pays for it."""
    for module in ("feedparser", "lxml.etree"):
        importlib.import_module(module)


def _answer(request: bytes) -> _Reply:
    try:
        function, arguments, limits = pickle.loads(request)  # noqa: S301 - written by our own parent
        _confine(limits)
        return _Reply(_packed(function(*arguments)), retire=_swollen(limits))
    except LagebildError as error:
        return _Reply(error=type(error).__name__, message=str(error), retire=_swollen(limits))
    except MemoryError:
        return _Reply(error="memory", retire=True)
    except RecursionError:
        return _Reply(error="depth", retire=True)
    except Exception as error:  # noqa: BLE001 - the parent decides; whatever a parser raises is a reply
        return _Reply(error=type(error).__name__, message=traceback.format_exc()[-4000:], retire=True)


def _confine(limits: ParseLimits) -> None:
    """Set this process's limits for the next job; where the system has none, the parent's timer remains."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    for kind, soft in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CPU, spent + limits.cpu_seconds)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _swollen(limits: ParseLimits) -> bool:
    """Tell whether this process keeps so much that the next job would start with half its memory taken.

    Not `ru_maxrss`: Linux hands that figure down from the parent that started us.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return False  # a system without it; the children are replaced after some jobs anyway
    return pages * os.sysconf("SC_PAGE_SIZE") > limits.memory // 2
