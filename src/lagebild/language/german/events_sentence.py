"""A sentence as its clauses with their phrases, and the subject of each: its own, a shared one, or an antecedent.

Clauses that stand inside another ("der Major, der degradiert worden war, schwieg") are clauses of their own here, and
their words are left out of the one around them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from lagebild.language.german.clauses import Clause, mood_of
from lagebild.language.german.events_frames import modality_words, verbs_of
from lagebild.language.german.events_phrases import Phrase, PhraseReader
from lagebild.language.german.morphology import name_or_noun
from lagebild.language.german.tokens import Token, word_class
from lagebild.language.german.verbs import auxiliaries, kinds

_COORDINATORS: Final = frozenset({"und", "oder", "aber", "sondern", "doch", ",", "sowie"})
# Verbs that hand their object, not their subject, to the infinitive: who is asked is who acts.
_OBJECT_CONTROL: Final = (
    "forder", "aufgeforder", "bitt", "bat", "gebeten", "zwing", "zwang", "gezwungen", "dräng", "gedrängt", "erlaub",
    "verbo", "verbie", "ruf", "rief", "aufgerufen",
)  # fmt: skip


class Sentence:
    """Tokens and clauses of a sentence; phrases and subjects are read at need and kept."""

    def __init__(self, tokens: Sequence[Token], clauses: Sequence[Clause], reader: PhraseReader) -> None:
        self.tokens = tokens
        self.reader = reader
        clauses = [part for clause in clauses for part in _at_particle(tokens, clause)]
        inner = [(at, clause) for at, outer in enumerate(clauses) for clause in _inside(tokens, outer)]
        self.clauses = [*clauses, *(clause for _, clause in inner)]
        self._host = {len(clauses) + i: at for i, (at, _) in enumerate(inner)}
        self._phrases: dict[int, list[Phrase]] = {}

    def is_inside(self, at: int) -> bool:
        """Tell whether clause `at` stands inside another."""
        return at in self._host

    def holes(self, at: int) -> list[range]:
        """Return the tokens of clause `at` that belong to clauses inside it."""
        return [self.clauses[i].tokens() for i, host in self._host.items() if host == at]

    def words(self, at: int) -> list[int]:
        """Return the indices of the tokens of clause `at` itself."""
        holes = self.holes(at)
        return [i for i in self.clauses[at].tokens() if not any(i in hole for hole in holes)]

    def phrases(self, at: int) -> list[Phrase]:
        """Return the phrases of clause `at`."""
        if at not in self._phrases:
            self._phrases[at] = self.reader.read(self.clauses[at], self.holes(at))
        return self._phrases[at]

    def phrase_at(self, at: int, word: int) -> Phrase | None:
        """Return the phrase of clause `at` that a token belongs to."""
        return next((p for p in self.phrases(at) if p.start <= word < p.end), None)

    def genitive_before(self, word: int) -> Phrase | None:
        """Return the name in the genitive right before a noun ("Estlands Angriff")."""
        if word == 0 or not self.tokens[word - 1].text.endswith(("s", "'", "’")):
            return None
        return self.reader.name_at(word - 1)

    def relative(self, at: int) -> Phrase | None:
        """Return the relative pronoun that opens clause `at`."""
        phrases = self.phrases(at)
        opens = self.clauses[at].kind == "sub" and phrases and phrases[0].start == self.clauses[at].start
        return phrases[0] if opens and phrases[0].pronoun else None

    def subject(self, at: int) -> Phrase | None:
        """Return the subject of clause `at`, also where it shares one or is a relative clause."""
        clause = self.clauses[at]
        front = self._front(at)
        if front is not None:
            return front
        found = self.own_subject(at)
        if found is not None:
            return self.antecedent(at) if found is self.relative(at) else found
        if clause.kind == "infinitive" and clause.finite is None:
            return self._controller(at)
        if at == 0 or self.is_inside(at) or clause.before not in _COORDINATORS:
            return None
        before = self.clauses[at - 1]
        shares = clause.before != "," or before.kind == "main" or clause.finite is None
        return self.subject(at - 1) if shares else None

    def own_subject(self, at: int) -> Phrase | None:
        """Return the subject that stands in clause `at` itself."""
        clause = self.clauses[at]
        rows = [p for p in self.phrases(at) if not p.preposition and "nom" in p.cases]
        if clause.kind == "infinitive" or not rows or self._is_shared(at):
            return None
        if clause.finite is None or clause.kind == "sub":
            return rows[0]
        front = [p for p in rows if p.end <= clause.finite]
        behind = [p for p in rows if p.start > clause.finite]
        if front and self._is_thing(front[0]) and "acc" in front[0].cases:
            # "Sanktionen verhängte die EU": of two that may be the subject, who can act is.
            return next((p for p in behind if p.who is not None), front[0])
        return next(iter((*front, *behind)), None)

    def _is_shared(self, at: int) -> bool:
        """Tell whether a verb right behind "und" leaves its subject to the clause before."""
        clause = self.clauses[at]
        return (
            at > 0 and clause.finite == clause.start + 1 and self.tokens[clause.start].low in ("und", "oder", "sowie")
        )

    def antecedent(self, at: int) -> Phrase | None:
        """Return the phrase that the relative clause `at` stands behind."""
        if self.is_inside(at):
            rows = [p for p in self.phrases(self._host[at]) if p.end <= self.clauses[at].start]
        else:
            rows = self.phrases(at - 1) if at else []
        rows = [p for p in rows if not p.pronoun]
        if not rows:
            return self.antecedent(at - 1) if at > 1 and self.relative(at - 1) and not self.is_inside(at) else None
        attached = len(rows) > 1 and rows[-2].end == rows[-1].start and "gen" in rows[-1].cases
        if attached and rows[-2].who and not rows[-1].role and self._is_plural(at):
            return rows[-2]
        return rows[-1]

    def _is_thing(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is a common noun that cannot act, rather than a name nobody found."""
        if phrase.who is not None or phrase.pronoun:
            return False
        _, leaning = name_or_noun(self.tokens[phrase.end - 1].text)
        return leaning is not None and leaning < 0

    def _is_plural(self, at: int) -> bool:
        finite = self.clauses[at].finite
        return finite is not None and self.tokens[finite].low.endswith(("en", "ind"))

    def _front(self, at: int) -> Phrase | None:
        """Return the subject that appositions and relative clauses part from its verb ("Holt, der ..., wurde")."""
        clause = self.clauses[at]
        if clause.before != "," or clause.finite != clause.start or self.is_inside(at):
            return None
        first = at
        while first > 0 and self.clauses[first - 1].kind in ("phrase", "sub"):
            first -= 1
        rows = [p for p in self.phrases(first) if not p.preposition and "nom" in p.cases and not p.pronoun]
        if self.clauses[first].kind != "phrase" or not rows or rows[0].start > self.clauses[first].start:
            return None
        return rows[0] if self.reader.is_name(rows[0]) else next(self._names_between(first + 1, at), rows[0])

    def _names_between(self, start: int, end: int) -> Iterator[Phrase]:
        """Yield names that stand alone between commas."""
        for i in range(start, end):
            phrases = self.phrases(i) if self.clauses[i].kind == "phrase" else []
            if len(phrases) == 1 and not phrases[0].preposition and self.reader.is_name(phrases[0]):
                yield phrases[0]

    def _controller(self, at: int) -> Phrase | None:
        """Return who does what an infinitive with "zu" says: the subject of its verb, or whom something succeeds."""
        if at == 0 or self.is_inside(at):
            return None
        words = [self.tokens[i].low for i in self.words(at - 1)]
        if any(word in modality_words("managing") for word in words):
            given = [p for p in self.phrases(at - 1) if not p.preposition and "dat" in p.cases and p.who]
            if given:
                return given[0]
        return None if any(word.startswith(_OBJECT_CONTROL) for word in words) else self.subject(at - 1)


