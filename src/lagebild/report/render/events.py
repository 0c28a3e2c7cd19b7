"""A story to its events as rows of a table: who did what to whom, when, where.

A row is one telling: an event that five reports tell has five rows, each with its document, span and sentence. Types
are those of PLOVER (Halterman et al. 2023) with its quad classes, an arrest being a COERCE of the mode "arrest"; our
types for everyday news (ACCIDENT, DISASTER, SPORT, ...) have no quad class. Common nouns have roles as in CAMEO.
"""

from collections.abc import Iterator
from typing import Any, Final

from lagebild.language.german.events_phrases import role_of
from lagebild.records.annotation import Entity, Event, TextAnnotations
from lagebild.records.span import Field, Span
from lagebild.records.story import AnnotatedDocument, StoryMaterial

Row = dict[str, Any]

COLUMNS: Final = (
    "story", "date", "published", "code", "plover", "mode", "quad", "actor", "actor_kind", "recipient",
    "recipient_kind", "place", "country", "lat", "lon", "geonameid", "polarity", "modality", "document", "revision",
    "outlet", "field", "start", "end", "anchor", "quote",
)  # fmt: skip
_QUADS: Final = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
_QUAD_OF: Final = {code: quad for quad, codes in _QUADS.items() for code in codes}
# Our own types that are a PLOVER type in one of its modes.
_MODES: Final = {"ARREST": ("COERCE", "arrest")}


def event_rows(material: StoryMaterial) -> list[Row]:
    """Return a row for each event that a document of the story tells, in order of documents; keys are `COLUMNS`.

    `date` is the day the text names (ISO 8601) or None; `actor_kind` is "person", "organisation", "state" or a role.
    """
    return [row for item in material.documents for row in _rows_of(item, material)]


def _rows_of(item: AnnotatedDocument, material: StoryMaterial) -> Iterator[Row]:
    document, read = item.document, item.annotations
    names = {entity.id: entity for entity in read.entities}
    texts: tuple[tuple[Field, str, TextAnnotations | None], ...] = (
        ("title", document.title or "", read.title),
        ("text", document.text, read.body),
    )
    for field, text, found in texts:
        for event in found.events if found else ():
            assert found is not None
            yield {
                "story": material.story.id,
                "published": document.published.isoformat() if document.published else None,
                "document": document.id,
                "revision": document.revision,
                "outlet": document.outlet,
                "field": field,
                **_told(text, event, found, names),
            }


def _told(text: str, event: Event, read: TextAnnotations, names: dict[str, Entity]) -> Row:
    actor, actor_kind = _party(text, event.actor, read, names)
    recipient, recipient_kind = _party(text, event.recipient, read, names)
    place = read.places[event.place] if event.place is not None else None
    plover, mode = _MODES.get(event.code, (event.code if event.code in _QUAD_OF else None, None))
    home = next((s for s in read.sentences if s.contains(event.anchor)), event.anchor)
    return {
        "date": event.time.isoformat() if event.time else None,
        "code": event.code,
        "plover": plover,
        "mode": mode,
        "quad": _QUAD_OF.get(plover or ""),
        "actor": actor,
        "actor_kind": actor_kind,
        "recipient": recipient,
        "recipient_kind": recipient_kind,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.latitude if place else None,
        "lon": place.longitude if place else None,
        "geonameid": place.geonameid if place else None,
        "polarity": event.polarity,
        "modality": event.modality,
        "start": event.anchor.start,
        "end": event.anchor.end,
        "anchor": event.anchor.of(text),
        "quote": home.of(text),
    }


def _party(
    text: str, span: Span | None, read: TextAnnotations, names: dict[str, Entity]
) -> tuple[str | None, str | None]:
    """Return the name of who takes part as the document knows it, and the kind."""
    if span is None:
        return None, None
    mention = next((m for m in read.mentions if m.span.overlaps(span)), None)
    if mention is None:
        return span.of(text), (role_of(span.of(text)) or None) if read.language == "de" else None
    known = names.get(mention.entity or "")
    kind = "state" if mention.kind in ("place", "demonym") else mention.kind
    return known.name if known else span.of(text), kind
