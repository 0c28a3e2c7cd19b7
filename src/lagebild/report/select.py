"""Turns a story's documents into candidate sentences: sobered, scored by how central they are, the same only once.

A sentence is central where its words stand in the sentences of many outlets (copies counted once), as in centroid-
based summarisation (Radev et al. 2004); early sentences, dated events and sober wording count for it. Sentences that
cannot stand alone are left out (see `standing`), because a report that puzzles is worse than a shorter one; what a
sentence reports of somebody named before it is given his name (see `attribute`).
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from lagebild.language.complete import has_finite_verb
from lagebild.language.standing import introduced, leans, needs
from lagebild.language.stems import WORD, content_stems, overlap
from lagebild.records.annotation import Scene
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.report.attribute import Attribution, attribution
from lagebild.report.options import ReportOptions
from lagebild.report.sober import sober

Kind = Literal["event", "statement", "background"]
# A sentence about the outlet's own work tells nothing of the story.
_BYLINE = re.compile(
    r"(?<!\w)(?:Korrespondent|Reporter|Redakteur|Autor)(?:in|innen|en)?(?:\s[^,.]{1,60})?\s(?:berichte[nt]|erklär(?:t|en)|analysier(?:t|en))\b"
    r"|(?<!\w)(?:im|unserem|diesem) (?:Liveblog|Liveticker|Newsticker|Newsletter|Podcast|Video)\b"
    r"|(?<!\w)(?:[Cc]orrespondents?|[Rr]eporters?)(?:\s[^,.]{1,60})?\sreports?\b"
)
_FORM = 6
"""Letters at the beginning by which two words are taken for forms of one: Regierung, Regierungschef."""
_NUMBER = re.compile(r"\d+(?:[.,'’]\d+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be printed. `when` is the start of the event it tells, None where it dates none.

    `needs` are nouns that must have been printed before it; `titled` is the share of its document's title that it
    repeats; `facts` are its amounts with what they count; one that `leans` may stand only behind its own neighbour;
    `ends` is the latest time that it names.
    """

    text: str
    kind: Kind
    citations: tuple[Passage, ...]
    score: float
    loaded: int
    stems: frozenset[str]
    published: datetime | None
    when: datetime | None = None
    outlets: frozenset[str] = field(default_factory=frozenset)
    position: int = 0
    needs: frozenset[str] = frozenset()
    titled: float = 0.0
    facts: frozenset[tuple[float, str]] = frozenset()
    leans: bool = False
    ends: datetime | None = None

    @property
    def document(self) -> str:
        """Return the document whose wording is printed."""
        return self.citations[0].document


def candidates(material: StoryMaterial, options: ReportOptions, scene: Scene | None = None) -> list[Candidate]:
    """Return the candidates, best first, in the story's language; `scene` is where the story happens."""
    copies = {link.document for link in material.links if link.copy_of and link.copied_share > 0.5}
    language = material.story_language
    documents = [d for d in material.documents if d.annotations.body.language == language]
    originals = [d for d in documents if d.document.id not in copies] or documents
    originals = [d for d in originals if not _elsewhere(d, originals, scene, options)]
    weights = centrality(originals)
    year = material.story.last.year if material.story.last else None
    found = [c for d in originals for c in _of_document(d, options, weights, year)]
    return _once(sorted(found, key=lambda c: (-c.score, c.document, c.position)), options)


def _elsewhere(
    item: AnnotatedDocument, others: Iterable[AnnotatedDocument], scene: Scene | None, options: ReportOptions
) -> bool:
    """Tell whether a document tells of another place that no other document of the story names."""
    here = item.annotations.scene
    rest = [d for d in others if d is not item]
    if scene is None or here is None or len(rest) < 2 or _kilometres(here, scene) < options.far:
        return False
    name = here.name.split(" (")[0]
    return not any(name in d.document.text or name in (d.document.title or "") for d in rest)


