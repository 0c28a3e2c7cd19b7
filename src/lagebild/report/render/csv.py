"""A report as tables for spreadsheets and statistics: claims, numbers, sources and events, as CSV or as JSON lines.

A row is one telling: a claim that five passages bear on has five rows, each with its document, span and quote. Texts of
strangers stand in the cells, so none may begin what a spreadsheet would run.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from lagebild.records.report import Report
from lagebild.records.span import Passage
from lagebild.report.render.events import COLUMNS as EVENT_COLUMNS
from lagebild.report.render.events import event_rows
from lagebild.report.render.json import printable

Row = dict[str, Any]
_PLACE: Final = ("document", "outlet", "url", "revision", "field", "start", "end", "quote")
CLAIM_COLUMNS: Final = (
    "story", "claim", "text", "speaker", "modality", "polarity", "origins", "origin_names", "conflicts", "stance",
    "via", "published", *_PLACE,
)  # fmt: skip
NUMBER_COLUMNS: Final = (
    "story", "comparison", "counted", "verdict", "value", "min", "max", "approximate", "unit", "text", "speaker",
    "as_of", *_PLACE,
)  # fmt: skip
SOURCE_COLUMNS: Final = (
    "story", "document", "title", "outlet", "url", "published", "language", "copy_of", "copied_share",
)  # fmt: skip
# Signs that open a formula (OWASP, "CSV Injection"), in full width too, at the start of a cell or behind what a
# spreadsheet of another country takes for the end of one: German ones part cells at semicolons.
_FORMULA: Final = re.compile(
    r"""(?:^|(?<=[;\t\r\n]))(?=(?:[^\S\t\r\n]|["'])*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])"""
)


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Return rows as CSV (RFC 4180); before what a spreadsheet would run as a formula stands an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def as_json_lines(rows: Iterable[Row]) -> str:
    """Return rows as JSON, one a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _cell(value: object) -> object:
    """Return a value as a cell; numbers stay numbers, so that a longitude may be negative."""
    return _FORMULA.sub("'", printable(value)) if isinstance(value, str) else value


def claim_rows(report: Report) -> Iterator[Row]:
    """Yield a row for each passage that bears on a claim; keys are `CLAIM_COLUMNS`.

    `origins` counts who vouches for the claim, `conflicts` names the verdicts on it, the desk's before the program's.
    """
    for claim in report.claims:
        said = {
            "story": report.story.id,
            "claim": claim.id,
            "text": claim.text,
            "speaker": claim.speaker,
            "modality": claim.modality,
            "polarity": claim.polarity,
            "origins": len(claim.origins),
            "origin_names": " | ".join(o.name for o in claim.origins),
            "conflicts": " | ".join(dict.fromkeys(report.conflict_verdict(claim, c) for c in claim.conflicts)),
        }
        for evidence in claim.evidence:
            bearing = {"stance": evidence.stance, "via": evidence.via, "published": _iso(evidence.published)}
            yield {**said, **bearing, **_place(evidence.passage, report)}


def number_rows(report: Report) -> Iterator[Row]:
    """Yield a row for each value that a passage names; those of one `comparison` count the same thing."""
    for position, group in enumerate(report.views.numbers):
        for value in group.values:
            yield {
                "story": report.story.id,
                "comparison": position + 1,
                "counted": group.counted,
                "verdict": report.number_verdict(position),
                "value": value.value,
                "min": value.minimum,
                "max": value.maximum,
                "approximate": value.approximate,
                "unit": value.unit,
                "text": value.text,
                "speaker": value.speaker,
                "as_of": _iso(value.as_of),
                **_place(value.passage, report),
            }


def source_rows(report: Report) -> Iterator[Row]:
    """Yield a row for each article of the story."""
    for source in report.views.sources:
        yield {
            "story": report.story.id,
            "document": source.document,
            "title": source.title,
            "outlet": source.outlet,
            "url": source.url,
            "published": _iso(source.published),
            "language": source.language,
            "copy_of": source.copy_of,
            "copied_share": source.copied_share,
        }


def _place(passage: Passage, report: Report) -> Row:
    found = report.material.by_id.get(passage.document)
    return {
        "document": passage.document,
        "outlet": found.document.outlet if found else None,
        "url": found.document.url if found else None,
        "revision": passage.revision,
        "field": passage.field,
        "start": passage.span.start,
        "end": passage.span.end,
        "quote": passage.quote,
    }


def _iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None


def _table(rows: Callable[[Report], Iterable[Row]], columns: Sequence[str], report: Report) -> str:
    return as_csv(rows(report), columns)


TABLES: Final[Mapping[str, Callable[[Report], str]]] = {
    "claims.csv": partial(_table, claim_rows, CLAIM_COLUMNS),
    "numbers.csv": partial(_table, number_rows, NUMBER_COLUMNS),
    "sources.csv": partial(_table, source_rows, SOURCE_COLUMNS),
    "events.csv": partial(_table, lambda report: event_rows(report.material), EVENT_COLUMNS),
    "events.jsonl": lambda report: as_json_lines(event_rows(report.material)),
}
"""The tables of a report: name -> function from report to text."""
