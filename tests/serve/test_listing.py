"""The list as the address asks for it: filters narrow, orders sort, pages join without gap, map and table agree."""

import html
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from lagebild.records.story import Story
from lagebild.run.pictures import Pictures
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app
from lagebild.serve.web.listing import Asked, Listing, listing
from lagebild.serve.web.overview import Overview

NOW = datetime(2026, 5, 7, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def overview(demo_workspace: Workspace) -> Overview:
    overview = Overview(demo_workspace)
    overview.fill()
    return overview


def ask(overview: Overview, workspace: Workspace, asked: Asked, now: datetime = NOW) -> Listing:
    return listing(workspace, overview, asked, now)


def _scene(found: Listing, story: str) -> str | None:
    scene = found.cards[story].scene
    return scene.name if scene else None


def ids(found: Listing) -> list[str]:
    return [s.id for s in found.stories]


def test_a_place_narrows_to_the_stories_that_happen_there(demo_workspace: Workspace, overview: Overview) -> None:
    every = ask(overview, demo_workspace, Asked())
    found = ask(overview, demo_workspace, Asked(place="TRIER"))
    assert 0 < found.total < every.total and found.unread == 0
    assert {_scene(found, i) for i in ids(found)} == {"Trier"}
    assert set(ids(found)) == {i for i in ids(every) if _scene(every, i) == "Trier"}
    assert ("Trier", found.total) in every.places
    assert ask(overview, demo_workspace, Asked(place="Atlantis")).total == 0


def test_contradictions_narrow_to_contested_stories(demo_workspace: Workspace, overview: Overview) -> None:
    every = ask(overview, demo_workspace, Asked())
    found = ask(overview, demo_workspace, Asked(contested=True))
    assert found.total and all(found.cards[i].contested for i in ids(found))
    assert found.total == sum(card.contested > 0 for card in every.cards.values())


def test_freshness_goes_by_the_last_article(demo_workspace: Workspace, overview: Overview) -> None:
    found = ask(overview, demo_workspace, Asked(fresh="week"))
    assert found.total and all(s.last and NOW - s.last <= timedelta(days=7) for s in found.stories)
    totals = [ask(overview, demo_workspace, Asked(fresh=f)).total for f in ("day", "week", "month", "")]
    assert totals == sorted(totals) and totals[0] < totals[-1]
    assert ask(overview, demo_workspace, Asked(fresh="month"), NOW + timedelta(days=300)).total == 0


def test_filters_join(demo_workspace: Workspace, overview: Overview) -> None:
    found = ask(overview, demo_workspace, Asked(q="Strom", place="Lüneburg", outlet="Blitzkurier", language="de"))
    assert found.total == 1 and _scene(found, ids(found)[0]) == "Lüneburg"
    assert ask(overview, demo_workspace, Asked(q="Strom", place="Trier")).total == 0


@pytest.mark.parametrize("order", ["articles", "origins", "contested"])
def test_orders_sort_and_leave_nothing_out(demo_workspace: Workspace, overview: Overview, order: str) -> None:
    every, found = (ask(overview, demo_workspace, Asked(sort=sort)) for sort in ("moved", order))  # type: ignore[arg-type]

    def count(story: Story) -> int:
        card = found.cards[story.id]
        return {"articles": len(story.documents), "origins": card.origins, "contested": card.contested}[order]

    counts = [count(s) for s in found.stories]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]
    assert set(ids(found)) == set(ids(every))


def test_the_address_says_what_is_asked_and_no_more() -> None:
    asked = Asked(q="a&b=c", place="Bad Aibling", contested=True, sort="articles", offset=30)
    said = {k: v[0] for k, v in parse_qs(urlsplit(asked.address()).query).items()}
    assert said == {"q": "a&b=c", "place": "Bad Aibling", "contested": "1", "sort": "articles", "offset": "30"}
    assert Asked().address() == "/" and "offset" not in asked.address(offset=0)


def test_the_page_keeps_the_question_in_its_fields_and_links(client: TestClient) -> None:
    client.app.state.overview.fill()  # type: ignore[attr-defined]
    page = client.get("/?place=Trier&contested=1&sort=articles&fresh=").text
    assert 'name="place" value="Trier"' in page
    assert re.search(r'name="contested" value="1" checked', page)
    assert '<option value="articles" selected>' in page and '<details class="more" open>' in page
    assert 'href="/?sort=articles">Alle zeigen' in page
    assert '<details class="more">' in client.get("/").text
    assert client.get("/?sort=chance").status_code == client.get("/?fresh=never").status_code == 422


def test_a_line_says_what_moved_why_it_belongs_where_and_how_many_say_so(client: TestClient, outage: str) -> None:
    client.app.state.overview.fill()  # type: ignore[attr-defined]
    page = client.get("/?place=Lüneburg&q=Stromausfall").text
    (entry,) = [e for e in re.findall(r"<li>.*?</li>", page, re.S) if f"/stories/{outage}" in e]
    assert re.search(r'class="moved">Zuletzt: [\w-]+', entry) and "gehört dazu: " in entry
    assert re.search(r"24 Artikel \(\d Kopien\) · \d+ unabhängige Urheber", entry)
    assert 'href="/?q=Stromausfall&amp;place=L%C3%BCneburg">Lüneburg</a>' in entry
    assert re.search(r"\d Widersprüche", entry) and "<time datetime=" in entry


