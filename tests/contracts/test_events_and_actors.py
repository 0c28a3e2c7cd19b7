"""Who did what to whom, and which places act: the rows that `lagebild annotate` prints for own sentences."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lagebild.run import passing
from lagebild.serve.rows import annotation_row
from tests.builders import Row, document

MONDAY = datetime(2026, 3, 30, 12, tzinfo=UTC)


def row(text: str, language: str = "de", title: str | None = None) -> Row:
    (read,) = passing.annotate([document("x", text, title, language=language, published=MONDAY)])
    return annotation_row(read)


def words(text: str, span: Any) -> str | None:
    """Return the words of a span as the row has it, a list of two offsets inside the text, or None."""
    if span is None:
        return None
    start, end = span
    assert 0 <= start < end <= len(text)
    return text[start:end]


def told(text: str, language: str = "de") -> list[tuple[str | None, str, str | None, str | None]]:
    """Return anchor, code, actor and recipient of each event of the row."""
    events = row(text, language)["events"]
    for event in events:
        assert set(event) == {"code", "anchor", "actor", "recipient", "time", "place"}
    return [(words(text, e["anchor"]), e["code"], words(text, e["actor"]), words(text, e["recipient"])) for e in events]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Frankreich unterzeichnete den Vertrag mit Norwegen.", ("unterzeichnete", "AGREE", "Frankreich", "Norwegen")),
        ("Der Vertrag wurde von Frankreich ratifiziert.", ("ratifiziert", "AGREE", "Frankreich", None)),
        ("Deutschland lieferte Panzer an die Ukraine.", ("lieferte", "AID", "Deutschland", "Ukraine")),
        ("Estland beschuldigte Lettland am Montag.", ("beschuldigte", "ACCUSE", "Estland", "Lettland")),
        ("Estland warf Lettland den Angriff vor.", ("warf", "ACCUSE", "Estland", "Lettland")),
        ("Ministerin Anna Kruse besuchte Oslo.", ("besuchte", "CONSULT", "Anna Kruse", "Oslo")),
        ("Ministerin Anna Kruse trat am Abend zurück.", ("trat", "CONCEDE", "Anna Kruse", None)),
        ("In Gera stieß ein Zug mit einem Lastwagen zusammen.", ("stieß", "ACCIDENT", None, None)),
        ("Die Gewerkschaft rief zum Streik auf.", ("Streik", "PROTEST", None, None)),
    ],
)
def test_events(text: str, expected: tuple[str, str, str | None, str | None]) -> None:
    assert expected in told(text)


def test_events_of_an_english_text_have_the_same_codes() -> None:
    assert ("signed", "AGREE", "France", "Norway") in told("France signed the treaty with Norway.", "en")
    assert ("accused", "ACCUSE", "Estonia", "Latvia") in told("Estonia accused Latvia on Monday.", "en")


def test_actor_and_recipient_change_places_with_the_voice() -> None:
    active = told("Estland griff Lettland an.")
    passive = told("Lettland wurde von Estland angegriffen.")
    assert {event[2:] for event in active + passive} == {("Estland", "Lettland")}


def test_events_of_the_title_are_offsets_into_the_title() -> None:
    title = "Frankreich ratifiziert den Vertrag"
    read = row("Am Montag stimmte das Parlament in Paris zu.", title=title)
    events = read["title_annotations"]["events"]
    assert [(words(title, e["anchor"]), e["code"], words(title, e["actor"])) for e in events] == [
        ("ratifiziert", "AGREE", "Frankreich")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Kruse trat am Abend vor die Kameras.",
        "Jonas Lehr gab den Kindern Anlass zu Freude.",
        "Der Bus stieß gegen nichts, alle blieben zusammen.",
    ],
)
def test_a_particle_that_closes_no_clause_makes_no_event(text: str) -> None:
    assert told(text) == []


def test_what_only_stands_there_is_no_event() -> None:
    assert told("Der Himmel über Gera ist blau, die Wiese grün.") == []


def actors(text: str, language: str = "de") -> dict[str | None, bool]:
    """Return for each place of the row whether it acts."""
    return {words(text, place["span"]): place["as_actor"] for place in row(text, language)["places"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moskau kündigte neue Gespräche an.", {"Moskau": True}),
        ("In Moskau begannen neue Gespräche.", {"Moskau": False}),
        ("Die Zusammenarbeit zwischen Moskau und Pjöngjang wächst.", {"Moskau": True, "Pjöngjang": True}),
        ("Der Zug fährt von Moskau nach Pjöngjang.", {"Moskau": False, "Pjöngjang": False}),
        ("Der Kreml wies die Vorwürfe zurück.", {"Kreml": True}),
        ("Sanktionen gegen Belarus gelten weiter.", {"Belarus": True}),
        ("Estland bestreitet den Angriff.", {"Estland": True}),
        ("Der Angriff in Estland dauerte eine Stunde.", {"Estland": False}),
        ("Lüneburg will die Brücke im Mai sperren.", {"Lüneburg": False}),
    ],
)
def test_places_that_act_are_told_from_places_where_something_is(text: str, expected: dict[str, bool]) -> None:
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Washington announced new talks.", {"Washington": True}),
        ("Talks began in Washington.", {"Washington": False}),
    ],
)
def test_english_places_act_too(text: str, expected: dict[str, bool]) -> None:
    assert actors(text, "en") == expected


@pytest.mark.xfail(strict=True, reason="of two English places after `between`, only the second is taken for an actor")
def test_both_sides_of_english_talks_act() -> None:
    assert actors("Talks between Moscow and Tehran failed.", "en") == {"Moscow": True, "Tehran": True}


def test_who_acts_is_not_where_it_happened() -> None:
    text = "Moskau kündigte neue Gespräche an. Sie beginnen am Montag in Gera."
    read = row(text)
    assert actors(text) == {"Moskau": True, "Gera": False}
    assert read["scene"]["name"] == "Gera"


def test_what_acts_still_has_its_place_and_says_why() -> None:
    (place,) = row("Moskau kündigte neue Gespräche an.")["places"]
    assert (place["name"], place["precision"]) == ("Moskau", "city")
    assert abs(place["lat"] - 55.75) < 0.2 and abs(place["lon"] - 37.6) < 0.2 and place["why"]
