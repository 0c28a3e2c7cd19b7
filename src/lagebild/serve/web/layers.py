"""A text and its annotations -> segments with the layers that cover them: spans may overlap, HTML elements may not."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lagebild.records.annotation import TextAnnotations
from lagebild.records.span import Span
from lagebild.report.reasons import reason_in

LAYERS = ("statement", "cue", "speaker", "mention", "time", "place", "quantity", "wording")
"""The switchable layers, in the order of their switches."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that the same annotations cover: their layers, and what was read, for the tooltip."""

    text: str
    layers: tuple[str, ...] = ()
    note: str = ""
    marked: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class _Cover:
    span: Span
    layer: str
    note: str


def segments(
    text: str, read: TextAnnotations | None, furniture: Sequence[Span], marked: Span | None, surface: str = "de"
) -> tuple[Segment, ...]:
    """Cut `text` at every annotation's edge.

    `marked` is the passage that was asked for, `surface` the language of the page.
    """
    covers = list(_covers(read, surface)) if read else []
    covers += [_Cover(s, "furniture", "") for s in furniture]
    edges = {0, len(text), *(e for c in covers for e in (c.span.start, c.span.end))}
    if marked:
        edges |= {min(marked.start, len(text)), min(marked.end, len(text))}
    cuts = sorted(edges)
    starts: dict[int, list[_Cover]] = {}
    for cover in covers:
        starts.setdefault(cover.span.start, []).append(cover)
    active: list[_Cover] = []
    rows: list[Segment] = []
    begun = False
    for start, end in itertools.pairwise(cuts):
        active = [c for c in active if c.span.end > start] + starts.get(start, [])
        inside = marked is not None and marked.start <= start and end <= marked.end
        rows.append(
            Segment(
                text=text[start:end],
                layers=tuple(dict.fromkeys(c.layer for c in active)),
                note="\n".join(c.note for c in active if c.note),
                marked=inside,
                first=inside and not begun,
            )
        )
        begun = begun or inside
    return tuple(rows)


def _covers(read: TextAnnotations, surface: str) -> Iterator[_Cover]:
    for s in read.statements:
        who = ", ".join(s.speaker_names) or "–"
        for span in s.content:
            yield _Cover(span, "statement", f"{who} · {s.form} · {s.modality}")
        for span in s.cue:
            yield _Cover(span, "cue", "")
        for span in s.speaker:
            yield _Cover(span, "speaker", who)
    for m in read.mentions:
        yield _Cover(m.span, "mention", f"{m.kind}: {m.entity or '–'}")
    for t in read.times:
        yield _Cover(t.span, "time", f"{t.type} {t.value} ({t.rule})")
    for p in read.places:
        where = f"{p.latitude:.2f}, {p.longitude:.2f}" if p.latitude is not None and p.longitude is not None else "–"
        yield _Cover(p.span, "place", f"{p.name} ({where}): {reason_in(p.why, surface).text}")
    for q in read.quantities:
        yield _Cover(q.span, "quantity", f"{q.value:g} {q.unit or ''} {q.counted or ''}".strip())
    for w in read.wording.marks:
        yield _Cover(w.span, "wording", w.kind)
