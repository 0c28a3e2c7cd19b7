"""Checks a printed sentence against the passages it cites: what they do not carry must not be printed.

Names, numbers and dates of the sentence are each looked for in the quotes. A date also counts as carried where a time
expression inside the passage resolves to it ("am Montag"), a name where a statement or mention inside the passage
resolves to it ("Er"). The check knows nothing of how the sentence was made.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime

from lagebild.language.stems import stem
from lagebild.records.annotation import TextAnnotations
from lagebild.records.document import Document
from lagebild.records.report import Sentence
from lagebild.records.span import Citation
from lagebild.records.story import StoryMaterial
from lagebild.report.phrases import months, vocabulary

_NUMBER = re.compile(r"\d+(?:[.,:\s\u202f\u00a0]\d+)*")
_NAME = re.compile(r"(?<!\w)[A-ZÄÖÜ][\w'’]*")
_PART = re.compile(r"\w[\w'’]*")
_MONTH_NAMES = (months("de"), months("en"))
_DATE = re.compile(r"\b(\d{1,2})\.?\s(" + "|".join(m for names in _MONTH_NAMES for m in names) + r")(?:\s(\d{4}))?\b")


def unsupported(sentence: Sentence, material: StoryMaterial, own: Collection[str] = ()) -> tuple[str, ...]:
    """Return what the citations do not carry: empty where the sentence may be printed.

    `own` are names that the report gives to things itself, as "Inkrafttreten" to the step of a process.
    """
    faults = [f"quote:{c.document}" for c in sentence.citations if not _stands(c, material)]
    if faults or not sentence.citations:
        return tuple(faults) or ("no citation",)
    carried = " ".join(c.quote for c in sentence.citations)
    dates, names = _resolved(sentence.citations, material)
    text = _DATE.sub(lambda m: "" if _date_carried(m, dates) else m.group(), sentence.text)
    for name in _sources(sentence.citations, material):
        text = text.replace(f"({name}", "(")
    stems = {stem(w) for w in _PART.findall(carried)} | {stem(w) for n in names for w in _PART.findall(n)}
    numbers = {_digits(n) for n in _NUMBER.findall(carried)}
    missing = [n for n in _NUMBER.findall(text) if _digits(n) not in numbers]
    known = vocabulary(material.story_language) | {w for name in own for w in _PART.findall(name)}
    for match in _NAME.finditer(text):
        word = match.group()
        if word in known or word.lower() in known or stem(word) in stems:
            continue
        missing.append(word)
    return tuple(dict.fromkeys(missing))


def _stands(citation: Citation, material: StoryMaterial) -> bool:
    found = material.by_id.get(citation.document)
    if found is None or found.document.revision != citation.revision or not citation.quote.strip():
        return False
    return citation.span.of(found.document.field(citation.field)) == citation.quote


def _resolved(citations: Iterable[Citation], material: StoryMaterial) -> tuple[list[datetime], set[str]]:
    dates: list[datetime] = []
    names: set[str] = set()
    for citation in citations:
        found = material.by_id[citation.document]
        read = found.annotations.body if citation.field == "text" else found.annotations.title
        if read is None:
            continue
        dates += [t.start for t in read.times if t.start and t.span.overlaps(citation.span)]
        names |= _names(read, citation, {e.id: e.name for e in found.annotations.entities})
        if found.document.published:
            dates.append(found.document.published)
    return dates, names


def _names(read: TextAnnotations, citation: Citation, entities: dict[str, str]) -> set[str]:
    names = {
        name
        for s in read.statements
        if any(citation.span.overlaps(c) for c in (*s.content, *s.speaker, *s.cue))
        for name in s.speaker_names
    }
    mentions = (m for m in read.mentions if m.entity and citation.span.overlaps(m.span))
    return names | {entities[m.entity] for m in mentions if m.entity in entities}


def _sources(citations: Iterable[Citation], material: StoryMaterial) -> set[str]:
    """A cited document may be named in brackets as the source, by its outlet or its id."""
    documents: list[Document] = [material.by_id[c.document].document for c in citations]
    return {d.outlet or d.id for d in documents}


def _date_carried(match: re.Match[str], dates: Iterable[datetime]) -> bool:
    day, month, year = int(match[1]), _month(match[2]), match[3]
    return any(d.day == day and d.month == month and (not year or d.year == int(year)) for d in dates)


def _month(name: str) -> int:
    return next(names.index(name) + 1 for names in _MONTH_NAMES if name in names)


def _digits(number: str) -> str:
    return re.sub(r"[.,\s\u202f\u00a0]", "", number)
