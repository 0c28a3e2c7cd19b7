"""What a reader decides about a source, whether it rests and what to think of it, kept through every later finding.

A source that is found again, in a list or at its address, keeps what was decided; only the reader takes it back.
"""

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime

from lagebild.acquire.sources import feed_source
from lagebild.records.document import Source, SourceHealth
from lagebild.records.errors import GateError, NotFoundError
from lagebild.records.outcome import Refused
from lagebild.records.ports import Unit
from lagebild.run.clock import now

LONGEST_NOTE = 500
"""Characters of a note on a source: a sentence or two, shown in the list."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source with its health; None before the first visit."""

    source: Source
    health: SourceHealth | None


def is_due(state: SourceState, *, early: bool = False) -> bool:
    """Tell whether a source may be visited; `early` ones are those that answered last time."""
    health = state.health
    return health is None or health.due is None or health.due <= now() or (early and not health.failures)


def keep(unit: Unit, source: Source) -> None:
    """Keep a source that was found; what the reader decided about it stays."""
    known = unit.sources.get(source.id)
    unit.sources.add(replace(source, active=known.active, note=known.note) if known else source)


def change(unit: Unit, address: str, active: bool | None, note: str | None) -> Source:
    """Let a source rest or visit it again at the next run, and note what to think of it; an empty note removes it.

    What is None stays as it is. NotFoundError where no source has that address or id.
    """
    found = _found(unit, address)
    text = found.note if note is None else " ".join(note.split())[:LONGEST_NOTE] or None
    changed = replace(found, active=found.active if active is None else active, note=text)
    unit.sources.add(changed)
    health = unit.sources.health(found.id)
    if active and not found.active and health is not None:
        unit.sources.record_health(replace(health, due=None))
    return changed


def note_refusals(unit: Unit, refused: tuple[Refused, ...], moment: datetime) -> None:
    """Keep what was refused, for the list of issues."""
    for fault in refused:
        unit.sources.note_issue(None, fault, moment)


def _found(unit: Unit, address: str) -> Source:
    wanted = {address}
    with contextlib.suppress(GateError):  # an id is no address
        wanted.add(feed_source(address).id)
    for source in unit.sources.all():
        if wanted & {source.id, source.address}:
            return source
    raise NotFoundError(f'There is no source "{address[:200]}"; `lagebild sources` lists those there are.')
