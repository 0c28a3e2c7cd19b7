import pytest

from lagebild.corroborate.names import speaker_names
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


def test_people_are_known_as_such() -> None:
    assert NAMES.is_person("Juhan Tamm") and not NAMES.is_person("Polizei")
