"""A text to the names in it: people, organisations, places, demonyms and other names, each without the office before.

A sequence model (`names_model`) reads each sentence; rules then use what one sentence cannot know: a surname that the
text names in full elsewhere, an agency in brackets, the office before a person.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lagebild.language.encoder.marks import Marks
from lagebild.language.gazetteer.dateline import Dateline, read_dateline
from lagebild.language.german.demonyms import is_demonym
from lagebild.language.german.names_bounds import is_named, is_role, pieces
from lagebild.language.german.names_lexicon import (
    best_place,
    east_asian_names,
    frequency_band,
    has_noun,
    nominative,
    organisation_phrases,
    words,
)
from lagebild.language.german.names_model import NameModel, name_model
from lagebild.language.german.names_repeat import repeat_names
from lagebild.language.tokens import Token, tokens_of
from lagebild.records.annotation import Mention, MentionKind
from lagebild.records.span import Span

_KINDS: Final[dict[str, MentionKind]] = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "demonym": "demonym",
    "other": "other",
}
_MAX_OFFICE: Final = 6
# Characters; a longer "name" is a string of something else.
_LONGEST: Final = 120
_NICKNAMED: Final = re.compile(r"\b(?P<first>[A-ZÄÖÜ][\w-]+) [„“\"»][^„“”\"»«\n]{1,30}[“”\"«] (?P<last>[A-ZÄÖÜ][\w-]+)")


class GermanMentionTagger:
    """Finds names in German text; `model` is the sequence model, the shipped one where none is given."""

    def __init__(self, model: NameModel | None = None) -> None:
        self._model = model

    def tag(self, text: str, sentences: Sequence[Span], marks: Marks | None = None) -> tuple[Mention, ...]:
        """Return the mentions in order, outermost only, without entity; `marks` are the encoder's."""
        dateline = read_dateline(text)
        rows = [tokens_of(text, sentence) for sentence in _behind(dateline, sentences)]
        found = [mention for row in rows for mention in _read(text, row, marks, self._model or name_model())]
        found = _with_phrases(text, rows, found)
        if dateline is not None:
            found += [Mention(place, "place") for place in dateline.places]
            found += [Mention(agency, "organisation") for agency in dateline.agencies]
        return tuple(_with_nicknames(text, repeat_names(text, rows, found, alone=marks is None)))


def _behind(dateline: Dateline | None, sentences: Sequence[Span]) -> Iterator[Span]:
    """Yield the sentences, or what of them stands behind the dateline."""
    end = dateline.span.end if dateline else 0
    for sentence in sentences:
        if sentence.end > end:
            yield Span(max(sentence.start, end), sentence.end)


def _with_phrases(text: str, rows: Sequence[Sequence[Token]], found: list[Mention]) -> list[Mention]:
    """Return `found` with the organisations of several words that we know; the longer of two that overlap wins."""
    phrases: list[Mention] = []
    for row in rows:
        for k, pattern in enumerate((organisation_phrases(), east_asian_names())):
            found_here = pattern.finditer(text, row[0].span.start, row[-1].span.end) if row else ()
            phrases += [Mention(Span(*m.span()), "person" if k else "organisation") for m in found_here]
    merged: list[Mention] = []
    known = {m.span for m in found}
    for mention in sorted((*found, *phrases), key=lambda m: (m.span.start, -m.span.end, m.span not in known)):
        if not merged or not merged[-1].span.overlaps(mention.span):
            merged.append(mention)
        elif mention.span.end > merged[-1].span.end and mention.span not in known:
            merged[-1] = mention
    return merged


def _with_nicknames(text: str, found: Sequence[Mention]) -> Sequence[Mention]:
    """Return `found` with a person whose nickname stands in quotation marks as one: Jessica „Jessi“ Bock."""
    persons = [m for m in found if m.kind == "person"]
    for match in _NICKNAMED.finditer(text):
        parts = [m for m in persons if m.span.overlaps(Span(*match.span()))]
        ends = (Span(*match.span("first")), Span(*match.span("last")))
        if all(any(part.span.overlaps(end) for part in parts) for end in ends):
            whole = Mention(Span(min(p.span.start for p in parts), max(p.span.end for p in parts)), "person")
            found = sorted([whole, *(m for m in found if not m.span.overlaps(whole.span))], key=lambda m: m.span.start)
    return found


