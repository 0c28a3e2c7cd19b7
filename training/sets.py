"""What is learned from: the folder of public sets, and our own annotations and reports, to lists of rows.

The folder holds germeval2014/train.tsv.gz, mobie/train.conll.gz and, for the texts behind our annotations,
quotations_de/*.jsonl.gz, of which only the texts are read, which are CC BY; its annotations are not.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.samples import Names, read_lines, read_names
from training.standoff import Article, checksum, read_articles

ANNOTATIONS: Final = Path(__file__).parent / "annotations"
NAMES_FOLDS: Final = 5
ARTICLE_FOLDS: Final = 8


@dataclass(frozen=True, slots=True)
class Sets:
    """What is learned from, and what is kept for the test."""

    germeval: list[Names]
    mobie: list[Names]
    articles: list[Article]
    held_names: list[Names]
    held_articles: list[Article]


def read_texts(data: Path) -> dict[str, str]:
    """Return the Wikinews texts behind our annotations by their checksums; annotations of others are not read."""
    rows = [row for file in sorted((data / "quotations_de").glob("*.jsonl.gz")) for row in read_lines(file)]
    return {checksum(row["text"]): row["text"] for row in rows}


def read_sets(data: Path, hold_out: int | None) -> Sets:
    """Read the sets; every fold-th row from `hold_out` on is kept for the test."""
    germeval = read_names(data / "germeval2014/train.tsv.gz", 1, 2)
    mobie = read_names(data / "mobie/train.conll.gz", 0, -1)
    texts = read_texts(data)
    articles = [a for file in sorted(ANNOTATIONS.glob("*_??.jsonl")) for a in read_articles(read_lines(file), texts)]

    def held(number: int, folds: int) -> bool:
        return hold_out is not None and number % folds == hold_out

    return Sets(
        germeval=[row for k, row in enumerate(germeval) if not held(k, NAMES_FOLDS)],
        mobie=mobie,
        articles=[row for k, row in enumerate(articles) if not held(k, ARTICLE_FOLDS)],
        held_names=[row for k, row in enumerate(germeval) if held(k, NAMES_FOLDS)],
        held_articles=[row for k, row in enumerate(articles) if held(k, ARTICLE_FOLDS)],
    )
