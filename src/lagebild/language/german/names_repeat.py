"""Names of one sentence to names of the whole text: what is a person here is a person wherever the text repeats it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from lagebild.language.german.demonyms import is_demonym
from lagebild.language.german.names_lexicon import best_place, frequency_band, words
from lagebild.language.german.names_tokens import Token
from lagebild.records.annotation import Mention, MentionKind

# From this Zipf band on, a single word is too common to be taken for a name because it was one elsewhere.
_TOO_COMMON: Final = 5
_ADJECTIVE: Final = ("isch", "ische", "ischen", "ischer", "isches", "ischem")
# Inhabitants from which on a city's name needs no evidence from its sentence.
_LARGE: Final = 100_000


def repeat_names(text: str, rows: Sequence[Sequence[Token]], found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return `found` with the repetitions that the reader of single sentences missed or took for another kind."""
    surnames = _surnames(text, found)
    kept = [_as_surname(text, m, surnames) for m in found]
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
            kind = _kind_of(token.text, single)
            if kind is not None:
                extra.append(Mention(token.span, kind))
    return tuple(sorted((*kept, *extra), key=lambda m: m.span))


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


def _kind_of(word: str, single: dict[str, MentionKind]) -> MentionKind | None:
    if not word[:1].isupper():
        return "demonym" if word.endswith(_ADJECTIVE) and is_demonym(word) else None
    if word in words("organisations", "agencies"):
        return "organisation"
    if word in words("organisations", "known") and frequency_band(word) < _TOO_COMMON:
        return "organisation"
    kind = single.get(word) or single.get(_bare(word))
    return kind or ("place" if _is_surely_place(word) else None)


def _is_surely_place(word: str) -> bool:
    """Tell whether a word that the model passed over is a place all the same: countries and well-known cities."""
    place = best_place(word)
    if place is None or not place.primary or word in words("places", "ambiguous"):
        return False
    if place.kind in {"country", "continent"}:
        return len(word) > 3 or word in {"USA", "DDR"}
    return place.kind == "city" and place.population >= _LARGE and not place.common and len(word) > 3