def _at_particle(tokens: Sequence[Token], clause: Clause) -> list[Clause]:
    """Cut a clause behind a particle that closes one verb before the next ("griff die Stadt an und zog ab")."""
    for i in range(clause.start + 2, clause.end - 1):
        low = tokens[i - 1].low
        if tokens[i].low != "und" or low not in word_class("particles") or "FIN" not in kinds(tokens[i + 1].low):
            continue
        verb = next((j for j in range(clause.start, i - 1) if _is_separable(low, tokens[j].low)), None)
        if verb is not None:
            left = Clause(clause.start, i, "main", verb, clause.before, mood_of(tokens[verb]))
            return [left, Clause(i, clause.end, "main", i + 1, "und", mood_of(tokens[i + 1]))]
    return [clause]


def _is_separable(particle: str, low: str) -> bool:
    return any(form.kind == "finite" and form.particle == particle for _, form in verbs_of(low))


def _inside(tokens: Sequence[Token], clause: Clause) -> Iterator[Clause]:
    """Yield the subordinate clauses between commas inside a clause: an opener first, a finite verb last."""
    commas = [i for i in clause.tokens() if tokens[i].text == ","]
    openers = word_class("relatives") | word_class("subordinators")
    for comma, following in pairwise(commas):
        start, last = comma + 1, following - 1
        if last <= start:
            continue
        opener = start + (tokens[start].low in word_class("prepositions"))
        finite = tokens[last].low in auxiliaries() or "FIN" in kinds(tokens[last].low)
        if tokens[opener].low in openers and finite and tokens[last].text[0].islower():
            yield Clause(start, following, "sub", last, ",", mood_of(tokens[last]))
