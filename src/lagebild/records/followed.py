"""What a reader follows: a search with its filters, or one story. It is asked again whenever something moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Fresh = Literal["", "day", "week", "month"]
SPANS: Final = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
"""How long ago a story may have moved last to count as that fresh."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows the list of stories; an empty field asks for nothing."""

    q: str = ""
    place: str = ""
    outlet: str = ""
    fresh: Fresh = ""
    contested: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Search(Narrowing):
    """A question to the list of stories; a `story` asks for that one alone."""

    story: str = ""

    @property
    def narrow(self) -> bool:
        """Whether it leaves any story out."""
        return self != Search()


@dataclass(frozen=True, slots=True)
class Followed:
    """A search that a reader keeps, under a name, since `at`."""

    id: str
    name: str
    at: datetime
    search: Search
