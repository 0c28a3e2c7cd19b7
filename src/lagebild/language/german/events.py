"""German sentences to events: verbs and nouns of the PLOVER event types and of everyday news, with who and whom.

A verb is read in its clause with what it governs (`events.toml`), so that "griff Lettland an" and "Lettland wurde von
Estland angegriffen" have the same parties, and "räumte den Fehler ein" is another verb than "räumte das Lager". The
types are those of PLOVER (Halterman et al. 2023, "PLOVER and POLECAT"), with some of our own for everyday news.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from lagebild.language.event_rules import by_sentence
from lagebild.language.german import events_facts, events_roles
from lagebild.language.german.clauses import clauses
from lagebild.language.german.events_facts import Standing
from lagebild.language.german.events_frames import Frame, is_never, modality_words, noun_of, phrases, verbs_of
from lagebild.language.german.events_phrases import PhraseReader, role_of
from lagebild.language.german.events_roles import Parties, Voice, voice_of
from lagebild.language.german.events_sentence import Sentence
from lagebild.language.german.tokens import Token, tokenize, word_class
from lagebild.language.german.verbs import VerbForm, auxiliaries
from lagebild.records.annotation import Event, Mention
from lagebild.records.span import Span

_NAMES: Final = frozenset({"person", "organisation", "place", "demonym"})
_HARM: Final = frozenset({"ASSAULT"})
_MISFORTUNES: Final = frozenset({"ACCIDENT", "DISASTER"})


class GermanEventReader:
    """Finds verbs and nouns that tell an event."""

    def read(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Event, ...]:
        """Return the events in order, without time and place."""
        return tuple(e for here, inside in by_sentence(sentences, mentions) for e in _read(text, here, inside))


def _read(text: str, here: Span, mentions: list[Mention]) -> list[Event]:
    tokens = tokenize(text, here)
    if not any(verbs_of(t.low) or (t.text[0].isupper() and noun_of(t.text)) for t in tokens) and not _has_phrase(
        tokens
    ):
        return []
    sentence = Sentence(tokens, clauses(tokens), PhraseReader(tokens, mentions))
    found: dict[Span, Event] = {}
    for at in range(len(sentence.clauses)):
        for word in sentence.words(at):
            for event in (*_phrase_events(text, sentence, at, word), *_events_at(text, sentence, at, word, mentions)):
                if not any(event.anchor.overlaps(other) for other in found):
                    found[event.anchor] = event
    return _as_misfortunes([found[anchor] for anchor in sorted(found)])


def _has_phrase(tokens: Sequence[Token]) -> bool:
    return any(_fixed(tokens, i) for i in range(len(tokens)))


def _fixed(tokens: Sequence[Token], at: int) -> tuple[tuple[Frame, ...], int] | None:
    """Return the frames of the fixed phrase that begins at a token, and where it ends."""
    for words, frames in phrases().items():
        if all(at + i < len(tokens) and tokens[at + i].low == word for i, word in enumerate(words)):
            return frames, at + len(words)
    return None


def _phrase_events(text: str, sentence: Sentence, at: int, word: int) -> Iterator[Event]:
    fixed = _fixed(sentence.tokens, word)
    if fixed is not None:
        frames, end = fixed
        anchor = Span(sentence.tokens[word].start, sentence.tokens[end - 1].end)
        yield from _told(text, sentence, at, word, frames, "active", anchor, infinitive=False)


def _events_at(text: str, sentence: Sentence, at: int, word: int, mentions: Sequence[Mention]) -> Iterator[Event]:
    token = sentence.tokens[word]
    anchor = Span(token.start, token.end)
    if token.kind != "word":
        return
    if token.text[0].isupper() and not _opens_with_verb(sentence, at, word):
        if not any(m.span.contains(anchor) and m.kind in _NAMES for m in mentions):
            yield from _noun_event(text, sentence, at, word, anchor)
        return
    for frames, form in verbs_of(token.low):
        voice = _voice(sentence, at, word, frames[0], form)
        if voice is None:
            continue
        told = list(
            _told(
                text, sentence, at, word, frames, voice, anchor, infinitive=form.kind in ("infinitive", "zu-infinitive")
            )
        )
        if told:
            yield told[0]
            return


def _noun_event(text: str, sentence: Sentence, at: int, word: int, anchor: Span) -> Iterator[Event]:
    tokens, clause = sentence.tokens, sentence.clauses[at]
    noun = noun_of(tokens[word].text)
    if noun is None or (word and is_never(tokens[word - 1].low, tokens[word].low)):
        return
    phrase = sentence.phrase_at(at, word)
    start = phrase.start if phrase else word
    subject = phrase is not None and phrase is sentence.own_subject(at)
    bare = phrase is None or (not phrase.preposition and "acc" in phrase.cases)
    standing = events_facts.of_noun(tokens, clause, word, start, subject=subject, bare=bare)
    yield _event(anchor.of(text), anchor, noun.code, events_roles.of_noun(sentence, at, word, noun), standing)


def _opens_with_verb(sentence: Sentence, at: int, word: int) -> bool:
    return word == sentence.clauses[at].start and sentence.clauses[at].finite == word


def _voice(sentence: Sentence, at: int, word: int, frame: Frame, form: VerbForm) -> Voice | None:
    """Return the voice in which a form is read; None where it is not that form here."""
    tokens, clause = sentence.tokens, sentence.clauses[at]
    stands_last = _stands_last(tokens, clause.start, word, clause.end)
    if form.kind == "participle":
        if clause.finite is None and not stands_last and _is_finite_too(tokens[word].low):
            return None
        if clause.finite == word and not stands_last:
            return None
        if clause.kind == "sub" and clause.finite == word:
            return None
        return voice_of(sentence, at, word, frame)
    if form.kind == "finite":
        if form.particle:
            return "active" if clause.finite == word and _particle(tokens, word, clause.end) == form.particle else None
        alone = clause.finite is None and clause.kind == "phrase" and word > clause.start and not stands_last
        return "active" if (clause.finite == word or alone) and not _particle(tokens, word, clause.end) else None
    if form.particle:
        return None
    if form.kind == "zu-infinitive" or (word > clause.start and tokens[word - 1].low == "zu"):
        return "active"
    helped = any(tokens[i].low in auxiliaries() for i in clause.tokens())
    return "active" if helped and clause.finite != word else None


def _is_finite_too(low: str) -> bool:
    """Tell whether a participle may be the present tense as well ("verhaftet")."""
    return any(form.kind == "finite" and not form.particle for _, form in verbs_of(low))


def _stands_last(tokens: Sequence[Token], start: int, word: int, end: int) -> bool:
    """Tell whether a participle closes a headline ("Minister verhaftet"), and is no finite form ("verhaftet ihn")."""
    return word > start and all(tokens[i].kind != "word" for i in range(word + 1, end))


def _particle(tokens: Sequence[Token], verb: int, end: int) -> str:
    """Return the particle that closes the clause of a finite verb, "" for none."""
    at = end - 1
    while at > verb and tokens[at].kind != "word":
        at -= 1
    # "rief dazu auf, ...": only what stands at the end of the clause belongs to the verb.
    if at <= verb or tokens[at].low not in word_class("particles") | {"ein", "frei", "ab", "auf"}:
        following = next((i for i in range(verb + 1, end) if tokens[i].low in ("und", "oder", "sowie")), end)
        if following == end or following - 1 <= verb or tokens[following - 1].low not in word_class("particles"):
            return ""
        at = following - 1
    return tokens[at].low


def _told(
    text: str,
    sentence: Sentence,
    at: int,
    word: int,
    frames: Sequence[Frame],
    voice: Voice,
    anchor: Span,
    *,
    infinitive: bool,
) -> Iterator[Event]:
    """Yield the event of the first frame that holds."""
    clause = sentence.clauses[at]
    around = [sentence.tokens[i].low for i in sentence.words(at) if i != word]
    for frame in frames:
        if not _fits(frame, around, voice):
            continue
        parties = events_roles.of_verb(sentence, at, frame, voice)
        if not _has_parties(text, frame, parties, voice):
            continue
        standing = events_facts.of_verb(sentence.tokens, clause, word, infinitive=infinitive)
        if infinitive and (clause.kind == "infinitive" or _with_zu(sentence.tokens, word)):
            standing = _of_infinitive(sentence, at, standing)
        yield _event(anchor.of(text), anchor, frame.code, parties, standing)
        return


def _with_zu(tokens: Sequence[Token], word: int) -> bool:
    return tokens[word - 1].low == "zu" or "zu" in tokens[word].low[1:-4]


def _has_parties(text: str, frame: Frame, parties: Parties, voice: Voice) -> bool:
    """Tell whether those take part whom a frame asks for."""
    actor, recipient = parties.actor, parties.recipient
    named = actor is not None and actor.who is not None
    if frame.roles and not (named and _role(text, parties) in frame.roles):
        return False
    if "recipient" in frame.flags and (recipient is None or recipient.who is None):
        return False
    if "named" in frame.flags:
        return named
    return "actor" not in frame.flags or named or voice == "passive" or (actor is not None and actor.pronoun)


def _role(text: str, parties: Parties) -> str:
    """Return the role of the actor, of a name by its last word ("Landgericht", "Bundesgerichtshofs")."""
    actor = parties.actor
    if actor is None or actor.who is None:
        return ""
    last = actor.who.of(text).split()[-1]
    return actor.role or role_of(last) or role_of(last.removesuffix("s"))


def _fits(frame: Frame, around: Sequence[str], voice: Voice) -> bool:
    if "passive" in frame.flags and voice != "passive":
        return False
    reflexive = "sich" in around
    if ("sich" in frame.flags and not reflexive) or ("plain" in frame.flags and reflexive):
        return False
    if frame.beside and not _beside(frame.beside, around):
        return False
    return not (frame.never_beside and _beside(frame.never_beside, around))


def _beside(words: Sequence[str], around: Sequence[str]) -> bool:
    """Tell whether one of the words, of four letters or more as a part, stands in the clause."""
    for word in words:
        if word == "\\d":
            if any(":" in low and low[0].isdigit() for low in around):
                return True
        elif any(low == word or (len(word) > 3 and word in low) for low in around):
            return True
    return False


def _of_infinitive(sentence: Sentence, at: int, standing: Standing) -> Standing:
    """Return how an infinitive with "zu" is told: a plan or wish, unless somebody manages it."""
    govern = sentence.clauses[at - 1] if at else sentence.clauses[at]
    managed = any(sentence.tokens[i].low in modality_words("managing") for i in govern.tokens())
    return standing if managed else replace(standing, modality="planned")


def _event(lemma: str, anchor: Span, code: str, parties: Parties, standing: Standing) -> Event:
    actor = parties.actor.who if parties.actor else None
    recipient = parties.recipient.who if parties.recipient else None
    return Event(
        anchor,
        code,
        lemma,
        actor,
        recipient if recipient != actor else None,
        polarity=standing.polarity,
        modality=standing.modality,
    )


def _as_misfortunes(events: list[Event]) -> list[Event]:
    """Return the events of a sentence, where who is killed by an accident is dead and not attacked."""
    codes = {e.code for e in events}
    if not codes & _MISFORTUNES or any(e.code in _HARM and e.lemma[0].isupper() for e in events):
        return events
    return [
        replace(e, code="DEATH") if e.code in _HARM and e.actor is None and "töte" in e.lemma else e for e in events
    ]
