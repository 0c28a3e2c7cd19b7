"""Source cues without a verb: "laut X", "nach Angaben von X", "X zufolge", "so X", "nach Ansicht der Y"."""

from dataclasses import dataclass

from lagebild.language.german.phrases import noun_phrase
from lagebild.language.german.statements.cues import source_words
from lagebild.language.german.statements.reading import Reading, can_speak
from lagebild.language.german.tokens import Token, is_adjective, is_noun, word_class

_NAMING = frozenset(["der", "die", "das", "ein", "eine", "sein", "seine", "ihr", "ihre", "er", "sie", "es", "einer"])
_POSSESSIVES = frozenset(["seiner", "seinen", "ihrer", "ihren", "eigenen", "deren", "dessen", "dieser", "diesen"])


@dataclass(frozen=True, slots=True)
class Source:
    """A source phrase: tokens `start` to `end`; `speaker` is its range of tokens, None for "Berichten zufolge"."""

    start: int
    end: int
    speaker: tuple[int, int] | None
    clause: int
    rule: str
    hearsay: bool = False


def _is_source_noun(token: Token) -> bool:
    if token.text in source_words("nouns"):
        return True
    return token.text[0].isupper() and len(token.low) > 9 and token.low.endswith(tuple(source_words("compounds")))


def _compound_speaker(token: Token) -> bool:
    return token.text not in source_words("nouns")


def _after_noun(tokens: list[Token], noun: int, end: int) -> tuple[int, tuple[int, int] | None]:
    """Return where "Angaben (von) X" ends and the range of X."""
    at = noun + 1
    if at < end and tokens[at].low in ("von", "vom", "aus", "durch"):
        after = noun_phrase(tokens, at + 1, end)
        if after > at + 1:
            return after, (at + 1, after)
    named = (
        at < end
        and is_noun(tokens[at], False)
        and (tokens[at].text.isupper() or tokens[at].low.endswith(("s", "'", "’", "x", "z")))
    )
    if at < end and (tokens[at].low in word_class("genitive_determiners") or named or _genitive_adjective(tokens[at])):
        after = noun_phrase(tokens, at, end)
        if after > at:
            return after, (at, after)
    return at, None


def _genitive_adjective(token: Token) -> bool:
    """Tell whether a bare adjective may be a genitive plural ("nach Angaben israelischer Medien")."""
    return is_adjective(token) and token.low.endswith("er")


def _nach(reading: Reading, at: int, end: int, clause: int) -> Source | None:
    """Read "nach Angaben der Polizei", "nach seiner Meinung", "nach Grupps Meinung", "aus Sicht der Kritiker"."""
    tokens = reading.tokens
    noun = at + 1
    possessor: tuple[int, int] | None = None
    while noun < end and noun - at < 7 and not _is_source_noun(tokens[noun]):
        token = tokens[noun]
        if token.low in _POSSESSIVES and token.low not in ("eigenen", "dieser", "diesen"):
            possessor = (noun, noun + 1)
        elif is_noun(token, False) and token.low.endswith("s") and noun + 1 < end:
            possessor = (possessor[0] if possessor and possessor[1] == noun else noun, noun + 1)
        elif is_noun(token, False) and noun + 1 < end and is_noun(tokens[noun + 1], False):
            possessor = (noun, noun + 1)
        elif not (is_adjective(token) or token.low in word_class("determiners")):
            return None
        noun += 1
    if noun >= end or not _is_source_noun(tokens[noun]):
        return None
    if noun + 1 < end and tokens[noun + 1].kind == "number":
        return None
    after, speaker = _after_noun(tokens, noun, end)
    if speaker is None and possessor is None and _compound_speaker(tokens[noun]):
        speaker = (noun, noun + 1)
    hearsay = speaker is None and possessor is None and tokens[noun].text in source_words("hearsay")
    return Source(at, after, speaker or possessor, clause, "nach", hearsay)


