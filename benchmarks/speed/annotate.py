"""Articles a second that the annotate stage reads on one core, with the encoder and by rules alone, and the memory.

    OMP_NUM_THREADS=1 python -m benchmarks.speed.annotate

The articles are those of the sample corpus that have 150 to 260 words; seconds are of the processor, not of the clock.
"""

import json
import resource
import sys
import time

from benchmarks.speed.stages import CORPUS
from lagebild.annotate.annotate import annotate
from lagebild.language.encoder.shipped import Encoder, encoder
from lagebild.records.document import Document


def documents() -> list[Document]:
    """Return the articles that are measured."""
    rows = [json.loads(line) for line in (CORPUS / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Document(r["id"], r["text"], r["title"]) for r in rows if 150 <= len(r["text"].split()) <= 260]


def rate(articles: list[Document], model: Encoder | None) -> float:
    """Return articles a second of the processor."""
    annotate(articles[0], model)
    began = time.process_time()
    for article in articles:
        annotate(article, model)
    return len(articles) / (time.process_time() - began)


def command() -> int:
    """Print the figures."""
    articles, model = documents(), encoder()
    words = sum(len(a.text.split()) for a in articles) / len(articles)
    print(f"{len(articles)} articles of {words:.0f} words in the mean")
    print(f"rules alone: {rate(articles, None):.1f} a second")
    if model is not None:
        print(f"with the encoder: {rate(articles, model):.1f} a second")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(command())
