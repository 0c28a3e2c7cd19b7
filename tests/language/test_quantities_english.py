"""Forty English news sentences with their amounts: value, bounds, approximation, unit, and what is counted."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.calendar import BERLIN
from lagebild.language.english.quantities import EnglishQuantityTagger
from lagebild.language.english.times import EnglishTimeTagger
from lagebild.records.annotation import Quantity
from lagebild.records.span import Span

ANCHOR = datetime(2024, 11, 12, 9, tzinfo=BERLIN)


def read(text: str) -> tuple[Quantity, ...]:
    whole = [Span(0, len(text))]
    return EnglishQuantityTagger().tag(text, whole, EnglishTimeTagger().tag(text, whole, ANCHOR))


# words, value, minimum, maximum, approximate, unit, counted
Row = tuple[str, str, float, float | None, float | None, bool, str | None, str | None]
GOLD: tuple[Row, ...] = (
    ("Some 3,538 cars were sold.", "Some 3,538", 3538, None, None, True, None, "cars"),
    (
        "More than 10,000 North Korean soldiers are there.",
        "More than 10,000", 10_000, 10_000, None, False, None, "North Korean soldiers",
    ),
    ("At least 27 people died.", "At least 27", 27, 27, None, False, None, "people"),
    ("Up to 50 vehicles burned.", "Up to 50", 50, None, 50, False, None, "vehicles"),
    ("Fewer than 20 members voted.", "Fewer than 20", 20, None, 20, False, None, "members"),
    ("Nearly 300 houses were damaged.", "Nearly 300", 300, None, 300, True, None, "houses"),
    ("About a hundred protesters came.", "About a hundred", 100, None, None, True, None, "protesters"),
    ("Two people were killed.", "Two", 2, None, None, False, None, "people"),
    ("Twenty-five firefighters were sent.", "Twenty-five", 25, None, None, False, None, "firefighters"),
    (
        "One hundred and twenty passengers were on board.",
        "One hundred and twenty", 120, None, None, False, None, "passengers",
    ),
    ("The damage is put at $3.5 billion.", "$3.5 billion", 3.5e9, None, None, False, "USD", None),
    ("It cost £20m to build.", "£20m", 2e7, None, None, False, "GBP", None),
    ("The fine was 1.2 million euros.", "1.2 million euros", 1.2e6, None, None, False, "EUR", None),
    ("The fund holds €750bn in bonds.", "€750bn", 7.5e11, None, None, False, "EUR", None),
    ("It costs 99 cents a piece.", "99 cents", 99, None, None, False, "ct", None),
    ("Unemployment rose to 6.1 percent.", "6.1 percent", 6.1, None, None, False, "%", None),
    ("Some 31 per cent of voters stayed away.", "Some 31 per cent", 31, None, None, True, "%", "voters"),
    ("Turnout fell by 2.5 percentage points.", "2.5 percentage points", 2.5, None, None, False, "pp", None),
    ("Output grew 4% on the year.", "4%", 4, None, None, False, "%", None),
    ("The wind blew at 120 kilometres per hour.", "120 kilometres per hour", 120, None, None, False, "km/h", None),
    ("It flew at 450 mph over the coast.", "450 mph", 450, None, None, False, "mph", None),
    ("The wall is 3 metres high.", "3 metres", 3, None, None, False, "m", None),
    ("The well is 1,200 feet deep.", "1,200 feet", 1200, None, None, False, "ft", None),
    ("The park covers 40 square kilometres.", "40 square kilometres", 40, None, None, False, "km²", None),
    ("The temperature fell to -15 degrees Celsius.", "-15 degrees Celsius", -15, None, None, False, "°C", None),
    ("The turbine yields 3.2 MW.", "3.2 MW", 3.2, None, None, False, "MW", None),
    ("They seized 200 kg of cocaine.", "200 kg", 200, None, None, False, "kg", "cocaine"),
    ("The spill released 5,000 barrels of oil.", "5,000 barrels", 5000, None, None, False, "bbl", "oil"),
    ("A third of the seats are empty.", "A third", 0.3333, None, None, False, None, "seats"),
    ("Two thirds of members agreed.", "Two thirds", 0.6667, None, None, False, None, "members"),
    ("Half of the town is without power.", "Half", 0.5, None, None, False, None, "town"),
    ("One in five pupils failed.", "One in five", 0.2, None, None, False, None, "pupils"),
    ("Dozens of shops were looted.", "Dozens", 12, 12, None, True, None, "shops"),
    ("Hundreds of thousands marched.", "Hundreds of thousands", 100_000, 100_000, None, True, None, None),
    ("Several hundred residents fled.", "Several hundred", 200, 200, None, True, None, "residents"),
    ("Three dozen tents were burned.", "Three dozen", 36, None, None, True, None, "tents"),
    ("Between 20 and 30 boats sank.", "Between 20 and 30", 20, 20, 30, False, None, "boats"),
    ("Four to six weapons were found.", "Four to six", 4, 4, 6, False, None, "weapons"),
    ("It holds 80-90 litres.", "80-90 litres", 80, 80, 90, False, "l", None),
    ("Losses came to $2-3 million.", "$2-3 million", 2e6, 2e6, 3e6, False, "USD", None),
)  # fmt: skip


def test_a_range_does_not_end_below_its_beginning() -> None:
    found = read("It cost $5-3 million.")
    assert all((q.minimum or 0) <= q.value <= (q.maximum or q.value) for q in found)


def test_the_set_has_forty_sentences() -> None:
    assert len(GOLD) == 40


@pytest.mark.parametrize("row", GOLD)
def test_reads_what_a_reader_reads(row: Row) -> None:
    text, *expected = row
    (q,) = read(text)
    assert [q.span.of(text), q.value, q.minimum, q.maximum, q.approximate, q.unit, q.counted] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The match ended 3-1, and Page 4 has more.",
        "The 34-year-old driver lives at Number 10.",
        "It happened on 19 June 2024 at 8.30 p.m.",
        "A man and a woman left.",
        "Boeing 747 flights resumed on Route 66.",
        "Anna Sample, 34, said nothing.",
        "The G7 and COVID-19 were discussed.",
    ],
)
def test_reads_nothing_where_no_amount_stands(text: str) -> None:
    assert read(text) == ()


@settings(max_examples=300)
@given(
    st.integers(min_value=2, max_value=999_999),
    st.sampled_from(["", "more than ", "at least ", "up to ", "about ", "nearly "]),
)
def test_every_number_under_every_comparator(number: int, comparator: str) -> None:
    for written in {f"{number:,}", in_words(number)}:
        text = f"There were {comparator}{written} cars on the road."
        (found,) = read(text)
        assert (found.span.of(text), found.value, found.counted) == (comparator + written, number, "cars")


UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{UNITS[number // 100]} hundred" + (f" and {in_words(number % 100)}" if number % 100 else "")
    rest = number % 1000
    joined = " and " if 0 < rest < 100 else " "
    return f"{in_words(number // 1000)} thousand" + (joined + in_words(rest) if rest else "")
