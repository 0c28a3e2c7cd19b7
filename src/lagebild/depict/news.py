"""Tells what is new since the reader last looked: sources, claims, values and conflicts, not merely articles."""

from collections.abc import Iterator
from datetime import datetime

from lagebild.records.claim import Claim, Corroboration, NumberComparison
from lagebild.records.story import StoryMaterial
from lagebild.records.view import NewItem


def news(material: StoryMaterial, corroboration: Corroboration) -> tuple[NewItem, ...]:
    """Return what came in after `material.since`; nothing where the reader has not looked before."""
    since = material.since
    if since is None:
        return ()
    fresh = {d.document.id for d in material.documents if d.document.seen and d.document.seen > since}
    items = [*_claims(corroboration.claims, fresh, since), *_values(corroboration.numbers, fresh, since)]
    outlets = {d.document.outlet for d in material.documents if d.document.id not in fresh}
    for item in material.documents:
        outlet = item.document.outlet
        if item.document.id in fresh and outlet and outlet not in outlets:
            outlets.add(outlet)
            items.append(NewItem(since, "source", outlet, ()))
    return tuple(items)


def _claims(claims: tuple[Claim, ...], fresh: set[str], since: datetime) -> Iterator[NewItem]:
    for claim in claims:
        if not all(e.passage.document in fresh for e in claim.evidence):
            continue
        text = f"{claim.speaker}: {claim.text}" if claim.speaker else claim.text
        yield NewItem(since, "claim", text, tuple(e.passage for e in claim.evidence))


def _values(numbers: tuple[NumberComparison, ...], fresh: set[str], since: datetime) -> Iterator[NewItem]:
    for group in numbers:
        known = {v.value for v in group.values if v.passage.document not in fresh}
        for value in group.values:
            if value.passage.document in fresh and value.value not in known:
                known.add(value.value)
                yield NewItem(since, "value", f"{group.counted}: {value.text}", (value.passage,))
