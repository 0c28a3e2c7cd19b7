"""Python facade, command line and JSON API have the same verbs, and say the same."""

import json
from pathlib import Path

import pytest
import typer.main
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from lagebild.report.render import FILES, FORMATS
from lagebild.report.render.json import report_row
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.cli import following, judging, remarks, sources, streams  # noqa: F401 - their import registers their commands
from lagebild.serve.cli.app import app
from lagebild.serve.rows import annotation_row, judgement_row, story_row
from lagebild.serve.web.app import build_app
from tests.builders import lagebild, lines

VERBS = {
    "add": ("add", "add", "POST /api/add"),
    "run": ("run", "run", "POST /api/run"),
    "stories": ("stories", "stories", "GET /api/stories"),
    "report": ("report", "report", "GET /api/stories/{story}"),
    "digest": ("digest", "digest", "GET /api/digest"),
    "explain": ("explain", "explain", "GET /api/documents/{document}"),
    "doctor": ("doctor", "doctor", "GET /api/doctor"),
    "annotate": ("annotate", "annotate", "POST /api/annotate"),
    "cluster": ("cluster", "cluster", "POST /api/cluster"),
    "compare": ("compare", "compare", "POST /api/compare"),
    "merge": ("merge", "merge", "POST /api/merge"),
    "split": ("split", "split", "POST /api/split"),
    "move": ("move", "move", "POST /api/move"),
    "apart": ("apart", "apart", "POST /api/apart"),
    "doubts": ("doubts", "doubts", "GET /api/doubts"),
    "undo": ("undo", "undo", "POST /api/undo"),
    "judgements": ("judgements", "judgements", "GET /api/judgements"),
    "advice": ("advice", "advice", "GET /api/advice"),
    "remark": ("remark", "remark", "POST /api/remark"),
    "remarks": ("remarks", "remarks", "GET /api/stories/{story}/remarks"),
    "sources": ("sources", "sources", "GET /api/sources"),
    "follow": ("follow", "follow", "POST /api/follow"),
    "unfollow": ("unfollow", "unfollow", "POST /api/unfollow"),
    "followed": ("followed", "followed", "GET /api/followed"),
    "send_digest": ("send_digest", None, None),
    "change_source": ("change_source", None, "POST /api/sources"),
    "watch": ("watch", "watch", None),
    "backup": ("backup", "backup", None),
    "move_to": ("move_to", None, None),
    "serve": (None, "serve", None),
    "demo": (None, "demo", None),
    "file_options": ("file_options", None, None),
    "asked": ("asked", None, None),
    "add_rows": ("add_rows", None, None),
    "seen": ("seen", None, None),
    "revisions": ("revisions", None, None),
    "issues": ("issues", None, None),
    "opml": ("opml", None, None),
    "close": ("close", None, None),
}
"""Verb -> its name in the facade, on the command line, in the API."""

ALONE = {
    "send_digest": "`digest --send` on the command line; what leaves this machine no page may start",
    "change_source": "on the command line `sources pause`, `sources resume` and `sources note`",
    "watch": "is endless; a program that asks by HTTP has /run",
    "backup": "writes to a path of this machine, which nobody may name from a page",
    "move_to": "`move --to` on the command line; writes to a path of this machine, which nobody may name from a page",
    "serve": "is the API",
    "demo": "is `add`, `run` and `serve` in one",
    "file_options": "is what options of `add` become: --published, --outlet and the time zone in force",
    "asked": "is what --as-of, --since and --reader, and the parameters of these names, become",
    "seen": "is what the mark on a page calls; elsewhere `--seen` notes the visit with what it tells",
    "add_rows": "is what POST /api/add calls: `add` without paths",
    "revisions": "the document page shows them; `explain` counts them",
    "issues": "part of GET /api/sources; commands name refusals when they happen",
    "opml": "`sources --opml` and the page /sources.opml",
    "close": "there is nothing to close outside Python",
}
"""Why a verb is missing on a surface."""


def facade() -> set[str]:
    return {name for name in vars(Workspace) if not name.startswith("_")}


def commands() -> set[str]:
    group = typer.main.get_command(app)
    return set(getattr(group, "commands", {}))


def routes(workspace: Workspace) -> set[str]:
    paths = build_app(workspace).openapi()["paths"]
    return {f"{method.upper()} {path.replace(':path', '')}" for path, methods in paths.items() for method in methods}


def test_no_verb_is_on_a_surface_that_the_table_does_not_name(demo_workspace: Workspace) -> None:
    assert facade() == {names[0] for names in VERBS.values() if names[0]}
    assert commands() == {names[1] for names in VERBS.values() if names[1]}
    assert routes(demo_workspace) == {names[2] for names in VERBS.values() if names[2]}


