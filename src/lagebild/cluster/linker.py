"""Documents in order -> StoryLinks: each joins the story whose happening it tells, or opens a new one, and says why.

Where it nearly joined another one it is held: the new story names that one, for later evidence or a person to merge.

A decision uses only what came before. Where a later document shows that two stories are one, the younger is merged into
the older; where a story has grown across a theme into a second happening, that is split off. Every moved document gets
a link with `revises`.

What a person judged is left alone: a settled story takes in documents, and stories that nobody judged, but is never
merged into another nor split. So no judged document moves, and what was kept apart stays apart.
"""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from typing import Final

from lagebild.cluster.copies import CopyIndex, CopyMatch, HouseText
from lagebild.cluster.memory import Memory, Remembered
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import Profile, profile
from lagebild.cluster.scorer import Fit, Rarity, Weights, elsewhere, fit, is_question, lengths, shipped_weights
from lagebild.cluster.splitting import is_due, parts
from lagebild.cluster.wordings import attach_reasons, hold_reasons, merge_reason, open_reason, split_reason
from lagebild.language.narration import is_digest
from lagebild.records.document import Document
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument, StoryLink

_HOUSE_TEXTS: Final = 4
"""How many texts of the house one document is cleared of: an appeal, a note on the author, advice, a disclaimer."""


_SPOILT: Final = 1 / 3
"""Share of a text that is house text from which its vector tells more of the house than of the news."""


def _spans(house: tuple[HouseText, ...]) -> tuple[Span, ...]:
    return tuple(span for text in house for span in text.spans)


def story_id(document: str) -> str:
    """Return the id of the story that a document opens: derived from the document's id, so that replays agree."""
    return "s-" + blake2b(document.encode(), digest_size=6).hexdigest()


def without(item: AnnotatedDocument, house: tuple[Span, ...]) -> AnnotatedDocument:
    """Return a document whose house text counts as page furniture, without its vector where that read much of it."""
    if not house:
        return item
    document = replace(item.document, furniture=tuple(sorted({*item.document.furniture, *house})))
    if sum(span.end - span.start for span in house) < _SPOILT * len(document.text):
        return replace(item, document=document)
    return replace(item, document=document, annotations=replace(item.annotations, vector=b""))


