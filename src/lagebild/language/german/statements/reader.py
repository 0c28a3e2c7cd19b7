"""German sentences to statements: who is reported to say what, in which form and how it is meant.

The rules go from sure to unsure: verbs of saying, then source phrases ("laut"), then whole quotations without a cue,
then "soll" and "will", at last sentences in the subjunctive I that carry on what somebody said before.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lagebild.language.german.clauses import Clause
from lagebild.language.german.phrases import noun_phrase
from lagebild.language.german.statements.contents import cue_statements
from lagebild.language.german.statements.headlines import headline_statement
from lagebild.language.german.statements.hits import verb_hit
from lagebild.language.german.statements.media import is_medium, medium_name, merged
from lagebild.language.german.statements.modality import clause_modality, is_accuser
from lagebild.language.german.statements.modals import is_modal, modal_statement
from lagebild.language.german.statements.nouns import noun_statements
from lagebild.language.german.statements.quotes import has_finite_verb, inside, is_sentence, quotations
from lagebild.language.german.statements.reading import (
    Reading,
    can_speak,
    prepare,
    speaker_span,
    speaking_subject,
    subject,
    trimmed,
)
from lagebild.language.german.statements.sourced import source_statement
from lagebild.language.german.statements.sources import sources
from lagebild.records.annotation import Mention, Modality, Statement
from lagebild.records.span import Span

_FEWEST_QUOTED = 3  # words; shorter quotations are names and single terms
_FAR = 2  # sentences after which a subjunctive no longer carries on the last statement


@dataclass(slots=True)
class Course:
    """What is remembered from sentence to sentence."""

    statements: list[Statement] = field(default_factory=list)
    last: Statement | None = None
    age: int = 99
    previous: Span | None = None

    def add(self, statement: Statement) -> None:
        """Keep a statement and remember its speaker for what follows."""
        self.statements.append(statement)
        if statement.rule not in ("soll",):
            self.last, self.age = statement, 0

    def exchange(self, old: Statement, new: Statement) -> None:
        """Put one statement in the place of another."""
        self.statements[self.statements.index(old)] = new
        if self.last is old:
            self.last = new

    def passed_on(self, reading: Reading, statement: Statement) -> bool:
        """Name the medium of what others said in the sentence before ("Das berichtet die Zeitung"), if it is that."""
        if not statement.speaker or not is_medium(statement.speaker[0].of(reading.text)):
            return False
        said = [s for s in self.statements if s.speaker and statement.content[0].contains(s.content[0])]
        for known in said:
            self.exchange(known, replace(known, via=medium_name(reading, statement.speaker[0])))
        return bool(said)

    def withdraw(self, span: Span) -> None:
        """Drop rumours and plans without a speaker inside `span`: the next sentence tells who says so."""
        self.statements = [
            s for s in self.statements if s.rule not in ("soll", "will") or not all(span.contains(c) for c in s.content)
        ]


def _units(sentences: Sequence[Span], quotes: Sequence[Span]) -> list[Span]:
    """Join sentences that lie in one quotation."""
    units: list[Span] = []
    for sentence in sentences:
        following = bisect_right(quotes, units[-1].end, key=lambda q: q.end) if units else len(quotes)
        open_ = quotes[following] if following < len(quotes) else None
        if open_ is not None and open_.start < units[-1].end and open_.overlaps(sentence):
            units[-1] = Span(units[-1].start, sentence.end)
        else:
            units.append(sentence)
    return units


class GermanStatementReader:
    """Finds what somebody is reported to say in German text."""

    def read(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Statement, ...]:
        """Return the statements in order; a speaker may be a pronoun or missing, the document resolves it later."""
        quotes = [q for q in quotations(text) if is_sentence(text, q)]
        mentions = sorted(mentions, key=lambda m: m.span)
        course = Course()
        for unit in _units(sentences, quotes):
            reading = prepare(text, unit, quotes, mentions)
            if reading.tokens:
                course.age += 1
                if not _read_unit(reading, course):
                    course.previous = unit
        return _ordered(course.statements)


def _read_unit(reading: Reading, course: Course) -> bool:
    """Read one sentence; True where it only says who said the one before ("Das teilte die Polizei mit")."""
    points_back = False
    before = len(course.statements)
    hits = {i: hit for i in range(len(reading.clauses)) if (hit := verb_hit(reading, i))}
    found_sources = sources(reading)
    blocked = {s.clause for s in found_sources if s.rule == "so"}
    for i in sorted(hits):
        for statement in cue_statements(reading, hits, i, course.last, course.previous, blocked):
            if statement.content[0].end <= reading.span.start:
                points_back = True
                if course.passed_on(reading, statement):
                    continue
                course.withdraw(statement.content[0])
                before = min(before, len(course.statements))
            _keep(reading, course, statement)
    for source in found_sources:
        _keep(reading, course, source_statement(reading, source, hits))
    if len(course.statements) == before:
        _keep(reading, course, headline_statement(reading))
    _lone_quotes(reading, course)
    for i in range(len(reading.clauses)):
        if is_modal(reading, i) and i not in hits:
            _keep(reading, course, _rumour(reading.text, modal_statement(reading, i), course))
    _subjunctives(reading, course)
    for statement in noun_statements(reading):
        _keep(reading, course, statement)
    _partial_quotes(reading, course, before)
    return points_back


def _rumour(text: str, statement: Statement | None, course: Course) -> Statement | None:
    """Give a rumour the source of the sentence before where that named one ("Nach Angaben der Polizei ...")."""
    last = course.last
    if statement is None or statement.modality != "hearsay" or last is None or course.age > 1:
        return statement
    accused = any(is_accuser(s.of(text)) for s in last.speaker)
    carried = last.rule in ("nach", "laut", "zufolge", "subjunctive1", "subjunctive2")
    if last.speaker and (accused or carried or is_medium(last.speaker[0].of(text))):
        return replace(statement, speaker=last.speaker, modality="alleged" if accused else "hearsay")
    return statement


def _partial_quotes(reading: Reading, course: Course, before: int) -> None:
    """Read verbatim words inside a statement as a direct statement of the same speaker."""
    here = [s for s in course.statements[before:] if s.form != "direct" and reading.span.contains(s.content[0])]
    for quote in quotations(reading.span.of(reading.text)):
        content = inside(reading.text, quote.shifted(reading.span.start))
        if not _is_verbatim(content.of(reading.text)):
            continue
        for said in here:
            whole = said.content[0]
            if whole.contains(content) and content.end - content.start < 0.8 * (whole.end - whole.start):
                course.statements.append(replace(said, content=(content,), form="direct", rule="partial"))
                break


def _is_verbatim(quoted: str) -> bool:
    """Tell whether a quotation inside a sentence is somebody's words rather than a name or a title."""
    words = quoted.split()
    if len(words) < _FEWEST_QUOTED:
        return False
    return words[0][0].islower() or has_finite_verb([w.strip(",.") for w in words[1:] if w.strip(",.")])


