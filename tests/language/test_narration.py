"""What outlets and offices print with every text ties nothing together."""

import pytest
from tests.builders import document

from lagebild.language.narration import bare_title
from lagebild.language.narration import narrated as narrated_of
from lagebild.language.narration import telling as telling_of
from lagebild.records.span import Span

TOLD = (
    "Am Donnerstag übersah ein Fahrer in der Hafenstraße ein Rad. Der Radler wurde leicht verletzt. An beiden Rädern "
    "und am Wagen entstand Schaden."
)


def telling(text: str) -> str:
    return " ".join(telling_of(document("d1", text), 6_000).text.split())


def narrated(text: str, language: str = "de") -> str:
    return " ".join(narrated_of(document("d1", text, language=language), 6_000).text.split())


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
    assert telling(text + printed) == text


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
    assert told in telling(f"{TOLD} {told}")


@pytest.mark.parametrize(
    "number", ["02331 986-1515", "+49 40 4286-56213", "+49-6131-70-12121", "0541/327-2115", "Tel.: 0711 8990 3333"]
)
def test_telephone_numbers_are_not_read(number: str) -> None:
    read = telling(f"{TOLD} Wer etwas sah, wählt {number} oder schreibt E-Mail: wache@polizei.example an.")
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
    assert figure in telling(f"{TOLD} Es ging um {figure} dabei.")


ASKED = (
    " Wer haftet für mein Rad? Hallo, ich habe seit März ein neues Rad. Gestern fuhr mir jemand hinein. Er gab keine "
    "Adresse an. Was kann ich tun?"
)


def test_a_question_to_a_forum_that_ran_into_a_report_is_not_read() -> None:
    assert narrated(f"{TOLD}{ASKED} Zeugen melden sich.") == f"{TOLD} Zeugen melden sich."
    assert "neues Rad" in telling(TOLD + ASKED), "a copy of it is still a copy"


def test_a_letter_is_not_read_however_much_of_the_page_it_takes() -> None:
    lead = "Radler in der Hafenstraße bei einem Unfall verletzt."
    letter = "Ich habe ein neues Rad. Das fuhr mir einer um. Ich zahle nun. Ich weiß nicht weiter."
    assert narrated(f"{lead} {letter} Was kann ich tun?") == lead
    assert narrated(f"{lead} Hallo, {letter}") == lead
    assert narrated(f"{lead} {letter}") == f"{lead} {letter}"


def test_a_text_that_is_a_question_stays() -> None:
    assert "seit März" in narrated(f"Rad kaputt. {ASKED}")


@pytest.mark.parametrize(
    "told",
    [
        "„Ich habe nichts gesehen. Ich hörte nur den Knall. Mir zitterten die Knie“, sagte sie.",
        "Ich war dabei, schreibt der Reporter.",
        "Die Station Mir kreiste. Aus Mir kam kein Signal. Mir verglühte.",
    ],
)
def test_what_others_say_of_themselves_is_read(told: str) -> None:
    assert told in narrated(f"{TOLD} {told}")


@pytest.mark.parametrize(
    "printed",
    [
        " Bitte melden Sie sich an!",
        " Registrieren Sie sich kostenlos, um weiterzulesen.",
        " Tragen Sie mit Hinweisen zu diesem Artikel bei oder melden Sie uns Fehler.",
        " Ich habe die Netiquette gelesen.",
        " Wir nutzen Cookies. Zudem erlauben Cookies Werbung.",
        " Wir nutzen Cookies, damit Sie alles finden. Manche dienen der Werbung. Mehr lesen Sie hier.",
    ],
)
def test_what_speaks_to_the_reader_is_not_read(printed: str) -> None:
    assert telling(f"{TOLD}{printed} Zeugen melden sich.") == f"{TOLD} Zeugen melden sich."


@pytest.mark.parametrize(
    "told",
    ["Sie war die erste Zeugin.", "„Melden Sie sich“, bat ein Beamter.", "Er sah, wie sie ihr Rad schob."],
)
def test_what_is_told_of_her_is_read(told: str) -> None:
    assert told in telling(f"{TOLD} {told} Zeugen melden sich.")


def test_a_headline_without_full_stop_is_kept_where_a_notice_follows_it() -> None:
    text = f"Radler in der Hafenstraße verletzt Tragen Sie mit Hinweisen bei oder melden Sie uns Fehler. {TOLD}"
    assert telling(text) == f"Radler in der Hafenstraße verletzt Tragen {TOLD}"


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
    assert telling(f"{TOLD} {printed}") == f"{TOLD} {read}"


