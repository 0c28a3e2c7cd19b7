from datetime import datetime

import pytest

from lagebild.language.calendar import BERLIN
from lagebild.language.english.quantities import EnglishQuantityTagger
from lagebild.language.english.times import EnglishTimeTagger
from lagebild.records.span import Span

ANCHOR = datetime(2024, 11, 12, 9, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It happened on Monday.", "Monday", "2024-11-11"),
        ("It happened on June 19, 2024.", "June 19, 2024", "2024-06-19"),
        ("It happened on 19 June.", "19 June", "2024-06-19"),
        ("It began two weeks ago.", "two weeks ago", "2024-W44"),
        ("It was bad last year.", "last year", "2023"),
        ("He will leave tomorrow morning.", "tomorrow morning", "2024-11-13TMO"),
        ("It lasted three hours.", "three hours", "PT3H"),
    ],
)
def test_reads_english_times(text: str, words: str, value: str) -> None:
    (found,) = EnglishTimeTagger().tag(text, [Span(0, len(text))], ANCHOR)
    assert (found.span.of(text), found.value) == (words, value)


def test_without_anchor_english_times_stay_open() -> None:
    text = "It happened on 19 June."
    (found,) = EnglishTimeTagger().tag(text, [Span(0, len(text))], None)
    assert (found.value, found.start) == ("XXXX-06-19", None)


def test_reads_english_amounts() -> None:
    text = "More than 10,000 North Korean soldiers cost $3.5 billion or 31 percent in 2024."
    whole = [Span(0, len(text))]
    found = EnglishQuantityTagger().tag(text, whole, EnglishTimeTagger().tag(text, whole, ANCHOR))
    assert [(q.value, q.minimum, q.unit) for q in found] == [
        (10_000, 10_000, None),
        (3.5e9, None, "USD"),
        (31, None, "%"),
    ]
    assert found[0].counted == "North Korean soldiers"
