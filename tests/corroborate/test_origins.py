from lagebild.corroborate.origins import headlines, shared_origins
from lagebild.records.story import StoryLink
from tests.corroborate.builders import Writer

BODY = (
    "Am frühen Morgen fiel in der Stadt der Strom aus, weil ein Bagger beim Aushub einer Grube ein Kabel durchtrennt "
    "hatte. Die Stadtwerke schickten drei Trupps, die den Schaden bis zum Mittag behoben."
)


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


def test_the_hand_is_named_by_credit_address_or_family() -> None:
    def named(*items: Writer) -> str:
        return shared_origins([item.done() for item in items])[0].name

    assert named(Writer(BODY, id="a", outlet="A"), Writer(BODY + " (dpa)", id="b", outlet="B")) == "dpa"
    urls = [f"https://www.{host}/lokales/kabel-1.html" for host in ("haz.de", "lvz.de")]
    house = [Writer(BODY, id=url, outlet=url, url=url) for url in urls]
    assert named(*house) == "Redaktionsnetzwerk Deutschland"
    assert named(*house, Writer(BODY, id="c", outlet="C", url="https://example.org/")) == urls[0]
