"""Small is a rule: modules, functions and package initialisers keep to their budgets, names to the field's terms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "lagebild"
MODULES = sorted(SOURCE.rglob("*.py"))
MODULE_LINES = 400
FUNCTION_LINES = 60
FORBIDDEN_NAMES = {"utils", "util", "helper", "helpers", "manager", "base", "misc", "core", "common"}
STAGES = ["acquire", "annotate", "cluster", "corroborate", "depict", "report", "run", "serve"]


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_module_is_small_and_says_what_it_does(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MODULE_LINES
    assert ast.get_docstring(ast.parse(text)), "a module says what it turns into what, and why so"
    long = [
        f"{f.name}:{f.lineno}" for f in functions(module) if (f.end_lineno or f.lineno) - f.lineno + 1 > FUNCTION_LINES
    ]
    assert not long


def test_names_are_the_fields_own() -> None:
    assert not [p for p in MODULES if p.stem in FORBIDDEN_NAMES]


def test_folders_show_the_flow() -> None:
    """The stage packages are verbs whose alphabetical order is the order in which data flows."""
    assert sorted(STAGES) == STAGES
    assert all((SOURCE / stage / "__init__.py").is_file() for stage in STAGES)


def test_package_initialisers_only_export() -> None:
    for module in MODULES:
        if module.name == "__init__.py":
            kinds = {type(node) for node in ast.parse(module.read_text(encoding="utf-8")).body}
            assert kinds <= {ast.Expr, ast.Import, ast.ImportFrom, ast.Assign}, module
