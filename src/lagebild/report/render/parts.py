"""A long report -> what its page shows of it, and the pages of its parts that show the rest.

The page of a story of hundreds of articles would weigh megabytes. It begins every part and links to the whole of it.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from lagebild.records.claim import Claim, NumberComparison
from lagebild.records.report import Report
from lagebild.records.view import SourceRow

Part = Literal["meldung", "claims", "numbers", "timeline", "sources", "wording"]
PartAddress = Callable[[Part, int, str], str]
"""From part, page (from 0) and anchor there to an address."""

BEGUN = 5
"""Passages of one sentence that the page of a story shows: nobody opens more from there."""
FOLDED = 40
"""Rows that are folded into the page of a story; more have a page of their own."""
MOST_ROWS = 60
"""Rows on a page of a part."""
MOST_PASSAGES = 700
"""Passages on a page of a part: each takes some 200 bytes, and a page shall stay below 300 kB."""


def rows_of(report: Report, part: Part) -> Sequence[object]:
    """Return all rows of a part in their order."""
    views = report.views
    rows: dict[Part, Callable[[], Sequence[object]]] = {
        "meldung": lambda: [s for s in report.sentences if s.part != "dossier"],
        "claims": lambda: [claim for _, claims in by_speaker(report.claims) for claim in claims],
        "numbers": lambda: views.numbers,
        "timeline": lambda: views.timeline,
        "sources": lambda: folded_sources(views.sources),
        "wording": lambda: list(zip(views.document_wording, views.sources, strict=True)),
    }
    return rows[part]()


def page_starts(rows: Sequence[object]) -> tuple[int, ...]:
    """Return where each page begins: after so many rows, or after so many passages."""
    starts, count, passages = [0], 0, 0
    for at, row in enumerate(rows):
        weight = _weight(row)
        if count and (count == MOST_ROWS or passages + weight > MOST_PASSAGES):
            starts.append(at)
            count = passages = 0
        count, passages = count + 1, passages + weight
    return tuple(starts)


def _weight(row: object) -> int:
    """Return about how many passages a row shows; a source with its copies takes as much for each of them."""
    if isinstance(row, Claim):
        return len(row.evidence)
    if isinstance(row, NumberComparison):
        return len(row.values)
    if isinstance(row, tuple):
        return 2 * (1 + len(row[1])) if isinstance(row[1], list) else 1
    return len(getattr(row, "citations", ()))


def page_of(report: Report, part: Part, number: int) -> tuple[Sequence[object], int]:
    """Return the rows of page `number`, from 0, and the place of the first of them; none beyond the last page."""
    rows = rows_of(report, part)
    starts = (*page_starts(rows), len(rows))
    if number >= len(starts) - 1:
        return (), len(rows)
    return rows[starts[number] : starts[number + 1]], starts[number]


def place_in(rows: Sequence[object], row: object) -> int:
    """Return where this very row stands; an equal one may stand before it."""
    return next(at for at, other in enumerate(rows) if other is row)


def briefly(report: Report, address: PartAddress | None, claims: set[str]) -> dict[str, object]:
    """Return what a template asks when it leaves something out; `claims` are those that it shows."""
    every = {c.id: c for c in report.claims}

    def brief(part: Part, row: object = None) -> str:
        assert address is not None
        if row is None:
            return address(part, 0, "")
        rows = rows_of(report, part)
        at = place_in(rows, row)
        page = sum(start <= at for start in page_starts(rows)) - 1
        return address(part, page, row.id if isinstance(row, Claim) else "")

    def beside(claim: str) -> str:
        return f"#{claim}" if address is None or claim in claims else brief("claims", every[claim])

    return {
        "brief": brief,
        "beside": beside,
        "shown": lambda rows: rows[:BEGUN] if address else rows,
        "elsewhere": lambda rows: address is not None and len(rows) > FOLDED,
    }


def folded_sources(rows: Sequence[SourceRow]) -> list[tuple[SourceRow, list[SourceRow]]]:
    """Return every source that is no copy of another one here, with its copies and the copies of those."""
    by_id = {row.document: row for row in rows}

    def first(row: SourceRow) -> str:
        met = {row.document}
        while row.copy_of in by_id and row.copy_of not in met:
            row = by_id[row.copy_of]
            met.add(row.document)
        return row.document

    groups: dict[str, list[SourceRow]] = {}
    for row in rows:
        groups.setdefault(first(row), []).append(row)
    return [(by_id[root], [r for r in members if r.document != root]) for root, members in groups.items()]


def by_speaker(claims: Sequence[Claim]) -> list[tuple[str | None, list[Claim]]]:
    """Group claims by who speaks, those heard in most documents first, nobody last."""
    groups: dict[str | None, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.speaker, []).append(claim)
    return sorted(groups.items(), key=lambda g: (g[0] is None, -sum(len(c.evidence) for c in g[1]), g[0] or ""))
