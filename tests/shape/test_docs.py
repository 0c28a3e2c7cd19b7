"""Documents are code that is read by people: what they name must exist, and what exists must be named."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import typer

from lagebild import __version__
from lagebild.serve.cli.app import app
from lagebild.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

LINK = re.compile(r"\]\(([^()\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
CALL = re.compile(r"(?:^|[`/]|&& )lagebild ([a-z]+)\b([^`\n]*)", re.MULTILINE)
PATH = re.compile(r"(?<![\w/.-])((?:src|tests|docs|corpus|benchmarks|requirements)/[\w./*-]*\w)(?:::(test_\w+))?")
MODULE = re.compile(r"-m (lagebild[\w.]+)")
TARGET = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)


def code(page: Path) -> str:
    return "\n".join(CODE.findall(page.read_text(encoding="utf-8")))


def commands() -> dict[str, set[str]]:
    """Return the verbs of the program with their options."""
    for module in ("following", "judging", "remarks", "sources", "streams"):
        importlib.import_module(f"lagebild.serve.cli.{module}")  # registers its commands
    group = typer.main.get_group(app)
    return {
        verb: {"--help"} | {name for parameter in command.params for name in parameter.opts}
        for verb, command in group.commands.items()
    }


def calls(page: Path) -> Iterator[tuple[str, str]]:
    for match in CALL.finditer(code(page)):
        yield match[1], match[2].partition("#")[0]


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_and_their_options_exist(page: Path) -> None:
    known = commands()
    for verb, rest in calls(page):
        assert verb in known, f"lagebild {verb}"
        unknown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest)) - known[verb]
        assert not unknown, f"lagebild {verb}{rest}"


def test_the_readme_shows_how_to_use_the_program() -> None:
    assert len({verb for verb, _ in calls(README)}) >= 10
    assert {"demo", "test"} <= set(TARGET.findall(code(README)))


def test_the_table_of_commands_is_that_of_the_program() -> None:
    section = README.read_text(encoding="utf-8").partition("\n## Commands\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `lagebild ([a-z]+)[^`]*` \|", section, re.MULTILINE)
    assert sorted(rows) == sorted(commands())


def test_every_setting_is_described_with_its_default() -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    rows = {row[0]: row for row in re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.*?) \| (.*?) \|$", text, re.MULTILINE)}
    assert set(rows) == {field.name for field in fields(Settings)}
    for field in fields(Settings):
        _, variable, default, meaning = rows[field.name]
        assert variable == PREFIX + field.name.upper()
        assert meaning.endswith(".")
        if isinstance(field.default, bool):
            assert default == ("`yes`" if field.default else "`no`")
        elif field.default and isinstance(field.default, str | int):
            assert default == f"`{field.default}`"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://"), link
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_named_files_and_tests_exist(page: Path) -> None:
    for path, test in PATH.findall(code(page)):
        found = list(ROOT.glob(path)) if "*" in path else [ROOT / path]
        assert found and found[0].exists(), path
        if test:
            assert f"\ndef {test}(" in found[0].read_text(encoding="utf-8"), f"{path}::{test}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_named_modules_and_targets_exist(page: Path) -> None:
    text = code(page)
    for module in MODULE.findall(text):
        place = ROOT / "src" / Path(*module.split("."))
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(TARGET.findall(text)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_no_registry_and_no_machine_is_named(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"index[-_]url|/simple/|pypi\.org|npmjs\.(?:org|com)|pythonhosted", text, re.IGNORECASE)
    assert not re.search(r"(?<![\w.$~{/])/(?:home|root|tmp|work|opt|mnt)/", text)


def test_the_changelog_knows_this_version() -> None:
    assert re.search(
        rf"^## {re.escape(__version__)} – \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    )


def test_decisions_are_numbered_and_have_their_parts() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for number, page in enumerate(pages, 1):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        for part in ("\nStatus: ", "\n## Context\n", "\n## Decision\n", "\n## Rejected\n", "\n## Consequences\n"):
            assert part in text, f"{page.name}:{part}"


def test_shipped_data_is_named_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    package = ROOT / "src" / "lagebild"
    shipped = [p for kind in ("*.bin", "*.marisa", "*.gz") for p in package.rglob(kind)]
    assert shipped
    assert not [p.name for p in shipped if p.name not in notice]


def test_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text


def test_the_picture_is_small() -> None:
    picture = ROOT / "docs" / "images" / "lagebild.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 300_000
