"""One small story through every stage is what it was; after a wanted change: `python -m tests.golden.rewrite`."""

from tests.golden.rewrite import FOLDER, stages


def test_the_story_is_told_as_before() -> None:
    made = dict(stages())
    kept = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.iterdir() if p.name[:1].isdigit()}
    assert made.keys() == kept.keys(), "run python -m tests.golden.rewrite and read the diff"
    for name in sorted(made):
        assert made[name] == kept[name], f"{name}: run python -m tests.golden.rewrite and read the diff"
