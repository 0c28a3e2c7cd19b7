"""What a hostile or careless writer might print, and why it must not pass."""

from dataclasses import replace

import pytest
from tests.report.builders import at, entity, item, passage, person, said, story, weekday

from lagebild.records.annotation import Mention
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
        ("Torsten Behn sprach von „großem Pech“, sagte Anna Kruse.", SECOND),
        (THIRD, THIRD),
    ],
)
def test_faithful_sentences_pass(text: str, quote: str) -> None:
    assert faults(text, quote) == ()


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
        (("„großem Pech“", "„großem Glück“"), SECOND, "großem Glück"),
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


def test_own_sentences_need_their_amounts_and_names() -> None:
    found = document()
    cited = (passage(found, FIRST),)
    good = "Zu „Haushalte“ widersprechen sich die Angaben: „rund 3.500“ (d1, 30. März)."
    assert unsupported_own(Sentence("body", "", good, cited), story(found)) == ()
    for wrong in (
        good.replace("3.500", "3.400"),
        good.replace("d1", "Tagesspur"),
        good.replace("30. März", "29. März"),
    ):
        assert unsupported_own(Sentence("body", "", wrong, cited), story(found)), wrong


def test_own_names_are_free_but_only_those() -> None:
    found = document()
    sentence = Sentence("body", "", "Noch offen: Inkrafttreten.", (passage(found, FIRST),))
    assert unsupported_own(sentence, story(found), {"Inkrafttreten"}) == ()
    assert unsupported_own(sentence, story(found)) == ("Inkrafttreten",)
