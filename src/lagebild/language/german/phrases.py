"""Noun phrases in German tokens: where one begins and ends, and whether it can be a subject.

Capital letters do most of the work; determiners, adjective endings, genitives and a few prepositions the rest.
"""

import re
from collections.abc import Sequence

from lagebild.language.german.tokens import Token, is_adjective, is_function_word, is_noun, word_class
from lagebild.language.german.verbs import auxiliaries

_LONGEST_EXTENSION = 9  # words between a determiner and the participle before its noun
_ATTACHED = frozenset(["von", "vom", "für", "aus", "im", "in", "bei", "beim", "zur", "zum"])
# Adjectives without ending before another one: "der [staatlich] kontrollierten Medien".
_GRADES = re.compile(r"[a-zäöüß]+(?:lich|isch|ig|sam|bar|haft|mäßig)|schwer|leicht|hoch|weit|stark|schlecht|gut")
_JOINERS = frozenset(["und", "sowie", "oder", "&", "bzw"])


def _modifiers(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return the index after numbers and adjectives, coordinated ones included."""
    while at < end:
        token = tokens[at]
        if (
            token.kind == "number"
            or is_adjective(token)
            or (token.low == "als" and tokens[at - 1].low in ("mehr", "weniger"))
            or token.low
            in ("so", "sehr", "rund", "etwa", "mehr", "besonders", "bereits", "neu", "genannte", "genannten")
            or (_GRADES.fullmatch(token.text) and at + 1 < end and is_adjective(tokens[at + 1]))
        ):
            at += 1
        elif (token.low in _JOINERS or token.text == ",") and at + 1 < end and is_adjective(tokens[at + 1]):
            if at == 0 or not is_adjective(tokens[at - 1]):
                break
            at += 1
        else:
            break
    return at


def _past_extension(tokens: Sequence[Token], start: int, at: int, end: int) -> int:
    """Return where the participle stands to which a phrase after a determiner belongs ("die [am Montag] gewählte")."""
    if at == start or at >= end or tokens[at].low not in word_class("prepositions") | word_class("adverbs"):
        return at
    for i in range(at + 1, min(at + _LONGEST_EXTENSION, end - 1)):
        token = tokens[i]
        if token.kind == "mark" or token.low in auxiliaries():
            return at
        participle = is_adjective(token) and _stem(token.low).endswith(("t", "nd", "en"))
        if participle and (is_noun(tokens[i + 1], first=False) or is_adjective(tokens[i + 1])):
            return i
    return at


def _stem(adjective: str) -> str:
    return adjective[:-2] if adjective.endswith(("en", "er", "es", "em")) else adjective[:-1]


def _nouns(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return the index after a run of nouns and names ("Premierminister Boris Johnson", "Ursula von der Leyen")."""
    start = at
    while at < end:
        token = tokens[at]
        if (
            (
                is_noun(token, first=False)
                and not (at > start and token.kind == "quote" and tokens[at - 1].kind == "quote")
            )
            or (token.low in word_class("name_particles") and at > start and at + 1 < end)
            or (at > start and ((token.kind == "number" and len(token.text) <= 2) or token.low.startswith("e.")))
        ):
            at += 1
        elif token.kind == "mark" and token.text in "„“\"”»«'‚‘":
            if (
                at + 1 < end and (token.text in "„»‚" or at == start) and tokens[at + 1].text[0].isupper()
            ) or at > start:
                at += 1
            else:
                break
        else:
            break
    return at


def noun_phrase(tokens: Sequence[Token], at: int, end: int, attach: bool = True, join: bool = True) -> int:
    """Return the index after the noun phrase that starts at `at`, or `at` where none starts.

    `attach` takes in genitives and "von", "für", "aus", "im" phrases; `join` takes in "und" and a second phrase.
    """
    start = at
    while at < end and at - start < 3 and tokens[at].low in word_class("determiners"):
        at += 1
    at = _modifiers(tokens, _past_extension(tokens, start, at, end), end)
    nouns = _nouns(tokens, at, end)
    if nouns == at:
        return _pronoun(tokens, start, end)
    at = nouns
    while attach and at < end:
        extended = _attachment(tokens, at, end)
        if extended == at:
            break
        at = extended
    if join and at + 2 < end and tokens[at].low in _JOINERS:
        following = at + 2 if tokens[at + 1].low == "auch" else at + 1
        second = noun_phrase(tokens, following, end, attach, join)
        if second > following:
            return second
    return at


def _pronoun(tokens: Sequence[Token], at: int, end: int) -> int:
    if at >= end or tokens[at].low not in word_class("pronouns"):
        return at
    if at + 2 < end and tokens[at + 1].low in ("und", "sowie"):
        return max(noun_phrase(tokens, at + 2, end), at + 1)
    return at + 1


def _attachment(tokens: Sequence[Token], at: int, end: int) -> int:
    low = tokens[at].low
    if low in word_class("genitive_determiners"):
        after = noun_phrase(tokens, at, end, attach=False, join=False)
        return after if after > at + 1 else at
    if low in _ATTACHED and at + 1 < end:
        owned = tokens[at + 1].low.startswith(("sein", "ihr", "dies")) and low not in ("von", "für", "aus")
        after = at if owned else noun_phrase(tokens, at + 1, end, attach=False, join=False)
        if after > at + 1 and not _temporal(tokens, at + 1, after):
            return after
    return at


def _temporal(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(tokens[i].text in word_class("weekdays") or tokens[i].kind == "number" for i in range(start, end))


def can_be_subject(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether the case of a phrase's determiner or its content allows a subject that speaks."""
    low = tokens[start].low
    if low in word_class("not_nominative") or (end - start == 1 and low in ("es", "das", "dies")):
        return False
    if low == "der" and end - start > 2 and is_adjective(tokens[start + 1]) and tokens[start + 1].low.endswith("en"):
        return False  # "der große Hafen", but "der großen Zeitung"
    return not (_temporal(tokens, start, end) and end - start <= 3)


def prepositional_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return the index after the prepositional phrase that starts at `at` (its preposition)."""
    after = noun_phrase(tokens, at + 1, end, attach=True, join=False)
    if after + 1 < end and tokens[after].kind == "number" and tokens[after + 1].text in word_class("weekdays"):
        after += 1
    while after < end and tokens[after].text in word_class("weekdays"):
        after += 1
    return max(after, at + 1)


def skip_adverbials(tokens: Sequence[Token], at: int, end: int, keep: frozenset[str]) -> int:
    """Return the index after adverbs, reflexives and prepositional phrases whose preposition is not in `keep`."""
    while at < end:
        low = tokens[at].low
        if low in keep:
            return at
        if low in ("sich", "ihm", "ihnen", "uns") or (low in word_class("adverbs") and tokens[at].text[0].islower()):
            at += 1
        elif low in word_class("prepositions") and at + 1 < end:
            at = prepositional_end(tokens, at, end)
        elif (
            tokens[at].kind == "word"
            and tokens[at].text[0].islower()
            and not is_function_word(low)
            and not is_adjective(tokens[at])
        ):
            at += 1
        else:
            return at
    return at


def past_apposition(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where a clause goes on after what stands between commas behind its subject ("der Minister, X, ...")."""
    if at >= end or tokens[at].text != ",":
        return at
    return next((i + 1 for i in range(at + 1, end) if tokens[i].text == ","), at)
