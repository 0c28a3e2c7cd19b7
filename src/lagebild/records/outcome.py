"""Expected failures as values: one bad item is named, the rest of the batch goes on."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Done(Generic[Record]):
    """The item was read."""

    record: Record


@dataclass(frozen=True, slots=True)
class Refused:
    """The item was refused. `item` names it as the user knows it (path, path:line or URL); `reason` is one clear
    sentence that says what was wrong and what to do."""

    item: str
    reason: str

    def __str__(self) -> str:
        return f"{self.item}: {self.reason}"


Outcome = Done[Record] | Refused
