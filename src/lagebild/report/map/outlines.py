"""`shapes.json.gz` -> outlines of countries and regions in degrees, and as GeoJSON for a map that can be moved.

One truth for both: the SVG that the server draws and the map that a browser draws show the same lines.
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from lagebild.records.annotation import Precision

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A country or region: its polygons, each an outer ring and the holes in it, in degrees (longitude, latitude).

    `code` is what places know it by (see `area_code`), "" where they cannot. Longitudes run on beyond 180 where a ring
    crosses the date line.
    """

    code: str
    polygons: tuple[tuple[Ring, ...], ...]


def area_code(precision: Precision, country: str | None, geonameid: int | None) -> str:
    """Return the code of the area that a place is: of a country ISO 3166-1 alpha-2, of a region its GeoNames number."""
    if precision == "country":
        return country or ""
    return str(geonameid) if precision == "region" and geonameid else ""


@cache
def outlines() -> dict[str, tuple[Area, ...]]:
    """Unpack the shapes: the layers "countries" and "regions"."""
    raw = (resources.files("lagebild.report.map") / "shapes.json.gz").read_bytes()
    layers: dict[str, list[tuple[str, list[list[list[int]]]]]] = json.loads(gzip.decompress(raw))
    return {
        layer: tuple(Area(code, tuple(tuple(map(_ring, rings)) for rings in polygons)) for code, polygons in areas)
        for layer, areas in layers.items()
    }


def _ring(packed: Sequence[int]) -> Ring:
    x = y = 0
    points: list[tuple[float, float]] = []
    for i in range(0, len(packed) - 1, 2):
        x, y = x + packed[i], y + packed[i + 1]
        points.append((x / 100, y / 100))
    if points[0] != points[-1]:
        # The coast of Antarctica runs once around the world; the ring closes over the pole.
        points += [(points[-1][0], -90.0), (points[0][0], -90.0), points[0]]
    return tuple(points)


def geojson() -> bytes:
    """Return all outlines as a GeoJSON FeatureCollection (RFC 7946), each feature with its `layer` and `code`.

    Rings that cross the date line are not cut there: a cut would show as a line through Chukotka and Fiji.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"layer": layer, "code": area.code},
            "geometry": {"type": "MultiPolygon", "coordinates": area.polygons},
        }
        for layer, areas in outlines().items()
        for area in areas
        if area.polygons
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
