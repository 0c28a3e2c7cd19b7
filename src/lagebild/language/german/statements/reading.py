"""A sentence prepared for reading statements, and the small questions that all rules ask of it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lagebild.language.german.clauses import Clause, clauses
from lagebild.language.german.phrases import can_be_subject, noun_phrase, prepositional_end, skip_adverbials
from lagebild.language.german.statements.cues import speaker_endings
from lagebild.language.german.tokens import Token, is_noun, tokenize, word_class
from lagebild.language.german.verbs import auxiliaries, is_adverbial
from lagebild.records.annotation import Mention
from lagebild.records.span import Span

_EDGES = ' \t\n\r,;:–—-"„“”»«.…!'
_AGENT = frozenset(["von", "vom", "durch", "seitens"])
_NOWHERE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Reading:
    """One sentence (or several inside one quotation) with tokens and clauses."""

    text: str
    span: Span
    tokens: list[Token]
    clauses: list[Clause]
    mentions: Sequence[Mention] = ()
    taken: list[Span] = field(default_factory=list)

    def clause_span(self, first: int, last: int) -> Span:
        """Return the characters from clause `first` to clause `last`, inclusive."""
        return Span(self.tokens[self.clauses[first].start].start, self.tokens[self.clauses[last].end - 1].end)

    def token_span(self, start: int, end: int) -> Span:
        """Return the characters of tokens `start` to `end` (exclusive)."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)


def prepare(text: str, span: Span, quotes: Sequence[Span], mentions: Sequence[Mention]) -> Reading:
    """Tokenize a sentence and cut it into clauses; each of `quotes` is one token. Quotes and mentions are in order."""
    low = bisect_left(quotes, span.start, key=lambda q: q.end)
    high = bisect_left(quotes, span.end, key=lambda q: q.start)
    tokens = tokenize(text, span, quotes[low:high])
    first = bisect_left(mentions, span.start, key=lambda m: m.span.start)
    last = bisect_left(mentions, span.end, key=lambda m: m.span.start)
    inside = [m for m in mentions[first:last] if span.contains(m.span)]
    return Reading(text, span, tokens, clauses(tokens), inside)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without marks at its edges; a question mark stays. None where nothing is left."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not _closes_inner_quote(text, start, end):
        end -= 1
    return Span(start, end) if end > start else None


def _closes_inner_quote(text: str, start: int, end: int) -> bool:
    """Tell whether the last character closes a quotation that opens inside the span."""
    last = text[end - 1]
    if last in "“”":
        return "„" in text[start:end]
    if last == "«":
        return "»" in text[start:end]
    return last == '"' and text.count('"', start, end) % 2 == 0


def words_of(reading: Reading, clause: Clause) -> Iterator[int]:
    """Yield the indices of the clause's words."""
    for i in clause.tokens():
        if reading.tokens[i].kind in ("word", "quote", "number"):
            yield i


def last_word(reading: Reading, clause: Clause) -> int:
    """Return the index of the clause's last word (its start where it has none)."""
    return max(words_of(reading, clause), default=clause.start)


def subject(reading: Reading, at: int) -> tuple[int, int] | None:
    """Return the token range of the subject of clause `at`, None where it is left out or not found."""
    clause = reading.clauses[at]
    if clause.finite is None:
        return None
    if clause.kind == "sub":
        return _subject_of_subordinate(reading, at)
    tokens, finite = reading.tokens, clause.finite
    start = clause.start
    while start < finite and tokens[start].low in word_class("conjunctions"):
        start += 1
    named = any(m.span.start == tokens[start].start for m in reading.mentions)
    if start == 0 and start + 1 < finite and not named and _opens_with_adverb(tokens):
        start += 1
    if start < finite:
        before = _subject_before(tokens, start, finite, clause.end, named)
        if before is not None:
            return before
    if start == finite and clause.before == "," and at > 1 and reading.clauses[at - 1].kind in ("phrase", "sub"):
        interrupted = _interrupted_subject(reading, at)
        if interrupted is not None and can_speak(reading, interrupted):
            return interrupted
    found = _subject_after(tokens, finite + 1, clause.end)
    if found is None and start == finite:
        return _interrupted_subject(reading, at)
    return found


def _opens_with_adverb(tokens: Sequence[Token]) -> bool:
    """Tell whether the capital of the first word is only the sentence's ("Erstmals in der Geschichte ...")."""
    return tokens[0].kind == "word" and is_adverbial(tokens[0].low) and not is_noun(tokens[1], first=False)


def speaking_subject(reading: Reading, at: int) -> tuple[int, int] | None:
    """Return the subject of clause `at`; a phrase that stands first is the object where only one behind can speak.

    "Weitere Forderungen lehnt die Regierung ab": case endings alone do not tell, that only the government speaks does.
    """
    found, clause = subject(reading, at), reading.clauses[at]
    if found is None or clause.finite is None or found[0] > clause.finite or can_speak(reading, found):
        return found
    after = _subject_after(reading.tokens, clause.finite + 1, clause.end)
    if after is None or not can_speak(reading, after) or _one_for_plural(reading, clause, after):
        return found
    return after


