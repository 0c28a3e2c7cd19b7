"""Names of one sentence to names of the whole text: what is a person here is a person wherever the text repeats it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from lagebild.language.gazetteer import gazetteer
from lagebild.language.german.demonyms import is_demonym
from lagebild.language.german.names_bounds import DIRECTIONS, is_common_noun
from lagebild.language.german.names_lexicon import best_place, frequency_band, words
from lagebild.language.tokens import Token
from lagebild.records.annotation import Mention, MentionKind
from lagebild.records.span import Span

# From this Zipf band on, a single word is too common to be taken for a name because it was one elsewhere.
_TOO_COMMON: Final = 5
_ADJECTIVE: Final = ("ische", "ischen", "ischer", "isches", "ischem")
# Inhabitants from which on a city's name needs no evidence from its sentence.
_LARGE: Final = 100_000
# Inhabitants from which on a town has parts that are news.
_TOWN: Final = 15_000
_NAMED: Final = frozenset({"person", "organisation", "place"})
_ARTICLES: Final = frozenset({"der", "die", "das", "dem", "des"})
# Votes of a mention whose office or class says what it is.
_CERTAIN: Final = 3
# Names of several words that are looked for again; a text with more is a list.
_MOST_NAMES: Final = 60


def repeat_names(
    text: str, rows: Sequence[Sequence[Token]], found: Sequence[Mention], *, alone: bool = True
) -> tuple[Mention, ...]:
    """Return `found` with the repetitions that the reader of single sentences missed or took for another kind.

    Where rules read `alone`, well-known cities are places and an article before a name makes a body of it; an encoder
    sees both by itself, and that a "Derby" is no town.
    """
    surnames = _surnames(text, found)
    kept = [_as_surname(text, m, surnames) for m in found]
    kept = one_kind_each(text, _in_full(text, kept), alone=alone)
    taken = sorted(m.span for m in kept)
    single = _single_names(text, kept) | dict.fromkeys(surnames, "person")
    extra: list[Mention] = []
    at = 0
    for row in rows:
        for token in row:
            while at < len(taken) and taken[at].end <= token.span.start:
                at += 1
            if at < len(taken) and taken[at].overlaps(token.span):
                continue
            kind = _kind_of(token.text, single, alone=alone)
            if kind is not None:
                extra.append(Mention(token.span, kind))
    return tuple(sorted((*kept, *extra), key=lambda m: m.span))


def _in_full(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Return `found` with the names of several words of organisations wherever the text has them again."""
    kept = list(found)
    names = dict.fromkeys(m.span.of(text) for m in found if m.kind == "organisation" and " " in m.span.of(text))
    for name in itertools.islice(names, _MOST_NAMES):
        start = text.find(name)
        while start >= 0:
            span = Span(start, start + len(name))
            over = [m for m in kept if m.span.overlaps(span)]
            if all(span.contains(m.span) for m in over) and not text[span.end : span.end + 1].isalnum():
                office = next((m.office for m in over if m.office and m.kind == "organisation"), None)
                kept = [m for m in kept if m not in over]
                kept.append(Mention(span, "organisation", office=office))
            start = text.find(name, span.end)
    return sorted(kept, key=lambda m: m.span)


def one_kind_each(text: str, found: Sequence[Mention], *, alone: bool = True) -> list[Mention]:
    """Return `found` with one kind for each name that the gazetteer does not know: the one with most evidence.

    A class noun before it ("Fluggesellschaft") or, for rules alone, an article ("die Alstavia") makes an organisation,
    an office a person; newspapers put no article before a person.
    """
    votes: dict[str, Counter[MentionKind]] = {}
    for mention in found:
        name = mention.span.of(text)
        if mention.kind in _NAMED and " " not in name and not _is_known(name):
            kind: MentionKind = "organisation" if alone and _with_article(text, mention) else mention.kind
            votes.setdefault(_bare(name), Counter())[kind] += _CERTAIN if mention.office else 1
    for mention in found:
        first, _, rest = mention.span.of(text).partition(" ")
        if rest and mention.kind == "organisation" and first in votes:
            votes[first]["organisation"] += _CERTAIN  # "Elbheide" beside "Elbheide Netz"
    kinds = {name: max(counts, key=lambda k: (counts[k], k == "organisation")) for name, counts in votes.items()}
    kept = []
    for mention in found:
        name = mention.span.of(text)
        known = mention.kind in _NAMED and " " not in name and not _is_known(name)
        kept.append(replace(mention, kind=kinds[_bare(name)]) if known else mention)
    return kept


