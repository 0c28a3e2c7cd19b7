"""What editors remarked on a story -> told among what is new, and beside the news that they correct.

The desk is no source: what the sources say is told as before. But a reader who is told a claim must learn in the same
breath that the desk says otherwise, and one who was told it before must learn that the desk has corrected it since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lagebild.corroborate.corroborate import corroborate
from lagebild.corroborate.remarked import located, placed
from lagebild.depict.change import change, digest, holds
from lagebild.depict.freshness import folded
from lagebild.depict.news_words import told
from lagebild.records.claim import Corroboration
from lagebild.records.document import Document
from lagebild.records.remark import PlacedRemark, Remark, standing
from lagebild.records.span import Passage
from lagebild.records.story import StoryMaterial
from lagebild.records.view import ChangeKind, NewItem

_TOLD = ("corrected", "commented")
"""What is told: a confirmation leaves the reader with what he was told already."""

Side = tuple[Passage, ...]
"""Where one of the two things that are compared stands, or the one that a remark is on."""


def remarked(remarks: Sequence[Remark], since: datetime, until: datetime, found: StoryMaterial) -> Iterator[NewItem]:
    """Yield the remarks and withdrawals of (`since`, `until`], each as a change of the story `found`."""
    said = {remark.id: remark for remark in remarks if remark.kind in _TOLD}
    language = found.story_language
    for entry in remarks:
        remark = said.get(entry.withdraws or entry.id)
        if remark is None or not since < entry.at <= until:
            continue
        withdrawn = entry.kind == "withdrawn"
        passages = tuple(anchor.passage for anchor in remark.anchors)
        words = {"who": entry.author, "text": remark.text or "", "thing": " / ".join(p.quote for p in passages)}
        text = told("withdrawn" if withdrawn else remark.kind, language, "desk", **words)
        kind: ChangeKind = "remark-withdrawn" if withdrawn else "remark"
        item = change(kind, text, passages, f"remark:{remark.id}", who=entry.author)
        yield replace(item, at=entry.at, since=entry.at, id=digest(found.story.id, entry.id))


def beside(items: Sequence[NewItem], remarks: Iterable[Remark], found: StoryMaterial) -> tuple[NewItem, ...]:
    """Return the changes, those with the desk's word beside them that tell what a standing remark corrects.

    Where a remark holds is known from the story as it is: a claim that was corrected is so in whatever words it comes.
    """
    documents = {d.document.id: d.document for d in found.documents}
    corrections = [
        remark
        for remark in standing(remarks)
        if remark.kind == "corrected" and all(a.passage.document in documents for a in remark.anchors)
    ]
    if not items or not corrections:
        return tuple(items)
    there = corroborate(found)
    sides = [(p.remark, _sides(p, there, documents)) for p in placed(corrections, there, documents)]
    return tuple(_with(item, [r for r, both in sides if _is_about(item, both)], found) for item in items)


def _with(item: NewItem, corrections: Sequence[Remark], found: StoryMaterial) -> NewItem:
    language = found.story_language
    said = [told("beside", language, "desk", who=r.author, text=r.text or "") for r in corrections]
    return replace(item, text=" ".join([item.text, *said]))


def _sides(there: PlacedRemark, corroboration: Corroboration, documents: Mapping[str, Document]) -> tuple[Side, ...]:
    """Return where what was remarked on stands: all evidence of a claim, the values of a comparison, else the words."""
    claims = {claim.id: claim for claim in corroboration.claims}
    sides: list[list[Passage]] = [[e.passage for e in claims[claim].evidence] for claim in there.claims]
    if there.number is not None and there.pair is not None:
        values = [corroboration.numbers[there.number].values[at].passage for at in there.pair]
        sides = [[value, *_of_value(value, sides)] for value in values]
    if not sides:
        sides = [[located(a, documents[a.passage.document]) or a.passage] for a in there.remark.anchors]
    return tuple(map(tuple, sides))


def _of_value(value: Passage, sides: Iterable[Sequence[Passage]]) -> Sequence[Passage]:
    return next((side for side in sides if any(holds(p, value) for p in side)), ())


def _is_about(item: NewItem, sides: Iterable[Side]) -> bool:
    """Tell whether a change tells what stands at all sides; one that is a remark itself says so already."""
    if item.kind in ("remark", "remark-withdrawn"):
        return False
    return all(any(_is_one(c, p) for c in item.citations for p in side) for side in sides)


def _is_one(a: Passage, b: Passage) -> bool:
    """Tell whether one of two passages holds the other; in different revisions the same words are the same passage."""
    if (a.document, a.field) != (b.document, b.field):
        return False
    if a.revision != b.revision:
        return folded(a.quote) == folded(b.quote)
    return holds(a, b) or holds(b, a)
