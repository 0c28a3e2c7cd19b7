"""What a person judged about the place of documents: entries of a ledger that is only appended to.

Stories follow from the links that the machine made and from the judgements that stand; so a judgement can be taken
back at any time, and what the machine thought is still there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

JudgementKind = Literal["same", "different", "moved", "undone"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of the ledger: `documents` stood in the story `left` and stand in `story` since.

    "same": the whole story `left` is `story`, whose documents were `others`. "different": `documents` are not told by
    `left`, where `others` stayed; they are the new story `story`. "moved": the same, but they joined `story`, which was
    there. "undone": the entry `undoes` holds no longer; all else is as in that entry.
    """

    id: str
    at: datetime
    kind: JudgementKind
    documents: tuple[str, ...]
    others: tuple[str, ...]
    left: str
    story: str
    note: str | None = None
    undoes: str | None = None
