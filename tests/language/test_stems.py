from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.stems import content_stems, overlap, stem


def test_inflection_is_folded_and_words_stay_apart() -> None:
    assert stem("Haushalte") == stem("Haushalten") == "haushalt"
    assert stem("straße") == stem("STRASSE")
    assert stem("Rat") != stem("Rate")


def test_content_words_are_nouns_numbers_and_long_words() -> None:
    assert content_stems("am Ufer brennen 12 Boote") == {"ufer", "brenn", "12", "boot"}


@given(st.frozensets(st.text(max_size=3), max_size=5), st.frozensets(st.text(max_size=3), max_size=5))
def test_overlap_is_a_symmetric_share(a: frozenset[str], b: frozenset[str]) -> None:
    assert overlap(a, b) == overlap(b, a)
    assert 0.0 <= overlap(a, b) <= 1.0
    assert overlap(a, a) == (1.0 if a else 0.0)


@given(st.text(max_size=40))
def test_a_stem_of_a_stem_is_no_longer(word: str) -> None:
    assert len(stem(word)) <= len(word.casefold())
