"""What was acknowledged survives the sudden death of the program (kill -9), again and again on one file."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lagebild.store import open_store

KILLS = 36


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 's.db'}"
    dice = random.Random(7)
    acknowledged: set[str] = set()
    hot_journals = 0
    for round_ in range(KILLS):
        command = [sys.executable, str(Path(__file__).with_name("adding.py")), url, str(round_)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            # Some die while they open the store, most while they write.
            told = ""
            if round_ % 6:
                assert child.stdout.readline() == b"ready\n"
                # Counted, not timed: a loaded machine writes few documents in a while.
                told = "".join(child.stdout.readline().decode() for _ in range(dice.randrange(8)))
            time.sleep(dice.uniform(0.0, 0.1))
            child.send_signal(signal.SIGKILL)
            told += child.stdout.read().decode()
        acknowledged.update(line for line in told.split("\n")[:-1] if line != "ready")
        journal = tmp_path / "s.db-journal"
        hot_journals += journal.exists() and journal.stat().st_size > 0
        if round_ % 6 == 5:
            with open_store(url) as store:
                assert store.check() == ()
    with open_store(url) as store:
        assert store.check() == ()
        with store.unit() as unit:
            ids = sorted(acknowledged)
            assert [d.id for d in unit.documents.many(ids)] == ids
            assert set(unit.annotations.many(ids)) == acknowledged
            linked = {link.document for n in range(7) for link in unit.stories.links(f"s{n}")}
            assert acknowledged <= linked
            # At most the one unit under way at each death is more than was told.
            assert unit.documents.count() <= len(acknowledged) + KILLS
    assert len(acknowledged) > KILLS
    assert hot_journals, "no kill met an open transaction: the test shows nothing"
