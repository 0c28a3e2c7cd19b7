from lagebild.language.english.wording import EnglishWordingMarker
from lagebild.language.german.sentences import GermanSentenceSplitter
from lagebild.language.german.wording import GermanWordingMarker
from lagebild.records.annotation import Statement, Wording
from lagebild.records.span import Span


def mark(text: str) -> Wording:
    return GermanWordingMarker().mark(text, GermanSentenceSplitter().split(text), ())


def words(text: str) -> list[str]:
    return [m.span.of(text) for m in mark(text).marks]


def test_inflected_adjectives_and_set_phrases_are_marked() -> None:
    assert words("Es war ein dramatischer Abend, die Nerven liegen blank.") == ["dramatischer", "Nerven liegen blank"]


def test_compounds_are_read_by_their_parts() -> None:
    assert words("Mega-Streik: Das Bahn-Chaos weitet sich aus, der Preisschock auch.") == [
        "Mega-Streik",
        "Bahn-Chaos",
        "Preisschock",
    ]


def test_hard_facts_are_not_loaded() -> None:
    assert mark("Bei dem Angriff starben zwölf Menschen, der Krieg dauert an.").marks == ()


def test_quotations_are_not_the_reporters_wording() -> None:
    assert words("Er sprach von einer „Katastrophe und einem Albtraum“.") == []


def test_lurid_text_scores_high_and_sober_text_low() -> None:
    lurid = (
        "Schock in der Stadt! Ein gewaltiges Inferno lässt die Menschen fassungslos zurück! "
        "Die Welt schaut gebannt zu, das Drama nimmt kein Ende!"
    )
    sober = "Der Stadtrat hat am Montag den Haushalt beschlossen. Er umfasst 20 Millionen Euro."
    assert mark(lurid).score > 0.5
    assert mark(sober).score == 0.0


def test_score_grows_with_marks_and_stays_below_one() -> None:
    scores = [mark("Ein Drama! " * n).score for n in (1, 3, 30)]
    assert scores == sorted(scores)
    assert scores[-1] <= 1.0


def test_english_wording() -> None:
    text = "A shocking bombshell! The world is watching."
    wording = EnglishWordingMarker().mark(text, (Span(0, len(text)),), ())
    assert [m.span.of(text) for m in wording.marks] == ["shocking", "bombshell", "!", "The world is watching"]


def test_units_offices_and_closing_participles_are_sober() -> None:
    assert words("Die Kultusministerin nannte 40 Megawatt.") == []
    assert words("Er hatte die Küste hinter sich gelassen.") == []


def test_what_somebody_else_says_is_not_the_reporters_wording() -> None:
    text = "Die Lage sei katastrophal."
    statement = Statement((Span(0, len(text) - 1),), "free-indirect", "asserted")
    assert GermanWordingMarker().mark(text, (Span(0, len(text)),), (statement,)).marks == ()
