"""Figures that a text takes back, and what they are held against."""

import pytest

from lagebild.corroborate.compare import compare
from lagebild.corroborate.corrections import is_correction, taken_back
from lagebild.records.annotation import TextAnnotations
from lagebild.records.document import Document
from tests.corroborate.builders import Writer, at, cut


def read(text: str) -> TextAnnotations:
    return TextAnnotations("de", cut(text))


def is_taken_back(text: str, number: str, *, correction: bool) -> bool:
    writer = Writer(text)
    span = writer.span(number)
    home = next(s for s in cut(text) if s.overlaps(span))
    return taken_back(text, read(text), span, home, correction=correction)


@pytest.mark.parametrize(
    ("title", "text", "corrects"),
    [
        ("Richtigstellung zum Hafenbrand", "Gestern ging uns ein Fehler durch.", True),
        ("Brand im Hafen", "In unserem Bericht vom Montag stand eine falsche Zahl.", True),
        ("Brand im Hafen", "In einer früheren Fassung dieses Textes war von zwei Kränen die Rede.", True),
        ("Korrekturen am Haushalt", "Der Stadtrat ändert den Entwurf.", False),
        ("Brand im Hafen", "Laut einem Bericht der Feuerwehr brannte ein Kran.", False),
    ],
)
def test_a_correction_says_that_it_is_one(title: str, text: str, *, corrects: bool) -> None:
    assert is_correction(Document("a", text, title=title)) is corrects


def test_what_a_sentence_replaces_is_taken_back_everywhere() -> None:
    text = "Gesunken sind nicht mehr als 30 Boote, sondern 12."
    assert is_taken_back(text, "30", correction=False)
    assert not is_taken_back(text, "12", correction=False)


@pytest.mark.parametrize(
    "text",
    [
        "Die Angabe „etwa 30 Boote“ war unsere Schätzung.",
        "Gesunken sind 12 Boote statt 30.",
        "Wir haben berichtet, es seien 30 Boote gesunken. Das ist falsch.",
    ],
)
def test_a_correction_takes_back_what_it_quotes_replaces_or_calls_wrong(text: str) -> None:
    assert is_taken_back(text, "30", correction=True)
    assert not is_taken_back(text, "30", correction=False)


def test_a_corrected_figure_contradicts_what_is_put_in_its_place_wherever_that_stands() -> None:
    storm = "Beim Sturm in Husum sanken "
    a = Writer(storm + "mehr als 30 Boote.", id="a", published=at(12, 9))
    a.quantity("mehr als 30", 30, "Boote", minimum=30)
    b = Writer(storm + "12 Boote.", id="b", published=at(12, 14)).quantity("12", 12, "Boote")
    c = Writer(storm + "nicht mehr als 30 Boote, sondern 12.", id="c", published=at(13))
    c.quantity("mehr als 30", 30, "Boote", minimum=30).quantity("12", 12)
    plain = [p.verdict for g in compare([a.done(), b.done()]).numbers for p in g.pairs]
    assert plain == ["superseded"]
    (group,) = compare([a.done(), b.done(), c.done()]).numbers
    verdicts = {
        (group.values[p.a].passage.document, group.values[p.b].passage.document): p.verdict for p in group.pairs
    }
    assert verdicts == {("a", "b"): "contradiction", ("a", "c"): "contradiction", ("b", "c"): "same"}
