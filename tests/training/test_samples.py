"""Annotated texts to samples: tags from spans, pointers to words, rows strung together, names left open."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from training.samples import (
    NOBODY,
    UNSAID,
    Names,
    Sample,
    article_samples,
    name_samples,
    read_lines,
    read_names,
    strung,
    swapped,
    tags_of,
)
from training.standoff import Article, Loaded, Named, Said

from lagebild.language.encoder.labels import HEADS
from lagebild.language.encoder.windows import Window, windows
from lagebild.records.span import Span

TEXT = "Ilse Behn sagte, das Werk in Emden bleibe."


@pytest.fixture(scope="module")
def letters() -> Tokenizer:
    made = Tokenizer(WordLevel({"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}, unk_token="<unk>"))
    made.pre_tokenizer = Split(Regex("."), "isolated")
    return made


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def whole(text: str, letters: Tokenizer) -> Window:
    (window,) = windows(text, [Span(0, len(text))], letters)
    return window


def tagged(text: str, letters: Tokenizer, *marked: tuple[str, str], head: str = "mention") -> list[str]:
    rows = [(at(text, words), kind) for words, kind in marked]
    return [HEADS[head][tag] for tag in tags_of(whole(text, letters), rows, head)]


def test_spans_become_tags(letters: Tokenizer) -> None:
    found = tagged(TEXT, letters, ("Emden", "place"), ("Ilse Behn", "person"))
    assert found == ["B-person", "I-person", *["O"] * 5, "B-place", "O", "O"]


def test_neighbours_of_one_kind_begin_each(letters: Tokenizer) -> None:
    assert tagged("Emden Husum", letters, ("Emden", "place"), ("Husum", "place")) == ["B-place", "B-place"]


def test_a_name_inside_a_word_is_marked_on_that_word(letters: Tokenizer) -> None:
    assert tagged("nicht-Berliner sagen", letters, ("Berliner", "demonym")) == ["B-demonym", "O"]


def test_a_name_that_begins_inside_a_word_goes_on(letters: Tokenizer) -> None:
    found = tagged("nicht-Berliner Wasserwerke ruhen", letters, ("Berliner Wasserwerke", "organisation"))
    assert found == ["B-organisation", "I-organisation", "O"]


def test_of_two_spans_the_longer_one_stands(letters: Tokenizer) -> None:
    found = tagged("Werft Emden", letters, ("Emden", "place"), ("Werft Emden", "organisation"))
    assert found == ["B-organisation", "I-organisation"]


def test_a_span_that_began_before_the_window_begins_with_it(letters: Tokenizer) -> None:
    (window,) = windows(TEXT, [Span(5, len(TEXT))], letters)
    assert tags_of(window, [(Span(0, 9), "person")], "mention")[:2] == [HEADS["mention"].index("B-person"), 0]


def article(text: str, *statements: Said, wording: tuple[Loaded, ...] = ()) -> Article:
    return Article("own-1", "de", text, (Named(at(text, "Emden"), "place"),), statements, wording)


def behn(text: str, content: str, speaker: str | None = "Ilse Behn", cue: str | None = "sagte") -> Said:
    return Said(
        content=(at(text, content),),
        cue=(at(text, cue),) if cue else (),
        speaker=at(text, speaker) if speaker else None,
        form="indirect",
        modality="denied",
    )


def one(row: Article, letters: Tokenizer) -> Sample:
    (sample,) = article_samples([row], letters)
    return sample


def test_an_article_says_all_heads(letters: Tokenizer) -> None:
    row = article(TEXT, behn(TEXT, "das Werk in Emden bleibe"), wording=(Loaded(at(TEXT, "bleibe"), "emotive"),))
    sample = one(row, letters)
    assert set(sample.tags) == set(HEADS)
    names = {head: [HEADS[head][tag] if tag >= 0 else "" for tag in tags] for head, tags in sample.tags.items()}
    assert names["content"] == [*["O"] * 4, "B-content", *["I-content"] * 4, "O"]
    assert names["cue"] == ["O", "O", "B-cue", *["O"] * 7]
    assert names["speaker"] == ["B-speaker", "I-speaker", *["O"] * 8]
    assert names["wording"][8] == "B-emotive"
    assert names["modality"] == [*[""] * 4, *["denied"] * 5, ""]
    assert names["form"] == [*[""] * 4, *["indirect"] * 5, ""]


def test_words_of_a_content_point_at_the_first_word_of_speaker_and_cue(letters: Tokenizer) -> None:
    sample = one(article(TEXT, behn(TEXT, "das Werk in Emden bleibe")), letters)
    assert sample.pointers["speaker"] == [*[UNSAID] * 4, *[0] * 5, UNSAID]
    assert sample.pointers["cue"] == [*[UNSAID] * 4, *[2] * 5, UNSAID]


def test_without_speaker_and_cue_they_point_at_nobody(letters: Tokenizer) -> None:
    sample = one(article(TEXT, behn(TEXT, "das Werk in Emden bleibe", None, None)), letters)
    assert sample.pointers["speaker"][4:9] == [NOBODY] * 5
    assert sample.pointers["cue"][4:9] == [NOBODY] * 5


def test_of_a_statement_in_a_statement_the_outer_one_is_learned(letters: Tokenizer) -> None:
    inner = Said((at(TEXT, "in Emden"),), (), None, "direct", "asserted")
    sample = one(article(TEXT, inner, behn(TEXT, "das Werk in Emden bleibe")), letters)
    assert sample.tags["form"][4:9] == [HEADS["form"].index("indirect")] * 5
    assert sample.pointers["speaker"][6] == 0


def test_a_speaker_in_another_window_is_nobody_of_this_one(letters: Tokenizer) -> None:
    filler = "Das Wasser steht hoch. " * 12
    text = f"Ilse Behn ist da. {filler}Sie sagte, Emden sei sicher."
    samples = list(article_samples([article(text, behn(text, "Emden sei sicher"))], letters))
    assert len(samples) > 1
    assert NOBODY in samples[-1].pointers["speaker"]
    assert samples[-1].tags["speaker"] == [0] * len(samples[-1].window.words)


def test_rows_of_names_say_names_only(letters: Tokenizer) -> None:
    rows = [Names("Behn lebt in Emden", ((0, 4, "person"), (13, 18, "place")))]
    (shut,) = name_samples(rows, letters, open_names=False)
    (opened,) = name_samples(rows, letters, open_names=True)
    assert [HEADS["mention"][tag] for tag in shut.tags["mention"]] == ["B-person", "O", "O", "B-place"]
    assert set(shut.tags) == {"mention"}
    assert shut.pointers == {}
    assert (shut.open_names, opened.open_names) == (False, True)


def columns(folder: Path, rows: list[str]) -> Path:
    file = folder / "names.tsv.gz"
    file.write_bytes(gzip.compress("\n".join(rows).encode()))
    return file


def test_columns_become_running_text(tmp_path: Path) -> None:
    rows = ["1\tDie\tO", "2\t„\tO", "3\tWerft\tB-ORG", "4\tEmden\tI-ORG", "5\t“\tO", "6\truht\tO", "7\t.\tO", ""]
    (found,) = read_names(columns(tmp_path, rows), 1, 2)
    assert found.text == "Die „Werft Emden“ ruht."
    assert found.names == ((5, 16, "organisation"),)


def test_an_inside_of_another_kind_begins_a_name(tmp_path: Path) -> None:
    rows = ["1\tBehn\tB-PER", "2\tEmden\tI-LOC", "3\tHusum\tB-LOC", ""]
    (found,) = read_names(columns(tmp_path, rows), 1, 2)
    assert found.names == ((0, 4, "person"), (5, 10, "place"), (11, 16, "place"))


NAMES = st.lists(st.sampled_from(["Emden ruht.", "In Emden", "Ja", "Emden"]), max_size=12)


@settings(max_examples=60)
@given(NAMES, st.integers(0, 5), st.integers(1, 8))
def test_law_strung_rows_lose_nothing(texts: list[str], seed: int, most: int) -> None:
    rows = []
    for number, text in enumerate(texts):
        head = f"Nr {number}: "
        start = (head + text).find("Emden")
        rows.append(Names(head + text, ((start, start + 5, "place"),) if start >= 0 else ()))
    made = strung(rows, seed, most)
    assert made == strung(rows, seed, most)
    together = " ".join(row.text for row in made)
    assert all(row.text in together for row in rows)
    assert len(together) == sum(len(row.text) + 1 for row in rows) - bool(rows)
    assert sum(len(row.names) for row in made) == sum(len(row.names) for row in rows)
    assert all(row.text[start:end] == "Emden" for row in made for start, end, _kind in row.names)


@settings(max_examples=60)
@given(NAMES, st.integers(0, 5))
def test_law_swapped_names_keep_kind_order_and_words_around(texts: list[str], seed: int) -> None:
    rows = []
    for number, text in enumerate(texts):
        text, other = f"{text} Emden", f"Nr{number}"
        start = text.rindex("Emden")
        names = ((start, start + 5, "place"), (len(text) + 5, len(text) + 5 + len(other), "person"))
        rows.append(Names(f"{text} mit {other} an Bord", names))
    for before, after in zip(rows, swapped(rows, seed), strict=True):
        (place, person), (left, right) = before.names, after.names
        assert after.text[left[0] : left[1]] == "Emden"
        assert after.text[right[0] : right[1]] in {f"Nr{number}" for number in range(len(rows))}
        assert [kind for _, _, kind in after.names] == ["place", "person"]
        assert (after.text[: left[0]], after.text[right[1] :]) == (before.text[: place[0]], before.text[person[1] :])


def test_a_share_of_the_names_is_swapped_and_the_same_seed_swaps_the_same() -> None:
    rows = [Names(f"N{number} kommt.", ((0, len(f"N{number}"), "person"),)) for number in range(1000)]
    made = swapped(rows, 7)
    assert 200 < sum(a != b for a, b in zip(rows, made, strict=True)) < 300
    assert made == swapped(rows, 7)
    assert swapped(rows, 7, share=0.0) == rows


def test_lines_are_read_packed_or_plain(tmp_path: Path) -> None:
    text = json.dumps({"id": "ä b"}, ensure_ascii=False) + "\n\n" + json.dumps({"id": "c"}) + "\n"
    (tmp_path / "plain.jsonl").write_text(text, "utf-8")
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    for name in ("plain.jsonl", "packed.jsonl.gz"):
        assert [row["id"] for row in read_lines(tmp_path / name)] == ["ä b", "c"]


def test_only_line_feeds_end_a_line(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": "a\u2028b\u0085c"}, ensure_ascii=False) + "\n", "utf-8")
    assert read_lines(tmp_path / "rows.jsonl") == [{"text": "a\u2028b\u0085c"}]
