"""Doubling ladder of the time and quantity taggers on adversarial text: seconds per size and the fitted exponent.

    python benchmarks/speed/ladder.py [--from 65536] [--to 4194304] [--limit 1.2]

Each text is one repeated piece, once on one line (read up to a cap) and once cut into sentences of 1,000 characters.
The exponent is the slope of log seconds over log size (least squares); exit status 1 where one lies above the limit.
Texts beyond the taggers' cap of a million characters are expected to take no longer.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from math import log
from time import process_time

from lagebild.language.calendar import BERLIN
from lagebild.language.english.quantities import EnglishQuantityTagger
from lagebild.language.english.times import EnglishTimeTagger
from lagebild.language.german.quantities import GermanQuantityTagger
from lagebild.language.german.times import GermanTimeTagger
from lagebild.language.protocols import QuantityTagger, TimeTagger
from lagebild.records.span import Span

PIECES = (
    "1",
    "1.",
    "9-",
    "-",
    "vor ",
    "vor zwei ",
    "Montag ",
    "19. Juni und ",
    "zu ",
    "3 bis ",
    "two hundred and ",
    "“",
)
PACKS: dict[str, tuple[TimeTagger, QuantityTagger]] = {
    "de": (GermanTimeTagger(), GermanQuantityTagger()),
    "en": (EnglishTimeTagger(), EnglishQuantityTagger()),
}
ANCHOR = datetime(2024, 11, 12, 9, tzinfo=BERLIN)
SENTENCE = 1_000
# Below this many seconds a run measures the clock, not the tagger.
FLOOR = 0.002


def run(pack: tuple[TimeTagger, QuantityTagger], text: str, sentences: list[Span]) -> float:
    begin = process_time()
    pack[1].tag(text, sentences, pack[0].tag(text, sentences, ANCHOR))
    return max(FLOOR, process_time() - begin)


def exponent(sizes: list[int], taken: list[float]) -> float:
    xs, ys = [log(s) for s in sizes], [log(t) for t in taken]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


def ladder(sizes: list[int]) -> Iterator[tuple[str, str, str, list[float], float]]:
    for language, pack in PACKS.items():
        for piece in PIECES:
            for shape in ("line", "sentences"):
                taken = []
                for size in sizes:
                    text = (piece * (size // len(piece) + 1))[:size]
                    cuts = range(0, size, SENTENCE) if shape == "sentences" else range(1)
                    step = SENTENCE if shape == "sentences" else size
                    taken.append(run(pack, text, [Span(k, min(k + step, size)) for k in cuts]))
                yield language, piece, shape, taken, exponent(sizes, taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="smallest", type=int, default=1 << 16)
    parser.add_argument("--to", dest="largest", type=int, default=1 << 22)
    parser.add_argument("--limit", type=float, default=1.2)
    options = parser.parse_args()
    sizes = [options.smallest]
    while sizes[-1] * 2 <= options.largest:
        sizes.append(sizes[-1] * 2)
    worst = 0.0
    for language, piece, shape, taken, slope in ladder(sizes):
        worst = max(worst, slope)
        print(f"{language} {shape:9} {piece!r:20} {' '.join(f'{t:7.3f}' for t in taken)}  exponent {slope:.2f}")
    print(f"worst exponent {worst:.2f} (limit {options.limit})")
    return int(worst > options.limit)


if __name__ == "__main__":
    sys.exit(main())
