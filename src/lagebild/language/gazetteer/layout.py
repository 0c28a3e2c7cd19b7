"""The layout of the compiled files, shared by the build and the reader.

`places.bin` is a sequence of `PLACE` structures, one row a place; `names.marisa` maps a name to rows of
`NAME_RECORD` (row number and flags); `countries.json` holds what is asked by country code, and the base form of
inflected names; `german.marisa` maps the number of a row that has several names to its German one.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "data"
PLACES: Final = "places.bin"
NAMES: Final = "names.marisa"
COUNTRIES: Final = "countries.json"
GIVEN_NAMES: Final = "person_names.marisa"
GERMAN_NAMES: Final = "german.marisa"

NAME_RECORD: Final = "<IB"
# geonameid (0: none), latitude, longitude, population, country, admin-1 code, kind, capital of its country
PLACE: Final = "<IffI2s3sBB"
FLAG_PRIMARY: Final = 1
FLAG_COMMON: Final = 2

PERSON_RECORD: Final = "<B"
PERSON_FIRST: Final = 1
PERSON_LAST: Final = 2
