"""Laws of the German number grammar: every number in words and digits, under every comparator, comes back as itself."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.calendar import BERLIN
from lagebild.language.german.numbers import digits_value, word_value, words_of
from lagebild.language.german.quantities import GermanQuantityTagger
from lagebild.language.german.times import GermanTimeTagger
from lagebild.records.annotation import Quantity
from lagebild.records.span import Span

# From 2 on: "ein Haus" is the article.
NUMBERS = st.integers(min_value=2, max_value=999_999)
COMPARATORS = {
    "": (False, False, False),
    "mehr als ": (True, False, False),
    "mindestens ": (True, False, False),
    "über ": (True, False, False),
    "bis zu ": (False, True, False),
    "höchstens ": (False, True, False),
    "weniger als ": (False, True, False),
    "knapp ": (False, True, True),
    "fast ": (False, True, True),
    "etwa ": (False, False, True),
    "rund ": (False, False, True),
    "ungefähr ": (False, False, True),
}


def read(text: str) -> tuple[Quantity, ...]:
    whole = [Span(0, len(text))]
    times = GermanTimeTagger().tag(text, whole, datetime(2024, 11, 12, tzinfo=BERLIN))
    return GermanQuantityTagger().tag(text, whole, times)


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@settings(max_examples=1_000)
@given(st.integers(min_value=0, max_value=999_999))
def test_every_number_in_words_means_itself(number: int) -> None:
    assert word_value(words_of(number)) == number


@pytest.mark.slow
def test_all_numbers_in_words_mean_themselves() -> None:
    assert all(word_value.__wrapped__(words_of(number)) == number for number in range(1_000_000))


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "null"),
        (1, "eins"),
        (21, "einundzwanzig"),
        (101, "einhunderteins"),
        (316, "dreihundertsechzehn"),
        (1001, "eintausendeins"),
        (21_000, "einundzwanzigtausend"),
        (777_777, "siebenhundertsiebenundsiebzigtausendsiebenhundertsiebenundsiebzig"),
    ],
)
def test_numbers_are_written_as_one_word(number: int, word: str) -> None:
    assert words_of(number) == word


@settings(max_examples=300)
@given(NUMBERS, st.sampled_from(sorted(COMPARATORS)))
def test_every_number_under_every_comparator(number: int, comparator: str) -> None:
    minimum, maximum, approximate = COMPARATORS[comparator]
    for written in {
        grouped(number),
        words_of(number),
        *([f"{number // 1000} {number % 1000:03}"] if number >= 10_000 else []),
    }:
        text = f"Es waren {comparator}{written} Wagen unterwegs."
        (found,) = read(text)
        assert found.span.of(text) == comparator + written
        assert (found.value, found.counted) == (number, "Wagen")
        assert found.minimum == (number if minimum else None)
        assert found.maximum == (number if maximum else None)
        assert found.approximate is approximate


@settings(max_examples=200)
@given(NUMBERS, NUMBERS)
def test_ranges(one: int, other: int) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    for text in (
        f"Es kamen {grouped(low)} bis {grouped(high)} Besucher.",
        f"Es kamen zwischen {grouped(low)} und {grouped(high)} Besucher.",
        f"Es kamen zwischen {words_of(low)} und {words_of(high)} Besucher.",
    ):
        (found,) = read(text)
        assert (found.value, found.minimum, found.maximum) == (low, low, high), text


@given(st.integers(min_value=0, max_value=9_999), st.integers(min_value=1, max_value=99))
def test_decimals_with_units(whole: int, part: int) -> None:
    written = f"{whole},{part:02}"
    for unit, code in (("Prozent", "%"), ("Euro", "EUR"), ("Kilometer", "km"), ("Grad", "°")):
        (found,) = read(f"Gemessen wurden {written} {unit}.")
        assert (found.value, found.unit) == (digits_value(written), code)


@given(
    st.integers(min_value=1, max_value=999),
    st.sampled_from([("Millionen", 10**6), ("Mio.", 10**6), ("Milliarden", 10**9), ("Mrd.", 10**9)]),
)
def test_scales(number: int, scale: tuple[str, int]) -> None:
    (found,) = read(f"Das kostet {number} {scale[0]} Euro.")
    assert (found.value, found.unit) == (number * scale[1], "EUR")
