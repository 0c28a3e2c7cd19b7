"""Names of places with where they lie: one compiled, memory-mapped table and the lookup over it."""

from lagebild.language.gazetteer.lookup import Gazetteer, gazetteer
from lagebild.language.gazetteer.place import Place, PlaceKind

__all__ = ["Gazetteer", "Place", "PlaceKind", "gazetteer"]
