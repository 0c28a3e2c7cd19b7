"""Turns the entities of a story's documents into its actors: who appears, in which office, how often heard."""

from collections import Counter, defaultdict

from lagebild.depict.options import DepictOptions
from lagebild.records.story import StoryMaterial
from lagebild.records.view import Actor


def actors(material: StoryMaterial, options: DepictOptions) -> tuple[Actor, ...]:
    """Return persons and organisations, those in most documents first."""
    documents: dict[str, set[str]] = defaultdict(set)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    sayings: Counter[str] = Counter()
    for item in material.documents:
        known = {e.id: e for e in item.annotations.entities if e.kind in ("person", "organisation")}
        for mention in item.annotations.body.mentions:
            entity = known.get(mention.entity or "")
            if entity is None:
                continue
            documents[entity.id].add(item.document.id)
            names[entity.id][entity.name] += 1
            if mention.office:
                roles[entity.id][mention.office] += 1
        sayings.update(s.speaker_entity for s in item.annotations.body.statements if s.speaker_entity)
    order = sorted(documents, key=lambda e: (-len(documents[e]), -sayings[e], e))[: options.actors]
    return tuple(
        Actor(
            name=names[e].most_common(1)[0][0],
            kind=e.split(":", 1)[0],
            role=roles[e].most_common(1)[0][0] if roles[e] else None,
            documents=len(documents[e]),
            statements=sayings[e],
        )
        for e in order
    )
