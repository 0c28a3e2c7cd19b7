"""Compared numbers of two states -> figures that are new, changed or contradicted, and contradictions that ended."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from math import log

from lagebild.depict.change import change
from lagebild.depict.freshness import Freshness, State
from lagebild.depict.news_words import told
from lagebild.records.claim import NumberComparison, NumberValue, Verdict
from lagebild.records.span import Passage
from lagebild.records.view import NewItem

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
HEAD = 3
"""Sentences at the head of an article whose figures are news when nothing is known to compare them with."""
_TOLD_ALREADY: frozenset[Verdict] = frozenset(("same", "compatible", "rounding", "granularity", "superseded"))
_OPEN: frozenset[Verdict] = frozenset(("contradiction", "denied"))


def numbers(before: State | None, after: State, fresh: Freshness) -> Iterator[NewItem]:
    """Yield what is new among the figures of `after`."""
    for group in after.corroboration.numbers:
        told_values: set[tuple[object, ...]] = set()
        for at, value in enumerate(group.values):
            if fresh.carries(value.passage) and _amount(value) not in told_values and not _is_vague(value):
                told_values.add(_amount(value))
                yield from _figure(group, at, after, fresh)
    if before is not None and fresh.documents:
        yield from _ended(before.corroboration.numbers, after, fresh)


def _amount(value: NumberValue) -> tuple[object, ...]:
    return value.value, value.unit


def _is_vague(value: NumberValue) -> bool:
    """Tell whether an amount is only an order of magnitude: "Tausende" neither replaces 31.500 nor is replaced."""
    return value.approximate and not any(c.isdigit() for c in value.text)


def _figure(group: NumberComparison, at: int, after: State, fresh: Freshness) -> Iterator[NewItem]:
    """Yield what a fresh figure is to the older ones of its group: a contradiction, a change, a confirmation, new."""
    value, language = group.values[at], after.material.story_language
    older = [i for i, v in enumerate(group.values) if not fresh.carries(v.passage) and not _is_vague(v)]
    equal = [group.values[i] for i in older if _amount(group.values[i]) == _amount(value)]
    if equal:
        yield from _confirmed(group, value, equal, after)
        return
    thing, who = group.counted, _who(value, after)
    verdicts = _verdicts(group, at)
    against = _nearest(group, value, [i for i in older if verdicts.get(i) in _OPEN], after)
    replaced = _nearest(
        group, value, _standing(group, [i for i in older if _replaces(group, at, i, verdicts.get(i))]), after
    )
    if against is not None:
        before = f"{against.text} ({_who(against, after)})"
        text = told("contradiction", language, thing=thing, who=who, after=value.text, before=before)
        cited, about = (value.passage, against.passage), _about(group, value, against)
        yield change("contradiction", text, cited, about, thing=thing, who=who, before=against.text, after=value.text)
    elif replaced is not None:
        text = told("value-changed", language, thing=thing, who=who, after=value.text, before=replaced.text)
        cited, about = (value.passage, replaced.passage), f"value:{thing}"
        yield change("value-changed", text, cited, about, thing=thing, who=who, before=replaced.text, after=value.text)
    elif _leads(value, after) and not any(verdicts.get(i) in _TOLD_ALREADY for i in older):
        text = told("value", language, thing=thing, who=who, after=value.text)
        about = f"value:{thing}:{value.value}"
        yield change("value", text, (value.passage,), about, thing=thing, who=who, after=value.text)


def _confirmed(
    group: NumberComparison, value: NumberValue, equal: Sequence[NumberValue], after: State
) -> Iterator[NewItem]:
    """Yield a figure that somebody gives by name whom nobody had given it by before."""
    names = {_who(v, after) for v in equal}
    who = value.speaker
    if who is None or who in names or not _is_named(value, who, after):
        return
    text = told("also", after.material.story_language, thing=group.counted, who=who, after=value.text)
    about = f"also:{group.counted}:{value.value}:{who}"
    count = len(names) + 1
    cited = (value.passage,)
    yield change("confirmed", text, cited, about, thing=group.counted, who=who, after=value.text, count=count)


def _is_named(value: NumberValue, who: str, after: State) -> bool:
    """Tell whether a speaker has a name; "ein Sprecher" may be one who has spoken before."""
    item = after.material.by_id.get(value.passage.document)
    return item is not None and any(e.name == who for e in item.annotations.entities)


def _leads(value: NumberValue, after: State) -> bool:
    """Tell whether a figure stands where news stands: in the headline or in the first sentences."""
    item = after.material.by_id.get(value.passage.document)
    if item is None or value.passage.field == "title":
        return item is not None
    head = item.annotations.body.sentences[:HEAD]
    return any(s.contains(value.passage.span) for s in head)


def _replaces(group: NumberComparison, at: int, other: int, verdict: Verdict | None) -> bool:
    return verdict == "superseded" and _when(group.values[other]) <= _when(group.values[at])


def _standing(group: NumberComparison, older: Sequence[int]) -> list[int]:
    """Return the older values that no other of them has replaced."""
    return [
        i
        for i in older
        if not any(_replaces(group, j, i, _verdicts(group, i).get(j)) and _later(group, j, i) for j in older)
    ]


def _later(group: NumberComparison, one: int, two: int) -> bool:
    return _when(group.values[one]) > _when(group.values[two])


def _nearest(group: NumberComparison, value: NumberValue, found: Sequence[int], after: State) -> NumberValue | None:
    """Return the value of nearest size, in the story's language, the latest of those.

    Five badly hurt come after four badly hurt, not after 17 hurt.
    """

    def order(at: int) -> tuple[float, bool, float, int]:
        other = group.values[at]
        far = abs(log(value.value / other.value)) if value.value > 0 and other.value > 0 else abs(value.value)
        item = after.material.by_id.get(other.passage.document)
        foreign = item is not None and item.annotations.body.language != after.material.story_language
        return far, foreign, -_when(other).timestamp(), at

    chosen = min(found, key=order, default=None)
    return None if chosen is None else group.values[chosen]


def _verdicts(group: NumberComparison, at: int) -> dict[int, Verdict]:
    """Return the verdict of a value with each other one that it was compared with."""
    return {p.b if p.a == at else p.a: p.verdict for p in group.pairs if at in (p.a, p.b)}


def _when(value: NumberValue) -> datetime:
    moment = value.as_of or _UNDATED
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _who(value: NumberValue, after: State) -> str:
    """Return who gives a figure: the speaker, else the hand that wrote the text, else the outlet."""
    document = value.passage.document
    item = after.material.by_id.get(document)
    hand = next((o.name for o in after.corroboration.shared_origins if document in o.documents), None)
    return value.speaker or hand or (item.document.outlet if item else None) or document


def _about(group: NumberComparison, *values: NumberValue) -> str:
    return f"conflict:{group.counted}:" + "/".join(sorted(str(v.value) for v in values))


def _ended(before: Iterable[NumberComparison], after: State, fresh: Freshness) -> Iterator[NewItem]:
    """Yield the contradictions that a fresh figure has settled: both values still stand, the pair is no longer open."""
    places = {_place(v.passage): (g, i) for g in after.corroboration.numbers for i, v in enumerate(g.values)}
    for group in before:
        for pair in group.pairs:
            if pair.verdict not in _OPEN:
                continue
            one, two = (places.get(_place(group.values[i].passage)) for i in (pair.a, pair.b))
            if one is None or two is None or one[0] is not two[0]:
                continue
            now = _verdicts(one[0], one[1]).get(two[1])
            settling = [v for v in one[0].values if fresh.carries(v.passage)]
            if now is not None and now not in _OPEN and settling:
                yield _resolved(
                    one[0], settling[0], group.values[pair.a], group.values[pair.b], after.material.story_language
                )


def _place(passage: Passage) -> tuple[object, ...]:
    return passage.document, passage.revision, passage.field, passage.span


def _resolved(
    group: NumberComparison, value: NumberValue, one: NumberValue, two: NumberValue, language: str
) -> NewItem:
    text = told("resolved", language, thing=group.counted, after=value.text)
    about = _about(group, one, two)
    return change("resolved", text, (value.passage,), about, thing=group.counted, after=value.text)
