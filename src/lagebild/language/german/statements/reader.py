"""German sentences to statements: who is reported to say what, in which form and how it is meant.

The rules go from sure to unsure: verbs of saying, then source phrases ("laut"), then whole quotations without a cue,
then "soll" and "will", at last sentences in the subjunctive I that carry on what somebody said before.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lagebild.language.german.clauses import Clause
from lagebild.language.german.statements.contents import cue_statements
from lagebild.language.german.statements.hits import Hit, verb_hit
from lagebild.language.german.statements.modality import clause_modality, source_modality
from lagebild.language.german.statements.modals import is_modal, modal_statement
from lagebild.language.german.statements.nouns import noun_statements
from lagebild.language.german.statements.quotes import has_finite_verb, inside, is_sentence, quotations
from lagebild.language.german.statements.reading import Reading, prepare, speaker_span, subject, trimmed
from lagebild.language.german.statements.sources import Source, sources
from lagebild.language.german.tokens import is_noun, word_class
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
                course.withdraw(statement.content[0])
                before = min(before, len(course.statements))
            _keep(reading, course, statement)
    for source in found_sources:
        _keep(reading, course, _source_statement(reading, source, hits))
    _lone_quotes(reading, course)
    for i in range(len(reading.clauses)):
        if is_modal(reading, i) and i not in hits:
            _keep(reading, course, _rumour(modal_statement(reading, i), course))
    _subjunctives(reading, course)
    for statement in noun_statements(reading):
        _keep(reading, course, statement)
    _partial_quotes(reading, course, before)
    return points_back


def _rumour(statement: Statement | None, course: Course) -> Statement | None:
    """Give a rumour the source of the sentence before where that named one ("Nach Angaben der Polizei ...")."""
    last = course.last
    if statement is None or statement.modality != "hearsay" or last is None or course.age > 1:
        return statement
    if last.rule in ("nach", "laut", "zufolge", "subjunctive") and last.speaker:
        return replace(statement, speaker=last.speaker)
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
    for span in statement.content:
        if any(_covered(span, other) for other in reading.taken):
            return
    reading.taken.extend(statement.content)
    course.add(statement)


def _covered(span: Span, other: Span) -> bool:
    shared = min(span.end, other.end) - max(span.start, other.start)
    return shared > 0.5 * (span.end - span.start)


def _ordered(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda s: (s.content[0], s.speaker)))


def _source_statement(reading: Reading, source: Source, hits: dict[int, Hit]) -> Statement | None:
    clause = reading.clauses[source.clause]
    last = source.clause
    while last + 1 < len(reading.clauses) and _carries_on(reading, last + 1, hits):
        last += 1
    tokens = reading.tokens
    alone = source.start == clause.start and source.end < clause.end and clause.before == ";"
    if source.rule == "so" or (clause.finite is None and not alone):
        return _apart(reading, source, hits, last)
    start = tokens[clause.start].start
    leads = source.start == clause.start
    in_relative = clause.kind == "sub" and tokens[clause.start].low in word_class("relatives")
    after_conjunction = source.start == clause.start + 1 and tokens[clause.start].low in word_class("conjunctions")
    after_pronoun = in_relative and source.start == clause.start + 1
    if (leads or after_conjunction or after_pronoun) and source.end < clause.end:
        start = tokens[source.end].start
    if last == source.clause + 1 and _adds_about_name(reading, last):
        last -= 1
    content = trimmed(reading.text, start, tokens[reading.clauses[last].end - 1].end)
    return _sourced(reading, source, content)


def _adds_about_name(reading: Reading, at: int) -> bool:
    """Tell whether clause `at` is a relative clause in the indicative about a name.

    Such a clause never says which one is meant, it adds something, and in the indicative the reporter adds it.
    """
    clause, before = reading.clauses[at], reading.clauses[at - 1]
    opener = reading.tokens[clause.start].low
    if clause.kind != "sub" or clause.mood != "indicative" or opener not in word_class("relatives"):
        return False
    nouns = [reading.tokens[i] for i in before.tokens() if is_noun(reading.tokens[i], first=False)]
    if not nouns:
        return False
    last = Span(nouns[-1].start, nouns[-1].end)
    return any(m.span.overlaps(last) and m.kind in ("person", "place") for m in reading.mentions)


def _apart(reading: Reading, source: Source, hits: dict[int, Hit], last: int) -> Statement | None:
    """Read a source phrase between commas or at the end: all the rest of the sentence is passed on."""
    tokens, at = reading.tokens, source.clause
    if at == 0:
        if len(reading.clauses) == 1:
            return None
        first = next((i for i, c in enumerate(reading.clauses) if c.finite is not None), 1)
        whole = reading.clause_span(first, max(first, last))
        return _sourced(reading, source, trimmed(reading.text, whole.start, whole.end))
    first = at - 1
    if reading.clauses[first].finite is None and at + 1 < len(reading.clauses) and first == 0:
        return _around(reading, source, hits)
    while first > 0 and first - 1 not in hits and reading.clauses[first].before not in (":", ";"):
        first -= 1
    if first in hits and first != at - 1:
        first += 1
    before = reading.clauses[first]
    if at - first == 1 and before.kind == "quote":
        token = tokens[before.start]
        return _sourced(reading, source, inside(reading.text, Span(token.start, token.end)), "direct")
    content = trimmed(reading.text, tokens[before.start].start, tokens[reading.clauses[at - 1].end - 1].end)
    statement = _sourced(reading, source, content)
    rest = reading.clause_span(at + 1, last) if last > at else None
    if statement is None or rest is None or reading.clauses[at + 1].kind not in ("sub", "infinitive", "phrase"):
        return statement
    return replace(statement, content=(*statement.content, rest))


def _around(reading: Reading, source: Source, hits: dict[int, Hit]) -> Statement | None:
    """Read a source phrase that stands after the first words of what it passes on ("Dennoch, so X, habe ...")."""
    at = source.clause
    last = at + 1
    while last + 1 < len(reading.clauses) and _carries_on(reading, last + 1, hits):
        last += 1
    head, rest = reading.clause_span(at - 1, at - 1), reading.clause_span(at + 1, last)
    end = trimmed(reading.text, rest.start, rest.end)
    statement = _sourced(reading, source, end)
    return replace(statement, content=(head, *statement.content)) if statement else None


def _sourced(reading: Reading, source: Source, content: Span | None, form: str = "indirect") -> Statement | None:
    if content is None or content.end - content.start < 6:
        return None
    speaker = speaker_span(reading, source.speaker) if source.speaker else None
    named = reading.token_span(*source.speaker).of(reading.text) if source.speaker else ""
    modality = source_modality(content.of(reading.text), named, source.hearsay)
    return Statement(
        content=(content,),
        form="direct" if form == "direct" else "indirect",
        modality=modality,
        cue=(
            reading.token_span(
                source.start, source.speaker[0] if source.speaker and source.speaker[0] > source.start else source.end
            ),
        ),
        speaker=(speaker,) if speaker else (),
        rule=source.rule,
    )


def _carries_on(reading: Reading, at: int, hits: dict[int, Hit]) -> bool:
    """Tell whether clause `at` still belongs to the clause before it."""
    clause = reading.clauses[at]
    if at in hits or clause.before in (";", ":", "–", "—"):
        return False
    if clause.kind == "main":
        return clause.before in (",", "und", "oder", "sondern") or clause.mood in ("subjunctive1", "subjunctive2")
    return True


def _lone_quotes(reading: Reading, course: Course) -> None:
    """Read quotations that no cue has claimed: the speaker is the subject beside them or the one before."""
    for number, clause in enumerate(reading.clauses):
        for i in clause.tokens():
            token = reading.tokens[i]
            if token.kind != "quote":
                continue
            content = inside(reading.text, Span(token.start, token.end))
            alone = len(reading.clauses) == 1 and clause.end - clause.start <= 2
            speaker: tuple[Span, ...] = ()
            if alone and course.last is not None and course.age <= _FAR:
                speaker = course.last.speaker
            elif clause.finite is not None and clause.kind != "quote":
                phrase = subject(reading, number)
                speaker = (speaker_span(reading, phrase),) if phrase else ()
            if not alone and not speaker:
                speaker = _main_speaker(reading)
            own: Modality = "asserted"
            _keep(reading, course, Statement((content,), "direct", own, speaker=speaker, rule="quote"))


def _main_speaker(reading: Reading) -> tuple[Span, ...]:
    for number, clause in enumerate(reading.clauses):
        if clause.kind == "main":
            phrase = subject(reading, number)
            if phrase:
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
        _keep(reading, course, _carried(reading, content, course.last))


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


def _carried(reading: Reading, content: Span, last: Statement | None) -> Statement:
    said = content.of(reading.text)
    own: Modality = "asserted"
    if last is not None and last.modality in ("warned", "criticised", "alleged"):
        own = last.modality
    modality = clause_modality(own, said, "")
    return Statement((content,), "free-indirect", modality, speaker=last.speaker if last else (), rule="subjunctive")
