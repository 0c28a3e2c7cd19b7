"""A clause to the phrases that can take part in an event: case, preposition, and who is named in them.

The case is what the determiner leaves open ("die" is nominative or accusative); who is named is a mention, or a common
noun that stands for an institution or a group (`events_actors.toml`).
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from lagebild.language.german.clauses import Clause
from lagebild.language.german.events_frames import noun_of
from lagebild.language.german.phrases import can_be_subject, noun_phrase
from lagebild.language.german.tokens import Token, is_adjective, word_class
from lagebild.records.annotation import Mention
from lagebild.records.span import Span

_ALL: Final = frozenset({"nom", "acc", "dat", "gen"})
# What the ending of a determiner leaves open; the definite article and "ein" differ from the others.
_CASES: Final = {
    "der": frozenset({"nom", "gen", "dat"}),
    "die": frozenset({"nom", "acc"}),
    "das": frozenset({"nom", "acc"}),
    "den": frozenset({"acc", "dat"}),
    "dem": frozenset({"dat"}),
    "des": frozenset({"gen"}),
    "ein": frozenset({"nom", "acc"}),
    "er": frozenset({"nom"}),
    "ihm": frozenset({"dat"}),
    "ihnen": frozenset({"dat"}),
    "ihn": frozenset({"acc"}),
    "sie": frozenset({"nom", "acc"}),
    "es": frozenset({"nom", "acc"}),
    "dessen": _ALL,
    "deren": _ALL,
    "denen": frozenset({"dat"}),
}
_ENDINGS: Final = (
    ("em", frozenset({"dat"})),
    ("en", frozenset({"acc", "dat"})),
    ("er", frozenset({"nom", "gen", "dat"})),
    ("es", frozenset({"nom", "acc", "gen"})),
    ("e", frozenset({"nom", "acc"})),
)
# Behind "der" these are no nominative: feminine by their ending, or plural.
_FEMININE_OR_PLURAL: Final = re.compile(
    r"(?:ung|heit|keit|schaft|ion|tät|[^r]in|zei|tei|wehr|mee|iz|behörde|firma|kirche|bank|[^aeiou]en|ern)$",
    re.IGNORECASE,
)
_NOUN_ENDINGS: Final = ("e", "n", "en", "s", "es", "innen")
_ACTS: Final = frozenset({"person", "organisation", "place", "demonym"})
_OBJECT_PRONOUNS: Final = frozenset({"ihm", "ihn", "ihnen", "ihr", "sich"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens `start` to `end`, its preposition or "", the cases it may have, and who is named in it.

    `second` is who is named behind an "und" ("Israel und die Hamas").
    """

    start: int
    end: int
    preposition: str
    cases: frozenset[str]
    who: Span | None = None
    role: str = ""
    pronoun: bool = False
    second: Span | None = None


@cache
def _roles() -> dict[str, str]:
    table = tomllib.loads((resources.files(__package__) / "events_actors.toml").read_text("utf-8"))
    known = [(noun.lower(), role) for role, nouns in table.items() for noun in nouns.split()]
    forms = {noun + ending: role for noun, role in known for ending in _NOUN_ENDINGS}
    return forms | dict(known)


@lru_cache(maxsize=20_000)
def role_of(word: str) -> str:
    """Return the CAMEO role of a capitalised noun, by itself or as the last part of a compound; "" for none."""
    low = word.lower()
    roles = _roles()
    if low in roles:
        return roles[low]
    return next((roles[low[at:]] for at in range(3, len(low) - 3) if len(low) - at > 4 and low[at:] in roles), "")


