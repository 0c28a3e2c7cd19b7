"""Scores on the gold sets beside the checkout, compared with floors.

    python -m benchmarks.quality.scores [SET ...]        prints a table; ends with 1 where a score is below its floor
    python -m benchmarks.quality.scores --rules [SET]    the same by rules alone, without the encoder
    python -m benchmarks.quality.scores --raise          raises the floors in floors.json to what was reached

The scorer is the independent `score.py` of the evaluation data. A floor is the score in points, rounded down: a change
that loses a point must say what it won for it.
"""

import argparse
import importlib.util
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.quality import posts, series
from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.corroborate.compare import compare
from lagebild.language.encoder.shipped import Encoder, encoder
from lagebild.records.story import AnnotatedDocument
from lagebild.run.clock import now
from lagebild.serve.rows import annotation_row, comparison_row, link_row

SHARED = Path(__file__).parents[3] / "shared"
FLOORS = Path(__file__).with_name("floors.json")
Row = dict[str, Any]


@cache
def scorer() -> ModuleType:
    """Return the scorer of the evaluation data as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reader() -> Encoder | None:
    """Return the encoder that reads too, None where rules alone were asked for."""
    return None if "--rules" in sys.argv else encoder()


def _annotated(kind: str, path: str) -> Row:
    score = scorer()
    documents = score.DOCS[kind](str(SHARED / path))
    out = {d["id"]: annotation_row(_item(d).annotations) for d in documents if d["text"].strip()}
    measures = {
        "times": score.score_times,
        "mentions": score.score_mentions,
        "statements": score.score_statements,
        "articles": score.score_articles,
    }
    found: Row = measures[kind](documents, out)
    return found


def _input(row: Row) -> Row:
    return {k: row[k] for k in ("id", "title", "text", "published", "language", "outlet", "url") if row.get(k)}


def _item(row: Row) -> AnnotatedDocument:
    document = read_document({**_input(row), "text": row.get("text") or ""}, seen=now())
    return AnnotatedDocument(document, annotate(document, reader()))


def _links(rows: list[Row]) -> list[Row]:
    linker = Linker()
    return [link_row(link) for row in rows for link in linker.link(_item(row))]


def _stories(path: str) -> Row:
    documents = json.loads((SHARED / path).read_text(encoding="utf-8"))["documents"]
    found: Row = scorer().score_stories(str(SHARED / path), _links(documents))
    return found


def _pairs(path: str) -> Row:
    runs: dict[str, list[Row]] = {}
    for row in scorer().pair_docs(str(SHARED / path)):
        runs.setdefault(row["run"], []).append(row)
    found: Row = scorer().score_pairs(str(SHARED / path), [link for run in runs.values() for link in _links(run)])
    return found


def _claims(path: str) -> Row:
    stories = json.loads((SHARED / path).read_text(encoding="utf-8"))
    out = [comparison_row(compare([_item(row) for row in scorer().claim_items(story)])) for story in stories]
    found: Row = scorer().score_claims(str(SHARED / path), json.loads(json.dumps(out)))
    return found


def _posts() -> Row:
    found = posts.rows()
    read = posts.readings(found)
    return {label: {"F1": posts.score(found, read, label)[2]} for label in posts.PUBLISHED}


def _series() -> Row:
    reports = series.rows()
    return series.score(reports, _links(reports))


SETS: dict[str, Callable[[], Row]] = {
    "times": lambda: _annotated("times", "data/krauts/dev"),
    "mentions_mobie": lambda: _annotated("mentions", "data/mobie/dev.conll.gz"),
    "statements": lambda: _annotated("statements", "data/quotations_de/dev.jsonl.gz"),
    "articles": lambda: _annotated("articles", "gold/articles_dev.jsonl"),
    "stories": lambda: _stories("gold/stories_A.json"),
    "pairs": lambda: _pairs("data/news_pairs/dev.jsonl.gz"),
    "series": _series,
    "claims": lambda: _claims("gold/claims_dev.json"),
    "posts": _posts,
}


def figures(name: str) -> dict[str, float]:
    """Run one set and return its figures by name ("times.value"), in points from 0 to 100."""
    return dict(_flat(name, SETS[name]()))


def _flat(name: str, found: Row) -> Iterator[tuple[str, float]]:
    for key, value in found.items():
        if isinstance(value, dict) and "F1" in value:
            yield f"{name}.{key}", float(value["F1"])
            if "value_F1" in value:
                yield f"{name}.{key}.value", float(value["value_F1"])
        elif isinstance(value, dict):
            yield from _flat(f"{name}.{key}", value)
        elif isinstance(value, float):
            yield f"{name}.{key}", value


def _holds(figure: str) -> bool:
    """Tell whether a figure may have a floor: shares of what was found fall when more, and harder, cases are found."""
    return "_of_" not in figure and not figure.endswith("precision")


def floors() -> dict[str, int]:
    """Return the floors in force."""
    found: dict[str, int] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    return found


def command() -> int:
    """Print the table and compare, or raise the floors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.scores", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--raise", action="store_true", dest="raising")
    asked = parser.parse_args()
    unknown = [name for name in asked.sets if name not in SETS]
    if unknown:
        parser.error(f"there is no set {', '.join(unknown)}; there are {', '.join(SETS)}")
    if not SHARED.is_dir():
        print("There is no folder `shared` with gold sets beside the checkout; nothing is scored.")
        return 0
    below, kept = 0, floors()
    print(f"{'figure':<44} {'score':>6} {'floor':>6}")
    for name in asked.sets or SETS:
        began = time.perf_counter()
        for figure, score in figures(name).items():
            if not _holds(figure):
                print(f"{figure:<44} {score:>6.1f}")
                continue
            floor = kept.get(figure)
            fallen = floor is not None and score < floor
            below += fallen
            print(f"{figure:<44} {score:>6.1f} {'-' if floor is None else floor:>6}{'  BELOW' if fallen else ''}")
            kept[figure] = max(floor or 0, math.floor(score))
        print(f"{'':<44} {time.perf_counter() - began:>6.1f} seconds", flush=True)
    if asked.raising:
        FLOORS.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", encoding="utf-8")
    return int(below > 0 and not asked.raising)


if __name__ == "__main__":
    sys.exit(command())
