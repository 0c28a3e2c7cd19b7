"""Cuts titles and openings into clauses and finds in them what several reports of a story speak of in their own words.

A found wording is a short span with the keys it goes by: the questions it answers (`slots.toml`) or, for anything else,
the dictionary forms of its nouns and the parts of its compounds. Only title and opening are read: there a report says
what it is about, further down come other stories.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from lagebild.corroborate.counted import counts
from lagebild.language.german.analyser import reading
from lagebild.language.german.tokens import is_function_word
from lagebild.language.stems import stem
from lagebild.records.annotation import PlaceMention, TextAnnotations
from lagebild.records.claim import Verdict
from lagebild.records.span import Field, Span
from lagebild.records.story import AnnotatedDocument

# Characters of a text that are read: title, teaser and the first paragraph.
_OPENING = 400
_CUT = re.compile(r"[,;:!?…|]\s*|[.]\s+|\s[–—|-]\s|\n+|\s*[()]\s*")
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?|\d[\d.,]*")
# A value is a phrase; longer clauses are cut to the words around what evokes them.
_MOST_WORDS = 10
_BEFORE, _AFTER = 4, 3
_KICKER = 4
_QUOTE = re.compile(r"[„“\"»«]([^„“”\"»«\n]{4,120})[“”\"«»]")
_NOUN_PHRASE = (
    r"(?:(?:der|die|das|dem|den|ein|eine|einen|einem|einer|[a-zäöüß]+e[rnsm]?) ){0,3}[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?"
)
_GAP = r"(?:[^\s,;:.!?]+\s+){0,6}?"


@dataclass(frozen=True, slots=True)
class Slot:
    """A question of `slots.toml`."""

    name: str
    about: str
    words: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]
    answers: tuple[tuple[str, re.Pattern[str]], ...] = ()
    changes: bool = False
    contrast: bool = False
    whole: bool = False
    single: bool = False
    otherwise: Verdict = "granularity"


@dataclass(frozen=True, slots=True)
class Manner:
    """Words that say how sure a report is."""

    general: frozenset[str]
    hedges: re.Pattern[str]
    negations: re.Pattern[str]
    lasting: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a report says about something: `key` groups it, `answer` is the class of its answer where that is known.

    `words` are the content words of the span, `around` those of the clause; `negated`, `hedged` and `lasting` tell
    its manner; `denied`, that it stands there as what somebody denies.
    """

    item: AnnotatedDocument
    field: Field
    span: Span
    clause: Span
    key: str
    about: str
    words: frozenset[str]
    around: frozenset[str]
    answer: str | None = None
    negated: bool = False
    denied: bool = False
    hedged: bool = False
    lasting: bool = False
    changes: bool = False
    single: bool = False
    otherwise: Verdict = "granularity"

    @property
    def text(self) -> str:
        """Return the words."""
        return self.span.of(self.item.document.field(self.field))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("lagebild.corroborate").joinpath("slots.toml").read_text("utf-8"))


@cache
def slots() -> tuple[Slot, ...]:
    """Return the questions, read once."""
    rows = ((name, row) for name, row in _table().items() if name != "words")
    return tuple(
        Slot(
            name,
            row["about"],
            tuple(_pattern(w) for w in ([row["words"]] if isinstance(row["words"], str) else row["words"])),
            _pattern(row.get("unless", "(?!)")),
            tuple((answer, _pattern(words)) for answer, words in row.get("answers", {}).items()),
            row.get("changes", False),
            row.get("contrast", False),
            row.get("whole", False),
            row.get("single", False),
            row.get("otherwise", "granularity"),
        )
        for name, row in rows
    )


@cache
def manner() -> Manner:
    """Return the words of manner, read once."""
    row = _table()["words"]
    general = frozenset(stem(w) for w in row["general"].split("|"))
    return Manner(general, _pattern(row["hedges"]), _pattern(row["negations"]), _pattern(row["lasting"]))


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words.replace('..', _GAP).replace('@', _NOUN_PHRASE)})(?!\w)")


def clauses(text: str, until: int) -> Iterator[Span]:
    """Yield the parts of a text between punctuation, up to a length."""
    start = 0
    for match in _CUT.finditer(text, 0, until):
        if text[start : match.start()].strip():
            yield Span(start, match.start())
        start = match.end()
    if text[start:until].strip():
        yield Span(start, until)


def slot_wordings(item: AnnotatedDocument) -> Iterator[Wording]:
    """Yield what a report answers to the questions, the first answer of a clause to each."""
    for field, text, clause in _read(item):
        for slot in slots():
            match = _evoked(slot, text, clause)
            if match is None:
                continue
            named = next((name for name, said in match.groupdict().items() if said), 0)
            span = _phrase(text, clause, Span(match.start(named), match.end(named)), whole=slot.whole)
            said = clause.of(text)
            answer = next((name for name, words in slot.answers if words.search(said)), None)
            found = _wording(item, field, span, clause, f"?{slot.name}", slot.about)
            yield replace(found, answer=answer, changes=slot.changes, single=slot.single, otherwise=slot.otherwise)


