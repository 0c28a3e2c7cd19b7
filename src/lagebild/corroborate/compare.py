"""Compares what the documents of one story say, without a store: amounts by what they count, and common origins."""

from collections.abc import Sequence
from dataclasses import dataclass

from lagebild.corroborate.amounts import gravest
from lagebild.corroborate.numbers import about, amounts, gather, pairs_of
from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.origins import shared_origins
from lagebild.records.claim import NumberComparison, SharedOrigin
from lagebild.records.story import AnnotatedDocument


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of `compare`: groups of amounts with a verdict for every pair, and documents of one hand."""

    numbers: tuple[NumberComparison, ...]
    origins: tuple[SharedOrigin, ...]


def compare(documents: Sequence[AnnotatedDocument], options: CorroborateOptions | None = None) -> Comparison:
    """Compare the documents; groups of a single value are left out."""
    options = options or CorroborateOptions()
    groups = [g for g in gather(amounts(documents), options) if len(g) > 1]
    numbers = []
    for group in groups:
        pairs = pairs_of(group, options)
        grave = gravest(pairs)
        verdict, why = (grave.verdict, grave.why) if grave else (None, "")
        numbers.append(NumberComparison(about(group), tuple(a.value for a in group), verdict, why, pairs))
    return Comparison(tuple(numbers), shared_origins(documents, (), options))
