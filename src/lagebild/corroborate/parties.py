"""Finds which state or chamber took a step: "von der russischen Duma" is Russia, "mit Russland" is the other side.

A capital counts only where it stands for its government, a chamber that several states have (Nationalrat, Bundesrat)
only where sentence or dateline say which, a person only where some document of the story names the office and country.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from lagebild.language.gazetteer import gazetteer
from lagebild.language.german.demonyms import demonym_country
from lagebild.language.processes import Definitions
from lagebild.records.annotation import Mention, TextAnnotations
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument

_ADJECTIVE = r"(?:[a-zäöüß-]+(?:en|er|e|em)\s+)?"
_ARTICLE = r"(?:(?:der|die|das|dem|den|des|the)\s+)?"


@dataclass(frozen=True, slots=True)
class Party:
    """A state by its ISO 3166-1 code, with the chamber that acted where the text names one."""

    country: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    party: Party
    agent: bool


@cache
def country_name(code: str, language: str) -> str:
    """Return the name of a state in the story's language, the code itself where it is unknown."""
    if language == "de":
        place = gazetteer().country(code)
        return place.name if place else code
    from babel import Locale

    return str(Locale.parse("en").territories.get(code, code))


def offices(documents: Iterable[AnnotatedDocument], known: Definitions) -> dict[str, str]:
    """Return which country a person acts for, by entity: "Nordkoreas Machthaber Kim Jong Un"."""
    found: dict[str, str] = {}
    for item in documents:
        text, mentions = item.document.text, sorted(item.annotations.body.mentions, key=lambda m: m.span)
        countries = _states(item.annotations.body)
        for before, person in pairwise(mentions):
            if person.kind != "person" or person.entity is None:
                continue
            code = _mention_country(text, before, countries)
            between = text[before.span.end : person.span.start]
            if (
                code
                and len(between) <= 60
                and not re.search(r"[,.;:!?]", between)
                and known.markers.office.search(between)
            ):
                found.setdefault(person.entity, code)
    return found


def _states(read: TextAnnotations) -> dict[Span, str]:
    """Return where a state or its government is named."""
    return {p.span: p.country for p in read.places if p.country and (p.precision == "country" or p.as_actor)}


def _mention_country(text: str, mention: Mention, states: dict[Span, str]) -> str | None:
    if mention.span in states:
        return states[mention.span]
    return demonym_country(mention.span.of(text)) if mention.kind == "demonym" else None


@dataclass(frozen=True, slots=True)
class PartyFinder:
    """Finds the parties in one text of a document. `dateline` are the countries that it is written from and about."""

    text: str
    read: TextAnnotations
    known: Definitions
    people: dict[str, str]
    dateline: tuple[str, ...]

    def find(self, windows: Sequence[Span], *, bodies: bool) -> tuple[Party, ...]:
        """Return the parties of the first of `windows` that names any: several only where they act together."""
        for window in windows:
            candidates = sorted(self._candidates(window), key=lambda c: c.span)
            if bodies:
                candidates = [c for c in candidates if c.party.body] or candidates
            if candidates:
                return self._choose(candidates, bodies=bodies)
        return ()

    def _choose(self, candidates: Sequence[_Candidate], *, bodies: bool) -> tuple[Party, ...]:
        first = next((c for c in candidates if c.agent), candidates[0])
        chosen = [first]
        for other in candidates[candidates.index(first) + 1 :]:
            joint = self.text[chosen[-1].span.end : other.span.start]
            if not re.fullmatch(rf"\s+(?:und|sowie|and)\s+{_ARTICLE}", joint):
                break
            chosen.append(other)
        parties = [c.party if bodies else Party(c.party.country) for c in chosen]
        return tuple(dict.fromkeys(parties))

    def _candidates(self, window: Span) -> Iterator[_Candidate]:
        yield from self._bodies(window)
        states = _states(self.read)
        for mention in self.read.mentions:
            if not window.contains(mention.span) or self._counterpart(mention.span, window):
                continue
            if mention.span in states:
                yield _Candidate(mention.span, Party(states[mention.span]), self._agent(mention.span, window))
            elif mention.kind == "demonym" and self._institution(mention.span, window):
                code = demonym_country(mention.span.of(self.text))
                if code:
                    yield _Candidate(mention.span, Party(code), self._agent(mention.span, window))
            elif mention.kind == "person" and mention.entity in self.people:
                yield _Candidate(mention.span, Party(self.people[mention.entity or ""]), False)

    def _bodies(self, window: Span) -> Iterator[_Candidate]:
        for name, codes in self.known.bodies.items():
            for match in re.finditer(rf"(?<!\w){name}(?:e?s|en)?(?!\w)", self.text[window.start : window.end]):
                span = Span(window.start + match.start(), window.start + match.end())
                code = self._which(span, codes)
                if code and not self._counterpart(span, window):
                    yield _Candidate(span, Party(code, name), self._agent(span, window))

    def _which(self, span: Span, codes: tuple[str, ...]) -> str | None:
        before = re.search(r"([\w-]+)\s+$", self.text[max(0, span.start - 40) : span.start])
        code = demonym_country(before.group(1)) if before else None
        if code in codes:
            return code
        if len(codes) == 1:
            return codes[0]
        return next((c for c in self.dateline if c in codes), None)

    def _institution(self, span: Span, window: Span) -> bool:
        after = self.text[span.end : min(window.end, span.end + 40)]
        return re.match(rf"\s+{_ADJECTIVE}(?:{self.known.markers.institutions.pattern})", after) is not None

    def _before(self, span: Span, window: Span) -> str:
        return self.text[max(window.start, span.start - 80) : span.start]

    def _counterpart(self, span: Span, window: Span) -> bool:
        """Tell whether a preposition makes the name the other side or a place: "mit Russland", "in Bern"."""
        word = self.known.markers.counterpart.pattern
        before = self._before(span, window)
        alone = re.search(rf"{word}\s+{_ARTICLE}{_ADJECTIVE}$", before, re.IGNORECASE)
        joint = re.search(rf"{word}\s+(?:\S+\s+){{1,3}}(?:und|and)\s+{_ARTICLE}$", before, re.IGNORECASE)
        return alone is not None or joint is not None

    def _agent(self, span: Span, window: Span) -> bool:
        word = self.known.markers.passive.pattern
        return re.search(rf"{word}\s+{_ARTICLE}{_ADJECTIVE}$", self._before(span, window), re.IGNORECASE) is not None


def dateline(read: TextAnnotations) -> tuple[str, ...]:
    """Return the countries a text names, the one it is dated from first."""
    return tuple(dict.fromkeys(p.country for p in sorted(read.places, key=lambda p: p.span) if p.country))
