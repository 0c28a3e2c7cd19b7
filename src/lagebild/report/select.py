"""Turns a story's documents into candidate sentences: sobered, scored by how central they are, the same only once.

A sentence is central where its words stand in the sentences of many outlets (copies counted once), as in centroid-based
summarisation (Radev et al. 2004); early sentences, dated events and sober wording count for it. Sentences that cannot
stand alone (questions, "Dies ...", subheads) are left out, because a report that puzzles is worse than a shorter one.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from lagebild.language.complete import has_finite_verb
from lagebild.language.stems import WORD, content_stems, overlap
from lagebild.records.annotation import Statement
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.report.options import ReportOptions
from lagebild.report.sober import Edit, sober

Kind = Literal["event", "statement", "background"]

_PRONOUN = re.compile(r"(Er|Sie|He|She|They)\b")
_LEANS_BACK = re.compile(
    r"(Dies|Das|Damit|Dabei|Dafür|Dagegen|Dazu|Daran|Darauf|Daher|Deshalb|Dort|Doch|Aber|Denn|Und|Oder|So|Es|Ihm|Ihr"
    r"|Sein|Seine|Ihre|Ebenso|Trotzdem|Dennoch|Jedoch|Allerdings|Wir|Ich|This|That|These|Those|It|But|And|There|His|Her"
    r"|Their|However|We|I|Ein|Einer)\s(?=[a-zäöüA-ZÄÖÜ])"
)
_STANDS_ALONE = re.compile(r"(Ein|Einer|Sein|Seine|So)\s+[A-ZÄÖÜa-zäöü]{3,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be printed. `when` is the start of the event it tells, None where it dates none."""

    text: str
    kind: Kind
    citations: tuple[Passage, ...]
    score: float
    loaded: int
    stems: frozenset[str]
    published: datetime | None
    when: datetime | None = None
    speaker: str | None = None
    outlets: frozenset[str] = field(default_factory=frozenset)
    position: int = 0


def candidates(material: StoryMaterial, options: ReportOptions) -> list[Candidate]:
    """Return the candidates, best first, in the story's language."""
    copies = {link.document for link in material.links if link.copy_of and link.copied_share > 0.5}
    language = material.story_language
    documents = [d for d in material.documents if d.annotations.body.language == language]
    originals = [d for d in documents if d.document.id not in copies] or documents
    weights = _centrality(originals)
    year = _year(material)
    found = [c for d in originals for c in _of_document(d, options, weights, year)]
    return _once(sorted(found, key=lambda c: (-c.score, c.citations[0].document, c.position)), options)


def _year(material: StoryMaterial) -> int | None:
    return material.story.last.year if material.story.last else None


def _centrality(documents: Iterable[AnnotatedDocument]) -> dict[str, float]:
    """Weigh a stem by the share of outlets that use it, damped for words that stand in every sentence."""
    outlets: dict[str, set[str]] = {}
    sentences: Counter[str] = Counter()
    total = 0
    for item in documents:
        for span in item.annotations.body.sentences:
            total += 1
            for key in content_stems(span.of(item.document.text)):
                outlets.setdefault(key, set()).add(item.document.outlet or item.document.id)
                sentences[key] += 1
    many = max((len(o) for o in outlets.values()), default=1)
    return {k: len(o) / many * math.log(1 + total / sentences[k]) for k, o in outlets.items()}


