"""Checks a printed sentence against the passages it cites: what they do not carry must not be printed.

Two kinds of sentence are printed. One is taken from a source (`unsupported`): it is laid beside each cited passage
word for word, and one passage must carry it whole, in its order. Nothing may be added but days and names that were
resolved from words inside that passage, nothing may be lost that turns the sense ("nicht", "mutmaßlich", "rund"). The
other is put together in the report's own few words (`unsupported_own`): its quotations, names and numbers must stand
in the passages. The check knows nothing of how a sentence was made.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from functools import cache

from lagebild.language.dateline import without_dateline
from lagebild.language.stems import stem
from lagebild.records.annotation import TextAnnotations
from lagebild.records.report import Sentence
from lagebild.records.span import Citation, Span
from lagebild.records.story import StoryMaterial
from lagebild.report.phrases import added_words, kept_words, months, vocabulary

_TOKEN = re.compile(r"\d+(?:[.,:'’\u202f\u00a0]\d+)*|[^\W\d_](?:[\w'’]|\d)*")
_GROUPS = re.compile(r"[.,'’\u202f\u00a0](?=\d{3}(?:\D|$))")
_NAME = re.compile(r"(?<!\w)[A-ZÄÖÜ][\w'’]*")
_QUOTED = re.compile(r"[„“\"»«]([^„“”\"»«]{1,2000})[“”\"«»]")
_MONTH_NAMES = (months("de"), months("en"))
_DATE = re.compile(r"\b(\d{1,2})\.?\s(" + "|".join(m for names in _MONTH_NAMES for m in names) + r")(?:\s(\d{4}))?\b")
_LONGEST = 400
"""Words of a passage that are compared: no sentence is longer, and the comparison is quadratic."""


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    word: str
    start: int


def unsupported(sentence: Sentence, material: StoryMaterial) -> tuple[str, ...]:
    """Return what no single citation carries of a sentence taken from a source: empty where it may be printed."""
    faults = _standing(sentence, material)
    if faults:
        return faults
    least: tuple[str, ...] | None = None
    for citation in sentence.citations:
        found = _against(sentence.text, citation, material)
        if not found:
            return ()
        if least is None or len(found) < len(least):
            least = found
    return least or ()


def unsupported_own(sentence: Sentence, material: StoryMaterial, own: Collection[str] = ()) -> tuple[str, ...]:
    """Return what the citations do not carry of a sentence in the report's own words.

    `own` are names that the report gives to things itself, as "Inkrafttreten" to the step of a process.
    """
    faults = list(_standing(sentence, material))
    if faults:
        return tuple(faults)
    read = [_resolved(c, material) for c in sentence.citations]
    dates = [day for r in read for day in r.days] + _published(sentence.citations, material)
    text = _DATE.sub(lambda m: "" if _is_carried(m, dates) else m.group(), _QUOTED.sub(" ", sentence.text))
    for name in _outlets(sentence.citations, material):
        text = text.replace(f"({name}", "(")
    carried = {t.key for c in sentence.citations for t in _tokens(c.quote)}
    faults = [q for q in _QUOTED.findall(sentence.text) if not _is_quoted(q, sentence.citations, carried)]
    carried |= {t.key for r in read for name in r.names for t in _tokens(name)}
    known = vocabulary(material.story_language) | {w for name in own for w in _words(name)}
    for token in _tokens(text):
        checked = token.word[0].isdigit() or _NAME.match(token.word) or len(token.word) > 6
        if checked and token.word not in known and token.word.lower() not in known and token.key not in carried:
            faults.append(token.word)
    return tuple(dict.fromkeys(faults))


def _is_quoted(quote: str, citations: Iterable[Citation], carried: Collection[str]) -> bool:
    """Tell whether a quotation stands in a passage; a counted noun may be inflected otherwise ("Haushalten")."""
    if any(_plain(quote) in _plain(c.quote) for c in citations):
        return True
    return not any(c.isdigit() for c in quote) and all(t.key in carried for t in _tokens(quote))


def _standing(sentence: Sentence, material: StoryMaterial) -> tuple[str, ...]:
    faults = tuple(f"quote:{c.document}" for c in sentence.citations if not _stands(c, material))
    return faults if faults or sentence.citations else ("no citation",)


def _stands(citation: Citation, material: StoryMaterial) -> bool:
    found = material.by_id.get(citation.document)
    if found is None or found.document.revision != citation.revision or not citation.quote.strip():
        return False
    text = found.document.field(citation.field)
    return citation.span.start >= 0 and citation.span.end <= len(text) and citation.span.of(text) == citation.quote


def _against(text: str, citation: Citation, material: StoryMaterial) -> tuple[str, ...]:
    """Lay the sentence beside one passage and return what was added or lost."""
    language = material.story_language
    body = without_dateline(citation.quote, Span(0, len(citation.quote))).of(citation.quote)
    printed, stood = _tokens(text), _tokens(body)[:_LONGEST]
    added, lost = _difference(printed, stood)
    resolved = _resolved(citation, material)
    names = {t.key for name in resolved.names for t in _tokens(name)}
    dated = _dated(text, resolved.days)
    moved = Counter(t.key for t in lost)
    faults = [q for q in _QUOTED.findall(text) if _plain(q) not in _plain(citation.quote)]
    for token in added:
        free = token.start in dated or token.key in names or token.word.lower() in added_words(language)
        if _is_kept(token.word, language) or not free:
            faults.append(token.word)
        elif moved[token.key] and token.word.lower() not in added_words(language):
            faults.append(f"moved:{token.word}")
    if any(t.key in names for t in added):
        faults += _displaced(lost, resolved, {t.key for t in added})
    faults += [f"lost:{t.word}" for t in lost if _is_kept(t.word, language) or t.key in resolved.cues]
    faults += _gone(printed, lost, resolved)
    if 2 * len(lost) > len(stood):
        faults.append("lost:half")
    return tuple(dict.fromkeys(faults))


def _gone(printed: Iterable[_Token], lost: Iterable[_Token], resolved: "_Resolved") -> list[str]:
    """A person or body that the passage names may be named more shortly, but not left out."""
    here, away = {t.key for t in printed}, {t.key for t in lost}
    names = {name: {t.key for t in _tokens(name)} for name in resolved.mentioned}
    return [f"lost:{name}" for name, keys in names.items() if keys & away and not keys & here]


def _difference(printed: Sequence[_Token], stood: Sequence[_Token]) -> tuple[list[_Token], list[_Token]]:
    """Return the tokens that only the sentence has and those that only the passage has, both in one order."""
    matcher = SequenceMatcher(None, [t.key for t in printed], [t.key for t in stood], autojunk=False)
    added: list[_Token] = []
    lost: list[_Token] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            added += printed[a:b]
            lost += stood[c:d]
    return added, lost


def _displaced(lost: Iterable[_Token], resolved: "_Resolved", added: set[str]) -> list[str]:
    """A name may stand for a pronoun or complete itself; it may not take the place of somebody else's name."""
    return [
        f"replaced:{t.word}"
        for t in lost
        for name in resolved.mentioned
        if t.key in {n.key for n in _tokens(name)} and not added & {n.key for n in _tokens(name)}
    ]


