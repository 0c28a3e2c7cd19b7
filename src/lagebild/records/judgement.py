"""What a person judged about the place of documents: entries of a ledger that is only appended to.

Stories follow from the links that the machine made and from the judgements that stand; so a judgement can be taken
back at any time, and what the machine thought is still there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

JudgementKind = Literal["same", "different", "moved", "apart", "undone"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of the ledger: `documents` stood in the story `left` and stand in `story` since.

    "same": the whole story `left` is `story`, whose documents were `others`. "different": `documents` are not told by
    `left`, where `others` stayed; they are the new story `story`. "moved": the same, but they joined `story`, which was
    there. "apart": nothing moves; `story`, with `documents`, and `left`, with `others`, stay two. "undone": the entry
    `undoes` holds no longer; all else is as in that entry.
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


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to a person: `document`, which opened `story` or stands there since, nearly joined `other`, where it
    fits `near` best, with `score` (0..1); `reasons` say in German why. `title` and `other_title` are the stories'."""

    document: str
    story: str
    title: str
    near: str
    other: str
    other_title: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a judgement says of the threshold: `document`, the report that the later of two groups began with, fitted
    `story`, that of the earlier group, with `score` (0..1), and does or does not belong there."""

    judgement: str
    document: str
    story: str
    score: float
    belongs: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What the judgements that stand say of the score from which a document joins a story.

    `threshold` is in force. `weighed` are the judgements that can say something, `left_alone` the scores of links in
    the same stories that nobody touched, which counts as right. With `suggested` (None where too little speaks for
    another) `mended` decisions that were wrong would have been right, and `broken` that were right, wrong.
    """

    threshold: float
    weighed: tuple[Weighed, ...] = ()
    left_alone: tuple[float, ...] = ()
    suggested: float | None = None
    mended: int = 0
    broken: int = 0
