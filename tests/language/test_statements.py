import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.english.sentences import EnglishSentenceSplitter
from lagebild.language.english.statements import EnglishStatementReader
from lagebild.language.german.sentences import GermanSentenceSplitter
from lagebild.language.german.statements import GermanStatementReader
from lagebild.language.german.verbs import is_adverbial, kinds
from lagebild.records.annotation import Mention, Statement
from lagebild.records.span import Span

SPLIT = GermanSentenceSplitter()
READ = GermanStatementReader()


def person(text: str, *names: str) -> tuple[Mention, ...]:
    return tuple(Mention(Span(text.index(n), text.index(n) + len(n)), "person") for n in names)


def read(text: str, *names: str) -> tuple[Statement, ...]:
    return READ.read(text, SPLIT.split(text), person(text, *names))


def one(text: str, *names: str) -> tuple[str, str, str, str]:
    """Return speaker, content, form and modality of the only statement of a text."""
    (found,) = read(text, *names)
    speaker = found.speaker[0].of(text) if found.speaker else ""
    return speaker, found.content[0].of(text), found.form, found.modality


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Die Ministerin sagte, dass die Brücke gesperrt bleibe.",
            ("Ministerin", "dass die Brücke gesperrt bleibe", "indirect", "asserted"),
        ),
        (
            "Die Brücke bleibe gesperrt, teilte die Stadt mit.",
            ("Stadt", "Die Brücke bleibe gesperrt", "indirect", "asserted"),
        ),
        (
            "„Wir geben nicht auf“, sagte der Trainer.",
            ("Trainer", "Wir geben nicht auf", "direct", "asserted"),
        ),
        (
            "Der Trainer sagte: „Wir geben nicht auf.“",
            ("Trainer", "Wir geben nicht auf.", "direct", "asserted"),
        ),
        (
            "Laut Polizei wurden drei Menschen verletzt.",
            ("Polizei", "wurden drei Menschen verletzt", "indirect", "asserted"),
        ),
        (
            "Nach Angaben der Feuerwehr brannte das Dach.",
            ("Feuerwehr", "brannte das Dach", "indirect", "asserted"),
        ),
        (
            "Berichten zufolge brannte das Dach der Halle.",
            ("", "brannte das Dach der Halle", "indirect", "hearsay"),
        ),
        (
            "Wie die Feuerwehr mitteilte, brannte das Dach der Halle.",
            ("Feuerwehr", "brannte das Dach der Halle", "indirect", "asserted"),
        ),
        (
            "Das Dach der Halle brannte, so die Feuerwehr.",
            ("Feuerwehr", "Das Dach der Halle brannte", "indirect", "asserted"),
        ),
        (
            "Der Verband kritisierte den Entwurf der Regierung.",
            ("Verband", "den Entwurf der Regierung", "reported", "criticised"),
        ),
        (
            "Der Verband drohte, die Verhandlungen abzubrechen.",
            ("Verband", "die Verhandlungen abzubrechen", "indirect", "threatened"),
        ),
        (
            "Die Behörde warnte vor Hochwasser am Oberlauf.",
            ("Behörde", "vor Hochwasser am Oberlauf", "reported", "warned"),
        ),
        (
            "Der Vorstand kündigte den Abbau von Stellen an.",
            ("Vorstand", "den Abbau von Stellen", "reported", "planned"),
        ),
        (
            "Der Angeklagte bestritt die Vorwürfe des Zeugen.",
            ("Angeklagte", "die Vorwürfe des Zeugen", "reported", "denied"),
        ),
        (
            "Der Täter soll zwei Autos gestohlen haben.",
            ("", "Der Täter soll zwei Autos gestohlen haben", "indirect", "hearsay"),
        ),
        (
            "Die Brücke soll im Mai abgerissen werden.",
            ("", "Die Brücke soll im Mai abgerissen werden", "indirect", "planned"),
        ),
        (
            "Die Stadt forderte die Anwohner auf, Wasser zu sparen.",
            ("Stadt", "Wasser zu sparen", "indirect", "demanded"),
        ),
        (
            "Die Gewerkschaft bezeichnete das Angebot als Hohn.",
            ("Gewerkschaft", "das Angebot als Hohn", "reported", "criticised"),
        ),
        (
            "Weitere Forderungen lehnt die Regierung ab.",
            ("Regierung", "Weitere Forderungen", "reported", "denied"),
        ),
        (
            "Laut einer am Montag veröffentlichten Mitteilung des Werks wurden zwei Tanks geleert.",
            ("Werks", "wurden zwei Tanks geleert", "indirect", "asserted"),
        ),
        (
            "Das Haus soll eine Küche, zwei Säle und einen Garten erhalten.",
            ("", "Das Haus soll eine Küche, zwei Säle und einen Garten erhalten", "indirect", "planned"),
        ),
        (
            "Der Verband stellte die Rechnung der Stadt in Frage.",
            ("Verband", "die Rechnung der Stadt", "reported", "criticised"),
        ),
        (
            "Der Sprecher wollte nicht bestätigen, dass die Halle verkauft wird.",
            ("Sprecher", "dass die Halle verkauft wird", "indirect", "denied"),
        ),
        (
            "Der Trainer bezeichnete die Pause als „Glücksfall“.",
            ("Trainer", "Glücksfall", "direct", "welcomed"),
        ),
    ],
)
def test_one_statement(text: str, expected: tuple[str, str, str, str]) -> None:
    assert one(text) == expected


