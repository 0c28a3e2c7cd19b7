"""Walks the small story of `story.jsonl` through every stage and writes what each made of it as readable JSON.

    python -m tests.golden.rewrite

The files are the expectation of `test_golden.py`, so the diff of a rewrite is the review: read it before you keep it.
What holds by default is left out, spans are followed by their words.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lagebild.acquire.jsonl import FileOptions, read_rows, records_of
from lagebild.cluster.options import ClusterOptions
from lagebild.corroborate.corroborate import corroborate
from lagebild.depict.depict import depict
from lagebild.records.document import Document, Post
from lagebild.records.outcome import Done
from lagebild.records.report import Report
from lagebild.records.span import Passage, Span
from lagebild.records.story import StoryMaterial
from lagebild.report.compose import compose
from lagebild.report.render.markdown import as_markdown
from lagebild.run.pipeline import accept, advance, material
from lagebild.store import open_store
from tests.builders import NOON

FOLDER = Path(__file__).parent
STORY = FOLDER / "story.jsonl"
SEEN = NOON + timedelta(days=3)
_PAIR = re.compile(r"\[\n\s+(-?\d+),\n\s+(-?\d+)\n\s+\]")


def stages() -> Iterator[tuple[str, str]]:
    """Yield the name of each file and what belongs into it."""
    outcomes = []
    for place, row in read_rows(STORY, STORY.name, FileOptions()):
        assert isinstance(row, dict), row
        outcomes += list(records_of(place, row, seen=SEEN, salt=b"golden", options=FileOptions()))
    records: list[Document | Post] = [o.record for o in outcomes if isinstance(o, Done)]
    assert len(records) == len(outcomes)
    yield "1-acquire.json", _json(records, "")
    story = _linked(outcomes)
    for item in story.documents:
        yield f"2-annotate-{item.document.id}.json", _json(item.annotations, item.document.text)
    yield "3-cluster.json", _json({"links": story.links, "posts": story.post_links}, "")
    corroboration = corroborate(story)
    yield "4-corroborate.json", _json(corroboration, "")
    views = depict(story, corroboration)
    yield "5-depict.json", _json(views, "")
    report = compose(story, corroboration, views, generated=SEEN, version="golden")
    yield "6-report.json", _json({"sentences": report.sentences, "withheld": report.withheld}, "")
    yield "6-report.md", _markdown(report)


def _linked(outcomes: list[Any]) -> StoryMaterial:
    with open_store("sqlite://") as store:
        accept(outcomes, store, SEEN)
        advance(store, ClusterOptions())
        with store.unit() as unit:
            stories = unit.stories.list().stories
            assert len(stories) == 1, [s.title for s in stories]
            return material(unit, stories[0].id)


def _markdown(report: Report) -> str:
    return as_markdown(report)


def _json(record: object, text: str) -> str:
    written = json.dumps(_plain(record, text), ensure_ascii=False, indent=1)
    return _PAIR.sub(r"[\1, \2]", written) + "\n"


def _plain(record: Any, text: str) -> Any:
    if isinstance(record, Span):
        return f"{record.start}-{record.end} {record.of(text)}" if text else [record.start, record.end]
    if isinstance(record, Passage):
        return (
            f"{record.document}/{record.revision} {record.field} {record.span.start}-{record.span.end}: {record.quote}"
        )
    if is_dataclass(record):
        title = getattr(record, "title", None)
        return {
            f.name: _plain(getattr(record, f.name), "" if f.name == "title" and title is not None else text)
            for f in fields(record)
            if f.name not in ("producer", "rule") and getattr(record, f.name) != _default(f)
        }
    if isinstance(record, dict):
        return {key: _plain(value, text) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [_plain(value, text) for value in record]
    if isinstance(record, date):
        return record.isoformat()
    return round(record, 3) if isinstance(record, float) else record


def _default(field: Any) -> object:
    return field.default if field.default is not MISSING else MISSING


def rewrite() -> None:
    """Write all files anew and take away those that no stage makes any more."""
    made = dict(stages())
    for path in (*FOLDER.glob("[1-9]-*.json"), *FOLDER.glob("[1-9]-*.md")):
        if path.name not in made:
            path.unlink()
    for name, content in made.items():
        (FOLDER / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
