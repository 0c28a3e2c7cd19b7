"""What a hostile or careless writer might print, and why it must not pass."""

from dataclasses import replace
from typing import Any

import pytest
from tests.report.builders import at, entity, item, passage, person, said, story, weekday

from lagebild.records.annotation import Mention, Quantity
from lagebild.records.report import Sentence
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument
from lagebild.report.check import unsupported, unsupported_own

TEXT = (
    "Landrat Torsten Behn hat am Montag rund 3.500 Haushalte nicht versorgt. "
    "Er sprach von „großem Pech“, sagte Anna Kruse. "
    "Der mutmaßliche Täter floh am 19. März nach Halle und am 6. April nach Gera."
)
FIRST, SECOND, THIRD = (
    "Landrat Torsten Behn hat am Montag rund 3.500 Haushalte nicht versorgt.",
    "Er sprach von „großem Pech“, sagte Anna Kruse.",
    "Der mutmaßliche Täter floh am 19. März nach Halle und am 6. April nach Gera.",
)


def document() -> AnnotatedDocument:
    return item(
        "d1",
        TEXT,
        spans=tuple(at(TEXT, s) for s in (FIRST, SECOND, THIRD)),
        entities=[entity("Torsten Behn", "behn"), entity("Anna Kruse", "kruse")],
        mentions=(
            person(TEXT, "Torsten Behn", "behn", "Landrat"),
            Mention(at(TEXT, "Er"), "person", "person:behn"),
            person(TEXT, "Anna Kruse", "kruse"),
        ),
        times=(
            weekday(TEXT, "am Montag", "2026-03-30"),
            weekday(TEXT, "am 19. März", "2026-03-19"),
            weekday(TEXT, "am 6. April", "2026-04-06"),
        ),
        statements=(said(TEXT, "Er sprach von „großem Pech“", "Anna Kruse", "sagte", "Anna Kruse"),),
    )


def faults(text: str, quote: str) -> tuple[str, ...]:
    found = document()
    return unsupported(Sentence("body", "", text, (passage(found, quote),)), story(found))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (FIRST, FIRST),
        ("Landrat Torsten Behn hat am Montag (30. März) rund 3.500 Haushalte nicht versorgt.", FIRST),
        ("Landrat Torsten Behn hat am 30. März rund 3 500 Haushalte nicht versorgt.".replace("3 500", "3500"), FIRST),
        ("Behn hat am Montag rund 3.500 Haushalte nicht versorgt.", FIRST),
        (THIRD, THIRD),
    ],
)
def test_faithful_sentences_pass(text: str, quote: str) -> None:
    assert faults(text, quote) == ()


def test_a_name_stands_for_a_pronoun_where_the_name_is_cited() -> None:
    found = document()
    text = "Torsten Behn sprach von „großem Pech“, sagte Anna Kruse."
    home = passage(found, SECOND)
    assert unsupported(Sentence("body", "", text, (home, passage(found, FIRST))), story(found)) == ()
    assert unsupported(Sentence("body", "", text, (home,)), story(found))


def test_reported_speech_names_its_speaker() -> None:
    text = "Das Netz sei sicher. Das sagte Anna Kruse."
    content, home = text[:20], text[21:]
    said_by = said(text, content, "Anna Kruse", "sagte", "Anna Kruse")
    found = item("d1", text, statements=(said_by,))
    cited = (passage(found, content), passage(found, home))
    for good in ("Das Netz sei sicher, so Anna Kruse.", "Das Netz sei sicher, so Kruse."):
        assert unsupported(Sentence("body", "", good, cited), story(found)) == ()
    for wrong in (content, "Das Netz sei sicher, so Torsten Behn.", "Das Netz sei sicher, so Anna."):
        assert unsupported(Sentence("body", "", wrong, cited), story(found)), wrong
    assert unsupported(Sentence("body", "", "Das Netz sei sicher, so Anna Kruse.", cited[:1]), story(found))


@pytest.mark.parametrize(
    ("change", "quote", "blamed"),
    [
        (("3.500", "3.600"), FIRST, "3.600"),
        (("3.500", "35"), FIRST, "35"),
        (("3.500", "3,5"), FIRST, "3,5"),
        (("Torsten", "Thomas"), FIRST, "Thomas"),
        ((" nicht", ""), FIRST, "lost:nicht"),
        (("rund ", ""), FIRST, "lost:rund"),
        (("mutmaßliche ", ""), THIRD, "lost:mutmaßliche"),
        (("nicht", "nichts"), FIRST, "nichts"),
        (("hat am", "hat nie am"), FIRST, "nie"),
        (("versorgt", "bedroht"), FIRST, "bedroht"),
        (("am Montag", "am Montag (31. März)"), FIRST, "31"),
        (("„großem Pech“", "„großem Glück“"), SECOND, "Glück"),
        (("„großem Pech“", "großem Pech"), SECOND, "lost:„"),
        (("Landrat Torsten Behn", "Landrat Torsten Behne"), FIRST, "Behne"),
        (("Haushalte", "Haushalt"), FIRST, "Haushalt"),
        (("3.500", "3,500"), FIRST, "3,500"),
        (("rund 3.500 Haushalte", "Haushalte"), FIRST, "lost:3.500"),
        (("am Montag", "am Montag (30. März 2025)"), FIRST, "2025"),
        (("nach Halle", "(6. April) nach Halle"), THIRD, "April"),
        (("Er sprach", "Anna Kruse sprach"), SECOND, "Anna"),
        ((", sagte", " sagte,"), SECOND, ","),
        ((", sagte Anna Kruse", ""), SECOND, "lost:sagte"),
    ],
)
def test_a_change_of_sense_fails(change: tuple[str, str], quote: str, blamed: str) -> None:
    found = faults(quote.replace(*change), quote)
    assert any(blamed in fault for fault in found), found


