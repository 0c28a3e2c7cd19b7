"""The formats of a report: name -> function from report to text, or to the bytes of a file."""

from collections.abc import Callable
from typing import Final

from lagebild.records.report import Report
from lagebild.report.render.annotations import as_annotations
from lagebild.report.render.csv import TABLES
from lagebild.report.render.feeds import as_atom, as_icalendar
from lagebild.report.render.html import as_html
from lagebild.report.render.json import as_geojson, as_json, as_ninjs
from lagebild.report.render.markdown import as_markdown
from lagebild.report.render.pdf import as_pdf

FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "md": as_markdown,
    "html": as_html,
    "json": as_json,
    "ninjs": as_ninjs,
    "geojson": as_geojson,
    "ics": as_icalendar,
    "atom": as_atom,
    "annotations": as_annotations,
    **TABLES,
}

FILES: Final[dict[str, Callable[[Report], bytes]]] = {"pdf": as_pdf}
"""The formats that are no text."""


def written(report: Report, form: str) -> str | bytes:
    """Return a report in a format of either kind; NotInstalledError where that needs a part that is missing."""
    return FILES[form](report) if form in FILES else FORMATS[form](report)
