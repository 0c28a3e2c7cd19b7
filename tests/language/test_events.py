"""German and English sentences to events: type, who, whom, and whether they are told as done."""

import time
import tomllib
from importlib.resources import files

import pytest

from lagebild.language.english.events import EnglishEventReader
from lagebild.language.german.events import GermanEventReader
from lagebild.language.german.events_frames import noun_of, verbs_of
from lagebild.language.german.events_phrases import role_of
from lagebild.language.packs import pack_for
from lagebild.records.annotation import Event, Mention, MentionKind
from lagebild.records.span import Span

Told = tuple[str, str, str | None, str | None]


def mention(text: str, name: str, kind: MentionKind) -> Mention:
    start = text.index(name)
    return Mention(Span(start, start + len(name)), kind)


def read(text: str, *mentions: Mention) -> tuple[Event, ...]:
    return GermanEventReader().read(text, [Span(0, len(text))], sorted(mentions, key=lambda m: m.span))


def told(text: str, language: str = "de") -> list[Told]:
    """Return anchor, code, actor and recipient of each event, names found by the language's own tagger."""
    pack = pack_for(language)
    sentences = pack.sentences.split(text)
    events = pack.events.read(text, sentences, pack.mentions.tag(text, sentences))
    return [
        (
            e.anchor.of(text),
            e.code,
            e.actor.of(text) if e.actor else None,
            e.recipient.of(text) if e.recipient else None,
        )
        for e in events
    ]


def standing(text: str, anchor: str, language: str = "de") -> tuple[str, str]:
    pack = pack_for(language)
    sentences = pack.sentences.split(text)
    events = pack.events.read(text, sentences, pack.mentions.tag(text, sentences))
    event = next(e for e in events if e.anchor.of(text) == anchor)
    return event.polarity, event.modality


def test_meeting_has_actor_and_recipient() -> None:
    text = "Nordkoreas Machthaber Kim hat sich mit Minister Kozlov getroffen."
    names = (mention(text, "Nordkoreas", "place"), mention(text, "Kim", "person"), mention(text, "Kozlov", "person"))
    event = read(text, *names)[-1]
    assert event.code == "CONSULT"
    assert event.actor == names[1].span
    assert event.recipient == names[2].span


def test_nouns_and_compounds_tell_events() -> None:
    text = "Nach dem Hubschrauberabsturz begann die Gerichtsverhandlung."
    assert [e.code for e in read(text)] == ["ACCIDENT", "TRIAL"]


def test_passive_names_the_actor_with_von() -> None:
    text = "Der Vertrag wurde von Frankreich ratifiziert."
    france = mention(text, "Frankreich", "place")
    event = next(e for e in read(text, france) if e.anchor.of(text) == "ratifiziert")
    assert (event.code, event.actor) == ("AGREE", france.span)


def test_codes_of_everyday_news() -> None:
    assert {e.code for e in read("Zwei Männer wurden festgenommen.")} == {"ARREST"}
    assert {e.code for e in read("Bei dem Erdbeben stürzten Häuser ein.")} == {"DISASTER", "ACCIDENT"}


def test_nothing_is_read_from_plain_words() -> None:
    assert read("Der Himmel ist heute blau.") == ()
    assert read("") == ()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Jonas Lehr wurde am Montag in Gera verhaftet.", ("verhaftet", "ARREST", None, "Jonas Lehr")),
        ("Die Polizei verhaftet in Gera einen Minister.", ("verhaftet", "ARREST", "Polizei", "Minister")),
        ("Estland wird von Frankreich unterstützt.", ("unterstützt", "SUPPORT", "Frankreich", "Estland")),
        (
            "Während Anna Kruse das erklärte, räumte Jonas Lehr den Fehler ein.",
            ("räumte", "CONCEDE", "Jonas Lehr", None),
        ),
        ("Den Minister kritisierte die Opposition scharf.", ("kritisierte", "ACCUSE", "Opposition", "Minister")),
        ("Kritiker warfen der Regierung Versäumnisse vor.", ("warfen", "ACCUSE", None, "Regierung")),
        (
            "Der Minister, dem die Staatsanwaltschaft Betrug vorwirft, schwieg.",
            ("vorwirft", "ACCUSE", "Staatsanwaltschaft", "Minister"),
        ),
        ("Der Polizei gelang es, den Täter zu fassen.", ("fassen", "ARREST", "Polizei", "Täter")),
        (
            "Die Polizei wurde gerufen und nahm dort Anna Kruse fest.",
            ("nahm", "ARREST", "Polizei", "Anna Kruse"),
        ),
        ("Rebellen griffen die Armee an und töteten acht Soldaten.", ("griffen", "ASSAULT", "Rebellen", "Armee")),
        ("Rebellen griffen die Armee an und töteten acht Soldaten.", ("töteten", "ASSAULT", "Rebellen", "Soldaten")),
        (
            "Die Festnahme des Ministers durch die Polizei ging schnell.",
            ("Festnahme", "ARREST", "Polizei", "Ministers"),
        ),
        (
            "Die Proteste der Studenten gegen die Regierung enden.",
            ("Proteste", "PROTEST", "Studenten", "Regierung"),
        ),
        ("Die Polizei nahm in Oslo Minister Jan Holt fest.", ("nahm", "ARREST", "Polizei", "Jan Holt")),
        ("Ein Gericht in Oslo sprach die Angeklagte frei.", ("sprach", "TRIAL", "Gericht", "Angeklagte")),
        ("Der Präsident erklärte am Abend seinen Rücktritt.", ("Rücktritt", "CONCEDE", "Präsident", None)),
        ("Estland und Lettland einigten sich auf eine Grenze.", ("einigten", "AGREE", "Estland", "Lettland")),
        ("Der Minister, den Rebellen entführten, ist frei.", ("entführten", "COERCE", "Rebellen", "Minister")),
    ],
)
def test_who_did_what_to_whom(text: str, event: Told) -> None:
    assert event in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Verunreinigungen im Wasser stammen aus einem Werk.",
        "Das alte Gebäude wurde abgebrochen.",
        "Anna Kruse entschied sich für Gera.",
        "Der Verein lieferte gute Gründe für den Wechsel.",
        "Der Fahrer verlor sein Leben.",
        "Bei der Pressekonferenz sprach niemand.",
    ],
)
def test_words_that_only_look_like_an_event(text: str) -> None:
    assert told(text) == []


