"""Sets of documents -> the stories that the whole pipeline makes of them, each with its report.

Every set is replayed through a store in memory, by rules alone unless asked otherwise: what is measured here is the
writing, not the reading.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from lagebild.acquire.jsonl import read_document
from lagebild.cluster.options import ClusterOptions
from lagebild.language.encoder.shipped import encoder
from lagebild.language.search import search_analyser
from lagebild.records.outcome import Done
from lagebild.records.report import Report
from lagebild.records.story import StoryMaterial
from lagebild.run.pipeline import accept, advance, material, picture
from lagebild.store import open_store

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SEEN = datetime(2026, 6, 1, tzinfo=UTC)
Row = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """A story with the report that was printed of it."""

    material: StoryMaterial
    report: Report


def _lines(path: Path) -> Iterator[Row]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    yield from (json.loads(line) for line in text.splitlines())


def _corpus() -> Iterator[Row]:
    yield from _lines(ROOT / "corpus" / "articles.jsonl")


def _gold() -> Iterator[Row]:
    for row in _lines(SHARED / "gold" / "articles_dev.jsonl"):
        yield {"id": row["id"], "text": row["text"], "published": row.get("date"), "language": "de"}


def _claims() -> Iterator[Row]:
    for story in json.loads((SHARED / "gold" / "claims_dev.json").read_text(encoding="utf-8")):
        for item in story["items"]:
            title, _, teaser = item["text"].partition(" || ")
            yield {
                "id": item["ref"],
                "title": title,
                "text": teaser,
                "published": item["first_seen"],
                "outlet": item["site"],
            }


def _english() -> Iterator[Row]:
    rows = (r for r in _lines(SHARED / "data" / "news_pairs" / "dev.jsonl.gz") if r["lang1"] == r["lang2"] == "en")
    for row in rows:
        for side in "12":
            yield {"id": f"{row['pair_id']}#{side}", "text": row[f"text{side}"].strip(), "language": "en"}


def _stream() -> Iterator[Row]:
    rows = _lines(next((SHARED / "data" / "stream_de").glob("*.jsonl.gz")))
    for number, row in enumerate(rows):
        yield {
            "id": f"s{number}",
            "title": row["title"],
            "text": row.get("teaser") or "",
            "published": row["first_seen"],
            "outlet": row["site"],
            "url": row["url"],
        }


SETS: dict[str, Callable[[], Iterator[Row]]] = {
    "corpus": _corpus,
    "gold": _gold,
    "claims": _claims,
    "english": _english,
    "stream": _stream,
}


def is_there(name: str) -> bool:
    """Tell whether a set can be read here: all but the sample corpus lie beside the checkout."""
    return name == "corpus" or SHARED.is_dir()


@cache
def told(name: str, most: int | None = None, with_encoder: bool = False) -> tuple[Told, ...]:
    """Replay the first `most` documents of a set; return its stories with their reports."""
    rows = islice(SETS[name](), most)
    documents = [Done(read_document({k: v for k, v in row.items() if v or k == "text"}, seen=SEEN)) for row in rows]
    with open_store("sqlite://", search_analyser()) as store:
        accept(documents, store, SEEN)
        advance(store, ClusterOptions(), encoder=encoder() if with_encoder else None)
        with store.unit() as unit:
            count = unit.stories.list(limit=1).total
            ids = [s.id for at in range(0, count, 200) for s in unit.stories.list(limit=200, offset=at).stories]
            found = [material(unit, identifier) for identifier in ids]
    found.sort(key=lambda m: m.story.documents)
    return tuple(Told(each, picture(each, SEEN)) for each in found)
