"""The map that can be moved: laid over the drawn one where there are scripts, and never in its way where it fails."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from lagebild.serve.web.outlines import outlines_address
from lagebild.serve.web.surface import words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).parents[2] / "src" / "lagebild" / "serve" / "web" / "static"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
LARGEST = 265_000
"""Bytes of the outlines on the line: asked for once and then kept, and the drawn map is there meanwhile."""
LEAFLET = "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"
"""SHA-256 of dist/leaflet.js of Leaflet 1.9.4 as published."""


def positions(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    for polygon in coordinates:
        for ring in polygon:
            assert len(ring) >= 4 and ring[0] == ring[-1]
            yield from ring


def test_outlines_are_geojson_within_the_world(client: TestClient) -> None:
    answer = client.get(outlines_address())
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/geo+json"
    land = answer.json()
    assert land["type"] == "FeatureCollection"
    codes = {(f["properties"]["layer"], f["properties"]["code"]) for f in land["features"]}
    assert {("countries", "DE"), ("countries", "XK"), ("regions", "2951839")} <= codes, "Bavaria by its GeoNames number"
    points = [p for f in land["features"] for p in positions(f["geometry"]["coordinates"])]
    assert {f["geometry"]["type"] for f in land["features"]} == {"MultiPolygon"}
    # Chukotka and Fiji run on across the date line.
    assert all(-182 <= x <= 191 and -90 <= y <= 84 for x, y in points) and len(points) > 40_000


def test_outlines_are_compressed_small_and_kept_for_ever(client: TestClient) -> None:
    address = outlines_address()
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept-Encoding"
    assert len(raw) <= LARGEST and json.loads(gzip.decompress(raw))["features"]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = client.get(address, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers and plain.content == gzip.decompress(raw)


def test_an_address_of_another_version_is_asked_for_again(client: TestClient) -> None:
    for address in ("/shapes.geojson", "/shapes.geojson?v=older"):
        answer = client.get(address)
        assert answer.status_code == 200 and answer.headers["cache-control"] == "no-cache"
        again = client.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304 and again.content == b""


def test_the_script_is_small_and_turns_no_text_into_markup() -> None:
    code = (STATIC / "map.js").read_text(encoding="utf-8")
    assert len(code) < 20_000
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|srcdoc|https?:", code)
    assert re.findall(r"import\(([^)]*)\)", code) == ['"/static/leaflet/leaflet.js"']


def test_leaflet_is_the_published_one_without_its_ways_to_write_markup() -> None:
    code = (STATIC / "leaflet" / "leaflet.js").read_bytes()
    assert b"innerHTML" not in code and b"insertAdjacentHTML" not in code
    published = code.replace(b"textContent", b"innerHTML") + b"//# sourceMappingURL=leaflet.js.map"
    assert hashlib.sha256(published).hexdigest() == LEAFLET
    assert "BSD 2-Clause" in (STATIC / "leaflet" / "LICENSE.txt").read_text(encoding="utf-8")


def test_the_script_is_where_a_map_is_and_in_no_saved_report(client: TestClient, outage: str) -> None:
    for path in ("/", f"/stories/{outage}"):
        assert client.get(path).text.count('src="/static/map.js" defer') == 1, path
    for path in ("/sources", "/?q=nichts-dergleichen", f"/api/stories/{outage}?format=html"):
        assert "map.js" not in client.get(path).text, path


def test_what_the_map_says_is_said_in_both_languages(client: TestClient) -> None:
    names = ("zoom_in", "zoom_out", "zoom_home", "map_hint", "map_somewhere", "map_in_list")
    for language in ("de", "en"):
        page = client.get("/", params={"lang": language}).text
        assert all(words(language)[name] in page for name in names)
    client.cookies.clear()
    assert all(words("de")[name] != words("en")[name] for name in names)


@contextmanager
def opened(browser: "Browser", url: str, width: int = 1200, **given: Any) -> Iterator["Page"]:
    """Open a page and wait for its map; nothing may be asked of another host, and nothing complained of."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **given)
    page = context.new_page()
    origin = "/".join(url.split("/")[:3])
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(url)
    page.locator("svg.map").scroll_into_view_if_needed()
    page.wait_for_selector(".zoomable .leaflet-marker-icon:not([hidden])")
    yield page
    context.close()
    assert complaints == [], "the policy of the page included"
    assert asked and [u for u in asked if not u.startswith(origin + "/")] == []


def scale(page: "Page") -> str:
    """Return the drawn land, which is another path at every zoom and place."""
    return "".join(page.locator(".zoomable path.land").evaluate_all("all => all.map(e => e.getAttribute('d'))"))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1200])
def test_the_map_lies_exactly_where_the_drawn_one_was(
    browser: "Browser", address: str, outage: str, width: int
) -> None:
    for path in ("/", f"/stories/{outage}"):
        with opened(browser, address + path, width) as page:
            drawn, moved = (page.locator(part).bounding_box() for part in ("svg.map", ".zoomable"))
            assert drawn == moved
            assert page.locator("svg.map").evaluate("e => getComputedStyle(e).visibility") == "hidden"
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) == 0
            page.emulate_media(media="print")
            assert page.locator("svg.map").is_visible() and not page.locator(".zoomable").is_visible()


