"""Ages, streets and exact figures of headline and lead: what tells two happenings in the same words apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import document

from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.particulars import agreement
from lagebild.cluster.profile import profile
from lagebild.records.story import AnnotatedDocument

NOWHERE = "Der Rat der Gemeinde hat lange beraten und nichts beschlossen. " * 8


def read(text: str, title: str = "", name: str = "a") -> AnnotatedDocument:
    told = document(name, text, title)
    return AnnotatedDocument(told, annotate(told, None))


def particulars(text: str, title: str = "") -> set[str]:
    return set(profile(read(text, title), ClusterOptions()).particulars)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Ein 47-Jähriger wurde in Celle verletzt.", "a47"),
        ("Die 22-jährige Fahrerin blieb unverletzt.", "a22"),
        ("Ein siebenjähriges Kind wird vermisst.", None),
        ("Der siebenjährige Junge wird vermisst.", "a7"),
        ("Der Bauer ist 81 Jahre alt.", "a81"),
        ("Er starb im Alter von 90 Jahren.", "a90"),
        ("Trainer Kruse (52) tritt zurück.", "a52"),
        ("Anna Kruse, 34, leitet das Werk.", "a34"),
        ("A 28-year-old man was arrested in Hull.", "a28"),
        ("A boy aged nine is missing.", "a9"),
        ("Der Verein feiert sein 75-jähriges Bestehen.", None),
        ("Die 20-köpfige Gruppe floh.", None),
        ("Der Rat tagte (2026) lange.", None),
        (NOWHERE + "Ein 47-Jähriger wurde verletzt.", None),
    ],
)
def test_how_old_somebody_is(text: str, age: str | None) -> None:
    assert {told for told in particulars(text) if told[0] == "a"} == ({age} if age else set())


def test_the_headline_counts() -> None:
    assert particulars("Der Rat beriet lange.", "47-Jähriger in Celle verletzt") == {"a47"}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Der Dax fiel auf 17.842 Punkte.", "f17842"),
        ("Der Gewinn stieg auf 742 Millionen Euro.", "f742000000"),
        ("Die Inzidenz lag bei 141,6.", "f141.6"),
        ("Der Schaden beträgt 500.000 Euro.", None),
        ("In der Halle waren 40 Menschen.", None),
    ],
)
def test_figures_of_three_places(text: str, figure: str | None) -> None:
    assert {told for told in particulars(text) if told[0] == "f"} == ({figure} if figure else set())


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("In der Lindenstraße in Celle brannte es.", "slindenstraße"),
        ("Der Unfall geschah in der Altenburger Straße in Gera.", "saltenburger straße"),
        ("Die Straße in Celle ist gesperrt.", None),
    ],
)
def test_streets(text: str, street: str | None) -> None:
    assert {told for told in particulars(text) if told[0] == "s"} == ({street} if street else set())


def test_what_both_tell_of_one_kind_agrees_or_does_not() -> None:
    assert agreement({"a47", "a30"}, {"a47"}) == 1.0
    assert agreement({"a47"}, {"a30"}) == -1.0
    assert agreement({"a47", "f742"}, {"a47", "f741"}) == 0.0
    assert agreement({"a47"}, {"f742"}) == agreement(set(), {"a47"}) == 0.0


told = st.frozensets(st.sampled_from(["a7", "a47", "f742", "f741", "sallee", "sring"]))


@given(told, told)
def test_it_is_the_same_either_way_round(one: frozenset[str], other: frozenset[str]) -> None:
    assert agreement(one, other) == agreement(other, one)
    assert abs(agreement(one, other)) <= len({each[0] for each in one})


def test_it_is_weighed_and_remembered() -> None:
    linker = Linker()
    linker.link(read("Ein 47-Jähriger wurde auf der Autobahn bei Viernheim ohne Führerschein ertappt.", "Viernheim"))
    for age, expected in ((30, -1.0), (47, 1.0)):
        later = read(f"Ein {age}-Jähriger wurde bei Viernheim auf der Autobahn zu schnell ertappt.", "Viernheim", "b")
        assert linker.fits(profile(later, ClusterOptions()))[0][0].features["particulars"] == expected
