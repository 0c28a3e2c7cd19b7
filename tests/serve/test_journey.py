"""A reader's way from an empty store to an export, in a real browser: by mouse, without scripts, by keyboard alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from tests.serve.conftest import served
from tests.website import RSS, Site, served_site

from lagebild.run.workspace import open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PATIENCE = 60_000
"""Milliseconds for what is read in the background: the machine may have other work."""

FIRE = (
    "Brand im Kornspeicher von Emden: zwölf Verletzte",
    "Bei einem Brand im alten Kornspeicher von Emden sind am Freitagabend zwölf Menschen verletzt worden. Das sagte "
    "Einsatzleiterin Frauke Tammen. Rund 80 Feuerwehrleute waren im Einsatz. Die Ursache ist noch unklar, teilte die "
    "Polizei mit. Der Schaden liegt nach Angaben der Stadt bei 1,2 Millionen Euro.",
)
SMOKE = (
    "Leitstelle rät Anwohnern, Türen geschlossen zu halten",
    "Über den Kais steht seit dem Abend eine dichte Rauchwolke. Die Leitstelle rät Anwohnern, Türen geschlossen zu "
    "halten. Für die Schulen der Innenstadt bestehe keine Gefahr, sagte ein Sprecher des Landkreises.",
)
BRIDGE = (
    "Elbbrücke bei Roßlau bleibt bis März gesperrt",
    "Die Elbbrücke bei Roßlau bleibt bis Ende März gesperrt. Der Austausch der Lager dauere länger als geplant, sagte "
    "Baudezernent Uwe Lindner am Donnerstag. Die Kosten steigen von 4 auf 5,5 Millionen Euro.",
)
LATER = (
    "Kornspeicher in Emden: Zahl der Verletzten steigt auf 15",
    "Nach dem Brand im alten Kornspeicher von Emden ist die Zahl der Verletzten auf 15 gestiegen. Das sagte "
    "Einsatzleiterin Frauke Tammen am Sonntag. Die Polizei geht von Brandstiftung aus.",
)


@dataclass
class Feed:
    """A newspaper's feed; what is brought to it stands in its next answer."""

    site: Site
    items: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the feed."""
        return f"{self.site.url}/feed.xml"

    def bring(self, report: tuple[str, str], hours: int) -> None:
        """Publish a report that is some hours old."""
        moment = format_datetime(datetime.now(UTC) - timedelta(hours=hours))
        title, text = map(escape, report)
        link = f"https://bote.example/{len(self.items)}"
        self.items.append(
            f"<item><title>{title}</title><link>{link}</link><pubDate>{moment}</pubDate>"
            f"<description>{text}</description></item>"
        )
        body = "<title>Küstenbote</title><link>https://bote.example/</link>" + "".join(self.items)
        answer = f'<rss version="2.0"><channel>{body}</channel></rss>'.encode()
        self.site.answers["/feed.xml"] = (200, RSS, answer)


@pytest.fixture
def feed() -> Iterator[Feed]:
    with served_site() as site:
        running = Feed(site)
        for report, hours in ((BRIDGE, 40), (FIRE, 20), (SMOKE, 18)):
            running.bring(report, hours)
        yield running


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """A workspace that holds nothing, served."""
    with open_workspace(tmp_path, encoder=False, allow_loopback=True) as workspace, served(workspace) as address:
        yield address


def reads_the_marked_passage(page: "Page", follow: str | None = None) -> None:
    """Follow the first citation of the lead, by mouse or the key `follow`; the words it quotes are marked, in view."""
    cite = page.locator(".lead .cite").first
    quote = str(cite.get_attribute("title")).split(": ", 1)[1]
    if follow:
        cite.focus()
        page.keyboard.press(follow)
    else:
        cite.click()
    page.wait_for_url("**/documents/**")
    assert "".join(page.locator("mark").all_inner_texts()) == quote
    box = page.locator("#passage").bounding_box()
    assert box and 0 <= box["y"] < 800


def test_a_reader_goes_all_the_way(browser: "Browser", empty: str, feed: Feed, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(empty)
    assert page.get_by_role("heading", name="Noch keine Geschichten").is_visible()

    page.get_by_label("Adresse eines Feeds oder einer Seite").fill(feed.url)
    page.get_by_role("button", name="Aufnehmen").click()
    page.get_by_text("Alles gelesen").wait_for(timeout=PATIENCE)
    assert "Küstenbote" in page.locator(".outlets").inner_text()
    page.get_by_role("link", name="Zu den Geschichten").click()
    assert sorted(page.locator(".stories h2").all_inner_texts()) == sorted(title for title, _ in (BRIDGE, FIRE, SMOKE))

    page.get_by_role("link", name=FIRE[0]).click()
    page.wait_for_url("**/stories/**")
    reads_the_marked_passage(page)
    page.get_by_role("link", name="Zur Geschichte").click()

    page.locator(".judging summary").click()
    page.locator("form[action$=merge] select").select_option(label=SMOKE[0])
    page.get_by_role("button", name="Zusammenführen").click()
    page.wait_for_url("**/stories/**")
    assert page.locator(".facts").inner_text().startswith("2 Artikel")
    sources = page.locator("#sources").inner_text()
    assert FIRE[0] in sources and SMOKE[0] in sources

    page.get_by_role("button", name="Beobachten").click()
    page.get_by_role("button", name="Beobachten", pressed=True).wait_for()
    feed.bring(LATER, 0)
    page.get_by_role("link", name="Quellen", exact=True).click()
    page.get_by_role("button", name="Jetzt nachsehen").click()
    page.get_by_text("Alles gelesen").wait_for(timeout=PATIENCE)
    page.get_by_role("link", name="Beobachtet").click()
    assert "neu" in page.locator(".kept .fresh").inner_text()
    page.get_by_role("link", name="Geschichten", exact=True).click()
    new = page.locator(".stories li", has=page.locator(".fresh"))
    assert new.count() == 1 and "neu" in new.locator(".fresh").inner_text()

    new.locator("h2 a").click()
    page.wait_for_url("**/stories/**")
    assert "15" in page.locator("#new").inner_text()
    page.locator(".formats summary").click()
    with page.expect_download() as caught:
        page.get_by_role("link", name="sources.csv").click()
    table = Path(caught.value.path()).read_text(encoding="utf-8-sig")
    assert all(title in table for title in (FIRE[0], SMOKE[0], LATER[0])) and BRIDGE[0] not in table
    page.get_by_role("link", name="Markdown").click()
    assert page.locator("body").inner_text().startswith("# ")
    page.close()
    assert complaints == []


def test_the_reading_part_needs_no_scripts(browser: "Browser", empty: str, feed: Feed) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 800})
    page = context.new_page()
    page.goto(empty)
    page.get_by_label("Adresse eines Feeds oder einer Seite").fill(feed.url)
    page.get_by_role("button", name="Aufnehmen").click()
    for _ in range(PATIENCE // 200):
        if page.get_by_text("Alles gelesen").count():
            break
        page.wait_for_timeout(200)
        page.get_by_role("link", name="Neu laden").click()
    page.get_by_role("link", name="Zu den Geschichten").click()
    page.get_by_role("link", name=FIRE[0]).click()
    page.wait_for_url("**/stories/**")
    reads_the_marked_passage(page)
    page.get_by_role("link", name="Zur Geschichte").click()
    page.get_by_role("button", name="Beobachten").click()
    page.get_by_role("button", name="Beobachten", pressed=True).wait_for()
    page.locator(".formats summary").click()
    page.get_by_role("link", name="HTML").click()
    assert page.locator("h1").inner_text().startswith(FIRE[0])
    context.close()


def tab_to(page: "Page", name: str) -> None:
    """Press Tab until what has the focus bears this name; a reader who cannot use a mouse has nothing else."""
    told = (
        "() => { const e = document.activeElement; "
        "return (e.labels?.[0]?.textContent || e.getAttribute('aria-label') || e.textContent).trim(); }"
    )
    for _ in range(80):
        page.keyboard.press("Tab")
        if str(page.evaluate(told)).startswith(name):
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def press(page: "Page", key: str) -> None:
    """Press a key of the page's script, once that listens: the text of a page is there before."""
    page.locator("#show-keys").wait_for()
    page.keyboard.press(key)


