import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from lagebild.records.annotation import Precision, Scene
from lagebild.records.view import PlacePin
from lagebild.report.map import map_svg
from lagebild.report.map.draw import HEIGHT, WIDTH


def scene(latitude: float, longitude: float, precision: Precision = "city") -> Scene:
    return Scene("Ort & Co", latitude, longitude, precision, "so")


def circles(svg: str, kind: str) -> list[tuple[float, float]]:
    return [
        (float(c.attrib["cx"]), float(c.attrib["cy"]))
        for c in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")
        if c.attrib["class"] == kind
    ]


def drawn(where: Scene | None, pins: Sequence[PlacePin] = ()) -> str:
    return map_svg(where, pins, title="Karte <x>")


def test_nothing_to_show_is_no_map() -> None:
    assert drawn(None) == ""
    assert drawn(None, [PlacePin("Frankreich", 47, 2, 3, precision="country")]) == ""


def test_a_scene_without_pins_stands_in_the_middle() -> None:
    assert circles(drawn(scene(53.25, 10.41)), "scene") == [(WIDTH / 2, HEIGHT / 2)]


def test_pins_without_a_scene_are_all_taken_in() -> None:
    pins = [PlacePin("A", 50, 8, 1), PlacePin("B", 52, 13, 1)]
    assert len(circles(drawn(None, pins), "pin")) == 2


def test_neighbours_across_the_date_line_stand_side_by_side() -> None:
    svg = drawn(scene(-17.0, 179.5), [PlacePin("Ost", -17.0, -179.5, 1)])
    ((x, _),) = circles(svg, "scene")
    ((pin, _),) = circles(svg, "pin")
    assert 0 < pin - x < WIDTH / 4


def test_poles_and_corners_of_the_world_are_drawn() -> None:
    for latitude, longitude in ((90, 0), (-90, 0), (0, 180), (0, -180), (78.2, 15.6)):
        ((x, y),) = circles(drawn(scene(latitude, longitude)), "scene")
        assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def test_places_all_over_the_world_give_a_world_map() -> None:
    pins = [PlacePin(f"P{i}", (i * 37) % 140 - 70, (i * 53) % 360 - 180, 1) for i in range(40)]
    points = circles(drawn(scene(10, 20, "country"), pins), "pin")
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


def test_forty_pins_do_not_write_over_each_other() -> None:
    pins = [PlacePin(f"Ort {i}", 50 + i * 0.02, 8 + i * 0.02, 1) for i in range(40)]
    svg = drawn(scene(50.4, 8.4), pins)
    labels = re.findall(r"<text ", svg)
    assert 1 <= len(labels) < 20


def test_names_are_escaped() -> None:
    svg = drawn(scene(53, 10), [PlacePin("<b>x</b>", 53.2, 10.5, 1)])
    assert "<b>" not in svg and "<x>" not in svg


def test_a_country_or_region_is_shaded_by_its_own_outline_and_else_by_a_circle() -> None:
    """A region is known by its number: the point of Brandenburg lies in Berlin, and a landscape is no state."""
    brandenburg = Scene("Brandenburg", 52.47, 13.39, "region", "so", 2945356, "DE")
    assert re.search(r'<path class="area" d="M[^"]{300,}"', drawn(brandenburg))
    assert re.search(
        r'<path class="area" d="M[^"]{300,}"', drawn(Scene("Mali", 17, -4, "country", "so", 2453866, "ML"))
    )
    for unknown in (Scene("Allgäu", 47.6, 10.3, "region", "so", None, "DE"), scene(50, 8, "country")):
        assert '<path class="area"' not in drawn(unknown) and len(circles(drawn(unknown), "area")) == 1
    assert "area" not in drawn(scene(50, 8))


def test_the_window_of_a_map_holds_its_scene() -> None:
    for where in (scene(52, 13), scene(-17.0, 179.5), scene(78.2, 15.6)):
        window = re.search(r'data-window="([^"]+)"', drawn(where))
        assert window
        west, south, east, north = map(float, window[1].split())
        assert west < where.longitude < east and south < where.latitude < north and east - west < 60