def _kilometres(a: Scene, b: Scene) -> float:
    """Great-circle distance on a sphere of 6,371 km."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    step = math.radians(a.longitude - b.longitude)
    half = math.sin((lat_a - lat_b) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(step / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))


def centrality(documents: Iterable[AnnotatedDocument]) -> dict[str, float]:
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


def rarity(found: Iterable[Candidate]) -> dict[str, float]:
    """Weigh a stem by how few of the candidates have it."""
    counts = Counter(s for c in found for s in c.stems)
    total = sum(1 for _ in found) if isinstance(found, list) else max(counts.values(), default=1)
    return {s: math.log(1 + total / n) for s, n in counts.items()}


def _of_document(
    item: AnnotatedDocument, options: ReportOptions, weights: dict[str, float], year: int | None
) -> Iterator[Candidate]:
    read, text = item.annotations.body, item.document.text
    title = content_stems(item.document.title or "")
    for position, span in enumerate(read.sentences[: options.document_sentences]):
        raw = span.of(text)
        if not _is_printable(raw, options) or not has_finite_verb(raw, read.language):
            continue
        said = attribution(item, span)
        if said is None:
            continue
        printed = sober(text, span, read, year=year, replacements=said.edits)
        printed = replace(printed, text=printed.text[:-1] + said.tail) if said.tail else printed
        names = [*_names(item, span, ("person", "organisation", "place", "other")), *said.names]
        persons = [*_names(item, span, ("person",)), *said.names]
        stems = content_stems(printed.text)
        if len(stems) < 3:
            continue
        when = _when(item, span)
        yield Candidate(
            text=printed.text,
            kind=_kind(item, span, said, when),
            citations=(_passage(item, span), *said.citations),
            score=_score(item, position, stems, weights, printed.loaded, when, options),
            loaded=printed.loaded,
            stems=stems,
            published=item.document.published,
            when=when,
            outlets=frozenset({item.document.outlet or item.document.id}),
            position=position,
            needs=needs(printed.text, read.language, names),
            leans=leans(printed.text, read.language, persons),
            ends=_ends(item, span),
            titled=len(title & stems) / len(title) if title else 0.0,
            facts=_facts(item, span),
        )


def _kind(item: AnnotatedDocument, span: Span, said: Attribution, when: datetime | None) -> Kind:
    if said.statement:
        return "statement"
    read = item.annotations.body
    tells = any(span.contains(e.anchor) for e in read.events)
    always = any(span.contains(t.span) and t.type == "SET" for t in read.times)
    return "event" if when or (tells and not always) else "background"


def _score(
    item: AnnotatedDocument,
    position: int,
    stems: frozenset[str],
    weights: dict[str, float],
    loaded: int,
    when: datetime | None,
    options: ReportOptions,
) -> float:
    mean = sum(weights.get(s, 0.0) for s in stems) / math.sqrt(len(stems) + 4)
    sobriety = 1 - options.lurid_discount * item.annotations.body.wording.score
    return mean * (1.15 if when else 1.0) * (1.25 / (1 + position / 12)) * 0.6**loaded * sobriety


def _is_printable(raw: str, options: ReportOptions) -> bool:
    """Tell whether a sentence is one: neither a question nor a fragment, its quotation marks in pairs."""
    if not options.shortest_sentence <= len(WORD.findall(raw)) <= options.longest_sentence:
        return False
    if not raw.rstrip("“”\"»«)' ").endswith((".", "!")) or "?" in raw or raw.rstrip().endswith("..."):
        return False
    if _BYLINE.search(raw):
        return False
    if raw.count('"') % 2 or raw.count("(") != raw.count(")"):
        return False
    return raw.count('"') > 0 or raw.count("„") == 0 or raw.count("„") == raw.count("“") + raw.count("”")


def _names(item: AnnotatedDocument, span: Span, kinds: Collection[str]) -> Iterator[str]:
    for mention in item.annotations.body.mentions:
        if mention.kind in kinds and span.contains(mention.span):
            yield mention.span.of(item.document.text)


def _facts(item: AnnotatedDocument, span: Span) -> frozenset[tuple[float, str]]:
    inside = (q for q in item.annotations.body.quantities if span.contains(q.span))
    return frozenset((q.value, q.unit or min(content_stems(q.counted or ""), default="")) for q in inside)


def _passage(item: AnnotatedDocument, span: Span) -> Passage:
    return Passage(item.document.id, item.document.revision, span, span.of(item.document.text))


def _when(item: AnnotatedDocument, span: Span) -> datetime | None:
    times = [t for t in item.annotations.body.times if span.contains(t.span) and t.type in ("DATE", "TIME")]
    starts = [t.start for t in times if t.start and t.end and (t.end - t.start).days <= 31]
    return starts[0] if starts else None


def _ends(item: AnnotatedDocument, span: Span) -> datetime | None:
    times = [t for t in item.annotations.body.times if span.contains(t.span) and t.type in ("DATE", "TIME")]
    return max((t.start for t in times if t.start), default=None)


def is_overtaken(candidate: Candidate, newest: datetime | None) -> bool:
    """Tell whether a sentence announces what later reports have seen happen."""
    if candidate.ends is None or candidate.published is None or newest is None:
        return False
    return candidate.published.date() < candidate.ends.date() <= newest.date()


def _once(found: list[Candidate], options: ReportOptions) -> list[Candidate]:
    """Merge sentences that say the same: the best is printed, the others join as citations where they carry it."""
    kept: list[Candidate] = [c for c in found if c.leans]
    for candidate in found:
        if candidate.leans:
            continue
        for index, other in enumerate(kept):
            if other.leans or candidate.kind != other.kind:
                continue
            if _is_same(candidate.stems, other.stems, options):
                kept[index] = _joined(other, candidate)
                break
        else:
            kept.append(candidate)
    return sorted(kept, key=lambda c: (-c.score, c.document, c.position))


def _is_same(a: frozenset[str], b: frozenset[str], options: ReportOptions) -> bool:
    """Tell whether two sentences say the same; a short one must hold nearly all of the other."""
    if a.isdisjoint(b) or overlap(a, b) < options.similar:
        return False
    return min(len(a), len(b)) >= 6 or len(a & b) / len(a | b) >= options.similar


def _joined(printed: Candidate, same: Candidate) -> Candidate:
    likeness = len(printed.stems & same.stems) / len(printed.stems | same.stems)
    if likeness < 0.4 or not _numbers(printed.text) <= _numbers(same.citations[0].quote):
        return printed
    outlets = printed.outlets | same.outlets
    citations = tuple(dict.fromkeys((*printed.citations, *same.citations)))
    bonus = 1.0 if outlets == printed.outlets else 1.1
    return replace(printed, citations=citations, outlets=outlets, score=printed.score * bonus)


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text without dates in brackets, which the report adds."""
    bare = re.sub(r"\(\d{1,2}\.? [A-Z]\w+(?: \d{4})?\)", "", text)
    return {re.sub(r"[.'’](?=\d{3})", "", n) for n in _NUMBER.findall(bare)}