@pytest.mark.parametrize(
    "told",
    [
        "Hacker stahlen personenbezogene Daten von 30.000 Kunden der Allianz in München.",
        "Die Tat geschah ohne Einwilligung, urteilte das Landgericht Köln.",
        "Eine Lücke in JavaScript betraf 4 Millionen Rechner.",
        "Der Minister pflegte einen engen Pressekontakt.",
        "Berlin (dpa) Sie war 94 Jahre alt und die letzte Zeugin.",
        "In Rom empfing der Papst Ihre Majestät Königin Mary von Dänemark.",
        "Das Kind (9) und seine Tante kamen ums Leben.",
    ],
)
def test_news_on_what_pages_speak_of_is_read(told: str) -> None:
    assert told in telling(f"{TOLD} Die Straße war lange gesperrt. {told} Zeugen melden sich.")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (
            "Die Polizei fragt nach einem roten Audi mit Kieler Kennzeichen: Wenn Sie ihn sahen, rufen Sie an.",
            "Die Polizei fragt nach einem roten Audi mit Kieler Kennzeichen:",
        ),
        (
            "Können Sie die Männer beschreiben? Ein Täter ist 1,90 Meter groß. Rufen Sie bitte die Wache an.",
            "Ein Täter ist 1,90 Meter groß.",
        ),
        (
            "Fragen Sie sich das? „Peter Holm kommt aus Kiel“, sagte der Chef.",
            "„Peter Holm kommt aus Kiel“, sagte der Chef.",
        ),
        ("Wenn der Artikel nicht gezeigt wird, laden Sie ihn neu.", ""),
    ],
)
def test_what_is_told_beside_an_appeal_is_read(printed: str, read: str) -> None:
    assert telling(f"{TOLD} {printed} Zeugen melden sich.") == " ".join(f"{TOLD} {read} Zeugen melden sich.".split())


@pytest.mark.parametrize(
    "said",
    [
        "‚Haben Sie geschossen?‘, fragte der Richter.",
        "›Haben Sie geschossen?‹, fragte der Richter.",
        "'Haben Sie geschossen?', fragte der Richter.",
        "»Haben Sie geschossen?«, fragte der Richter.",
        "«Haben Sie geschossen?», fragte der Richter.",
        'Der Monitor maß 27" und war neu. "Haben Sie geschossen?", fragte der Richter.',
        f"„{'Das ist schlimm. ' * 50} Das wissen Sie“, sagte der Richter.",
        "„Es ist schlimm, das wissen Sie.\n„Haben Sie geschossen?“, fragte der Richter.",
    ],
)
def test_what_stands_between_any_quotation_marks_is_read(said: str) -> None:
    assert " ".join(said.split()) in telling(f"{TOLD} {said} Zeugen melden sich.")


@pytest.mark.parametrize(
    "told",
    [
        "Als ich den Bahnhof erreiche, brennt er noch. "
        + "Das Amt nennt Verletzte. " * 9
        + "Ein Arzt führt mich in den Keller. "
        + "Das Amt nennt Tote. " * 9
        + "Am Abend zähle ich dreißig Häuser.",
        "Herr Merz, kommt die Steuer? Ich schließe nichts aus. Mir fehlen 30 Milliarden. Das ist mir zu viel. "
        "Und die Rente? Die bleibt. Das habe ich zugesagt. Und wann kommt sie? Das weiß ich nicht. Das Amt prüft. "
        "Mich freut das. Ich sehe es so. Und der Haushalt? Ich lege ihn bald vor.",
        "Die Mein Schiff 4 lief aus. Auf der Mein Schiff 4 war Feuer. Die Mein Schiff 4 kehrte um.",
    ],
)
def test_reporters_interviews_and_ships_are_read(told: str) -> None:
    assert narrated(f"{TOLD} {told}") == f"{TOLD} {told}"


@pytest.mark.parametrize(
    "told",
    [
        "The drug passed a Phase I trial. Another Phase I study began. The Phase I data were sent to Bern.",
        "‘I saw it go down,’ said Jan Holm. ‘Then I called him,’ said his wife. ‘I wasn’t told,’ she said.",
        "'I saw it go down,' said Jan Holm. 'Then I called him,' said his wife. 'I wasn't told,' she said.",
        "“I saw it go down.\n“I called him.\n“Nobody told me,” she said.",
    ],
)
def test_english_quotations_and_numerals_are_read(told: str) -> None:
    text = (
        f"A ferry sank off the coast on Monday and the harbour was closed for hours. {told} The inquiry ends in June."
    )
    assert narrated(text, language="en") == " ".join(text.split())


def test_an_appeal_in_the_first_person_that_ran_into_a_report_is_not_read() -> None:
    told = f"{TOLD} The harbour road was closed for two hours and is open now. A witness came forward in the evening."
    appeal = "For years I have worked alone on this page. I need your help. I thank you."
    assert narrated(f"{told} {appeal} Three cars were hit.", language="en") == f"{told} Three cars were hit."


def test_a_column_is_read_to_its_end() -> None:
    text = "The year is over. I wash my dog on Mondays. I use a bucket. He hates me for it. I hate it too. So does he."
    assert narrated(text, language="en") == text


def test_it_is_known_where_in_the_text_that_stands_which_is_told() -> None:
    text = f"Zur Startseite\n{TOLD} Bitte melden Sie sich an! Zeugen melden sich."
    told = telling_of(document("d1", text, furniture=(Span(0, 14),)), 6_000)
    assert [s.of(text).strip() for s in told.spans] == [TOLD, "Zeugen melden sich."]
    assert told.holds(text.index("Zeugen")) and told.holds(text.index(TOLD))
    assert not told.holds(3) and not told.holds(text.index("Bitte")) and not told.holds(len(text))


def test_no_more_than_the_limit_is_read() -> None:
    text = "x" * 50 + " " + "y" * 50
    told = telling_of(document("d1", text, furniture=(Span(10, 20),)), 45)
    assert sum(s.end - s.start for s in told.spans) <= 45 and told.spans[-1].end <= 55
