"""Sixty English news sentences with the values that a reader gives them, in the manner of TempEval."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.calendar import BERLIN
from lagebild.language.english.times import EnglishTimeTagger
from lagebild.records.annotation import TimeExpression
from lagebild.records.span import Span

ANCHOR = datetime(2024, 11, 12, 9, tzinfo=BERLIN)  # a Tuesday
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def read(text: str, anchor: datetime | None = ANCHOR) -> tuple[TimeExpression, ...]:
    return EnglishTimeTagger().tag(text, [Span(0, len(text))], anchor)


GOLD: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("The minister resigned on Monday.", (("Monday", "2024-11-11"),)),
    ("The court will rule on Thursday.", (("Thursday", "2024-11-14"),)),
    ("Talks are due to resume next Monday.", (("next Monday", "2024-11-18"),)),
    ("The plant shut last Friday.", (("last Friday", "2024-11-08"),)),
    ("It began on Sunday evening and ended today.", (("Sunday evening", "2024-11-10TEV"), ("today", "2024-11-12"))),
    ("The ship left yesterday morning.", (("yesterday morning", "2024-11-11TMO"),)),
    ("She will speak tomorrow night.", (("tomorrow night", "2024-11-13TNI"),)),
    ("The bridge reopens today.", (("today", "2024-11-12"),)),
    ("Police were called at about 8.30 p.m. on Monday.", (("8.30 p.m.", "2024-11-11T20:30"), ("Monday", "2024-11-11"))),
    ("The blast was heard at 3 a.m. local time.", (("3 a.m. local time", "2024-11-12T03:00"),)),
    ("Polls close at 18:00 GMT.", (("18:00 GMT", "2024-11-12T18:00"),)),
    ("The market opens from 9am to 5pm.", (("9am", "2024-11-12T09:00"), ("5pm", "2024-11-12T17:00"))),
    ("The treaty was signed on 19 June 2024.", (("19 June 2024", "2024-06-19"),)),
    ("The treaty was signed on June 19th, 2024.", (("June 19th, 2024", "2024-06-19"),)),
    ("The fire broke out on Saturday, November 9.", (("Saturday, November 9", "2024-11-09"),)),
    ("He was born on the 3rd of May 1962.", (("3rd of May 1962", "1962-05-03"),)),
    ("The deadline of 31 January will not be moved.", (("31 January", "2025-01-31"),)),
    ("Prices have risen since August.", (("August", "2024-08"),)),
    ("The law takes effect in January 2026.", (("January 2026", "2026-01"),)),
    ("Rain fell from 3 to 5 October.", (("3", "2024-10-03"), ("5 October", "2024-10-05"))),
    ("The festival ran from June 28 to July 2.", (("June 28", "2024-06-28"), ("July 2", "2024-07-02"))),
    ("It was the wettest month since March 1998.", (("March 1998", "1998-03"),)),
    ("In early October the dam broke.", (("early October", "2024-10"),)),
    ("By the end of the year the debt will be paid.", (("the end of the year", "2024"),)),
    ("At the beginning of 2023 prices rose.", (("the beginning of 2023", "2023"),)),
    ("In mid-2019 the firm was sold.", (("mid-2019", "2019"),)),
    ("In the late 1990s rents doubled.", (("the late 1990s", "199"),)),
    ("The castle dates from the 19th century.", (("the 19th century", "18"),)),
    ("Turnover fell in the third quarter of 2023.", (("the third quarter of 2023", "2023-Q3"),)),
    ("Profits rose in the first half of this year.", (("the first half of this year", "2024-H1"),)),
    ("Elections were held in spring 2021.", (("spring 2021", "2021-SP"),)),
    ("This summer was the hottest on record.", (("This summer", "2024-SU"),)),
    ("Last winter the river froze.", (("Last winter", "2023-WI"),)),
    ("The firm was founded in 1987.", (("1987", "1987"),)),
    ("Between 2015 and 2020 the town grew.", (("2015", "2015"), ("2020", "2020"))),
    ("The strike began two weeks ago.", (("two weeks ago", "2024-W44"),)),
    ("He left three days ago.", (("three days ago", "2024-11-09"),)),
    ("A year ago the bridge was closed.", (("A year ago", "2023"),)),
    ("They will meet again in three months.", (("in three months", "2025-02"),)),
    ("Last week the union walked out.", (("Last week", "2024-W45"),)),
    ("Next month the tax goes up.", (("Next month", "2024-12"),)),
    ("Sales fell this year.", (("this year", "2024"),)),
    ("The previous year had been better.", (("The previous year", "2023"),)),
    ("At the weekend thousands marched.", (("the weekend", "2024-W45-WE"),)),
    ("The siege lasted three months.", (("three months", "P3M"),)),
    ("He was held for more than two hours.", (("more than two hours", "PT2H"),)),
    ("She served a ten-year sentence.", (("ten-year", "P10Y"),)),
    ("They waited half an hour.", (("half an hour", "PT0.5H"),)),
    ("It took one and a half years.", (("one and a half years", "P1.5Y"),)),
    ("In recent years the number has grown.", (("recent years", "PXY"),)),
    ("Over the past ten years rents have doubled.", (("the past ten years", "P10Y"),)),
    ("For decades nobody asked.", (("decades", "PXDE"),)),
    ("The paper appears daily.", (("daily", "P1D"),)),
    ("Every Friday they march.", (("Every Friday", "XXXX-WXX-5"),)),
    ("The committee meets twice a week.", (("twice a week", "P1W"),)),
    ("It is checked every two years.", (("every two years", "P2Y"),)),
    ("At present nobody is missing.", (("At present", "PRESENT_REF"),)),
    ("He was recently promoted.", (("recently", "PAST_REF"),)),
    ("The rules will soon change.", (("soon", "FUTURE_REF"),)),
    ("Shut at Christmas; Easter Monday was calm.", (("Christmas", "2024-12-25"), ("Easter Monday", "2024-04-01"))),
)  # fmt: skip


def test_the_set_has_sixty_sentences() -> None:
    assert len(GOLD) == 60


@pytest.mark.parametrize(("text", "expected"), GOLD)
def test_reads_what_a_reader_reads(text: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert tuple((t.span.of(text), t.value) for t in read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "May I ask how many may march?",
        "About 2000 people came, and 1500 stayed.",
        "He scored a second goal.",
        "August Miller met April Jones.",
        "The second minister spoke.",
        "Sun shone on the sat-nav.",
    ],
)
def test_reads_nothing_where_no_time_stands(text: str) -> None:
    assert read(text) == ()


def test_without_anchor_values_stay_open() -> None:
    text = "It happened on 19 June."
    (found,) = read(text, None)
    assert (found.value, found.start) == ("XXXX-06-19", None)


def spellings(day: date) -> list[str]:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    plain = [
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {day.day}{ending}, {day.year}",
        f"{day.day}{ending} of {month} {day.year}",
    ]
    return [*plain, *(f"{weekday}, {p}" for p in plain), day.isoformat()]


@settings(max_examples=100)
@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(
        [
            "On {} the train was late.",
            "The train was late on {}.",
            "The train (on {}) was late.",
            "“On {} it was late,” she said.",
        ]
    ),
)
def test_every_spelling_in_every_position_is_the_date(day: date, carrier: str) -> None:
    for spelling in spellings(day):
        text = carrier.format(spelling)
        assert [(t.span.of(text), t.value) for t in read(text)] == [(spelling, day.isoformat())], text


@given(st.integers(min_value=0, max_value=120))
def test_a_day_without_year_is_the_nearest(back: int) -> None:
    day = ANCHOR.date() - timedelta(days=back)
    assert [t.value for t in read(f"It happened on {day.day} {MONTHS[day.month - 1]}.")] == [day.isoformat()]


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "at",
        "the",
        "last",
        "next",
        "week",
        "19",
        "June",
        "2024",
        "two",
        "years",
        "ago",
        "Monday",
        "evening",
        "from",
        "to",
        "3",
        "p.m.",
        "every",
        "half",
        "an",
        "hour",
        "1990s",
        "-",
        ",",
        ".",
        "early",
        "end",
        "of",
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join), st.sampled_from([ANCHOR, None]))
def test_spans_lie_inside_in_order_and_never_overlap(text: str, anchor: datetime | None) -> None:
    found = read(text, anchor)
    assert all(0 <= t.span.start < t.span.end <= len(text) for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(t.start < t.end for t in found if t.start and t.end)
