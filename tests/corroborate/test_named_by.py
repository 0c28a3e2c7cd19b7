"""Who names a number in the words right before it."""

import pytest

from lagebild.corroborate.counted import named_by
from lagebild.records.span import Span


@pytest.mark.parametrize(
    ("before", "number", "who"),
    [
        ("Die Gewerkschaft zählte ", "1.900", "Gewerkschaft"),
        ("Die Polizei ging dagegen von rund ", "4.000", "Polizei"),
        ("Alstavia sprach von knapp ", "1.200", "Alstavia"),
        ("Police put the number at around ", "40,000", "Police"),
        ("Zuvor sprach ", "300", None),
        ("Vor Tagen ging von ", "300", None),
        ("Die Grünen kamen auf ", "12", None),
        ("Der Zug hielt auf Gleis ", "3", None),
    ],
)
def test_who_names_a_number(before: str, number: str, who: str | None) -> None:
    text = before + number
    assert named_by(text, Span(len(before), len(text)), Span(0, len(text))) == who
