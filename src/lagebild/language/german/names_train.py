"""GermEval 2014 and MobIE to the weights of the name tagger.

`python -m lagebild.language.german.names_train --germeval train.tsv.gz --mobie train.conll.gz` writes `names.bin`;
`--hold-out` keeps every fifth sentence of GermEval for a test and writes nothing.
"""

import argparse
import gzip
import logging
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lagebild.language.encoder.decode import transitions, viterbi
from lagebild.language.german.names_features import BUCKETS, feature_ids
from lagebild.language.german.names_model import FILE, TAGS, scores
from lagebild.language.tokens import tokens_of
from lagebild.records.span import Span

logger = logging.getLogger(__name__)

KIND: Final = {
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
    "LOCderiv": "demonym",
    "OTH": "other",
    "person": "person",
    "organization": "organisation",
    "organization-company": "organisation",
    "location": "place",
    "location-city": "place",
    "location-street": "place",
    "location-stop": "place",
    "location-route": "place",
}
NO_SPACE_BEFORE: Final = frozenset(".,;:!?)]}%“”’")
NO_SPACE_AFTER: Final = frozenset("([{„‚")
MARGIN: Final = 1.0
EPOCHS: Final = 12
Sample = tuple[list[list[int]], list[int]]


def read_sentences(path: Path, word: int, tag: int) -> Iterator[tuple[list[str], list[str]]]:
    """Yield words and tags of each sentence of a column file."""
    words: list[str] = []
    tags: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in [*handle, ""]:
            cells = line.rstrip("\n").split("\t") if "\t" in line else line.split()
            if not cells or not line.strip() or line.startswith(("#\t", "-DOCSTART")):
                if words:
                    yield words, tags
                words, tags = [], []
            else:
                words.append(cells[word])
                tags.append(cells[tag])


def tagged(words: list[str], tags: list[str]) -> tuple[list[str], list[int]]:
    """Return the words as our own tokens see them, with the numbers of their tags."""
    text, spans, glue = "", [], True
    for word in words:
        text += "" if glue or not text or word in NO_SPACE_BEFORE else " "
        spans.append(Span(len(text), len(text) + len(word)))
        text += word
        glue = word in NO_SPACE_AFTER
    tokens = tokens_of(text, Span(0, len(text)))
    numbers, at, before = [], 0, ""
    for token in tokens:
        while at + 1 < len(spans) and spans[at].end <= token.span.start:
            at += 1
        place, _, kind = tags[at].partition("-")
        kind = KIND.get(kind, "")
        inside = before == kind and (place == "I" or spans[at].start < token.span.start)
        numbers.append(TAGS.index(f"{'I' if inside else 'B'}-{kind}") if kind else 0)
        before = kind
    return [t.text for t in tokens], numbers


def samples(path: Path, word: int, tag: int) -> list[Sample]:
    """Return the features and tags of each sentence of a file."""
    pairs = (tagged(*sentence) for sentence in read_sentences(path, word, tag))
    return [(feature_ids(words), numbers) for words, numbers in pairs if words]


def train(data: list[Sample], epochs: int = EPOCHS, seed: int = 7) -> tuple[Any, Any]:
    """Return averaged weights: (BUCKETS, tags) and (tags + 1, tags), float32."""
    import numpy as np

    size = len(TAGS)
    weights, drift = (np.zeros((BUCKETS, size), np.float32) for _ in range(2))
    steps, step_drift = (np.zeros((size + 1, size), np.float32) for _ in range(2))
    forbidden = transitions(TAGS).astype(np.float32)
    order, dice, count = list(range(len(data))), random.Random(seed), 1  # noqa: S311
    for epoch in range(epochs):
        dice.shuffle(order)
        wrong = 0
        for k in order:
            rows, gold = data[k]
            emitted = scores(weights, rows) + MARGIN
            emitted[np.arange(len(gold)), gold] -= MARGIN
            guess = viterbi(emitted, steps + forbidden)
            count += 1
            if guess == gold:
                continue
            wrong += 1
            for at, (g, s) in enumerate(zip(gold, guess, strict=True)):
                _step(steps, step_drift, (gold[at - 1] if at else -1, g), (guess[at - 1] if at else -1, s), count)
                if g != s:
                    ids = np.unique(rows[at])
                    weights[ids, g] += 1
                    weights[ids, s] -= 1
                    drift[ids, g] += count
                    drift[ids, s] -= count
        logger.info("epoch %d: %d of %d sentences wrong", epoch + 1, wrong, len(data))
    return weights - drift / count, steps - step_drift / count + forbidden


def _step(steps: Any, drift: Any, gold: tuple[int, int], guess: tuple[int, int], count: int) -> None:
    if gold != guess:
        steps[gold] += 1
        steps[guess] -= 1
        drift[gold] += count
        drift[guess] -= count


def quantised(weights: Any, steps: Any) -> tuple[Any, Any]:
    """Return the weights as int8 and the steps on the same scale: 127 is the 99.99th percentile of what is used."""
    import numpy as np

    used = np.abs(weights[weights != 0])
    scale = 127.0 / float(np.quantile(used, 0.9999))
    table = np.clip(np.rint(weights * scale), -127, 127).astype(np.int8)
    return table, (steps * scale).astype(np.float32)


def f1(data: list[Sample], weights: Any, steps: Any) -> str:
    """Return precision, recall and F1 of whole names, `other` left out."""
    hits = found = true = 0
    for rows, gold in data:
        a, b = _names(gold), _names(viterbi(scores(weights, rows), steps))
        hits, found, true = hits + len(a & b), found + len(b), true + len(a)
    p, r = hits / max(found, 1), hits / max(true, 1)
    return f"P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / max(p + r, 1e-9):.1f}"


def _names(tags: list[int]) -> set[tuple[str, int, int]]:
    found: set[tuple[str, int, int]] = set()
    start, kind = 0, ""
    for at, number in enumerate([*tags, 0]):
        tag = TAGS[number]
        if kind and not (tag.startswith("I-") and tag[2:] == kind):
            found.add((kind, start, at))
            kind = ""
        if tag != "O" and not kind:
            start, kind = at, tag[2:]
    return {row for row in found if row[0] != "other"}


def main(arguments: list[str] | None = None) -> int:
    """Train and write the weights; return 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--germeval", type=Path, required=True)
    parser.add_argument("--mobie", type=Path)
    parser.add_argument("--hold-out", action="store_true")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    data = samples(options.germeval, 1, 2)
    held = data[::5] if options.hold_out else []
    if held:
        data = [row for k, row in enumerate(data) if k % 5]
    if options.mobie:
        data += samples(options.mobie, 0, -1)
    weights, steps = quantised(*train(data, options.epochs))
    if held:
        logger.info("held-out GermEval: %s", f1(held, weights, steps))
        return 0
    FILE.write_bytes(weights.tobytes() + steps.tobytes())
    logger.info("%s: %d bytes", FILE.name, FILE.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