def _of_document(
    item: AnnotatedDocument, options: ReportOptions, weights: dict[str, float], year: int | None
) -> Iterator[Candidate]:
    for position, span in enumerate(item.annotations.body.sentences):
        raw = span.of(item.document.text)
        if not _stands_alone(raw, options) or not has_finite_verb(raw, item.annotations.body.language):
            continue
        statement = _statement_in(item, span)
        edits, extra = _named(item, span, statement)
        if _PRONOUN.match(raw) and not edits:
            continue
        printed = sober(item.document.text, span, item.annotations.body, year=year, replacements=edits)
        stems = content_stems(printed.text)
        if len(stems) < 3:
            continue
        when = _when(item, span)
        mean = sum(weights.get(s, 0.0) for s in stems) / math.sqrt(len(stems) + 4)
        sobriety = 1 - options.lurid_discount * item.annotations.body.wording.score
        score = mean * (1.15 if when else 1.0) * (1.25 / (1 + position / 12)) * 0.6**printed.loaded * sobriety
        yield Candidate(
            text=printed.text,
            kind="statement" if statement else "event" if when or _tells_event(item, span) else "background",
            citations=(_passage(item, span), *extra),
            score=score,
            loaded=printed.loaded,
            stems=stems,
            published=item.document.published,
            when=when,
            speaker=", ".join(statement.speaker_names) if statement else None,
            outlets=frozenset({item.document.outlet or item.document.id}),
            position=position,
        )


def _stands_alone(raw: str, options: ReportOptions) -> bool:
    words = len(WORD.findall(raw))
    if not options.shortest_sentence <= words <= options.longest_sentence:
        return False
    if not raw.rstrip("“”\"»«)' ").endswith((".", "!")) or "?" in raw:
        return False
    if raw.count("„") != raw.count("“") + raw.count("”") and raw.count("„") and raw.count('"') == 0:
        return False
    return not _LEANS_BACK.match(raw) or bool(_STANDS_ALONE.match(raw) and raw.startswith(("Ein ", "Einer ")))


def _statement_in(item: AnnotatedDocument, span: Span) -> Statement | None:
    """Return the statement that fills most of the sentence, where it has a speaker or is hearsay."""
    inside = [s for s in item.annotations.body.statements if s.content and s.content[0].overlaps(span)]
    inside = [s for s in inside if s.speaker_names or s.modality == "hearsay"]
    return max(inside, key=lambda s: sum(c.end - c.start for c in s.content), default=None)


def _named(
    item: AnnotatedDocument, span: Span, statement: Statement | None
) -> tuple[tuple[Edit, ...], tuple[Passage, ...]]:
    """Put the name for a pronoun that begins the sentence, and cite where the name stands."""
    text = item.document.text
    match = _PRONOUN.match(span.of(text))
    if match is None or statement is None or len(statement.speaker_names) != 1:
        return (), ()
    here = Span(span.start, span.start + match.end())
    name = statement.speaker_names[0]
    if not any(s.overlaps(here) for s in statement.speaker):
        return (), ()
    at = text.find(name)
    home = next((s for s in item.annotations.body.sentences if s.start <= at < s.end), None)
    if at < 0 or home is None:
        return (), ()
    return (Edit(here.start, here.end, name),), (_passage(item, home),)


def _passage(item: AnnotatedDocument, span: Span) -> Passage:
    return Passage(item.document.id, item.document.revision, span, span.of(item.document.text))


def _when(item: AnnotatedDocument, span: Span) -> datetime | None:
    times = [t for t in item.annotations.body.times if span.contains(t.span) and t.type in ("DATE", "TIME")]
    starts = [t.start for t in times if t.start and t.end and (t.end - t.start).days <= 31]
    return starts[0] if starts else None


def _tells_event(item: AnnotatedDocument, span: Span) -> bool:
    return any(span.contains(e.anchor) for e in item.annotations.body.events)


def _once(found: list[Candidate], options: ReportOptions) -> list[Candidate]:
    """Merge sentences that say the same: the best is printed, the others join as citations."""
    kept: list[Candidate] = []
    for candidate in found:
        for index, other in enumerate(kept):
            if overlap(candidate.stems, other.stems) >= options.similar and candidate.kind == other.kind:
                outlets = other.outlets | candidate.outlets
                citations = tuple(dict.fromkeys((*other.citations, *candidate.citations)))
                bonus = 1.0 if outlets == other.outlets else 1.1
                kept[index] = replace(other, citations=citations, outlets=outlets, score=other.score * bonus)
                break
        else:
            kept.append(candidate)
    return sorted(kept, key=lambda c: (-c.score, c.citations[0].document, c.position))