def _keep(reading: Reading, course: Course, statement: Statement | None) -> None:
    """Add a statement unless most of what it says has been read already."""
    if statement is None or any(s.end <= s.start for s in statement.content):
        return
    here = [s for s in course.statements if s.content[0].overlaps(reading.span) or s is course.last]
    for known in reversed(here):
        both = merged(reading, known, statement) if _same(known, statement) else None
        if both is not None and known.form != "direct":
            course.exchange(known, both)
            return
    for span in statement.content:
        if any(_covered(span, other) for other in reading.taken):
            return
    reading.taken.extend(statement.content)
    course.add(statement)


def _same(first: Statement, second: Statement) -> bool:
    """Tell whether one statement's content is most of the other's."""
    return any(_covered(a, b) or _covered(b, a) for a in first.content for b in second.content)


def _covered(span: Span, other: Span) -> bool:
    shared = min(span.end, other.end) - max(span.start, other.start)
    return shared > 0.5 * (span.end - span.start)


def _ordered(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda s: (s.content[0], s.speaker)))


def _lone_quotes(reading: Reading, course: Course) -> None:
    """Read quotations that no cue has claimed: the speaker is the subject beside them or the one before."""
    for number, clause in enumerate(reading.clauses):
        for i in clause.tokens():
            token = reading.tokens[i]
            if token.kind != "quote":
                continue
            content = inside(reading.text, Span(token.start, token.end))
            alone = len(reading.clauses) == 1 and clause.end - clause.start <= 2
            speaker = _before_colon(reading, number, course)
            if speaker:
                pass
            elif alone and course.last is not None and course.age <= _FAR:
                speaker = course.last.speaker
            elif clause.finite is not None and clause.kind != "quote":
                phrase = subject(reading, number)
                speaker = (speaker_span(reading, phrase),) if phrase and can_speak(reading, phrase) else ()
            if not alone and not speaker:
                speaker = _main_speaker(reading)
            modality = clause_modality("asserted", content.of(reading.text), "")
            _keep(reading, course, Statement((content,), "direct", modality, speaker=speaker, rule="quote"))


