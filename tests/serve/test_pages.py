"""The pages as markup: hostile texts stay text, pages are in order for screen readers, edits of articles are shown."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from lagebild.report.render.html import stylesheet
from lagebild.run.workspace import open_workspace
from lagebild.serve.web.app import build_app

PAGES = ("/", "/?q=Strom", "/sources", "/judgements", "/judgements/advice", "/documents/npa-0328-1", "/nothing")
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=x>"
STATIC = Path(__file__).parents[2] / "src" / "lagebild" / "serve" / "web" / "static" / "pages.css"
LOCALES = STATIC.parents[1] / "locales"
"""The one script that a page has."""
FIELD = re.compile(r'<(?:input(?! type="hidden")|select)')
"""What a reader fills in, and so needs a label."""
VOID = {"meta", "link", "input", "img", "br", "rect", "path", "circle", "line"}


class Outline(HTMLParser):
    """What a screen reader goes by."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag]

    @property
    def scripts_are_own(self) -> bool:
        """Tell whether there is the script of every page, that of the map where there is one, and no other."""
        found = [{k: v for k, v in a.items() if not k.startswith("data-")} for a in self.of("script")]
        own = [{"src": f"/static/{name}.js", "defer": None} for name in ("lagebild", "map")]
        return found == (own if any("data-window" in a for a in self.of("svg")) else own[:1])


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with open_workspace(tmp_path) as workspace:
        yield TestClient(build_app(workspace), base_url="http://localhost", follow_redirects=False)


def add(client: TestClient, identifier: str, title: str, text: str, **more: str) -> None:
    row = {"id": identifier, "title": title, "text": text, "published": "2026-03-31T08:00:00+02:00", **more}
    assert client.post("/api/add", json=[row]).json()["refused"] == []
    client.post("/api/run")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_in_order(client: TestClient, outage: str, language: str) -> None:
    for path in (*PAGES, f"/stories/{outage}"):
        page = client.get(path, params={"lang": language} if "?" not in path else None)
        seen = Outline(page.text)
        levels = [int(t[1]) for t, _ in seen.tags if re.fullmatch(r"h[1-6]", t)]
        assert levels.count(1) == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels)), (path, levels)
        assert len(seen.of("main")) == 1 and seen.of("header") and seen.of("footer")
        assert all(n.get("aria-label") for n in seen.of("nav"))
        assert seen.of("a")[0]["href"] == "#content" and seen.of("main")[0]["id"] == "content"
        identifiers = [a["id"] for _, a in seen.tags if "id" in a]
        assert len(identifiers) == len(set(identifiers))
        assert len(seen.of("svg")) <= len(seen.of("title")) - 1 + page.text.count('class="inset"')
        assert len(seen.of("table")) == page.text.count("<thead")
        assert seen.scripts_are_own and not [a for _, a in seen.tags if any(k.startswith("on") for k in a)]
        assert not [a for _, a in seen.tags if "style" in a], "the policy forbids inline styles"
    client.cookies.clear()


def test_every_field_of_a_form_has_a_label(client: TestClient) -> None:
    for path in PAGES:
        text = client.get(path).text
        labels = "".join(re.findall(r"<label.*?</label>", text, re.S))
        assert len(FIELD.findall(text)) == len(FIELD.findall(labels))


def test_hostile_texts_stay_texts_on_every_page(empty: TestClient) -> None:
    text = f"In Emden brannte am Montag ein Lager. {EVIL} Verletzt wurde niemand, sagte Einsatzleiter Jörn Tammen."
    add(empty, EVIL, f"Brand in Emden {EVIL}", text, outlet=EVIL, author=EVIL)
    add(empty, EVIL, f"Brand in Emden {EVIL}", text + EVIL, outlet=EVIL, author=EVIL)
    empty.post("/api/add", json=[{"id": EVIL}, {"address": EVIL}])
    (story,) = empty.get("/api/stories").json()["stories"]
    document = empty.get("/").text and re.search(r'/documents/[^"?]+', empty.get(f"/stories/{story['id']}").text)
    assert document
    paths = ["/", f"/?q={EVIL}&outlet={EVIL}&language=de", "/sources", f"/stories/{story['id']}", f"/{EVIL}"]
    paths += [document[0], f"{document[0]}?from=0&to=9", f"{document[0]}?revision=2&against=1", f"/stories/{EVIL}"]
    paths += [f"/?place={EVIL}", f"{document[0]}?beside={quote(EVIL)}", f"{document[0]}?beside=nothing"]
    for path in paths:
        page = empty.get(path)
        seen = Outline(page.text)
        assert page.status_code in (200, 404, 422), path
        assert seen.scripts_are_own and not seen.of("img"), path
        assert not [a for _, a in seen.tags if any(k.startswith("on") for k in a)], path
    assert "&lt;script&gt;" in empty.get(document[0]).text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", " javascript:x", "vbscript:x"]
)
def test_only_web_addresses_become_links(empty: TestClient, url: str) -> None:
    row = {"id": "a", "title": "Brand in Emden", "text": "In Emden brannte am Montag ein Lager.", "url": url}
    empty.post("/api/add", json=[row])
    empty.post("/api/run")
    page = empty.get("/documents/a")
    assert [
        a for a in Outline(page.text).of("a") if "script" in str(a["href"]) or str(a["href"]).startswith("data")
    ] == []


