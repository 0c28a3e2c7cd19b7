"""A table of event words and the word-order rules that give an event its actor and recipient; for any language."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from lagebild.records.annotation import Event, Mention
from lagebild.records.span import Span

_ACTS: Final = frozenset({"person", "organisation", "place", "demonym"})
_MOST_CHARACTERS: Final = 3_000


@dataclass(frozen=True, slots=True)
class EventTable:
    """Compiled words: `verbs` is one alternation with a group a code, `nouns` maps a lower-cased tail to its code."""

    verbs: re.Pattern[str]
    nouns: dict[str, str]
    noun: re.Pattern[str]
    by: re.Pattern[str]
    towards: re.Pattern[str]


def load_events(package: str, endings: Iterable[str], by: str, towards: str) -> EventTable:
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
    )


def read_events(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], table: EventTable, *, capitalised_nouns: bool
) -> tuple[Event, ...]:
    """Return the events in order, without time and place."""
    found: list[Event] = []
    at = 0
    for sentence in sentences:
        here = Span(sentence.start, min(sentence.end, sentence.start + _MOST_CHARACTERS))
        while at < len(mentions) and mentions[at].span.end <= here.start:
            at += 1
        inside = []
        for mention in mentions[at:]:
            if mention.span.start >= here.end:
                break
            inside.append(mention)
        found.extend(_read(text, here, inside, table, capitalised_nouns=capitalised_nouns))
    return tuple(found)


def _read(
    text: str, sentence: Span, mentions: list[Mention], table: EventTable, *, capitalised_nouns: bool
) -> list[Event]:
    found: dict[Span, tuple[str, bool]] = {}
    for match in table.verbs.finditer(text, sentence.start, sentence.end):
        if match[0][0].islower():
            found[Span(*match.span())] = (match.lastgroup or "", True)
    for match in table.noun.finditer(text, sentence.start, sentence.end):
        code = _noun_code(match[0], table.nouns) if match[0][0].isupper() or not capitalised_nouns else None
        if code and not any(m.span.overlaps(Span(*match.span())) for m in mentions):
            found.setdefault(Span(*match.span()), (code, False))
    events = []
    for anchor, (code, verb) in sorted(found.items()):
        actor, recipient = _roles(text, anchor, mentions, table, verb=verb)
        events.append(Event(anchor, code, text[anchor.start : anchor.end], actor, recipient))
    return events


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
    """Return actor and recipient: by preposition where there is one, else the nearest name before, and after, the verb."""
    actor = recipient = None
    plain: list[Mention] = []
    for mention in mentions:
        if mention.kind not in _ACTS or mention.span.overlaps(anchor):
            continue
        before = text[max(0, mention.span.start - 60) : mention.span.start]
        if actor is None and table.by.search(before):
            actor = mention.span
        elif recipient is None and table.towards.search(before):
            recipient = mention.span
        elif mention.kind != "place" and mention.kind != "demonym" or not before.rstrip().endswith((" in", " nach", " aus", "In")):
            plain.append(mention)
    if verb:
        left = [m.span for m in plain if m.span.end <= anchor.start]
        right = [m.span for m in plain if m.span.start >= anchor.end]
        if actor is None and (left or right):
            actor = left[0] if left else right.pop(0)
        if recipient is None:
            others = [s for s in (*right, *left[1:]) if s != actor]
            recipient = others[0] if others else None
    return actor, recipient
