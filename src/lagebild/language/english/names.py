"""English text to the names in it, by capitals, lists and the gazetteer: a thin counterpart of the German reader."""

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Final

from lagebild.language.encoder.marks import Marks
from lagebild.language.gazetteer import gazetteer
from lagebild.language.gazetteer.dateline import read_dateline
from lagebild.records.annotation import Mention, MentionKind
from lagebild.records.span import Span

_WORD: Final = r"(?:[A-Z]\.(?=\s)|[A-Z][^\W_]*(?:[-'’][^\W_]+)*\.?(?=\W|$))"
_JOINT: Final = r"(?:(?:of|for|and)\s+(?:the\s+)?|(?:(?:de|von|van|bin|al)\s+){1,2})?"
_PHRASE: Final = re.compile(rf"{_WORD}(?:\s+{_JOINT}{_WORD}){{0,6}}")
_MOST_CHARACTERS: Final = 5_000
# Inhabitants from which on a city that is also a first name is taken for the city.
_LARGE: Final = 500_000


class EnglishMentionTagger:
    """Finds names in English text."""

    def tag(self, text: str, sentences: Sequence[Span], marks: Marks | None = None) -> tuple[Mention, ...]:
        """Return the mentions in order, outermost only, without entity; `marks` are the encoder's."""
        found: list[Mention] = []
        dateline = read_dateline(text)
        if dateline is not None:
            found += [Mention(place, "place") for place in dateline.places]
            found += [Mention(agency, "organisation") for agency in dateline.agencies]
            found.sort(key=lambda m: m.span)
        head = dateline.span.end if dateline else 0
        if marks is not None:
            behind = (Mention(m.span, m.kind) for m in marks.names if m.span.start >= head)
            return (*found, *(replace(m, office=_title_before(text, m)) for m in behind))
        for sentence in sentences:
            start = max(sentence.start, head)
            end = min(sentence.end, start + _MOST_CHARACTERS)
            for match in _PHRASE.finditer(text, start, end):
                found.extend(_split(text, Span(*match.span()), start, found))
        return tuple(found)


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    text = files("lagebild.language.english").joinpath("names.toml").read_text("utf-8")
    return {key: frozenset(value.split()) for key, value in tomllib.loads(text).items()}


def _split(text: str, span: Span, sentence: int, before: list[Mention]) -> list[Mention]:
    """Return the names in a run of capitalised words."""
    words = [Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"\S+", span.of(text))]
    found: list[Mention] = []
    for run in _apart(text, [_trim(text, w) for w in words]):
        found.extend(_names(text, run, sentence, [*before, *found]))
    return found


def _apart(text: str, words: list[Span]) -> Iterator[list[Span]]:
    """Yield what "and" joins one by one, unless it stands inside a name ("Food and Drug Administration")."""
    start = 0
    for at, word in enumerate(words):
        if word.of(text) == "and" and not _is_inside(text, words[start:at], words[at + 1 :]):
            yield words[start:at]
            start = at + 1
    yield words[start:]


def _is_inside(text: str, left: list[Span], right: list[Span]) -> bool:
    if not left or not right:
        return False
    if gazetteer().exact(Span(left[-1].start, right[0].end).of(text)):
        return True
    kinds = _lists()["organisation_words"]
    sides = [[w.of(text) for w in side] for side in (left, right)]
    bodies = [bool(kinds & set(side)) for side in sides]
    other = sides[0] if bodies[1] else sides[1]
    return bodies[0] != bodies[1] and other[0] != "the" and not _names_somebody(other)


def _names_somebody(words: list[str]) -> bool:
    lists = _lists()
    known = words[0] in lists["agencies"] | lists["demonyms"] | lists["titles"]
    return known or gazetteer().is_given_name(words[0]) or _is_place(words[0], single=True)


def _names(text: str, words: list[Span], sentence: int, before: list[Mention]) -> list[Mention]:
    found: list[Mention] = []
    while words:
        while words and (words[0].of(text).islower() or words[0].of(text) in _lists()["not_names"]):
            words.pop(0)
        if not words:
            break
        taken, mention = _first(text, words, sentence, before)
        found.extend([mention] if mention else [])
        words = words[taken:]
    return found


