"""Laws of annotating: a text is read the same whatever was read before it, and however often."""

import json
from collections.abc import Callable
from random import Random

import pytest
from tests.builders import CORPUS, NOON

from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.language.encoder.shipped import Encoder, encoder
from lagebild.records.annotation import Annotations
from lagebild.records.document import Document


def documents() -> list[Document]:
    """Return 12 documents of the corpus, from all over it."""
    rows = [json.loads(line) for line in (CORPUS / "articles.jsonl").read_text("utf-8").splitlines()]
    return [read_document(row, seen=NOON) for row in Random(12).sample(rows, 12)]


@pytest.fixture(params=["rules", "encoder"])
def read(request: pytest.FixtureRequest) -> Callable[[Document], Annotations]:
    found: Encoder | None = None
    if request.param == "encoder" and (found := encoder()) is None:
        pytest.skip("the model package lagebild-encoder is not installed")
    return lambda document: annotate(document, found)


def test_law_annotations_do_not_depend_on_what_was_read_before(read: Callable[[Document], Annotations]) -> None:
    wanted = documents()
    first = {document.id: read(document) for document in wanted}
    assert len(first) == 12
    for seed in (1, 2):
        Random(seed).shuffle(wanted)
        for document in wanted:
            assert read(document) == first[document.id]


def test_law_a_second_reading_equals_the_first(read: Callable[[Document], Annotations]) -> None:
    for document in documents()[:4]:
        assert read(document) == read(document)
