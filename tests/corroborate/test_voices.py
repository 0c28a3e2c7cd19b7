"""Who can vouch for what is said, and what a claim leaves out of its sentence."""

import pytest

from lagebild.corroborate.corroborate import corroborate
from lagebild.corroborate.voices import is_nobody, is_writing
from lagebild.records.claim import Claim
from tests.corroborate.builders import Writer, material


def only_claim(writer: Writer) -> Claim:
    (claim,) = corroborate(material([writer.done()])).claims
    return claim


@pytest.mark.parametrize("name", ["man", "Niemand", "Andere", "both"])
def test_words_for_nobody_are_no_speakers(name: str) -> None:
    assert is_nobody(name)


@pytest.mark.parametrize(
    ("name", "writing"),
    [
        ("Umfrage", True),
        ("Leserumfrage", True),
        ("neue Studie", True),
        ("Umfrage des Hafeninstituts", True),
        ("Studierende", False),
        ("Institut für Statistik", False),
        ("Datenschutzbeauftragte", False),
        ("Hafeninstitut", False),
    ],
)
def test_writings_are_told_from_those_who_write(name: str, *, writing: bool) -> None:
    assert is_writing(name) is writing


def test_a_survey_says_nothing_itself() -> None:
    content = "die meisten Fischer wollten den Hafen behalten"
    claim = only_claim(Writer(f"Eine Umfrage sagt, {content}.").statement(content, "Umfrage"))
    assert claim.speaker is None
    assert [(o.name, o.kind) for o in claim.origins] == [("Umfrage", "outlet")]


def test_what_nobody_in_particular_says_is_hearsay() -> None:
    content = "der Hafen von Emden brauche neue Kräne und Schuppen"
    claim = only_claim(Writer(f"Viele sagen, {content}.", outlet="Küstenbote").statement(content, "Viele"))
    assert claim.speaker is None
    assert (claim.modality, [o.kind for o in claim.origins]) == ("hearsay", ["anonymous"])


def test_a_claim_begins_behind_the_dateline() -> None:
    said = "Die Werft will im Herbst drei Docks schließen"
    claim = only_claim(Writer(f"Emden (xna) - {said}.").statement(f"Emden (xna) - {said}", "Werft", modality="planned"))
    assert claim.text == claim.evidence[0].passage.quote == said
