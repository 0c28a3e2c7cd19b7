"""What a list says about a story beside its record."""

from dataclasses import dataclass

from lagebild.records.annotation import Scene
from lagebild.records.view import SourceRow


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list: headline and first sentence of its Lagebild, in their `language`, where, and who reports.

    `latest` is the article that moved it last, None where there is one article only; `contested` counts claims and
    numbers on which sources contradict each other or somebody denies; `new` counts what came since a reader's visit;
    `resumed` are the days without a report after which the story is told again, 0 where it never rested.
    """

    headline: str
    lead: str
    language: str
    scene: Scene | None
    outlets: tuple[str, ...]
    origins: int
    copies: int
    contested: int
    latest: SourceRow | None
    new: int = 0
    resumed: int = 0