def test_swapped_dates_fail() -> None:
    assert faults("Der mutmaßliche Täter floh am 6. April nach Halle und am 19. März nach Gera.", THIRD)


def test_swapped_names_fail() -> None:
    text = "Anna Kruse traf Torsten Behn."
    found = item(
        "d1",
        text,
        entities=[entity("Torsten Behn", "behn"), entity("Anna Kruse", "kruse")],
        mentions=(person(text, "Anna Kruse", "kruse"), person(text, "Torsten Behn", "behn")),
    )
    cited = (passage(found, text),)
    assert unsupported(Sentence("body", "", text, cited), story(found)) == ()
    assert unsupported(Sentence("body", "", "Torsten Behn traf Anna Kruse.", cited), story(found))
    assert unsupported(Sentence("body", "", "Anna Kruse traf Anna Kruse.", cited), story(found))


def test_two_passages_do_not_make_one_sentence() -> None:
    text = "Halle hat 40 Opfer. Gera hat 2 Opfer."
    found = item("d1", text)
    cited = (passage(found, "Halle hat 40 Opfer."), passage(found, "Gera hat 2 Opfer."))
    assert unsupported(Sentence("body", "", "Gera hat 40 Opfer.", cited), story(found))


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "Landrat Torsten Behn hat"},
        {"span": Span(1, 10)},
        {"span": Span(-5, 10_000)},
        {"revision": 2},
        {"document": "d2"},
        {"field": "title"},
    ],
)
def test_a_quote_that_does_not_stand_there_fails(wrong: dict[str, object]) -> None:
    found = document()
    cited = replace(passage(found, FIRST), **wrong)  # type: ignore[arg-type]
    assert unsupported(Sentence("body", "", FIRST, (cited,)), story(found)) == (f"quote:{cited.document}",)


def test_an_old_revision_carries_nothing() -> None:
    old, new = (
        item("d1", FIRST, spans=(Span(0, len(FIRST)),)),
        item("d1", FIRST, spans=(Span(0, len(FIRST)),), revision=2),
    )
    assert unsupported(Sentence("body", "", FIRST, (passage(old, FIRST),)), story(new)) == ("quote:d1",)
    assert unsupported(Sentence("body", "", FIRST, (passage(new, FIRST),)), story(new)) == ()


def test_no_citation_is_no_sentence() -> None:
    assert unsupported(Sentence("body", "", FIRST, ()), story(document())) == ("no citation",)
    empty = Passage("d1", 1, Span(0, 0), "")
    assert unsupported(Sentence("body", "", "Ja.", (empty,)), story(document())) == ("quote:d1",)


def counted(identifier: str, text: str, amount: str, value: float, **more: Any) -> AnnotatedDocument:
    quantity = Quantity(at(text, amount), value, counted="Haushalte", approximate=amount.startswith("rund"))
    return item(identifier, text, quantities=(quantity,), **more)


FEW, MANY = "Ohne Strom waren rund 3.500 Haushalte.", "Die Polizei zählte 4.100 Haushalte, davon 12 auf Inseln."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3.500", "3.400"),
        ("rund ", ""),
        ("rund", "mehr als"),
        ("4.100", "100"),
        ("4.100", "12"),
        ("(Elbblick", "(Tagesspur"),
        ("(Elbblick", "(Die Polizei"),
        ("30. März", "29. März"),
        ("Haushalte", "Menschen"),
        ("widersprechen sich die Angaben", "stimmen die Angaben überein"),
        ("widersprechen sich die Angaben", "widersprechen sich die Angaben nicht"),
        (
            "Zu „Haushalte“ widersprechen sich die Angaben",
            "Die Angabe zu „Haushalte“ hat sich im Lauf der Zeit geändert",
        ),
        (" und ", " statt "),
    ],
)
def test_own_sentences_need_their_amounts_and_sources(old: str, new: str) -> None:
    few, many = counted("d1", FEW, "rund 3.500", 3500, outlet="Elbblick"), counted("d2", MANY, "4.100", 4100)
    cited = (passage(few, FEW), passage(many, MANY))
    good = "Zu „Haushalte“ widersprechen sich die Angaben: „rund 3.500“ (Elbblick, 30. März) und „4.100“ (Polizei)."
    assert unsupported_own(Sentence("body", "", good, cited), story(few, many)) == ()
    assert old in good
    assert unsupported_own(Sentence("body", "", good.replace(old, new), cited), story(few, many))


def test_an_open_step_is_told_with_the_condition_of_a_passage() -> None:
    text = "Der Vertrag gilt, sobald beide Kammern zustimmen."
    found = item("d1", text)
    good = "Noch offen: Inkrafttreten – sobald beide Kammern zustimmen."
    labels = {"Inkrafttreten"}
    assert unsupported_own(Sentence("body", "", good, (passage(found, text),)), story(found), labels) == ()
    for old, new in (
        ("beide", "zwei"),
        ("sobald", "falls"),
        ("Noch offen", "Erledigt"),
        ("zustimmen", "nicht zustimmen"),
    ):
        wrong = Sentence("body", "", good.replace(old, new), (passage(found, text),))
        assert unsupported_own(wrong, story(found), labels), new


def test_own_names_are_free_but_only_those() -> None:
    found = document()
    sentence = Sentence("body", "", "Noch offen: Inkrafttreten.", (passage(found, FIRST),))
    assert unsupported_own(sentence, story(found), {"Inkrafttreten"}) == ()
    assert unsupported_own(sentence, story(found)) == ("Inkrafttreten",)
