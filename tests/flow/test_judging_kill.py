"""A judgement is one commit: after a sudden death each one that was told is there, whole, with stories and posts."""

import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from lagebild.cluster.judging import placed
from lagebild.run.pipeline import attach_posts, link_new
from lagebild.store import open_store
from lagebild.store.database import Store
from tests.builders import ROOT
from tests.flow.judging import OPTIONS, START

KILLS = 12


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_no_judgement_is_lost_or_half_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 's.db'}"
    dice = random.Random(11)
    told: list[str] = []
    for number in range(KILLS):
        command = [sys.executable, "-m", "tests.flow.judging", url, str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(dice.uniform(0.05, 0.6))
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read().decode()
        told += rest.split("\n")[:-1]
        with open_store(url) as store:
            check(store, told)
    assert len(told) > 2 * KILLS


def check(store: Store, told: list[str]) -> None:
    """Hold what is stored against what was told, and the stories against links and ledger."""
    assert store.check() == ()
    with store.unit() as unit:
        ledger = unit.judgements.all()
        assert [entry.id for entry in ledger if entry.id in set(told)] == told
        stands = {link.document: link.story for link in unit.stories.window(START - timedelta(days=1))}
        derived = placed(unit.judgements.unjudged(sorted(stands)), ledger)
        assert {d: place.story for d, place in derived.items()} == stands
    link_new(store, OPTIONS)
    attach_posts(store, OPTIONS)
    with store.unit() as unit:
        assert unit.stories.unlinked() == () and unit.posts.unlinked() == ()
        for story in unit.stories.list(limit=1000).stories:
            assert {p.id for p in unit.posts.of_story(story.id)[0]} == {f"p-{d}" for d in story.documents}
