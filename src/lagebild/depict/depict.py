"""Turns a story's material and claims into its views: one module a view, this one lists them."""

from lagebild.depict.actors import actors
from lagebild.depict.options import DepictOptions
from lagebild.depict.phases import phases
from lagebild.depict.places import pins, scene
from lagebild.depict.reactions import reactions
from lagebild.depict.timeline import timeline
from lagebild.records.claim import Corroboration
from lagebild.records.story import StoryMaterial
from lagebild.records.view import DocumentWording, SourceRow, Views


def depict(material: StoryMaterial, corroboration: Corroboration, options: DepictOptions | None = None) -> Views:
    """Draw every view of one story; what is new in it takes two states to tell."""
    options = options or DepictOptions()
    worded = tuple(
        DocumentWording(d.document.id, d.annotations.body.wording.score, d.annotations.body.wording.marks)
        for d in material.documents
    )
    acting = actors(material, options)
    return Views(
        timeline=timeline(material, options),
        scene=scene(material),
        places=pins(material, options),
        actors=acting,
        numbers=corroboration.numbers,
        processes=corroboration.processes,
        reactions=reactions(material, options, acting),
        wording=round(sum(w.score for w in worded) / len(worded), 3) if worded else 0.0,
        document_wording=worded,
        sources=sources(material),
        phases=phases(material, options),
    )


def sources(material: StoryMaterial) -> tuple[SourceRow, ...]:
    """List the documents, oldest first, with what they copy."""
    links = {link.document: link for link in material.links}
    rows = []
    for item in material.documents:
        document, link = item.document, links.get(item.document.id)
        rows.append(
            SourceRow(
                document=document.id,
                title=document.title or first_words(item.document.text),
                outlet=document.outlet,
                url=document.url,
                published=document.published,
                language=item.annotations.body.language,
                copy_of=link.copy_of if link else None,
                copied_share=link.copied_share if link else 0.0,
                reasons=link.reasons if link else (),
            )
        )
    return tuple(rows)


def first_words(text: str, most: int = 90) -> str:
    """Return the beginning of a text up to `most` characters, cut between words."""
    line = text.strip().split("\n", 1)[0]
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
