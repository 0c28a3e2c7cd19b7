"""Turns number comparisons into sentences, where there is something to say: amounts that contradict or that changed.

Amounts that one sentence or one document states beside each other are a breakdown ("darunter vier Schwerverletzte"),
not a disagreement; amounts that agree need no sentence. The dossier has all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lagebild.language.stems import content_stems, stem
from lagebild.records.claim import NumberComparison, NumberValue
from lagebild.records.span import Citation, Passage
from lagebild.records.story import StoryMaterial
from lagebild.report.options import ReportOptions
from lagebild.report.phrases import long_date, phrases

_TELLING = {"contradiction": 0, "denied": 1, "superseded": 2, "compatible": 3}
_DISAGREEING = ("contradiction", "denied")
_MOST_VALUES = 4


def figures(
    numbers: Sequence[NumberComparison], material: StoryMaterial, options: ReportOptions
) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Yield sentences with the passages that state the amounts, the gravest first, each counted thing once."""
    words = phrases(material.story_language)["numbers"]
    told: set[str] = set()
    for group in sorted(numbers, key=lambda g: (_TELLING.get(g.verdict or "", 9), -len(g.values))):
        key = stem(group.counted.split(",")[0].split()[-1]) if group.counted.split() else ""
        values = _compared(group, material)
        # Sums of money that count nothing named are too unlike each other for a sentence.
        if (
            group.verdict not in _TELLING
            or group.counted in {"", group.values[0].unit}
            or len(values) < 2
            or key in told
        ):
            continue
        if len(told) == options.number_groups:
            return
        told.add(key)
        shown = [_value(v, material) for v in values]
        passages = tuple(dict.fromkeys(_sentence_of(v.passage, material) for v in values))
        text = words[group.verdict].format(
            counted=_carried_name(group.counted, passages),
            values=words["join"].join(shown[:-1]) + words["last"] + shown[-1],
        )
        yield text, passages


def _carried_name(counted: str, passages: Sequence[Passage]) -> str:
    """Return the name of what is counted, without what narrows it where these passages do not say so."""
    carried = frozenset().union(*(content_stems(p.quote) for p in passages))
    if content_stems(counted) <= carried:
        return counted
    return next((word for word in counted.split() if word[:1].isupper()), counted)


def compared(numbers: Sequence[NumberComparison]) -> tuple[frozenset[Passage], ...]:
    """Return for each counted thing about whose amount the sources differ where those amounts stand."""
    telling = (g for g in numbers if g.verdict in _TELLING and len({v.value for v in g.values}) > 1)
    return tuple(frozenset(v.passage for v in g.values) for g in telling)


def outdated(numbers: Sequence[NumberComparison]) -> frozenset[Passage]:
    """Return where amounts stand that a later one has superseded: a value before the last of its group."""
    found: set[Passage] = set()
    for group in numbers:
        if group.verdict == "superseded" and len({v.passage.document for v in group.values}) > 1:
            rows = sorted(group.values, key=_order)
            found |= {v.passage for v in rows if v.value != rows[-1].value and v.as_of != rows[-1].as_of}
    return frozenset(found)


def _compared(group: NumberComparison, material: StoryMaterial) -> list[NumberValue]:
    """Return the amounts that are worth comparing: those that disagree, else exact ones from two documents at least."""
    if group.verdict in _DISAGREEING and group.pairs:
        return _disagreeing(group)
    different: dict[tuple[float | None, ...], NumberValue] = {}
    for value in group.values:
        if any(c.isdigit() for c in value.text) or not value.approximate:
            different.setdefault((value.minimum, value.maximum, value.value), value)
    values = sorted(different.values(), key=_order)
    if sum(any(c.isdigit() for c in v.text) for v in values) > 1:
        # "vier" and "zwei" beside "17" and "19" count a part of them.
        values = [v for v in values if any(c.isdigit() for c in v.text)]
    homes = [_sentence_of(v.passage, material) for v in values]
    alone = [v for v, home in zip(values, homes, strict=True) if homes.count(home) == 1]
    if len({v.passage.document for v in alone}) < 2:
        return []
    return alone if len(alone) <= _MOST_VALUES else [*alone[: _MOST_VALUES - 1], alone[-1]]


def _disagreeing(group: NumberComparison) -> list[NumberValue]:
    """Return the amounts of the pairs for which the verdict was given, each once, those with a speaker first."""
    rows = {i for p in group.pairs if p.verdict == group.verdict for i in (p.a, p.b)}
    different: dict[tuple[float | None, ...], NumberValue] = {}
    for value in sorted((group.values[i] for i in rows), key=lambda v: (v.speaker is None, _order(v))):
        different.setdefault((value.minimum, value.maximum, value.value), value)
    return sorted(list(different.values())[:_MOST_VALUES], key=_order)


def _order(value: NumberValue) -> tuple[str, str, int]:
    moment = value.as_of.isoformat() if value.as_of else ""
    return (moment, value.passage.document, value.passage.span.start)


def _sentence_of(passage: Passage, material: StoryMaterial) -> Passage:
    """Return the sentence around an amount: the amount alone does not carry what it counts."""
    item = material.by_id[passage.document]
    read = item.annotations.body if passage.field == "text" else item.annotations.title
    home = next((s for s in read.sentences if s.contains(passage.span)), None) if read else None
    if home is None:
        return passage
    return replace(passage, span=home, quote=home.of(item.document.field(passage.field)))


def _value(value: NumberValue, material: StoryMaterial) -> str:
    language = material.story_language
    words = phrases(language)["numbers"]
    who = value.speaker or material.by_id[value.passage.document].document.outlet or value.passage.document
    if value.as_of is None:
        return words["value"].format(text=value.text, who=who)
    same_year = material.story.last is not None and material.story.last.year == value.as_of.year
    return words["value_dated"].format(
        text=value.text, who=who, date=long_date(value.as_of, language, year=not same_year)
    )
