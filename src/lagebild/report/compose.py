"""Turns a story's material, claims and views into its Lagebild: headline, lead, short sections, every sentence checked.

The Meldung is made of sentences that stand in the sources, sobered (see `sober`); numbers and processes are told in the
report's own few words (see `phrases`). A sentence whose citations do not carry it is withheld and counted, and the next
best takes its place.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lagebild.language.stems import content_stems, overlap
from lagebild.records.claim import Corroboration, NumberComparison, NumberValue, ProcessStep
from lagebild.records.report import Part, Report, Sentence, Withheld
from lagebild.records.span import Citation, Passage, Span
from lagebild.records.story import StoryMaterial
from lagebild.records.view import Views
from lagebild.report.check import unsupported
from lagebild.report.options import ReportOptions
from lagebild.report.phrases import long_date, phrases
from lagebild.report.select import Candidate, candidates

HEADLINE_CHARACTERS = 140
"""A sentence up to this length may serve as headline before longer ones do: two lines on a page."""


class _Printer:
    """Prints what passes the citation check and remembers what did not."""

    def __init__(self, material: StoryMaterial) -> None:
        self._material = material
        self.printed: list[Sentence] = []
        self.withheld: list[Withheld] = []

    def put(
        self, part: Part, section: str, text: str, citations: Sequence[Citation], own: Collection[str] = ()
    ) -> bool:
        sentence = Sentence(part, section, text, tuple(citations))
        missing = unsupported(sentence, self._material, own)
        if missing:
            self.withheld.append(Withheld(text, missing))
            return False
        self.printed.append(sentence)
        return True


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
    printer = _Printer(material)
    language = material.story_language
    words = phrases(language)["sections"]
    rest = candidates(material, options)
    rest = _lead(printer, material, rest, options)
    for kind, heading in (("event", "events"), ("statement", "statements"), ("background", "background")):
        chosen = [c for c in rest if c.kind == kind and not c.loaded][: 2 * options.section_sentences]
        _section(printer, words[heading], chosen, options, by_time=kind == "event")
    for text, citations in _numbers(corroboration.numbers, material):
        printer.put("body", words["numbers"], text, citations)
    labels = {s.label for p in corroboration.processes for s in p.steps}
    for text, citations in _open_steps(corroboration, language):
        printer.put("body", words["open"], text, citations, own=labels)
    origins = {o.name for c in corroboration.claims for o in c.origins if o.kind != "anonymous"}
    return Report(
        story=material.story,
        origins=len(origins),
        sentences=tuple(_in_order(printer.printed)),
        views=views,
        claims=corroboration.claims,
        withheld=tuple(printer.withheld),
        generated=generated,
        version=version,
    )


def _in_order(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    for part in ("headline", "lead", "body", "dossier"):
        yield from (s for s in sentences if s.part == part)


def _lead(
    printer: _Printer, material: StoryMaterial, found: list[Candidate], options: ReportOptions
) -> list[Candidate]:
    """Print headline and lead from the newest central sentences; return the candidates that are left."""
    newest = max((c.published for c in found if c.published), default=None)

    def rank(candidate: Candidate) -> tuple[int, float]:
        told = candidate.when if candidate.kind == "event" and candidate.when else candidate.published
        age = max(0.0, (newest - told).total_seconds() / 86400) if newest and told else 0.0
        kind = {"event": 1.2, "background": 1.0, "statement": 0.7}[candidate.kind]
        early = 1 / (1 + candidate.position / options.early_sentences)
        return (-candidate.loaded, candidate.score * kind * early * max(0.1, 0.5 ** (age / options.recency_days)))

    rest = sorted(found, key=rank, reverse=True)
    headline = _headline(printer, material, rest)
    taken: list[Candidate] = []
    for candidate in rest:
        if len(taken) == options.lead_sentences:
            break
        repeats = any(overlap(candidate.stems, t.stems) > 0.5 for t in taken) or candidate is headline
        if not repeats and printer.put("lead", "", candidate.text, candidate.citations):
            taken.append(candidate)
    return [c for c in found if c is not headline and c not in taken]


def _headline(printer: _Printer, material: StoryMaterial, rest: Sequence[Candidate]) -> Candidate | None:
    """Print the soberest title that the bodies carry, else the best short sentence, which is returned then."""
    best = rest[:12]
    stems = frozenset().union(*(c.stems for c in best)) if best else frozenset()
    titles: list[tuple[float, str, Passage]] = []
    for item in material.documents:
        title, read = item.document.title, item.annotations.title
        if not title or read is None or read.language != material.story_language or read.wording.marks:
            continue
        if any(mark in title for mark in "!?…") or not 4 <= len(title.split()) <= 14:
            continue
        own = content_stems(title)
        passage = Passage(item.document.id, item.document.revision, Span(0, len(title)), title, "title")
        age = (
            (material.story.last - item.document.published).days
            if material.story.last and item.document.published
            else 0
        )
        titles.append((overlap(own, stems) * len(own & stems) ** 0.5 * 0.75**age, title, passage))
    for _, title, passage in sorted(titles, key=lambda t: (-t[0], t[1])):
        carriers = [c for c in best if overlap(content_stems(title), c.stems) >= 0.3]
        bodies = tuple(dict.fromkeys(p for c in carriers[:3] for p in c.citations))
        if printer.put("headline", "", title, (*bodies, passage)):
            return None
    for candidate in sorted(
        best[:8], key=lambda c: (c.loaded, c.kind == "statement", len(c.text) > HEADLINE_CHARACTERS)
    ):
        if printer.put("headline", "", candidate.text.rstrip("."), candidate.citations):
            return candidate
    return None


def _section(
    printer: _Printer, heading: str, chosen: Sequence[Candidate], options: ReportOptions, *, by_time: bool
) -> None:
    printed: list[Candidate] = []
    for candidate in chosen:
        if len(printed) == options.section_sentences:
            break
        trial = Sentence("body", heading, candidate.text, candidate.citations)
        if any(overlap(candidate.stems, p.stems) > 0.5 for p in printed) or _told(printer, candidate):
            continue
        if printer.put("body", heading, trial.text, trial.citations):
            printed.append(candidate)
    if by_time:
        order = {c.text: (c.when or c.published, c.position) for c in printed}
        mine = [s for s in printer.printed if s.section == heading]
        mine.sort(key=lambda s: (order[s.text][0] is None, str(order[s.text][0] or ""), order[s.text][1]))
        printer.printed = [s for s in printer.printed if s.section != heading] + mine


def _told(printer: _Printer, candidate: Candidate) -> bool:
    """Tell whether headline or lead say it already."""
    return any(overlap(candidate.stems, content_stems(s.text)) > 0.7 for s in printer.printed if s.part != "body")


def _numbers(
    numbers: Sequence[NumberComparison], material: StoryMaterial
) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    words = phrases(material.story_language)["numbers"]
    for group in numbers:
        # Sums of money that count nothing named are too unlike each other for a sentence.
        if group.verdict is None or group.counted in {"", group.values[0].unit}:
            continue
        different = list({(v.minimum, v.maximum, v.value, v.approximate): v for v in group.values}.values())
        if len(different) < 2:
            continue
        values = words["join"].join(_value(v, material) for v in different[:4])
        yield (
            words[group.verdict].format(counted=group.counted, values=values),
            tuple(dict.fromkeys(_sentence_of(v.passage, material) for v in different[:4])),
        )


def _sentence_of(passage: Passage, material: StoryMaterial) -> Passage:
    """Return the sentence around an amount: the amount alone does not carry what it counts."""
    item = material.by_id[passage.document]
    read = item.annotations.body if passage.field == "text" else item.annotations.title
    home = next((s for s in read.sentences if s.contains(passage.span)), None) if read else None
    if home is None:
        return passage
    return replace(passage, span=home, quote=home.of(item.document.field(passage.field)))


def _value(value: NumberValue, material: StoryMaterial) -> str:
    language = material.story_language
    words = phrases(language)["numbers"]
    who = value.speaker or material.by_id[value.passage.document].document.outlet or value.passage.document
    if value.as_of is None:
        return words["value"].format(text=value.text, who=who)
    return words["value_dated"].format(text=value.text, who=who, date=long_date(value.as_of, language))


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