def _one_for_plural(reading: Reading, clause: Clause, phrase: tuple[int, int]) -> bool:
    """Tell whether the verb stands in the plural and the phrase is one person's name."""
    finite = clause.finite
    known = auxiliaries().get(reading.tokens[finite].low) if finite is not None else None
    if known is None or not known.plural:
        return False
    joined = any(reading.tokens[i].low in ("und", "sowie") for i in range(*phrase))
    span = reading.token_span(*phrase)
    return not joined and any(m.kind == "person" and span.contains(m.span) for m in reading.mentions)


def can_speak(reading: Reading, phrase: tuple[int, int]) -> bool:
    """Tell whether a noun phrase names somebody who can say something: a name, a pronoun, an office, a body."""
    start, end = phrase
    if end - start == 1 and reading.tokens[start].low in word_class("speaking_pronouns"):
        return True
    head = next((i for i in range(start, end) if is_noun(reading.tokens[i], first=False)), None)
    if head is None:
        return False
    while head + 1 < end and _continues_name(reading.tokens, head):
        head += 1
    run = reading.token_span(start, head + 1)
    if any(m.kind in ("person", "organisation", "place") and m.span.overlaps(run) for m in reading.mentions):
        return True
    return any(
        reading.tokens[i].low.endswith(speaker_endings()) for i in range(start, head + 1) if reading.tokens[i].low
    )


