"""A sentence in the report's own few words -> what its passages do not carry of it.

Such a sentence has one of the forms of the phrase table, and nothing beside: numbers compared ("Zu „Haushalte“
widersprechen sich die Angaben: ...") or a step that is open ("Noch offen: ..."). Each amount must be all that one
passage states at that place, hedges and unit included, said by the very source that stands behind it; what is said of
the amounts must hold of their values.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from lagebild.language.stems import stem
from lagebild.records.annotation import Quantity, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.report import Sentence
from lagebild.records.span import Citation
from lagebild.records.story import StoryMaterial
from lagebild.report.carried import dates_of
from lagebild.report.laid import is_within, keys, tokens
from lagebild.report.phrases import phrases

_DIFFER = ("contradiction", "denied", "superseded", "different-scope", "granularity", "rounding")
_NEAR = 100
"""Characters before an amount in which its source may stand ("Die Gewerkschaft zählte mehr als ...")."""
_ROOM = 0.1
"""Share of an approximate amount by which the true one may differ from it."""
_SLOT = re.compile(r"\\\{(\w+)\\\}")


def uncarried_own(sentence: Sentence, material: StoryMaterial, own: Collection[str]) -> tuple[str, ...]:
    """Return what the citations do not carry; `own` are names that the report gives to the steps of a process."""
    language = material.story_language
    for key in ("open", "open_bare"):
        found = _form("process", key, language).fullmatch(sentence.text)
        if found:
            return tuple(_of_step(found.groupdict(), sentence.citations, own, language))
    for verdict in _verdicts(language):
        found = _form("numbers", verdict, language).fullmatch(sentence.text)
        if found:
            return tuple(_of_numbers(verdict, found["counted"], found["values"], sentence.citations, material))
    return tuple(t.word for t in tokens(sentence.text, language) if t.is_word)


def _verdicts(language: str) -> list[str]:
    return [key for key, text in phrases(language)["numbers"].items() if "{values}" in text]


@cache
def _form(section: str, key: str, language: str) -> re.Pattern[str]:
    """Return a phrase as a pattern whose named groups are its slots."""
    text = re.escape(phrases(language)[section][key])
    return re.compile(_SLOT.sub(r"(?P<\1>.{1,2000}?)", text), re.DOTALL)


def _of_step(
    slots: dict[str, str], citations: Sequence[Citation], own: Collection[str], language: str
) -> Iterator[str]:
    passages = [keys(c.quote, language) for c in citations]
    if slots["step"] not in own and not any(is_within(keys(slots["step"], language), p) for p in passages):
        yield slots["step"]
    condition = keys(slots.get("condition") or "", language)
    if condition and not any(is_within(condition, p) for p in passages):
        known = {key for p in passages for key in p}
        yield from [t.word for t in tokens(slots["condition"], language) if t.key not in known] or [slots["condition"]]


def _of_numbers(
    verdict: str, counted: str, values: str, citations: Sequence[Citation], material: StoryMaterial
) -> Iterator[str]:
    language = material.story_language
    stems = {stem(t.word) for c in citations for t in tokens(c.quote, language)}
    yield from (t.word for t in tokens(counted, language) if t.is_word and stem(t.word) not in stems)
    rows = _values(values, language)
    if len(rows) < 2:
        yield values
        return
    found = [_stated(text, who, citations, material) for text, who in rows]
    yield from (f"{text} ({who})" for (text, who), quantity in zip(rows, found, strict=True) if quantity is None)
    amounts = [q for q in found if q is not None]
    if len(amounts) == len(rows) and not _holds(verdict, amounts, citations, material):
        yield verdict


def _values(values: str, language: str) -> list[tuple[str, str]]:
    """Split "„1.900“ (Gewerkschaft, 9. April) und „knapp 1.200“ (Alstavia)" into amounts and what stands in brackets.

    What stands between two of them must be the joining words of the table, else there is no value at all.
    """
    words = phrases(language)["numbers"]
    value = _SLOT.sub(r"(?P<\1>[^„“”]{1,300}?)", re.escape(words["value"]))
    join = f"(?:{re.escape(words['join'])}|{re.escape(words['last'])})"
    rows: list[tuple[str, str]] = []
    at = 0
    pattern = re.compile(rf"{value}(?:(?P<end>$)|{join}(?=[„“]))")
    while found := pattern.match(values, at):
        rows.append((found["text"], found["who"]))
        at = found.end()
        if found["end"] is not None:
            return rows
    return []


def _stated(text: str, source: str, citations: Sequence[Citation], material: StoryMaterial) -> Quantity | None:
    """Return the amount that one passage states in just these words and that this source vouches for."""
    for citation in citations:
        item = material.by_id[citation.document]
        read = item.annotations.body if citation.field == "text" else item.annotations.title
        if read is None:
            continue
        whole, name = item.document.field(citation.field), _undated(source, item.document)
        for quantity in read.quantities:
            stands = citation.span.contains(quantity.span) and quantity.span.of(whole) == text
            if stands and name in _vouchers(read, quantity, whole, citation, item.document):
                return quantity
    return None


def _undated(source: str, document: Document) -> str:
    """Return who is named in brackets, without the day of publication behind it."""
    days = [document.published.date()] if document.published else []
    last = next((d for d in dates_of(source) if d.span.end == len(source) and d.is_one_of(days)), None)
    return source[: last.span.start].removesuffix(", ") if last else source


def _vouchers(
    read: TextAnnotations, quantity: Quantity, whole: str, citation: Citation, document: Document
) -> Collection[str]:
    """Return who may be named for an amount: who is reported to say it, else the outlet or who stands right before."""
    said = [s for s in read.statements if s.speaker_names and any(c.contains(quantity.span) for c in s.content)]
    if said:
        return {", ".join(s.speaker_names) for s in said}
    before = whole[max(citation.span.start, quantity.span.start - _NEAR) : quantity.span.start].split()
    runs = (" ".join(before[a:b]) for a in range(len(before)) for b in range(a + 1, len(before) + 1))
    return {document.outlet or document.id, *runs}


def _holds(verdict: str, amounts: Sequence[Quantity], citations: Sequence[Citation], material: StoryMaterial) -> bool:
    """Tell whether amounts can be to each other what the sentence says they are."""
    different = len({(q.value, q.minimum, q.maximum) for q in amounts}) > 1
    if verdict in ("same", "compatible"):
        return not different or _overlap(amounts)
    if verdict == "superseded":
        days = {d.published for c in citations for d in [material.by_id[c.document].document] if d.published}
        return different and len(days) > 1
    return different if verdict in _DIFFER else True


def _overlap(amounts: Sequence[Quantity]) -> bool:
    """Tell whether one value could meet all of them."""
    bounds = [_bounds(q) for q in amounts]
    return max(low for low, _ in bounds) <= min(high for _, high in bounds)


def _bounds(amount: Quantity) -> tuple[float, float]:
    if amount.minimum is None and amount.maximum is None:
        room = abs(amount.value) * (_ROOM if amount.approximate else 0.0)
        return amount.value - room, amount.value + room
    return amount.minimum or 0.0, float("inf") if amount.maximum is None else amount.maximum
