from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.calendar import BERLIN
from lagebild.language.german.times import GermanTimeTagger
from lagebild.records.annotation import TimeExpression
from lagebild.records.span import Span

ANCHOR = datetime(2024, 11, 12, 9, 30, tzinfo=BERLIN)  # a Tuesday
SHARED = Path(__file__).parents[3] / "shared"


def read(text: str, anchor: datetime | None = ANCHOR) -> tuple[TimeExpression, ...]:
    return GermanTimeTagger().tag(text, [Span(0, len(text))], anchor)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Das geschah am Montag.", "Montag", "2024-11-11"),
        ("Der Vertrag wurde am 19. Juni unterzeichnet.", "19. Juni", "2024-06-19"),
        ("Es war der 24.12.2023.", "24.12.2023", "2023-12-24"),
        ("Anfang des Monats kam er.", "Anfang des Monats", "2024-11"),
        ("Seit August läuft es.", "August", "2024-08"),
        ("Im vergangenen Jahr war es so.", "vergangenen Jahr", "2023"),
        ("Vor zwei Wochen begann es.", "Vor zwei Wochen", "2024-W44"),
        ("Gestern Abend brannte es.", "Gestern Abend", "2024-11-11TEV"),
        ("Am Wochenende wurde gefeiert.", "Wochenende", "2024-W45-WE"),
        ("In der Nacht zum Samstag brannte es.", "In der Nacht zum Samstag", "2024-11-08TNI"),
        ("In der Nacht zum vergangenen Samstag brannte es.", "In der Nacht zum vergangenen Samstag", "2024-11-08TNI"),
        ("Viele hätten am Samstag nicht arbeiten können.", "Samstag", "2024-11-09"),
        ("Im dritten Quartal sank der Umsatz.", "dritten Quartal", "2024-Q3"),
        ("In den Neunzigerjahren war es so.", "den Neunzigerjahren", "199"),
        ("Im 19. Jahrhundert war es so.", "19. Jahrhundert", "18"),
        ("Er reist kommenden Donnerstag ab.", "kommenden Donnerstag", "2024-11-14"),
        ("Am Mittwoch wird gewählt.", "Mittwoch", "2024-11-13"),
        ("Der Film beginnt um 20.15 Uhr.", "20.15 Uhr", "2024-11-12T20:15"),
        ("Jeden Freitag demonstrieren sie.", "Jeden Freitag", "XXXX-WXX-5"),
        ("Er kommt zweimal im Jahr.", "zweimal im Jahr", "P1Y"),
        ("Es dauerte drei Tage lang.", "drei Tage", "P3D"),
        ("Er saß drei Jahre und vier Monate ein.", "drei Jahre und vier Monate", "P3Y4M"),
        ("Das dauerte ein halbes Jahr.", "ein halbes Jahr", "P0.5Y"),
        ("Tagelang wurde gesucht.", "Tagelang", "PXD"),
        ("Es war eine zweitägige Reise.", "zweitägige", "P2D"),
        ("In den letzten Monaten stieg die Zahl.", "den letzten Monaten", "PXM"),
        ("Heuer fiel kein Schnee.", "Heuer", "2024"),
        ("Seit dem Jänner fiel kein Schnee.", "Jänner", "2024-01"),
        ("Am Karfreitag wurde gestreikt.", "Karfreitag", "2024-03-29"),
        ("Er ist derzeit verreist.", "derzeit", "PRESENT_REF"),
        ("Vor kurzem war er noch da.", "Vor kurzem", "PAST_REF"),
        ("Demnächst kommt er zurück.", "Demnächst", "FUTURE_REF"),
        ("Er lebte 2019 in Graz.", "2019", "2019"),
        ("Der Winter 2023/24 war mild.", "Winter 2023/24", "2023-WI"),
        ("Am Morgen des 3. Oktober kam er.", "Morgen des 3. Oktober", "2024-10-03TMO"),
    ],
)
def test_reads_expression_with_value(text: str, words: str, value: str) -> None:
    (found,) = read(text)
    assert (found.span.of(text), found.value) == (words, value)


