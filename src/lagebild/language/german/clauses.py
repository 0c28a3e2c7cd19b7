"""A German sentence cut into clauses: tokens, commas, and where the finite verb of each piece stands.

A full parse is not needed to find out who says what: it is enough to know for each piece between commas whether it is
a main clause (verb second or first), a subordinate clause, an infinitive clause or only a phrase.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from lagebild.language.german.verbs import Mood, VerbForm, auxiliaries, is_subjunctive1, is_subjunctive2, kinds
from lagebild.records.span import Span

TokenKind = Literal["word", "number", "mark", "quote"]
ClauseKind = Literal["main", "sub", "infinitive", "phrase", "quote"]

_TOKEN = re.compile(r"[^\W\d_][\w'’]*(?:[-/&][^\W_][\w'’]*)*(?:\.(?=[^\W\d_]))?|\d[\d.,:]*\d|\d|\S")
_ADJECTIVE = re.compile(r"(?:[a-zäöüß][\w-]*|[\w]+-[a-zäöüß]\w*)(?:e|en|er|es|em)")
_MOST_TOKENS = 400  # a longer "sentence" is a table or a list; reading only its head bounds the time


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark or whole quotation; `low` is its lower-case form."""

    text: str
    low: str
    start: int
    end: int
    kind: TokenKind


@dataclass(slots=True)
class Clause:
    """Tokens `start` to `end` (exclusive) of a sentence, `before` the mark or conjunction that opens it."""

    start: int
    end: int
    kind: ClauseKind
    finite: int | None
    before: str
    mood: Mood | None = None

    def tokens(self) -> range:
        """Return the indices of its tokens."""
        return range(self.start, self.end)


@cache
def word_class(name: str) -> frozenset[str]:
    """Return a closed word class of `clauses.toml`."""
    return _classes()[name]


