"""Several processes send from one store: each message once, and after a crash once more rather than never."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import NOON
from tests.run.postbox import receiver

from lagebild.records.followed import Search
from lagebild.run import notify
from lagebild.run.clock import now
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.store import open_store

TEXT = "In Gera brannte am Montag ein Lager. Dabei wurden 12 Menschen verletzt, sagte Einsatzleiterin Ute Brandner."
MINUTE = timedelta(minutes=1)


def opened(folder: Path, url: str = "") -> Workspace:
    (folder / "secret").write_text("ein-langes-geheimnis\n", encoding="utf-8")
    return open_workspace(
        folder, encoder=False, deliver_private=True, webhook_secret_file="secret", webhook_url=url or None
    )


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with opened(tmp_path) as space:
        space.add_rows([{"id": "a", "text": TEXT, "outlet": "Bote", "published": "2026-03-30T12:00"}])
        space.follow(Search(q="Gera"), "Gera")
        space.run()
        with space._store.unit(write=True) as unit:
            # Followed since before the article came, so that there is something to tell.
            (kept,) = unit.followed.all()
            unit.followed.put(replace(kept, at=kept.at - timedelta(hours=1)))
    yield tmp_path


def test_two_that_race_send_each_message_once(folder: Path) -> None:
    with receiver() as got, ExitStack() as stack:
        spaces = [stack.enter_context(opened(folder, got.url)) for _ in range(3)]
        barrier = threading.Barrier(len(spaces))

        def send(space: Workspace) -> None:
            barrier.wait()
            space.send_digest()

        threads = [threading.Thread(target=send, args=(space,)) for space in spaces]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kinds = sorted(body.partition(b",")[0] for _, body in got.posts)
        assert kinds == [b'{"type": "digest"', b'{"type": "followed"']
        for space in spaces:
            space.send_digest()
        assert len(got.posts) == 2


CHILD = """
import sys
from pathlib import Path
from tests.run.test_dispatch import opened
with opened(Path(sys.argv[1]), sys.argv[2]) as space:
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    sys.stdin.readline()
    space.send_digest()
"""


def test_two_processes_send_each_message_once(folder: Path) -> None:
    root = Path(__file__).parents[2]
    with receiver() as got:
        command = [sys.executable, "-c", CHILD, str(folder), got.url]
        pipe = subprocess.PIPE
        children = [subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=root, text=True) for _ in range(2)]
        for child in children:
            assert child.stdout and child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        assert [child.wait(120) for child in children] == [0, 0]
        assert len({headers["webhook-id"] for headers, _ in got.posts}) == len(got.posts) == 2
        for child in children:
            assert child.stdin and child.stdout
            child.stdin.close()
            child.stdout.close()


def test_who_dies_before_sending_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as got, opened(folder, got.url) as space:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(notify, "post_signed", killed)
            space.send_digest()
        assert [reader for reader, _ in space.send_digest().sent if " " in reader] == [], "it is claimed"
        claimed = len(got.posts)
        monkeypatch.setattr(notify, "now", lambda: now() + notify.HELD + MINUTE)
        space.send_digest()
        kinds = [body.partition(b",")[0] for _, body in got.posts]
        assert kinds.count(b'{"type": "followed"') == 1 and len(got.posts) == claimed + 1


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_who_dies_after_sending_tells_the_same_again_under_the_same_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver() as got, opened(folder, got.url) as space:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(notify, "_told", killed)
            space.send_digest()
        monkeypatch.setattr(notify, "now", lambda: now() + notify.HELD + MINUTE)
        space.send_digest()
        first, again = [headers["webhook-id"] for headers, body in got.posts if b'"followed"' in body]
        assert first == again, "so that the receiver can drop it"


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.booleans()), max_size=12))
def test_at_each_moment_one_holds_the_claim(steps: list[tuple[str, int, bool]]) -> None:
    held: dict[str, int] = {}
    with open_store("sqlite://") as store:
        for reader, minute, gives in steps:
            at, until = NOON + minute * MINUTE, NOON + (minute + 15) * MINUTE
            with store.unit(write=True) as unit:
                assert unit.dispatches.claim(reader, None, at, until) == (held.get(reader, -1) <= minute)
                if held.get(reader, -1) <= minute:
                    held[reader] = minute + 15
                if gives:
                    unit.dispatches.release(reader, until)
                    if held.get(reader) == minute + 15:
                        del held[reader]


def test_who_was_told_meanwhile_is_not_told_again() -> None:
    with open_store("sqlite://") as store, store.unit(write=True) as unit:
        unit.visits.record("", NOON, "desk")
        assert not unit.dispatches.claim("desk", None, NOON, NOON + MINUTE)
        assert not unit.dispatches.claim("desk", NOON - MINUTE, NOON, NOON + MINUTE)
        assert unit.dispatches.claim("desk", NOON, NOON, NOON + MINUTE)
