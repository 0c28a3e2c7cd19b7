"""A text to the pieces of it that the encoder reads at once: whole sentences, with the sentences before as context.

Every window is read alone: dynamic int8 scales with what stands in a batch, so a batch would change what is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lagebild.language.tokens import Token, tokens_of
from lagebild.records.span import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Pieces of a window, of 512 that the network can place; cost grows with the square.
MOST_PIECES: Final = 254
# Pieces of the sentences before that are read again as context, so that "Er" has somebody to be.
MOST_CONTEXT: Final = 90
# Pieces of a word that are read: what is longer is no word, and must not push its sentence out of the window.
MOST_WORD: Final = 32
START, END = 0, 2


@dataclass(frozen=True, slots=True)
class Window:
    """Words to be read at once. `ids` are the pieces with both ends; `first` says which piece begins each word.

    What is found before word `fresh` was found already, in the window before.
    """

    words: tuple[Token, ...]
    ids: tuple[int, ...]
    first: tuple[int, ...]
    fresh: int = 0


def windows(text: str, sentences: Sequence[Span], pieces: "Tokenizer") -> list[Window]:
    """Cut a text into windows; together their fresh words are the words of all sentences."""
    rows = [row for row in (_row(text, sentence, pieces) for sentence in sentences) if row.words]
    found: list[Window] = []
    at = 0
    while at < len(rows):
        first, context = at, 0
        while found and first and context + rows[first - 1].size <= MOST_CONTEXT:
            first -= 1
            context += rows[first].size
        end, size = at + 1, context + rows[at].size
        while end < len(rows) and size + rows[end].size <= MOST_PIECES:
            size += rows[end].size
            end += 1
        fresh = sum(len(row.words) for row in rows[first:at])
        found.append(_window(rows[first:end], fresh))
        at = end
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    words: list[Token]
    pieces: list[list[int]]
    size: int


def _row(text: str, sentence: Span, pieces: "Tokenizer") -> _Row:
    words = tokens_of(text, sentence)
    # Half a surrogate pair is no character to the tokenizer; the rules pass over it as well.
    plain = [word.text.encode("utf-8", "replace").decode("utf-8") for word in words]
    read = pieces.encode(plain, is_pretokenized=True, add_special_tokens=False)
    cut: list[list[int]] = [[] for _ in words]
    for number, word in zip(read.ids, read.word_ids, strict=True):
        if word is not None and len(cut[word]) < MOST_WORD:
            cut[word].append(number)
    kept, size = 0, 0
    # A "sentence" beyond the window is a table: its beginning is read.
    while kept < len(cut) and size + len(cut[kept]) <= MOST_PIECES - MOST_CONTEXT:
        size += len(cut[kept])
        kept += 1
    return _Row(words[:kept], cut[:kept], size)


def _window(rows: Sequence[_Row], fresh: int) -> Window:
    ids, first = [START], []
    for row in rows:
        for cut in row.pieces:
            first.append(min(len(ids), MOST_PIECES))
            ids.extend(cut)
    words = tuple(word for row in rows for word in row.words)
    return Window(words, (*ids[: MOST_PIECES + 1], END), tuple(first), fresh)
