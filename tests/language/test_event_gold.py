"""The gold of events: its rows are sound, and the reader does not fall behind what it reached on it."""

from pathlib import Path

import pytest
from benchmarks.quality.events import FIELDS, PARTS, Tally, count, gold, read, texts

SHARED = Path(__file__).parents[3] / "shared"
# F1 in points, rounded down from what `python -m benchmarks.quality.events` prints by rules alone.
FLOORS = {
    "tuned": {"event": 93, "actor": 90, "recipient": 89},
    "held": {"event": 90, "actor": 92, "recipient": 72},
    "unseen": {"event": 88},
}


def test_rows_name_a_text_and_hold_their_spans() -> None:
    rows = gold()
    assert {row["part"] for row in rows} == set(PARTS)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert len(row["sha256"]) == 64
        anchors = [event["anchor"] for event in row["events"]]
        assert anchors == sorted(anchors)
        for event in row["events"]:
            assert event["codes"] and isinstance(event["fact"], bool)
            spans = [event[name] for name in ("anchor", "actor", "recipient", "place") if event[name]]
            assert all(0 <= start < end <= row["end"] for start, end in spans)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the articles are not beside the checkout")
def test_no_part_falls_below_its_floor() -> None:
    rows = gold()
    found = texts(rows)
    assert len(found) == len(rows)
    tallies = {part: Tally() for part in PARTS}
    for row in rows:
        count(row, read(row, found[row["id"]]), tallies[row["part"]])
    for part, floors in FLOORS.items():
        for field, floor in floors.items():
            assert field in FIELDS
            assert tallies[part].figures(field)[2] >= floor, f"{part} {field}"
