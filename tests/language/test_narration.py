"""What outlets and offices print with every text ties nothing together."""

import pytest

from lagebild.language.narration import bare_title, narrated, telling

TOLD = (
    "Am Donnerstag übersah ein Fahrer in der Hafenstraße ein Rad. Der Radler wurde leicht verletzt. An beiden Rädern "
    "und am Wagen entstand Schaden."
)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("POL-MK: Rad übersehen", "Rad übersehen"),
        ("BPOL-HH: Live: Rad übersehen", "Rad übersehen"),
        ("FW-DO: Wohnung ausgebrannt", "Wohnung ausgebrannt"),
        ("SZ Plus: Rad übersehen", "Rad übersehen"),
        ("POL-Pforzheim: Rad übersehen", "Rad übersehen"),
        ("POL-Kutter gesunken", "POL-Kutter gesunken"),
        ("LKA-Chef: Lage ernst", "LKA-Chef: Lage ernst"),
        ("FW-Sprecher: Lage ernst", "FW-Sprecher: Lage ernst"),
    ],
)
def test_a_headline_loses_what_stands_before_all_of_them(title: str, bare: str) -> None:
    assert bare_title(title) == bare


@pytest.mark.parametrize(
    "printed",
    [
        " Rückfragen bitte an: Polizei Hagen, Telefon: 02331 986-1515",
        " Original-Content von: Polizei Hagen, übermittelt durch news aktuell",
        " Durch Anklicken von „Ja“ erlauben Sie uns alles.",
        " Mit einem Klick stimmen Sie der Verarbeitung Ihrer Daten zu.",
    ],
)
def test_what_is_printed_with_every_text_is_not_read(printed: str) -> None:
    text = f"{TOLD} Zeugen melden sich."
    assert telling(text + printed, 6_000).strip() == text


@pytest.mark.parametrize(
    "told",
    [
        "Kunden klagen über den Diebstahl ihrer Daten.",
        "Die Länder geben ihre Zustimmung zum Vertrag.",
        "Am Sonntag stimmen sie über die Verfassung ab.",
        "Beim Anklicken des Links wurden Konten geleert.",
        "Doctors need your consent, the minister said.",
    ],
)
def test_news_about_consent_is_read(told: str) -> None:
    assert told in telling(f"{TOLD} {told}", 6_000)


@pytest.mark.parametrize(
    "number", ["02331 986-1515", "+49 40 4286-56213", "+49-6131-70-12121", "0541/327-2115", "Tel.: 0711 8990 3333"]
)
def test_telephone_numbers_are_not_read(number: str) -> None:
    read = telling(f"{TOLD} Wer etwas sah, wählt {number} oder schreibt E-Mail: wache@polizei.example an.", 6_000)
    assert not any(c.isdigit() for c in read)
    assert "wache" not in read
    assert "Mail" not in read


@pytest.mark.parametrize(
    "figure",
    [
        "2.500 Euro",
        "0:3",
        "2025 30 Brände",
        "12 000 Menschen",
        "07.05.2025",
        "8,5 bis 10 Tonnen",
        "1 200 300",
        "030/2025",
        "002 - 10",
    ],
)
def test_figures_are_read(figure: str) -> None:
    assert figure in telling(f"{TOLD} Es ging um {figure} dabei.", 6_000)


ASKED = (
    " Wer haftet für mein Rad? Hallo, ich habe seit März ein neues Rad. Gestern fuhr mir jemand hinein. Er gab keine "
    "Adresse an. Was kann ich tun?"
)


def test_a_question_to_a_forum_that_ran_into_a_report_is_not_read() -> None:
    assert narrated(f"{TOLD}{ASKED} Zeugen melden sich.", 6_000) == f"{TOLD} Zeugen melden sich."
    assert "neues Rad" in telling(TOLD + ASKED, 6_000), "a copy of it is still a copy"


def test_a_text_that_is_a_question_stays() -> None:
    assert "seit März" in narrated(f"Rad kaputt. {ASKED}", 6_000)


@pytest.mark.parametrize(
    "told",
    [
        "„Ich habe nichts gesehen. Ich hörte nur den Knall. Mir zitterten die Knie“, sagte sie.",
        "Ich war dabei, schreibt der Reporter.",
        "Die Station Mir kreiste. Aus Mir kam kein Signal. Mir verglühte.",
    ],
)
def test_what_others_say_of_themselves_is_read(told: str) -> None:
    assert told in narrated(f"{TOLD} {told}", 6_000)


@pytest.mark.parametrize(
    "printed",
    [
        " Bitte melden Sie sich an!",
        " Registrieren Sie sich kostenlos, um weiterzulesen.",
        " Tragen Sie mit Hinweisen zu diesem Artikel bei oder melden Sie uns Fehler.",
        " Ich habe die Netiquette gelesen.",
        " Wir nutzen Cookies, damit Sie alles finden. Manche dienen der Werbung. Mehr lesen Sie hier.",
    ],
)
def test_what_speaks_to_the_reader_is_not_read(printed: str) -> None:
    assert telling(f"{TOLD}{printed} Zeugen melden sich.", 6_000).split() == f"{TOLD} Zeugen melden sich.".split()


@pytest.mark.parametrize(
    "told",
    ["Sie war die erste Zeugin.", "„Melden Sie sich“, bat ein Beamter.", "Er sah, wie sie ihr Rad schob."],
)
def test_what_is_told_of_her_is_read(told: str) -> None:
    assert told in telling(f"{TOLD} {told} Zeugen melden sich.", 6_000)


def test_a_headline_without_full_stop_is_kept_where_a_notice_follows_it() -> None:
    text = f"Radler in der Hafenstraße verletzt Tragen Sie mit Hinweisen bei oder melden Sie uns Fehler. {TOLD}"
    assert telling(text, 6_000).split() == f"Radler in der Hafenstraße verletzt Tragen {TOLD}".split()


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Jetzt teilen: Jetzt teilen: Der Radler kam ins Spital.", "Der Radler kam ins Spital."),
        ("Anzeige Anzeige Hamburg. Der Radler kam ins Spital.", "Hamburg. Der Radler kam ins Spital."),
        ("Die Unfallstelle. (Foto: Jana Muster / dpa) Der Radler lag dort.", "Die Unfallstelle. Der Radler lag dort."),
        ("Er erstattete Anzeige gegen Unbekannt.", "Er erstattete Anzeige gegen Unbekannt."),
        ("Das Foto: eine Fälschung, sagt die Polizei.", "Das Foto: eine Fälschung, sagt die Polizei."),
    ],
)
def test_labels_go_and_their_sentence_stays(printed: str, read: str) -> None:
    assert telling(f"{TOLD} {printed}", 6_000).split() == f"{TOLD} {read}".split()
