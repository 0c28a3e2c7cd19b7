"""What rounding to int8 costs a finished model, whose float weights are gone: it is rounded once more.

    python -m training.rounding --data SETS

Rounding moves a weight by at most half a step, a twelfth of a squared step in the mean. Here one weight in twelve is
moved by a whole step, up or down by lot, which is the same again; what that costs on every third annotated article, all
trained on, estimates what the first rounding did.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import onnx
from onnx import numpy_helper

from lagebild.language.encoder.network import network, package_folder
from training.scores import reader, score_articles
from training.sets import read_sets

_MOVED: Final = 1 / 12
_GRAPHS: Final = ("trunk", "tagger")


def rounded_again(package: Path, target: Path, seed: int) -> Path:
    """Copy a package to `target` with its weights moved as rounding moves them, and return it."""
    shutil.copytree(package, target)
    dice = np.random.default_rng(seed)
    for name in _GRAPHS:
        path = target / f"{name}.onnx"
        model = onnx.load(str(path))
        stored = {tensor.name: tensor for tensor in model.graph.initializer}
        for node in model.graph.node:
            if node.op_type == "MatMulNBits":
                tensor = stored[node.input[1]]
                steps = numpy_helper.to_array(tensor).astype(np.int16)
                drawn = dice.random(steps.shape)
                steps = steps + (drawn < _MOVED / 2) - (drawn > 1 - _MOVED / 2)
                tensor.CopyFrom(numpy_helper.from_array(steps.clip(0, 255).astype(np.uint8), tensor.name))
        onnx.save(model, str(path))
    return target


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of the shipped model, then of three that are rounded again."""
    parser = argparse.ArgumentParser(prog="python -m training.rounding", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(arguments)
    package = package_folder()
    if package is None:
        parser.error("the model package is not installed; make setup installs it")
    articles = read_sets(options.data, None).articles[::3]
    sys.stdout.write(f"as shipped      {score_articles(articles, reader(network(package)))}\n")
    for seed in (1, 2, 3):
        with TemporaryDirectory() as scratch:
            moved = network(rounded_again(package, Path(scratch) / "package", seed))
            sys.stdout.write(f"rounded again   {score_articles(articles, reader(moved))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
