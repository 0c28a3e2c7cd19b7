"""The reports of one story -> the two happenings that it turned out to hold, if it does.

A story grows report by report, each joined to what it resembles most, and so may grow across a theme into a second
happening. Seen together the reports tell: both parts are at one with themselves, have little in common with each other,
and share no telling word. Parts are found by average linkage (Sokal and Michener 1958) over the cosines of the reports.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.cluster.memory import Memory, RememberedStory
from lagebild.cluster.options import ClusterOptions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parts:
    """Ids of the reports that stay, the story's first among them, and of those that go, each in order."""

    staying: tuple[str, ...]
    going: tuple[str, ...]


def is_due(documents: int, first: int) -> bool:
    """Tell whether a story of so many documents is looked at: at `first`, then whenever it has grown by half."""
    while first < documents:
        first += max(1, first // 2)
    return first == documents


def parts(story: RememberedStory, memory: Memory, options: ClusterOptions) -> Parts | None:
    """Return the two happenings that the kept reports of a story tell, or none where they tell one.

    A story too large for all its reports to be kept stays whole: nobody could tell where the others belong.
    """
    if not 2 * options.split_part <= len(story.kept) < options.max_kept:
        return None
    told, rarity = memory.table(story)
    lengths = (told * told).sum(1, keepdims=True) ** 0.5
    unit = told / (lengths + (lengths == 0.0))
    cosines = unit @ unit.T
    staying, going = sorted(_halves(cosines))
    if min(len(staying), len(going)) < options.split_part or not _apart(cosines, staying, going, options):
        return None
    held = told > 0.0
    common = (held[staying].mean(0) >= options.split_common) & (held[going].mean(0) >= options.split_common)
    if bool((common & (rarity >= options.split_telling)).any()):
        return None
    ids = [kept.id for kept in story.kept]
    return Parts(tuple(ids[k] for k in staying), tuple(ids[k] for k in going))


def _halves(cosines: "Matrix") -> list[list[int]]:
    """Return two groups of rows: the likest groups are joined until two are left, likeness being the average."""
    import numpy as np

    likeness = cosines.copy()
    np.fill_diagonal(likeness, -1.0)
    groups = [[k] for k in range(len(cosines))]
    while sum(map(bool, groups)) > 2:
        a, b = sorted(divmod(int(likeness.argmax()), len(groups)))
        whole = len(groups[a]) + len(groups[b])
        likeness[a] = (likeness[a] * len(groups[a]) + likeness[b] * len(groups[b])) / whole
        likeness[:, a] = likeness[a]
        likeness[b], likeness[:, b], likeness[a, a] = -1.0, -1.0, -1.0
        groups[a], groups[b] = sorted(groups[a] + groups[b]), []
    return [group for group in groups if group]


def _apart(cosines: "Matrix", a: list[int], b: list[int], options: ClusterOptions) -> bool:
    """Tell whether both parts are several reports of their own, far less like each other than within."""
    within, voices = [], []
    for part in (a, b):
        total = float(cosines[part][:, part].sum())
        within.append((total - len(part)) / (len(part) * (len(part) - 1)))
        voices.append(len(part) ** 2 / total)
    across = float(cosines[a][:, b].mean())
    return across <= options.split_across * min(within) and min(voices) >= options.split_voices
