"""Gathers the amounts of a story by what they count, and compares those of one scope.

Two amounts are about one thing where unit and counted noun agree and their sentences share enough words; they have one
scope where the noun has the same modifiers ("nordkoreanische Soldaten" is not "Soldaten").
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lagebild.corroborate.amounts import compare_pair, gravest
from lagebild.corroborate.options import CorroborateOptions
from lagebild.language.stems import content_stems, overlap, stem
from lagebild.records.annotation import Quantity, TextAnnotations
from lagebild.records.claim import NumberComparison, NumberValue, ValuePair
from lagebild.records.span import Field, Passage, Span
from lagebild.records.story import AnnotatedDocument

_NOUN = re.compile(r"[A-ZÄÖÜ][\wäöüß-]+")
_WORD = re.compile(r"[^\W\d]+")


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount with what it counts (`head`, a stem, "" where only the unit is known), scope and context."""

    value: NumberValue
    counted: str
    head: str
    scope: frozenset[str]
    context: frozenset[str]


def amounts(documents: Iterable[AnnotatedDocument]) -> list[Amount]:
    """Collect the amounts of titles and texts."""
    return [a for item in documents for a in _of_document(item)]


def _of_document(item: AnnotatedDocument) -> Iterator[Amount]:
    parts: list[tuple[Field, TextAnnotations | None]] = [
        ("title", item.annotations.title),
        ("text", item.annotations.body),
    ]
    for field, read in parts:
        text = item.document.field(field)
        for quantity in read.quantities if read else ():
            home = next((s for s in read.sentences if s.overlaps(quantity.span)), None) if read else None
            if read is not None and home is not None:
                yield _amount(item, field, text, read, quantity, home)


def _amount(
    item: AnnotatedDocument, field: Field, text: str, read: TextAnnotations, quantity: Quantity, home: Span
) -> Amount:
    head, scope = _head_and_scope(quantity.counted or "")
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
        speaker=_speaker(read, quantity.span),
        as_of=item.document.published,
    )
    return Amount(value, quantity.counted or "", head, scope, content_stems(around) - {head})


def _head_and_scope(counted: str) -> tuple[str, frozenset[str]]:
    """Split "nordkoreanischen Soldaten" into the noun's stem and the stems of what narrows it."""
    noun = _NOUN.search(counted)
    if noun is None:
        return "", frozenset()
    rest = counted[: noun.start()] + " " + counted[noun.end() :]
    return stem(noun.group()), frozenset(stem(w) for w in _WORD.findall(rest) if len(w) > 3)


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
        buckets[amount.value.unit, amount.head].append(amount)
    groups: list[list[Amount]] = []
    for (unit, head), bucket in sorted(buckets.items(), key=lambda b: (b[0][0] or "", b[0][1])):
        if unit is None and not head:
            continue
        least = options.same_context if head else options.same_context_bare
        groups += _components(bucket, least)
    return groups


def _components(bucket: Sequence[Amount], least: float) -> list[list[Amount]]:
    groups: list[list[Amount]] = []
    for amount in bucket:
        touching = [g for g in groups if any(_alike(amount, other, least) for other in g)]
        merged = [amount, *itertools.chain.from_iterable(touching)]
        groups = [g for g in groups if g not in touching] + [sorted(merged, key=_order)]
    return groups


def _order(amount: Amount) -> tuple[str, str, int]:
    moment: datetime | None = amount.value.as_of
    passage = amount.value.passage
    return (moment.isoformat() if moment else "", passage.document, passage.span.start)


def _alike(a: Amount, b: Amount, least: float) -> bool:
    near = overlap(a.context, b.context)
    if a.value.value == b.value.value and a.value.value not in (1, 2, 3):
        near += 0.25
    if a.scope and a.scope == b.scope:
        near += 0.25
    return near >= least


def compare_numbers(
    documents: Iterable[AnnotatedDocument], options: CorroborateOptions
) -> tuple[NumberComparison, ...]:
    """Return one comparison a counted thing and scope; a scope beside another of the same thing says so."""
    comparisons: list[NumberComparison] = []
    for group in gather(amounts(documents), options):
        scopes = split_scopes(group)
        for scope in scopes:
            others = [a for other in scopes if other is not scope for a in other]
            comparisons.append(_comparison(scope, others, options))
    order = sorted(comparisons, key=lambda c: (-len({v.passage.document for v in c.values}), -len(c.values), c.counted))
    return tuple(order)


def split_scopes(group: Sequence[Amount]) -> list[list[Amount]]:
    """Part a group by the modifiers of what is counted, the largest part first."""
    parts: dict[frozenset[str], list[Amount]] = defaultdict(list)
    for amount in group:
        parts[amount.scope].append(amount)
    return sorted(parts.values(), key=lambda p: (-len(p), _order(p[0])))


def _comparison(scope: list[Amount], others: list[Amount], options: CorroborateOptions) -> NumberComparison:
    values = tuple(a.value for a in scope)
    pairs = tuple(compare_pair(a, b, values, options) for a, b in itertools.combinations(range(len(values)), 2))
    grave = gravest(pairs)
    counted = max((a.counted for a in scope), key=len) or values[0].unit or ""
    if grave is not None:
        return NumberComparison(counted, values, grave.verdict, grave.why, pairs)
    if others:
        other = max((a.counted for a in others), key=len)
        why = f"Gezählt wird „{counted}“, nicht „{other}“: Die Angaben lassen sich nicht gegeneinanderstellen."
        return NumberComparison(counted, values, "different-scope", why)
    return NumberComparison(counted, values, None, "")


def pairs_of(group: Sequence[Amount], options: CorroborateOptions) -> tuple[ValuePair, ...]:
    """Compare all amounts of a group, across its scopes too."""
    values = [a.value for a in group]
    pairs: list[ValuePair] = []
    for a, b in itertools.combinations(range(len(group)), 2):
        if group[a].scope == group[b].scope:
            pairs.append(compare_pair(a, b, values, options))
        else:
            why = f"„{group[a].counted}“ und „{group[b].counted}“ sind nicht dasselbe."
            pairs.append(ValuePair(a, b, "different-scope", why))
    return tuple(pairs)
