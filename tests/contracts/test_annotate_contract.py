"""One line in, one line out, spans inside the text, published words only: over texts as they are in the wild."""

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import CORPUS
from tests.contracts.annotate_everything import SETS, broken, rows_of

SAMPLE = 32
"""Documents of each set, taken evenly; `python -m tests.contracts.annotate_everything` takes all."""


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_real_texts(name: str) -> None:
    rows = list(itertools.islice(rows_of(name), 0, None, 37 if name != "krauts" else 6))
    rows = [row for row in rows if len(row["text"]) < 6000][:SAMPLE]
    assert len(rows) >= 2
    assert list(broken(rows)) == []


def test_sample_corpus() -> None:
    rows = [json.loads(line) for line in (CORPUS / "articles.jsonl").read_text(encoding="utf-8").split("\n") if line]
    assert list(broken(rows[::3])) == []


WORDS = st.sampled_from(
    [
        "Merkel",
        "Berlin",
        "sagte",
        ",",
        "dass",
        "„",
        "“",
        ".",
        "!",
        "?",
        "am",
        "Montag",
        "3,5",
        "Mrd.",
        "Euro",
        "laut",
        "Polizei",
        "soll",
        "gestern",
        "rund",
        "2.000",
        "Menschen",
        "Außenministerin",
        "sei",
        "habe",
        "🙂",
        "\u200b",
        "\xad",
        "\ufeff",
        "é",
        "İ",
        "ﬃ",
        "\u2028",
        "\t",
        "\n",
        "-",
        "–",
        "…",
        "z.B.",
        "Dr.",
        "19.",
        "Juni",
        "'",
        '"',
        "(",
        ")",
        "&",
        "<",
        "\x0c",
    ]
)


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=40), st.lists(WORDS, max_size=8), st.sampled_from(["de", "en", None]))
def test_any_text(words: list[str], title: list[str], language: str | None) -> None:
    text = " ".join(words)
    if text.strip():
        row = {
            "id": "x",
            "text": text,
            "title": " ".join(title).strip(),
            "language": language,
            "published": "2026-03-30",
        }
        assert list(broken([row])) == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 30_000,
        "„" * 10_000,
        "1.000 " * 4_000,
        "Herr " * 5_000,
        "sagte er, " * 3_000,
        "(" * 10_000,
        "\n" * 9_000 + "x",
    ],
    ids=["letters", "quotes", "numbers", "titles", "cues", "brackets", "lines"],
)
def test_long_monotony_is_read_in_linear_time(text: str) -> None:
    assert list(broken([{"id": "x", "text": text, "language": "de"}])) == []
