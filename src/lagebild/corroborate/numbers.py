"""Gathers the amounts of a story by what they count, and compares those of one scope.

Two amounts are about one thing where concept or noun and unit agree and their sentences (for a known concept: their
documents) share enough words; they have one scope where modifiers, area and place do not differ.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lagebild.corroborate.amounts import Kind, agree, compare_pair, gravest
from lagebild.corroborate.counted import Counted, counted, elsewhere, named_by, topic, unnumbered
from lagebild.corroborate.naming import counted_name
from lagebild.corroborate.options import CorroborateOptions
from lagebild.language.stems import overlap
from lagebild.records.annotation import PlaceMention, Quantity, TextAnnotations
from lagebild.records.claim import NumberComparison, NumberValue, ValuePair
from lagebild.records.span import Field, Passage, Span
from lagebild.records.story import AnnotatedDocument

# Title and opening say which happening a report is about; further down stand others.
_OPENING = 300
_NOT = re.compile(r"\b(?:nicht|keine?n?|not)\b(?:\s+[\w.,]+){0,5}$")
_BUT = re.compile(r"[^.;:!?]*?,\s+(?:sondern|but)\b")
# Characters around a number in which it is taken back.
_DENIAL = 40
# Characters between a sentence and the next one of its paragraph.
_NEXT = 2
# Two figures for one thing seldom differ by more than this factor.
_ORDER = 5.0
# From here on a number names one count in a story, whatever noun stands with it.
_LARGE = 1000.0
_ALMOST = 0.05


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount with what it counts, the words around it, and the places that its document opens with.

    `follows` is the amount whose noun it goes on with.
    """

    value: NumberValue
    counted: Counted
    context: frozenset[str]
    document: frozenset[str]
    opening: tuple[PlaceMention, ...] = ()
    follows: Passage | None = None


def amounts(documents: Iterable[AnnotatedDocument]) -> list[Amount]:
    """Collect the amounts of titles and texts."""
    return _one_sum([a for item in documents for a in _of_document(item)])


def _one_sum(found: list[Amount]) -> list[Amount]:
    """Let one sum be one thing: the first name that a report gives it, else the commonest in the story."""
    first: dict[tuple[str, str | None, float], Counted] = {}
    names: dict[tuple[str | None, float], list[Counted]] = defaultdict(list)
    for amount in found:
        value, of = amount.value, amount.counted
        if value.unit and of.head:
            first.setdefault((value.passage.document, value.unit, value.value), of)
            names[value.unit, value.value].append(of)
    settled = []
    for amount in found:
        value = amount.value
        told = first.get((value.passage.document, value.unit, value.value))
        others = names.get((value.unit, value.value), [])
        if value.unit and told is None and others:
            told = max(others, key=lambda c: (sum(c.head == o.head for o in others), c.head))
        if value.unit and told is not None:
            of = replace(amount.counted, head=told.head, concept=told.concept)
            amount = replace(amount, counted=of)
        settled.append(amount)
    by_passage = {a.value.passage: a.counted for a in settled}
    followed = ((a, by_passage.get(a.follows) if a.follows else None) for a in settled)
    return [replace(a, counted=_as(of, a.counted)) if of else a for a, of in followed]


def _of_document(item: AnnotatedDocument) -> Iterator[Amount]:
    parts: list[tuple[Field, TextAnnotations | None]] = [
        ("title", item.annotations.title),
        ("text", item.annotations.body),
    ]
    words = topic(f"{item.document.title or ''}\n{item.document.text[:_OPENING]}")
    opening = opening_places(item)
    for field, read in parts:
        if read is None:
            continue
        text = item.document.field(field)
        before: list[tuple[Span, Amount]] = []
        for quantity in sorted((*read.quantities, *unnumbered(text, read)), key=lambda q: q.span):
            home = next((s for s in read.sentences if s.overlaps(quantity.span)), None)
            if home is None:
                continue
            amount = replace(_amount(item, field, read, quantity, home, words), opening=opening)
            known = None if amount.counted.words else _gone_on(text, before, amount, home)
            if known is not None:
                value = replace(amount.value, unit=amount.value.unit or known.value.unit)
                counted_as = _as(known.counted, amount.counted)
                amount = replace(amount, value=value, counted=counted_as, follows=known.value.passage)
            before = [*before[-2:], (home, amount)]
            if not _denied(text, quantity.span, home):
                yield amount


