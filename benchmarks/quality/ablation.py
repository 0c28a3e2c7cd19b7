"""What rules, encoder and both are worth on the gold sets beside the checkout.

    python -m benchmarks.quality.ablation

Rows are statements (content F1 at IoU 0.5; speaker and modality of those matched) and names (exact F1). "Encoder" takes
every mark as it comes, without a rule; "both" is what the program does (`lagebild.annotate.deciding`).
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.quality.scores import SHARED, scorer
from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.annotate.deciding import as_statement
from lagebild.language.encoder.shipped import Encoder, encoder
from lagebild.language.packs import pack_for
from lagebild.records.annotation import Annotations, Mention, TextAnnotations
from lagebild.records.document import Document
from lagebild.run.clock import now
from lagebild.serve.rows import annotation_row

Row = dict[str, Any]
Reader = Callable[[Document], Annotations]
SETS = (
    ("statements", "data/quotations_de/dev.jsonl.gz"),
    ("statements", "gold/articles_dev.jsonl"),
    ("mentions", "data/mobie/dev.conll.gz"),
)


def by_marks(model: Encoder) -> Reader:
    """Return a reader that believes every mark of the encoder and no rule."""

    def read(document: Document) -> Annotations:
        sentences = pack_for("de").sentences.split(document.text)
        marks = model.mark(document.text, sentences)
        body = TextAnnotations(
            "de",
            sentences,
            mentions=tuple(Mention(name.span, name.kind) for name in marks.names),
            statements=tuple(as_statement(mark) for mark in marks.statements),
        )
        return Annotations(document.id, 1, model.version, body)

    return read


def figures(kind: str, path: str, reader: Reader) -> str:
    """Return the figures of a set in a line."""
    score = scorer()
    documents = [d for d in score.DOCS[kind](str(SHARED / path)) if d["text"].strip()]
    rows: dict[str, Row] = {}
    for d in documents:
        document = read_document({k: d[k] for k in ("id", "text", "published", "language") if d.get(k)}, seen=now())
        rows[d["id"]] = annotation_row(reader(document))
    if kind == "mentions":
        found = score.score_mentions(documents, rows)
        return ", ".join(f"{name} {found[name]['F1']}" for name in found)
    found = score.score_statements(documents, rows)
    parts = [f"content {found['content_iou50']['F1']}", f"speaker {found['speaker_of_matched']}"]
    modality = found.get("modality_of_matched")
    return ", ".join([*parts, *([f"modality {modality}"] if modality else [])])


def lines() -> Iterator[str]:
    """Yield a line for each set and reader."""
    model = encoder()
    assert model is not None, "the model package is not installed; make setup installs it"
    readers: dict[str, Reader] = {
        "rules": annotate,
        "encoder": by_marks(model),
        "both": lambda document: annotate(document, model),
    }
    for kind, path in SETS:
        for name, reader in readers.items():
            yield f"{path:<34} {name:<8} {figures(kind, path, reader)}"


def command() -> int:
    """Print the table."""
    if not SHARED.is_dir():
        print("There is no folder `shared` with gold sets beside the checkout; nothing is scored.")
        return 0
    for line in lines():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(command())
