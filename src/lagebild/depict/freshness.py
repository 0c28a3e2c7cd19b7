"""Two states of a story -> which words of the later one have not been read before.

A copy brings no word, a new headline over an old text none either, and an edited article only what was edited: so a
passage is fresh where the sentence around it stood in no document of the earlier state.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lagebild.records.claim import Corroboration
from lagebild.records.span import Passage, Span, hull
from lagebild.records.story import AnnotatedDocument, StoryMaterial

_NOT_A_LETTER = re.compile(r"[\W_]+")
LONG_QUOTE = 6
"""Words from which on a passage that stands elsewhere is taken from there, whatever stands around it."""


@dataclass(frozen=True, slots=True)
class State:
    """A story at one moment, with what its documents say held against each other."""

    material: StoryMaterial
    corroboration: Corroboration


def folded(text: str) -> str:
    """Return the letters and digits of a text, a space between words: spelling and setting say nothing new."""
    return f" {_NOT_A_LETTER.sub(' ', text).casefold().strip()} "


def without_reprints(material: StoryMaterial) -> StoryMaterial:
    """Return a story without the documents whose whole text is that of an earlier one."""
    first: dict[str, str] = {}
    for item in material.documents:
        first.setdefault(folded(item.document.text), item.document.id)
    kept = set(first.values())
    if len(kept) == len(material.documents):
        return material
    return replace(
        material,
        documents=tuple(d for d in material.documents if d.document.id in kept),
        links=tuple(link for link in material.links if link.document in kept),
    )


@dataclass(slots=True)
class Freshness:
    """What is fresh in the state after, compared with the one before."""

    before: StoryMaterial | None
    after: StoryMaterial
    documents: frozenset[str] = frozenset()
    """Documents that are new, or new in this revision."""
    _known: str = ""
    _told: dict[Passage, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        older = self.before.documents if self.before else ()
        revisions = {d.document.id: d.document.revision for d in older}
        self.documents = frozenset(
            d.document.id for d in self.after.documents if revisions.get(d.document.id) != d.document.revision
        )
        self._known = "".join(folded(f"{d.document.title or ''} {d.document.text}") for d in older)

    def carries(self, passage: Passage) -> bool:
        """Tell whether a passage of the state after says something in words that were not there before."""
        if passage not in self._told:
            self._told[passage] = self._is_fresh(passage)
        return self._told[passage]

    def of(self, passages: Iterable[Passage]) -> tuple[Passage, ...]:
        """Return the fresh ones of some passages, each once."""
        return tuple(dict.fromkeys(p for p in passages if self.carries(p)))

    def _is_fresh(self, passage: Passage) -> bool:
        item = self.after.by_id.get(passage.document)
        if item is None or passage.document not in self.documents:
            return False
        quote = folded(passage.quote)
        if len(quote.split()) >= LONG_QUOTE and quote in self._known:
            return False
        return folded(around(item, passage)) not in self._known


def around(item: AnnotatedDocument, passage: Passage) -> str:
    """Return the sentence or sentences in which a passage stands."""
    text = item.document.field(passage.field)
    if passage.field == "title":
        return text
    spans: list[Span] = [s for s in item.annotations.body.sentences if s.overlaps(passage.span)]
    return hull([*spans, passage.span]).of(text)