def _trim(text: str, word: Span) -> Span:
    raw = word.of(text)
    keep = raw if re.fullmatch(r"(?:[A-Z]\.)+|Inc\.|Corp\.|Ltd\.", raw) else raw.rstrip(".,;:")
    keep = re.sub(r"['’]s$", "", keep)
    return Span(word.start, word.start + len(keep))


def _first(text: str, words: list[Span], sentence: int, before: list[Mention]) -> tuple[int, Mention | None]:
    """Return how many words the first name takes, and the name."""
    lists = _lists()
    first = words[0].of(text)
    whole = Span(words[0].start, words[-1].end)
    for end in range(len(words), 0, -1):
        part = Span(words[0].start, words[end - 1].end)
        if end == 1 and _is_forename(text, words):
            break
        if _is_place(part.of(text), single=end == 1):
            organisation = any(w.of(text) in lists["organisation_words"] for w in words[end:])
            return (len(words), Mention(whole, "organisation")) if organisation else (end, Mention(part, "place"))
    if first in lists["demonyms"] and any(w.of(text) in lists["organisation_words"] for w in words[1:]):
        return len(words), Mention(whole, "organisation")
    if first in lists["demonyms"]:
        return 1, Mention(words[0], "demonym")
    if first in lists["titles"]:
        return 1, None
    kind = _kind(text, words, before)
    if kind is None and words[0].start == sentence and len(words) == 1:
        return 1, None
    return len(words), Mention(whole, kind, office=_office(text, words[0])) if kind else None


def _is_forename(text: str, words: list[Span]) -> bool:
    """Tell whether a run begins with a forename, though a place has that name too ("Paul Reyes", "Paris Hargreave")."""
    if len(words) < 2 or not gazetteer().is_given_name(words[0].of(text)):
        return False
    lists = _lists()
    second = words[1].of(text)
    if not second[0].isupper() or second in lists["titles"] | lists["organisation_words"] | lists["demonyms"]:
        return False
    return gazetteer().is_family_name(second) or not any(
        p.kind != "city" or p.capital or p.population > _LARGE for p in gazetteer().exact(words[0].of(text))[:1]
    )


def _is_place(name: str, *, single: bool) -> bool:
    found = gazetteer().exact(name)
    if not found or name in _lists()["organisation_words"]:
        return False
    place = found[0]
    if single and place.kind == "city" and gazetteer().is_given_name(name):
        return place.capital or place.population > _LARGE
    return place.kind != "city" or (place.primary and place.population >= (50_000 if single else 5_000))


def _kind(text: str, words: list[Span], before: list[Mention]) -> MentionKind | None:
    lists = _lists()
    names = [w.of(text) for w in words]
    if names[0] in lists["agencies"] or set(names) & lists["organisation_words"]:
        return "organisation"
    if (gazetteer().is_given_name(names[0]) and len(names) > 1) or _office(text, words[0]) is not None:
        return "person"
    known = {m.span.of(text).split()[-1]: m.kind for m in before[-200:]}
    if names[-1] in known:
        return known[names[-1]]
    if names[0].isupper() and 2 < len(names[0]) < 7 and len(names) == 1:
        return "organisation"
    if len(names) in {2, 3} and all(n not in lists["not_names"] for n in names):
        return "organisation" if _has_class(text, words[0]) else "person"
    return "person" if len(names) == 1 and gazetteer().is_family_name(names[0]) else None


def _has_class(text: str, word: Span) -> bool:
    """Tell whether what stands before a name says that it is an organisation ("grid operator Elbheide Netz")."""
    before = text[max(0, word.start - 40) : word.start].split()
    return bool(before) and before[-1].lower().rstrip(",") in _lists()["classes"]


def _title_before(text: str, mention: Mention) -> str | None:
    return _office(text, mention.span) if mention.kind == "person" else None


def _office(text: str, word: Span) -> str | None:
    before = text[max(0, word.start - 40) : word.start].split()
    return before[-1] if before and before[-1] in _lists()["titles"] else None
