"""Turns a story's material, claims and views into its Lagebild: headline, lead, short sections, every sentence checked.

The Meldung is made of sentences that stand in the sources, sobered (see `sober`), put in an order in which each noun
is introduced before it is taken as known; numbers and processes are told in the report's own few words (see
`figures`, `phrases`). A sentence whose citations do not carry it is withheld and counted, and the next best takes its
place.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lagebild.language.standing import met
from lagebild.language.stems import content_stems, overlap
from lagebild.records.claim import Corroboration, ProcessStep
from lagebild.records.report import Part, Report, Sentence, Withheld
from lagebild.records.span import Citation, Passage, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.records.view import Views
from lagebild.report.check import unsupported, unsupported_own
from lagebild.report.figures import compared, figures, outdated
from lagebild.report.naming import register
from lagebild.report.options import ReportOptions
from lagebild.report.phrases import phrases
from lagebild.report.select import Candidate, candidates, is_overtaken, nouns_of, rarity, repeats, tells_little

HEADLINE_CHARACTERS = 140
"""A sentence up to this length may serve as headline before longer ones do: two lines on a page."""
SECTION_WORDS = 8
"""A section of one sentence needs at least so many words: less is no section but a scrap."""
_ASKS = re.compile(r"(?:Was|Wie|Warum|Wer|Wo|Wann|Weshalb|Wieso|Why|How|What|Who|Where|When) ")
_COLON = re.compile(r"(?<=[^\W\d_]):(?=[A-ZÄÖÜ„])")
# A page's label that ran into its title ("LiveUSA: ...", "PlusNeue Zahlen").
_LABELLED = re.compile(r"(?:\w+ )?(?:Live|Liveblog|Plus|Video|Podcast|Exklusiv|Newsletter)(?=[A-ZÄÖÜ])")
_BRACKETED = re.compile(r" \(\d{1,2}\.? [A-ZÄÖÜ]\w+(?: \d{4})?\)")


@dataclass(slots=True)
class _Draft:
    """What has been chosen so far, and what was withheld."""

    material: StoryMaterial
    options: ReportOptions
    weights: dict[str, float]
    compared: tuple[frozenset[Passage], ...] = ()
    headline: Sentence | None = None
    lead: list[Candidate] = field(default_factory=list)
    sections: dict[str, list[Candidate]] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)

    @property
    def chosen(self) -> list[Candidate]:
        return [*self.lead, *(c for rows in self.sections.values() for c in rows)]

    def nouns(self, upto: Iterable[Candidate]) -> frozenset[str]:
        head = [self.headline.text] if self.headline else []
        return nouns_of([*head, *(c.text for c in upto)])

    def is_carried(self, candidate: Candidate) -> bool:
        sentence = Sentence("body", "", candidate.text, candidate.citations)
        return self.passes(sentence, unsupported(sentence, self.material))

    def passes(self, sentence: Sentence, missing: tuple[str, ...]) -> bool:
        if missing and all(w.text != sentence.text for w in self.withheld):
            self.withheld.append(Withheld(sentence.text, missing))
        return not missing


def compose(
    material: StoryMaterial,
    corroboration: Corroboration,
    views: Views,
    *,
    generated: datetime,
    version: str,
    options: ReportOptions | None = None,
) -> Report:
    """Write the report of one story; the same input gives the same report."""
    options = options or ReportOptions()
    old = outdated(corroboration.numbers)
    found = [c for c in candidates(material, options, views.scene) if not _is_outdated(c, old)]
    draft = _Draft(material, options, rarity(found), compared=compared(corroboration.numbers))
    heads = phrases(material.story_language)["sections"]
    _choose_lead(draft, found)
    for kind, heading in (("event", "events"), ("statement", "statements"), ("background", "background")):
        rows = [c for c in found if c.kind == kind and not c.loaded]
        chosen = _section(draft, rows)
        if _is_section(draft, chosen, kind):
            draft.sections[heads[heading]] = chosen
    sentences = [*_printed(draft), *_own(draft, corroboration)]
    origins = {o.name for c in corroboration.claims for o in c.origins if o.kind != "anonymous"}
    return Report(
        story=material.story,
        origins=len(origins),
        sentences=tuple(sentences),
        views=views,
        claims=corroboration.claims,
        withheld=tuple(draft.withheld),
        generated=generated,
        version=version,
        material=material,
    )


def _choose_lead(draft: _Draft, found: Sequence[Candidate]) -> None:
    """Choose the newest central sentence, the headline that says it, and a second sentence of the same news."""
    newest = max((c.published for c in found if c.published), default=None)

    overtaken = [c for c in found if is_overtaken(c, newest)]

    def rank(candidate: Candidate) -> tuple[int, float]:
        told = candidate.when if candidate.when and candidate.position > 1 else candidate.published
        age = max(0.0, (newest - told).total_seconds() / 86400) if newest and told else 0.0
        kind = {"event": 1.2, "background": 1.0, "statement": 0.9}[candidate.kind]
        early = 1 / (1 + candidate.position / draft.options.early_sentences)
        news = (0.4 + candidate.titled) * early * max(0.01, 0.5 ** (age / draft.options.recency_days))
        return (-candidate.loaded, candidate.score * kind * news)

    order = sorted((c for c in found if not c.leans and c not in overtaken), key=rank, reverse=True)
    first = next((c for c in order if not c.needs and draft.is_carried(c)), None)
    first = first or next((c for c in order if draft.is_carried(c)), None)
    carriers = [*order[:12], *(c for c in found if first and c.document == first.document)]
    used = _headline(draft, first, carriers)
    draft.lead = [first] if first and first is not used else []
    while first and len(draft.lead) < draft.options.lead_sentences:
        last = draft.lead[-1] if draft.lead else first
        following = [c for c in found if c.document == last.document and c.position == last.position + 1]
        near = [c for c in order if _same_news(c, first)]
        rows = (c for c in [*following, *near, *order] if c is not used)
        chosen = next((c for c in rows if _goes_on(draft, c, following)), None)
        if chosen is None:
            break
        draft.lead.append(chosen)


def _goes_on(draft: _Draft, candidate: Candidate, following: Sequence[Candidate]) -> bool:
    """Tell whether the lead may go on with a sentence: its own neighbour may lean on it, any other must not."""
    if _is_told(draft, candidate, draft.chosen) or candidate.loaded:
        return False
    known = candidate in following or met(candidate.needs, draft.nouns(draft.lead))
    return known and draft.is_carried(candidate)


def _same_news(candidate: Candidate, first: Candidate) -> bool:
    if candidate.published is None or first.published is None:
        return candidate.document == first.document
    return abs((candidate.published - first.published).days) < 1 and candidate.kind != "background"


def _is_told(draft: _Draft, candidate: Candidate, told: Sequence[Candidate]) -> bool:
    """Tell whether printed sentences say it already: one of them, or all together nearly all of it."""
    if candidate in told or repeats(candidate, told, draft.weights, draft.options.repeated):
        return True
    return tells_little(candidate, told, draft.options.least_new)


def _headline(draft: _Draft, first: Candidate | None, order: Sequence[Candidate]) -> Candidate | None:
    """Choose the soberest title that the bodies carry, else the best short sentence, which is returned then."""
    best = list(dict.fromkeys(order))
    for title, passage in _titles(draft.material, first, best):
        carriers = sorted(best, key=lambda c: -overlap(content_stems(title), c.stems))
        carriers = [c for c in carriers if overlap(content_stems(title), c.stems) >= 0.3]
        bodies = tuple(dict.fromkeys(p for c in carriers[:3] for p in c.citations))
        sentence = Sentence("headline", "", _COLON.sub(": ", title), (passage, *bodies))
        if bodies and draft.passes(sentence, unsupported(sentence, draft.material)):
            draft.headline = sentence
            return None
    short = (c for c in best[:12] if not c.leans and draft.is_carried(c) and not c.needs)
    spare = sorted(short, key=lambda c: (c.loaded, c.text[0] in '„“"', len(c.text) > HEADLINE_CHARACTERS))
    for candidate in spare:
        draft.headline = Sentence("headline", "", candidate.text.rstrip("."), candidate.citations)
        return candidate
    return None


def _titles(
    material: StoryMaterial, first: Candidate | None, best: Sequence[Candidate]
) -> Iterator[tuple[str, Passage]]:
    """Yield sober titles, best first: those that say what the lead says, and the newest."""
    stems = frozenset().union(*(c.stems for c in best)) if best else frozenset()
    rows: list[tuple[float, str, Passage]] = []
    for item in material.documents:
        title = item.document.title
        if not title or not _is_sober(item, title, material.story_language):
            continue
        own = content_stems(title)
        passage = Passage(item.document.id, item.document.revision, Span(0, len(title)), title, "title")
        age = 0
        if material.story.last and item.document.published:
            age = (material.story.last - item.document.published).days
        said = 1 + 2 * overlap(own, first.stems) + (item.document.id == first.document) if first else 1.0
        rows.append((overlap(own, stems) * len(own & stems) ** 0.5 * 0.75**age * said, title, passage))
    for _, title, passage in sorted(rows, key=lambda r: (-r[0], r[1])):
        yield title, passage


def _is_sober(item: AnnotatedDocument, title: str, language: str) -> bool:
    read = item.annotations.title
    # "auf dem niedrigsten Stand" is a fact as often as praise; other loaded words are no headline of ours.
    if read is None or read.language != language or any(m.kind != "superlative" for m in read.wording.marks):
        return False
    if _ASKS.match(title) or _LABELLED.match(title):
        return False
    return not any(mark in title for mark in "!?…") and 3 <= len(title.split()) <= 14


def _section(draft: _Draft, rows: Sequence[Candidate]) -> list[Candidate]:
    """Choose the sentences of a section, in order; none repeats what is printed or puzzles in its place."""
    newest = max((c.published for c in rows if c.published), default=None)
    rows = [c for c in rows if not c.leans and not is_overtaken(c, newest) and not _is_scrap(c)]
    rows = sorted(rows, key=lambda c: (-c.score * _freshness(c, newest), c.document, c.position))
    best = rows[0].score if rows else 0.0
    chosen: list[Candidate] = []
    for candidate in rows:
        if len(chosen) == draft.options.section_sentences or candidate.score < 0.2 * best:
            break
        told = [*draft.chosen, *chosen]
        if _is_told(draft, candidate, told):
            continue
        if (
            _is_counted(draft, candidate, told)
            or _is_headline(draft, candidate)
            or not met(candidate.needs, draft.nouns(told))
        ):
            continue
        if draft.is_carried(candidate):
            chosen.append(candidate)
    chosen.sort(key=_time)
    return _introduced(draft, chosen)


def _is_section(draft: _Draft, chosen: Sequence[Candidate], kind: str) -> bool:
    """Tell whether there is enough to say for a subhead; a report of nothing but background keeps it."""
    if len(chosen) != 1:
        return bool(chosen)
    return len(chosen[0].text.split()) >= SECTION_WORDS and (kind != "background" or not draft.chosen)


def _is_counted(draft: _Draft, candidate: Candidate, told: Sequence[Candidate]) -> bool:
    """Tell whether a printed sentence states another amount of the same thing: the numbers stand side by side below."""
    groups = [g for g in draft.compared if _states(candidate, g)]
    return any(_states(other, g) for g in groups for other in told)


def _states(candidate: Candidate, passages: Collection[Passage]) -> bool:
    home = candidate.citations[0]
    return any(p.document == home.document and p.field == home.field and home.span.contains(p.span) for p in passages)


def _is_outdated(candidate: Candidate, old: Collection[Passage]) -> bool:
    """Tell whether the sentence states an amount that the sources have replaced since."""
    return _states(candidate, old)


def _freshness(candidate: Candidate, newest: datetime | None) -> float:
    """Weigh down undated background of earlier days ("Die Straße ist gesperrt")."""
    if candidate.kind != "background":
        return 1.0
    old = newest and candidate.published and (newest - candidate.published).total_seconds() > 36 * 3600
    return 0.5 if old else 1.0


def _is_scrap(candidate: Candidate) -> bool:
    """Background of a few words ("Im Schnitt geht es um 140 Euro.") says too little away from its place."""
    return candidate.kind == "background" and len(candidate.stems) < 5


def _time(candidate: Candidate) -> tuple[bool, str, int]:
    moment = candidate.when or candidate.published
    return (moment is None, moment.isoformat() if moment else "", candidate.position)


def _introduced(draft: _Draft, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Drop what takes a noun as known that, in this order, comes only later."""
    kept: list[Candidate] = []
    for candidate in chosen:
        if met(candidate.needs, draft.nouns([*draft.chosen, *kept])):
            kept.append(candidate)
    return kept


