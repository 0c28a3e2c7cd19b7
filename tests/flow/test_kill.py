"""The program may die at any moment: what it told stays, and running it again ends where it would have ended."""

import signal

import pytest

from tests.flow.kill import campaign


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_run_loses_nothing_and_goes_on() -> None:
    """A dozen kills; `python -m tests.flow.kill 200` makes as many as wanted."""
    found = campaign(kills=12, seed=20260330, articles=10, posts=16)
    assert found.faults == []
    assert found.kills.total() >= 12
    assert len(found.kills) >= 3, "the kills met too few of the steps"
