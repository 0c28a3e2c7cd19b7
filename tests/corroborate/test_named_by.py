"""Who names a number in the words before it."""

import pytest

from lagebild.corroborate.named_by import named_by, reckoned_by, reckoning_of
from lagebild.records.annotation import Mention, TextAnnotations
from lagebild.records.span import Span


@pytest.mark.parametrize(
    ("before", "number", "who"),
    [
        ("Die Gewerkschaft zählte ", "1.900", "Gewerkschaft"),
        ("Die Polizei ging dagegen von rund ", "4.000", "Polizei"),
        ("Alstavia sprach von knapp ", "1.200", "Alstavia"),
        ("Police put the number at around ", "40,000", "Police"),
        ("Nun meldet ", "300", None),
        ("Derweil spricht man von ", "300", None),
        ("Zuvor sprach ", "300", None),
        ("Vor Tagen ging von ", "300", None),
        ("Die Grünen kamen auf ", "12", None),
        ("Der Zug hielt auf Gleis ", "3", None),
    ],
)
def test_who_names_a_number(before: str, number: str, who: str | None) -> None:
    text = before + number
    assert named_by(text, Span(len(before), len(text)), Span(0, len(text))) == who


def test_who_arrives_at_a_number_is_known_apart_from_who_gets_it() -> None:
    text = "Der Bauernverband kommt auf mindestens 40 Millionen"
    number = Span(text.index("40"), len(text))
    assert reckoned_by(text, number, Span(0, len(text))) == "Bauernverband"
    assert named_by(text, number, Span(0, len(text))) is None


def test_a_reckoning_is_of_whom_the_sentence_before_names_first() -> None:
    text = "Die Reederei widersprach der Stadt. Nach ihrer Rechnung kostet der Kai 9 Millionen. Das sind 9 Millionen."
    first = text.index(". ") + 1
    second = text.index(". ", first) + 1
    mentions = (Mention(Span(4, 12), "organisation", "reederei"), Mention(Span(29, 34), "organisation", "stadt"))
    read = TextAnnotations("de", (Span(0, first), Span(first + 1, second), Span(second + 1, len(text))), mentions)
    for nth, (home, who) in enumerate([(read.sentences[1], "reederei"), (read.sentences[2], None)]):
        at = text.index("9 Millionen", home.start)
        assert reckoning_of(text, read, Span(at, at + 11), home) == who, nth
