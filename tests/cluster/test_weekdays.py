"""Days of the week that headline and lead name: what tells the reports of one series apart where dates are missing."""

from datetime import timedelta

import pytest
from tests.builders import NOON, document

from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import profile
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument

NOWHERE = "Der Rat der Gemeinde hat lange beraten und nichts beschlossen. " * 8
MONDAY, TUESDAY, FRIDAY = 1 << 1, 1 << 2, 1 << 5


def read(told: Document) -> AnnotatedDocument:
    return AnnotatedDocument(told, annotate(told, None))


def weekdays(text: str, title: str = "", **given: object) -> int:
    return profile(read(document("a", text, title, **given)), ClusterOptions()).weekdays


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Dax hat am Freitag 120 Punkte verloren.", FRIDAY),
        ("Am Montagabend brannte in Celle eine Scheune.", MONDAY),
        ("Am Montag beriet der Rat, am Dienstag entscheidet er.", MONDAY | TUESDAY),
        ("Der Rat beriet lange.", 0),
        (NOWHERE + "Am Montag tagt er wieder.", 0),
    ],
)
def test_an_undated_report_has_the_days_that_its_lead_names(text: str, expected: int) -> None:
    assert weekdays(text, published=None) == expected


def test_a_dated_one_has_those_near_its_own(text: str = "Am 31. März 2026 stürzte ein Kran um.") -> None:
    assert NOON.date().isoformat() == "2026-03-30"
    assert weekdays(text, published=NOON) == TUESDAY
    assert weekdays(text, published=NOON + timedelta(days=90)) == 0
    assert weekdays("Der Dax hat am Freitag verloren.", published=NOON) == FRIDAY


def test_the_headline_counts() -> None:
    assert weekdays("Der Rat beriet lange.", "Rat tagt am Montag", published=None) == MONDAY


def test_days_are_weighed_where_both_name_some_in_one_language() -> None:
    def disagree(later: str) -> float:
        linker = Linker()
        linker.link(
            read(document("a", "Am Montag brannte in Celle eine Scheune aus Holz.", "Brand in Celle", published=None))
        )
        found = linker.fits(profile(read(document("b", later, "Celle", published=None)), ClusterOptions()))
        return found[0][0].features["weekdays"]

    assert disagree("Am Freitag brannte in Celle eine Scheune.") == 1.0
    assert disagree("Am Montag brannte in Celle eine Scheune, am Dienstag eine zweite.") == 0.0
    assert disagree("In Celle brannte eine Scheune.") == 0.0
    assert disagree("The fire destroyed a barn in Celle on Friday, the police said, and it was big.") == 0.0


@pytest.mark.parametrize(("days", "expected"), [(2, 1.0), (21, 0.0)])
def test_of_reports_weeks_apart_days_say_nothing(days: int, expected: float) -> None:
    linker = Linker()
    linker.link(
        read(document("a", "Am Montag brannte in Celle eine Scheune aus Holz.", "Brand in Celle", published=NOON))
    )
    then = NOON + timedelta(days=days)
    later = read(
        document("b", "Am Mittwoch wurde in Celle die verbrannte Scheune aus Holz geräumt.", "Celle", published=then)
    )
    assert linker.fits(profile(later, ClusterOptions()))[0][0].features["weekdays"] == expected
