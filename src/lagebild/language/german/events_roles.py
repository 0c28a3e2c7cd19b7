"""An event word in its clause to who acts and whom it befalls.

The subject comes from the clause, else from the clause it is coordinated with, the antecedent of its relative pronoun,
or the clause that governs its infinitive; the passive turns the roles. A noun takes only what is attached to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from lagebild.language.german.clauses import Clause
from lagebild.language.german.events_frames import Frame, Noun, modality_words
from lagebild.language.german.events_phrases import Phrase
from lagebild.language.german.events_sentence import Sentence
from lagebild.language.german.tokens import is_adjective
from lagebild.language.german.verbs import auxiliaries

Voice = Literal["active", "passive"]

_BY: Final = frozenset({"von", "vom", "durch", "seitens"})
_COORDINATORS: Final = frozenset({"und", "oder", "aber", "sondern", "doch", ",", "sowie"})
_POSSESSIVES: Final = frozenset(
    {"sein", "seine", "seinen", "seinem", "seiner", "ihr", "ihre", "ihren", "ihrem", "ihrer"}
)
_MOST_ATTACHED: Final = 4  # phrases behind a noun that are looked at


@dataclass(frozen=True, slots=True)
class Parties:
    """Who acts and whom it befalls."""

    actor: Phrase | None = None
    recipient: Phrase | None = None


def of_verb(sentence: Sentence, at: int, frame: Frame, voice: Voice) -> Parties:
    """Return who takes part in what a verb of clause `at` tells."""
    if "nobody" in frame.flags:
        return Parties()
    subject = sentence.subject(at)
    if "befalls" in frame.flags:
        return Parties(None, subject)
    if voice == "passive":
        turned = "acc" in frame.recipients
        if turned and subject is not None and subject.who is not None:
            return Parties(_by(sentence, at), subject)
        return Parties(_by(sentence, at), _recipient(sentence, at, frame, subject if turned else None))
    relative = sentence.relative(at)
    if relative is not None and "acc" in relative.cases:
        other = next((p for p in sentence.phrases(at)[1:] if not p.preposition and "nom" in p.cases), None)
        if other is not None and ("acc" not in other.cases or "nom" not in relative.cases):
            return Parties(other, sentence.antecedent(at) if "acc" in frame.recipients else None)
    if relative is not None and relative.cases == frozenset({"dat"}) and "dat" in frame.recipients:
        return Parties(sentence.own_subject(at), sentence.antecedent(at))
    recipient = _recipient(sentence, at, frame, sentence.own_subject(at))
    if recipient is None and "mit" in frame.recipients:
        recipient = _other_side(subject)
    return Parties(subject, recipient)


def _other_side(phrase: Phrase | None) -> Phrase | None:
    """Return the second of two who do something with each other ("Estland und Lettland einigten sich")."""
    return replace(phrase, who=phrase.second, role="") if phrase is not None and phrase.second is not None else None


def _recipient(sentence: Sentence, at: int, frame: Frame, subject: Phrase | None) -> Phrase | None:
    """Return the recipient where the frame says that it stands."""
    phrases = sentence.phrases(at)
    for place in frame.recipients:
        if place not in ("acc", "dat"):
            found = next((p for p in phrases if p.preposition == place and p.who), None)
        else:
            fits = [p for p in phrases if p is not subject and not p.preposition and place in p.cases]
            found = next((p for p in fits if p.who), None)
            if found is None and fits and place == "acc":
                found = next((p for p in phrases if p.start == fits[0].end and "gen" in p.cases and p.who), None)
        if found is not None:
            return found
    return None


def _by(sentence: Sentence, at: int) -> Phrase | None:
    """Return whom a passive names with "von" or "durch"; a "von" that belongs to a noun or a place names nobody."""
    clause = sentence.clauses[at]
    phrases = sentence.phrases(at)
    for phrase in phrases:
        if phrase.preposition not in _BY or phrase.who is None:
            continue
        front = clause.finite is not None and clause.kind == "main" and clause.start < phrase.start < clause.finite
        attached = any(p.end == phrase.start and p.role for p in phrases)
        before = sentence.tokens[phrase.start - 1].low if phrase.start else ""
        if phrase.preposition == "durch" or not (front or (attached and clause.kind == "sub") or before in _locating()):
            return phrase
    return None


def _locating() -> frozenset[str]:
    return modality_words("locating")


def voice_of(sentence: Sentence, at: int, word: int, frame: Frame) -> Voice | None:
    """Return the voice of the participle at token `word` of clause `at`; None where it only describes something."""
    resting: Voice = "active" if "ist" in frame.flags else "passive"
    for i in range(at, -1, -1):
        clause = sentence.clauses[i]
        lows = {sentence.tokens[j].low for j in sentence.words(i)}
        verbs = {auxiliaries()[low].lemma for low in lows if low in auxiliaries()}
        if "worden" in lows or "werden" in verbs:
            return "passive" if "ist" not in frame.flags else None
        if "haben" in verbs:
            return "active"
        if "sein" in verbs:
            return resting
        own_verb = i == at and clause.finite is not None and clause.finite != word
        if own_verb or clause.before not in _COORDINATORS or sentence.is_inside(i):
            break
    return resting


def of_noun(sentence: Sentence, at: int, word: int, noun: Noun) -> Parties:
    """Return who takes part in what the noun at token `word` of clause `at` tells."""
    given = dict(_attached(sentence, at, word))
    actor = given.get("durch")
    recipient = next((given[p] for p in noun.towards if p in given and given[p].who), None)
    if "zwischen" in given:
        return Parties(given["zwischen"], recipient or _other_side(given["zwischen"]))
    owner = given.get("gen") or sentence.genitive_before(word)
    if noun.genitive == "patient":
        recipient = recipient or owner
    elif noun.genitive == "agent":
        actor = actor or owner
    if actor is None and noun.genitive != "patient" and _is_carried(sentence, at, word):
        actor = sentence.subject(at)
    return Parties(actor, recipient)


def _attached(sentence: Sentence, at: int, word: int) -> Iterator[tuple[str, Phrase]]:
    """Yield the phrases right behind a noun by preposition, "gen" for the genitive, the last of a kind first."""
    clause = sentence.clauses[at]
    behind = Clause(word + 1, clause.end, "phrase", None, "")
    rows = {p.start: p for p in sentence.reader.read(behind, sentence.holes(at))} if behind.start < behind.end else {}
    found: list[tuple[str, Phrase]] = []
    position = word + 1
    while position in rows and len(found) < _MOST_ATTACHED:
        phrase = rows[position]
        kind = phrase.preposition or _genitive(sentence, phrase, first=position == word + 1)
        if not kind:
            break
        found.append(("gen" if kind in ("von", "vom") else kind, phrase))
        position = phrase.end
    yield from reversed(found)


def _genitive(sentence: Sentence, phrase: Phrase, *, first: bool) -> str:
    """Return "gen" where a phrase right behind a noun is its genitive: by its article, or a bare name with -s."""
    token = sentence.tokens[phrase.start]
    strong = token.low == "der" or (token.text[0].islower() and token.low.endswith("er") and is_adjective(token))
    if "gen" in phrase.cases and ("nom" not in phrase.cases or (first and strong)):
        return "gen"
    bare = sentence.tokens[phrase.end - 1].text
    named = phrase.who is not None and not phrase.role and bare[0].isupper() and bare.endswith(("s", "’", "'"))
    return "gen" if first and named and phrase.end == phrase.start + 1 else ""


def _is_carried(sentence: Sentence, at: int, word: int) -> bool:
    """Tell whether the subject does what the noun names: "seinen Rücktritt", "leitete Ermittlungen ein"."""
    if word and sentence.tokens[word - 1].low in _POSSESSIVES:
        return True
    phrase = sentence.phrase_at(at, word)
    subject = sentence.subject(at)
    if phrase is None or phrase.preposition or phrase is subject or "acc" not in phrase.cases:
        return False
    inside = range(phrase.start, phrase.end)
    return any(sentence.tokens[i].low in modality_words("carrying") for i in sentence.words(at) if i not in inside)
