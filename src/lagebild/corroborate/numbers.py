"""Gathers the amounts of a story by what they count, and compares those of one scope.

Two amounts are about one thing where concept or noun and unit agree and their sentences (for a known concept: their
documents) share enough words; they have one scope where modifiers, area and place do not differ.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lagebild.corroborate.amounts import Kind, agree, alike, compare_pair, gravest, meant_alike
from lagebild.corroborate.counted import Counted, elsewhere
from lagebild.corroborate.naming import counted_name
from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.stated import Amount, amounts, as_counted
from lagebild.language.stems import overlap
from lagebild.records.claim import NumberComparison, NumberValue, ValuePair
from lagebild.records.story import AnnotatedDocument

# From here on a number names one count in a story, whatever noun stands with it.
_LARGE = 1000.0
_ALMOST = 0.05
# Two counts of one crowd differ by less than this share more often than two crowds of one story do.
_NEAR = 0.25
# A figure from here on is seldom the same by chance.
_TELLING = 10.0
_WHERE = frozenset({"town", "district", "country", "world"})


def gather(found: Sequence[Amount], options: CorroborateOptions) -> list[list[Amount]]:
    """Bring together what is about one thing, whatever its scope: connected components of pairwise agreement."""
    buckets: dict[tuple[str | None, str], list[Amount]] = defaultdict(list)
    for amount in found:
        buckets[amount.value.unit, amount.counted.head].append(amount)
    groups: list[list[Amount]] = []
    for (unit, head), bucket in sorted(buckets.items(), key=lambda b: (b[0][0] or "", b[0][1])):
        if unit is None and not head:
            continue
        groups += _components(bucket, options)
    for amount in buckets.get((None, ""), []):
        _join_bare(amount, groups)
    return groups


def _join_bare(amount: Amount, groups: list[list[Amount]]) -> None:
    """Let a large number without noun ("der Betreiber nennt gut 30.000") join the only count it can be."""
    value = amount.value.value
    if value < _LARGE:
        return
    fitting = [
        g for g in groups if g[0].value.unit is None and any(abs(o.value.value - value) <= _ALMOST * value for o in g)
    ]
    if len(fitting) == 1:
        model = min(fitting[0], key=lambda o: abs(o.value.value - value))
        fitting[0].append(replace(amount, counted=replace(as_counted(model.counted, amount.counted), bare=True)))
        fitting[0].sort(key=_order)


def _components(bucket: Sequence[Amount], options: CorroborateOptions) -> list[list[Amount]]:
    groups: list[list[Amount]] = []
    for amount in bucket:
        touching = [g for g in groups if any(_alike(amount, other, options) for other in g)]
        merged = [amount, *itertools.chain.from_iterable(touching)]
        groups = [g for g in groups if g not in touching] + [sorted(merged, key=_order)]
    return groups


def _order(amount: Amount) -> tuple[str, str, int]:
    moment = amount.value.as_of
    passage = amount.value.passage
    return (moment.isoformat() if moment else "", passage.document, passage.span.start)


def _alike(a: Amount, b: Amount, options: CorroborateOptions) -> bool:
    if _corrects(a, b):
        return True
    least = options.same_context if a.counted.head else options.same_context_bare
    near = overlap(a.context, b.context)
    if a.counted.concept:
        near = max(near, overlap(a.document, b.document))
        least = options.same_context_concept
    elif a.counted.head and min(a.value.value, b.value.value) >= _LARGE:
        near = max(near, overlap(a.document, b.document))
    equal = a.value.value == b.value.value and a.value.value not in (1, 2, 3)
    if equal or (a.counted.concept and _one_town(a, b) and _of_one_size(a.value.value, b.value.value)):
        near += options.same_value
    if a.counted.scope and a.counted.scope == b.counted.scope:
        near += options.same_value
    return near >= least


def _of_one_size(a: float, b: float) -> bool:
    """Tell whether two large figures are near enough to be two counts of the same people or things."""
    return min(a, b) >= _LARGE and abs(a - b) <= _NEAR * max(a, b)


def compare_numbers(
    documents: Iterable[AnnotatedDocument], options: CorroborateOptions
) -> tuple[NumberComparison, ...]:
    """Return one comparison a counted thing and scope; a scope beside another of the same thing says so."""
    scopes: list[tuple[list[Amount], NumberComparison]] = []
    alike: dict[tuple[str | None, str], list[Amount]] = defaultdict(list)
    for group in gather(amounts(documents), options):
        pairs = pairs_of(group, options)
        for part in split_scopes(group, options):
            scope = [group[i] for i in part]
            scopes.append((scope, comparison(about(scope), [a.value for a in group], part, pairs)))
        alike[group[0].value.unit, group[0].counted.head] += group
    comparisons = []
    for scope, compared in scopes:
        family = alike[scope[0].value.unit, scope[0].counted.head] if scope[0].counted.head else []
        others = [a for a in family if not any(a is member for member in scope)]
        comparisons.append(compared if compared.pairs else _alone(scope[0], compared, others, options))
    order = sorted(comparisons, key=lambda c: (-len({v.passage.document for v in c.values}), -len(c.values), c.counted))
    return tuple(order)


def _alone(
    amount: Amount, compared: NumberComparison, others: Sequence[Amount], options: CorroborateOptions
) -> NumberComparison:
    """Return the comparison of a single amount with the reason why it stands alone beside others of its kind."""
    why = next((w for w in (apart(amount, o, options) for o in others) if w), None)
    if why is None:
        return compared
    why = f"{why} Die Angaben lassen sich nicht gegeneinanderstellen."
    return replace(compared, verdict="different-scope", why=why)


def comparison(
    name: str, values: Sequence[NumberValue], part: Sequence[int], pairs: Sequence[ValuePair]
) -> NumberComparison:
    """Return the comparison of the values of a part, its pairs counted anew."""
    at = {old: new for new, old in enumerate(part)}
    kept = tuple(replace(p, a=at[p.a], b=at[p.b]) for p in pairs if p.a in at and p.b in at)
    grave = gravest(kept)
    verdict, why = (grave.verdict, grave.why) if grave else (None, "")
    return NumberComparison(name, tuple(values[i] for i in part), verdict, why, kept)


def split_scopes(group: Sequence[Amount], options: CorroborateOptions) -> list[list[int]]:
    """Part a group by what is counted where, the largest part first; each joins the first part it agrees with."""
    parts: list[list[int]] = []
    for at, amount in enumerate(group):
        home = next((p for p in parts if not any(apart(amount, group[other], options) for other in p)), None)
        if home is None:
            parts.append([at])
        else:
            home.append(at)
    return sorted(parts, key=lambda p: (-len(p), _order(group[p[0]])))


def apart(a: Amount, b: Amount, options: CorroborateOptions) -> str | None:
    """Return in German why two amounts count different wholes, None where they may count the same."""
    one, two = a.counted, b.counted
    # "Zwei Männer starben" and "zwei Tote" are told of the same two, "Zwei Demonstranten" and "drei Tote" are not.
    lenient = one.concept and (a.value.value == b.value.value or not (one.scope and two.scope))
    if one.scope != two.scope and not lenient:
        return f"„{_words(a)}“ und „{_words(b)}“ sind nicht dasselbe."
    if _of_other_whole(one, two, equal=alike(a.value, b.value, options) and a.value.value >= _TELLING):
        return f"„{_words(a)}“ und „{_words(b)}“ gelten nicht für dasselbe Gebiet oder Ganze."
    if one.role != two.role and a.value.value != b.value.value:
        return "Die eine Angabe ist gefordert, geboten oder erwartet, die andere nicht."
    if elsewhere(one.places, two.places):
        return f"Die eine Angabe gilt für {one.places[0].name}, die andere für {two.places[0].name}."
    places = one.places or a.opening, two.places or b.opening
    if a.value.passage.document != b.value.passage.document and elsewhere(*places):
        return f"Die eine Angabe gilt für {places[0][0].name}, die andere für {places[1][0].name}."
    return None


def _of_other_whole(one: Counted, two: Counted, *, equal: bool) -> bool:
    """Tell whether two counts are of different areas or shares; equal figures need only not name different areas."""
    if equal:
        return bool(one.area & _WHERE and two.area & _WHERE) and one.area & _WHERE != two.area & _WHERE
    either = one.area ^ two.area
    return one.share != two.share or (bool(either) and (bool(one.area and two.area) or bool({"part", "rest"} & either)))


def _words(amount: Amount) -> str:
    return amount.counted.words or amount.value.text


def about(group: Sequence[Amount]) -> str:
    """Return what a group counts, as a heading names it."""
    return counted_name([a.counted for a in group], group[0].value.unit)


def side_by_side(group: Sequence[Amount], options: CorroborateOptions) -> frozenset[tuple[float, float]]:
    """Return the pairs of different values that one text names, of different wholes or without two speakers.

    Whoever writes both knows that they do not clash: one is older, or counts a part. So it is between documents too,
    unless a text gives both figures to two speakers who count the same.
    """
    found: set[tuple[float, float]] = set()
    disputed: set[tuple[float, float]] = set()
    by_document: dict[str, list[Amount]] = defaultdict(list)
    for amount in group:
        if not amount.counted.bare:
            by_document[amount.value.passage.document].append(amount)
    for members in by_document.values():
        for one, two in itertools.combinations(members, 2):
            a, b = one.value, two.value
            ascribed = a.speaker and b.speaker and a.speaker != b.speaker
            if agree(a, b, options):
                continue
            pair = {(a.value, b.value), (b.value, a.value)}
            if ascribed and not apart(one, two, options):
                disputed |= pair
            else:
                found |= pair
    return frozenset(found - disputed)


def _pair(
    a: int, b: int, group: Sequence[Amount], known: frozenset[tuple[float, float]], options: CorroborateOptions
) -> ValuePair:
    one, two = group[a], group[b]
    kind_of = one.counted.concept, two.counted.concept
    same_text = one.value.passage.document == two.value.passage.document
    sure = _near(one, two) >= (options.same_event if all(kind_of) else options.same_context_bare) or (
        all(kind_of) and _one_town(one, two)
    )
    kind = Kind(
        grows=one.counted.grows and two.counted.grows,
        vague=(one.counted.vague, two.counted.vague),
        earlier=(one.counted.earlier, two.counted.earlier),
        sure=(sure or same_text) and not (_nameless(one) or _nameless(two)),
        told_together=(one.value.value, two.value.value) in known,
        rest="rest" in one.counted.area & two.counted.area,
    )
    pair = compare_pair(a, b, [x.value for x in group], options, kind)
    if _corrects(one, two) and pair.verdict != "denied" and not meant_alike(one.value, two.value, options):
        old, new = (one.value, two.value) if one.corrected else (two.value, one.value)
        return replace(pair, verdict="contradiction", why=f"„{old.text}“ ist berichtigt: Es gilt „{new.text}“.")
    if pair.verdict == "contradiction" and (one.counted.bare or two.counted.bare):
        return replace(pair, verdict="different-scope", why="Eine der Zahlen steht ohne das, was sie zählt.")
    if pair.verdict == "same" and _finer(one) != _finer(two):
        why = f"„{_words(one)}“ und „{_words(two)}“ bezeichnen dieselben verschieden genau."
        return replace(pair, verdict="granularity", why=why)
    return pair


def _corrects(one: Amount, two: Amount) -> bool:
    """Tell whether a correction in the story puts the one figure in the place of the other."""
    return one.value.value in two.corrected or two.value.value in one.corrected


def _nameless(amount: Amount) -> bool:
    """Tell whether nothing says what a sum of money is: two such sums are seldom one."""
    return amount.value.unit is not None and len(amount.value.unit) == 3 and not amount.counted.head


def _near(one: Amount, two: Amount) -> float:
    """Return the share of words around two amounts, for a known concept of their reports too, that is the same."""
    near = overlap(one.context, two.context)
    return max(near, overlap(one.document, two.document)) if one.counted.concept else near


def _one_town(one: Amount, two: Amount) -> bool:
    """Tell whether both reports open with the same town: what is counted there in one story is one happening."""
    towns = [{p.name for p in a.opening if p.precision in ("city", "point")} for a in (one, two)]
    return bool(towns[0] & towns[1])


def _finer(amount: Amount) -> bool:
    """Tell whether a count of people says who they were: "zwei 18-Jährige" of "zwei Tote"."""
    return bool(amount.counted.scope) and " und " not in amount.counted.words


def pairs_of(group: Sequence[Amount], options: CorroborateOptions) -> tuple[ValuePair, ...]:
    """Compare all amounts of a group, across its scopes too."""
    known = side_by_side(group, options)
    pairs: list[ValuePair] = []
    for a, b in itertools.combinations(range(len(group)), 2):
        why = apart(group[a], group[b], options)
        pairs.append(ValuePair(a, b, "different-scope", why) if why else _pair(a, b, group, known, options))
    return _unless_many(group, pairs, options)


def _unless_many(
    group: Sequence[Amount], pairs: Sequence[ValuePair], options: CorroborateOptions
) -> tuple[ValuePair, ...]:
    """Take contradictions back where one figure would contradict many: such figures count different wholes.

    Who disputes a figure holds one other against it. Many at one time are the counts of many regions or branches.
    """
    opponents: dict[float, set[float]] = defaultdict(set)
    clashing = [p for p in pairs if p.verdict == "contradiction"]
    for pair in clashing:
        one, two = group[pair.a].value.value, group[pair.b].value.value
        opponents[one].add(two)
        opponents[two].add(one)
    if max(map(len, opponents.values()), default=0) < options.many:
        return tuple(pairs)
    why = "So viele verschiedene Angaben zur selben Zeit zählen nicht dasselbe."
    return tuple(replace(p, verdict="different-scope", why=why) if p in clashing else p for p in pairs)