@cache
def _classes() -> dict[str, frozenset[str]]:
    table = tomllib.loads((resources.files(__package__) / "clauses.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


@cache
def _function_words() -> frozenset[str]:
    names = ("subordinators", "relatives", "determiners", "pronouns", "prepositions", "conjunctions", "adverbs")
    return frozenset().union(*(word_class(n) for n in names), word_class("not_nominative"))


def tokenize(text: str, span: Span, quotes: Sequence[Span] = ()) -> list[Token]:
    """Return the tokens of `span`; each of `quotes` is one token, what stands in round brackets is left out."""
    tokens: list[Token] = []
    at, depth = span.start, 0
    pending = [q for q in quotes if q.overlaps(span)]
    while at < span.end and len(tokens) < _MOST_TOKENS:
        if pending and at >= pending[0].start:
            quote = pending.pop(0)
            tokens.append(Token(quote.of(text), "", quote.start, quote.end, "quote"))
            at = quote.end
            continue
        match = _TOKEN.search(text, at, span.end)
        if match is None:
            break
        if pending and match.start() >= pending[0].start:
            at = pending[0].start
            continue
        at = match.end()
        word = match.group()
        if word in "()[]":
            depth = max(0, depth + (1 if word in "([" else -1))
        elif depth == 0:
            kind: TokenKind = "number" if word[0].isdigit() else "word" if word[0].isalpha() else "mark"
            tokens.append(Token(word, word.lower(), match.start(), match.end(), kind))
    return tokens


def is_function_word(low: str) -> bool:
    """Tell whether a word belongs to a closed class."""
    return low in _function_words()


def is_noun(token: Token, first: bool) -> bool:
    """Tell whether a token can head a noun phrase: capitalised, and not merely because it opens the sentence."""
    if token.kind == "quote":
        return True
    if token.kind != "word" or not token.text[0].isupper():
        return False
    if _ADJECTIVE.fullmatch(token.text) and "-" in token.text and token.text.rpartition("-")[2][0].islower():
        return False
    return not (is_function_word(token.low) and (first or token.low in word_class("determiners")))


def is_adjective(token: Token) -> bool:
    """Tell whether a token can be an attributive adjective (ending alone; "US-amerikanischen" too)."""
    if token.kind != "word" or is_function_word(token.low) or token.low in auxiliaries():
        return False
    return _ADJECTIVE.fullmatch(token.text) is not None


def mood_of(token: Token) -> Mood | None:
    """Return the mood of a finite verb form where the form shows it, "indicative" otherwise, None for no verb."""
    known = auxiliaries().get(token.low)
    if known:
        return known.mood
    if is_subjunctive2(token.low):
        return "subjunctive2"
    if is_subjunctive1(token.low):
        return "subjunctive1"
    return "indicative" if "FIN" in kinds(token.low) else None


def _strength(tokens: Sequence[Token], at: int, first: int) -> int:
    """Return how sure it is that a token is a finite verb: 0 no, 1 may be another form, 2 full verb, 3 auxiliary."""
    token = tokens[at]
    if token.kind != "word" or (token.text[0].isupper() and at != first):
        return 0
    low = token.low
    if low in auxiliaries():
        return 1 if low in ("haben", "werden", "sein", "können", "müssen", "sollen", "wollen", "dürfen") else 3
    if is_function_word(low):
        return 0
    found = kinds(low)
    if "FIN" not in found:
        return 2 if is_subjunctive2(low) else 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at > first else None
    if before is not None and before.low == "zu":
        return 0
    attributive = before is not None and (before.low in word_class("determiners") or before.low in _prepositions())
    if attributive and following is not None and following.text[0].isupper() and is_adjective(token):
        return 0
    return 1 if found & {"INF", "PP"} else 2


def _prepositions() -> frozenset[str]:
    return word_class("prepositions")


def _finite(tokens: Sequence[Token], start: int, end: int, first: int) -> tuple[int | None, int]:
    """Return the index of the finite verb and its strength."""
    rows = [(i, _strength(tokens, i, first)) for i in range(start, end)]
    best = max((s for _, s in rows), default=0)
    if best == 0:
        return None, 0
    hits = [i for i, s in rows if s == best]
    if best == 1:
        plain = [i for i in hits if i + 1 < end and tokens[i].low in auxiliaries()]
        second = [i for i in hits if i - start <= 6 and not _is_infinitive_here(tokens, i, start)]
        hits = second or plain or hits
        if len(hits) > 1 and tokens[hits[-1]].low in auxiliaries() and hits[-1] == end - 1:
            return hits[-1], 1
    return hits[0], best


def _is_infinitive_here(tokens: Sequence[Token], at: int, start: int) -> bool:
    return at > start and tokens[at - 1].low == "zu"


def _has_zu_infinitive(tokens: Sequence[Token], start: int, end: int) -> bool:
    for i in range(start, end):
        low = tokens[i].low
        if low == "zu" and i + 1 < end and tokens[i + 1].text[0].islower():
            if "INF" in kinds(tokens[i + 1].low) or tokens[i + 1].low in auxiliaries():
                return True
        if "zu" in low[1:] and tokens[i].text[0].islower() and "IZU" in kinds(low):
            return True
    return False


def _kind(tokens: Sequence[Token], start: int, end: int, finite: int | None) -> ClauseKind:
    if end - start == 1 and tokens[start].kind == "quote":
        return "quote"
    if finite is None:
        return "infinitive" if _has_zu_infinitive(tokens, start, end) else "phrase"
    opener = start
    while opener < end - 1 and tokens[opener].low in ("und", "oder", "aber", "sondern", "auch", "nur", "erst", "vor", "allem", "selbst"):
        opener += 1
    low = tokens[opener].low
    if low in word_class("prepositions") and opener + 1 < end and tokens[opener + 1].low in word_class("relatives"):
        following = tokens[opener + 2] if opener + 2 < end else None
        if following is not None and not (following.text[0].isupper() or is_adjective(following)):
            low = tokens[opener + 1].low
    final = all(tokens[i].kind != "word" or tokens[i].low in auxiliaries() or kinds(tokens[i].low) for i in range(finite + 1, end))
    if low in word_class("subordinators") and (final or finite > opener + 2) and finite != opener + 1:
        return "sub"
    if low in word_class("subordinators") and final:
        return "sub"
    if start > 0 and low in word_class("relatives") and final and finite > opener + 0:
        return "sub"
    return "main"


def _pieces(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Return (start, end, opening mark) of the pieces between marks."""
    pieces, start, before = [], 0, ""
    marks = word_class("separators")
    for i, token in enumerate(tokens):
        if token.kind == "mark" and token.text in marks:
            if i > start:
                pieces.append((start, i, before))
            start, before = i + 1, token.text
    if start < len(tokens):
        pieces.append((start, len(tokens), before))
    return pieces


def _coordinated(tokens: Sequence[Token], piece: tuple[int, int, str]) -> list[tuple[int, int, str]]:
    """Split a piece at "und", "aber" or "sondern" between two finite verbs."""
    start, end, before = piece
    for i in range(end - 2, start, -1):
        if tokens[i].low not in ("und", "oder", "aber", "sondern", "doch"):
            continue
        left, left_strength = _finite(tokens, start, i, start)
        right, strength = _finite(tokens, i + 1, end, -1)
        if left is not None and right is not None and strength >= 2 and left_strength >= 2:
            return [*_coordinated(tokens, (start, i, before)), (i, end, tokens[i].low)]
    return [piece]


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Cut the tokens of a sentence into clauses, in order."""
    found: list[Clause] = []
    for piece in _pieces(tokens):
        for start, end, before in _coordinated(tokens, piece):
            finite, _ = _finite(tokens, start, end, start)
            kind = _kind(tokens, start, end, finite)
            if found and before in ("und", "oder", "sondern") and kind == "main" and found[-1].kind == "sub":
                last = [i for i in range(start, end) if tokens[i].kind == "word"]
                if last and finite is not None and finite >= last[-1] - 1 and finite > start + 1:
                    kind = "sub"
            mood = mood_of(tokens[finite]) if finite is not None else None
            found.append(Clause(start, end, kind, finite, before, mood))
    return found


def form_is_plural(form: VerbForm | None) -> bool:
    """Tell whether a finite form asks for a plural subject."""
    return form is not None and form.plural
