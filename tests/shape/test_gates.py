"""Import rules, strict types and lint are tests, not advice."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "lagebild"


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_lint() -> None:
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")


def test_types() -> None:
    run("mypy")


def test_imports_point_down() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        # The worker hands the environment on to its child and reads nothing from it.
        (("os.environ", "os.getenv"), {"settings.py", "acquire/worker.py"}),
        (("datetime.now(", "datetime.utcnow(", "time.time(", "date.today("), {"run/clock.py"}),
        (("socket.socket(", "create_connection(", "urlopen(", "httpx."), {"acquire/gate.py", "acquire/transport.py"}),
    ],
)
def test_one_place_for_environment_clock_and_network(words: tuple[str, ...], allowed: set[str]) -> None:
    for module in SOURCE.rglob("*.py"):
        name = str(module.relative_to(SOURCE))
        if name in allowed:
            continue
        code = ast.unparse(ast.parse(module.read_text(encoding="utf-8")))
        code = re.sub(r'("""|\'\'\').*?\1', "", code, flags=re.DOTALL)
        assert not [word for word in words if word in code], name


def test_no_addresses_of_registries_and_no_paths_of_a_machine() -> None:
    pattern = re.compile(
        r"--(?:extra-)?index-url|https?://[^ \"]*/simple(?:/|\"| |$)|(?<![\w./])/(?:work|farm|root)/[a-z.]"
    )
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for name in listed:
        path = ROOT / name
        if (
            path.suffix in {".py", ".txt", ".toml", ".md", ".json", ".html", ".in", ""}
            and path.is_file()
            and path != Path(__file__)
        ):
            assert not pattern.search(path.read_text(encoding="utf-8", errors="ignore")), name
