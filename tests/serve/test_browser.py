"""The pages in a real browser with scripts off: what a reader sees, by mouse, by keyboard, on a phone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
pytestmark = pytest.mark.browser
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def visit(
    browser: "Browser", address: str, path: str = "/", width: int = 1200, scheme: Scheme = "light"
) -> Iterator["Page"]:
    """Open a page; afterwards nothing may have been asked of another host and nothing complained of."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False, color_scheme=scheme
    )
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("requestfailed", lambda r: complaints.append(r.url))
    page.goto(address + path)
    yield page
    context.close()
    assert complaints == []
    assert asked and [u for u in asked if not u.startswith((address, "data:"))] == []


def overflow(browser: "Browser", url: str, width: int) -> int:
    """Return the pixels by which a page is wider than the screen; this measurement alone needs scripts."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(url)
    pixels = int(page.evaluate(OVERFLOW))
    page.close()
    return pixels


def test_a_story_shows_map_and_the_counts_of_the_api(
    browser: "Browser", address: str, client: TestClient, outage: str
) -> None:
    reactions = client.get(f"/api/stories/{outage}").json()["reactions"]
    assert reactions["social_comments"] and reactions["forum_posts"]
    with visit(browser, address, f"/stories/{outage}") as page:
        assert page.locator("#map h2").inner_text() == "Ort des Geschehens: Lüneburg"
        assert page.locator("#map svg.map").bounding_box()
        counts = page.locator(".counts").inner_text().splitlines()
    assert counts == [
        f"Analysierte Kommentare in sozialen Medien: {reactions['social_comments']}",
        f"Analysierte Forenbeiträge: {reactions['forum_posts']}",
    ]


def test_a_citation_opens_the_marked_passage_in_view(browser: "Browser", address: str, outage: str) -> None:
    with visit(browser, address, f"/stories/{outage}") as page:
        marker = page.locator(".meldung .cite").first
        outlet, quote = str(marker.get_attribute("title")).split(": ", 1)
        marker.click()
        page.wait_for_url("**/documents/**")
        marks = page.locator("mark")
        assert "".join(marks.all_inner_texts()) == quote
        assert page.locator(".dateline strong").inner_text() == outlet
        box = page.locator("#passage").bounding_box()
        assert box and 0 <= box["y"] < 800


def test_search_finds_the_compound_by_its_part(browser: "Browser", address: str) -> None:
    with visit(browser, address) as page:
        page.get_by_label("Suchbegriffe").fill("Strom")
        page.get_by_role("button", name="Suchen").click()
        page.wait_for_url("**q=Strom**")
        assert any("Stromausfall" in t for t in page.locator(".stories h2").all_inner_texts())


def test_the_language_is_switched_and_remembered_without_losing_the_search(browser: "Browser", address: str) -> None:
    with visit(browser, address, "/?q=Strom") as page:
        page.get_by_role("link", name="English").click()
        assert page.get_by_label("Search words").input_value() == "Strom"
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("link", name="Sources", exact=True).click()
        assert page.locator("h1").inner_text().startswith("Sources")


def test_a_story_is_reached_by_keyboard_alone(browser: "Browser", address: str) -> None:
    with visit(browser, address) as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Zum Inhalt"
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.locator(".stories a:focus").count():
                break
        title = page.locator(":focus").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url("**/stories/**")
        assert page.locator("h1").inner_text().startswith(title)


def test_layers_are_switched_by_keyboard(browser: "Browser", address: str) -> None:
    with visit(browser, address, "/documents/npa-0328-1") as page:
        word = page.locator(".text span.time").first
        before = word.evaluate("e => getComputedStyle(e).textDecorationLine")
        page.get_by_label("Zeiten").focus()
        page.keyboard.press("Space")
        after = word.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert (before, after) == ("none", "underline")


def test_sections_are_reached_through_the_contents(browser: "Browser", address: str, outage: str) -> None:
    with visit(browser, address, f"/stories/{outage}") as page:
        links = page.locator(".contents a")
        assert links.count() >= 6
        for target in [str(a.get_attribute("href")) for a in links.all()]:
            assert page.locator(target).count() == 1
        page.locator('.contents a[href="#reactions"]').click()
        box = page.locator("#reactions").bounding_box()
        assert box and -1 <= box["y"] < 400


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
def test_nothing_is_wider_than_the_screen(browser: "Browser", address: str, outage: str, width: int) -> None:
    paths = ("/", f"/stories/{outage}", "/documents/npa-0328-1?from=0&to=40#passage", "/sources", "/nothing")
    assert {p: overflow(browser, address + p, width) for p in paths} == dict.fromkeys(paths, 0)


OUTSIDE = """() => [...document.querySelectorAll('main *')].filter(e => {
  const box = e.getBoundingClientRect();
  const hidden = e.closest('.unseen, svg') || !e.checkVisibility();
  return !hidden && box.width > 0 && (box.left < -1 || box.right > innerWidth + 1);
}).map(e => e.tagName + '.' + e.className)"""
CLIPPED = """() => [...document.querySelectorAll('.lagebild :is(p, li, h1, h2, h3, td, th, dd, summary)')].filter(
  e => e.checkVisibility() && !e.closest('.unseen') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
    && getComputedStyle(e).overflowX !== 'visible').map(e => e.textContent.slice(0, 60))"""


def test_a_story_is_read_on_the_smallest_screen(browser: "Browser", address: str, outage: str) -> None:
    """WCAG 2.2, 1.4.10: at 320 pixels nothing needs scrolling sideways, nothing is cut off, nothing is tiny."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{address}/stories/{outage}")
    page.locator("details").evaluate_all("all => all.forEach(e => { e.open = true; })")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CLIPPED) == []
    drawing = page.locator("#map svg.map").bounding_box()
    assert drawing and drawing["width"] >= 250
    moment, what = (page.locator(f".timeline li:first-child {part}").first.bounding_box() for part in ("time", "p"))
    assert moment and what and what["y"] >= moment["y"] + moment["height"] - 1, "time above text, not beside it"
    sizes = page.locator(".meldung p, .timeline p").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    page.close()
    assert sizes and min(sizes) >= 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_story_is_whole_black_on_white_and_without_controls(
    browser: "Browser", address: str, outage: str, scheme: Scheme
) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme=scheme)
    page.goto(f"{address}/stories/{outage}")
    folded = page.locator("details:not([open], .judging, .formats) > :not(summary)")
    shown = (
        "all => all.map(e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 0)"
    )
    assert folded.count() and not any(folded.evaluate_all(shown)), "on the screen they are folded"
    page.emulate_media(media="print", color_scheme=scheme)
    # Under load the layout for paper comes a moment after the medium.
    for _ in range(50):
        if all(folded.evaluate_all(shown)):
            break
        page.wait_for_timeout(100)
    assert all(folded.evaluate_all(shown)), "on paper nothing can be unfolded"
    for control in (".bar", ".tools", ".foot", ".contents", ".judging", ".skip"):
        assert not page.locator(control).first.is_visible(), control
    for part in ("h1", ".meldung", "#map svg.map", "#timeline", "#claims", "#sources", ".counts"):
        assert page.locator(part).first.is_visible(), part
    colours = page.locator(".meldung p").first.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]
    main, side = (page.locator(part).bounding_box() for part in (".meldung", ".side"))
    assert main and side and side["y"] >= main["y"] + main["height"] - 1, "one column"
    paper = page.pdf(format="A4")
    page.close()
    assert paper.startswith(b"%PDF-") and paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") >= 2


def test_what_is_pressed_is_large_enough(browser: "Browser", address: str, outage: str) -> None:
    """WCAG 2.2, 2.5.8: 24 pixels, links within sentences excepted."""
    for path in ("/", f"/stories/{outage}", "/documents/npa-0328-1", "/sources", "/judgements"):
        with visit(browser, address, path, width=360) as page:
            page.locator("details.judging").evaluate_all("all => all.forEach(e => e.open = true)")
            controls = ".bar a, .tools a, .contents a, .ways a, .pager a, button, select, input, .layers label, summary"
            for control in page.locator(controls).all():
                if control.get_attribute("type") == "checkbox":
                    continue  # its label is what is pressed
                if not control.is_visible():
                    continue  # folded, or for the script only
                box = control.bounding_box()
                assert box and box["height"] >= 24, (path, control.inner_text(), box)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_saved_reports_stand_alone(browser: "Browser", address: str, outage: str, scheme: Scheme) -> None:
    with visit(browser, address, f"/api/stories/{outage}?format=html", scheme=scheme) as page:
        assert page.locator("h1").count() == 1
        colour = str(page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor"))
    shades = [int(n) for n in re.findall(r"\d+", colour)[:3]]
    assert (sum(shades) > 600) == (scheme == "light")
