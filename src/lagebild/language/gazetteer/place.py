"""A place as the gazetteer knows it, and how its kinds read as precision of a reading."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from lagebild.records.annotation import Precision

PlaceKind = Literal[
    "city",
    "region",
    "country",
    "continent",
    "world_region",
    "landscape",
    "sea",
    "strait",
    "river",
    "lake",
    "mountain",
    "island",
    "building",
    "seat",
]
KINDS: Final[tuple[PlaceKind, ...]] = get_args(PlaceKind)
_POINTS: Final = frozenset({"building", "seat"})


@dataclass(frozen=True, slots=True)
class Place:
    """A reading of a name.

    `name` is the name as looked up, in its base form, `german` the place's German name where that is known and may be
    another ("Lower Saxony": "Niedersachsen"); coordinates in degrees; `country` is ISO 3166-1 alpha-2;
    `admin1` is the GeoNames admin-1 code inside the country; `primary` says that this is the place's own name and not
    an alias in some language; `common` that the name is also a common German word (Zipf frequency 4 or more).
    """

    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    geonameid: int | None = None
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    capital: bool = False
    primary: bool = True
    common: bool = False
    german: str | None = None

    @property
    def title(self) -> str:
        """Return the name under which a reader of German looks for the place."""
        return self.german or self.name

    @property
    def precision(self) -> Precision:
        """Return how exactly the coordinates point."""
        if self.kind == "city":
            return "city"
        if self.kind == "country":
            return "country"
        return "point" if self.kind in _POINTS else "region"
