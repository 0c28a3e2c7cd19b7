"""Reads the course of a treaty, a wage round or a trial out of a story: which step by whom, when, and what is open.

`language.processes` finds the words of a step; here they get day and party from what stands around them, sentences
side by side complete each other, and the sightings of all documents become one step each. A step is done only where the
text tells it as done and its day is not after publication; what is announced or required stays open.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lagebild.corroborate.parties import Party, PartyFinder, country_name, dateline, offices
from lagebild.language.processes import Markers, ProcessRule, StepRule, Trigger, definitions, triggers
from lagebild.records.annotation import TextAnnotations, TimeExpression
from lagebild.records.claim import Process, ProcessStep
from lagebild.records.span import Citation, Field, Passage, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# "Abkommen" and "Vertrag" name no treaty in particular, a compound does.
_SHORTEST_NAME = 12


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A step told once. `place` is the sentence's number in its document (-1: the title); `during` a rough time."""

    process: ProcessRule
    step: StepRule
    status: str
    passage: Passage
    place: int
    day: date | None = None
    during: tuple[datetime, datetime] | None = None
    party: Party | None = None
    condition: str | None = None
    published: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.process.kind, self.step.step


def processes(material: StoryMaterial) -> tuple[Process, ...]:
    """Return the processes of a story, each with its steps in their proper order."""
    people: dict[str, dict[str, str]] = {}
    found: list[_Sighting] = []
    for item in material.documents:
        language = item.annotations.body.language
        if language not in people:
            people[language] = offices(material.documents, definitions(language))
        found += _completed(list(_of_document(item, people[language])))
    by_kind: dict[str, list[_Sighting]] = defaultdict(list)
    for sighting in found:
        by_kind[sighting.process.kind].append(sighting)
    made = (_process(rows, material) for rows in by_kind.values())
    return tuple(sorted((p for p in made if p is not None), key=lambda p: -len(p.steps)))


def _of_document(item: AnnotatedDocument, people: dict[str, str]) -> Iterator[_Sighting]:
    document, annotations = item.document, item.annotations
    whole = f"{document.title or ''}\n{document.text}"
    fields: list[tuple[Field, TextAnnotations | None]] = [("title", annotations.title), ("text", annotations.body)]
    for field, read in fields:
        if read is None:
            continue
        language = annotations.body.language
        text = document.field(field)
        known = definitions(language)
        finder = PartyFinder(text, read, known, people, dateline(annotations.body))
        previous: Span | None = None
        for place, sentence in enumerate(read.sentences):
            found = triggers(text, sentence, previous, language, title=field == "title")
            told = [t for t in found if t.step.needs != "document" or t.process.things.search(whole)]
            for at, trigger in enumerate(told):
                window = Span(
                    told[at - 1].span.end if at else sentence.start,
                    told[at + 1].span.start if at + 1 < len(told) else sentence.end,
                )
                passage = Passage(document.id, document.revision, sentence, sentence.of(text), field)
                number = place if field == "text" else place - len(read.sentences)
                sighting = _Sighting(
                    trigger.process, trigger.step, trigger.status, passage, number, published=document.published
                )
                yield from _sightings(sighting, trigger, window, finder, known.markers)
            previous = sentence


def _sightings(
    bare: _Sighting, trigger: Trigger, window: Span, finder: PartyFinder, markers: Markers
) -> Iterator[_Sighting]:
    """Add day, status, condition and party; one sighting a party where several act together."""
    time = _time(finder.text, finder.read, trigger, window, markers)
    # A headline without a verb ("Warnstreik am Donnerstag") does not say whether the day is over.
    day = None if trigger.status == "mentioned" and bare.passage.field == "title" else _day(time)
    during = (time.start, time.end) if time and day is None and time.start and time.end else None
    status = _status(trigger, day, bare.published)
    condition = trigger.condition.of(finder.text) if trigger.condition else None
    if status == "open" and condition is None and time is not None and (day is None or _later(day, bare.published)):
        condition = _with_preposition(finder.text, time.span)
    told = replace(bare, status=status, day=day if status == "done" else None, during=during, condition=condition)
    parties: tuple[Party, ...] = ()
    if trigger.step.party != "none":
        clause = _within(trigger.clause, window)
        parties = finder.find([clause, window], bodies=trigger.step.party == "body")
    yield from (replace(told, party=p) for p in parties or (None,))


def _within(clause: Span, window: Span) -> Span:
    return Span(max(clause.start, window.start), min(clause.end, window.end))


