import pytest

from lagebild.language.standing import introduced, leans, met, needs, with_sharp_s


@pytest.mark.parametrize(
    "text",
    [
        "Er hatte mit den Parteien verhandelt.",
        "Bis zum Morgen des 7. Mai hatte er mit den Parteien verhandelt.",
        "Dort wohnen viele Menschen.",
        "Das heißt nicht viel.",
        "Diese zeigten die Ampel gar nicht.",
        "Viele waren festgenommen worden.",
        "Um 7.20 Uhr ist hier ein Bus verunglückt.",
        "Der Chef sagte dieser Zeitung, es gehe voran.",
        "Am Dienstag haben wir darüber berichtet.",
        "Grund soll ein Fehler gewesen sein.",
        "Der Rekord wurde damit übertroffen.",
        "Mit Anna Kruse ist er nicht verwandt.",
    ],
)
def test_sentences_that_need_their_neighbour(text: str) -> None:
    assert leans(text, "de", ["Anna Kruse"])


@pytest.mark.parametrize(
    "text",
    [
        "Der Fahrer sagte, er habe nichts gesehen.",
        "Anna Kruse will ihren Antrag zurückziehen, sagte sie.",
        "„Wir haben hier nichts gesehen“, sagte Anna Kruse.",
        "Das neue Gesetz tritt in Kraft.",
        "Die Firma rechnet damit, dass die Kosten steigen.",
        "Zwei Männer haben in Halle eine Bank überfallen.",
        "Ein Bagger hat ein Kabel zerrissen und damit den Strom abgestellt.",
    ],
)
def test_sentences_that_stand_alone(text: str) -> None:
    assert not leans(text, "de", ["Anna Kruse"])


def test_english_pronouns() -> None:
    assert leans("He denied it.", "en")
    assert not leans("“We are safe,” Anna Kruse said.", "en", ["Anna Kruse"])


def test_definite_nouns_must_have_been_introduced() -> None:
    wanted = needs("Nach Angaben des Unternehmens fielen 112 Flüge aus.", "de")
    assert wanted == {"unternehmens"}
    assert not met(wanted, introduced(["Der Streik dauert an."]))
    assert met(wanted, introduced(["Das Unternehmen schweigt."]))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Der Lastwagen fuhr in die Seite des Busses.", {"lastwagen", "busses"}),
        ("Die Polizei suchte den Mann, der am Dienstag floh.", set()),
        ("Der Brand in Halle ist gelöscht.", set()),
        ("Die Fluggesellschaft Adria streicht Flüge.", set()),
        ("Ein Bus stieß gegen eine Mauer, der Bus brannte aus.", set()),
        ("Die meisten dieser Soldaten sind in Kursk.", {"soldaten"}),
        ("Aus diesem Grund schwieg der Rat.", {"grund"}),
        ("Ein Drittel dieses Jahres ist vorbei.", set()),
        ("Die 54-Jährige starb in der Klinik.", {"54-jährige", "klinik"}),
        ("Der russische Präsident schwieg.", set()),
    ],
)
def test_what_counts_as_known(text: str, wanted: set[str]) -> None:
    assert needs(text, "de", ["Adria"]) == wanted


def test_a_compound_introduces_its_last_part() -> None:
    assert met(frozenset({"bus"}), introduced(["Ein Linienbus brannte."]))
    assert not met(frozenset({"vertrag"}), introduced(["Der Pakt wurde unterzeichnet."]))


def test_swiss_spelling_becomes_german_outside_quotations() -> None:
    assert with_sharp_s("Die grosse Strasse heisst „Grosse Gasse“, dass es passt.") == (
        "Die große Straße heißt „Grosse Gasse“, dass es passt."
    )
