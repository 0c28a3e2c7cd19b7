"""Time taggers stay linear: doubling an adversarial text on one line at most about doubles the time.

Small sizes under a loose bound, because test machines are noisy; the ladder from 64 KB to 4 MB with the fitted exponent
is `benchmarks/speed/ladder.py`.
"""

from datetime import datetime
from time import process_time

import pytest

from lagebild.language.calendar import BERLIN
from lagebild.language.english.quantities import EnglishQuantityTagger
from lagebild.language.english.times import EnglishTimeTagger
from lagebild.language.german.quantities import GermanQuantityTagger
from lagebild.language.german.times import GermanTimeTagger
from lagebild.language.protocols import QuantityTagger, TimeTagger
from lagebild.records.span import Span

ANCHOR = datetime(2024, 11, 12, 9, tzinfo=BERLIN)
PIECES = (
    "1",
    "1.",
    "2024-",
    "-",
    "19. ",
    "vor ",
    "vor zwei ",
    "Montag und ",
    "zu ",
    "3 bis ",
    "two hundred and ",
    "Juni, ",
)
PACKS: tuple[tuple[TimeTagger, QuantityTagger], ...] = (
    (GermanTimeTagger(), GermanQuantityTagger()),
    (EnglishTimeTagger(), EnglishQuantityTagger()),
)


def seconds(pack: tuple[TimeTagger, QuantityTagger], text: str, sentences: list[Span]) -> float:
    times, quantities = pack
    begin = process_time()
    quantities.tag(text, sentences, times.tag(text, sentences, ANCHOR))
    return process_time() - begin


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("pack", PACKS, ids=("german", "english"))
def test_doubling_stays_linear(pack: tuple[TimeTagger, QuantityTagger], piece: str) -> None:
    def cut(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        return seconds(pack, text, [Span(k, min(k + 1_000, size)) for k in range(0, size, 1_000)])

    cut(2_000)
    small, large = min(cut(4_000) for _ in range(3)), min(cut(32_000) for _ in range(3))
    # Eightfold text: 8 where linear, 64 where quadratic.
    assert large < 24 * small + 0.02


def test_one_endless_line_is_read_up_to_its_cap() -> None:
    text = "Am 19. Juni 2024 kamen 3.000 Menschen, " * 30_000
    whole = [Span(0, len(text))]
    assert all(seconds(pack, text, whole) < 1.0 for pack in PACKS)
