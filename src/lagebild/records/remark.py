"""What an editor remarked on a claim or a comparison: entries of a ledger that is only appended to.

Claims are computed anew with every report, so a remark hangs on the passage that it was made on, never on a claim's id:
one passage for a claim, two for a comparison. It holds for whatever claim, conflict or pair of values carries these
passages later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lagebild.records.claim import Verdict
from lagebild.records.span import Passage

RemarkKind = Literal["confirmed", "corrected", "commented", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage with the words around it, by which it is found again in another revision.

    Quote, prefix and suffix are those of a TextQuoteSelector (W3C Web Annotation Data Model, 2017, section 4.2.4).
    """

    passage: Passage
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One entry of the ledger, by `author` (a name, no account).

    Of a comparison, "confirmed" and "corrected" state the `verdict` that holds in the editor's eyes. "withdrawn": the
    entry `withdraws` holds no longer; its anchors are those of that entry.
    """

    id: str
    at: datetime
    kind: RemarkKind
    author: str
    anchors: tuple[Anchor, ...]
    text: str | None = None
    verdict: Verdict | None = None
    withdraws: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedRemark:
    """A remark that stands, and where: on a claim, on the conflict of two `claims`, on the comparison of the values
    `pair` of the group `number`; nowhere, where the report has its words no longer.
    """

    remark: Remark
    claims: tuple[str, ...] = ()
    number: int | None = None
    pair: tuple[int, int] | None = None

    @property
    def is_placed(self) -> bool:
        """Tell whether the report has a place for it."""
        return bool(self.claims) or self.number is not None


def standing(ledger: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return the remarks that hold: those not withdrawn, without the entries that withdraw; in the ledger's order."""
    entries = tuple(ledger)
    withdrawn = {entry.withdraws for entry in entries}
    return tuple(entry for entry in entries if entry.kind != "withdrawn" and entry.id not in withdrawn)
