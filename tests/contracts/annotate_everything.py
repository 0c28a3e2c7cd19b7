"""Annotates and clusters every document of the evaluation data and says where a contract is broken.

    python -m tests.contracts.annotate_everything [SET ...]

A line in gives one line out with the same id, every span lies inside its text, the vocabularies are the published ones.
`make test` does this for a sample; the whole, some 50,000 texts, takes about 45 minutes.
"""

import csv
import gzip
import json
import re
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.language.encoder.shipped import encoder
from lagebild.records.annotation import Form, MentionKind, Modality, Polarity, Precision, TimeType, WordingClass
from lagebild.records.story import AnnotatedDocument
from lagebild.run.clock import now
from lagebild.serve.rows import annotation_row, link_row
from tests.builders import NOON, SHARED

Row = dict[str, Any]


def jsonl(path: Path) -> Iterator[Row]:
    """Yield the objects of a file of JSON lines, packed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as handle:
        for line in handle:
            if line.strip():
                yield json.loads(line)


def _krauts(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.rglob("*.tml")):
        root = ET.parse(path).getroot()
        stamp = root.find("DCT/TIMEX3")
        body = root.find("TEXT")
        assert body is not None
        yield {
            "id": path.name,
            "text": "".join(body.itertext()),
            "published": stamp.get("value") if stamp is not None else None,
        }


def _tokens(path: Path, column: int) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for number, block in enumerate(re.split(r"\n\s*\n", handle.read())):
            rows = [line.split() for line in block.splitlines() if line.strip() and not line.startswith(("#", "-DOC"))]
            if rows:
                yield {"id": f"{path.parent.name}-{number}", "text": " ".join(r[column] for r in rows)}


def _pairs(path: Path) -> Iterator[Row]:
    for row in jsonl(path):
        for side in "12":
            yield {"id": f"{row['pair_id']}#{side}", "text": row[f"text{side}"], "language": row[f"lang{side}"]}


def _stream(path: Path) -> Iterator[Row]:
    for number, row in enumerate(jsonl(path)):
        teaser = row.get("teaser") or row.get("description") or ""
        more = {"published": row["first_seen"], "outlet": row["site"], "url": row["url"]}
        yield {"id": f"stream-{number}", "title": row["title"], "text": teaser, **more}


def _openings(path: Path) -> Iterator[Row]:
    for number, row in enumerate(jsonl(path)):
        yield {
            "id": f"opening-{number}",
            "title": row["title"],
            "text": row.get("content") or "",
            "published": row["gathered_date"],
        }


def _articles(path: Path) -> Iterator[Row]:
    for row in jsonl(path):
        yield {"id": row["id"], "text": row["text"], "published": row["date"]}


def _forum(path: Path) -> Iterator[Row]:
    for row in jsonl(path):
        yield {"id": f"forum-{row['id']}", "title": row["headline"], "text": row["body"] or ""}


def _snippets(path: Path) -> Iterator[Row]:
    for row in jsonl(path):
        yield {"id": row["id"] + str(row["target_anchor"]), "text": row["opinion_snippet"]}


def _comments(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield {"id": f"comment-{row['comment_id']}", "text": row["comment_text"]}


SETS: dict[str, tuple[str, Callable[[Path], Iterator[Row]]]] = {
    "krauts": ("data/krauts/dev", _krauts),
    "germeval2014": ("data/germeval2014/train.tsv.gz", lambda path: _tokens(path, 1)),
    "mobie": ("data/mobie/train.conll.gz", lambda path: _tokens(path, 0)),
    "mobie_dev": ("data/mobie/dev.conll.gz", lambda path: _tokens(path, 0)),
    "quotations": ("data/quotations_de/train.jsonl.gz", _articles),
    "quotations_dev": ("data/quotations_de/dev.jsonl.gz", _articles),
    "news_pairs": ("data/news_pairs/dev.jsonl.gz", _pairs),
    "stream_de": ("data/stream_de/2025-12-29_2026-01-02.jsonl.gz", _stream),
    "openings": ("data/openings_de/2025-08_2026-08.jsonl.gz", _openings),
    "million_post": ("data/million_post/train.jsonl.gz", _forum),
    "germeval2021": ("data/germeval2021/train.csv", _comments),
    "gerntsa": ("data/gerntsa/train.jsonl.gz", _snippets),
    "articles_dev": ("gold/articles_dev.jsonl", _articles),
}


def rows_of(name: str) -> Iterator[Row]:
    """Yield the documents of a set in the form that `lagebild annotate` reads."""
    path, read = SETS[name]
    for row in read(SHARED / path):
        if row["text"].strip() or (row.get("title") or "").strip():
            yield row


VOCABULARY = {
    ("mentions", "kind"): get_args(MentionKind),
    ("times", "type"): get_args(TimeType),
    ("places", "precision"): get_args(Precision),
    ("statements", "form"): get_args(Form),
    ("statements", "modality"): get_args(Modality),
    ("statements", "polarity"): get_args(Polarity),
}
SPANS = ("span", "anchor", "actor", "recipient")
SPAN_LISTS = ("content", "cue", "speaker")


def faults(row: Row, out: Row) -> Iterator[str]:
    """Yield what breaks the contract in the line `out` that came for the document `row`."""
    if out["id"] != row["id"]:
        yield f"id {out['id']!r}"
    json.dumps(out, ensure_ascii=False, allow_nan=False)
    yield from _text_faults(row["text"], out)
    if (row.get("title") or "").strip():
        yield from _text_faults(row["title"], out["title_annotations"])
    scene = out["scene"]
    if scene and not (-90 <= scene["lat"] <= 90 and -180 <= scene["lon"] <= 180 and scene["why"]):
        yield f"scene {scene}"


def _text_faults(text: str, out: Row) -> Iterator[str]:
    for kind in ("mentions", "times", "places", "quantities", "statements", "events"):
        for record in out[kind]:
            spans = [record[k] for k in SPANS if record.get(k)] + [s for k in SPAN_LISTS for s in record.get(k, ())]
            yield from (f"{kind}: {span} in {len(text)}" for span in spans if not _inside(span, text))
            for (of, key), words in VOCABULARY.items():
                if of == kind and record[key] not in words:
                    yield f"{kind}: {key} {record[key]!r}"
    end = 0
    for span in out["sentences"]:
        if not _inside(span, text) or span[0] < end:
            yield f"sentence {span} after {end} in {len(text)}"
        end = span[1]
    wording = out["wording"]
    if not 0 <= wording["score"] <= 1:
        yield f"wording {wording['score']}"
    for mark in wording["spans"]:
        if not _inside(mark["span"], text) or mark["class"] not in get_args(WordingClass):
            yield f"wording {mark}"


def _inside(span: list[int], text: str) -> bool:
    return 0 <= span[0] < span[1] <= len(text) and bool(text[span[0] : span[1]].strip())


def broken(rows: Iterable[Row]) -> Iterator[str]:
    """Annotate and link `rows` one after another, and yield each breach with the id of its document."""
    linker = Linker()
    known: set[str] = set()
    for row in rows:
        document = read_document(row, seen=NOON)
        annotations = annotate(document, encoder())
        yield from (f"{row['id']}: {fault}" for fault in faults(row, annotation_row(annotations)))
        links = [link_row(k) for k in linker.link(AnnotatedDocument(document, annotations))]
        if [k["id"] for k in links if not k.get("revises")] != [row["id"]]:
            yield f"{row['id']}: links {links}"
        known.add(row["id"])
        yield from (f"{row['id']}: link {k}" for k in links if k["id"] not in known or not 0 <= k["score"] <= 1)


def command() -> int:
    """Go through the sets that were named, or all, and print what is broken and how long it took."""
    total = 0
    for name in sys.argv[1:] or SETS:
        began, seen = now(), 0
        start = time.monotonic()
        rows = list(rows_of(name))
        for fault in broken(rows):
            seen += 1
            sys.stdout.write(f"{name}: {fault}\n")
        seconds = time.monotonic() - start
        sys.stdout.write(f"{name}: {len(rows)} documents, {seen} faults, {seconds:.0f} s, begun {began:%H:%M}\n")
        sys.stdout.flush()
        total += seen
    return bool(total)


if __name__ == "__main__":
    sys.exit(command())
