"""What the doctor says of the door that the pages stand behind."""

from pathlib import Path

import pytest

from lagebild.run.workspace import open_workspace


@pytest.mark.parametrize(
    ("host", "well"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.0.2.7", False)],
)
def test_an_address_that_others_reach_is_called_so(host: str, well: bool, tmp_path: Path) -> None:
    with open_workspace(tmp_path, host=host) as workspace:
        (pages,) = [f for f in workspace.doctor() if f.subject == "pages"]
    assert pages.well == well
    assert host in pages.message
    assert ("Everybody who reaches this address" in pages.message) == (not well)