@pytest.mark.parametrize(
    "text",
    [
        "Die Frau März sprach mit August Bebel.",
        "Es kamen 2.000 Menschen und 2020 Tote.",
        "Am 31.02.2024 steht nichts im Kalender.",
        "Er wurde nun einmal nicht gefragt.",
        "Das Auto fuhr 120 Kilometer pro Stunde.",
        "Nicht zuletzt deshalb ging er.",
    ],
)
def test_reads_nothing_where_no_time_stands(text: str) -> None:
    assert read(text) == ()


def test_ranges_are_two_dates_that_share_the_month() -> None:
    first, second = read("Er ist vom 3. bis zum 5. Mai in Berlin.")
    assert (first.value, second.value) == ("2024-05-03", "2024-05-05")


def test_intervals_are_half_open_and_aware() -> None:
    (found,) = read("Er lag Ende Oktober im Krankenhaus.")
    assert found.modifier == "END"
    assert found.start == datetime(2024, 10, 22, tzinfo=BERLIN)
    assert found.end == datetime(2024, 11, 1, tzinfo=BERLIN)


def test_night_runs_from_evening_to_morning() -> None:
    (found,) = read("In der Nacht auf Sonntag fiel Schnee.")
    assert (found.start, found.end) == (
        datetime(2024, 11, 9, 22, tzinfo=BERLIN),
        datetime(2024, 11, 10, 6, tzinfo=BERLIN),
    )


def test_text_anchor_counts_from_the_day_named_last() -> None:
    found = read("Am 24.12.2023 schneite es, tags darauf taute es, zwei Tage später regnete es.")
    assert [t.value for t in found] == ["2023-12-24", "2023-12-25", "2023-12-27"]


def test_clock_time_stands_on_the_day_of_its_sentence() -> None:
    found = read("Am Donnerstag, dem 10. Oktober, wurde um 8.30 Uhr geschossen.")
    assert [t.value for t in found] == ["2024-10-10", "2024-10-10T08:30"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Am 19. Juni war es.", "XXXX-06-19"),
        ("Am Montag war es.", "XXXX-WXX-1"),
        ("Um 20 Uhr war es.", "XXXX-XX-XXT20:00"),
    ],
)
def test_without_anchor_values_stay_underspecified(text: str, value: str) -> None:
    (found,) = read(text, None)
    assert (found.value, found.start, found.end) == (value, None, None)


WORDS = st.sampled_from(
    [
        "am",
        "vor",
        "seit",
        "in",
        "der",
        "des",
        "19.",
        "5.",
        "Juni",
        "2024",
        "24.12.2023",
        "Uhr",
        "zwei",
        "Jahren",
        "Montag",
        "Abend",
        "Nacht",
        "zum",
        "heute",
        "Ende",
        "Anfang",
        "Woche",
        "letzten",
        "kommenden",
        "Jahrhundert",
        "90er",
        "Jahre",
        "20.15",
        "halb",
        "neun",
        "jeden",
        "Silvester",
        "–",
        "und",
        "bis",
        ",",
        ".",
        "Jahr",
        "0.",
        "99.",
        "1/2",
        "Mitte",
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join), st.sampled_from([ANCHOR, None]))
def test_spans_lie_inside_in_order_and_never_overlap(text: str, anchor: datetime | None) -> None:
    found = read(text, anchor)
    assert all(0 <= t.span.start < t.span.end <= len(text) for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all((t.start is None) == (t.end is None) for t in found)
    assert all(t.start < t.end for t in found if t.start and t.end)
    assert anchor is not None or all(t.start is None or any(c.isdigit() for c in t.value) for t in found)


def test_one_endless_line_is_capped() -> None:
    assert len(read("Am 19. Juni war es so. " * 50_000)) < 1_000


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared evaluation data")
def test_seed_article_dates() -> None:
    text = sorted((SHARED / "seeds").glob("*.txt"))[0].read_text(encoding="utf-8")
    values = {t.value for t in read(text)}
    assert {"2024-06-19", "2024-11-06", "2024-08"} <= values
