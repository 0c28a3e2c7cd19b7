import pytest

from lagebild.corroborate.names import speaker_names
from lagebild.records.annotation import Entity
from tests.corroborate.builders import Writer

NAMES = speaker_names(
    [Writer("x", id="a").person("Juhan Tamm").person("Liis Kask").done(), Writer("y").person("Mart Kask").done()]
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tamm", "Juhan Tamm"),
        ("Tamms", "Juhan Tamm"),
        ("Juhan Tamm", "Juhan Tamm"),
        ("der estnische Präsident Juhan Tamm", "Juhan Tamm"),
        ("Kask", "Kask"),
        ("Liis Kask", "Liis Kask"),
        ("Peeter Tamm", "Peeter Tamm"),
        ("die Polizei", "Polizei"),
        ("Polizei", "Polizei"),
    ],
)
def test_speakers_are_counted_under_one_name(name: str, expected: str) -> None:
    assert NAMES.of(name) == expected


def test_a_surname_alone_means_whom_nearly_all_reports_name() -> None:
    many = [Writer("x", id=f"m{number}").person("Juhan Rebane").done() for number in range(11)]
    few = [Writer("x", id="f").person("Liis Rebane").done()]
    assert speaker_names([*many, *few]).of("Rebane") == "Juhan Rebane"
    assert speaker_names([*many[:9], *few]).of("Rebane") == "Rebane"
    assert speaker_names([*many, *few]).of("Liis Rebane") == "Liis Rebane"


def test_people_are_known_as_such() -> None:
    assert NAMES.is_person("Juhan Tamm") and not NAMES.is_person("Polizei")


def test_spellings_bodies_and_offices_of_a_story() -> None:
    first = Writer("Der estnische Präsident Juhan Lawrow sprach.", id="a").person("Juhan Lawrow")
    first.mention("Juhan Lawrow", "person", "person:juhan-lawrow")
    second = Writer("x", id="b").person("Lavrov")
    for writer, name in ((first, "Nato"), (second, "Nordatlantikpakt"), (second, "Sportbunds"), (first, "Sportbund")):
        writer.entities.append(Entity(f"organisation:{name.lower()}", "organisation", name))
    names = speaker_names([first.done(), second.done()])
    assert names.of("Lavrov") == names.of("der estnische Präsident") == "Juhan Lawrow"
    assert (
        names.of("Estlands Staatschef") == "Juhan Lawrow" and names.of("finnischer Präsident") == "finnischer Präsident"
    )
    assert names.of("Nordatlantikpakt") == names.of("der NATO") == "Nato"
    assert names.of("Sportbunds") == "Sportbund" and names.of("EU") == "EU"


def test_a_president_without_a_state_may_be_the_only_one() -> None:
    one = Writer("Präsident Juhan Tamm sprach.", id="a").person("Juhan Tamm")
    one.mention("Juhan Tamm", "person", "person:juhan-tamm")
    two = Writer("Präsident Mart Kask sprach.", id="b").person("Mart Kask")
    two.mention("Mart Kask", "person", "person:mart-kask")
    assert speaker_names([one.done()]).of("estnischer Präsident") == "Juhan Tamm"
    assert speaker_names([one.done(), two.done()]).of("estnischer Präsident") == "estnischer Präsident"
