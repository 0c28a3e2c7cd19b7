"""Windows: every word once fresh, whole sentences, context of the sentences before, sizes the network can place."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from lagebild.language.encoder.shipped import Encoder
from lagebild.language.encoder.windows import MOST_CONTEXT, MOST_PIECES, MOST_WORD, Window, windows
from lagebild.language.tokens import MOST_TOKENS, tokens_of
from lagebild.records.span import Span

ROOM = MOST_PIECES - MOST_CONTEXT


def text_of(sizes: Sequence[int]) -> tuple[str, list[Span]]:
    """Return a text with a sentence of so many one-letter words for each size, and the sentences."""
    text, sentences = "", []
    for size in sizes:
        start = len(text)
        text += " ".join("b" * size)
        sentences.append(Span(start, len(text)))
        text += "\n"
    return text, sentences


def cut(sizes: Sequence[int], letters: Tokenizer) -> list[tuple[int, int]]:
    """Return words and context words of each window."""
    text, sentences = text_of(sizes)
    return [(len(window.words), window.fresh) for window in windows(text, sentences, letters)]


def fresh_words(found: Sequence[Window]) -> list[Span]:
    return [word.span for window in found for word in window.words[window.fresh :]]


def test_a_short_text_is_one_window_without_context(letters: Tokenizer) -> None:
    assert cut([10, 20, 30], letters) == [(60, 0)]


def test_the_next_window_begins_with_the_sentences_before(letters: Tokenizer) -> None:
    # 150 + 60 fill the first window; 60 fit into the context, 150 more do not.
    assert cut([150, 60, 100], letters) == [(210, 0), (160, 60)]


def test_context_takes_as_many_sentences_as_it_has_room_for(letters: Tokenizer) -> None:
    assert cut([164, 30, 30, 30, 100], letters) == [(254, 0), (190, 90)]
    assert cut([163, 31, 30, 30, 100], letters) == [(254, 0), (160, 60)]


def test_a_window_is_filled_to_its_last_piece_and_no_further(letters: Tokenizer) -> None:
    assert cut([100, 100, 54], letters) == [(254, 0)]
    assert cut([100, 100, 55], letters) == [(200, 0), (55, 0)]


def test_of_an_endless_sentence_the_beginning_is_read(letters: Tokenizer) -> None:
    assert cut([10_000], letters) == [(ROOM, 0)]
    assert cut([10_000, 5], letters) == [(ROOM + 5, 0)]


def test_an_endless_word_leaves_its_sentence_readable(letters: Tokenizer) -> None:
    text = "x" * 100_000 + " a b"
    (window,) = windows(text, [Span(0, len(text))], letters)
    assert [len(word.text) for word in window.words] == [100_000, 1, 1]
    assert window.first == (1, 1 + MOST_WORD, 2 + MOST_WORD)


def test_pieces_stand_between_both_ends_and_first_names_each_word(letters: Tokenizer) -> None:
    (window,) = windows("xa aya.", [Span(0, 7)], letters)
    assert [word.text for word in window.words] == ["xa", "aya", "."]
    assert window.ids == (0, 3, 4, 4, 3, 4, 3, 2)
    assert window.first == (1, 3, 6)


def test_where_there_is_nothing_there_is_no_window(letters: Tokenizer) -> None:
    assert windows("", [], letters) == []
    assert windows("  \n ", [Span(0, 0), Span(0, 4)], letters) == []
    assert cut([0, 3, 0], letters) == [(3, 0)]


def test_words_outside_all_sentences_are_not_read(letters: Tokenizer) -> None:
    (window,) = windows("Anzeige. Es brennt. Anzeige.", [Span(9, 19)], letters)
    assert [word.text for word in window.words] == ["Es", "brennt", "."]


@settings(max_examples=60)
@given(sizes=st.lists(st.integers(0, 2 * ROOM), max_size=14))
def test_law_fresh_words_are_the_words_of_all_sentences(sizes: list[int], letters: Tokenizer) -> None:
    text, sentences = text_of(sizes)
    found = windows(text, sentences, letters)
    expected = [word.span for sentence in sentences for word in tokens_of(text, sentence)[:ROOM]]
    assert fresh_words(found) == expected
    for before, window in pairwise(found):
        context = [word.span for word in window.words[: window.fresh]]
        assert len(context) <= MOST_CONTEXT
        assert context == [word.span for word in before.words[len(before.words) - window.fresh :]]


TEXTS = st.text(st.characters(), max_size=400) | st.lists(
    st.sampled_from(
        ["Er", "sagte:", "„Nein“", "\u200b", "\x01", "\ufdfa", "e\u0301", "😀\u200d🔥", "\ud800", "\x00", "z.B.", "7,5"]
    ),
    max_size=200,
).map(" ".join)


@settings(max_examples=60)
@given(text=TEXTS, borders=st.lists(st.integers(0, 400), max_size=6))
@example(text="\ud800 Der Rest.", borders=[])
@example(text="\x01\x02", borders=[])
@example(text="\ufdfa" * 300, borders=[5])
@example(text="ja " * 10_000, borders=[])
def test_law_any_text_is_cut_into_windows_that_fit(text: str, borders: list[int], shipped: Encoder) -> None:
    edges = [0, *sorted(min(at, len(text)) for at in borders), len(text)]
    sentences = [Span(a, b) for a, b in pairwise(edges)]
    found = windows(text, sentences, shipped.network.pieces)
    words = [word.span for sentence in sentences for word in tokens_of(text, sentence)]
    fresh = fresh_words(found)
    kept = set(fresh)
    assert fresh == [span for span in words if span in kept]
    if sum(len(window.ids) for window in found) < ROOM and len(words) < MOST_TOKENS:
        assert fresh == words
    for window in found:
        assert len(window.words) == len(window.first)
        assert window.fresh < len(window.words)
        assert len(window.ids) <= MOST_PIECES + 2
        assert (window.ids[0], window.ids[-1]) == (0, 2)
        assert list(window.first) == sorted(window.first)
        assert all(0 < at < len(window.ids) for at in window.first)
        assert all(0 <= word.span.start < word.span.end <= len(text) for word in window.words)


def test_the_ends_are_those_of_the_shipped_tokenizer(shipped: Encoder) -> None:
    ids = shipped.network.pieces.encode("Es brennt.").ids
    (window,) = windows("Es brennt.", [Span(0, 10)], shipped.network.pieces)
    assert (window.ids[0], window.ids[-1]) == (ids[0], ids[-1])
