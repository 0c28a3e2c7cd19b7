"""Maps as SVG, drawn on the server from Natural Earth shapes: no tiles, no scripts, nothing from another host."""

from lagebild.report.map.draw import map_svg

__all__ = ["map_svg"]
