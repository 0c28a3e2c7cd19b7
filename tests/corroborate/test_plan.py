"""The conflicts of numbers that the sample corpus was written with: all of them are found, and nothing else."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.corroborate.compare import compare
from lagebild.records.claim import Verdict
from lagebild.records.story import AnnotatedDocument

CORPUS = Path(__file__).parents[2] / "corpus"
CONFLICTS: frozenset[Verdict] = frozenset({"contradiction", "denied"})
Figures = frozenset[float]


@cache
def plan() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CORPUS / "plan.json").read_text("utf-8"))
    return loaded


@cache
def found() -> frozenset[tuple[str, Figures]]:
    """Return story and figures of each conflict that the program sees."""
    lines = (CORPUS / "articles.jsonl").read_text("utf-8").splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    conflicts: set[tuple[str, Figures]] = set()
    for story in plan()["stories"]:
        documents = [
            read_document(rows[a], seen=datetime(2026, 6, 1, tzinfo=UTC)) for a in story["articles"] if a in rows
        ]
        for group in compare([AnnotatedDocument(d, annotate(d)) for d in documents]).numbers:
            for pair in group.pairs:
                if pair.verdict in CONFLICTS:
                    conflicts.add((story["key"], frozenset(group.values[at].value for at in (pair.a, pair.b))))
    return frozenset(conflicts)


@cache
def planned() -> frozenset[tuple[str, Figures]]:
    """Return story and figures of each conflict that was written in."""
    return frozenset(
        (row["story"], frozenset(row["values"][pair[at]]["value"] for at in "ab"))
        for row in plan()["numbers"]
        for pair in row["pairs"]
        if pair["verdict"] in CONFLICTS
    )


def test_no_conflict_is_found_that_was_not_written_in() -> None:
    assert found() <= planned()


def test_every_conflict_that_was_written_in_is_found() -> None:
    assert len(planned()) == 8
    assert planned() <= found()