def _gone_on(text: str, before: Sequence[tuple[Span, Amount]], amount: Amount, home: Span) -> Amount | None:
    """Return the amount whose count one without a noun goes on with.

    So in one sentence ("zählte 1.900 Streikende, das Unternehmen 1.200"), and in the next where somebody else names an
    amount of the same order ("Ständerat Gmür spricht von mindestens 25 Millionen").
    """
    if before and before[-1][0] == home:
        last = before[-1][1]
        return last if amount.value.unit is None and last.value.unit is None else None
    if named_by(text, amount.value.passage.span, home) is None:
        return None
    near = (other for where, other in reversed(before) if home.start - where.end <= _NEXT)
    return next((other for other in near if _of_one_order(amount.value, other.value)), None)


def _of_one_order(value: NumberValue, other: NumberValue) -> bool:
    return value.unit in (None, other.unit) and other.value > 0 and 1 / _ORDER < value.value / other.value < _ORDER


def _denied(text: str, span: Span, home: Span) -> bool:
    """Tell whether a sentence takes a number back: "nicht mehr als 20, sondern 19"."""
    negated = _NOT.search(text[max(home.start, span.start - _DENIAL) : span.end])
    return negated is not None and _BUT.match(text[span.end : min(home.end, span.end + _DENIAL)]) is not None


def opening_places(item: AnnotatedDocument) -> tuple[PlaceMention, ...]:
    """Return the places of title and opening: where the happening of the report is."""
    title = item.annotations.title.places if item.annotations.title else ()
    body = (p for p in item.annotations.body.places if p.span.start < _OPENING)
    return tuple(p for p in (*title, *body) if p.latitude is not None and not p.as_actor)


def _as(model: Counted, own: Counted) -> Counted:
    return replace(model, area=own.area, role=own.role, places=own.places, vague=own.vague, earlier=own.earlier)


def _amount(
    item: AnnotatedDocument,
    field: Field,
    read: TextAnnotations,
    quantity: Quantity,
    home: Span,
    words: frozenset[str],
) -> Amount:
    text = item.document.field(field)
    of = counted(text, read, quantity, home)
    passage = Passage(item.document.id, item.document.revision, quantity.span, quantity.span.of(text), field)
    around = text[home.start : quantity.span.start] + " " + text[quantity.span.end : home.end]
    value = NumberValue(
        value=quantity.value,
        text=quantity.span.of(text),
        passage=passage,
        minimum=quantity.minimum,
        maximum=quantity.maximum,
        approximate=quantity.approximate,
        unit=quantity.unit,
        speaker=_speaker(read, quantity.span) or named_by(text, quantity.span, home),
        as_of=item.document.published,
    )
    return Amount(value, of, topic(around) - {of.head}, words)


def _speaker(read: TextAnnotations, span: Span) -> str | None:
    """Return who vouches for a number: the speaker of the statement that holds it."""
    for statement in read.statements:
        if any(c.contains(span) for c in statement.content) and statement.speaker_names:
            return ", ".join(statement.speaker_names)
    return None


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
        fitting[0].append(replace(amount, counted=replace(_as(model.counted, amount.counted), bare=True)))
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
    least = options.same_context if a.counted.head else options.same_context_bare
    near = overlap(a.context, b.context)
    if a.counted.concept:
        near = max(near, overlap(a.document, b.document))
        least = options.same_context_concept
    elif a.counted.head and min(a.value.value, b.value.value) >= _LARGE:
        near = max(near, overlap(a.document, b.document))
    if a.value.value == b.value.value and a.value.value not in (1, 2, 3):
        near += options.same_value
    if a.counted.scope and a.counted.scope == b.counted.scope:
        near += options.same_value
    return near >= least


