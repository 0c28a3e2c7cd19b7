import pytest

from lagebild.corroborate.counted import Counted
from lagebild.corroborate.naming import counted_name, nominative_plural


@pytest.mark.parametrize(
    ("stands", "named"),
    [
        ("Haushalten", "Haushalte"),
        ("Verletzten", "Verletzte"),
        ("Einsatzkräften", "Einsatzkräfte"),
        ("Schülern", "Schüler"),
        ("Menschen", "Menschen"),
        ("Soldaten", "Soldaten"),
        ("Festnahmen", "Festnahmen"),
        ("Geschichten", "Geschichten"),
        ("Boote", "Boote"),
    ],
)
def test_nouns_are_named_in_the_nominative(stands: str, named: str) -> None:
    assert nominative_plural(stands) == named


def test_modifiers_stay_and_get_the_strong_ending() -> None:
    assert counted_name([Counted("nordkoreanischen Soldaten", "soldat")], None) == "nordkoreanische Soldaten"


def test_what_follows_the_noun_belongs_to_the_name() -> None:
    members = [Counted("Haushalten", "households", concept=True, complement="ohne Strom")]
    assert counted_name(members, None) == "Haushalte ohne Strom"


def test_sums_are_named_by_what_they_are_and_never_by_a_code() -> None:
    assert counted_name([Counted("", "Schaden", concept=True)], "EUR") == "Schaden"
    whose = Counted("Kosten des Transformators", "Kosten", concept=True, genitive=True)
    assert counted_name([whose], "EUR") == "Kosten des Transformators"
    assert counted_name([Counted("", "")], "EUR") == "Geldbetrag"
    assert counted_name([Counted("", "‰", concept=True)], "‰") == "Alkohol im Blut"


def test_several_nouns_for_one_thing_go_under_its_own_name() -> None:
    one, two = (Counted(noun, "passengers", concept=True) for noun in ("Urlauber", "Fluggästen"))
    assert counted_name([one, two], None) == "Reisende"
    assert counted_name([one, one], None) == "Urlauber"
    assert counted_name([Counted("Mal", "missions", concept=True)], None) == "Einsätze"