def test_coordinated_cues_share_their_speaker() -> None:
    text = "Der Verband kritisierte den Entwurf und erklärte, dass die Frist zu kurz sei."
    first, second = read(text)
    assert (first.content[0].of(text), first.modality) == ("den Entwurf", "criticised")
    assert (second.content[0].of(text), second.modality) == ("dass die Frist zu kurz sei", "asserted")
    assert first.speaker == second.speaker


def test_subjunctive_sentence_carries_on_with_the_same_speaker() -> None:
    text = "Die Richterin sagte, der Zeuge habe gelogen. Er sei nie dort gewesen."
    first, second = read(text)
    assert second.form == "free-indirect"
    assert second.speaker == first.speaker


def test_name_between_commas_is_the_speaker() -> None:
    text = "Der Sprecher der Werft, Jan Beispiel, sagte, dass der Betrieb weitergehe."
    assert one(text, "Jan Beispiel")[0] == "Jan Beispiel"


def test_coordinated_modifiers_stay_one_speaker_span() -> None:
    text = "Laut dänischen, schwedischen und finnischen Behörden ist das Kabel zerstört."
    speaker, content, _, _ = one(text)
    assert (speaker, content) == ("dänischen, schwedischen und finnischen Behörden", "ist das Kabel zerstört")


def test_condition_makes_a_sourced_clause_conditional() -> None:
    text = "Laut der Agentur tritt der Vertrag in Kraft, sobald beide Seiten unterzeichnet haben."
    assert one(text)[3] == "conditional"


def test_words_inside_a_quotation_are_no_cue() -> None:
    text = "„Er hat gesagt, dass er kommt“, sagte die Nachbarin."
    assert one(text) == ("Nachbarin", "Er hat gesagt, dass er kommt", "direct", "asserted")


