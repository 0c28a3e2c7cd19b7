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


def test_other_languages_are_taken_as_whole() -> None:
    assert has_finite_verb("Two dead.", "en")
