"""Stories of one series, told apart: market reports of three days, three fires in one town, three matters of one mayor.

`series.jsonl` holds 48 series of three stories, each told by three newsrooms: 432 reports, our own writing about
invented people, and as alike as the trade makes them where they tell different happenings. They never train the
vectors. All are linked in one stream: the stories of a series lie two days apart, their reports some hours.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

REPORTS: Final = Path(__file__).with_name("series.jsonl")
_START: Final = datetime(2025, 9, 1, 7, tzinfo=UTC)
Row = dict[str, Any]


def rows() -> list[Row]:
    """Return the reports as the stream brings them, the story of each under "story"."""
    lines = REPORTS.read_text("utf-8").splitlines()
    return sorted(_dated(map(json.loads, lines)), key=lambda row: (row["published"], row["id"]))


def _dated(found: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(found):
        story, report = number // 3, number % 3
        when = _START + timedelta(days=2 * (story % 3), hours=3 * report, minutes=story)
        yield {**row, "id": f"r{number:03d}", "published": when.isoformat(), "outlet": f"Blatt {report + 1}"}


def score(reports: Iterable[Row], links: Iterable[Row]) -> Row:
    """Return how well the pairs of reports of one story were found, in points."""
    planned = {row["id"]: row["story"] for row in reports}
    found = {link["id"]: link["story"] for link in links}
    both, said, told = (
        sum(n * (n - 1) / 2 for n in Counter(names).values())
        for names in ([(planned[d], found[d]) for d in planned], found.values(), planned.values())
    )
    precision, recall = both / (said or 1.0), both / told
    f1 = 2 * precision * recall / ((precision + recall) or 1.0)
    return {"precision": round(100 * precision, 1), "recall": round(100 * recall, 1), "F1": round(100 * f1, 1)}