@pytest.mark.parametrize(
    "text",
    [
        "Nach Razzien in angeblich leeren Hallen folgte ein Einsatz am Kai.",
        "Der angeblich kranke Kapitän fuhr am Abend aus.",
    ],
)
def test_a_doubted_adjective_leaves_the_report_alone(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Die Überschwemmungen haben bisher mindestens 35 Todesopfer gefordert.",
        "Das Unwetter forderte viele Opfer.",
        "Danach müssen alle Läden Flaschen zurücknehmen.",
        "Die Firma wollte zu dem Bericht keine Stellung nehmen.",
        "Die Kommission hat das Ergebnis noch nicht veröffentlicht.",
        "Unter dem Motto „Vielfalt hält uns alle zusammen“ wird in Emden gefeiert.",
        "Obwohl keine Polizei in Sicht war, fuhr er los.",
        "Der Einfluss ergibt sich dadurch, dass sie im Rat sitzt.",
        "Die Tochter informierte die Feuerwehr, allerdings fehlte ihr die Adresse.",
        "Er meldete sich bei seinem Bruder, er hatte Sehnsucht.",
        "Wo ein Land über Wasser verfügt, wie dies hier der Fall ist, wächst Reis.",
        "Der Damm wurde gemäß dem Plan erhöht.",
    ],
)
def test_words_that_may_speak_do_not_always(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Verein fordert höhere Hilfen für Opfer.", ("Verein", "höhere Hilfen für Opfer", "reported", "demanded")),
        ("Der Minister nahm seine Aussage zurück.", ("Minister", "seine Aussage", "reported", "denied")),
        ("Die Polizei hat die Zahl nicht bestätigt.", ("Polizei", "die Zahl", "reported", "denied")),
        ("Die Polizei meldete, dass der Zug steht.", ("Polizei", "dass der Zug steht", "indirect", "asserted")),
        ("Das Gericht verfügte, das Lager zu räumen.", ("Gericht", "das Lager zu räumen", "indirect", "demanded")),
        ("Gemäß der Polizei war die Tür offen.", ("Polizei", "war die Tür offen", "indirect", "asserted")),
        (
            "Die Autoren werfen den Behörden vor: „Eine Prüfung findet nicht statt.“",
            ("Autoren", "Eine Prüfung findet nicht statt.", "direct", "alleged"),
        ),
    ],
)
def test_the_same_words_speak_elsewhere(text: str, expected: tuple[str, str, str, str]) -> None:
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vertraute der Opfer berichteten, dass es brannte.", ("Vertraute der Opfer", "dass es brannte", "asserted")),
        ("Wie bekannt wurde, ist das Dach undicht.", ("", "ist das Dach undicht", "asserted")),
        ("Er war zuversichtlich, dass es hält.", ("Er", "dass es hält", "asserted")),
        ("Die Gutachter gehen von einem Schaden aus.", ("Gutachter", "von einem Schaden", "asserted")),
        ("Die Experten vor Ort kritisierten den Bau.", ("Experten", "den Bau", "criticised")),
        ("Den Bau an der Küste kritisierten die Experten.", ("Experten", "Den Bau an der Küste", "criticised")),
        ("Die Polizisten forderten die Lehrer auf, zu bleiben.", ("Polizisten", "zu bleiben", "demanded")),
        ("Ein Regierungsbeamter, den die Zeitung zitiert, meinte, es eile.",
         ("Regierungsbeamter", "es eile", "asserted")),
        ("Der Rat ließ mitteilen, dass er tagt.", ("Rat", "dass er tagt", "asserted")),
        ("Die Einigung von Prag wurde vom Rat begrüßt.", ("Rat", "Die Einigung von Prag", "welcomed")),
        ("Auch von Anwohnern wird der Lärm beklagt.", ("Anwohnern", "der Lärm", "criticised")),
        ("Der Stadt wird ein klarer Verstoß vorgeworfen.", ("", "ein klarer Verstoß", "alleged")),
        ("Kritisiert wurde die Arbeit der politisch besetzten Räte.",
         ("", "die Arbeit der politisch besetzten Räte", "criticised")),
        ("Samak, dessen Rücktritt von den Bürgern gefordert wird, ging.", ("Bürgern", "Rücktritt", "demanded")),
    ],
)  # fmt: skip
def test_who_says_what_in_other_orders(text: str, expected: tuple[str, str, str]) -> None:
    speaker, content, _, modality = one(text)
    assert (speaker, content, modality) == expected


def test_a_dative_that_opens_the_sentence_is_no_speaker() -> None:
    text = "Der örtlichen Zeitung sagte Jan Beispiel: „Wir bleiben hier, bis es hell wird.“"
    assert one(text, "Jan Beispiel")[0] == "Jan Beispiel"


def test_a_rumour_after_a_report_is_the_mediums() -> None:
    text = "Wie die Zeitung berichtet, wurde Geld gestohlen. Dabei soll es um Millionen gegangen sein."
    assert [s.speaker[0].of(text) for s in read(text)] == ["Zeitung", "Zeitung"]


def test_what_cannot_speak_says_no_quotation() -> None:
    text = "„Das sind nur Worte und keine Taten“, allerdings sei allgemeine Hetze etwas anderes."
    assert all(not s.speaker for s in read(text))


def test_a_reason_of_the_reporters_own_is_left_out() -> None:
    hoped = "Er hofft, dass sein Dorf etwas abbekommt, denn bisher gibt es dort nicht einmal ein Telefon."
    assert one(hoped) == ("Er", "dass sein Dorf etwas abbekommt", "indirect", "asserted")
    said = "Sie sagte, dass der Deich halte, denn er sei erst im Mai erhöht worden."
    assert one(said)[1] == "dass der Deich halte, denn er sei erst im Mai erhöht worden"


