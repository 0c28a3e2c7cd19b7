"""Scene and places of a story -> an SVG map, with a small world map in the corner that shows where we are.

Equirectangular projection true to scale at the map's middle latitude: good enough for a locator, and every point can
be checked with a pocket calculator. Colours come from the page's style sheet, so the map follows light and dark themes.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from lagebild.records.annotation import Scene
from lagebild.records.view import PlacePin
from lagebild.report.map.outlines import Ring, area_code, outlines

WIDTH, HEIGHT = 640, 400
INSET_WIDTH, INSET_HEIGHT = 150, 78
NARROWEST = {"point": 5.0, "city": 8.0, "region": 10.0, "country": 18.0}
"""Smallest width of the map in degrees of longitude at the equator, by the scene's precision."""
WIDEST = 110.0
"""Beyond this many degrees the map shows the whole world."""

INSET_FROM = 6.0
"""Pixels per degree above which the small world map is drawn: below it the map itself shows the world."""

Box = tuple[float, float, float, float]
INSET: Box = (10, HEIGHT - INSET_HEIGHT - 10, 10 + INSET_WIDTH, HEIGHT - 10)


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the world: centre in degrees, scale in pixels per degree of latitude, size in pixels."""

    longitude: float
    latitude: float
    scale: float
    width: float
    height: float

    def near(self, longitude: float) -> float:
        """Return the longitude, turned by full circles, that lies nearest to the centre."""
        return _nearest(longitude, self.longitude)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Project degrees to pixels."""
        squeeze = max(0.2, math.cos(math.radians(self.latitude)))
        x = self.width / 2 + (longitude - self.longitude) * squeeze * self.scale
        return x, self.height / 2 - (latitude - self.latitude) * self.scale


def _nearest(longitude: float, centre: float) -> float:
    return (longitude - centre + 180) % 360 - 180 + centre


@cache
def _shapes() -> dict[str, tuple[tuple[Ring, Box, str], ...]]:
    """Return layer -> rings in degrees, each with its box (west, south, east, north) and the code of its area."""
    return {
        layer: tuple((ring, _box(ring), area.code) for area in areas for rings in area.polygons for ring in rings)
        for layer, areas in outlines().items()
    }


def _box(ring: Ring) -> Box:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs), min(ys), max(xs), max(ys)


def map_svg(scene: Scene | None, pins: Sequence[PlacePin], *, title: str) -> str:
    """Return the map as an `<svg>` element, empty text where there is nothing to show."""
    # A whole country is no point; it stays in the list beside the map.
    pins = [p for p in pins if p.precision != "country"]
    if scene is None and not pins:
        return ""
    frame = _frame(scene, pins)
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" data-window="{_window(frame)}" role="img" '
        'xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title>",
        f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<path class="land" d="{_path(frame, "countries")}"/>',
    ]
    if frame.scale > 20:
        parts.append(f'<path class="border" d="{_path(frame, "regions")}"/>')
    inset = frame.scale > INSET_FROM
    parts += _marks(frame, scene, pins, [INSET] if inset else [])
    if inset:
        parts += _inset(frame)
    return "".join([*parts, "</svg>"])


