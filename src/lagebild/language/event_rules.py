"""A table of event words and rules of word order that give an event its actor and recipient.

For languages whose words stand in a fixed order, as English; German has a reader of its own.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from lagebild.records.annotation import Event, Mention, Modality, Polarity
from lagebild.records.span import Span

_ACTS: Final = frozenset({"person", "organisation", "place", "demonym"})
_MOST_CHARACTERS: Final = 3_000
_CLAUSE: Final = re.compile(r"[,;:–]")
# Right before a verb, or before a noun of its phrase: it did not happen, or is not told as done.
_NOT: Final = re.compile(r"(?:\b(?:not|never|no|without|nor|cannot)|n[’']t)\s+(?:\w+ly\s+|any\s+)?(?:be\s+|been\s+)?$")
_CONDITIONAL: Final = re.compile(
    r"\b(?:would|could|may|might|can|should)\s+(?:\w+ly\s+)?(?:have\s+)?(?:be\s+|been\s+)?$"
)
_PURPOSE: Final = re.compile(r"\bto\s+(?:be\s+)?$")
_PLANNED: Final = re.compile(r"\b(?:will|planned|possible|threatened|feared|upcoming|potential)\s+(?:be\s+)?$")
_HEARSAY: Final = re.compile(r"\b(?:allegedly|reportedly|alleged|reported|rumou?red)\s+(?:\w+\s+)?$")
_MANAGED: Final = re.compile(r"\b(?:managed|able|began|started|continued)\s+to\s+$")
_IF: Final = re.compile(r"\b(?:if|unless|whether)\b[^,;:.]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EventTable:
    """Compiled words: `verbs` is one alternation with a group a code, `nouns` maps a lower-cased tail to its code.

    `passive` matches right before a verb whose subject suffers it.
    """

    verbs: re.Pattern[str]
    nouns: dict[str, str]
    noun: re.Pattern[str]
    by: re.Pattern[str]
    towards: re.Pattern[str]
    passive: re.Pattern[str]


def load_events(package: str, endings: Iterable[str], by: str, towards: str, passive: str) -> EventTable:
    """Return the table of `events.toml` in `package`; `by` and `towards` match right before an actor, a recipient."""
    table = tomllib.loads(files(package).joinpath("events.toml").read_text("utf-8"))
    groups = "|".join(f"(?P<{code}>{row['verbs']})" for code, row in table.items())
    nouns: dict[str, str] = {}
    for code, row in table.items():
        for noun in row["nouns"].split():
            for ending in endings:
                nouns.setdefault(noun.lower() + ending, code)
    return EventTable(
        re.compile(rf"\b(?:{groups})\b"),
        nouns,
        re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*"),
        re.compile(by + r"\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE),
        re.compile(towards + r"\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE),
        re.compile(passive + r"\s+(?:\w+ly\s+)?$"),
    )


def read_events(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], table: EventTable
) -> tuple[Event, ...]:
    """Return the events in order, without time and place."""
    return tuple(e for here, inside in by_sentence(sentences, mentions) for e in _read(text, here, inside, table))


def by_sentence(sentences: Sequence[Span], mentions: Sequence[Mention]) -> Iterator[tuple[Span, list[Mention]]]:
    """Yield each sentence, cut where it is too long to read, with the mentions in it; both come in order."""
    at = 0
    for sentence in sentences:
        here = Span(sentence.start, min(sentence.end, sentence.start + _MOST_CHARACTERS))
        while at < len(mentions) and mentions[at].span.end <= here.start:
            at += 1
        end = at
        while end < len(mentions) and mentions[end].span.start < here.end:
            end += 1
        yield here, list(mentions[at:end])


def _read(text: str, sentence: Span, mentions: list[Mention], table: EventTable) -> list[Event]:
    found: dict[Span, tuple[str, bool]] = {}
    for match in table.verbs.finditer(text, sentence.start, sentence.end):
        if match[0][0].islower():
            found[Span(*match.span())] = (match.lastgroup or "", True)
    for match in table.noun.finditer(text, sentence.start, sentence.end):
        code = _noun_code(match[0], table.nouns)
        if code and not any(m.span.overlaps(Span(*match.span())) for m in mentions):
            found.setdefault(Span(*match.span()), (code, False))
    events = []
    for anchor, (code, verb) in sorted(found.items()):
        actor, recipient = _roles(text, anchor, mentions, table, verb=verb)
        polarity, modality = _standing(text, sentence, anchor, verb=verb)
        told = text[anchor.start : anchor.end]
        events.append(Event(anchor, code, told, actor, recipient, polarity=polarity, modality=modality))
    return events


def _standing(text: str, sentence: Span, anchor: Span, *, verb: bool) -> tuple[Polarity, Modality]:
    """Return whether an event is negated, and whether it is told as done."""
    before = text[max(sentence.start, anchor.start - 80) : anchor.start]
    if _NOT.search(before):
        return "negative", "asserted"
    if verb and _PURPOSE.search(before):
        return "positive", "asserted" if _MANAGED.search(before) else "planned"
    for pattern, modality in _MODALITIES:
        if pattern.search(before):
            return "positive", modality
    return "positive", "asserted"


_MODALITIES: Final[tuple[tuple[re.Pattern[str], Modality], ...]] = (
    (_IF, "conditional"),
    (_CONDITIONAL, "conditional"),
    (_PLANNED, "planned"),
    (_HEARSAY, "hearsay"),
)


def _noun_code(word: str, nouns: dict[str, str]) -> str | None:
    """Return the code of a noun, or of the longest event noun of five letters or more that ends it."""
    lower = word.lower()
    if lower in nouns:
        return nouns[lower]
    for start in range(3, len(lower) - 4):
        if lower[start:] in nouns:
            return nouns[lower[start:]]
    return None


def _roles(
    text: str, anchor: Span, mentions: list[Mention], table: EventTable, *, verb: bool
) -> tuple[Span | None, Span | None]:
    """Return actor and recipient: by preposition where there is one, else the nearest names before and after a verb."""
    actor = recipient = None
    plain: list[Span] = []
    last = 0
    for mention, following in zip(mentions, [*mentions, None][1:], strict=True):
        if mention.kind not in _ACTS or mention.span.overlaps(anchor):
            continue
        cut = max(last, anchor.end if anchor.end <= mention.span.start else 0)
        before = text[max(cut, mention.span.start - 60) : mention.span.start]
        last = mention.span.end if mention.kind != "demonym" else last
        if table.by.search(before) and actor is None and not _apart(text, anchor, mention.span):
            actor = mention.span
        elif not _modifies(text, mention, following) and table.towards.search(before):
            recipient = recipient or mention.span
        elif not _modifies(text, mention, following) and not _LOCATIVE.search(before):
            plain.append(mention.span)
    if not verb:
        return actor, recipient
    left = [s for s in plain if s.end <= anchor.start and s != recipient]
    right = [s for s in plain if s.start >= anchor.end and s != recipient]
    subject = _same_clause(text, left, anchor)
    if table.passive.search(text, max(0, anchor.start - 40), anchor.start):
        return actor, subject or recipient
    actor = actor or subject or (left[0] if left else None)
    return actor, recipient or next((s for s in (*right, *left) if s != actor), None)


_LOCATIVE: Final = re.compile(r"\b(?:in|im|nach|aus|bei|am|at|from|near)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)


def _apart(text: str, anchor: Span, name: Span) -> bool:
    """Tell whether a clause boundary lies between anchor and name: then a "von" there belongs to another verb."""
    between = text[min(anchor.end, name.end) : max(anchor.start, name.start)]
    return bool(_CLAUSE.search(between))


def _same_clause(text: str, names: list[Span], anchor: Span) -> Span | None:
    """Return the first name before the anchor in its clause."""
    return next((s for s in names if not _CLAUSE.search(text, s.end, anchor.start)), None)


def _modifies(text: str, mention: Mention, following: Mention | None) -> bool:
    """Tell whether a demonym or a genitive only describes what follows ("russischen", "Nordkoreas Machthaber Kim")."""
    if mention.kind == "demonym":
        return mention.span.of(text)[0].islower() or mention.span.of(text).endswith(("ischer", "ische", "ischen"))
    if mention.kind != "place" or following is None or following.kind != "person":
        return False
    between = text[mention.span.end : following.span.start]
    return mention.span.of(text).endswith("s") and len(between.split()) <= 4 and not _CLAUSE.search(between)