def compare_numbers(
    documents: Iterable[AnnotatedDocument], options: CorroborateOptions
) -> tuple[NumberComparison, ...]:
    """Return one comparison a counted thing and scope; a scope beside another of the same thing says so."""
    scopes = [scope for group in gather(amounts(documents), options) for scope in split_scopes(group)]
    alike: dict[tuple[str | None, str], list[list[Amount]]] = defaultdict(list)
    for scope in scopes:
        alike[scope[0].value.unit, scope[0].counted.head].append(scope)
    comparisons = []
    for scope in scopes:
        family = alike[scope[0].value.unit, scope[0].counted.head] if scope[0].counted.head else []
        others = [a for other in family if other is not scope for a in other]
        comparisons.append(_comparison(scope, others, options))
    order = sorted(comparisons, key=lambda c: (-len({v.passage.document for v in c.values}), -len(c.values), c.counted))
    return tuple(order)


def split_scopes(group: Sequence[Amount]) -> list[list[Amount]]:
    """Part a group by what is counted where, the largest part first; each joins the first part it agrees with."""
    parts: list[list[Amount]] = []
    for amount in group:
        home = next((p for p in parts if not any(apart(amount, other) for other in p)), None)
        if home is None:
            parts.append([amount])
        else:
            home.append(amount)
    return sorted(parts, key=lambda p: (-len(p), _order(p[0])))


def apart(a: Amount, b: Amount) -> str | None:
    """Return in German why two amounts count different wholes, None where they may count the same."""
    one, two = a.counted, b.counted
    # "Zwei Männer starben" and "zwei Tote" are told of the same two, "Zwei Demonstranten" and "drei Tote" are not.
    lenient = one.concept and (a.value.value == b.value.value or not (one.scope and two.scope))
    if one.scope != two.scope and not lenient:
        return f"„{_words(a)}“ und „{_words(b)}“ sind nicht dasselbe."
    if one.area != two.area and ((one.area and two.area) or {"part", "rest"} & (one.area ^ two.area)):
        return f"„{_words(a)}“ und „{_words(b)}“ gelten nicht für dasselbe Gebiet oder Ganze."
    if one.role != two.role and a.value.value != b.value.value:
        return "Die eine Angabe ist gefordert, geboten oder erwartet, die andere nicht."
    if elsewhere(one.places, two.places):
        return f"Die eine Angabe gilt für {one.places[0].name}, die andere für {two.places[0].name}."
    places = one.places or a.opening, two.places or b.opening
    if a.value.passage.document != b.value.passage.document and elsewhere(*places):
        return f"Die eine Angabe gilt für {places[0][0].name}, die andere für {places[1][0].name}."
    return None


def _words(amount: Amount) -> str:
    return amount.counted.words or amount.value.text


def _comparison(scope: list[Amount], others: list[Amount], options: CorroborateOptions) -> NumberComparison:
    values = tuple(a.value for a in scope)
    known = side_by_side(scope, options)
    indices = itertools.combinations(range(len(values)), 2)
    pairs = tuple(_pair(a, b, scope, known, options) for a, b in indices)
    grave = gravest(pairs)
    name = about(scope)
    if grave is not None:
        return NumberComparison(name, values, grave.verdict, grave.why, pairs)
    why = next((w for w in (apart(scope[0], o) for o in others) if w), None)
    if why is not None:
        why = f"{why} Die Angaben lassen sich nicht gegeneinanderstellen."
        return NumberComparison(name, values, "different-scope", why)
    return NumberComparison(name, values, None, "")


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
            if ascribed and not apart(one, two):
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
    )
    pair = compare_pair(a, b, [x.value for x in group], options, kind)
    if pair.verdict == "contradiction" and (one.counted.bare or two.counted.bare):
        return replace(pair, verdict="different-scope", why="Eine der Zahlen steht ohne das, was sie zählt.")
    if pair.verdict == "same" and _finer(one) != _finer(two):
        why = f"„{_words(one)}“ und „{_words(two)}“ bezeichnen dieselben verschieden genau."
        return replace(pair, verdict="granularity", why=why)
    return pair


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
        why = apart(group[a], group[b])
        pairs.append(ValuePair(a, b, "different-scope", why) if why else _pair(a, b, group, known, options))
    return tuple(pairs)
