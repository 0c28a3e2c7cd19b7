"""Statements with a speaker's span to statements with a speaker's name: who "er", "der Minister", "Selenskyj" is.

Names are resolved by their entity, pronouns and words of office by looking back: the nearest earlier person or body
that agrees in gender and number and, first of all, that spoke last. Rules of this kind reach about four in five
(Lappin and Leass 1994: salience by recency and subjecthood); in news reports the last speaker is nearly always meant.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise

from lagebild.annotate.naming import clean_name, nominative_plural
from lagebild.language.offices import Office, office_before, office_of
from lagebild.records.annotation import Entity, Mention, Statement
from lagebild.records.span import Span, hull

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_DEFINITE = frozenset(
    ["der", "die", "das", "dem", "den", "des", "the", "dieser", "diese", "dieses", "diesem", "diesen"]
)
_FEMALE_ARTICLES = frozenset(["die", "diese", "eine"])
_AGED = re.compile(r"\d{1,3}-?[Jj]ährigen?")
_OFFICE_BEFORE = re.compile(r"(?:[A-ZÄÖÜ][\w-]+\s+){1,3}$")
_OFFICE_BEHIND = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?,\s+([^.,;:()\n]{3,140})[.,]")
_REACH = 2_500  # characters looked back for an antecedent; farther back lies another subject
_NEAR = 700  # characters within which a word of office may mean somebody whose office was not told
_SPOKE = 400  # characters of distance that having spoken last outweighs


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody named before: where, as whom, and which words of office stand with the name."""

    span: Span
    entity: Entity
    office: str
    spoke: bool