def _time(text: str, read: TextAnnotations, trigger: Trigger, window: Span, markers: Markers) -> TimeExpression | None:
    """Return the time of a step: in its clause the nearest, before it preferred; else in the sentence around it."""
    inside = [t for t in read.times if window.contains(t.span) and t.type in ("DATE", "TIME") and t.start is not None]
    own = [t for t in inside if trigger.clause.contains(t.span)]
    rest = [t for t in inside if t not in own and not _reported(text, t.span, window, trigger.clause, markers)]
    for pool in (own, rest):
        before = [t for t in pool if t.span.end <= trigger.span.end]
        after = [t for t in pool if t.span.end > trigger.span.end]
        if before or after:
            return before[-1] if before else after[0]
    return None


def _reported(text: str, time: Span, window: Span, clause: Span, markers: Markers) -> bool:
    """Tell whether a time outside the clause is when somebody spoke: "KCNA berichtete am Dienstag, dass ..."."""
    start, end = (window.start, clause.start) if time.end <= clause.start else (clause.end, window.end)
    return markers.reporting.search(text, start, max(start, end)) is not None


def _day(time: TimeExpression | None) -> date | None:
    match = _DAY.match(time.value) if time else None
    if match is None or time is None:
        return None
    if time.value.endswith("TNI") and time.end is not None:
        # "in der Nacht zum Montag" belongs to the Monday on which it ends.
        return time.end.date()
    try:
        return date.fromisoformat(match.group())
    except ValueError:
        return None


def _later(day: date | None, published: datetime | None) -> bool:
    return day is not None and published is not None and day > published.date()


def _status(trigger: Trigger, day: date | None, published: datetime | None) -> str:
    if trigger.status == "open" or _later(day, published):
        return "open"
    if trigger.status == "mentioned" and day is not None:
        return "done"
    if trigger.status == "mentioned" and trigger.step.undated:
        return "done"
    return trigger.status


def _with_preposition(text: str, span: Span) -> str:
    before = re.search(
        r"(?:\b(?:am|ab|zum|bis zum|im|Ende|Anfang|noch vor dem|vor dem|on|in|by|from)\s+)$", text[: span.start][-20:]
    )
    return f"{before.group() if before else ''}{span.of(text)}".strip()


def _completed(found: list[_Sighting]) -> list[_Sighting]:
    """Let sentences side by side give each other the missing day or party of one step."""
    for a in range(len(found)):
        for b in range(a + 1, len(found)):
            one, two = found[a], found[b]
            if one.key != two.key or one.status != "done" or two.status != "done":
                continue
            if (
                two.place - one.place > 1
                or (one.day and two.day)
                or (one.party and two.party and one.party != two.party)
            ):
                continue
            if one.step.party != "none" and not (one.party or two.party):
                continue
            day, party = one.day or two.day, one.party or two.party
            if day is not None:
                found[a], found[b] = replace(one, day=day, party=party), replace(two, day=day, party=party)
    return found


def _process(found: Sequence[_Sighting], material: StoryMaterial) -> Process | None:
    rule = found[0].process
    language = material.story_language
    labels = {s.step: s.label for p in definitions(language).processes if p.kind == rule.kind for s in p.steps}
    order = [s.step for s in rule.steps]
    steps: list[ProcessStep] = []
    for name in order:
        rows = [s for s in found if s.step.step == name]
        steps += [replace(s, label=_label(labels.get(name, s.label), s.label)) for s in _steps(rows, language)]
    finer = {s.step: s.unless for s in rule.steps if s.unless}
    taken = {(s.step, s.day) for s in steps if s.day is not None}
    steps = [s for s in steps if (finer.get(s.step, ""), s.day) not in taken]
    if any(s.step == "in force" and s.status == "done" for s in steps):
        steps = [s for s in steps if s.status == "done"]
    if len(steps) < rule.least:
        return None
    return Process(rule.kind, _title(rule, material), tuple(steps))


def _label(name: str, chamber: str) -> str:
    return f"{name} ({chamber})" if chamber else name


def _title(rule: ProcessRule, material: StoryMaterial) -> str:
    """Return how the documents call the thing most often; the kind's own title where they have no name for it."""
    if rule.kind != "treaty":
        return rule.title
    names: Counter[str] = Counter()
    for item in material.documents:
        whole = f"{item.document.title or ''}\n{item.document.text}"
        found = {m.group().removesuffix(m["ending"] or "") for m in rule.things.finditer(whole)}
        names.update(name for name in found if name[0].isupper() and len(name) > _SHORTEST_NAME)
    return max(names, key=lambda n: (names[n], len(n)), default=rule.title)


