"""A German sentence cut into clauses: tokens, commas, and where the finite verb of each piece stands.

A full parse is not needed to find out who says what: it is enough to know for each piece between commas whether it is
a main clause (verb second or first), a subordinate clause, an infinitive clause or only a phrase.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lagebild.language.german.tokens import Token, is_adjective, is_function_word, word_class
from lagebild.language.german.verbs import Mood, auxiliaries, is_subjunctive1, is_subjunctive2, kinds

ClauseKind = Literal["main", "sub", "infinitive", "phrase", "quote"]


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
    if token.kind != "word" or (token.text[0].isupper() and not (at == first and _opens_with_verb(tokens, at))):
        return 0
    low = token.low
    if at > first and tokens[at - 1].low == "zu":
        return 0
    if low in auxiliaries():
        return 1 if low in ("haben", "werden", "sein", "können", "müssen", "sollen", "wollen", "dürfen") else 3
    if is_function_word(low):
        return 0
    found = kinds(low)
    if "FIN" not in found:
        return 2 if is_subjunctive2(low) else 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        _after_determiner(tokens, at, first)
        and following is not None
        and following.text[0].isupper()
        and is_adjective(token)
    ):
        return 0
    return 1 if found & {"INF", "PP"} else 2


def _opens_with_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the capital letter may be the sentence's: a verb opens it only before its subject ("Kommt die")."""
    low = tokens[at].low
    if low in auxiliaries() or is_subjunctive2(low):
        return True
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return following in word_class("pronouns") or following in word_class("determiners") or following == "sich"