@cache
def _hints() -> dict[str, frozenset[str]]:
    table = tomllib.loads((resources.files(__package__) / "speakers.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


def _gender(entity: Entity, office: str) -> str:
    """Return "m", "f", "n" (a body) or "" where nothing tells."""
    if entity.kind == "organisation":
        return "n"
    first = entity.name.split()[0] if entity.name.split() else ""
    if first in _hints()["female_names"]:
        return "f"
    if first in _hints()["male_names"]:
        return "m"
    head = _head(office)
    if (head.endswith("in") and head[:1].isupper()) or head in ("Frau", "Königin", "Kanzlerin"):
        return "f"
    if head in ("Herr", "König") or head.endswith(("er", "ent", "or", "ist", "chef")):
        return "m"
    return ""


def _head(office: str) -> str:
    words = [w for w in _WORD.findall(office) if w[0].isupper()]
    return words[0] if words else ""


def _agrees(pronoun: str, candidate: _Candidate, plural: bool) -> bool:
    gender = _gender(candidate.entity, candidate.office)
    hints = _hints()
    if pronoun in hints["masculine"] and pronoun not in hints["feminine"]:
        return candidate.entity.kind == "person" and gender in ("m", "")
    if plural:
        return candidate.entity.kind == "organisation"
    return gender in ("f", "n", "")


def _nearest(candidates: Sequence[_Candidate], before: int) -> _Candidate | None:
    """Return the most salient candidate before a position: distance counts, having spoken makes up for it."""
    reach = [c for c in candidates if c.span.end <= before and before - c.span.end < _REACH]
    return min(reach, key=lambda c: before - c.span.end - (_SPOKE if c.spoke else 0), default=None)


def _mention_at(span: Span, mentions: Sequence[Mention]) -> Mention | None:
    inside = [m for m in mentions if m.entity is not None and m.span.overlaps(span)]
    order = {"person": 0, "organisation": 1, "place": 3, "demonym": 4}
    return min(inside, key=lambda m: (order.get(m.kind, 2), m.span.start), default=None)


def _noun_of(words: Sequence[str]) -> str:
    return next((w for w in words if w[0].isupper() and w.lower() not in _DEFINITE), "")


def _fits(noun: str, candidate: _Candidate) -> bool:
    """Tell whether a noun names the office of somebody: "Minister" that of "Verteidigungsminister X"."""
    low = noun.lower()
    words = [w.lower() for w in _WORD.findall(f"{candidate.office} {candidate.entity.name}")]
    return any(
        w == low or (len(low) > 3 and w.endswith(low)) or (len(w) > 5 and low.endswith(w) and w in _hints()["roles"])
        for w in words
    )


def _elliptic(text: str, span: Span) -> tuple[str, ...]:
    """Return several names for one noun with coordinated modifiers ("a, b und c Geheimdiensten")."""
    match = re.fullmatch(r"((?:[\w-]+(?:en|e)(?:, | und | sowie ))+[\w-]+(?:en|e)) ([A-ZÄÖÜ][\w-]+)", span.of(text))
    if match is None:
        return ()
    modifiers = re.split(r", | und | sowie ", match.group(1))
    if not all(m[0].islower() or "-" in m for m in modifiers):
        return ()
    noun = nominative_plural(match.group(2))
    return tuple(f"{m.removesuffix('n')} {noun}" for m in modifiers)


def _named(words: Sequence[str]) -> bool:
    """Tell whether two capitalised words stand side by side, as a name does ("Minister Beispiel")."""
    return any(a[0].isupper() and b[0].isupper() and a.lower() not in _DEFINITE for a, b in pairwise(words))


class _Resolver:
    """Goes through the statements in text order and keeps whoever spoke last."""

    def __init__(self, text: str, mentions: Sequence[Mention], entities: Iterable[Entity]) -> None:
        self._text = text
        self._mentions = sorted((m for m in mentions if m.entity), key=lambda m: m.span)
        self._entities = {e.id: e for e in entities}
        self._offices = {m.span: self._office(m) for m in self._mentions}
        self._holders = self._offices_of_state()
        self._spoken: set[Span] = set()
        self._last: tuple[str | None, tuple[str, ...]] = (None, ())
        self._at = 0

    def _offices_of_state(self) -> dict[Office, set[str]]:
        """Return who holds which office of which state as the text says right before a name."""
        found: dict[Office, set[str]] = {}
        for mention in self._mentions:
            if mention.kind == "person" and mention.entity:
                office = office_before(self._text, mention.span.start)
                if office is not None and office.country:
                    found.setdefault(office, set()).add(mention.entity)
        return found

    def _office(self, mention: Mention) -> str:
        """Return the words of office around a name: before it, and in the apposition behind it."""
        if mention.kind == "place":
            return ""
        before = _OFFICE_BEFORE.search(self._text, max(0, mention.span.start - 60), mention.span.start)
        behind = _OFFICE_BEHIND.match(self._text, mention.span.end, mention.span.end + 200)
        parts = (mention.office or "", before.group() if before else "", behind.group(1) if behind else "")
        return " ".join(p.strip() for p in parts if p.strip())

    def _candidates(self, kinds: tuple[str, ...]) -> list[_Candidate]:
        rows = []
        for mention in self._mentions:
            entity = self._entities.get(mention.entity or "")
            if entity is not None and entity.kind in kinds:
                rows.append(_Candidate(mention.span, entity, self._offices[mention.span], mention.span in self._spoken))
        return rows

    def resolve(self, statement: Statement) -> Statement:
        """Return the statement with entity and names of its speaker."""
        if not statement.speaker:
            return statement
        names: list[str] = []
        entity: str | None = None
        for span in statement.speaker:
            found, called = self._one(span)
            entity = entity or found
            names += [n for n in called if n not in names]
        self._last = (entity, tuple(names))
        self._at = statement.speaker[-1].start
        return replace(statement, speaker_entity=entity, speaker_names=tuple(names))

    def _one(self, span: Span) -> tuple[str | None, tuple[str, ...]]:
        several = _elliptic(self._text, span)
        if several:
            return None, several
        words = _WORD.findall(span.of(self._text))
        if words and words[0].lower() in _hints()["masculine"] | _hints()["feminine"] and not _noun_of(words[1:]):
            return self._pronoun(words[0].lower(), span)
        mention = _mention_at(span, self._mentions)
        entity = self._entities.get(mention.entity or "") if mention else None
        holder = self._holder(span) if mention is None or mention.kind != "person" else None
        if holder is not None:
            return holder.id, (holder.name,)
        if mention is not None and entity is not None and self._stands_for(mention, span, entity):
            self._spoken.add(mention.span)
            return entity.id, self._joined(span, mention, entity)
        return self._described(span, words)

    def _holder(self, span: Span) -> Entity | None:
        """Return who holds the office of a state that the words name, None where the text names nobody or two."""
        office = office_of(span.of(self._text))
        holders = self._holders.get(office, set()) if office else set()
        return self._entities.get(next(iter(holders))) if len(holders) == 1 else None

    def _stands_for(self, mention: Mention, span: Span, entity: Entity) -> bool:
        """Tell whether the mention is the speaker rather than an attribute of him ("Sprecher der Bank")."""
        if mention.span.start - span.start <= 1 or entity.kind == "person":
            return True
        before = _WORD.findall(self._text[span.start : mention.span.start])
        return not any(
            w.lower() in ("der", "des", "von", "vom", "für", "im", "in", "aus", "bei") for w in before[1:]
        ) and not (
            before and before[-1][0].isupper() and self._text[mention.span.start - 1] == " " and entity.kind == "place"
        )

    def _joined(self, span: Span, first: Mention, entity: Entity) -> tuple[str, ...]:
        names = [entity.name]
        for mention in self._mentions:
            other = self._entities.get(mention.entity or "")
            if (
                mention != first
                and span.contains(mention.span)
                and other is not None
                and other.kind == entity.kind == "person"
            ):
                between = self._text[first.span.end : mention.span.start]
                if re.search(r"\b(?:und|sowie|and)\b", between) and other.name not in names:
                    names.append(other.name)
        return tuple(names)

    def _pronoun(self, pronoun: str, span: Span) -> tuple[str | None, tuple[str, ...]]:
        after = _WORD.findall(self._text[span.end : span.end + 40])
        before = _WORD.findall(self._text[max(0, span.start - 30) : span.start])
        verb = after[0] if after and span.of(self._text)[0].isupper() else before[-1] if before else ""
        plural = pronoun in _hints()["plural"] and verb.endswith("en") and pronoun != "ihr"
        candidates = [c for c in self._candidates(("person", "organisation")) if _agrees(pronoun, c, plural)]
        spoke = [c for c in candidates if c.entity.id == self._last[0] and 0 < span.start - self._at < _SPOKE]
        people = [c for c in candidates if c.entity.kind == "person"]
        woman = _nearest([c for c in people if _gender(c.entity, c.office) == "f"], span.start)
        if spoke and spoke[0].entity.kind == "organisation" and woman is not None and woman.span.start > self._at:
            spoke = []
        if spoke:
            return spoke[0].entity.id, (spoke[0].entity.name,)
        chosen = _nearest(people, span.start) or _nearest(candidates, span.start)
        if chosen is not None:
            return chosen.entity.id, (chosen.entity.name,)
        return self._last if not plural and self._last[0] is None else (None, ())

    def _described(self, span: Span, words: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
        noun = _noun_of(words)
        before = self._text[max(0, span.start - 7) : span.start].split()
        article = words[0].lower() if words and words[0].lower() in _DEFINITE else before[-1].lower() if before else ""
        aged = _AGED.fullmatch(span.of(self._text).strip())
        chosen: _Candidate | None = None
        if aged and article in _DEFINITE:
            chosen = self._of_gender(article, span)
        elif noun and not _named(words):
            bare = sum(w[0].isupper() for w in words) == 1
            chosen = self._by_noun(noun, article, span, bare)
        if chosen is not None:
            return chosen.entity.id, (chosen.entity.name,)
        name = clean_name(self._text, span)
        return None, (name,) if name else ()

    def _by_noun(self, noun: str, article: str, span: Span, bare: bool) -> _Candidate | None:
        """Return whom a common noun means: whose office it is, else who is salient; `bare` without attributes."""
        low = noun.lower()
        everybody = self._candidates(("person", "organisation"))
        if article in _DEFINITE:
            barred = self._of_other_states(span)
            found = [c for c in everybody if c.span.start < span.start and _fits(noun, c) and c.entity.id not in barred]
            if found:
                return max(found, key=lambda c: c.span.start)
            if bare and low.endswith(tuple(_hints()["roles"])):
                return self._of_gender(article, span, barred)
        if bare and article in ("das", "des", "der", "dem", "die") and low in _hints()["bodies"]:
            return self._only_body(span)
        return None

    def _of_other_states(self, span: Span) -> frozenset[str]:
        """Return who holds an office of another state than the words name ("der lettische Präsident")."""
        office = office_of(span.of(self._text))
        if office is None or office.country is None:
            return frozenset()
        return frozenset(i for o, ids in self._holders.items() if o.country != office.country for i in ids)

    def _of_gender(self, article: str, span: Span, barred: frozenset[str] = frozenset()) -> _Candidate | None:
        """Return the nearest person of the gender that an article in the nominative shows."""
        wanted = ("f", "") if article in _FEMALE_ARTICLES else ("m", "")
        near = [c for c in self._candidates(("person",)) if span.start - c.span.end < _NEAR]
        people = [c for c in near if c.entity.id not in barred]
        return _nearest([c for c in people if _gender(c.entity, c.office) in wanted], span.start)

    def _only_body(self, span: Span) -> _Candidate | None:
        """Return the body that a text is about: the only one named so far, or one named twice as often as any."""
        bodies = [c for c in self._candidates(("organisation",)) if c.span.end <= span.start]
        counts = Counter(c.entity.id for c in bodies).most_common(2)
        if not counts or (len(counts) > 1 and counts[0][1] < 2 * counts[1][1]):
            return None
        return next(c for c in reversed(bodies) if c.entity.id == counts[0][0])


def resolve_speakers(
    text: str,
    sentences: Sequence[Span],
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    entities: Iterable[Entity],
) -> tuple[Statement, ...]:
    """Return the statements with `speaker_entity` and `speaker_names` filled in, in the same order.

    Names are those of the entities, or the words of the text where no entity is known; hearsay has none.
    """
    resolver = _Resolver(text, mentions, entities)
    order = sorted(range(len(statements)), key=lambda i: _position(statements[i]))
    resolved = {i: resolver.resolve(statements[i]) for i in order}
    return tuple(resolved[i] for i in range(len(statements)))


def _position(statement: Statement) -> int:
    return hull(statement.speaker or statement.content).start
