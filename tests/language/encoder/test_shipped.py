"""The encoder as the annotator sees it: its version, its marks, vectors of 384 bytes, and None where it is missing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.builders import document

from lagebild.annotate.annotate import annotate, producer
from lagebild.language.encoder import shipped as shipping
from lagebild.language.encoder.marks import mark
from lagebild.language.encoder.shipped import MISSING, Encoder, encoder
from lagebild.records.span import Span
from lagebild.run.engines import chosen_encoder, shortfall
from lagebild.settings import Settings

TEXT = "Die Stadt Soltau sperrt die Brücke. „Sie ist nicht mehr sicher“, sagte Bürgermeisterin Ilse Behn."


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(shipping, "package_folder", lambda: None)
    encoder.cache_clear()
    yield
    encoder.cache_clear()


def test_the_model_is_loaded_once(shipped: Encoder) -> None:
    assert encoder() is encoder()
    assert encoder() == shipped


def test_the_version_names_the_model(shipped: Encoder) -> None:
    assert shipped.version == f"encoder/{shipped.network.version}"
    assert producer(shipped) == f"{producer()}+{shipped.version}"


def test_marks_are_those_of_the_network(shipped: Encoder) -> None:
    sentences = [Span(0, 35), Span(36, len(TEXT))]
    mine, theirs = shipped.mark(TEXT, sentences), mark(shipped.network, TEXT, sentences)
    assert (mine.names, mine.statements, mine.wording) == (theirs.names, theirs.statements, theirs.wording)


def test_a_vector_is_384_signed_bytes_in_the_direction_of_the_floats(shipped: Encoder) -> None:
    made = np.frombuffer(shipped.vector(TEXT), np.int8).astype(np.float32)
    assert made.shape == (384,)
    assert int(np.abs(made).max()) == 127
    floats = shipped.network.vector(TEXT)
    assert float(made @ floats / np.linalg.norm(made)) > 0.999


def test_without_the_package_there_is_no_encoder(nothing_installed: None, tmp_path: Path) -> None:
    wanted = Settings(tmp_path)
    assert encoder() is None
    assert chosen_encoder(wanted) is None
    assert shortfall(wanted) == MISSING
    assert shortfall(replace(wanted, encoder=False)) is None


def test_the_settings_choose(shipped: Encoder, tmp_path: Path) -> None:
    wanted = Settings(tmp_path)
    assert chosen_encoder(wanted) == shipped
    assert chosen_encoder(replace(wanted, encoder=False)) is None
    assert shortfall(wanted) is None


def test_an_annotation_says_who_read_and_carries_the_vector(shipped: Encoder) -> None:
    read = annotate(document("a1", TEXT, "Brücke gesperrt"), shipped)
    assert read.producer == producer(shipped)
    assert read.vector == shipped.vector(f"Brücke gesperrt\n{TEXT}")
    alone = annotate(document("a1", TEXT, "Brücke gesperrt"))
    assert (alone.producer, alone.vector) == (producer(), b"")