def _evoked(slot: Slot, text: str, clause: Span) -> re.Match[str] | None:
    if slot.unless.search(text, clause.start, clause.end):
        return None
    found = (words.search(text, clause.start, clause.end) for words in slot.words)
    return next((match for match in found if match), None)


def term_wordings(item: AnnotatedDocument) -> Iterator[Wording]:
    """Yield the nouns of a report by each of their keys, names of persons and places left out."""
    for field, text, clause in _read(item):
        if field == "title" and _is_kicker(text, clause):
            continue
        barred = _barred(item, field)
        for match in _WORD.finditer(text, clause.start, clause.end):
            word = Span(match.start(), match.end())
            if is_function_word(match.group().lower()) or any(n.overlaps(word) for n in barred):
                continue
            if counts(match.group()):
                continue
            span = _phrase(text, clause, word, whole=True)
            for key in term_keys(match.group()):
                yield _wording(item, field, span, clause, key, match.group())


def _is_kicker(title: str, clause: Span) -> bool:
    """Tell whether a clause is the topic set before a headline ("Jahreswechsel: ..."), which says nothing itself."""
    return title[clause.end : clause.end + 1] == ":" and len(clause.of(title).split()) <= _KICKER


def quote_wordings(item: AnnotatedDocument) -> Iterator[Wording]:
    """Yield what stands between quotation marks, by each of its content words."""
    fields: tuple[Field, Field] = ("title", "text")
    for field in fields:
        text = item.document.field(field)
        for match in _QUOTE.finditer(text, 0, min(len(text), _OPENING)):
            span = Span(match.start(1), match.end(1))
            for key in sorted(content(match.group(1))):
                yield _wording(item, field, span, span, f"„{key}", "Wortlaut")


def place_wording(item: AnnotatedDocument, place: PlaceMention) -> Wording:
    """Return where a headline places its happening, with the preposition."""
    title = item.document.field("title")
    clause = next((c for c in clauses(title, len(title)) if c.overlaps(place.span)), place.span)
    before = re.search(r"(?:in|bei|nahe|near|at)\s+$", title[clause.start : place.span.start])
    span = Span(clause.start + before.start(), place.span.end) if before else place.span
    return _wording(item, "title", span, clause, "?place", "Ort")


def _barred(item: AnnotatedDocument, field: Field) -> list[Span]:
    """Return where names and amounts stand: amounts are compared as such, and names are in every report."""
    read: TextAnnotations | None = item.annotations.title if field == "title" else item.annotations.body
    if read is None:
        return []
    names = [m.span for m in read.mentions if m.kind in ("person", "place")]
    return [*names, *(q.span for q in read.quantities)]


def _read(item: AnnotatedDocument) -> Iterator[tuple[Field, str, Span]]:
    fields: tuple[Field, Field] = ("title", "text")
    for field in fields:
        text = item.document.field(field)
        for clause in clauses(text, min(len(text), _OPENING)):
            yield field, text, clause


def _wording(
    item: AnnotatedDocument,
    field: Field,
    span: Span,
    clause: Span,
    key: str,
    about: str,
) -> Wording:
    text, how = item.document.field(field), manner()
    said = clause.of(text)
    return Wording(
        item,
        field,
        span,
        clause,
        key,
        about,
        content(how.hedges.sub(" ", span.of(text))),
        content(said),
        negated=how.negations.search(said) is not None,
        denied=_is_denied(item, field, span),
        hedged=how.hedges.search(said) is not None,
        lasting=how.lasting.search(said) is not None,
    )


def _is_denied(item: AnnotatedDocument, field: Field, span: Span) -> bool:
    read = item.annotations.title if field == "title" else item.annotations.body
    denials = (s for s in (read.statements if read else ()) if s.modality == "denied")
    return any(c.contains(span) for s in denials for c in s.content)


def content(text: str) -> frozenset[str]:
    """Return the stems of nouns, names, numbers and longer words."""
    return frozenset(stem(w) for w in _WORD.findall(text) if w[0].isdigit() or w[0].isupper() or len(w) > 5)


@lru_cache(maxsize=1 << 15)
def term_keys(word: str) -> frozenset[str]:
    """Return the keys of a noun: its dictionary form and the parts of a compound; none for other and general words."""
    if word.isupper() and len(word) > 1:
        return frozenset({stem(word)})
    if not word[0].isupper() or len(word) < 4:
        return frozenset()
    found: set[str] = set()
    for part in word.split("-"):
        if len(part) > 3:
            read = reading(part)
            found |= {stem(t) for t in (read.token, *read.others) if len(t) > 3}
    return frozenset(found - manner().general)


def _phrase(text: str, clause: Span, word: Span, *, whole: bool) -> Span:
    """Return the clause where it is short, else the words around `word` in it."""
    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, clause.start, clause.end)]
    inside = [n for n, w in enumerate(words) if w.overlaps(word)]
    if not inside:
        return word
    if whole and len(words) <= _MOST_WORDS:
        return Span(words[0].start, words[-1].end)
    first, last = inside[0], inside[-1]
    if whole:
        first, last = max(0, first - _BEFORE), min(len(words) - 1, last + _AFTER)
    else:
        while first > 0 and inside[0] - first < 2 and text[words[first - 1].start].islower():
            first -= 1
    return Span(words[first].start, words[last].end)