def _before_colon(reading: Reading, number: int, course: Course) -> tuple[Span, ...]:
    """Return who speaks after a colon: whoever spoke last in this sentence, else the subject before the colon."""
    if number == 0 or reading.clauses[number].before != ":":
        return ()
    last = course.last
    if last is not None and course.age == 0 and last.speaker and last.cue and reading.span.contains(last.cue[0]):
        return last.speaker
    for i in range(number - 1, -1, -1):
        clause = reading.clauses[i]
        phrase = speaking_subject(reading, i) if clause.kind == "main" else None
        if clause.kind == "phrase" and i == 0 and noun_phrase(reading.tokens, clause.start, clause.end) > clause.start:
            phrase = clause.start, noun_phrase(reading.tokens, clause.start, clause.end)
        if phrase is not None and can_speak(reading, phrase):
            return (speaker_span(reading, phrase),)
    return ()


def _main_speaker(reading: Reading) -> tuple[Span, ...]:
    for number, clause in enumerate(reading.clauses):
        if clause.kind == "main":
            phrase = subject(reading, number)
            if phrase and can_speak(reading, phrase):
                return (speaker_span(reading, phrase),)
    return ()


def _subjunctives(reading: Reading, course: Course) -> None:
    """Read main clauses in the subjunctive I without a cue: somebody named before goes on speaking."""
    for number, clause in enumerate(reading.clauses):
        if clause.kind != "main" or clause.finite is None:
            continue
        if not _carries_subjunctive(reading, clause, course):
            continue
        first = number
        while first > 0 and reading.clauses[first - 1].kind in ("sub", "phrase", "infinitive"):
            first -= 1
        last = number
        while last + 1 < len(reading.clauses) and (
            reading.clauses[last + 1].kind != "main" or reading.clauses[last + 1].mood != "indicative"
        ):
            last += 1
        whole = reading.clause_span(first, last)
        content = trimmed(reading.text, whole.start, whole.end)
        if content is None:
            continue
        statement = _carried(reading, clause, content, course.last)
        speaker = _before_colon(reading, first, course)
        _keep(reading, course, replace(statement, speaker=speaker) if speaker else statement)


def _carries_subjunctive(reading: Reading, clause: Clause, course: Course) -> bool:
    """Tell whether the mood of a main clause shows that it is somebody's; subjunctive II only beside another one."""
    if clause.mood == "subjunctive1":
        return not _set_phrase(reading, clause)
    last = course.last
    if clause.mood != "subjunctive2" or clause.finite is None or last is None or course.age > 1:
        return False
    low = reading.tokens[clause.finite].low
    if low in ("dürfte", "dürften"):
        return False
    if low in ("sollte", "sollten", "möchte", "möchten", "könnte", "könnten"):
        return last.form == "free-indirect"
    # The plural of the subjunctive I is mostly that of the indicative: then the subjunctive II stands for it.
    return last.form in ("indirect", "free-indirect") or low in ("hätten", "wären", "würden", "müssten")


def _set_phrase(reading: Reading, clause: Clause) -> bool:
    """Tell whether the subjunctive is part of a set phrase ("es sei denn", "wie dem auch sei")."""
    words = [reading.tokens[i].low for i in clause.tokens()]
    return words[:3] == ["es", "sei", "denn"] or words[-2:] == ["auch", "sei"] or words[:2] == ["sei", "es"]


def _carried(reading: Reading, clause: Clause, content: Span, last: Statement | None) -> Statement:
    said = content.of(reading.text)
    own: Modality = "asserted"
    if last is not None and last.modality in ("warned", "criticised", "alleged"):
        own = last.modality
    modality = clause_modality(own, said, "")
    return Statement((content,), "free-indirect", modality, speaker=last.speaker if last else (), rule=str(clause.mood))