def test_all_of_it_goes_by_keyboard(browser: "Browser", empty: str, feed: Feed) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(empty)
    tab_to(page, "Adresse eines Feeds")
    page.keyboard.type(feed.url)
    page.keyboard.press("Enter")
    page.get_by_text("Alles gelesen").wait_for(timeout=PATIENCE)
    tab_to(page, "Zu den Geschichten")
    page.keyboard.press("Enter")
    page.locator(".stories").wait_for()

    for _ in range(3):
        press(page, "j")
        if page.locator(":focus").inner_text() == FIRE[0]:
            break
    press(page, "o")
    page.wait_for_url("**/stories/**")
    address = unquote(page.url)
    reads_the_marked_passage(page, follow="Enter")
    press(page, "u")
    page.wait_for_url("**/stories/**")
    assert unquote(page.url) == address

    tab_to(page, "Zuordnung ändern")
    page.keyboard.press("Enter")
    tab_to(page, "Dieselbe Geschichte wie")
    page.keyboard.type(SMOKE[0][:12])
    tab_to(page, "Zusammenführen")
    page.keyboard.press("Enter")
    page.get_by_text("2 Artikel · ").first.wait_for()

    press(page, "f")
    page.get_by_role("button", name="Beobachten", pressed=True).wait_for()
    feed.bring(LATER, 0)
    tab_to(page, "Quellen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources")
    tab_to(page, "Jetzt nachsehen")
    page.keyboard.press("Enter")
    page.get_by_text("Alles gelesen").wait_for(timeout=PATIENCE)
    press(page, "u")
    page.locator(".stories .fresh").wait_for()
    press(page, "j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stories/**")
    assert "15" in page.locator("#new").inner_text()
    tab_to(page, "Exportieren")
    page.keyboard.press("Enter")
    tab_to(page, "Markdown")
    page.keyboard.press("Enter")
    page.wait_for_url("**format=md")
    assert "15" in page.locator("body").inner_text()
    page.close()
