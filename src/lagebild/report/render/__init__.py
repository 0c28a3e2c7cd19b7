"""A report in the formats that others read."""

from lagebild.report.render.formats import FORMATS

__all__ = ["FORMATS"]