def test_a_source_inside_a_relative_clause_ends_with_it() -> None:
    text = "Ein Skandal, der nach bisherigen Erkenntnissen etwa 30 Hotels betrifft, ist bekannt geworden."
    assert one(text)[1] == "etwa 30 Hotels betrifft"


def test_plain_report_has_no_statement() -> None:
    assert read("Der Zug fährt um acht Uhr ab. In der Halle warten viele Reisende.") == ()


def test_empty_words_are_no_verbs_and_no_adverbs() -> None:
    assert kinds("") == frozenset()
    assert not is_adverbial("")


def test_quotation_as_first_word_is_read() -> None:
    text = "„Das reicht uns nicht.“ Die Sprecherin der Fähre ging."
    assert [s.content[0].of(text) for s in read(text)] == ["Das reicht uns nicht."]


def test_particle_behind_an_apposition_completes_the_cue() -> None:
    text = "Jetzt gab der Leiter des Hafens, Jan Beispiel, bekannt, dass die Schleuse öffnet."
    speaker, content, _, _ = one(text, "Jan Beispiel")
    assert (speaker, content) == ("Jan Beispiel", "dass die Schleuse öffnet")


def test_relative_clause_about_a_name_is_the_reporters() -> None:
    text = "Laut der Behörde liegt das Wrack vor Norderney, das seit Jahren gesperrt ist."
    mentions = (Mention(Span(text.index("Norderney"), text.index("Norderney") + 9), "place"),)
    (found,) = READ.read(text, SPLIT.split(text), mentions)
    assert found.content[0].of(text) == "liegt das Wrack vor Norderney"


def test_marks_at_the_end_stay_outside() -> None:
    assert one("Laut Feuerwehr brannte das Dach der Halle!")[1] == "brannte das Dach der Halle"


def organisation(text: str, name: str) -> Mention:
    return Mention(Span(text.index(name), text.index(name) + len(name)), "organisation")


@pytest.mark.parametrize(
    ("text", "medium", "speaker"),
    [
        ("Nach Angaben der Polizei brannte die Halle, wie die Agentur Nordfunk berichtet.", "Nordfunk", "Polizei"),
        ("Der Fahrer sei geflohen, sagte ein Zeuge dem Sender Nordfunk.", "Nordfunk", "Zeuge"),
        ("Der Minister wurde von der Agentur Nordfunk zitiert: „Wir sind bereit.“", "Nordfunk", "Minister"),
    ],
)
def test_medium_passes_on_what_somebody_else_says(text: str, medium: str, speaker: str) -> None:
    (found,) = READ.read(text, SPLIT.split(text), (organisation(text, medium),))
    assert (found.via, found.speaker[0].of(text)) == (medium, speaker)


def test_headline_names_its_speaker_or_only_its_theme() -> None:
    assert one("Polizei: Drei Verletzte nach Unfall") == (
        "Polizei",
        "Drei Verletzte nach Unfall",
        "indirect",
        "asserted",
    )
    assert read("Basketball-Bundesliga: Drei Siege in Folge") == ()


WORDS = "Er sagte , dass das sei „ “ . laut Polizei soll haben und erklärte : mit so wie teilte".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_spans_lie_inside_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for statement in READ.read(text, SPLIT.split(text), ()):
        for span in (*statement.content, *statement.cue, *statement.speaker):
            assert 0 <= span.start < span.end <= len(text)


def test_english_quotation_and_source() -> None:
    text = (
        'The minister said that the bridge is safe. "We checked it twice," she added. '
        "According to the police, two people fell."
    )
    found = EnglishStatementReader().read(text, EnglishSentenceSplitter().split(text), ())
    contents = ["that the bridge is safe", "We checked it twice", "two people fell"]
    assert [s.content[0].of(text) for s in found] == contents
    assert [s.speaker[0].of(text) for s in found] == ["The minister", "she", "the police"]


@given(st.text(alphabet="Er sagtdß„“”»«()[]:;–—,.!?'\n🙂", max_size=120))
def test_any_text_is_read_without_error(text: str) -> None:
    english = EnglishSentenceSplitter().split(text)
    for statement in (*READ.read(text, SPLIT.split(text), ()), *EnglishStatementReader().read(text, english, ())):
        for span in (*statement.content, *statement.cue, *statement.speaker):
            assert 0 <= span.start < span.end <= len(text)