Group = tuple[Party | None, date | None]


def _steps(rows: Sequence[_Sighting], language: str) -> Iterator[ProcessStep]:
    """Merge the sightings of one step to one step a party (and day, where it can be taken several times)."""
    groups: dict[Group, list[_Sighting]] = defaultdict(list)
    done = [s for s in rows if s.status == "done"]
    loose: list[_Sighting] = []
    for sighting in done:
        if _known(sighting, done) and (sighting.day is not None or not sighting.step.repeats):
            groups[sighting.party, sighting.day if sighting.step.repeats else None].append(sighting)
        else:
            loose.append(sighting)
    for sighting in (*loose, *(s for s in rows if s.status == "mentioned")):
        _attach(groups, sighting)
    made = [
        _done(key, members, language) for key, members in groups.items() if any(m.status == "done" for m in members)
    ]
    yield from sorted(made, key=lambda s: (s.day or date.max, s.party or ""))
    yield from _open_steps([s for s in rows if s.status == "open"], done, language)


def _known(sighting: _Sighting, done: Sequence[_Sighting]) -> bool:
    """Tell whether a sighting says who took the step, with the chamber where others of this state name theirs."""
    party = sighting.party
    if party is None:
        return sighting.step.party == "none"
    return party.body is not None or not any(
        d.party is not None and d.party.body and d.party.country == party.country for d in done
    )


def _attach(groups: dict[Group, list[_Sighting]], sighting: _Sighting) -> None:
    """Give a mention without party or day to the one step it can mean; without any, a done one stands alone."""
    fitting = [key for key, members in groups.items() if _fits(sighting, key, members)]
    if len(fitting) == 1:
        groups[fitting[0]].append(sighting)
    elif not groups and sighting.status == "done":
        groups[sighting.party, None].append(sighting)


def _fits(sighting: _Sighting, key: Group, members: Iterable[_Sighting]) -> bool:
    party = key[0]
    if sighting.party is not None and party is not None and sighting.party.country != party.country:
        return False
    days = {m.day for m in members if m.day is not None}
    if days and all(_later(day, sighting.published) for day in days):
        return False
    if sighting.day is not None and days:
        return sighting.day in days
    if sighting.during is not None and days:
        start, end = sighting.during
        return any(start.date() <= day < end.date() for day in days)
    return True


def _done(key: Group, members: Sequence[_Sighting], language: str) -> ProcessStep:
    votes: dict[date, set[str]] = defaultdict(set)
    for member in members:
        if member.day is not None:
            votes[member.day].add(member.passage.document)
    day = min(votes, key=lambda d: (-len(votes[d]), d), default=None)
    agreed = [m for m in members if m.day is None or m.day == day]
    party = key[0]
    return ProcessStep(
        step=members[0].step.step,
        status="done",
        party=country_name(party.country, language) if party else None,
        day=day,
        citations=_citations(sorted(agreed, key=lambda m: m.day is None)),
        label=(party.body or "") if party else "",
    )


def _open_steps(rows: Sequence[_Sighting], done: Sequence[_Sighting], language: str) -> Iterator[ProcessStep]:
    """Yield what is still open: nothing that was done at or after the time it was announced."""
    groups: dict[Party | None, list[_Sighting]] = defaultdict(list)
    for sighting in rows:
        if not any(_settles(d, sighting) for d in done):
            groups[sighting.party].append(sighting)
    if any(party is not None for party in groups):
        groups.pop(None, None)
    for party, members in groups.items():
        latest = sorted(members, key=lambda m: m.published.timestamp() if m.published else 0.0)
        conditions = [m for m in latest if m.condition]
        best = max(conditions, key=lambda m: len(m.condition or "") > 25, default=None)
        yield ProcessStep(
            step=members[0].step.step,
            status="open",
            party=country_name(party.country, language) if party else None,
            condition=best.condition if best else None,
            citations=_citations([best, *latest] if best else latest),
            label=(party.body or "") if party else "",
        )


def _settles(done: _Sighting, announced: _Sighting) -> bool:
    if done.step.repeats:
        day = done.day or (done.published.date() if done.published else None)
        return day is None or announced.published is None or day >= announced.published.date()
    return announced.party is None or done.party is None or done.party == announced.party


def _citations(members: Iterable[_Sighting]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(m.passage for m in members))
