"""Parts the comparison of one count into its course and its standings: nobody holds every old figure against every
new one.

"Mehrere Tote", then "Dutzende", then "rund 40" is one comparison (how the count went on), "rund 40", "40" and
"mindestens 40" of the next day another (how the standing is worded). Each part shares one value with the next, so that
the way from the first to the last figure stays whole.
"""

from collections import defaultdict
from collections.abc import Sequence

from lagebild.corroborate.counted import Vagueness
from lagebild.records.claim import NumberValue, ValuePair, Verdict

_ONE_STANDING: frozenset[Verdict] = frozenset({"same", "rounding", "compatible", "contradiction", "denied"})

# Up to this many exact values are read at one glance, course and standing in one.
_FEW = 6


def wholes(size: int, vague: Sequence[Vagueness], pairs: Sequence[ValuePair]) -> list[tuple[int, ...]]:
    """Part values by what they count a part of: around the value that fewest others are apart from, then the rest."""
    apart = {frozenset((p.a, p.b)) for p in pairs if p.verdict == "different-scope"}
    left, found = list(range(size)), []
    while left:
        strange = {i: sum(frozenset((i, j)) in apart for j in left) for i in left}
        centre = min(left, key=lambda i: (vague[i] != "exact", strange[i], -i))
        found.append(tuple(i for i in left if frozenset((i, centre)) not in apart))
        left = [i for i in left if i not in found[-1]]
    return found


def standings(
    scope: Sequence[int], values: Sequence[NumberValue], vague: Sequence[Vagueness], pairs: Sequence[ValuePair]
) -> list[tuple[int, ...]]:
    """Return which values of one scope (indices in the order of time) are held against each other.

    The last standing is what agrees or clashes with the last exact value; what went before is the course, which ends
    with the first report of that standing. Where nothing was superseded, all stay together.
    """
    verdicts = {(p.a, p.b): p.verdict for p in pairs}
    exact = [i for i in scope if vague[i] == "exact"]
    superseded = any(verdicts.get((i, j)) == "superseded" for i in scope for j in scope)
    if not exact or not superseded:
        return [tuple(scope)] if len(scope) > 1 else []
    last = _reach(exact, verdicts) if len(exact) > _FEW else tuple(exact)
    first = last[0]
    course = tuple(i for i in scope if i not in last and (i < first or vague[i] == "exact"))
    late = tuple(i for i in scope if i > first and vague[i] != "exact")
    report = values[first].passage.document
    start = [i for i in last if values[i].passage.document == report]
    parts = ((*course, *start) if course else (), last, (first, *late) if late else ())
    return [tuple(sorted(p)) for p in parts if len(p) > 1]


def beside(scopes: Sequence[Sequence[int]], values: Sequence[NumberValue]) -> tuple[int, ...]:
    """Return what to hold against other scopes: the first value of each, and all of the report that names most."""
    reports: dict[str, set[int]] = defaultdict(set)
    for at, scope in enumerate(scopes):
        for i in scope:
            reports[values[i].passage.document].add(at)
    widest = max(sorted(reports), key=lambda document: len(reports[document]))
    told = {i for scope in scopes for i in scope if values[i].passage.document == widest}
    rest = {min(scope) for at, scope in enumerate(scopes) if at not in reports[widest]}
    return tuple(sorted(told | rest))


def _reach(exact: Sequence[int], verdicts: dict[tuple[int, int], Verdict]) -> tuple[int, ...]:
    """Return the values of one standing with the last exact one, itself among them."""
    end = exact[-1]
    found = [end]
    for i in reversed(exact[:-1]):
        if all(verdicts.get((i, j)) in _ONE_STANDING for j in found):
            found.append(i)
    return tuple(sorted(found))
