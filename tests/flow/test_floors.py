"""The quickest of the quality benchmarks hold their floors; `python -m benchmarks.quality.scores` runs them all."""

import pytest
from benchmarks.quality.scores import figures, floors


@pytest.mark.shared
@pytest.mark.parametrize("name", ["articles", "claims", "times"])
def test_scores_hold_their_floors(name: str) -> None:
    found = figures(name)
    wanted = {figure: floor for figure, floor in floors().items() if figure.split(".")[0] == name}
    assert wanted, "the floors of this set are not written"
    assert {f: (found[f], floor) for f, floor in wanted.items() if found[f] < floor} == {}