@pytest.mark.browser
def test_without_scripts_the_drawn_map_stays(browser: "Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("svg.map").is_visible() and page.locator(".zoomable").count() == 0
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("refused", ["**/shapes.geojson*", "**/leaflet.js", "**/leaflet.css"])
def test_the_drawn_map_stays_where_something_is_refused(browser: "Browser", address: str, refused: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.route(refused, lambda route: route.fulfill(status=503))
    with page.expect_response(refused.replace("**", f"{address}/**")):
        page.goto(address)
    page.wait_for_timeout(1_000)
    assert page.locator("svg.map").is_visible() and page.locator(".zoomable").count() == 0
    assert page.locator("svg.map").get_attribute("aria-hidden") is None
    page.close()
    assert errors == []


@pytest.mark.browser
def test_keys_move_and_zoom_the_map(browser: "Browser", address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.locator(".zoomable").focus()
        for key in ("+", "ArrowRight", "-"):
            before = scale(page)
            page.keyboard.press(key)
            assert scale(page) != before, f"{key}, at once where motion is not wanted"
        page.get_by_role("button", name=words("de")["zoom_in"]).press("Enter")
        assert scale(page) != before


@pytest.mark.browser
def test_a_pin_is_opened_read_and_left_by_keys(browser: "Browser", address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        pin = page.locator(".leaflet-marker-icon:not([hidden])").first
        label = str(pin.get_attribute("aria-label"))
        pin.focus()
        page.keyboard.press("Enter")
        assert page.locator(".leaflet-popup").is_visible()
        assert page.evaluate("document.activeElement.textContent") == label.rpartition(": ")[2].split(",")[0]
        links = page.locator(".told li a")
        assert links.count() and all("/stories/" in str(a.get_attribute("href")) for a in links.all())
        page.keyboard.press("Escape")
        assert page.locator(".leaflet-popup").count() == 0
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label
        page.keyboard.press(" ")
        links.first.click()
        page.wait_for_url("**/stories/**")


@pytest.mark.browser
def test_no_scene_hides_another(browser: "Browser", address: str) -> None:
    with opened(browser, address) as page:
        listed = set(page.locator(".atlas tr[data-at] th a").all_text_contents())
        labels = page.locator(".leaflet-marker-icon").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
        named = {part.split(",")[0] for label in labels for part in label.rpartition(": ")[2].split("; ")}
        assert named == listed
        page.locator(".pin.several").first.click()
        together = next(label for label in labels if "; " in label)
        assert page.locator(".told").count() == len(together.split("; "))


@pytest.mark.browser
def test_the_page_scrolls_on_under_a_wheel(browser: "Browser", address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.locator(".zoomable").hover(position={"x": 200, "y": 20})
        before = scale(page)
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(300)
        assert scale(page) == before
        page.keyboard.down("Control")
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(300)
        page.keyboard.up("Control")
        assert scale(page) != before


@pytest.mark.browser
def test_a_hostile_name_is_text(browser: "Browser", address: str) -> None:
    """The policy is off: what a stranger called a place is written as text because nothing here writes markup."""
    evil = "<img src=x onerror=window.pwned=1>"

    def renamed(route: "Route") -> None:
        answer = route.fetch()
        text = answer.text().replace(">Trier</a>", f">{evil.replace('<', '&lt;')}</a>")
        route.fulfill(response=answer, body=text)

    context = browser.new_context(bypass_csp=True, viewport={"width": 1200, "height": 800})
    page = context.new_page()
    page.route(f"{address}/", renamed)
    page.goto(address + "/")
    page.locator(".leaflet-marker-icon", has_text="onerror").first.dispatch_event("click")
    assert evil in page.locator(".told strong a").all_text_contents()
    assert page.locator(".zoomable img").count() == 0 and page.evaluate("window.pwned") is None
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_on_the_map(browser: "Browser", address: str, outage: str, scheme: str, width: int) -> None:
    for path in ("/", f"/stories/{outage}"):
        with opened(
            browser, address + path, width, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
        ) as page:
            page.locator(".leaflet-marker-icon:not([hidden])").first.press("Enter")
            page.wait_for_selector(".told")
            page.evaluate(AXE)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            assert len(found["passes"]) >= 15
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], path


@pytest.mark.browser
def test_a_scene_somewhere_in_a_country_is_its_outline(browser: "Browser", address: str, outage: str) -> None:
    """The record says "country": the whole of it is shaded, by its own border, and the point is drawn hollow."""

    def vague(route: "Route") -> None:
        answer = route.fetch()
        text = re.sub(r'(<figure [^>]*data-precision=)"city"', r'\1"country"', answer.text())
        route.fulfill(response=answer, body=text)

    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.route(f"{address}/stories/{outage}", vague)
    page.goto(f"{address}/stories/{outage}")
    page.wait_for_selector(".pin.scene.vague")
    shape = str(page.locator(".zoomable path.area").first.get_attribute("d"))
    page.close()
    assert shape.count("L") > 50, "a border, no circle"
