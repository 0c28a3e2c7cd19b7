"""Compares what the documents of one story say, without a store: amounts by what they count, and common origins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lagebild.corroborate.amounts import gravest
from lagebild.corroborate.numbers import Amount, about, amounts, gather, pairs_of
from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.origins import shared_origins
from lagebild.corroborate.standings import beside, standings, wholes
from lagebild.corroborate.values import ValueComparison, compare_values
from lagebild.records.claim import NumberComparison, NumberValue, SharedOrigin, ValuePair
from lagebild.records.story import AnnotatedDocument


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of `compare`: amounts and other values by what they are about, every pair with its verdict, and
    documents of one hand."""

    numbers: tuple[NumberComparison, ...]
    origins: tuple[SharedOrigin, ...]
    values: tuple[ValueComparison, ...] = ()

    @property
    def groups(self) -> tuple[NumberComparison | ValueComparison, ...]:
        """Return all comparisons, amounts first."""
        return (*self.numbers, *self.values)


def compare(documents: Sequence[AnnotatedDocument], options: CorroborateOptions | None = None) -> Comparison:
    """Compare the documents; groups of a single value are left out."""
    options = options or CorroborateOptions()
    numbers = [c for group in gather(amounts(documents), options) if len(group) > 1 for c in _of_group(group, options)]
    return Comparison(tuple(numbers), shared_origins(documents, (), options), compare_values(documents, options))


def _of_group(group: Sequence[Amount], options: CorroborateOptions) -> Iterator[NumberComparison]:
    """Yield the course and standing of each scope, and one value of each scope beside those of the others."""
    pairs = pairs_of(group, options)
    values = [a.value for a in group]
    vague = [a.counted.vague for a in group]
    scopes = wholes(len(group), vague, pairs)
    for scope in scopes:
        for part in standings(scope, values, vague, pairs):
            yield _comparison(about([group[i] for i in scope]), values, part, pairs)
    if len(scopes) > 1:
        yield _comparison(about(group), values, beside(scopes, values), pairs)


def _comparison(
    name: str, values: Sequence[NumberValue], part: Sequence[int], pairs: Sequence[ValuePair]
) -> NumberComparison:
    """Return the comparison of the values of a part, its pairs counted anew."""
    at = {old: new for new, old in enumerate(part)}
    kept = tuple(replace(p, a=at[p.a], b=at[p.b]) for p in pairs if p.a in at and p.b in at)
    grave = gravest(kept)
    verdict, why = (grave.verdict, grave.why) if grave else (None, "")
    return NumberComparison(name, tuple(values[i] for i in part), verdict, why, kept)
