"""A document and its annotations -> lines that say for each expression what was read, by which rule, and why."""

from collections.abc import Iterator

from lagebild.language.identify import language_of
from lagebild.records.annotation import Annotations, PlaceMention, Quantity, Statement, TextAnnotations
from lagebild.records.document import Document
from lagebild.serve.rows import number


def explanation(document: Document, annotations: Annotations) -> Iterator[str]:
    """Yield the lines: kind, quoted words, reading, rule or reason."""
    read_as = annotations.body.language
    yield f"{document.id} ({read_as}), read by {annotations.producer}"
    own = language_of(f"{document.title or ''}\n{document.text}", document.language)
    if own != read_as:
        yield f"language: this is {own}, which has no reader of its own; it was read as {read_as}, so expect gaps."
    scene = annotations.scene
    yield f"scene: {scene.name} ({scene.precision}), because {scene.why}" if scene else "scene: none"
    if annotations.title is not None:
        yield from _text(document.title or "", annotations.title, "title ")
    yield from _text(document.text, annotations.body, "")


def _text(text: str, read: TextAnnotations, where: str) -> Iterator[str]:
    for time in read.times:
        bounds = f" [{time.start:%Y-%m-%d %H:%M}, {time.end:%Y-%m-%d %H:%M})" if time.start and time.end else ""
        yield f"{where}time {time.span.of(text)!r}: {time.type} {time.value}{bounds}, rule {time.rule or '-'}"
    for quantity in read.quantities:
        yield f"{where}quantity {quantity.span.of(text)!r}: {_amount(quantity)}, rule {quantity.rule or '-'}"
    for place in read.places:
        yield f"{where}place {place.span.of(text)!r}: {_place(place)}"
    for mention in read.mentions:
        yield f"{where}mention {mention.span.of(text)!r}: {mention.kind}, {mention.entity or 'no entity'}"
    for statement in read.statements:
        yield f"{where}statement {_statement(text, statement)}"
    for mark in read.wording.marks:
        yield f"{where}wording {mark.span.of(text)!r}: {mark.kind}"


def _amount(quantity: Quantity) -> str:
    bounds = f" from {number(quantity.minimum)}" if quantity.minimum is not None else ""
    bounds += f" up to {number(quantity.maximum)}" if quantity.maximum is not None else ""
    about = "about " if quantity.approximate else ""
    return f"{about}{number(quantity.value)}{bounds} {quantity.unit or ''} of {quantity.counted or '-'}"


def _place(place: PlaceMention) -> str:
    role = "actor" if place.as_actor else place.precision
    if place.latitude is None or place.longitude is None:
        return f"no place, because {place.why}"
    return f"{place.name} ({place.latitude:.2f}, {place.longitude:.2f}), {role}, because {place.why}"


def _statement(text: str, statement: Statement) -> str:
    content = " … ".join(s.of(text) for s in statement.content)
    who = ", ".join(statement.speaker_names) or "nobody named"
    return f"{content!r}: {who}, {statement.form}, {statement.modality}, rule {statement.rule or '-'}"
