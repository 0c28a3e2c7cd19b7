import pytest

from lagebild.corroborate.origins import credited, headlines, shared_origins
from lagebild.records.story import StoryLink
from tests.corroborate.builders import Writer

BODY = (
    "Am frühen Morgen fiel in der Stadt der Strom aus, weil ein Bagger beim Aushub einer Grube ein Kabel durchtrennt "
    "hatte. Die Stadtwerke schickten drei Trupps, die den Schaden bis zum Mittag behoben."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emden (xna) - Am Morgen fiel der Strom aus.", {"xna"}),
        ("Berlin (dpa/AFP) – Die Regierung tagt.", {"dpa", "AFP"}),
        ("Der Zug hielt.\nQuelle: dpa", {"dpa"}),
        ("Die Partei (in Emden) tagt.", set()),
    ],
)
def test_credits(text: str, expected: set[str]) -> None:
    assert credited(text) == expected


def test_a_kicker_does_not_make_another_headline() -> None:
    plain = "Bagger legt Emden den ganzen Vormittag lahm"
    assert headlines(plain) & headlines(f"Stromausfall: {plain}")
    assert headlines(plain) & headlines(f"Stromausfall:„{plain}“")
    assert not headlines("Strom ist weg") & headlines("Emden: Strom ist weg")


def test_partly_copied_texts_are_of_one_hand() -> None:
    a = Writer(BODY, id="a", outlet="A").done()
    b = Writer("Ein Vormittag ohne Licht. " + BODY, id="b", outlet="B").done()
    c = Writer("Der Bürgermeister lobte die Trupps für ihre rasche Arbeit am Kabel und dankte allen.", id="c").done()
    (shared,) = shared_origins([a, b, c])
    assert shared.documents == ("a", "b")
    assert shared.why == "gleicher Wortlaut"


def test_a_known_copy_is_of_one_hand_whatever_it_says() -> None:
    a, b = Writer("Eins.", id="a").done(), Writer("Zwei.", id="b").done()
    assert shared_origins([a, b]) == ()
    assert shared_origins([a, b], [StoryLink("b", "s", 1.0, copy_of="a")])[0].documents == ("a", "b")