def _laut(reading: Reading, at: int, end: int, clause: int) -> Source | None:
    tokens = reading.tokens
    after = noun_phrase(tokens, at + 1, end)
    if after == at + 1:
        return None
    for noun in range(at + 1, after):
        if _is_source_noun(tokens[noun]) and is_noun(tokens[noun], False):
            finish, speaker = _after_noun(tokens, noun, end)
            if speaker is None and noun == at + 1 and not _compound_speaker(tokens[noun]):
                return Source(at, finish, (noun, noun + 1), clause, "laut")
            return Source(at, max(finish, after), speaker or (at + 1, after), clause, "laut")
    if tokens[at].low == "gemäß" and not can_speak(reading, (at + 1, after)):
        return None
    return Source(at, after, (at + 1, after), clause, "laut")


def _zufolge(reading: Reading, at: int, start: int, clause: int) -> Source | None:
    tokens = reading.tokens
    for begin in range(start, at):
        after = noun_phrase(tokens, begin, at)
        if after != at:
            continue
        if tokens[begin].low in word_class("prepositions"):
            continue
        for noun in range(begin, at):
            if _is_source_noun(tokens[noun]):
                _, speaker = _after_noun(tokens, noun, at)
                owner = (begin, noun) if noun > begin and speaker is None and not is_adjective(tokens[begin]) else None
                rumour = tokens[noun].text in source_words("hearsay")
                named = speaker or owner or (None if rumour else (noun, noun + 1))
                return Source(begin, at + 1, named, clause, "zufolge", named is None)
        return Source(begin, at + 1, (begin, at), clause, "zufolge")
    if 0 < at - start <= 8:
        return Source(start, at + 1, (start, at), clause, "zufolge")
    return None


def _so(reading: Reading, clause: int) -> Source | None:
    """Read ", so X" and ", so X weiter"."""
    piece, tokens = reading.clauses[clause], reading.tokens
    if clause == 0 or piece.finite is not None or tokens[piece.start].low != "so" or piece.end - piece.start < 2:
        return None
    following = tokens[piece.start + 1]
    if tokens[piece.start].text[0].isupper() or any(tokens[i].low in ("wie", "dass") for i in piece.tokens()):
        return None
    if not (following.text[0].isupper() or following.low in _NAMING):
        return None
    after = noun_phrase(tokens, piece.start + 1, piece.end)
    if after == piece.start + 1 or (is_adjective(tokens[piece.start + 1]) and after == piece.start + 2):
        return None
    return Source(piece.start, piece.end, (piece.start + 1, after), clause, "so")


def sources(reading: Reading) -> list[Source]:
    """Return the source cues of a sentence, in order."""
    found: list[Source] = []
    for number, clause in enumerate(reading.clauses):
        so = _so(reading, number)
        if so:
            found.append(so)
            continue
        at = clause.start
        while at < clause.end:
            source = _at(reading, at, number)
            if source:
                found.append(source)
                at = max(source.end, at + 1)
            else:
                at += 1
    return found


def _describes(reading: Reading, at: int) -> bool:
    """Tell a hedge within a noun phrase ("auf angeblich beladene Boote"): it doubts one word, not the clause."""
    before = reading.tokens[at - 1].low if at else ""
    return before in word_class("determiners") or before in word_class("prepositions")


def _at(reading: Reading, at: int, number: int) -> Source | None:
    clause = reading.clauses[number]
    low = reading.tokens[at].low
    if low in ("laut", "gemäß"):
        return _laut(reading, at, clause.end, number)
    if low in ("nach", "aus"):
        found = _nach(reading, at, clause.end, number)
        if found is None or low == "nach":
            return found
        nouns = {t.text for t in reading.tokens[at : found.end]}
        return found if nouns & {"Sicht", "Perspektive"} else None
    if low in source_words("hedges") and clause.kind == "main" and not _describes(reading, at):
        return Source(at, at + 1, None, number, "angeblich", hearsay=True)
    if low == "zufolge":
        return _zufolge(reading, at, clause.start, number)
    return None