def repeats(candidate: Candidate, printed: Iterable[Candidate], weights: dict[str, float], limit: float) -> bool:
    """Tell whether printed sentences say it already, in other words or with the same amounts."""
    return any(_is_repeated(candidate, other, weights, limit) for other in printed)


def tells_little(candidate: Candidate, printed: Iterable[Candidate], least: float) -> bool:
    """Tell whether the printed sentences together have most of its words already, in one form or another."""
    known = frozenset(key for other in printed for key in other.stems)
    new = sum(1 for key in candidate.stems if not _is_known(key, known))
    return new < least * len(candidate.stems)


def _is_known(key: str, known: frozenset[str]) -> bool:
    """Tell whether a word, a form or derivation of it, or a compound that ends in it or in which it ends, is known."""
    if key in known:
        return True
    if len(key) < _FORM:
        return False
    return any(len(k) >= _FORM and (k[:_FORM] == key[:_FORM] or k.endswith(key) or key.endswith(k)) for k in known)


def _is_repeated(candidate: Candidate, other: Candidate, weights: dict[str, float], limit: float) -> bool:
    shared = sum(weights.get(s, 1.0) for s in candidate.stems & other.stems)
    smaller = min(sum(weights.get(s, 1.0) for s in c.stems) for c in (candidate, other))
    share = shared / smaller if smaller else 0.0
    if candidate.facts and other.facts and (candidate.facts <= other.facts or other.facts <= candidate.facts):
        return share >= limit / 2
    same_hour = candidate.when is not None and candidate.when == other.when and candidate.when.minute != 0
    return share >= (limit / 2 if same_hour else limit)


def nouns_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the nouns that printed sentences have introduced."""
    return introduced(texts)
