"""Finds where reports of one happening place it differently: "in Berlin" in some, "in Potsdam" in others.

Two reports tell one happening where their headlines share most of their words besides the places. Only towns near each
other are held against each other: towns far apart are two happenings, however alike they are told.
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from lagebild.corroborate.counted import distance
from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.wordings import Wording, content, place_wording
from lagebild.language.stems import overlap
from lagebild.records.annotation import PlaceMention
from lagebild.records.story import AnnotatedDocument

# Kilometres between towns that reports mix up (where it happened, where the hospital is); closer ones are districts.
_NEAR, _FAR = 10.0, 60.0
# Shared words of two headlines from which on they surely tell one happening.
_SURE = 3
_LEAST = 2


def place_groups(documents: Sequence[AnnotatedDocument], options: CorroborateOptions) -> list[list[Wording]]:
    """Return groups of wordings that place one happening in different towns, in the order of time."""
    placed = [(item, place) for item in documents if (place := _town(item))]
    groups: list[list[tuple[AnnotatedDocument, PlaceMention]]] = []
    for row in placed:
        touching = [g for g in groups if any(_one_happening(row, other, options) for other in g)]
        groups = [g for g in groups if g not in touching] + [[row, *(r for g in touching for r in g)]]
    found = []
    for group in groups:
        towns = {place.name for _, place in group}
        if len(towns) > 1 and _surely_one(group):
            wordings = [place_wording(item, place) for item, place in group]
            found.append([replace(w, answer=place.name) for w, (_, place) in zip(wordings, group, strict=True)])
    return found


def _surely_one(group: Sequence[tuple[AnnotatedDocument, PlaceMention]]) -> bool:
    """Tell whether two headlines with different towns share so many other words that they tell one happening."""
    return any(
        a.name != b.name and len(_headline(one, a.name) & _headline(two, b.name)) >= _SURE
        for (one, a), (two, b) in itertools.combinations(group, 2)
    )


def _town(item: AnnotatedDocument) -> PlaceMention | None:
    title = item.annotations.title
    towns = [p for p in title.places if p.latitude is not None and not p.as_actor] if title else []
    return next((p for p in reversed(towns) if p.precision in ("city", "point")), None)


def _one_happening(
    a: tuple[AnnotatedDocument, PlaceMention], b: tuple[AnnotatedDocument, PlaceMention], options: CorroborateOptions
) -> bool:
    if a[1].name != b[1].name and not _NEAR <= distance(a[1], b[1]) <= _FAR:
        return False
    one, two = _headline(a[0], a[1].name), _headline(b[0], b[1].name)
    return len(one & two) >= _LEAST and overlap(one, two) >= options.one_headline


def _headline(item: AnnotatedDocument, town: str) -> frozenset[str]:
    return content(item.document.title or "") - content(town)