def test_who_is_killed_by_an_accident_is_not_attacked() -> None:
    codes = [code for _, code, _, _ in told("Bei dem Unfall wurden drei Menschen getötet.")]
    assert codes == ["ACCIDENT", "DEATH"]


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("Jonas Lehr wurde verhaftet.", "verhaftet", ("positive", "asserted")),
        ("Jonas Lehr wurde nicht verhaftet.", "verhaftet", ("negative", "asserted")),
        ("Nicht nur Jonas Lehr wurde verhaftet.", "verhaftet", ("positive", "asserted")),
        ("Jonas Lehr soll verhaftet worden sein.", "verhaftet", ("positive", "hearsay")),
        ("Frankreich will Panzer an die Ukraine liefern.", "liefern", ("positive", "planned")),
        ("Wenn Jonas Lehr verhaftet wird, endet die Suche.", "verhaftet", ("positive", "conditional")),
        ("Jonas Lehr sei verhaftet worden, sagte sie.", "verhaftet", ("positive", "alleged")),
        ("Der Minister musste zurücktreten.", "zurücktreten", ("positive", "asserted")),
        ("Am Montag droht ein Streik.", "Streik", ("positive", "planned")),
        ("Der Streik begann am Montag.", "Streik", ("positive", "asserted")),
        ("Die Nacht endete ohne Angriff.", "Angriff", ("negative", "asserted")),
        ("Aus Angst vor einem Anschlag blieb sie zu Hause.", "Anschlag", ("positive", "planned")),
        ("Die Opposition fordert den Rücktritt des Ministers.", "Rücktritt", ("positive", "planned")),
    ],
)
def test_what_is_not_told_as_done_is_no_fact(text: str, anchor: str, expected: tuple[str, str]) -> None:
    assert standing(text, anchor) == expected


def test_every_row_of_the_resource_can_be_read() -> None:
    table = tomllib.loads(files("lagebild.language.german").joinpath("events.toml").read_text("utf-8"))
    for code, rows in table.items():
        for verb in rows.get("verbs", {}) if code not in ("phrases", "never", "modality") else ():
            infinitive = verb.replace("|", "")
            assert verbs_of(infinitive), f"{code}: {verb}"
        for noun in rows.get("agent", "").split() if "verbs" in rows else ():
            assert noun_of(noun) is not None, f"{code}: {noun}"


def test_roles_of_common_nouns_hold_in_compounds_and_cases() -> None:
    assert [role_of(word) for word in ("Bundespolizei", "Landgerichts", "Rebellen", "Himmel")] == [
        "COP",
        "JUD",
        "REB",
        "",
    ]


def test_a_line_without_end_costs_no_more_than_a_long_sentence() -> None:
    text = "Die Polizei nahm den Täter fest; " * 20_000
    start = time.perf_counter()
    assert read(text)
    assert time.perf_counter() - start < 5


def test_english() -> None:
    text = "Police arrested two men after the robbery."
    events = EnglishEventReader().read(text, [Span(0, len(text))], [])
    assert [e.code for e in events] == ["ARREST", "CRIME"]


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("France signed the treaty.", "signed", ("positive", "asserted")),
        ("France has not signed the treaty.", "signed", ("negative", "asserted")),
        ("France would attack the port.", "attack", ("positive", "conditional")),
        ("France wants to attack the port.", "attack", ("positive", "planned")),
        ("If France attacks the port, Norway waits.", "attacks", ("positive", "conditional")),
    ],
)
def test_english_tells_facts_from_plans_too(text: str, anchor: str, expected: tuple[str, str]) -> None:
    assert standing(text, anchor, "en") == expected