def _is_headline(draft: _Draft, candidate: Candidate) -> bool:
    if draft.headline is None:
        return False
    stems = content_stems(draft.headline.text)
    return overlap(candidate.stems, stems) > 0.7 and len(candidate.stems) <= len(stems) + 2


def _printed(draft: _Draft) -> Iterator[Sentence]:
    """Write the chosen sentences in their places: persons named once in full, a date once beside its weekday."""
    if draft.headline:
        yield draft.headline
    known = register(draft.material)
    parts: list[tuple[Part, str, Candidate]] = [("lead", "", c) for c in draft.lead]
    parts += [("body", heading, c) for heading, rows in draft.sections.items() for c in rows]
    before = ""
    for part, heading, candidate in parts:
        text, extra = known.written(candidate.text, candidate.document)
        dates = _BRACKETED.findall(text)
        if dates and dates == [before] and part == "body":
            text = text.replace(before, "")
        before = dates[-1] if dates else before
        sentence = Sentence(part, heading, text, tuple(dict.fromkeys((*candidate.citations, *extra))))
        if unsupported(sentence, draft.material):
            sentence = Sentence(part, heading, candidate.text, candidate.citations)
        yield sentence


def _own(draft: _Draft, corroboration: Corroboration) -> Iterator[Sentence]:
    """Write what is said in the report's own words: numbers that differ, steps that are open."""
    language = draft.material.story_language
    words = phrases(language)["sections"]
    for text, citations in figures(corroboration.numbers, draft.material, draft.options):
        sentence = Sentence("body", words["numbers"], text, citations)
        if draft.passes(sentence, unsupported_own(sentence, draft.material)):
            yield sentence
    labels = {s.label for p in corroboration.processes for s in p.steps}
    for text, citations in _open_steps(corroboration, language):
        sentence = Sentence("body", words["open"], text, citations)
        if draft.passes(sentence, unsupported_own(sentence, draft.material, labels)):
            yield sentence


def _open_steps(corroboration: Corroboration, language: str) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    words = phrases(language)["process"]
    for process in corroboration.processes:
        for step in process.steps:
            if step.status == "open" and step.citations:
                yield _open_step(step, words), step.citations


def _open_step(step: ProcessStep, words: Mapping[str, str]) -> str:
    if step.condition:
        return words["open"].format(step=step.label or step.step, condition=step.condition)
    return words["open_bare"].format(step=step.label or step.step)
