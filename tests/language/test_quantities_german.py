from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lagebild.language.calendar import BERLIN
from lagebild.language.german.quantities import GermanQuantityTagger
from lagebild.language.german.times import GermanTimeTagger
from lagebild.records.annotation import Quantity
from lagebild.records.span import Span


def read(text: str) -> tuple[Quantity, ...]:
    whole = [Span(0, len(text))]
    times = GermanTimeTagger().tag(text, whole, datetime(2024, 11, 12, tzinfo=BERLIN))
    return GermanQuantityTagger().tag(text, whole, times)


@pytest.mark.parametrize(
    ("text", "words", "value", "minimum", "maximum", "approximate", "unit"),
    [
        ("Es waren 3.538 Wagen.", "3.538", 3538, None, None, False, None),
        ("Es waren mehr als 10.000 Soldaten.", "mehr als 10.000", 10_000, 10_000, None, False, None),
        ("Das kostet bis zu 3,5 Mrd. Euro.", "bis zu 3,5 Mrd. Euro", 3.5e9, None, 3.5e9, False, "EUR"),
        ("Das kostet 20 000 Franken.", "20 000 Franken", 20_000, None, None, False, "CHF"),
        ("Es sind rund 1,2 Mio. Haushalte.", "rund 1,2 Mio.", 1.2e6, None, None, True, None),
        ("Es waren knapp 50 Prozent.", "knapp 50 Prozent", 50, None, 50, True, "%"),
        ("Er stieg um 2,5 Prozentpunkte.", "2,5 Prozentpunkte", 2.5, None, None, False, "pp"),
        ("Es gab Hunderte Tote.", "Hunderte", 100, 100, None, True, None),
        ("Es gab mehrere hundert Tote.", "mehrere hundert", 200, 200, None, True, None),
        ("Es gab drei Dutzend Verletzte.", "drei Dutzend", 36, None, None, True, None),
        ("Eine Million Menschen kamen.", "Eine Million", 1e6, None, None, False, None),
        ("Das sind zwölfhundertfünfzig Euro.", "zwölfhundertfünfzig Euro", 1250, None, None, False, "EUR"),
        ("Es hatte -15 Grad.", "-15 Grad", -15, None, None, False, "°"),
        ("Ein Drittel der Wähler blieb fern.", "Ein Drittel", 0.3333, None, None, False, None),
        ("Jeder Fünfte blieb fern.", "Jeder Fünfte", 0.2, None, None, False, None),
        ("Es sind 0 bis 5 Punkte.", "0 bis 5", 0, 0, 5, False, None),
        ("Es sind vier bis sechs Waffen.", "vier bis sechs", 4, 4, 6, False, None),
        ("Es kostet zwischen 20 und 30 Euro.", "zwischen 20 und 30 Euro", 20, 20, 30, False, "EUR"),
        ("Es sind 100-200 Kilogramm.", "100-200 Kilogramm", 100, 100, 200, False, "kg"),
        ("Er fuhr 120 Kilometer pro Stunde.", "120 Kilometer pro Stunde", 120, None, None, False, "km/h"),
        ("Erlaubt sind 40 µg/m³.", "40 µg/m³", 40, None, None, False, "µg/m³"),
        ("Das kostet $ 50 Millionen.", "$ 50 Millionen", 5e7, None, None, False, "USD"),
    ],
)
def test_reads_amount(
    text: str,
    words: str,
    value: float,
    minimum: float | None,
    maximum: float | None,
    approximate: bool,
    unit: str | None,
) -> None:
    (found,) = read(text)
    assert (found.span.of(text), found.value, found.minimum, found.maximum, found.approximate, found.unit) == (
        words,
        value,
        minimum,
        maximum,
        approximate,
        unit,
    )
    assert found.rule


@pytest.mark.parametrize(
    "text",
    [
        "Das Spiel endete 3:1, Platz 4 ging an Köln.",
        "Der 34-jährige Fahrer mag den 1. FC Köln und die G7.",
        "Das geschah am 19. Juni 2024 um 20.15 Uhr.",
        "Ein Mann und eine Frau gingen fort.",
        "Die Boeing 747 flog über § 5.",
        "Anna Muster (34) schwieg.",
    ],
)
def test_reads_nothing_where_no_amount_stands(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Etwa 11.000 nordkoreanische Soldaten kämpfen.", "nordkoreanische Soldaten"),
        (
            "50.000 Soldaten, einschließlich nordkoreanischer Kämpfer, sind da.",
            "Soldaten, einschließlich nordkoreanischer Kämpfer",
        ),
        ("Rund 2.000 Polizisten, Richtern und Staatsanwälten fehlt Geld.", "Polizisten, Richtern und Staatsanwälten"),
        ("31 Prozent der Wähler blieben fern.", "Wähler"),
        ("Drei weitere Häuser brannten.", "Häuser"),
    ],
)
def test_reads_what_is_counted(text: str, counted: str) -> None:
    assert read(text)[0].counted == counted


def test_bare_number_counts_what_was_counted_before() -> None:
    first, second = read("Zwei Menschen starben, drei wurden verletzt.")
    assert (first.counted, second.counted, second.rule) == ("Menschen", "Menschen", "count-elliptic")


def test_a_hundred_times_as_many_are_something_else() -> None:
    first, second = read("Sie brachen Tausende Schließfächer auf und erbeuteten so Millionen.")
    assert (first.counted, second.counted) == ("Schließfächer", None)


WORDS = st.sampled_from(
    [
        "mehr",
        "als",
        "bis",
        "zu",
        "rund",
        "3",
        "1.000",
        "20",
        "000",
        "3,5",
        "Mio",
        ".",
        "Euro",
        "Prozent",
        "zwischen",
        "und",
        "ein",
        "Drittel",
        "zwei",
        "Dutzend",
        "-",
        "%",
        "Tote",
        "der",
        "jeder",
        "Fünfte",
        "$",
        "1:2",
        "Hunderte",
        "mehrere",
        "hundert",
        "pro",
        "Stunde",
        "Kilometer",
        "99999999999999999999",
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
@example("3,5 - ein Mio")
def test_spans_lie_inside_and_bounds_hold(text: str) -> None:
    found = read(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(q.minimum is None or q.minimum <= q.value for q in found)
    assert all(q.maximum is None or q.maximum >= q.value for q in found)
