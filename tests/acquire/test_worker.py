import math
import operator
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from lagebild.acquire.entries import Feed
from lagebild.acquire.fetch import parse_fetched
from lagebild.acquire.options import FeedOptions, ParseLimits
from lagebild.acquire.worker import guarded, stop_children
from lagebild.records.errors import ParseError

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_result_comes_back() -> None:
    assert guarded(math.sqrt, 16.0) == 4.0
    assert guarded(dict.fromkeys, ("ä", "b"), frozenset({1})) == {"ä": frozenset({1}), "b": frozenset({1})}
    at = datetime(2025, 3, 30, 3, tzinfo=ZoneInfo("Europe/Berlin"))
    assert guarded(max, at, NOW) == NOW
    assert guarded(min, at, NOW) == at


def test_records_come_back() -> None:
    body = b"<rss><channel><title>Blatt</title><item><title>Eins</title></item></channel></rss>"
    feed = guarded(parse_fetched, body, "https://a.example/", None, None, NOW, FeedOptions())
    assert isinstance(feed, Feed)
    assert feed.title == "Blatt"


def test_own_errors_come_through() -> None:
    with pytest.raises(ParseError, match="The feed is empty"):
        guarded(parse_fetched, b"", "https://a.example/", None, None, NOW, FeedOptions())


def test_hanging_function_is_killed() -> None:
    start = time.monotonic()
    with pytest.raises(ParseError, match=r"^Reading it took longer than 0\.3 s\.$"):
        guarded(time.sleep, 30, limits=ParseLimits(seconds=0.3))
    assert time.monotonic() - start < 2
    assert guarded(math.sqrt, 4.0) == 2.0


def test_memory_is_bounded() -> None:
    with pytest.raises(ParseError, match=r"^Reading it needed more than 256 MiB\.$"):
        guarded(bytearray, 400 * 1024 * 1024, limits=ParseLimits(memory=256 * 1024 * 1024))
    assert guarded(math.sqrt, 4.0) == 2.0


def test_crash_and_bug_are_one_sentence() -> None:
    with pytest.raises(ParseError, match="crashed"):
        guarded(os._exit, 3)
    with pytest.raises(ParseError, match="stopped with ValueError") as caught:
        guarded(math.sqrt, -1.0)
    assert "Traceback" in caught.value.__notes__[0]


def test_printing_parser_does_not_disturb_replies() -> None:

    guarded(print, "x" * 100_000)
    assert guarded(math.sqrt, 9.0) == 3.0


def test_active_objects_are_not_taken_from_a_child() -> None:
    with pytest.raises(ParseError, match="not taken"):
        guarded(operator.attrgetter, "system")


def test_large_arguments_and_results() -> None:
    body = b"x" * (16 * 1024 * 1024)
    assert len(guarded(bytes.upper, body)) == len(body)


def test_threads_get_their_own_answers() -> None:
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda n: guarded(math.sqrt, float(n * n)), range(100))) == [
            float(n) for n in range(100)
        ]


def test_slow_call_in_one_thread_is_killed_while_others_go_on() -> None:
    failures: list[str] = []

    def hang() -> None:
        try:
            guarded(time.sleep, 30, limits=ParseLimits(seconds=0.5))
        except ParseError as error:
            failures.append(str(error))

    thread = threading.Thread(target=hang)
    thread.start()
    assert guarded(math.sqrt, 4.0) == 2.0
    thread.join(5)
    assert failures == ["Reading it took longer than 0.5 s."]


def test_warm_call_costs_milliseconds() -> None:
    guarded(math.sqrt, 4.0)
    start = time.monotonic()
    for _ in range(50):
        guarded(math.sqrt, 4.0)
    assert (time.monotonic() - start) / 50 < 0.02


def test_children_can_be_stopped_and_return() -> None:
    first = guarded(os.getpid)
    stop_children()
    assert guarded(os.getpid) != first


def test_children_are_replaced_after_many_jobs() -> None:
    stop_children()
    limits = ParseLimits(jobs=2)
    pids = [guarded(os.getpid, limits=limits) for _ in range(6)]
    assert len(set(pids)) == 3
