"""Remarks on the page, in the API and on the command line: forms without scripts, hostile words, one ledger."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt
from tests.builders import Ended, lagebild
from tests.serve.test_pages import EVIL, FIELD, Outline

from lagebild.report.render import FORMATS
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.web.app import build_app

TEXTS = {
    "ost/1 ü": "In der Mühle von Ahlbeck hat es am Montag gebrannt. Bei dem Brand wurden 12 Menschen verletzt, sagte "
    "Feuerwehrsprecherin Ute Brandner. Die Ursache sei ein Kurzschluss gewesen, sagte Müller Kai Lorenz.",
    "west": "Nach dem Brand in der Mühle von Ahlbeck wird ermittelt. Bei dem Brand wurden am Montag "
    "19 Menschen verletzt, sagte Polizeisprecher Arno Wille.",
}
FORM = {"content-type": "application/x-www-form-urlencoded"}
ACTION = re.compile(r'action="(/stories/[^"]+/remark\?[^"]*)"')


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path, encoder=False, author="Pult") as opened:
        title = "Brand in der Mühle von Ahlbeck"
        opened.add_rows(
            [{"id": i, "title": title, "text": t, "published": "2026-03-30T08:00:00Z"} for i, t in TEXTS.items()]
        )
        opened.run()
        assert opened.stories().total == 1
        yield opened


@pytest.fixture
def client(workspace: Workspace) -> TestClient:
    return TestClient(build_app(workspace), base_url="http://localhost", follow_redirects=False)


def story(workspace: Workspace) -> str:
    return workspace.stories().stories[0].id


def claim(workspace: Workspace, words: str) -> str:
    (found,) = [c.id for c in workspace.report(story(workspace)).claims if words in c.text]
    return found


def shown(client: TestClient, workspace: Workspace, **asked: str) -> str:
    return str(client.get(f"/stories/{story(workspace)}", params={"lang": "de", **asked}).text)


def item(page: str, identifier: str) -> str:
    """Return the list item of a claim."""
    return page.partition(f'<li id="{identifier}">')[2].partition("</li>")[0]


def actions(markup: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in ACTION.findall(markup)]


def test_a_claim_is_confirmed_by_its_form_and_the_word_withdrawn(workspace: Workspace, client: TestClient) -> None:
    cause = claim(workspace, "Kurzschluss")
    (action,) = actions(item(shown(client, workspace), cause))
    answer = client.post(action, data={"kind": "confirmed", "text": "Telefonat mit Lorenz", "author": "A. Meyer"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/stories/{story(workspace)}#{cause}")
    page = shown(client, workspace)
    (entry,) = workspace.remarks(story(workspace))
    assert (entry.author, entry.text, entry.kind) == ("A. Meyer", "Telefonat mit Lorenz", "confirmed")
    own = item(page, cause)
    assert "<strong>Redaktion</strong> (A. Meyer, <time" in own and "bestätigt – Telefonat mit Lorenz" in own
    assert page.count("Telefonat mit Lorenz") == 1
    assert 'value="A. Meyer"' in own, "the browser remembers who remarked"
    (withdrawing,) = [a for a in actions(own) if "withdraws" in a]
    assert client.post(withdrawing, data={"kind": "withdrawn"}).status_code == 303
    assert "Telefonat" not in shown(client, workspace)
    assert [e.kind for e in workspace.remarks(story(workspace))] == ["withdrawn", "confirmed"]


def test_a_comparison_is_corrected_and_the_list_counts_one_less(workspace: Workspace, client: TestClient) -> None:
    page = shown(client, workspace)
    assert '<span class="tag contradiction">2 Widersprüche</span>' in client.get("/").text
    block = page.partition('<div class="numbers" id=')[2].partition("</div>")[0]
    (action,) = actions(block)
    data = {"kind": "corrected", "text": "mit Helfern", "verdict": "different-scope"}
    assert client.post(action, data=data).status_code == 303
    after = shown(client, workspace)
    assert "Programm: Widerspruch" in after and "mit Helfern" in after and "(Pult, " in after
    assert "„12“ / „19“: berichtigt: " in after
    assert 'class="tag contradiction"' not in client.get("/").text


def test_a_past_page_takes_no_remarks(workspace: Workspace, client: TestClient) -> None:
    assert actions(shown(client, workspace))
    assert not actions(shown(client, workspace, **{"as-of": "2100-01-01"}))
    assert not actions(FORMATS["html"](workspace.report(story(workspace))))


def test_other_pages_cannot_remark(workspace: Workspace, client: TestClient) -> None:
    action = actions(shown(client, workspace))[0]
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        for path in (action, "/api/remark"):
            answer = client.post(path, content=b"kind=confirmed", headers={**FORM, **headers})
            assert answer.status_code == 403, (path, headers)
    assert workspace.remarks(story(workspace)) == ()


@pytest.mark.parametrize("language", ["de", "en"])
def test_hostile_words_stay_words(workspace: Workspace, client: TestClient, language: str) -> None:
    hostile = f"{EVIL} [x](http://evil.example) | a | `b` \x1b[31m \u202e =1+1 </textarea></details>"
    cause = claim(workspace, "Kurzschluss")
    body = {"story": story(workspace), "kind": "commented", "text": hostile, "author": f"{EVIL} ](javascript:x)"}
    assert client.post("/api/remark", json={**body, "claims": [cause]}).status_code == 200
    pair = [claim(workspace, "12"), claim(workspace, "19")]
    answer = client.post("/api/remark", json={**body, "kind": "corrected", "claims": pair, "verdict": "same"})
    assert answer.status_code == 200, answer.text
    text = client.get(f"/stories/{story(workspace)}", params={"lang": language}).text
    seen = Outline(text)
    assert seen.scripts_are_own and not seen.of("img") and len(seen.of("h1")) == 1
    assert not [a for _, attributes in seen.tags for a in attributes if a.startswith("on")]
    identifiers = [a["id"] for _, a in seen.tags if "id" in a]
    assert len(identifiers) == len(set(identifiers))
    labels = "".join(re.findall(r"<label.*?</label>", text, re.S))
    assert len(FIELD.findall(text)) == len(FIELD.findall(labels))
    assert text.count("<details") == text.count("</details>")
    markdown = client.get(f"/api/stories/{story(workspace)}?format=md").text
    line = next(row for row in markdown.splitlines() if "**Redaktion**" in row)
    assert "](" not in line.replace("\\]", "") and "<" not in line.replace("\\<", "") and "\x1b" not in line
    read = [t for block in MarkdownIt().parse(markdown) for t in (block, *(block.children or ()))]
    assert not {"link_open", "image", "html_block", "html_inline"} & {t.type for t in read}
    told = command(workspace, "remarks", story(workspace))
    assert told.code == 0 and "\x1b" not in told.out and "\u202e" not in told.out
    assert len(told.out.splitlines()) == 2


def command(workspace: Workspace, *arguments: str) -> Ended:
    return lagebild(*arguments, "--workspace", str(workspace.settings.workspace))


def test_command_and_api_keep_the_same_ledger(workspace: Workspace, client: TestClient) -> None:
    here, cause = story(workspace), claim(workspace, "Kurzschluss")
    said = command(workspace, "remark", here, "--claim", cause, "--correct", "ein Kabelbrand", "--author", "B. Roth")
    assert said.code == 0, said.err
    (entry,) = workspace.remarks(here)
    assert entry.id in said.out and "B. Roth" in said.out
    places = client.get(f"/api/stories/{here}/remarks").json()["remarks"][0]["places"]
    assert command(workspace, "remark", here, "--passage", *places, "--confirm").code == 0
    by_api: dict[str, Any] = client.post(
        "/api/remark", json={"story": here, "kind": "withdrawn", "withdraws": entry.id}
    ).json()
    assert (by_api["kind"], by_api["withdraws"], by_api["author"]) == ("withdrawn", entry.id, "Pult")
    listed = client.get(f"/api/stories/{here}/remarks").json()["remarks"]
    printed = command(workspace, "remarks", here, "--json").out.splitlines()
    assert [json.loads(line) for line in printed] == listed
    assert [r["kind"] for r in listed] == ["withdrawn", "confirmed", "corrected"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "give one of --confirm"),
        (["--confirm", "--comment", "x", "--claim", "c"], "give one of --confirm"),
        (["--confirm"], "give either --claim or --passage"),
        (["--confirm", "--passage", "west"], "is no passage"),
        (["--correct", "x", "--claim", "c", "--verdict", "wrong"], "there is no verdict"),
        (["--confirm", "--claim", "c-none"], "There is no claim"),
        (["--withdraw", "r-none"], "There is no remark"),
    ],
)
def test_wrong_use_of_the_command_is_told(workspace: Workspace, arguments: list[str], sentence: str) -> None:
    done = command(workspace, "remark", story(workspace), *arguments)
    assert done.code == 2 and sentence in " ".join(done.err.replace("│", " ").split()), done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"kind": "confirmed"}, 400, "Name one claim"),
        ({"kind": "praised", "claims": ["c"]}, 422, "kind"),
        ({"kind": "confirmed", "claims": ["c-none"]}, 404, "There is no claim"),
        ({"kind": "confirmed", "places": ["west"]}, 400, "A passage is named"),
        ({"kind": "confirmed", "places": ["west@1:text:0-5"]}, 400, "no claim or comparison"),
        ({"kind": "confirmed", "places": ["none@1:text:0-5"]}, 404, "There is no document"),
        ({"kind": "commented", "claims": ["c"], "text": "x" * 2001}, 422, "text"),
        ({"kind": "withdrawn", "withdraws": "r-none"}, 404, "There is no remark"),
        ({"kind": "confirmed", "claims": ["c"], "author": "x" * 101}, 422, "author"),
    ],
)
def test_the_api_refuses_in_one_sentence(
    workspace: Workspace, client: TestClient, body: dict[str, object], status: int, sentence: str
) -> None:
    answer = client.post("/api/remark", json={"story": story(workspace), **body})
    assert answer.status_code == status and sentence in answer.json()["error"], answer.text
    assert client.post("/api/remark", json={**body, "story": "s-none"}).status_code in (400, 404, 422)
    assert workspace.remarks(story(workspace)) == ()
