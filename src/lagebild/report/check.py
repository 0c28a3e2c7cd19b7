"""Checks a printed sentence against the passages it cites: what they do not carry must not be printed.

Two kinds of sentence are printed. One is taken from a source (`unsupported`): one of its passages must carry it whole,
in its words and their order (see `carried`). The other is put together in the report's own few words
(`unsupported_own`): it has one of the forms of the phrase table, and its amounts, names and conditions stand in the
passages (see `own_words`). The check knows nothing of how a sentence was made.
"""

from collections.abc import Collection

from lagebild.records.report import Sentence
from lagebild.records.span import Citation
from lagebild.records.story import StoryMaterial
from lagebild.report.carried import uncarried
from lagebild.report.own_words import uncarried_own


def unsupported(sentence: Sentence, material: StoryMaterial) -> tuple[str, ...]:
    """Return what no single citation carries of a sentence taken from a source: empty where it may be printed."""
    faults = _standing(sentence, material)
    if faults:
        return faults
    least: tuple[str, ...] | None = None
    for citation in sentence.citations:
        found = uncarried(sentence.text, citation, material, sentence.citations)
        if not found:
            return ()
        if least is None or len(found) < len(least):
            least = found
    return least or ()


def unsupported_own(sentence: Sentence, material: StoryMaterial, own: Collection[str] = ()) -> tuple[str, ...]:
    """Return what the citations do not carry of a sentence in the report's own words.

    `own` are names that the report gives to things itself, as "Inkrafttreten" to the step of a process.
    """
    return _standing(sentence, material) or uncarried_own(sentence, material, own)


def _standing(sentence: Sentence, material: StoryMaterial) -> tuple[str, ...]:
    faults = tuple(f"quote:{c.document}" for c in sentence.citations if not _stands(c, material))
    return faults if faults or sentence.citations else ("no citation",)


def _stands(citation: Citation, material: StoryMaterial) -> bool:
    found = material.by_id.get(citation.document)
    if found is None or found.document.revision != citation.revision or not citation.quote.strip():
        return False
    text = found.document.field(citation.field)
    return citation.span.start >= 0 and citation.span.end <= len(text) and citation.span.of(text) == citation.quote
