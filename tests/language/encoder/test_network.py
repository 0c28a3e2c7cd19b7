"""The model package: it loads, it fits, and its vectors say what is alike."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lagebild.language.encoder.labels import HEADS, POINTERS
from lagebild.language.encoder.network import MOST_PASSAGE, PACKAGE, Network, network, package_folder
from lagebild.language.encoder.shipped import Encoder
from lagebild.records.errors import SettingsError

# A report, the same told otherwise in other words, and one of another happening that shares words with the first.
TOPICS = [
    (
        "Nach einem Brand in einer Möbelfabrik in Soltau ermittelt die Polizei wegen Brandstiftung.",
        "Feuer zerstört Produktionshalle eines Möbelherstellers: Beamte gehen von gelegtem Brand aus.",
        "Der Möbelhersteller aus Soltau steigert seinen Gewinn und stellt hundert neue Mitarbeiter ein.",
    ),
    (
        "Die Lokführer legen ab Montag die Arbeit nieder, Fernzüge fallen aus.",
        "Streik bei der Bahn: Gewerkschaft ruft Zugpersonal zum Ausstand auf.",
        "Die Lokführerin aus Husum gewinnt am Montag einen Preis für ihren ersten Roman.",
    ),
    (
        "Starkregen lässt den Fluss über die Ufer treten, Hunderte müssen ihre Häuser verlassen.",
        "Hochwasser nach Unwetter: zahlreiche Anwohner in Sicherheit gebracht.",
        "Hunderte Läufer gehen am Sonntag beim Marathon an den Start.",
    ),
    (
        "The central bank raised its key interest rate by half a point.",
        "Borrowing gets dearer as monetary authority lifts rates.",
        "The central bank moves into a new building next year.",
    ),
    (
        "Die Notenbank hebt den Leitzins um einen halben Punkt an.",
        "The central bank raised its key interest rate by half a point.",
        "The football club raised its ticket prices by half.",
    ),
]


@pytest.fixture(scope="module")
def loaded(shipped: Encoder) -> Network:
    return shipped.network


@pytest.fixture
def card() -> dict[str, Any]:
    return {"version": "9.9.9", "heads": {k: list(v) for k, v in HEADS.items()}, "pointers": list(POINTERS)}


def test_the_package_has_the_files_that_are_read(shipped: Encoder) -> None:
    folder = package_folder()
    assert folder is not None
    wanted = {"model.json", "tokenizer.json", "words.npz", "trunk.onnx", "vector.onnx", "tagger.onnx"}
    assert wanted <= {file.name for file in folder.iterdir()}
    assert network(folder) is shipped.network


def test_the_card_names_version_and_labels(loaded: Network) -> None:
    folder = package_folder()
    assert folder is not None
    card = json.loads((folder / "model.json").read_text("utf-8"))
    assert card["version"] == loaded.version
    assert card["heads"] == {head: list(tags) for head, tags in HEADS.items()}


def test_a_package_that_is_not_installed_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lagebild.language.encoder.network.PACKAGE", f"{PACKAGE}_that_is_missing")
    assert package_folder() is None


def refused(folder: Path, card: dict[str, Any]) -> str:
    (folder / "model.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(SettingsError) as told:
        network(folder)
    return str(told.value)


def test_a_package_with_other_labels_is_refused_in_one_sentence(tmp_path: Path, card: dict[str, Any]) -> None:
    card["heads"]["mention"] = card["heads"]["mention"][:-2]
    told = refused(tmp_path, card)
    assert told == "The model package 9.9.9 does not fit this program; run make setup."


def test_the_order_of_labels_counts(tmp_path: Path, card: dict[str, Any]) -> None:
    card["heads"]["modality"].reverse()
    assert "9.9.9" in refused(tmp_path, card)


def test_a_head_or_a_pointer_too_few_is_refused(tmp_path: Path, card: dict[str, Any]) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    assert "make setup" in refused(folders[0], {**card, "pointers": ["cue"]})
    del card["heads"]["wording"]
    assert "make setup" in refused(folders[1], card)


def test_vectors_of_an_earlier_kind_are_refused(tmp_path: Path, card: dict[str, Any]) -> None:
    np.savez(tmp_path / "words.npz", centres=np.zeros((3, 384), np.float32))
    assert "does not fit" in refused(tmp_path, card)


def test_a_report_is_nearer_to_its_translation_than_to_another_of_its_language(loaded: Network) -> None:
    german, english, other = (
        loaded.vector(text)
        for text in (
            "Die Brücke über die Alme ist nach einem Brand gesperrt.",
            "A fire has closed the bridge over the river Alme.",
            "Der Stadtrat von Lüneburg streitet über den Haushalt.",
        )
    )
    assert float(german @ english) > float(german @ other)


def test_a_window_has_a_row_for_each_word_and_a_target_more(loaded: Network) -> None:
    ids = loaded.pieces.encode("Die Brücke bleibt gesperrt.").ids
    tags, pointers = loaded.tag(ids, [1, 2, 3])
    assert tags.shape == (3, sum(len(names) for names in HEADS.values()))
    assert pointers.shape == (len(POINTERS), 3, 4)
    assert tags.dtype == pointers.dtype == np.float32
    assert np.isfinite(tags).all()
    assert np.isfinite(pointers).all()


@settings(max_examples=25)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example(text="")
@example(text="\x00\x01")
@example(text="Wort " * 3_000)
def test_law_a_vector_has_length_one_and_equal_texts_equal_vectors(text: str, loaded: Network) -> None:
    first, again = loaded.vector(text), loaded.vector(text)
    assert first.shape == (384,)
    assert float(np.linalg.norm(first)) == pytest.approx(1.0, abs=1e-3)
    assert np.array_equal(first, again)


def test_what_stands_behind_the_lead_does_not_count(loaded: Network) -> None:
    lead = "Die Feuerwehr löscht seit Stunden. " * 40
    assert len(loaded.pieces.encode(f"passage: {lead}").ids) > MOST_PASSAGE
    assert np.array_equal(loaded.vector(lead + "Ende."), loaded.vector(lead + "Der Hafen wird erweitert."))


@pytest.mark.parametrize(("report", "alike", "other"), TOPICS)
def test_a_paraphrase_is_nearer_than_another_topic(report: str, alike: str, other: str, loaded: Network) -> None:
    one, two, three = (loaded.vector(text) for text in (report, alike, other))
    assert float(one @ two) > float(one @ three)
