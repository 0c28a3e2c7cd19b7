"""The day and the place of an event: from its own part of the sentence, or none."""

from datetime import UTC, date, datetime

import pytest

from lagebild.annotate.annotate import annotate
from lagebild.records.document import Document

MONDAY = datetime(2026, 3, 30, 12, tzinfo=UTC)


def settled(text: str, anchor: str) -> tuple[date | None, str | None]:
    """Return day and name of place of the event with this anchor."""
    body = annotate(Document(id="x", text=text, published=MONDAY, seen=MONDAY, language="de")).body
    event = next(e for e in body.events if e.anchor.of(text) == anchor)
    return event.time, body.places[event.place].name if event.place is not None else None


@pytest.mark.parametrize(
    ("text", "anchor", "day", "place"),
    [
        ("Am Sonntag nahm die Polizei in Oslo einen Mann fest.", "nahm", date(2026, 3, 29), "Oslo"),
        ("Die Polizei nahm einen Mann fest.", "nahm", None, None),
        ("Estland griff Lettland an.", "griff", None, None),
        ("Die Polizei nahm am Sonntag in Oslo Minister Jan Holt fest.", "nahm", date(2026, 3, 29), "Oslo"),
        ("Am Sonntag griff Estland das Schiff an.", "griff", date(2026, 3, 29), None),
        ("Der Anschlag in Oslo am Freitag war Thema bei der Sitzung in Riga.", "Anschlag", date(2026, 3, 27), "Oslo"),
        ("Der Anschlag in Oslo war Thema bei der Sitzung in Riga.", "Sitzung", None, "Riga"),
        ("Der Minister sagte am Sonntag, die Armee habe ein Dorf beschossen.", "beschossen", None, None),
        ("Seit Sonntag streiken in Oslo die Lehrer.", "streiken", None, "Oslo"),
        ("Am Widerstand Russlands scheiterte die Resolution.", "Widerstand", None, None),
    ],
)
def test_day_and_place(text: str, anchor: str, day: date | None, place: str | None) -> None:
    assert settled(text, anchor) == (day, place)


def test_who_acts_is_no_place_of_what_he_does() -> None:
    day, place = settled("In Berlin warnte Frankreich am Sonntag vor neuen Angriffen.", "warnte")
    assert (day, place) == (date(2026, 3, 29), "Berlin")