SHARED = Path(__file__).parents[3] / "shared"


def covered(text: str, claim: dict[str, Any], found: tuple[Statement, ...]) -> bool:
    wanted = set(range(*claim["span"]))
    read_ = [{i for s in statement.content for i in range(s.start, s.end)} for statement in found]
    return any(len(wanted & r) >= 0.4 * len(wanted | r) for r in read_)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="shared data are not beside the checkout")
def test_statements_of_the_seed_articles_are_found() -> None:
    gold = json.loads((SHARED / "gold" / "seeds.json").read_text("utf-8"))
    hits = total = 0
    for name, document in gold["documents"].items():
        text = (SHARED / "seeds" / name).read_text("utf-8")
        found = READ.read(text, SPLIT.split(text), ())
        hits += sum(covered(text, claim, found) for claim in document["claims"])
        total += len(document["claims"])
    assert hits >= total - 2


@pytest.mark.parametrize(
    "text",
    ["Von Chaos könne keine Rede sein, sagte Lena Marquardt.", "Das Papier sei ihm nicht bekannt, sagte Jan Behn."],
)
def test_that_there_is_nothing_to_it_is_a_denial(text: str) -> None:
    assert one(text, *(n for n in ("Lena Marquardt", "Jan Behn") if n in text))[3] == "denied"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Behördenchef Karl Reimann äußerte Zweifel an der Rechnung.", "criticised"),
        ("Behördenchef Karl Reimann äußerte großes Verständnis für den Unmut.", "welcomed"),
        ("Behördenchef Karl Reimann äußerte den Verdacht der Untreue.", "alleged"),
        ("Behördenchef Karl Reimann äußerte sich zu dem Verdacht der Untreue.", "asserted"),
        ("Behördenchef Karl Reimann wies auf die Gefahren der Leitung hin.", "warned"),
        ("Behördenchef Karl Reimann wies auf die Mängel der Leitung hin.", "asserted"),
        ("Behördenchef Karl Reimann zeigte sich mit dem Ergebnis zufrieden.", "welcomed"),
        ("Behördenchef Karl Reimann zeigte sich mit dem Ergebnis nicht zufrieden.", "criticised"),
        ("Behördenchef Karl Reimann zeigte sich nicht nur mit dem Ergebnis zufrieden.", "welcomed"),
        ("Behördenchef Karl Reimann lobte nicht zuletzt die Feuerwehr.", "welcomed"),
        ("Behördenchef Karl Reimann zeigte sich über die Lage besorgt.", "warned"),
        ("Behördenchef Karl Reimann sprach von einem Kahlschlag.", "criticised"),
        ("Behördenchef Karl Reimann sprach von Fortschritten.", "asserted"),
        ("Behördenchef Karl Reimann sprach von 300 Teilnehmern.", "asserted"),
        ("Behördenchef Karl Reimann nannte den Bericht aus der Luft gegriffen.", "denied"),
        ("Karl Reimann zufolge will die Stadt die Brücke sperren.", "planned"),
        ("Karl Reimann zufolge will der Fahrer das Schild nicht gesehen haben.", "asserted"),
    ],
)
def test_what_is_voiced_or_wanted_tells_how_it_is_meant(text: str, modality: str) -> None:
    assert one(text, "Karl Reimann")[3] == modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Vermutet wird, dass der Fahrer eingeschlafen war.", "hearsay"),
        ("Die Polizei vermutet, dass der Fahrer eingeschlafen war.", "asserted"),
        ("Es soll sich um einen Schaden von drei Millionen Euro handeln.", "hearsay"),
        ("Die Stadt soll entschlossen handeln.", "planned"),
        ("Bis Ende 2027 soll die Brücke fertiggestellt sein.", "planned"),
        ("Bis Ende 2019 sollen 300 Menschen verurteilt worden sein.", "hearsay"),
        ("Der Fahrer soll geflohen sein.", "hearsay"),
    ],
)
def test_what_nobody_is_named_for_is_hearsay_and_an_aim_is_planned(text: str, modality: str) -> None:
    assert one(text)[3] == modality