class Linker:
    """Links documents to stories, one after another; the state is bounded by the options."""

    def __init__(
        self,
        options: ClusterOptions = ClusterOptions(),  # noqa: B008  (frozen)
        weights: Weights | None = None,
        settled: Collection[str] = (),
    ) -> None:
        """`settled` are the stories that hold a document of a judgement that stands."""
        self._options = options
        self._settled = frozenset(settled)
        self._weights = weights or shipped_weights()
        self._memory = Memory(options)
        self._copies = CopyIndex(options)
        self._copied: dict[str, tuple[str, float]] = {}
        self._house: dict[str, tuple[Span, ...]] = {}

    @property
    def stories_kept(self) -> int:
        """How many stories are remembered now."""
        return len(self._memory)

    @property
    def documents_kept(self) -> int:
        """How many documents are remembered now."""
        return self._memory.documents

    def link(self, item: AnnotatedDocument) -> tuple[StoryLink, ...]:
        """Return the document's own link first, then repairs of earlier links (`revises`), made with what came before.

        A further revision of a known document stays in its story.
        """
        known = self._memory.story_of(item.document.id)
        if known is not None:
            return (StoryLink(item.document.id, known, 1.0, ("neue Fassung eines bekannten Artikels",)),)
        digest = is_digest(item.document)
        house = () if digest else self._house_texts(item)
        item = without(item, _spans(house))
        read = profile(item, self._options)
        copy = None if digest else self._copies.match(item.document)
        fits = self.fits(read)
        if copy is not None and self._is_twin(read, copy):
            twin = self._memory.story_of(copy.original)
            copy, fits = None, [found for found in fits if found[1] != twin]
        elif copy is not None and self._is_background(copy, fits):
            copy = None
        own, merged = self._decide(read, fits, copy)
        if house:
            own = replace(own, house=_spans(house), reasons=(*own.reasons, *(text.reason for text in house)))
        self._keep(item.document, read, own)
        repairs = self._merged(merged, own.story, read) if merged else self.split(own.story)
        return (own, *repairs)

    def _house_texts(self, item: AnnotatedDocument) -> tuple[HouseText, ...]:
        """Return what the outlet says in this document and under other headlines too, one earlier document each."""
        found: tuple[HouseText, ...] = ()
        while len(found) < _HOUSE_TEXTS:
            house = self._copies.house_text(without(item, _spans(found)).document)
            if house is None:
                break
            found = (*found, house)
        return found

    def _is_twin(self, read: Profile, copy: CopyMatch) -> bool:
        """Tell a short report in the words of another about somewhere else: forms are filled in, not copied."""
        original = self._memory.profile(self._first(copy.original))
        short = len(read.terms) <= self._options.twin_terms
        return original is not None and short and elsewhere(read, original) == 1.0

    def _is_background(self, copy: CopyMatch, fits: list[tuple[Fit, str]]) -> bool:
        """Tell a report that opens anew, and fits the story of its original no better than any other."""
        if copy.lead >= self._options.copy_lead_share or copy.share >= self._options.copy_whole:
            return False
        best = next((story for found, story in fits if found.score >= self._options.attach), None)
        return best is None or best != self._memory.story_of(copy.original)

    def restore(self, item: AnnotatedDocument, link: StoryLink) -> None:
        """Put a decided document back, so that the next `link` continues as if never stopped.

        To be called with all links that were decided, in their order, for at least the documents of the last
        `window_days` before the second newest one: what was forgotten between two of them is forgotten again.
        """
        known = self._memory.story_of(item.document.id)
        if known is None:
            item = without(item, link.house)
            self._keep(item.document, profile(item, self._options), link)
        elif known != link.story:
            self._memory.move(item.document.id, link.story)
            self._copies.touch((item.document.id,))

    def _keep(self, document: Document, read: Profile, link: StoryLink) -> None:
        self._copies.add(document)
        if link.copy_of is not None:
            self._copied[document.id] = (link.copy_of, link.copied_share)
        if link.house:
            self._house[document.id] = link.house
        gone = self._memory.place(read, link.story, link.copied_share >= self._options.copy_whole)
        self._copies.forget(gone)
        for each in gone:
            self._copied.pop(each, None)
            self._house.pop(each, None)

    def _first(self, document: str) -> str:
        """Return the text that a copy of copies goes back to."""
        while self._copied.get(document, ("", 0.0))[1] >= self._options.copy_whole:
            document = self._copied[document][0]
        return document

    def fits(self, read: Profile) -> list[tuple[Fit, str]]:
        """Return how well the document fits each story that it shares telling words with, best first."""
        rarity = cache(self._memory.rarity)
        own = lengths(read, rarity)
        candidates = self._candidates(read, rarity)
        met = iter(self._memory.overlaps(read, [other for nearest in candidates.values() for other in nearest]))
        stories = [story for story in map(self._memory.get, candidates) if story is not None]
        grown = [story for story in stories if len(story.kept) > 2]
        cores = dict(zip((story.id for story in grown), self._memory.cores(read, grown), strict=True))
        fits = []
        for story in stories:
            pairs = [(other, next(met)) for other in candidates[story.id]]
            core = cores.get(story.id)
            made = fit(read, story, pairs, core, rarity, own, self._options, len(self._memory), self._weights)
            fits.append((made, story.id))
        return sorted(fits, key=lambda f: (-f[0].score, f[1]))

    def _candidates(self, read: Profile, rarity: Rarity) -> dict[str, list[Remembered]]:
        """Return the remembered documents that share most with this one, by story."""
        asked = sorted(((rarity(t) * w, t) for t, w in read.terms.items()), reverse=True)[: self._options.asked_terms]
        stories: dict[str, list[Remembered]] = {}
        for other in self._memory.nearest(asked):
            story = self._memory.story_of(other.id)
            if story is not None and len(stories.setdefault(story, [])) < self._options.nearest:
                stories[story].append(other)
        return stories

    def _decide(
        self, read: Profile, fits: list[tuple[Fit, str]], copy: CopyMatch | None
    ) -> tuple[StoryLink, str | None]:
        copied = (copy.original, copy.share) if copy is not None else (None, 0.0)
        if copy is not None:
            story = self._memory.story_of(copy.original)
            if story is not None:
                return StoryLink(read.id, story, max(0.5, copy.share), (copy.reason,), *copied), None
        if fits and fits[0][0].score >= self._options.attach:
            best, story = fits[0]
            reasons = attach_reasons(read, best)
            second = next(
                (s for f, s in fits[1:] if f.score >= self._options.merge and best.score >= self._options.merge), None
            )
            return StoryLink(read.id, story, best.score, reasons, *copied), second
        nearest = fits[0][0] if fits else None
        score, opened = 1.0 - (nearest.score if nearest else 0.0), story_id(read.id)
        if nearest is not None and is_question(nearest, self._options):
            reasons = hold_reasons(read, nearest)
            return replace(StoryLink(read.id, opened, score, reasons, *copied), near=nearest.exemplar.id), None
        return StoryLink(read.id, opened, score, open_reason(nearest), *copied), None

    def _merged(self, other: str, own: str, read: Profile) -> tuple[StoryLink, ...]:
        """Merge one of two stories into the other, where it fits by itself: one bridge makes no story.

        The older one stays, unless only the younger one is settled; two settled ones are left to a person.
        """
        a, b = self._memory.get(own), self._memory.get(other)
        if a is None or b is None:
            return ()
        staying, going = (a, b) if a.number < b.number else (b, a)
        if going.id in self._settled:
            staying, going = going, staying
        if going.id in self._settled:
            return ()
        latest = [p for p in self._memory.latest(going.id, self._options.merge_asked + 1) if p.id != read.id]
        asked = latest[: self._options.merge_asked]
        agreed = sum(self.fit_of(p, staying.id) >= self._options.attach for p in asked)
        if 3 * agreed < 2 * len(asked) - 1:
            return ()
        moved = self._memory.merge(going.id, staying.id)
        return self._moved(moved, staying.id, (merge_reason(read),))

    def split(self, own: str) -> tuple[StoryLink, ...]:
        """Split a second happening off a story, with the copies of its reports, where it has grown enough to tell."""
        story = self._memory.get(own)
        if story is None or own in self._settled or not is_due(len(story.documents), self._options.split_from):
            return ()
        found = parts(story, self._memory, self._options)
        new = story_id(found.going[0]) if found else ""
        if found is None or self._memory.get(new) is not None:
            return ()
        reasons = split_reason(kept for kept in story.kept if kept.id in found.going)
        moved = tuple(d for d in story.documents if self._first(d) in found.going)
        for document in moved:
            self._memory.move(document, new)
        return self._moved(moved, new, reasons)

    def _moved(self, documents: tuple[str, ...], story: str, reasons: tuple[str, ...]) -> tuple[StoryLink, ...]:
        """Return the links of documents that change their story; what they were copied from stays true."""
        self._copies.touch(documents)
        links = []
        for each in documents:
            original, share = self._copied.get(each) or (None, 0.0)
            moved = StoryLink(each, story, self._options.merge, reasons, original, share, revises=True)
            links.append(replace(moved, house=self._house.get(each, ())))
        return tuple(links)

    def fit_of(self, read: Profile, story: str) -> float:
        """Return the score of a document and one story, 0 where they share nothing telling."""
        return next((found.score for found, name in self.fits(read) if name == story), 0.0)