def _after_determiner(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Tell whether a determiner or preposition stands before, with nothing but adjectives and adverbs between."""
    for i in range(at - 1, max(first, at - 5) - 1, -1):
        low = tokens[i].low
        if low in word_class("determiners") or low in word_class("prepositions"):
            return True
        if tokens[i].kind == "mark" or tokens[i].text[0].isupper():
            return False
    return False


def _finite(tokens: Sequence[Token], start: int, end: int, first: int) -> tuple[int | None, int]:
    """Return the index of the finite verb and its strength."""
    rows = [(i, _strength(tokens, i, first)) for i in range(start, end)]
    rows = [(i, 0 if s and _completes_modal(tokens, start, i, end) else s) for i, s in rows]
    if _only_capital(tokens, rows):
        rows[0] = rows[0][0], 0
    best = max((s for _, s in rows), default=0)
    if best == 0:
        return None, 0
    hits = [i for i, s in rows if s == best]
    opens = start > 0 and tokens[start].low in word_class("relatives") | word_class("subordinators")
    last, certainty = rows[-1] if tokens[end - 1].kind == "word" else rows[-2] if len(rows) > 1 else rows[-1]
    if opens and certainty and last != hits[0] and any(tokens[i].low == "und" for i in range(hits[0], last)):
        return last, best
    if best == 1:
        opener = tokens[start].low
        final = opener in word_class("subordinators") or opener in word_class("relatives")
        modal = [i for i in hits if tokens[i].low in auxiliaries()]
        if final:
            return hits[-1], 1
        hits = [i for i in modal if i < end - 1] or modal or hits
    return hits[0], best


def _only_capital(tokens: Sequence[Token], rows: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the first word is a noun that looks like a verb ("Vertraute der Insassen berichteten")."""
    at, strength = rows[0]
    if not strength or tokens[at].text[0].islower() or tokens[at].low in auxiliaries():
        return False
    verb = next((i for i, s in rows[1:] if s > 1), at)
    return verb > at and not any(tokens[i].low in word_class("conjunctions") for i in range(at, verb))


def _completes_modal(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Tell whether a word and the infinitive after it complete an auxiliary ("sollen sich [verschworen] haben")."""
    if at + 1 >= end or tokens[at + 1].low not in word_class("infinite_auxiliaries"):
        return False
    return any(tokens[i].low in auxiliaries() for i in range(start, at))


def _is_infinitive(token: Token) -> bool:
    return token.text[0].islower() and ("INF" in kinds(token.low) or token.low in auxiliaries())


def _has_zu_infinitive(tokens: Sequence[Token], start: int, end: int) -> bool:
    for i in range(start, end):
        low = tokens[i].low
        if low == "zu" and i + 1 < end and _is_infinitive(tokens[i + 1]):
            return True
        if "zu" in low[1:] and tokens[i].text[0].islower() and "IZU" in kinds(low):
            return True
    return False


def _kind(tokens: Sequence[Token], start: int, end: int, finite: int | None, before: str) -> ClauseKind:
    if end - start == 1 and tokens[start].kind == "quote":
        return "quote"
    if finite is None:
        return "infinitive" if _has_zu_infinitive(tokens, start, end) else "phrase"
    opener = start
    while opener < end - 1 and tokens[opener].low in word_class("before_openers"):
        opener += 1
    low = tokens[opener].low
    if low in word_class("prepositions") and opener + 1 < end and tokens[opener + 1].low in word_class("relatives"):
        following = tokens[opener + 2] if opener + 2 < end else None
        if following is not None and not (following.text[0].isupper() or is_adjective(following)):
            low = tokens[opener + 1].low
    final = all(
        tokens[i].kind != "word" or tokens[i].low in auxiliaries() or kinds(tokens[i].low)
        for i in range(finite + 1, end)
    )
    if low in word_class("ambiguous_subordinators"):
        return "sub" if final and finite > opener else "main"
    if low in word_class("subordinators") and (final or finite > opener + 1):
        return "sub"
    if start > 0 and before != ":" and low in word_class("relatives") and final and finite > opener:
        return "main" if _verb_second(tokens, opener, finite, end) else "sub"
    return "main"


def _verb_second(tokens: Sequence[Token], opener: int, finite: int, end: int) -> bool:
    """Tell whether "der", "die", "das" is an article and the clause verb-second ("der Zeuge habe gelogen").

    In a relative clause the finite verb is the last word; a short clause may be either, then the subjunctive decides.
    """
    following = [i for i in range(finite + 1, end) if tokens[i].kind == "word"]
    noun = next((i for i in range(opener + 1, finite) if tokens[i].text[0].isupper()), None)
    if noun is None or noun > opener + 3 or finite > noun + 1:
        return False
    return bool(following) or mood_of(tokens[finite]) == "subjunctive1"


def _pieces(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Return (start, end, opening mark) of the pieces between marks."""
    pieces, start, before = [], 0, ""
    marks = word_class("separators")
    for i, token in enumerate(tokens):
        if token.kind == "mark" and token.text in marks:
            if token.text == "," and (_between_adjectives(tokens, i) or _within_date(tokens, i)):
                continue
            if i > start:
                pieces.append((start, i, before))
            start, before = i + 1, token.text
    if start < len(tokens):
        pieces.append((start, len(tokens), before))
    return pieces


def _within_date(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether a comma stands between a weekday and its date ("am Freitag, den 11. August")."""
    if comma == 0 or comma + 2 >= len(tokens) or tokens[comma - 1].text not in word_class("weekdays"):
        return False
    return tokens[comma + 1].low in ("den", "dem", "der") and tokens[comma + 2].text[0].isdigit()


def _between_adjectives(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether a comma only separates modifiers of one noun ("südkoreanischen, ukrainischen und ...")."""
    if comma == 0 or comma + 1 >= len(tokens):
        return False
    left, right = tokens[comma - 1], tokens[comma + 1]
    if left.text[-2:] != right.text[-2:] and left.text[-1:] != right.text[-1:]:
        return False
    return all(is_adjective(t) and "FIN" not in kinds(t.low) and t.low not in auxiliaries() for t in (left, right))


def _coordinated(tokens: Sequence[Token], piece: tuple[int, int, str]) -> list[tuple[int, int, str]]:
    """Split a piece at "und", "aber" or "sondern" between two finite verbs."""
    start, end, before = piece
    for i in range(end - 2, start, -1):
        if tokens[i].low not in ("und", "oder", "aber", "sondern", "doch"):
            continue
        left, left_strength = _finite(tokens, start, i, start)
        right, strength = _finite(tokens, i + 1, end, -1)
        if left is None or right is None or left_strength < 2:
            continue
        shared = right == i + 1 and i + 3 < end and tokens[left].low not in auxiliaries()
        if strength >= 2 or (shared and tokens[right].text[0].islower()):
            return [*_coordinated(tokens, (start, i, before)), (i, end, tokens[i].low)]
    return [piece]


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Cut the tokens of a sentence into clauses, in order."""
    found: list[Clause] = []
    for piece in _pieces(tokens):
        for start, end, before in _coordinated(tokens, piece):
            # Only where a sentence begins can a capital letter belong to a verb.
            first = start if start == 0 or before == ":" or tokens[start - 1].kind == "quote" else -1
            finite, _ = _finite(tokens, start, end, first)
            kind = _kind(tokens, start, end, finite, before)
            if found and before in ("und", "oder", "sondern") and kind == "main" and found[-1].kind == "sub":
                last = [i for i in range(start, end) if tokens[i].kind == "word"]
                if last and finite is not None and finite >= last[-1] - 1 and finite > start + 1:
                    kind = "sub"
            mood = mood_of(tokens[finite]) if finite is not None else None
            found.append(Clause(start, end, kind, finite, before, mood))
    return _merged(tokens, found)


def _merged(tokens: Sequence[Token], found: list[Clause]) -> list[Clause]:
    """Join a clause that an apposition, a relative clause or a list interrupts before its last verb."""
    joined: list[Clause] = []
    i = 0
    while i < len(found):
        clause = found[i]
        last = _completion(tokens, found, i)
        if last > i:
            finite = clause.finite if clause.finite is not None else found[last].finite
            kind: ClauseKind = "main" if clause.kind == "main" else "sub"
            mood = mood_of(tokens[finite]) if finite is not None else None
            clause = Clause(clause.start, found[last].end, kind, finite, clause.before, mood)
        joined.append(clause)
        i = last + 1
    return joined


def _completion(tokens: Sequence[Token], found: list[Clause], at: int) -> int:
    """Return the index of the piece that completes clause `at`, `at` itself where nothing is missing."""
    clause = found[at]
    if clause.kind == "main" and clause.finite is not None:
        apart = _particle_apart(tokens, found, at)
        if apart > at:
            return apart
    if not _waits(tokens, clause):
        return at
    for i in range(at + 1, min(at + 6, len(found))):
        piece = found[i]
        if piece.before in (":", ";"):
            return at
        if clause.kind == "main":
            if piece.kind in ("phrase", "main") and _only_nonfinite(tokens, piece):
                return i
            if piece.kind == "main" or (piece.kind == "infinitive"):
                return at
        elif piece.kind == "main":
            return i
    return at


def _particle_apart(tokens: Sequence[Token], found: list[Clause], at: int) -> int:
    """Return the index of the piece that ends with the particle of the verb of clause `at` ("gab X, Y, bekannt")."""
    finite = found[at].finite
    assert finite is not None
    low = tokens[finite].low
    if low in auxiliaries():
        return at
    for i in range(at + 1, min(at + 5, len(found))):
        piece = found[i]
        if piece.before in (":", ";") or piece.kind in ("main", "quote", "infinitive"):
            return at
        last = _last_word(tokens, piece)
        if piece.kind == "phrase" and tokens[last].low in word_class("particles"):
            return i if "FIN" in kinds(tokens[last].low + low) else at
    return at


def _last_word(tokens: Sequence[Token], piece: Clause) -> int:
    at = piece.end - 1
    while at > piece.start and tokens[at].kind == "mark":
        at -= 1
    return at


def _waits(tokens: Sequence[Token], clause: Clause) -> bool:
    """Tell whether a piece lacks its verb: an opener without finite verb, or an auxiliary without its participle."""
    low = tokens[clause.start].low
    if clause.finite is None:
        opens = low in word_class("subordinators") and low not in ("als", "damit", "da", "bis", "seit")
        return clause.kind == "phrase" and opens and clause.end - clause.start > 1
    if clause.kind != "main" or tokens[clause.finite].low not in auxiliaries():
        return False
    if auxiliaries()[tokens[clause.finite].low].lemma == "sein":
        return False
    after = range(clause.finite + 1, clause.end)
    return not any(
        tokens[i].text[0].islower()
        and not is_function_word(tokens[i].low)
        and kinds(tokens[i].low) & {"PP", "INF", "IZU"}
        for i in after
    )


def _only_nonfinite(tokens: Sequence[Token], piece: Clause) -> bool:
    """Tell whether a piece ends with a participle or infinitive and has no finite verb of its own."""
    last = tokens[_last_word(tokens, piece)]
    if last.kind != "word" or not last.text[0].islower():
        return False
    verbal = kinds(last.low) & {"PP", "INF"} or last.low in ("werden", "haben", "sein", "worden")
    if not verbal:
        return False
    return piece.finite is None or _strength(tokens, piece.finite, piece.start) == 1
