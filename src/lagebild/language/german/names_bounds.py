"""What the tagger takes for one name to the names in it: cut at marks, role words apart, common nouns dropped.

The sequence model sees tokens and likes long names; the bounds that grammar sets are certain and need no training.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lagebild.language.gazetteer import gazetteer
from lagebild.language.german.morphology import name_or_noun
from lagebild.language.german.names_lexicon import best_place, has_noun, is_office, nominative, words
from lagebild.language.tokens import Token
from lagebild.records.annotation import MentionKind

# A name goes on over none of these, nor over a dash with blanks around it.
_MARKS: Final = frozenset('()[]{}:;!?…|„“”»«"')
_DASHES: Final = frozenset("-–—")
_AFTER_NUMBER: Final = frozenset({"Millionen", "Million", "Milliarden", "Milliarde", "Tausend", "Mio.", "Mrd."})
_QUOTES: Final = frozenset('„“»"')
_SURELY_NOUN: Final = -3


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `start` to `end` (exclusive) of a sentence as a name of a kind; `role` is the first token before it."""

    start: int
    end: int
    kind: MentionKind
    role: int | None = None


def pieces(text: str, tokens: Sequence[Token], start: int, end: int, kind: MentionKind) -> Iterator[Piece]:
    """Yield the names in tokens `start` to `end`, which a tagger takes for one name of `kind`."""
    if gazetteer().exact(text[tokens[start].span.start : tokens[end - 1].span.end]):
        yield Piece(start, end, kind)  # "Halle (Saale)", "Frankfurt (Oder)"
        return
    first = start
    for at in range(start, end + 1):
        if at < end and not _ends_name(text, tokens, start, at, end, kind):
            continue
        if at > first:
            whole = first == start and at == end
            yield from _within(tokens, first, at, kind if first == start else _kind_alone(tokens, first, at), whole)
        first = at + 1


def _ends_name(text: str, tokens: Sequence[Token], start: int, at: int, end: int, kind: MentionKind) -> bool:
    """Tell whether the token `at` is a mark that no name goes over."""
    word, span = tokens[at].text, tokens[at].span
    if word in _DASHES:
        apart = text[span.start - 1 : span.start].isspace() and text[span.end : span.end + 1].isspace()
        return apart and not (word == "-" and start < at < end - 1 and _hyphens_apart(tokens, at))
    if word in "()":  # "Frankfurt (Main) Hbf": a bracket inside the name of a place
        inside = [t.text for t in tokens[start : end - 1]]
        return kind != "place" or "(" not in inside or ")" not in inside
    return word in _MARKS and text[span.end : span.end + 1] != "/"


