"""A report in the formats that others read."""

from lagebild.report.render.formats import FILES, FORMATS, written

__all__ = ["FILES", "FORMATS", "written"]
