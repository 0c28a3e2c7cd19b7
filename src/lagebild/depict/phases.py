"""When a story was told: one phase, or several between which nobody reported on it."""

from datetime import timedelta

from lagebild.depict.options import DepictOptions
from lagebild.records.story import StoryMaterial
from lagebild.records.view import Phase


def phases(material: StoryMaterial, options: DepictOptions) -> tuple[Phase, ...]:
    """Return the phases, oldest first, from the times of publication; none where no document has one."""
    told = sorted(item.document.published for item in material.documents if item.document.published)
    found: list[Phase] = []
    for moment in told:
        if found and moment - found[-1].end < timedelta(days=options.rest_days):
            found[-1] = Phase(found[-1].start, moment, found[-1].documents + 1)
        else:
            found.append(Phase(moment, moment, 1))
    return tuple(found)
