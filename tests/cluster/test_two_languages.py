"""Reports in two languages: what the vectors join must not be what merely shares a country or a theme."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.language.encoder.shipped import encoder
from lagebild.records.story import AnnotatedDocument
from lagebild.run.clock import now

TEXTS = Path(__file__).parents[2] / "training" / "annotations"
MOST_WRONG = 4


@pytest.mark.skipif(encoder() is None, reason="the model package is not installed")
@pytest.mark.parametrize("length", [60, 280])
def test_headlines_and_openings_of_different_happenings_stay_apart(length: int) -> None:
    """90 German and 90 English texts of our own tell no happening twice, though some share a country and a theme."""
    model, linker = encoder(), Linker()
    languages: dict[str, set[str]] = defaultdict(set)
    for language in ("de", "en"):
        for line in (TEXTS / f"own_{language}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            head = row["text"][:length]
            fields = {"id": row["id"], "title": head.split(".")[0][:90], "text": head, "language": language}
            document = read_document({**fields, "published": "2024-05-01T10:00:00+00:00"}, seen=now())
            for link in linker.link(AnnotatedDocument(document, annotate(document, model))):
                languages[link.story].add(language)
    assert sum(len(met) > 1 for met in languages.values()) <= MOST_WRONG