class PhraseReader:
    """Reads the phrases of one sentence."""

    def __init__(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self._tokens = tokens
        self._mentions = [m for m in mentions if m.kind in _ACTS]

    def read(self, clause: Clause, holes: Sequence[range] = ()) -> list[Phrase]:
        """Return the phrases of a clause in order, without those of the clauses inside it (`holes`).

        A relative pronoun that opens the clause is a phrase.
        """
        found: list[Phrase] = []
        at = clause.start
        if clause.kind == "sub" and self._tokens[at].low in word_class("relatives"):
            found.append(Phrase(at, at + 1, "", _CASES.get(self._tokens[at].low, _ALL), pronoun=True))
            at += 1
        elif clause.kind == "sub" and self._tokens[at].low in word_class("subordinators"):
            at += 1
        if clause.finite is not None:
            # "räumte Jan Holt" begins like "junger Jan Holt".
            holes = [*holes, range(clause.finite, clause.finite + 1)]
        while at < clause.end:
            inside = next((hole for hole in holes if at in hole), None)
            if inside is not None:
                at = inside.stop
                continue
            phrase = self._phrase(at, min([clause.end, *(h.start for h in holes if h.start > at)]), found)
            if phrase is None:
                at += 1
                continue
            at = phrase.end
            renamed = self._renamed(phrase, found, clause)
            if renamed is None and self._names_owner(phrase, found):
                found[-1] = replace(found[-1], who=phrase.who, role="")
                phrase = replace(phrase, who=None)
            if renamed is None:
                found.append(phrase)
            else:
                found[renamed] = replace(found[renamed], who=phrase.who, role="")
        return found

    def _phrase(self, at: int, end: int, before: Sequence[Phrase]) -> Phrase | None:
        tokens = self._tokens
        low = tokens[at].low
        if low in word_class("prepositions") and at + 1 < end:
            after = self._behind_place(at + 1, noun_phrase(tokens, at + 1, end, attach=False, join=True))
            if after > at + 1:
                who, role = self._who(at + 1, after)
                return Phrase(at, after, low, frozenset(), who, role, second=self._second(at + 1, after))
            return None
        if low in _OBJECT_PRONOUNS:
            return Phrase(at, at + 1, "", _CASES.get(low, frozenset({"acc", "dat"})), pronoun=True)
        after = noun_phrase(tokens, at, end, attach=False, join=True)
        if at < after == end - 2 and tokens[after].low in ("und", "sowie"):
            # `noun_phrase` takes no single last word for a second phrase, but here the verb behind it is cut off.
            after = max(after, noun_phrase(tokens, after + 1, end, attach=False, join=False))
        after = self._before_event(at, after)
        if after == at:
            return None
        cases = self._cases(at, after)
        if before and before[-1].end == at and low in word_class("genitive_determiners") and not before[-1].pronoun:
            cases = cases & {"gen", "dat"} or cases
        elif not can_be_subject(tokens, at, after):
            cases = cases - {"nom"}
        who, role = self._who(at, after)
        pronoun = tokens[at].low in word_class("pronouns") and after == at + 1
        return Phrase(at, after, "", cases, who, role, pronoun, self._second(at, after))

    def _second(self, start: int, end: int) -> Span | None:
        joint = next((i for i in range(start + 1, end - 1) if self._tokens[i].low in ("und", "sowie")), None)
        return None if joint is None or self._who(start, joint)[0] is None else self._who(joint + 1, end)[0]

    def _behind_place(self, start: int, end: int) -> int:
        """Return where a place ends before a noun phrase of its own ("in Oslo Minister Holt")."""
        for i in range(start + 1, end):
            name = self.name_at(i - 1)
            if name is None or name.who is None or not self._tokens[i].text[0].isupper():
                continue
            if any(m.span == name.who and m.kind == "place" for m in self._mentions) and role_of(self._tokens[i].text):
                return end if self._tokens[i - 1].text.endswith("s") else i
        return end

    def _before_event(self, start: int, end: int) -> int:
        """Return where a run of nouns ends before an event noun that is a phrase of its own ("die Polizei Hilfe")."""
        tokens = self._tokens
        for i in range(start + 1, end):
            before = tokens[i - 1]
            if not (before.text[0].isupper() and tokens[i].text[0].isupper() and noun_of(tokens[i].text)):
                continue
            named = self.name_at(i - 1) is not None and not before.text.endswith("s")
            if named or role_of(before.text):
                return i
        return end

    def _cases(self, at: int, end: int) -> frozenset[str]:
        token = self._tokens[at]
        if token.low == "der" and at + 2 < end and is_adjective(self._tokens[at + 1]):
            # The ending of the adjective tells "der junge Mann" from "der jungen Frau".
            weak = self._tokens[at + 1].low.endswith("e")
            return frozenset({"nom"}) if weak else frozenset({"gen", "dat"})
        noun = next((t.text for t in self._tokens[at + 1 : end] if t.text[0].isupper()), "")
        if token.low == "der" and _FEMININE_OR_PLURAL.search(noun):
            return frozenset({"gen", "dat"})
        if token.low in _CASES:
            return _CASES[token.low]
        if token.kind == "number" or (token.text[0].isupper() and at + 1 == end):
            return _ALL - {"gen"}
        if token.low in word_class("determiners") or token.text[0].islower():
            return next((cases for ending, cases in _ENDINGS if token.low.endswith(ending)), _ALL - {"gen"})
        return _ALL - {"gen"}

    def _renamed(self, phrase: Phrase, before: Sequence[Phrase], clause: Clause) -> int | None:
        """Return which phrase a name between commas stands beside ("der Chef der Bank, Jan Holt, hat"), if any."""
        tokens = self._tokens
        if not before or phrase.preposition or tokens[phrase.start - 1].text != "," or not self.is_name(phrase):
            return None
        closed = phrase.end == clause.end or tokens[phrase.end].text == ","
        at = len(before) - 1
        while at > 0 and before[at - 1].end == before[at].start and self._attached(before[at]):
            at -= 1
        return at if closed and phrase.start - before[-1].end == 1 and not self.is_name(before[at]) else None

    def _names_owner(self, phrase: Phrase, before: Sequence[Phrase]) -> bool:
        """Tell whether a name closes a genitive but belongs to its owner ("Sprecher der Fraktion Jan Holt")."""
        if not before or before[-1].end != phrase.start or not before[-1].role or phrase.preposition not in ("", "von"):
            return False
        last = self._tokens[phrase.end - 1]
        return (
            phrase.end - phrase.start > 2
            and not last.low.endswith("s")
            and any(m.span == phrase.who and m.kind == "person" for m in self._mentions)
            and "nom" not in phrase.cases
        )

    def _attached(self, phrase: Phrase) -> bool:
        return phrase.preposition in ("von", "vom", "für", "in", "im") or (
            bool(phrase.cases) and "nom" not in phrase.cases
        )

    def is_name(self, phrase: Phrase) -> bool:
        """Tell whether a phrase names a person or an organisation."""
        return any(m.span == phrase.who and m.kind in ("person", "organisation") for m in self._mentions)

    def name_at(self, at: int) -> Phrase | None:
        """Return the name that ends with the token at `at`."""
        token = self._tokens[at]
        found = next((m for m in self._mentions if m.span.start <= token.start and m.span.end == token.end), None)
        return Phrase(at, at + 1, "", frozenset({"gen"}), found.span) if found else None

    def _who(self, start: int, end: int) -> tuple[Span | None, str]:
        """Return who is named by a phrase without its attachments, the first of several, and a common noun's role."""
        tokens = self._tokens
        joint = next((i for i in range(start + 1, end - 1) if tokens[i].low in ("und", "sowie")), None)
        if joint is not None:
            first = self._who(start, joint)
            return first if first[0] is not None else self._who(joint + 1, end)
        inside = Span(tokens[start].start, tokens[end - 1].end)
        named = [
            m for m in self._mentions if inside.start <= m.span.start < inside.end and not self._modifies(m, inside)
        ]
        people = [m for m in named if m.kind == "person"]
        if people:
            return people[0].span, ""
        bodies = [m for m in named if m.kind == "organisation"]
        if bodies:
            return bodies[0].span, ""
        heads = [t for t in tokens[start:end] if t.kind == "word" and t.text[0].isupper()]
        for head in heads:
            if role := role_of(head.text.rpartition("-")[2] if "-" in head.text else head.text):
                return Span(head.start, head.end), role
        return (named[0].span, "") if named else (None, "")

    def _modifies(self, mention: Mention, inside: Span) -> bool:
        """Tell whether a mention only describes the noun after it ("russischen", "Nordkoreas Machthaber")."""
        text = next((t.text for t in self._tokens if t.start < mention.span.end <= t.end), "")
        if mention.kind == "demonym":
            return text[:1].islower() or text.endswith(("ischer", "ische", "ischen", "isches"))
        following = next((t.text for t in self._tokens if mention.span.end <= t.start < inside.end), "")
        return mention.kind == "place" and text.endswith("s") and following not in ("", "und", "oder", "sowie")
