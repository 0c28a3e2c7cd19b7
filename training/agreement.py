"""Two readings of the same texts to how far they agree: `python -m training.agreement`.

Counted as the scorer counts: names exactly, contents from an IoU of 0.5 on, speakers where they overlap.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lagebild.records.span import Span
from training.samples import read_lines

ANNOTATIONS: Final = Path(__file__).parent / "annotations"
Row = Mapping[str, Any]


def agreement(first: Mapping[str, Row], second: Sequence[Row]) -> dict[str, float]:
    """Return F1 of names, contents and loaded words, and the share of common contents read alike, in percent."""
    n: Counter[str] = Counter()
    for other in second:
        row = first[other["id"]]
        names = {tuple(m) for m in row["mentions"]}, {tuple(m) for m in other["mentions"]}
        n.update(names=2 * len(names[0] & names[1]), names_all=len(names[0]) + len(names[1]))
        n.update(
            wording=2 * _common(row["wording"], list(other["wording"])),
            wording_all=len(row["wording"]) + len(other["wording"]),
        )
        _count_statements(n, row["statements"], list(other["statements"]))
    result = {key: round(100 * n[key] / max(n[f"{key}_all"], 1), 1) for key in ("names", "content", "wording")}
    matched = n["content"] // 2
    return {**result, **{key: round(100 * n[key] / max(matched, 1), 1) for key in ("speaker", "modality", "form")}}


def _common(mine: Sequence[Sequence[Any]], left: list[Sequence[Any]]) -> int:
    """Return how many marks overlap one of the other reading, each of which counts once."""
    count = 0
    for mark in mine:
        match = next((other for other in left if _shared(mark[:2], other[:2])), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


def _count_statements(n: Counter[str], mine: Sequence[Row], left: list[Row]) -> None:
    n["content_all"] += len(mine) + len(left)
    for said in mine:
        best = max(left, key=lambda other: _alike(said, other), default=None)
        if best is None or _alike(said, best) < 0.5:
            continue
        left.remove(best)
        n["content"] += 2
        a, b = said["speaker"], best["speaker"]
        n["speaker"] += _shared(a, b) > 0 if a and b else not a and not b
        n["modality"] += said["modality"] == best["modality"]
        n["form"] += said["form"] == best["form"]


def _shared(a: Sequence[int], b: Sequence[int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _alike(a: Row, b: Row) -> float:
    mine, other = (Span(row["content"][0][0], row["content"][-1][1]) for row in (a, b))
    return mine.iou(other)


def main() -> int:
    """Print the agreement of the two readings."""
    first = {row["id"]: row for row in read_lines(ANNOTATIONS / "wikinews_de.jsonl")}
    second = read_lines(ANNOTATIONS / "second_reading.jsonl")
    figures = ", ".join(f"{key} {value}" for key, value in agreement(first, second).items())
    sys.stdout.write(f"{len(second)} articles: {figures}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
