import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.english.names import EnglishMentionTagger
from lagebild.language.german.demonyms import city_of, demonym_country, is_demonym
from lagebild.language.german.names import GermanMentionTagger
from lagebild.language.german.names_repeat import repeat_names
from lagebild.language.tokens import tokens_of
from lagebild.records.annotation import Mention
from lagebild.records.span import Span


def names(text: str) -> list[tuple[str, str]]:
    return [(m.span.of(text), m.kind) for m in GermanMentionTagger().tag(text, [Span(0, len(text))])]


def test_people_organisations_places_and_demonyms() -> None:
    found = names("Der französische Präsident Emmanuel Macron traf in Genf Vertreter der Vereinten Nationen.")
    assert ("französische", "demonym") in found
    assert ("Emmanuel Macron", "person") in found
    assert ("Genf", "place") in found
    assert ("Vereinten Nationen", "organisation") in found


def test_office_stands_apart_from_the_name() -> None:
    text = "Am Abend sprach Bundeskanzlerin Angela Merkel in Berlin."
    person = next(m for m in GermanMentionTagger().tag(text, [Span(0, len(text))]) if m.kind == "person")
    assert (person.span.of(text), person.office) == ("Angela Merkel", "Bundeskanzlerin")


@pytest.mark.parametrize("name", ["Kim Jong Un", "Kim Yong-hyun", "Yoon Suk-yeol", "Ursula von der Leyen"])
def test_names_of_many_makes(name: str) -> None:
    assert (name, "person") in names(f"Am Dienstag reiste {name} nach Paris.")


def test_a_surname_is_found_again() -> None:
    text = "Der Minister Bernd Altenhofer kündigte ein Gesetz an. Gestern sagte Altenhofer dazu nichts."
    cut = text.index("Gestern")
    found = GermanMentionTagger().tag(text, [Span(0, cut - 1), Span(cut, len(text))])
    assert [m.span.of(text) for m in found if m.kind == "person"] == ["Bernd Altenhofer", "Altenhofer"]


def test_agencies_are_organisations() -> None:
    assert ("KCNA", "organisation") in names("Das meldete die Agentur KCNA am Freitag.")


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("nordkoreanischer", "KP"),
        ("Nordkoreanerin", "KP"),
        ("Kiewer", "UA"),
        ("US-amerikanischen", "US"),
        ("Franzosen", "FR"),
    ],
)
def test_demonyms_know_their_country(word: str, country: str) -> None:
    assert demonym_country(word) == country


@pytest.mark.parametrize("word", ["Minister", "Richter", "Lehrer", "Müller", "und", "Tisch"])
def test_other_words_are_no_demonyms(word: str) -> None:
    assert not is_demonym(word)


def test_city_of_adjective() -> None:
    assert city_of("Münchner") == "München"
    assert city_of("Stuttgarter") == "Stuttgart"
    assert city_of("Arbeiter") is None


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_mentions_lie_inside_in_order_and_apart(text: str) -> None:
    found = GermanMentionTagger().tag(text, [Span(0, len(text))])
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


def test_tokens_keep_abbreviations_whole() -> None:
    text = "Dr. Meier wohnt in St. Gallen."
    assert [t.text for t in tokens_of(text, Span(0, len(text)))][:2] == ["Dr.", "Meier"]


def test_english_names() -> None:
    text = "President Vladimir Putin met North Korean leader Kim Jong Un in Pyongyang, KCNA said."
    found = {(m.span.of(text), m.kind) for m in EnglishMentionTagger().tag(text, [Span(0, len(text))])}
    assert {("Vladimir Putin", "person"), ("Kim Jong Un", "person"), ("Pyongyang", "place")} <= found
    assert ("KCNA", "organisation") in found


def mentions(text: str) -> list[tuple[str, str, str | None]]:
    return [(m.span.of(text), m.kind, m.office) for m in GermanMentionTagger().tag(text, [Span(0, len(text))])]


@pytest.mark.parametrize("mark", ["-", "–", "—"])
def test_no_name_runs_over_the_dateline(mark: str) -> None:
    text = f"Oldenburg/Emden (xpa) {mark} Norwegen und Dänemark wollen sparen."
    found = names(text)
    assert found[:4] == [
        ("Oldenburg", "place"),
        ("Emden", "place"),
        ("xpa", "organisation"),
        ("Norwegen", "place"),
    ]


def test_no_name_runs_over_a_dash() -> None:
    assert ("Emden", "place") in names("Sturm in Emden - Keller unter Wasser")


def test_role_before_an_organisation_is_its_office() -> None:
    found = mentions("Ein Sprecher des Netzbetreibers Brenova Energie bestätigte die Panne.")
    assert ("Brenova Energie", "organisation", "Netzbetreiber") in found


def test_role_before_a_person_is_no_part_of_the_name() -> None:
    found = mentions("Das sagte Oberstaatsanwältin Birte Hansen am Montag.")
    assert ("Birte Hansen", "person", "Oberstaatsanwältin") in found


@pytest.mark.parametrize("word", ["Hacker", "Zaun", "Unternehmen", "Gewerkschaft", "Region", "Schaden"])
def test_common_nouns_are_no_names(word: str) -> None:
    assert word not in {name for name, _ in names(f"Am Montag prüfte die Polizei {word} und Gelände.")}


def test_an_amount_of_money_is_no_place() -> None:
    assert all(kind != "place" for _, kind in names("Der Bau kostet 18 Millionen Franken."))


def test_a_noun_in_quotes_is_no_name() -> None:
    assert "Allianz" not in {name for name, _ in names("Beobachter sprechen von einer neuen „Allianz“ im Osten.")}


def test_a_nickname_in_quotation_marks_belongs_to_the_name() -> None:
    found = names("Trainer Thomas „Tom“ Berger kündigte am Montag an, sein Sohn Kai Berger komme nach.")
    assert ("Thomas „Tom“ Berger", "person") in found
    assert ("Kai Berger", "person") in found
    assert "Tom" not in [name for name, _ in found]


@pytest.mark.parametrize("text", ["Das Geld soll in Kitas fließen.", "Er sah einen Panda.", "Sie liebt seine Dramen."])
def test_a_common_noun_is_no_distant_town(text: str) -> None:
    assert not [kind for _, kind in names(text) if kind == "place"]


def test_lists_are_believed_only_where_no_encoder_has_read() -> None:
    text = "Nach Teheran und zu den Altenhofers fuhr niemand."
    rows = [tokens_of(text, Span(0, len(text)))]
    person = Mention(Span(text.index("Alt"), text.index(" fuhr")), "person")
    alone, beside = (repeat_names(text, rows, [person], alone=alone) for alone in (True, False))
    assert [(m.span.of(text), m.kind) for m in alone] == [("Teheran", "place"), ("Altenhofers", "person")]
    assert [(m.span.of(text), m.kind) for m in beside] == [("Altenhofers", "person")]
    article = text.replace("zu den", "zu der")
    assert [m.kind for m in repeat_names(article, rows, [person], alone=True)] == ["place", "organisation"]
    assert [m.kind for m in repeat_names(article, rows, [person], alone=False)] == ["person"]
