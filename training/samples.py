"""Annotated texts to samples: the words of a window with a tag for each head, or none where the set does not say.

GermEval 2014 and MobIE annotate names only; MobIE no demonyms and no works, so that its "O" leaves these two open.
Our own annotations (`training/annotations`) say all heads.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lagebild.language.encoder.labels import HEADS, POINTERS
from lagebild.language.encoder.windows import Window, windows
from lagebild.language.german.names_train import KIND, NO_SPACE_AFTER, NO_SPACE_BEFORE, read_sentences
from lagebild.language.packs import pack_for
from lagebild.records.span import Span
from training.standoff import Article

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNSAID: Final = -100
NOBODY: Final = -1


@dataclass(frozen=True, slots=True)
class Sample:
    """A window with what is to be learned from it; `open_names` where an outside word may still be one unmarked."""

    window: Window
    tags: dict[str, list[int]]
    pointers: dict[str, list[int]] = field(default_factory=dict)
    open_names: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """A sentence with its names as (start, end, kind)."""

    text: str
    names: tuple[tuple[int, int, str], ...]


def read_names(path: Path, word: int, tag: int) -> list[Names]:
    """Read a column file of names as running text, spaced as `shared/tools/score.py` spaces it."""
    return [_running(words, tags) for words, tags in read_sentences(path, word, tag)]


def _running(words: Sequence[str], tags: Sequence[str]) -> Names:
    text, glue = "", True
    names: list[tuple[int, int, str]] = []
    before = ""
    for word, tag in zip(words, tags, strict=True):
        text += "" if glue or not text or word in NO_SPACE_BEFORE else " "
        kind = KIND.get(tag[2:], "") if tag != "O" else ""
        if kind and tag[0] == "I" and before == tag[2:]:
            start, _, _ = names.pop()
            names.append((start, len(text) + len(word), kind))
        elif kind:
            names.append((len(text), len(text) + len(word), kind))
        before = tag[2:]
        text += word
        glue = word in NO_SPACE_AFTER
    return Names(text, tuple(names))


def name_samples(rows: Sequence[Names], pieces: "Tokenizer", *, open_names: bool) -> Iterator[Sample]:
    """Yield samples of the mention head alone; a row's sentence is one window."""
    for row in rows:
        for window in windows(row.text, [Span(0, len(row.text))], pieces):
            marked = [(Span(start, end), kind) for start, end, kind in row.names]
            yield Sample(window, {"mention": tags_of(window, marked, "mention")}, open_names=open_names)


def strung(rows: Sequence[Names], seed: int, most: int = 6) -> list[Names]:
    """Return the rows strung together in random runs of 1 to `most`, since texts come in more than one sentence."""
    dice = random.Random(seed)  # noqa: S311
    order = list(rows)
    dice.shuffle(order)
    made: list[Names] = []
    while order:
        text, names = "", []
        for row in [order.pop() for _ in range(min(len(order), dice.choice((1, 1, 1, 2, 3, most))))]:
            text += " " if text else ""
            names += [(start + len(text), end + len(text), kind) for start, end, kind in row.names]
            text += row.text
        made.append(Names(text, tuple(names)))
    return made


def swapped(rows: Sequence[Names], seed: int, share: float = 0.25) -> list[Names]:
    """Return the rows with a share of their names replaced by others of their kind, in the rows that are drawn.

    What a name is shows in its sentence too, not in itself alone (mention replacement; Dai and Adel 2020). Half of the
    rows stay as they are, so that most names are still read where they were written.
    """
    dice = random.Random(seed)  # noqa: S311
    pools: dict[str, list[str]] = {}
    for row in rows:
        for start, end, kind in row.names:
            pools.setdefault(kind, []).append(row.text[start:end])
    return [_swapped(row, pools, 2.0 * share, dice) if row.names and dice.random() < 0.5 else row for row in rows]


def _swapped(row: Names, pools: dict[str, list[str]], share: float, dice: random.Random) -> Names:
    text, names, done = "", [], 0
    for start, end, kind in row.names:
        name = dice.choice(pools[kind]) if dice.random() < share else row.text[start:end]
        text += row.text[done:start]
        names.append((len(text), len(text) + len(name), kind))
        text, done = text + name, end
    return Names(text + row.text[done:], tuple(names))


def article_samples(articles: Sequence[Article], pieces: "Tokenizer") -> Iterator[Sample]:
    """Yield samples of all heads from articles annotated by ourselves."""
    for article in articles:
        sentences = pack_for(article.language).sentences.split(article.text)
        for window in windows(article.text, sentences, pieces):
            yield _article_window(article, window)


def _article_window(article: Article, window: Window) -> Sample:
    outer = [s for s in article.statements if not any(s is not o and o.holds(s) for o in article.statements)]
    tags = {
        "mention": tags_of(window, [(m.span, m.kind) for m in article.mentions], "mention"),
        "content": tags_of(window, [(part, "content") for s in outer for part in s.content], "content"),
        "cue": tags_of(window, [(part, "cue") for s in article.statements for part in s.cue], "cue"),
        "speaker": tags_of(window, [(s.speaker, "speaker") for s in article.statements if s.speaker], "speaker"),
        "wording": tags_of(window, [(w.span, w.kind) for w in article.wording], "wording"),
        "form": [UNSAID] * len(window.words),
        "modality": [UNSAID] * len(window.words),
    }
    pointers = {name: [UNSAID] * len(window.words) for name in POINTERS}
    for statement in outer:
        targets = {
            "speaker": _word_at(window, statement.speaker),
            "cue": _word_at(window, statement.cue[0] if statement.cue else None),
        }
        for at, word in enumerate(window.words):
            if any(part.start <= word.span.start < part.end for part in statement.content):
                tags["form"][at] = HEADS["form"].index(statement.form)
                tags["modality"][at] = HEADS["modality"].index(statement.modality)
                for name in POINTERS:
                    pointers[name][at] = targets[name]
    return Sample(window, tags, pointers)


def tags_of(window: Window, marked: Sequence[tuple[Span, str]], head: str) -> list[int]:
    """Return the tag number of each word; a word belongs to the span in which it begins."""
    names = HEADS[head]
    numbers = [0] * len(window.words)
    ordered = sorted(marked, key=lambda row: (row[0].start, -row[0].end))
    for at, word in enumerate(window.words):
        for span, kind in ordered:
            if span.start <= word.span.start < span.end:
                begins = at == 0 or window.words[at - 1].span.end <= span.start
                numbers[at] = names.index(f"{'B' if begins else 'I'}-{kind}")
                break
            # A name that begins inside a word ("nicht-Berliner") is marked on that word.
            if word.span.start < span.start < word.span.end:
                numbers[at] = names.index(f"B-{kind}")
                break
    return numbers


def _word_at(window: Window, span: Span | None) -> int:
    if span is not None:
        for at, word in enumerate(window.words):
            if word.span.start <= span.start < word.span.end:
                return at
    return NOBODY


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file, plain or gzipped."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]