def _continues_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the next token still belongs to the head of a phrase ("Industrie- und Handelskammer")."""
    if tokens[at].text.endswith("-") or tokens[at - 1].text.endswith("-"):
        return True
    return is_noun(tokens[at + 1], first=False)


def _subject_before(tokens: Sequence[Token], start: int, finite: int, end: int, named: bool) -> tuple[int, int] | None:
    """Return the subject where it stands before the verb; `named` tells that a name opens the clause."""
    after = noun_phrase(tokens, start, finite)
    if after == start and tokens[start].low in ("auch", "selbst", "sogar", "nur", "sowohl", "weder", "allein"):
        start += 1
        after = noun_phrase(tokens, start, finite)
    if after == start or not can_be_subject(tokens, start, after):
        return None
    if start == 0 and after == 1 and not named and is_adverbial(tokens[0].low):
        return None
    if finite + 1 < end and tokens[finite + 1].low in word_class("subject_pronouns"):
        return None
    rest = [
        t
        for t in tokens[after:finite]
        if t.kind == "word" and t.text.isalpha() and t.text[0].islower() and t.low not in word_class("adverbs")
    ]
    opens = ("von", "aus", "vom", "im", "in", "bei", "für", "der", "des", "als", "und", "sowie", "noch")
    if rest and after < finite and tokens[after].low not in opens and not _is_attribute(tokens, after, finite):
        return None
    if tokens[start].low in ("der", "die", "das") and after == start + 1:
        return None
    return start, after


def _is_attribute(tokens: Sequence[Token], at: int, finite: int) -> bool:
    """Tell whether phrases with prepositions fill what is left before the verb ("Die Experten [vor Ort] sagten").

    Only one part of the sentence stands before the verb, so they belong to the noun.
    """
    while at < finite and tokens[at].low in word_class("prepositions"):
        at = prepositional_end(tokens, at, finite)
    return at == finite


def _subject_after(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    at = start
    for _ in range(4):
        at = skip_adverbials(tokens, at, end, _NOWHERE)
        if at >= end:
            return None
        after = noun_phrase(tokens, at, end)
        if after == at:
            return None
        if can_be_subject(tokens, at, after):
            return at, after
        at = after
    return None


def _interrupted_subject(reading: Reading, at: int) -> tuple[int, int] | None:
    """Return the phrase before commas of a clause that starts with its verb ("X, Sprecher der Y, sagte")."""
    first = None
    for i in range(at - 1, -1, -1):
        clause = reading.clauses[i]
        if clause.kind == "phrase":
            first = i
        elif clause.kind != "sub" or reading.tokens[clause.start].low in ("dass", "daß", "ob"):
            break
    if first is None:
        return None
    clause = reading.clauses[first]
    start = clause.start
    while start < clause.end - 1 and reading.tokens[start].low in ("und", "aber", "auch", "doch"):
        start += 1
    after = noun_phrase(reading.tokens, start, clause.end)
    if after > start and can_be_subject(reading.tokens, start, after):
        return start, after
    return _subject_after(reading.tokens, clause.start, clause.end)


def _subject_of_subordinate(reading: Reading, at: int) -> tuple[int, int] | None:
    clause, tokens = reading.clauses[at], reading.tokens
    opener = tokens[clause.start].low
    if opener in ("der", "die", "das", "welcher", "welche", "welches") and at > 0:
        inner = _subject_after(tokens, clause.start + 1, clause.finite or clause.end)
        return inner if inner and _is_human_pronoun(tokens, inner) else _antecedent(reading, at)
    start = clause.start + 1
    if tokens[clause.start].low in word_class("prepositions"):
        start += 1
    return _subject_after(tokens, start, clause.finite or clause.end)


def _is_human_pronoun(tokens: Sequence[Token], phrase: tuple[int, int]) -> bool:
    return tokens[phrase[0]].low in word_class("subject_pronouns")


def _antecedent(reading: Reading, at: int) -> tuple[int, int] | None:
    """Return the last noun phrase before a relative clause."""
    tokens, end = reading.tokens, reading.clauses[at].start - 1
    low = reading.clauses[at - 1].start
    found = None
    i = low
    while i < end:
        after = noun_phrase(tokens, i, end)
        if after > i:
            found = (i, after)
            i = after
        else:
            i += 1
    return found


def agent(reading: Reading, at: int, openers: frozenset[str] = _AGENT) -> tuple[int, int] | None:
    """Return the phrase after "von", "vom" or "durch" in a passive clause, or after other `openers`.

    Inside what stands before the finite verb of a main clause such a phrase belongs to a noun ("Die Einigung von Prag
    wurde begrüßt").
    """
    clause, tokens = reading.clauses[at], reading.tokens
    opens = clause.finite if clause.kind == "main" and clause.finite is not None else clause.start
    small = word_class("adverbs") | word_class("conjunctions")
    first = next((i for i in range(clause.start, opens) if tokens[i].low not in small), opens)
    for i in (first, *range(opens, clause.end)):
        if tokens[i].low in openers and i + 1 < clause.end and tokens[i + 1].kind != "number":
            after = noun_phrase(tokens, i + 1, clause.end)
            if after > i + 1:
                return i + 1, after
    return None


def speaker_span(reading: Reading, phrase: tuple[int, int]) -> Span:
    """Return what names the speaker in a noun phrase: a person's name, else the phrase without its article."""
    start, end = phrase
    whole = reading.token_span(start, end)
    people = [m for m in reading.mentions if m.kind == "person" and whole.contains(m.span)]
    if not people:
        beside = _person_before(reading, start) or _apposed(reading, start, end)
        if beside is not None:
            return beside
    small = next((m.span for m in reading.mentions if m.kind == "organisation" and m.span.start == whole.end + 1), None)
    if small is not None and reading.text[small.start].islower():
        return small
    if people and not _possessive(reading, people[0], start, end):
        joined = [m for m in people if m.span.start >= people[0].span.start]
        return Span(people[0].span.start, joined[-1].span.end)
    if end - start > 1 and reading.tokens[start].low in (
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "dem",
        "den",
        "des",
        "einem",
        "einer",
        "eines",
    ):
        start += 1
    return reading.token_span(start, end)


def _person_before(reading: Reading, start: int) -> Span | None:
    """Return the person whose office the phrase is ("Jan Beispiel, Sprecher der Bahn, sagte")."""
    tokens = reading.tokens
    if start < 2 or tokens[start - 1].text != "," or tokens[start].low in word_class("determiners"):
        return None
    end = tokens[start - 2].end
    return next((m.span for m in reading.mentions if m.kind == "person" and m.span.end == end), None)


def _apposed(reading: Reading, start: int, end: int) -> Span | None:
    """Return who is named between commas after an office or a kind ("der Minister, Hans Beispiel, sagte")."""
    tokens = reading.tokens
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return None
    whole = reading.token_span(start, end)
    bare = not any(whole.contains(m.span) and m.kind == "organisation" for m in reading.mentions)
    close = next((i for i in range(end + 1, min(end + 9, len(tokens))) if tokens[i].text == ","), None)
    reach = tokens[min(end + 4, len(tokens) - 1)].start
    for mention in reading.mentions:
        if not tokens[end + 1].start <= mention.span.start <= reach:
            continue
        if mention.kind == "person" or (mention.kind == "organisation" and bare and close is not None):
            between = reading.text[tokens[end].end : mention.span.start].lower().split()
            relative = between[:1] and between[0] in word_class("relatives") and between[1:2]
            if relative and between[1] in word_class("determiners"):
                continue  # "der Beamte, den die Zeitung zitiert"
            if not any(w in word_class("prepositions") or w in auxiliaries() for w in between):
                return mention.span
    after = end + 1
    while after < len(tokens) and is_noun(tokens[after], False):
        after += 1
    closed = after < len(tokens) and tokens[after].text == ","
    return reading.token_span(end + 1, after) if closed and after - end - 1 >= 2 else None


def _possessive(reading: Reading, person: Mention, start: int, end: int) -> bool:
    """Tell whether the name is a genitive or attached by a preposition ("Anwältin Rahmani Purs", "Vater von X")."""
    for i in range(start, end):
        if reading.tokens[i].start < person.span.start and reading.tokens[i].low in (
            "von",
            "vom",
            "für",
            "des",
            "der",
            "um",
        ):
            return i > start
    return False