def test_links_to_the_original_tell_the_outlet_nothing(client: TestClient) -> None:
    page = client.get("/documents/npa-0328-1")
    (original,) = [a for a in Outline(page.text).of("a") if str(a["href"]).startswith("http")]
    assert "noreferrer" in str(original["rel"])


def test_revisions_are_reachable_and_their_difference_is_shown(empty: TestClient) -> None:
    add(empty, "a/b", "Brand in Emden", "In Emden brannte ein Lager. Rund 15.000 Euro Schaden.")
    add(empty, "a/b", "Brand in Emden", "In Emden brannte ein Lager. Rund 22.000 Euro Schaden.")
    page = empty.get("/documents/a%2Fb").text
    assert "/documents/a%2Fb?revision=1" in page and "/documents/a%2Fb?revision=2&amp;against=1" in page
    changed = empty.get("/documents/a%2Fb?revision=2&against=1").text
    assert "Rund <del>15.000</del><ins>22.000</ins> Euro" in changed
    assert "15.000" in empty.get("/documents/a%2Fb?revision=1").text


def test_an_english_document_says_so_in_a_german_page(client: TestClient) -> None:
    (english,) = client.get("/api/stories", params={"q": "Brno"}).json()["stories"][:1]
    assert re.search(r'<h2 lang="en"><a href="/stories/' + english["id"], client.get("/?q=Brno").text)
    page = client.get(f"/stories/{english['id']}").text
    assert '<html lang="de">' in page and '<h1 lang="en">' in page and 'class="meldung" id="meldung" lang="en"' in page
    assert '<div class="text" lang="en">' in client.get(f"/documents/{english['documents'][0]}").text


def test_the_list_says_what_is_new_until_the_story_is_marked_as_seen(
    empty: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon, hours = datetime(2026, 4, 1, 12, tzinfo=UTC), itertools.count()
    monkeypatch.setattr("lagebild.run.workspace.now", lambda: noon + timedelta(hours=next(hours)))
    first = "In Emden brannte am Montag eine Lagerhalle. Zwei Menschen wurden verletzt."
    add(empty, "a", "Lagerhalle in Emden brennt", first)
    (story,) = empty.get("/api/stories").json()["stories"]
    assert 'class="fresh"' not in empty.get("/").text
    assert empty.post(f"/stories/{story['id']}/seen").headers["location"] == f"/stories/{story['id']}"
    assert 'class="fresh"' not in empty.get("/").text
    later = "Nach dem Brand einer Lagerhalle in Emden sind drei Menschen verletzt, sagte Einsatzleiter Jörn Tammen."
    add(empty, "b", "Lagerhalle in Emden: drei Verletzte", later, published="2026-03-31T18:00:00+02:00")
    (story,) = empty.get("/api/stories").json()["stories"]
    assert len(story["documents"]) == 2
    assert 'class="fresh"' in empty.get("/").text
    empty.post(f"/stories/{story['id']}/seen")
    assert 'class="fresh"' not in empty.get("/").text


def test_both_languages_have_the_same_words() -> None:
    german, english = (tomllib.loads((LOCALES / f"{code}.toml").read_text(encoding="utf-8")) for code in ("de", "en"))
    assert german.keys() == english.keys()
    assert all(german.values()) and all(english.values())


def palette(block: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def over(colour: str, share: float, ground: str) -> str:
    """Lay `share` of a colour over a ground, as color-mix(..., transparent) does."""
    mixed = (round(int(colour[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share)) for i in (1, 3, 5))
    return "#" + "".join(f"{m:02x}" for m in mixed)


@pytest.mark.parametrize("theme", [0, 1])
def test_contrast_is_sufficient(theme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", stylesheet(), re.S)
    colours = palette(blocks[theme])
    paper, panel = colours["paper"], colours["panel"]
    for name in ("ink", "soft", "faint", "accent", "doubt", "conflict", "good"):
        assert contrast(colours[name], paper) >= 4.5, name
    for name in ("ink", "soft", "faint", "accent"):
        assert contrast(colours[name], panel) >= 4.5, name
    for name, share in (("accent", 0.11), ("conflict", 0.12), ("doubt", 0.14), ("good", 0.14)):
        assert contrast(colours[name], over(colours[name], share, paper)) >= 4.5, name
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
    assert contrast(colours["accent"], colours["mark"]) >= 4.5 or contrast(colours["ink"], colours["mark"]) >= 7
    assert contrast(paper, colours["accent"]) >= 4.5, "words on a button"
    assert contrast(colours["ink"], colours["land"]) >= 4.5, "names on the map"
    assert contrast(colours["faint"], paper) >= 3, "edges of fields"


def test_styles_fetch_nothing_from_elsewhere() -> None:
    for style in (stylesheet(), STATIC.read_text(encoding="utf-8")):
        assert "url(" not in style and "@import" not in style