def _frame(scene: Scene | None, pins: Sequence[PlacePin]) -> Frame:
    """Centre on the scene and take in the nearer half of the places; without a scene take in all."""
    # Both sides of the date line are neighbours: longitudes are turned to the side of the first point.
    centre = scene.longitude if scene else pins[0].longitude
    points = [(_nearest(p.longitude, centre), p.latitude) for p in pins]
    if scene is not None:
        points.sort(key=lambda p: math.hypot(p[0] - scene.longitude, p[1] - scene.latitude))
        points = points[: (len(points) + 1) // 2]
        points.append((scene.longitude, scene.latitude))
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrowest = NARROWEST[scene.precision] if scene else 8.0
    latitude = (south + north) / 2
    squeeze = max(0.2, math.cos(math.radians(latitude)))
    width = max((east - west) * squeeze * 1.35, (north - south) * 1.5 * WIDTH / HEIGHT, narrowest)
    if width > WIDEST:
        return Frame(10, 12, WIDTH / 360, WIDTH, HEIGHT)
    return Frame((west + east) / 2, latitude, WIDTH / width, WIDTH, HEIGHT)


def _window(frame: Frame) -> str:
    """Return what the map shows, west, south, east and north in degrees, for a map that can be moved."""
    squeeze = max(0.2, math.cos(math.radians(frame.latitude)))
    x, y = frame.width / 2 / frame.scale / squeeze, frame.height / 2 / frame.scale
    south, north = max(-85.0, frame.latitude - y), min(85.0, frame.latitude + y)
    return f"{frame.longitude - x:.2f} {south:.2f} {frame.longitude + x:.2f} {north:.2f}"


def _path(frame: Frame, layer: str, code: str | None = None) -> str:
    """Draw a layer, or the one area of it that has the code."""
    return "".join(_ring(frame, ring) for ring in _visible(frame, layer, code))


def _visible(frame: Frame, layer: str, code: str | None) -> Iterator[Ring]:
    reach_y = frame.height / 2 / frame.scale
    reach_x = frame.width / 2 / frame.scale / max(0.2, math.cos(math.radians(frame.latitude)))
    for ring, (west, south, east, north), area in _shapes()[layer]:
        if code not in (None, area):
            continue
        if north < frame.latitude - reach_y or south > frame.latitude + reach_y:
            continue
        for turn in (0.0, 360.0, -360.0) if frame.scale > 2 else (0.0,):
            if east + turn >= frame.longitude - reach_x and west + turn <= frame.longitude + reach_x:
                yield ring if not turn else tuple((x + turn, y) for x, y in ring)


def _ring(frame: Frame, ring: Ring) -> str:
    """Draw one ring, leaving out points that would fall on the pixel before."""
    steps: list[str] = []
    last = (math.inf, math.inf)
    for longitude, latitude in ring:
        x, y = frame.at(longitude, latitude)
        if abs(x - last[0]) + abs(y - last[1]) < 0.7:
            continue
        steps.append(f"{x:.1f} {y:.1f}")
        last = (x, y)
    return "M" + "L".join(steps) + "Z" if len(steps) > 2 else ""


def _marks(frame: Frame, scene: Scene | None, pins: Iterable[PlacePin], taken: list[Box]) -> Iterator[str]:
    """Draw scene and places; `taken` are the boxes that nothing may cover, to which the labels are added."""
    hidden = list(taken)
    if scene:
        x, y = frame.at(frame.near(scene.longitude), scene.latitude)
        yield from _area(frame, scene, x, y)
        yield f'<circle class="halo" cx="{x:.1f}" cy="{y:.1f}" r="13"/>'
        yield f'<circle class="scene" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
        taken.append((x - 14, y - 14, x + 14, y + 14))
        yield from _label(scene.name, x, y, taken, "label strong", 15)
    for pin in pins:
        if scene and abs(pin.latitude - scene.latitude) + abs(pin.longitude - scene.longitude) < 0.05:
            continue
        x, y = frame.at(frame.near(pin.longitude), pin.latitude)
        inside = 8 < x < WIDTH - 8 and 8 < y < HEIGHT - 8
        radius = min(6.0, 2.5 + 0.7 * math.sqrt(pin.documents))
        if not inside or any(_cross((x - radius, y - radius, x + radius, y + radius), box) for box in hidden):
            continue
        yield f'<circle class="pin" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        yield from _label(pin.name, x, y, taken, "label", 12)


def _area(frame: Frame, scene: Scene, x: float, y: float) -> Iterator[str]:
    """Shade the region or country that a scene may lie anywhere in; where its outline is unknown, a circle."""
    if scene.precision not in ("region", "country"):
        return
    code = area_code(scene.precision, scene.country, scene.geonameid)
    path = code and _path(frame, "countries" if scene.precision == "country" else "regions", code)
    yield f'<path class="area" d="{path}"/>' if path else f'<circle class="area" cx="{x:.1f}" cy="{y:.1f}" r="46"/>'


def _label(name: str, x: float, y: float, taken: list[Box], kind: str, size: int) -> Iterator[str]:
    """Write a name where it covers no other: right, left, above or below its point, else not at all."""
    width, gap = len(name) * size * 0.56, size + 3.0
    spots = (
        (x + gap, y + size * 0.35, "start", x + gap),
        (x - gap, y + size * 0.35, "end", x - gap - width),
        (x, y - gap, "middle", x - width / 2),
        (x, y + gap + size * 0.7, "middle", x - width / 2),
    )
    for left, baseline, anchor, west in spots:
        box = (west, baseline - size, west + width, baseline + 3)
        inside = box[0] > 2 and box[2] < WIDTH - 2 and box[1] > 2 and box[3] < HEIGHT - 2
        if inside and not any(_cross(box, other) for other in taken):
            taken.append(box)
            yield f'<text class="{kind}" x="{left:.1f}" y="{baseline:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
            return


def _cross(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inset(frame: Frame) -> Iterator[str]:
    """Draw the world, small, with the main map's window marked on it."""
    world = Frame(10, 10, INSET_WIDTH / 360, INSET_WIDTH, INSET_HEIGHT)
    left, top = INSET[:2]
    x, y = world.at(world.near(frame.longitude), frame.latitude)
    yield f'<svg class="inset" x="{left}" y="{top}" width="{INSET_WIDTH}" height="{INSET_HEIGHT}">'
    yield f'<rect class="sea" width="{INSET_WIDTH}" height="{INSET_HEIGHT}"/>'
    yield f'<path class="land" d="{_path(world, "countries")}"/>'
    yield f'<circle class="here" cx="{x:.1f}" cy="{y:.1f}" r="4"/></svg>'