@dataclass(frozen=True, slots=True)
class _Resolved:
    """What the annotations of a passage resolve to: days, names, and the names that stand there as names."""

    days: list[datetime]
    names: set[str]
    mentioned: set[str]
    cues: frozenset[str] = frozenset()


def _resolved(citation: Citation, material: StoryMaterial) -> _Resolved:
    found = material.by_id[citation.document]
    read = found.annotations.body if citation.field == "text" else found.annotations.title
    if read is None:
        return _Resolved([], set(), set())
    entities = {e.id: e.name for e in found.annotations.entities}
    mentions = [m for m in read.mentions if m.entity in entities and citation.span.overlaps(m.span)]
    mentioned = {entities[m.entity] for m in mentions if m.entity and m.kind in ("person", "organisation")}
    names = {entities[m.entity] for m in mentions if m.entity} | _speakers(read, citation)
    offices = {m.office for m in read.mentions if m.office and m.entity and entities.get(m.entity) in names}
    days = [day for t in read.times if citation.span.overlaps(t.span) for day in _days(t.start, t.end)]
    cues = {c for s in read.statements for c in s.cue if citation.span.contains(c)}
    text = found.document.field(citation.field)
    keys = frozenset(t.key for c in cues for t in _tokens(c.of(text)))
    return _Resolved(days, names | offices, mentioned, keys)


def _speakers(read: TextAnnotations, citation: Citation) -> set[str]:
    return {
        name
        for s in read.statements
        if any(citation.span.overlaps(c) for c in (*s.content, *s.speaker, *s.cue))
        for name in s.speaker_names
    }


def _days(start: datetime | None, end: datetime | None) -> list[datetime]:
    """Return the days of a time of at most two days' length ("in der Nacht zum Samstag"), else its first day."""
    if start is None:
        return []
    if end is None or end - start > timedelta(days=2):
        return [start]
    last = end - timedelta(seconds=1)
    return [start] if last.date() == start.date() else [start, last]


def _published(citations: Iterable[Citation], material: StoryMaterial) -> list[datetime]:
    days = (material.by_id[c.document].document.published for c in citations)
    return [day for day in days if day]


def _outlets(citations: Iterable[Citation], material: StoryMaterial) -> set[str]:
    """A cited document may be named in brackets as the source, by its outlet or its id."""
    documents = [material.by_id[c.document].document for c in citations]
    return {d.outlet or d.id for d in documents}


def _dated(text: str, days: Collection[datetime]) -> set[int]:
    """Return where the words of those dates stand that a time expression of the passage resolves to."""
    found: set[int] = set()
    for match in _DATE.finditer(text):
        if _is_carried(match, days):
            found |= {match.start() + t.start for t in _tokens(match.group())}
    return found


def _is_carried(match: re.Match[str], dates: Iterable[datetime]) -> bool:
    day, month, year = int(match[1]), _month(match[2]), match[3]
    return any(d.day == day and d.month == month and (not year or d.year == int(year)) for d in dates)


def _month(name: str) -> int:
    return next(names.index(name) + 1 for names in _MONTH_NAMES if name in names)


@cache
def _kept(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    row = kept_words(language)
    return frozenset(w for w in row if not w.endswith("*")), tuple(w[:-1] for w in row if w.endswith("*"))


def _is_kept(word: str, language: str) -> bool:
    """Tell whether a sentence without this word says something else."""
    whole, beginnings = _kept(language)
    low = word.lower()
    return low in whole or low.startswith(beginnings)


def is_kept(text: str, language: str) -> bool:
    """Tell whether a passage has a word without which its sentence says something else."""
    return any(_is_kept(t.word, language) for t in _tokens(text))


def _tokens(text: str) -> list[_Token]:
    return [_Token(_key(m.group()), m.group(), m.start()) for m in _TOKEN.finditer(text)]


def _words(text: str) -> list[str]:
    return [t.word for t in _tokens(text)]


def _key(word: str) -> str:
    """Numbers are equal when only their separators of thousands differ, words when their stems are.

    Words that turn the sense are themselves: "nicht" and "nichts" have one stem.
    """
    if _is_kept(word, "de") or _is_kept(word, "en"):
        return word.lower()
    return _GROUPS.sub("", word) if word[0].isdigit() else stem(word)


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("’", "'")