def _read(text: str, tokens: list[Token], marks: Marks | None, model: NameModel) -> list[Mention]:
    words = [t.text for t in tokens]
    if marks is None:
        tags = model.tag(words)
    else:
        tags = model.tag_with(words, [marks.evidence.get(t.span.start) for t in tokens])
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        if tags[at] == "O":
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and tags[end] == "I" + tags[at][1:]:
            end += 1
        kind = _KINDS[tags[at][2:]]
        if marks is None:
            found.extend(_mentions(text, tokens, at, end, kind))
        else:
            # The encoder sees bounds and offices by itself: the rules for them cost it two points on people.
            span = Span(tokens[at].span.start, tokens[end - 1].span.end)
            found.append(Mention(span, kind, office=_office(text, tokens, at, kind)))
        at = end
    return found


def _mentions(text: str, tokens: list[Token], start: int, end: int, kind: MentionKind) -> Iterator[Mention]:
    """Yield the names in tokens start..end, which the model takes for one, each without its office."""
    for piece in pieces(text, tokens, start, end, kind):
        first, last, kind = piece.start, piece.end, piece.kind
        if kind == "person":
            last = _given_names(tokens, first, last)
        if last - first == 1:
            kind = _by_list(tokens[first].text, tokens[first - 1].text if first else "", kind)
            if kind != "demonym" and (not is_named(tokens, first, kind) or _is_generic(tokens, first, kind)):
                continue
        span = Span(tokens[first].span.start, tokens[last - 1].span.end)
        if span.end - span.start <= _LONGEST:
            yield Mention(span, kind, office=_office(text, tokens, first, kind))


def _given_names(tokens: list[Token], start: int, end: int) -> int:
    """Return the end of an East Asian name: family name, then two short given names ("Kim Jong Un")."""
    if tokens[start].text in words("persons", "east_asian") and end - start == 2 and end < len(tokens):
        given, third = tokens[end - 1].text, tokens[end].text
        bare = third.removesuffix("s")
        if given.isalpha() and len(given) <= 6 and third.isalpha() and third[0].isupper() and 1 < len(bare) <= 5:
            common = frequency_band(bare) >= _COMMON_WORD and frequency_band(given) >= _COMMON_WORD
            return end if common else end + 1
    return end


def _is_generic(tokens: list[Token], at: int, kind: MentionKind) -> bool:
    """Tell whether a single word only says of what kind something is: "die Region", "dieser neuen Allianz"."""
    word = tokens[at].text
    if kind == "place":
        return word in words("places", "nouns") and best_place(word) is None
    before = tokens[at - 1].text if at else ""
    described = before in {"„", "“", '"', "»"} or (before.islower() and before.endswith(("e", "en", "er", "em", "es")))
    articles = {"der", "die", "den", "dem", "des"}
    return kind == "organisation" and word in words("organisations", "nouns") and described and before not in articles


_COMMON_WORD: Final = 5


def _by_list(word: str, before: str, kind: MentionKind) -> MentionKind:
    """Return the kind of a single word that is on one of our lists: lists know more than a small training set.

    A town has no article, a parliament has: "die Duma", "in Duma".
    """
    if word in words("organisations", "agencies"):
        return "organisation"
    place = best_place(word)
    if kind in {"other", "place"} and place is None and is_demonym(word):
        return "demonym"
    if kind == "place" and word in words("organisations", "known"):
        town = place is not None and not place.common and before.lower() not in {"der", "die", "das", "dem", "des"}
        return "place" if town else "organisation"
    if kind == "person" and place is not None and place.kind == "country" and place.name == word:
        return "place"
    return kind


def _office(text: str, tokens: list[Token], start: int, kind: MentionKind) -> str | None:
    """Return the office right before a person ("nordkoreanische Machthaber" gives "Machthaber"), the class noun right
    before an organisation ("des Netzbetreibers" gives "Netzbetreiber")."""
    first = start
    if kind == "person":
        while first > 0 and start - first < _MAX_OFFICE and is_role(tokens[first - 1].text):
            first -= 1
    elif kind == "organisation" and start and has_noun("classes", tokens[start - 1].text):
        first = start - 1
    if first == start:
        return None
    last = tokens[start - 1]
    head = text[tokens[first].span.start : last.span.start]
    return head + nominative("offices" if kind == "person" else "classes", last.text)
