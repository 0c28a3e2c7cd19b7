from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.english.sentences import EnglishSentenceSplitter
from lagebild.language.german.sentences import GermanSentenceSplitter
from lagebild.records.span import Span

GERMAN = GermanSentenceSplitter()
ENGLISH = EnglishSentenceSplitter()


def german(text: str) -> list[str]:
    return [s.of(text) for s in GERMAN.split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Er kam. Sie ging.", ["Er kam.", "Sie ging."]),
        ("Rat tagt +++ Bahn steht +++ alles im Überblick", ["Rat tagt", "Bahn steht", "alles im Überblick"]),
        ("Bei 3 + 4 Grad und C++ bleibt es.", ["Bei 3 + 4 Grad und C++ bleibt es."]),
        ("Am 6. November traf Dr. Muster ein. Es regnete.", ["Am 6. November traf Dr. Muster ein.", "Es regnete."]),
        ("Das war 2011. Danach kam nichts.", ["Das war 2011.", "Danach kam nichts."]),
        ("Die 11. Sitzung begann, z. B. mit J. R. Muster.", ["Die 11. Sitzung begann, z. B. mit J. R. Muster."]),
        ("Die Welt blickt hin!Alarm in der Stadt.", ["Die Welt blickt hin!", "Alarm in der Stadt."]),
        ("Zwischentitel\nEin Satz ohne Punkt", ["Zwischentitel", "Ein Satz ohne Punkt"]),
        ("„Kommt er?“, fragte sie. „Nein.“ Er ging.", ["„Kommt er?“, fragte sie.", "„Nein.“", "Er ging."]),
        ("Rund 3,5 Mrd. Euro kostet das. Gut.", ["Rund 3,5 Mrd. Euro kostet das.", "Gut."]),
    ],
)
def test_german_sentences(text: str, sentences: list[str]) -> None:
    assert german(text) == sentences


def test_furniture_is_left_out() -> None:
    text = "Ein Satz.\nKommentare: 13"
    assert GERMAN.split(text, (Span(10, 24),)) == (Span(0, 9),)


def test_english_abbreviations_go_on() -> None:
    text = "Mr. Smith met the U.S. envoy at 5 p.m. They talked. Nothing else."
    assert [s.of(text) for s in ENGLISH.split(text)] == [
        "Mr. Smith met the U.S. envoy at 5 p.m.",
        "They talked.",
        "Nothing else.",
    ]


@given(st.text(alphabet="Ab 1.!?\n„“\"'ä", max_size=80))
def test_spans_are_ordered_trimmed_and_lose_no_word(text: str) -> None:
    spans = GERMAN.split(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.of(text) == s.of(text).strip() != "" for s in spans)
    assert "".join("".join(s.of(text) for s in spans).split()) == "".join(text.split())


def test_a_very_long_line_is_cut_in_linear_time() -> None:
    assert len(GERMAN.split("Ein Satz. " * 20_000)) == 20_000
