"""Compares what the documents of one story say, without a store: amounts by what they count, and common origins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lagebild.corroborate.numbers import about, comparison, gather, pairs_of
from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.origins import shared_origins
from lagebild.corroborate.standings import beside, standings, wholes
from lagebild.corroborate.stated import Amount, amounts
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
    """Yield the course and standing of each scope, one value of each scope beside those of the others, and what else
    clashes."""
    pairs = pairs_of(group, options)
    values = [a.value for a in group]
    vague = [a.counted.vague for a in group]
    scopes = wholes(len(group), vague, pairs)
    parts: list[tuple[Sequence[int], Sequence[int]]]
    parts = [(scope, part) for scope in scopes for part in standings(scope, values, vague, pairs)]
    if len(scopes) > 1:
        parts.append((range(len(group)), beside(scopes, values)))
    shown = {_figures(p, values) for _, part in parts for p in pairs if p.a in part and p.b in part and _clashes(p)}
    for pair in filter(_clashes, pairs):
        if _figures(pair, values) not in shown:
            shown.add(_figures(pair, values))
            parts.append(((pair.a, pair.b), (pair.a, pair.b)))
    for scope, part in parts:
        yield comparison(about([group[i] for i in scope]), values, part, pairs)


def _clashes(pair: ValuePair) -> bool:
    return pair.verdict in ("contradiction", "denied")


def _figures(pair: ValuePair, values: Sequence[NumberValue]) -> frozenset[float]:
    return frozenset((values[pair.a].value, values[pair.b].value))
