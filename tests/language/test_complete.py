import pytest

from lagebild.language.complete import has_finite_verb


@pytest.mark.parametrize(
    "text", ["Ein Bus ist in Halle verunglückt.", "Die Stadt wächst.", "Behn kündigte Gespräche an."]
)
def test_whole_sentences(text: str) -> None:
    assert has_finite_verb(text, "de")


@pytest.mark.parametrize("text", ["Ein Knall, dann Stille.", "Großbrand am Hafen.", "Zwei Tote bei Unfall."])
def test_headlines_in_disguise(text: str) -> None:
    assert not has_finite_verb(text, "de")


@pytest.mark.parametrize(
    "text",
    [
        "Weinende Kinder, die nach Hause wollen, leere Gleise am Abend.",
        "Was in der Rente neu ist – ein Überblick.",
        "Ein Streit, der kein Ende nimmt.",
        "Tipps für den Winter – und was sonst noch hilft.",
    ],
)
def test_a_verb_that_hangs_makes_no_sentence(text: str) -> None:
    assert not has_finite_verb(text, "de")


@pytest.mark.parametrize(
    "text",
    [
        "Wer helfen will, kann spenden.",
        "Der Mann, der floh, starb.",
        "Unklar ist, wer haftet.",
        "Wenn es schneit, fährt die Bahn nicht.",
        "Der Grund: Die Leitung ist alt.",
    ],
)
def test_a_clause_that_hangs_takes_no_verb_from_the_sentence(text: str) -> None:
    assert has_finite_verb(text, "de")


def test_other_languages_are_taken_as_whole() -> None:
    assert has_finite_verb("Two dead.", "en")