def test_map_and_table_show_the_same_places(client: TestClient, demo_workspace: Workspace, overview: Overview) -> None:
    client.app.state.overview.fill()  # type: ignore[attr-defined]
    page = client.get("/").text
    spots = ask(overview, demo_workspace, Asked()).spots
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r'<tr[^>]*><th scope="row"><a href="[^"]+">([^<]+)</a>', table)
    assert rows == [s.pin.name for s in spots] and len(rows) >= 10
    assert page.count('class="pin"') >= len([s for s in spots if s.pin.precision != "country"]) - 2, "two may coincide"
    assert len(re.findall(r'href="/stories/', table)) == sum(len(s.stories[:3]) for s in spots)
    narrowed = client.get("/?place=Trier").text
    assert narrowed.partition("<tbody>")[2].count("<tr ") == 1


def test_pages_join_without_gap(tmp_path: Path) -> None:
    rows = [{"id": f"b{n}", "title": f"Brücke {n} öffnet", "text": f"Brücke {n} öffnet wieder."} for n in range(65)]
    with open_workspace(tmp_path, encoder=False) as workspace:
        workspace.add_rows(rows)
        workspace.run()
        for story in workspace.stories(limit=200).stories:
            for document in story.documents[1:]:
                workspace.split(story.id, [document])
        total = workspace.stories().total
        assert total == len(rows)
        client = TestClient(build_app(workspace), base_url="http://localhost")
        client.app.state.overview.fill()  # type: ignore[attr-defined]
        for question in ("/", "/?sort=articles"):
            seen: list[str] = []
            address: str | None = question
            while address:
                page = client.get(address).text
                listed = page.partition('<ol class="stories"')[2].partition("</ol>")[0]
                seen += re.findall(r'<h2[^>]*><a href="/stories/([^"]+)"', listed)
                onward = re.search(r'rel="next" href="([^"]+)"', page)
                address = onward[1].replace("&amp;", "&") if onward else None
            assert len(seen) == len(set(seen)) == total
        assert f"31–60 von {total}" in client.get("/?offset=30").text


def test_what_is_not_read_yet_is_said(demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of the program has no cards yet; a filter over them must not pass for complete."""
    pictures = Pictures(demo_workspace._store, lambda: None, "Pacific/Chatham")
    monkeypatch.setattr(demo_workspace, "pictures", pictures)
    fresh = Overview(demo_workspace, patience=0)
    found = ask(fresh, demo_workspace, Asked(place="Trier"))
    assert found.total == 0 and found.unread == demo_workspace.stories().total
    fresh.start()
    try:
        for _ in range(200):
            found = ask(fresh, demo_workspace, Asked(place="Trier"))
            if not found.unread:
                break
            fresh._ended.wait(0.1)
    finally:
        fresh.stop()
    assert found.unread == 0 and found.total


def test_a_search_shows_why_it_found_a_story(client: TestClient, demo_workspace: Workspace, outage: str) -> None:
    client.app.state.overview.fill()  # type: ignore[attr-defined]
    page = client.get("/?q=Feuerwehr").text
    (entry,) = [e for e in re.findall(r"<li>.*?</li>", page, re.S) if f"/stories/{outage}" in e]
    line = re.search(r'class="hit">Gefunden bei ([^:]+): <a href="([^"]+)"[^>]*>(.+?)</a>', entry)
    assert line is not None and "<mark>Feuerwehr" in line[3] and len(re.sub("<.*?>", "", line[3])) < 170
    shown = client.get(html.unescape(line[2]).partition("#")[0]).text
    (first,) = re.findall(r"<mark>(.+?)</mark>", line[3])[:1]
    assert line[1] in shown and first in "".join(re.findall(r"<mark.*?</mark>", shown, re.S))
    assert 'class="hit"' not in client.get("/").text
    english = TestClient(client.app, base_url="http://localhost")  # which keeps the language to itself
    assert "Found in" in english.get("/?q=Feuerwehr&lang=en").text


def test_a_headline_that_shows_the_word_needs_no_line(client: TestClient, overview: Overview) -> None:
    client.app.state.overview.fill()  # type: ignore[attr-defined]
    for found in client.get("/api/stories?q=Tarif").json()["stories"]:
        if (why := found.get("found")) and why.get("field") == "title":
            assert why["quote"] != found["title"]


def test_the_api_says_why_a_story_was_found(client: TestClient) -> None:
    found = client.get("/api/stories?q=Strom").json()["stories"]
    whys = [s["found"] for s in found if "found" in s]
    assert whys and all("found" not in s for s in client.get("/api/stories").json()["stories"])
    for why in whys:
        document = client.get(f"/api/documents/{why['document']}").json()
        text = document[why.get("field", "text")]
        assert text[slice(*why["span"])] == why["quote"] and why["outlet"] == document["outlet"]
        assert why["marks"] and all("strom" in text[slice(*mark)].lower() for mark in why["marks"])


def test_what_is_marked_is_escaped(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        text = "Am Abend fiel <b>der Strom</b> <script>alert(1)</script> & das Licht aus."
        workspace.add_rows([{"id": "a", "title": "Dunkel", "text": text, "outlet": "<i>Blatt</i>"}])
        workspace.run()
        entry = TestClient(build_app(workspace), base_url="http://localhost").get("/?q=Strom").text
    assert "&lt;b&gt;der <mark>Strom</mark>&lt;/b&gt; &lt;script&gt;" in entry
    assert "Gefunden bei &lt;i&gt;Blatt&lt;/i&gt;" in entry and "<script>alert" not in entry
