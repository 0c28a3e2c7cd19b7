"""Texts -> the amounts they state: what each counts, who vouches for it, and the words around it.

A number without a noun takes it from the amount it goes on with ("zählte 1.900 Streikende, die Firma 1.200"), from the
whole that it is a part of ("112 of its 148 flights"), or, where it is a sum of money, from the sums of the same
size in the story. What a text takes back it does not state; wherever else it stands, it is known as corrected.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lagebild.corroborate.corrections import is_correction, taken_back
from lagebild.corroborate.counted import Counted, counted, topic
from lagebild.corroborate.named_by import named_by, reckoned_by, reckoning_of
from lagebild.corroborate.unnumbered import unnumbered
from lagebild.records.annotation import PlaceMention, Quantity, TextAnnotations
from lagebild.records.claim import NumberValue
from lagebild.records.span import Field, Passage, Span
from lagebild.records.story import AnnotatedDocument

# Title and opening say which happening a report is about; further down stand others.
_OPENING = 300
# Characters between a sentence and the next one of its paragraph.
_NEXT = 2
# Two figures for one thing seldom differ by more than this factor.
_ORDER = 5.0
# From here on a bare number is somebody's reckoning rather than a share of votes or points.
_LARGE = 1000.0
_OF = re.compile(r"\s+(?:of|von|aus)\s+(?:(?:its|the|their|den|der|ihren|seinen|insgesamt)\s+)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount with what it counts, the words around it, and the places that its document opens with.

    `follows` is the amount whose noun it goes on with; `withdrawn` tells that its text takes it back, and `corrected`
    holds what a correction elsewhere in the story puts in its place.
    """

    value: NumberValue
    counted: Counted
    context: frozenset[str]
    document: frozenset[str]
    opening: tuple[PlaceMention, ...] = ()
    follows: Passage | None = None
    withdrawn: bool = False
    corrected: frozenset[float] = frozenset()


def amounts(documents: Iterable[AnnotatedDocument]) -> list[Amount]:
    """Collect the amounts of titles and texts."""
    return list(_corrected(_one_sum([a for item in documents for a in _of_document(item)])))


def _corrected(found: Sequence[Amount]) -> Iterator[Amount]:
    """Yield what is stated, with what has been put in its place where a text of the story takes it back."""
    stated = [a for a in found if not a.withdrawn]
    instead: dict[tuple[str | None, str, float], set[float]] = defaultdict(set)
    for old in found:
        if old.withdrawn:
            instead[_key(old)] |= {
                new.value.value
                for new in stated
                if new.value.passage.document == old.value.passage.document and _key(new)[:2] == _key(old)[:2]
            }
    for amount in stated:
        yield replace(amount, corrected=frozenset(instead.get(_key(amount), ())))


def _key(amount: Amount) -> tuple[str | None, str, float]:
    return amount.value.unit, amount.counted.head, amount.value.value


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
    return [replace(a, counted=as_counted(of, a.counted)) if of else a for a, of in followed]


def _of_document(item: AnnotatedDocument) -> Iterator[Amount]:
    parts: list[tuple[Field, TextAnnotations | None]] = [
        ("title", item.annotations.title),
        ("text", item.annotations.body),
    ]
    words = topic(f"{item.document.title or ''}\n{item.document.text[:_OPENING]}")
    opening = opening_places(item)
    correction = is_correction(item.document)
    for field, read in parts:
        if read is None:
            continue
        text = item.document.field(field)
        before: list[tuple[Span, Amount]] = []
        found: list[Amount] = []
        for quantity in sorted((*read.quantities, *unnumbered(text, read)), key=lambda q: q.span):
            home = next((s for s in read.sentences if s.overlaps(quantity.span)), None)
            if home is None:
                continue
            amount = replace(_amount(item, field, read, quantity, home, words), opening=opening)
            amount = amount if amount.counted.words else _going_on(text, before, amount, home)
            before = [*before[-2:], (home, amount)]
            withdrawn = taken_back(text, read, quantity.span, home, correction=correction)
            found.append(replace(amount, withdrawn=withdrawn))
        yield from _parts_of_wholes(text, found)


def _parts_of_wholes(text: str, found: Sequence[Amount]) -> Iterator[Amount]:
    """Let a number without a noun count what the whole that follows it counts: "112 of its 148 flights"."""
    for amount, whole in itertools.zip_longest(found, found[1:]):
        part = whole is not None and not amount.counted.words and amount.value.unit is None
        if part and _OF.fullmatch(text, amount.value.passage.span.end, whole.value.passage.span.start):
            amount = replace(amount, counted=as_counted(replace(whole.counted, scope=frozenset()), amount.counted))
        yield amount


def _going_on(text: str, before: Sequence[tuple[Span, Amount]], amount: Amount, home: Span) -> Amount:
    """Return an amount with the noun, and where it has none the unit, of the amount that it goes on with."""
    known = _gone_on(text, before, amount, home)
    if known is None:
        return amount
    who = amount.value.speaker or reckoned_by(text, amount.value.passage.span, home)
    of = as_counted(known.counted, amount.counted)
    value = replace(amount.value, unit=amount.value.unit or known.value.unit, speaker=who)
    if before[-1][0] != home:
        of = replace(of, role=of.role or known.counted.role)
    return replace(amount, value=value, counted=of, follows=known.value.passage)


def _gone_on(text: str, before: Sequence[tuple[Span, Amount]], amount: Amount, home: Span) -> Amount | None:
    """Return the amount whose count one without a noun goes on with.

    So in one sentence ("zählte 1.900 Streikende, das Unternehmen 1.200"), and in the next where somebody else names an
    amount of the same order ("Ständerat Gmür spricht von mindestens 25 Millionen").
    """
    if before and before[-1][0] == home:
        last = before[-1][1]
        return last if amount.value.unit is None and last.value.unit is None else None
    span = amount.value.passage.span
    rival = reckoned_by(text, span, home)
    if rival is None and named_by(text, span, home) is None:
        return None
    near = (other for where, other in reversed(before) if home.start - where.end <= _NEXT)
    near = (other for other in near if rival is None or (other.value.speaker and other.value.value >= _LARGE))
    return next((other for other in near if _of_one_order(amount.value, other.value)), None)


def _of_one_order(value: NumberValue, other: NumberValue) -> bool:
    return value.unit in (None, other.unit) and other.value > 0 and 1 / _ORDER < value.value / other.value < _ORDER


def opening_places(item: AnnotatedDocument) -> tuple[PlaceMention, ...]:
    """Return the places of title and opening: where the happening of the report is."""
    title = item.annotations.title.places if item.annotations.title else ()
    body = (p for p in item.annotations.body.places if p.span.start < _OPENING)
    return tuple(p for p in (*title, *body) if p.latitude is not None and not p.as_actor)


def as_counted(model: Counted, own: Counted) -> Counted:
    """Return what `model` counts, of the whole, at the time and in the role that `own` says."""
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
        speaker=_speaker(read, quantity.span)
        or named_by(text, quantity.span, home)
        or _entity_name(item, reckoning_of(text, read, quantity.span, home)),
        as_of=item.document.published,
    )
    return Amount(value, of, topic(around) - {of.head}, words)


def _entity_name(item: AnnotatedDocument, entity: str | None) -> str | None:
    return next((e.name for e in item.annotations.entities if e.id == entity), None)


def _speaker(read: TextAnnotations, span: Span) -> str | None:
    """Return who vouches for a number: the speaker of the statement that holds it."""
    for statement in read.statements:
        if any(c.contains(span) for c in statement.content) and statement.speaker_names:
            return ", ".join(statement.speaker_names)
    return None