def _is_known(name: str) -> bool:
    place = best_place(name)
    return place is not None and place.primary


def _with_article(text: str, mention: Mention) -> bool:
    if mention.kind != "person" or mention.office:
        return False
    before = text[max(0, mention.span.start - 5) : mention.span.start].split()
    surely = gazetteer().is_family_name(mention.span.of(text)) or gazetteer().is_given_name(mention.span.of(text))
    return not surely and bool(before) and before[-1].lower() in _ARTICLES


def _bare(word: str) -> str:
    word = word.rstrip("'’")
    return word[:-1] if word.endswith("s") and len(word) > 4 else word


def _surnames(text: str, found: Iterable[Mention]) -> frozenset[str]:
    """Return the last words of people named in full, and the first of East Asian names ("Yoon Suk-yeol")."""
    names: set[str] = set()
    for mention in found:
        parts = mention.span.of(text).split()
        if mention.kind != "person" or len(parts) < 2:
            continue
        last = parts[-1]
        if last[:1].isupper() and len(last) > 2 and (frequency_band(last) < _TOO_COMMON or len(parts) == 2):
            names |= {last, _bare(last)}
        if "-" in last or (len(parts) == 3 and len(parts[0]) < 6 and len(last) < 5):
            names.add(parts[0])
    return frozenset(n for n in names if frequency_band(n) <= _TOO_COMMON)


def _as_surname(text: str, mention: Mention, surnames: frozenset[str]) -> Mention:
    """Return a one-word mention as person where the text names somebody so in full."""
    word = mention.span.of(text)
    if mention.kind in {"person", "demonym"} or not surnames & {word, _bare(word)}:
        return mention
    place = best_place(word)
    if place is not None and (place.kind == "country" or place.population > 500_000):
        return mention
    return Mention(mention.span, "person", mention.entity, mention.office)


def _single_names(text: str, found: Iterable[Mention]) -> dict[str, MentionKind]:
    """Return the one-word names of the text with their usual kind."""
    counts: dict[str, Counter[MentionKind]] = {}
    for mention in found:
        word = mention.span.of(text)
        if " " not in word and mention.kind not in {"demonym", "other"} and frequency_band(word) < _TOO_COMMON:
            counts.setdefault(_bare(word), Counter())[mention.kind] += 1
    return {word: kinds.most_common(1)[0][0] for word, kinds in counts.items()}


def _kind_of(word: str, single: dict[str, MentionKind], *, alone: bool) -> MentionKind | None:
    if not word[:1].isupper():
        return "demonym" if word.endswith(_ADJECTIVE) and is_demonym(word) else None
    if word in words("organisations", "agencies"):
        return "organisation"
    if word in words("organisations", "known") and frequency_band(word) < _TOO_COMMON:
        return "organisation"
    kind = single.get(word) or single.get(_bare(word))
    return kind or ("place" if alone and _is_surely_place(word) else None)


def _is_surely_place(word: str) -> bool:
    """Tell whether a word that the model passed over is a place all the same: countries and well-known cities."""
    place = best_place(word)
    if place is None and "-" in word:
        return _is_part_of_town(word)
    if place is None or not place.primary or word in words("places", "ambiguous"):
        return False
    if place.kind in {"country", "continent"}:
        return len(word) > 3 or word in {"USA", "DDR"}
    if place.kind != "city" or place.population < _LARGE or place.common or len(word) < 4:
        return False
    return not is_common_noun(word)  # a panda, dramas and nurseries are towns somewhere


def _is_part_of_town(word: str) -> bool:
    """Tell whether a compound is a part of a town ("Lüneburg-Ost"), not a thing in it ("Berlin-Besuch")."""
    first, _, last = word.partition("-")
    town = best_place(first)
    if town is None or town.kind != "city" or not town.primary or town.population < _TOWN or town.common:
        return False
    return last in DIRECTIONS or (last[:1].isupper() and best_place(last) is not None and not is_common_noun(last))
