"""Readers of names side by side on a fold of GermEval that none of them has seen: F1 and sentences a second.

    python -m training --base wheel --data SETS --hold-out 0 --out FOLDER
    pip install spacy==3.8.18
    OMP_NUM_THREADS=1 python -m training.names --data SETS --package FOLDER

The linear tagger and spaCy's convolutional network, the peer, are trained here on the other folds; the encoder was by
the first command. Scored are whole people, organisations, places and demonyms, as `shared/tools/score.py` counts them.
Seconds are of the processor, on one core, one sentence at a time.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from lagebild.language.encoder.marks import MarkedName, Marks, mark
from lagebild.language.encoder.network import network
from lagebild.language.german.names import GermanMentionTagger
from lagebild.language.german.names_model import NameModel
from lagebild.language.german.names_train import quantised, samples, train
from lagebild.language.tokens import tokens_of
from lagebild.records.span import Span
from training.samples import Names, read_names
from training.scores import score_names

FOLDS: Final = 5
_PEER_EPOCHS: Final = 20
Found = Iterable[tuple[int, int, str]]


def encoder_reader(package: Path) -> Callable[[str], Marks]:
    """Return what reads a text with the model in a folder."""
    loaded = network(package)
    return lambda text: mark(loaded, text, [Span(0, len(text))])


def linear_reader(model: NameModel, beside: Callable[[str], Marks] | None = None) -> Callable[[str], Found]:
    """Return what reads a text with the linear tagger, weighed with the encoder where one stands beside it."""

    def read(text: str) -> Iterator[tuple[int, int, str]]:
        tokens = tokens_of(text, Span(0, len(text)))
        words = [t.text for t in tokens]
        marks = beside(text) if beside else None
        tags = model.tag_with(words, [marks.evidence.get(t.span.start) for t in tokens]) if marks else model.tag(words)
        start = 0
        for at, tag in enumerate(tags):
            start = at if tag[0] == "B" else start
            if tag != "O" and (at + 1 == len(tags) or tags[at + 1] != "I" + tag[1:]):
                yield tokens[start].span.start, tokens[at].span.end, tag[2:]

    return read


def program_reader(model: NameModel, beside: Callable[[str], Marks]) -> Callable[[str], Found]:
    """Return what reads a text as the program does: both readers, then datelines, lists and names said again."""
    tagger = GermanMentionTagger(model)
    return lambda text: [
        (m.span.start, m.span.end, m.kind) for m in tagger.tag(text, [Span(0, len(text))], beside(text))
    ]


def peer_reader(rows: Sequence[Names]) -> Callable[[str], Found]:
    """Train spaCy's default network for names (German, no vectors) and return what reads a text with it."""
    import spacy
    from spacy.training import Example

    pipeline = spacy.blank("de")
    pipeline.add_pipe("ner")
    examples = []
    for row in rows:
        document = pipeline.make_doc(row.text)
        spans = [document.char_span(*name[:2], label=name[2], alignment_mode="expand") for name in row.names]
        gold = document.copy()
        gold.ents = spacy.util.filter_spans([span for span in spans if span is not None])
        examples.append(Example(document, gold))
    optimizer = pipeline.initialize(lambda: examples)
    dice = random.Random(7)  # noqa: S311
    for _ in range(_PEER_EPOCHS):
        dice.shuffle(examples)
        for batch in spacy.util.minibatch(examples, size=64):
            pipeline.update(batch, sgd=optimizer, drop=0.2)
    return lambda text: [(e.start_char, e.end_char, e.label_) for e in pipeline(text).ents]


def line(title: str, rows: Sequence[Names], read: Callable[[str], Found]) -> str:
    """Return a row of the table."""
    began = time.process_time()
    found = [tuple(MarkedName(Span(s, e), kind, 1.0) for s, e, kind in read(row.text)) for row in rows]  # type: ignore[arg-type]
    rate = len(rows) / (time.process_time() - began)
    stored = {row.text: Marks(names) for row, names in zip(rows, found, strict=True)}
    scores = score_names(rows, lambda text, _: stored[text])
    return f"{title:<28}{scores['all']:6.1f}{rate:10.0f} sentences/s   " + str(scores)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m training.names", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--package", type=Path, required=True, help="a model that has not seen the fold")
    parser.add_argument("--fold", type=int, default=0)
    options = parser.parse_args(arguments)
    path = options.data / "germeval2014/train.tsv.gz"
    rows = read_names(path, 1, 2)
    seen = [row for k, row in enumerate(rows) if k % FOLDS != options.fold]
    held = rows[options.fold :: FOLDS]
    sentences = [row for k, row in enumerate(samples(path, 1, 2)) if k % FOLDS != options.fold]
    linear = NameModel(*quantised(*train([*sentences, *samples(options.data / "mobie/train.conll.gz", 0, -1)])))
    marks = encoder_reader(options.package)
    readers: dict[str, Callable[[str], Found]] = {
        "linear tagger": linear_reader(linear),
        "encoder": lambda text: [(m.span.start, m.span.end, m.kind) for m in marks(text).names],
        "encoder and linear tagger": linear_reader(linear, marks),
        "the program": program_reader(linear, marks),
    }
    if find_spec("spacy"):
        readers["spaCy CNN (peer)"] = peer_reader(seen)
    else:
        sys.stdout.write("spaCy is not installed, so the peer is left out.\n")
    for title, read in readers.items():
        sys.stdout.write(line(title, held, read) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
