"""The one script: keys as in a feed reader, a way to switch them off, nothing where there are no scripts."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = Path(__file__).parents[2] / "src" / "lagebild" / "serve" / "web" / "static" / "lagebild.js"
FOCUSED = "document.activeElement.textContent.trim()"


def test_the_script_is_small_and_turns_no_text_into_markup() -> None:
    code = SCRIPT.read_text(encoding="utf-8")
    assert len(code) < 8_000
    sinks = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|import\(|srcdoc|\.src\s*=|https?:"
    assert not re.search(sinks, code)


def test_it_is_the_only_script_beside_the_map_and_the_policy_knows_no_other(client: TestClient, outage: str) -> None:
    for path in ("/", f"/stories/{outage}", "/sources", "/documents/npa-0328-1", "/nothing"):
        answer = client.get(path)
        scripts = re.findall(r"<script.*?</script>", answer.text, re.S)
        assert scripts[0] == '<script src="/static/lagebild.js" defer></script>'
        assert [s.partition(" data-")[0] for s in scripts[1:]] in ([], ['<script src="/static/map.js" defer'])
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy and "unsafe" not in policy
        assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert client.get("/static/lagebild.js").headers["content-type"].startswith("text/javascript")


@pytest.mark.browser
def test_stories_are_walked_through_and_opened_by_keys(browser: "Browser", address: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    problems: list[str] = []
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.goto(address)
    titles = page.locator(".stories h2").all_inner_texts()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == titles[0]
    for key in "jjk":
        page.keyboard.press(key)
    assert page.evaluate(FOCUSED) == titles[1]
    for _ in titles:
        page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == titles[-1], "the last one stays"
    box = page.locator(":focus").bounding_box()
    assert box and 0 <= box["y"] <= 800
    page.keyboard.press("o")
    page.wait_for_url("**/stories/**")
    assert page.locator("h1").inner_text().startswith(titles[-1])
    page.keyboard.press("u")
    page.wait_for_url(address + "/")
    page.close()
    assert problems == []


@pytest.mark.browser
def test_parts_of_a_story_are_walked_through_and_unfolded(browser: "Browser", address: str, outage: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(f"{address}/stories/{outage}#claims")
    page.locator("#claims h2").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    folds = page.locator("#claims details")
    assert not folds.first.evaluate("e => e.open")
    page.keyboard.press("o")
    assert all(folds.evaluate_all("all => all.map(e => e.open)"))
    page.keyboard.press("o")
    assert not any(folds.evaluate_all("all => all.map(e => e.open)"))
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.parentElement.id") == "numbers"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.parentElement.id") == "claims"
    page.close()


@pytest.mark.browser
def test_the_search_is_reached_and_what_is_typed_there_is_text(browser: "Browser", address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("jok?/")
    assert page.get_by_label("Suchbegriffe").input_value() == "jok?/"
    assert not page.locator("#keys").is_visible() and page.url == address + "/"
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement === document.body"), "keys of the browser stay the browser's"
    page.close()


@pytest.mark.browser
def test_keys_are_explained_and_can_be_switched_off_for_good(browser: "Browser", address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible() and "nächste Geschichte" in page.locator("#keys").inner_text()
    page.get_by_label("Tasten verwenden").uncheck()
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")
    page.keyboard.press("j")
    assert page.locator(".stories a:focus").count() == 0
    page.reload()
    page.keyboard.press("j")
    assert page.locator(".stories a:focus").count() == 0, "remembered"
    page.get_by_role("button", name="Tasten (?)").click()
    page.get_by_label("Tasten verwenden").check()
    page.get_by_role("button", name="Schließen").click()
    page.locator("#keys").wait_for(state="hidden")
    page.keyboard.press("j")
    assert page.locator(".stories a:focus").count() == 1
    context.close()


@pytest.mark.browser
def test_without_scripts_nothing_promises_them(browser: "Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator("#show-keys").is_visible() and not page.locator("#keys").is_visible()
    assert page.locator(".live").inner_text() == ""
    context.close()
