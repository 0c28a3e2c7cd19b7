"""Accessible to everybody: axe-core finds nothing, nothing is cut off on a small screen or at a zoom of 200 %."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from tests.serve.conftest import served

from lagebild.run.workspace import open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(e => { e.open = true; })"
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  const aside = e.closest('.unseen, svg, .skip, dialog') || !e.checkVisibility();
  return !aside && box.width > 0 && (box.left < -1 || box.right > innerWidth + 1);
}).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40))"""
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def paths(outage: str) -> tuple[str, ...]:
    """Every kind of page, with the variants that look different."""
    return (
        "/",
        "/?contested=1&sort=origins&place=Trier",
        "/?q=nichts-dergleichen",
        "/?q=Feuerwehr",
        f"/stories/{outage}",
        "/documents/npa-0328-1",
        "/documents/npa-0328-1?from=0&to=40",
        "/documents/spur-0328-1?beside=npa-0328-3",
        "/documents/npa-0328-1?revision=1&against=1",
        "/sources",
        "/judgements",
        "/judgements/advice",
        "/digest",
        "/nothing",
    )


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A server whose every name, word and address is far too long, with an edited article and a copy."""
    base = (
        f"In Emden brannte am Montag ein Lager der Firma {LONG}. Der Schaden beträgt 3,5 Millionen Euro, sagte {LONG}. "
    )
    base += " Die Feuerwehr war mit 40 Leuten bis in die Nacht im Einsatz, verletzt wurde niemand in der ganzen Halle."
    rows = [
        {"id": "a", "title": f"Brand in Emden {LONG}", "text": base, "outlet": LONG, "author": LONG},
        {"id": LONG, "title": f"Brand in Emden {LONG}", "text": base + " (npa)", "outlet": "Bote " + LONG},
    ]
    with open_workspace(tmp_path_factory.mktemp("awkward"), encoder=False) as workspace:
        workspace.add_rows([*rows, {"id": LONG}, {"address": LONG}])
        workspace.run()
        workspace.add_rows([{**rows[0], "text": base.replace("3,5", "4,2")}])
        workspace.run()
        story = workspace.stories().stories[0].id
        workspace.undo(workspace.split(story, [LONG], LONG).id)
        with served(workspace) as address:
            pages = ("/", f"/?q={LONG}", f"/stories/{story}", "/documents/a", f"/documents/{LONG}?beside=a", "/sources",
                     "/documents/a?revision=2&against=1", "/judgements", f"/{LONG}")  # fmt: skip
            yield address, pages


def shown(browser: "Browser", url: str, width: int, scheme: Scheme = "light") -> "Page":
    """Open a page with everything unfolded."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page.goto(url)
    page.evaluate(UNFOLD)
    return page


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: "Browser", address: str, paths: tuple[str, ...], scheme: Scheme, width: int
) -> None:
    for path in paths:
        page = shown(browser, address + path, width, scheme)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        page.close()
        assert len(found["passes"]) >= 15, "it did look"
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], path


def test_axe_would_find_something(browser: "Browser", address: str) -> None:
    """The check can fail: a picture without words and a pale text are reported."""
    page = shown(browser, address + "/sources", 800)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/icon.svg\"><p>')")
    page.evaluate(
        "Object.assign(document.querySelector('main p:last-child'), {textContent: 'blass', style: 'color: #eee'})"
    )
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    page.close()
    assert {"image-alt", "color-contrast"} <= {v["id"] for v in found["violations"]}


def test_the_explanation_of_keys_is_accessible(browser: "Browser", address: str) -> None:
    page = shown(browser, address, 320)
    page.keyboard.press("?")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document.getElementById('keys'))")
    box = page.locator("#keys").bounding_box()
    page.close()
    assert found["violations"] == [] and box and box["x"] >= 0 and box["x"] + box["width"] <= 320


def test_nothing_is_cut_off_on_the_smallest_screen(browser: "Browser", address: str, paths: tuple[str, ...]) -> None:
    """WCAG 2.2, 1.4.10: 320 pixels, everything unfolded."""
    for path in paths:
        page = shown(browser, address + path, 320)
        assert (page.evaluate(OVERFLOW), page.evaluate(OUTSIDE)) == (0, []), path
        page.close()


@pytest.mark.parametrize("width", [320, 1200])
def test_long_words_break(browser: "Browser", awkward: tuple[str, tuple[str, ...]], width: int) -> None:
    address, pages = awkward
    for path in pages:
        page = shown(browser, address + path, width)
        assert (page.evaluate(OVERFLOW), page.evaluate(OUTSIDE)) == (0, []), path
        page.close()


def test_at_a_zoom_of_200_percent_everything_is_there(browser: "Browser", address: str, paths: tuple[str, ...]) -> None:
    """WCAG 2.2, 1.4.4: a window of 1280 pixels zoomed to 200 % is 640 pixels wide at two pixels each; and where only
    the letters are twice as large, nothing overlaps the edge either."""
    for path in paths:
        context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2, bypass_csp=True)
        page = context.new_page()
        page.goto(address + path)
        page.evaluate(UNFOLD)
        assert (page.evaluate(OVERFLOW), page.evaluate(OUTSIDE)) == (0, []), path
        page.set_viewport_size({"width": 1280, "height": 800})
        page.add_style_tag(content="html { font-size: 200% }")
        assert (page.evaluate(OVERFLOW), page.evaluate(OUTSIDE)) == (0, []), path
        context.close()


def test_what_matters_is_seen_within_two_screens(browser: "Browser", address: str, outage: str) -> None:
    """The story of 24 articles: report, map and timeline stand above 1,800 pixels, and the page has an end."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(f"{address}/stories/{outage}")
    for part in (".lead", ".meldung", "#map svg", "#timeline", ".contents"):
        box = page.locator(part).first.bounding_box()
        assert box and box["y"] < 1800, part
    height = page.evaluate("document.documentElement.scrollHeight")
    page.close()
    assert height < 6500
