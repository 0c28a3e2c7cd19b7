"""What a German text says about time beyond one expression: anchors told before, tense, forms of the region."""

from datetime import datetime

import pytest

from lagebild.language.calendar import BERLIN
from lagebild.language.german.sentences import GermanSentenceSplitter
from lagebild.language.german.times import GermanTimeTagger

ANCHOR = datetime(2024, 11, 12, 9, 30, tzinfo=BERLIN)  # a Tuesday


def values(text: str) -> list[str]:
    return [t.value for t in GermanTimeTagger().tag(text, GermanSentenceSplitter().split(text), ANCHOR)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er wurde 1992 geboren. Im selben Jahr starb sein Vater.", ["1992", "1992"]),
        ("Er wurde 1992 geboren. Zwei Jahre später zog er um.", ["1992", "1994"]),
        ("Am 3. Mai 1992 kam er. Am Tag darauf ging er.", ["1992-05-03", "1992-05-04"]),
        ("Am 3. Mai 1992 kam er. Am 20. Mai ging er.", ["1992-05-03", "1992-05-20"]),
        ("Er sprach über die Anschläge vom 11. September.", ["2001-09-11"]),
        ("Die Bahn hat zu Streiks am Freitag aufgerufen.", ["2024-11-15"]),
        ("Die Bahn hat am Freitag zu Streiks aufgerufen.", ["2024-11-08"]),
        ("Montag bis Freitag ist geöffnet.", ["2024-11-11", "2024-11-15"]),
        ("Am Mittwoch kommender Woche tagt der Rat.", ["2024-11-20"]),
        ("Übernächste Woche beginnt das Fest.", ["2024-W48"]),
        ("Im dritten Geschäftsquartal 2023/24 stieg der Gewinn.", ["2023-Q3"]),
        ("Nach den Sommerferien 2023 fehlten Lehrer.", ["2023-SU"]),
        ("Am ersten Adventssonntag wird gefeiert.", ["2024-12-01"]),
        ("In den Zwanzigern war Berlin laut.", ["192"]),
        ("Heuer war es im Jänner kalt.", ["2024", "2024-01"]),
        ("Um Viertel vor neun kam er.", ["2024-11-12T08:45"]),
        ("Das dritte Jahrtausend begann.", ["2"]),
        ("44 v. Chr. starb er.", ["BC0044"]),
        ("In der Nacht zum Freitag schneite es. Am Morgen taute es.", ["2024-11-07TNI", "2024-11-08TMO"]),
        ("In der Nacht schneite es, am frühen Morgen taute es.", ["2024-11-11TNI", "2024-11-12TMO"]),
        ("Er lief 1:01 Minuten.", ["PT1M1S"]),
        ("Der Krieg endete vor 79 Jahren.", ["P79Y"]),
        ("Der Film ist für Kinder unter 12 Jahren verboten.", []),
    ],
)
def test_reads_what_the_text_says(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_words_that_argue_are_times_in_reports_alone() -> None:
    assert values("Die Polizei sucht nun den Täter.") == ["PRESENT_REF"]
    assert values("Die Polizei sucht nun den Täter. Aber warum?") == []


def test_a_distance_in_years_keeps_the_year_it_leads_to() -> None:
    text = "Vor zwei Jahren kam er."
    (found,) = GermanTimeTagger().tag(text, GermanSentenceSplitter().split(text), ANCHOR)
    assert (found.type, found.value, found.rule) == ("DURATION", "P2Y", "distance-in-years")
    assert found.start == datetime(2022, 1, 1, tzinfo=BERLIN)
