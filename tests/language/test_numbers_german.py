import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.german.numbers import digits_value, word_value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("zwölfhundertfünfzig", 1250),
        ("einundzwanzig", 21),
        ("zweitausenddreihundertvier", 2304),
        ("dreieinhalb", 3.5),
        ("anderthalb", 1.5),
        ("hunderttausend", 100_000),
        ("und", None),
        ("haus", None),
        ("einund", None),
    ],
)
def test_number_words(word: str, value: float | None) -> None:
    assert word_value(word) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [("3.538", 3538), ("5,3", 5.3), ("1.234,56", 1234.56), ("20'000", 20_000), ("19:55", None), ("23.3.1987", None)],
)
def test_digits(raw: str, value: float | None) -> None:
    assert digits_value(raw) == value


@given(st.integers(min_value=0, max_value=10**9))
def test_grouped_digits_mean_the_number(number: int) -> None:
    assert digits_value(f"{number:,}".replace(",", ".")) == number


@given(st.text(alphabet="undeizwtahsr", max_size=200))
def test_any_word_is_read_without_error(word: str) -> None:
    value = word_value(word)
    assert value is None or value >= 0