def _hyphens_apart(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the sentence is one of a tokenised corpus, where "Baden - Baden" is one name."""
    left, right = tokens[at - 1].text, tokens[at + 1].text
    if any("-" in t.text[1:] for t in tokens) or not (left[:1].isupper() and right[:1].isupper()):
        return False
    part = right in DIRECTIONS or has_noun("places", right) or len(left) == 1 or _is_local(right)
    return part and not is_common_noun(left)


def _is_local(word: str) -> bool:
    """Tell whether a word may be a part of a town: a place of the German-speaking countries or no known word."""
    place = best_place(word)
    at_home = place is not None and place.country in {"DE", "AT", "CH"}
    return at_home or not name_or_noun(word)[0]


DIRECTIONS: Final = frozenset(
    {"Nord", "Süd", "Ost", "West", "Mitte", "Nordost", "Nordwest", "Südost", "Südwest", "Zentrum"}
)


def _kind_alone(tokens: Sequence[Token], start: int, end: int) -> MentionKind:
    """Return the kind of what stands behind a mark: a place that we know, else "other"."""
    return "place" if best_place(" ".join(t.text for t in tokens[start:end])) else "other"


def _within(tokens: Sequence[Token], start: int, end: int, kind: MentionKind, whole: bool) -> Iterator[Piece]:
    first, end = _trimmed(tokens, start, end, kind)
    role = None
    if _opens_with_genitive(tokens, first, end, kind):
        yield Piece(first, first + 1, "place")
        if not any(is_role(t.text) for t in tokens[first + 1 : end]):
            return
        first, kind = first + 1, "person"
    while end - first > 1 and _begins_with_role(tokens, first, end, kind):
        role = first if role is None else role
        first += 1
    if kind == "place" and _is_firm(tokens, first, end):
        end, kind = max(end, first + 2), "organisation"
    elif kind in {"place", "person"} and _has_class(tokens, first):
        kind = "organisation"
        while end < len(tokens) and tokens[end].text[:1].isupper() and tokens[end].text.isalpha():
            end += 1
    if (whole or kind != "other") and not _is_description(tokens, first, end, kind):
        yield Piece(first, end, kind, role)


def _trimmed(tokens: Sequence[Token], start: int, end: int, kind: MentionKind) -> tuple[int, int]:
    """Return the bounds without an article or an amount in front and without a mark behind."""
    articles = words("function", "articles")
    while end - start > 1 and (tokens[start].text in articles or (kind == "place" and tokens[start].text[0].isdigit())):
        start += 1
    # An abbreviation keeps its point: it is one token with it.
    while end - start > 1 and len(tokens[end - 1].text) == 1 and not (tokens[end - 1].text + "x").isalnum():
        if tokens[end - 1].text == ")":
            break
        end -= 1
    return start, end


def _opens_with_genitive(tokens: Sequence[Token], first: int, end: int, kind: MentionKind) -> bool:
    """Tell whether a place's genitive stands before somebody: "Hamburgs Umweltsenatorin Finja Harms" is no name."""
    if kind not in {"place", "person"} or end - first < 2 or not _is_genitive_place(tokens[first].text):
        return False
    return kind == "place" or is_office(tokens[first + 1].text)


def _has_class(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a class noun stands right before: "des Netzbetreibers Tarnow" names no town."""
    if at == 0 or not has_noun("classes", tokens[at - 1].text):
        return False
    return not _is_genitive_place(tokens[at].text)


def _is_firm(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether an unknown name is followed by a noun: no place is called so, but "Elbheide Netz" is a firm."""
    if end - start > 2 or start + 1 >= len(tokens):
        return False
    name, noun = tokens[start], tokens[start + 1]
    apart = noun.span.start - name.span.end
    if apart != 1 or not is_common_noun(noun.text) or has_noun("places", noun.text) or has_noun("places", name.text):
        return False
    return (
        name.text.isalpha()
        and name.text[1:].islower()
        and name.text[0].isupper()
        and not is_common_noun(name.text)
        and best_place(name.text) is None
    )


def _is_description(tokens: Sequence[Token], start: int, end: int, kind: MentionKind) -> bool:
    """Tell whether several words are all common nouns, numbers or small words: "Richtungsfahrbahn Süden"."""
    first = tokens[start].text
    if end - start == 1 or kind not in {"place", "person"} or has_noun("places", first) or first[0].islower():
        return False
    return all(t.text[:1].isdigit() or t.text.islower() or is_common_noun(t.text) for t in tokens[start:end])


def _is_genitive_place(word: str) -> bool:
    place = best_place(word)
    return place is not None and word.endswith("s") and place.name == word[:-1]


def _begins_with_role(tokens: Sequence[Token], at: int, end: int, kind: MentionKind) -> bool:
    word, following = tokens[at].text, tokens[at + 1].text
    if kind == "person":
        return is_role(word)
    if kind != "organisation" or not has_noun("classes", word):
        return False
    return not is_common_noun(following) and following[:1].isupper() and tokens[end - 1].text[:1].isupper()


@functools.lru_cache(maxsize=20_000)
def is_role(word: str) -> bool:
    """Tell whether a word before a person's name says what the person is; "Bauer" and "Vogt" are also surnames."""
    if word in _TITLES or gazetteer().is_given_name(word):
        return False
    return is_office(word) or (is_common_noun(word) and word.lower().endswith(_ROLE_ENDINGS))


# Parts of the name itself.
_TITLES: Final = frozenset({"Dr.", "Prof.", "Sir", "Lord", "Lady", "St.", "Graf", "Freiherr"})
_ROLE_ENDINGS: Final = ("er", "in", "or", "ist", "ent", "ant", "eur", "ling", "frau", "mann", "rat", "chef", "anwalt")


@functools.lru_cache(maxsize=20_000)
def is_common_noun(word: str) -> bool:
    """Tell whether German has `word` as a common noun and hardly as a name; "Fischer" and "Hessen" are both."""
    if len(word) < 3 or ("-" in word and best_place(word.partition("-")[0])):
        return False  # "Lüneburg-Ost": HanTa sees the last part alone
    known, degree = name_or_noun(word)
    return known and degree is not None and degree <= _SURELY_NOUN and word[:1].isupper() and not word[1:2].isupper()


def is_named(tokens: Sequence[Token], at: int, kind: MentionKind) -> bool:
    """Tell whether the single token `at` is a name at all and no common noun, amount of money or office."""
    word = tokens[at].text
    before = tokens[at - 1].text if at else ""
    if before[:1].isdigit() or before in _AFTER_NUMBER:
        return kind != "place" or "-" in word or best_place(word) is None
    if kind == "other":
        return not is_common_noun(word)
    if kind in {"person", "organisation"} and is_office(word) and (name_or_noun(word)[1] or 0) <= 0:
        # "Richter" and "Hacker" are surnames as well, but then the text names somebody so in full.
        return False
    if kind == "person":
        return not is_common_noun(word)
    if kind == "organisation":
        if before in _QUOTES and at > 1 and _is_attribute(tokens[at - 2].text) and (name_or_noun(word)[1] or 0) <= 0:
            return False  # "einer neuen „Allianz“" is one in quotes, "der „Spiegel“" is called so
        plain = nominative("organisations", word) in words("organisations", "nouns")
        compound = has_noun("organisations", word) and not plain
        return compound or word in words("organisations", "known") or not is_common_noun(word) or before in _QUOTES
    place = best_place(word)
    if place is None:
        return has_noun("places", word) or not is_common_noun(word)
    if place.kind != "city" or not (place.common or is_common_noun(word)):
        return True
    return before.lower() not in words("function", "articles") and not _is_attribute(before)


def _is_attribute(word: str) -> bool:
    """Tell whether a word in lower case has an adjective's ending: "höhere Löhne"."""
    inflected = word.islower() and len(word) > 4 and word.endswith(("e", "en", "er", "em", "es"))
    return inflected and word not in words("function", "prepositions")
