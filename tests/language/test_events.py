from lagebild.language.english.events import EnglishEventReader
from lagebild.language.german.events import GermanEventReader
from lagebild.records.annotation import Event, Mention, MentionKind
from lagebild.records.span import Span


def mention(text: str, name: str, kind: MentionKind) -> Mention:
    start = text.index(name)
    return Mention(Span(start, start + len(name)), kind)


def read(text: str, *mentions: Mention) -> tuple[Event, ...]:
    return GermanEventReader().read(text, [Span(0, len(text))], sorted(mentions, key=lambda m: m.span))


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


def test_english() -> None:
    text = "Police arrested two men after the robbery."
    events = EnglishEventReader().read(text, [Span(0, len(text))], [])
    assert [e.code for e in events] == ["ARREST", "CRIME"]
