import pytest

from lagebild.annotate.naming import clean_name
from lagebild.annotate.speakers import resolve_speakers
from lagebild.records.annotation import Entity, Mention, Statement
from lagebild.records.span import Span


def at(text: str, part: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


def said(text: str, speaker: Span) -> Statement:
    return Statement((Span(speaker.end, len(text)),), "indirect", "asserted", speaker=(speaker,))


ANNA = Entity("person:anna-muster", "person", "Anna Muster")
JAN = Entity("person:jan-beispiel", "person", "Jan Beispiel")
WERFT = Entity("organisation:nordwerft", "organisation", "Nordwerft")


def resolve(text: str, statement: Statement, mentions: tuple[Mention, ...]) -> Statement:
    (found,) = resolve_speakers(text, (Span(0, len(text)),), (statement,), mentions, (ANNA, JAN, WERFT))
    return found


def test_surname_gets_the_full_name() -> None:
    text = "Anna Muster kam. Muster sagte, es eile."
    mentions = (
        Mention(at(text, "Anna Muster"), "person", ANNA.id),
        Mention(at(text, "Muster", 1), "person", ANNA.id),
    )
    found = resolve(text, said(text, at(text, "Muster", 1)), mentions)
    assert (found.speaker_entity, found.speaker_names) == (ANNA.id, ("Anna Muster",))


def test_pronoun_agrees_in_gender() -> None:
    text = "Jan Beispiel traf Anna Muster. Er sagte, es eile. Sie sagte, es eile nicht."
    mentions = (
        Mention(at(text, "Jan Beispiel"), "person", JAN.id),
        Mention(at(text, "Anna Muster"), "person", ANNA.id),
    )
    statements = (said(text, at(text, "Er")), said(text, at(text, "Sie")))
    found = resolve_speakers(text, (Span(0, len(text)),), statements, mentions, (ANNA, JAN))
    assert [s.speaker_names for s in found] == [("Jan Beispiel",), ("Anna Muster",)]


def test_word_of_office_names_its_holder() -> None:
    text = "Verkehrsminister Jan Beispiel sprach mit Anna Muster. Der Minister sagte, es eile."
    mentions = (
        Mention(at(text, "Jan Beispiel"), "person", JAN.id, "Verkehrsminister"),
        Mention(at(text, "Anna Muster"), "person", ANNA.id),
    )
    assert resolve(text, said(text, at(text, "Minister")), mentions).speaker_names == ("Jan Beispiel",)


def test_coordinated_modifiers_are_several_speakers() -> None:
    text = "Laut dänischen, schwedischen und finnischen Behörden ist das Kabel zerstört."
    found = resolve(text, said(text, at(text, "dänischen, schwedischen und finnischen Behörden")), ())
    assert found.speaker_names == ("dänische Behörden", "schwedische Behörden", "finnische Behörden")


def test_unknown_speaker_keeps_his_words() -> None:
    text = "Ein Zeuge sagte, es habe gebrannt."
    assert resolve(text, said(text, at(text, "Zeuge")), ()).speaker_names == ("Zeuge",)


def test_hearsay_stays_without_name() -> None:
    statement = Statement((Span(0, 5),), "indirect", "hearsay")
    assert resolve("Es soll brennen.", statement, ()) == statement


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Angaben des Netzbetreibers Elbheide Netz", "Netzbetreibers Elbheide Netz", "Netzbetreiber Elbheide Netz"),
        ("Angaben des Unternehmens", "Unternehmens", "Unternehmen"),
        ("Schätzung der Flughäfen", "Flughäfen", "Flughäfen"),
        ("laut der dänischen Reederei", "dänischen Reederei", "dänische Reederei"),
        ("sagte der dänische Minister", "dänische Minister", "dänischer Minister"),
        ("Mehrere Fachleute sagten", "Mehrere Fachleute", "Fachleute"),
        ("Die Zeitung „Nordblick“ schrieb", "Zeitung „Nordblick“", "Nordblick"),
        ("laut Polizeiangaben", "Polizeiangaben", "Polizei"),
        ("Gutachtern zufolge", "Gutachtern", "Gutachter"),
        ("der Behörde zufolge", "der Behörde", "Behörde"),
    ],
)
def test_names_stand_in_the_nominative_without_article(text: str, words: str, name: str) -> None:
    assert clean_name(text, at(text, words)) == name


def test_office_in_an_apposition_is_remembered() -> None:
    text = "Anna Muster, Präsidentin der Werft, sprach mit Jan Beispiel. Die Präsidentin sagte, es eile."
    mentions = (
        Mention(at(text, "Anna Muster"), "person", ANNA.id),
        Mention(at(text, "Jan Beispiel"), "person", JAN.id),
    )
    assert resolve(text, said(text, at(text, "Präsidentin", 1)), mentions).speaker_names == ("Anna Muster",)


def test_an_office_of_a_state_is_its_holder_wherever_another_was_named_last() -> None:
    text = "Der estnische Präsident Jan Beispiel sprach. Die finnische Präsidentin Anna Muster ging. "
    mentions = (
        Mention(at(text, "Jan Beispiel"), "person", JAN.id, "Präsident"),
        Mention(at(text, "Anna Muster"), "person", ANNA.id, "Präsidentin"),
    )
    for phrase, name in (
        ("estnische Präsident", "Jan Beispiel"),
        ("Estlands Staatschef", "Jan Beispiel"),
        ("finnische Präsidentin", "Anna Muster"),
    ):
        whole = f"{text}Der {phrase} sagte, es eile."
        speaker = at(whole, phrase, whole.count(phrase) - 1)
        assert resolve(whole, said(whole, speaker), mentions).speaker_names == (name,)


def test_an_office_of_another_state_is_nobody_named() -> None:
    text = "Der estnische Präsident Jan Beispiel sprach. Der lettische Präsident sagte, es eile."
    mentions = (Mention(at(text, "Jan Beispiel"), "person", JAN.id, "Präsident"),)
    found = resolve(text, said(text, at(text, "lettische Präsident")), mentions)
    assert (found.speaker_entity, found.speaker_names) == (None, ("lettischer Präsident",))