def test_every_gap_has_its_reason() -> None:
    assert {verb for verb, names in VERBS.items() if None in names} == set(ALONE)


@pytest.fixture(scope="module")
def client(demo_workspace: Workspace) -> TestClient:
    return TestClient(build_app(demo_workspace), base_url="http://localhost")


def test_stories_are_the_same_rows(demo_workspace: Workspace, client: TestClient) -> None:
    page = demo_workspace.stories(limit=200)
    answered = client.get("/api/stories", params={"limit": 200}).json()
    assert answered == {"total": page.total, "stories": [story_row(s) for s in page.stories]}
    printed = _cli(demo_workspace, "stories", "--json", "--limit", "200")
    assert [json.loads(line) for line in printed.splitlines()] == answered["stories"]


def test_a_story_has_the_same_report(demo_workspace: Workspace, client: TestClient) -> None:
    for story in demo_workspace.stories(limit=4).stories:
        row = report_row(demo_workspace.report(story.id))
        by_page = client.get(f"/api/stories/{story.id}").json()
        by_command = json.loads(_cli(demo_workspace, "report", "--story", story.id, "--format", "json"))
        for other in (by_page, by_command):
            assert {**other, "generated": ""} == {**json.loads(json.dumps(row)), "generated": ""}


def test_formats_are_the_same(demo_workspace: Workspace, client: TestClient) -> None:
    schema = build_app(demo_workspace).openapi()["paths"]["/api/stories/{story}"]["get"]["parameters"]
    (choice,) = [p["schema"]["enum"] for p in schema if p["name"] == "format"]
    assert choice == [*FORMATS, *FILES]


def test_explain_is_the_same(demo_workspace: Workspace, client: TestClient) -> None:
    document = demo_workspace.stories(limit=1).stories[0].documents[0]
    shown = demo_workspace.explain(document)
    assert shown.annotations
    answered = client.get(f"/api/documents/{document}").json()
    assert answered["annotations"] == json.loads(json.dumps(annotation_row(shown.annotations)))


def test_commands_that_keep_nothing_are_the_same(client: TestClient) -> None:
    text = "In Emden wurden am Montag 12 Menschen verletzt. Es seien 15, sagte Polizistin Eda Ulrichs."
    rows = [{"id": i, "text": text, "published": "2026-03-31", "outlet": i} for i in ("a", "b")]
    for verb in ("annotate", "cluster"):
        printed = [json.loads(line) for line in lagebild(verb, stdin=lines(rows)).out.splitlines()]
        assert printed == client.post(f"/api/{verb}", json=rows).json()
    assert json.loads(lagebild("compare", stdin=lines(rows)).out) == client.post("/api/compare", json=rows).json()


def test_judgements_are_the_same_rows(tmp_path: Path) -> None:
    texts = {
        "Emden": "In Emden brannte am Montag ein Lager. Verletzt wurde niemand, sagte Einsatzleiter Jörn Tammen.",
        "Gera": "Die Straßenbahnen in Gera fahren seit Dienstag wieder nach dem alten Plan.",
        "Husum": "Ein Kutter hat vor Husum 40 Kilo Bernstein aus der Nordsee gefischt.",
    }
    rows = [{"id": town, "text": text, "published": "2026-03-31"} for town, text in texts.items()]
    with open_workspace(tmp_path) as space:
        space.add_rows(rows)
        space.run()
        api = TestClient(build_app(space), base_url="http://localhost")
        a, b, c = (_story(space, row["id"]) for row in rows)
        by_facade = space.merge(a, b, "ein Brand")
        _cli(space, "merge", a, c)
        by_api = api.post("/api/split", json={"story": a, "documents": ["Gera"]}).json()
        _cli(space, "move", "Husum", by_api["story"])
        moved = space.judgements()[0]
        assert api.post("/api/undo", json={"judgement": by_facade.id, "note": "doch nicht"}).status_code == 200
        _cli(space, "undo", moved.id)
        api.post("/api/move", json={"document": "Husum", "story": by_api["story"]})
        ledger = [judgement_row(entry) for entry in space.judgements()]
        assert [row["kind"] for row in ledger] == ["moved", "undone", "undone", "moved", "different", "same", "same"]
        assert api.get("/api/judgements").json() == {"judgements": ledger}
        assert [json.loads(line) for line in _cli(space, "judgements", "--json").splitlines()] == ledger
        assert (_story(space, "Husum"), _story(space, "Emden")) == (by_api["story"], a)


def _story(workspace: Workspace, document: str) -> str:
    link = workspace.explain(document).link
    assert link is not None
    return link.story


def _cli(workspace: Workspace, *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, "--workspace", str(workspace.settings.workspace)])
    assert done.exit_code == 0, done.output
    return done.stdout
