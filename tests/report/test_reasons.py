"""Reasons are given in German once; a page in English says the same in English, or marks the German as German."""

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import lagebild
from lagebild.report.reasons import Reason, reason_in

TABLE = tomllib.loads((resources.files("lagebild.report") / "reasons_en.toml").read_text(encoding="utf-8"))
FIELDS = re.compile(r"\{\w+\}")


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Ortsangabe im ersten Satz", "said to be there in the first sentence"),
        (
            "Ortsangabe im ersten Satz; so in 3 von 4 Dokumenten mit Ort",
            "said to be there in the first sentence; so in 3 of 4 documents with a place",
        ),
        ("gemeinsame Namen: Kruse, Behn", "common names: Kruse, Behn"),
        ("Kruse sagt das Gegenteil von dem, was Behn sagt.", "Kruse says the opposite of what Behn says."),
        ("„rund 300“ und „312“ können beide stimmen.", "“rund 300” and “312” can both be right."),
        (
            "Die eine Angabe gilt für Gera, die andere für Emden. Die Angaben lassen sich nicht gegeneinanderstellen.",
            "One figure is for Gera, the other for Emden. The figures cannot be held against each other.",
        ),
    ],
)
def test_a_reason_is_said_in_the_language_of_the_page(german: str, english: str) -> None:
    assert reason_in(german, "en") == Reason(english, "en")
    assert reason_in(german, "de") == Reason(german, "de")


def test_what_the_table_does_not_know_stays_german_and_says_so() -> None:
    for text in ("das kennt keine Tabelle", "das kennt keine Tabelle; so in 3 von 4 Dokumenten mit Ort", "x" * 5000):
        assert reason_in(text, "en") == Reason(text, "de")
    assert reason_in("", "en") == Reason("", "en")


def test_words_of_a_text_are_never_taken_for_fields() -> None:
    assert reason_in("gleiches Wort: {b} {why}", "en").text == "same word: {b} {why}"


@pytest.mark.parametrize("german", TABLE)
def test_every_row_translates_itself_with_all_its_fields(german: str) -> None:
    assert sorted(FIELDS.findall(german)) == sorted(FIELDS.findall(TABLE[german]))
    filled = german.replace("{why}", "Hauptstadt")
    for number, field in enumerate(("{a}", "{b}", "{c}", "{d}")):
        filled = filled.replace(field, f"Wort{number}")
    found = reason_in(filled, "en")
    assert found.language == "en" and not FIELDS.search(found.text)
    assert re.findall(r"Wort\d", filled) == sorted(re.findall(r"Wort\d", found.text))


def test_no_row_is_left_over() -> None:
    """What no stage says any more must go: each row's longest fixed words stand somewhere in the program."""
    code = " ".join(p.read_text(encoding="utf-8") for p in Path(lagebild.__file__).parent.rglob("*.py"))
    for german in TABLE:
        fixed = re.split(r"\{\w+\}|im (?:ersten |selben )?(?:Satz|Text)|[„“]", german)
        assert max(fixed, key=len).strip(" .;:()") in code, german
