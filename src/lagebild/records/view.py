"""What a reader looks at: views of one story, free of any markup."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lagebild.records.annotation import Precision, Scene, WordingMark
from lagebild.records.claim import NumberComparison, Process
from lagebild.records.span import Citation

TimePrecision = Literal["time", "day", "month", "year"]
ChangeKind = Literal[
    "story",
    "resumed",
    "retracted",
    "remark",
    "remark-withdrawn",
    "denied",
    "contradiction",
    "value-changed",
    "step",
    "scene",
    "resolved",
    "confirmed",
    "claim",
    "value",
    "reactions",
]
"""What can be new in a story: that it is there at all, then the gravest first; remarks are those of editors."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened when (not: when it was reported). `end` is exclusive."""

    start: datetime
    end: datetime
    precision: TimePrecision
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A time in which a story was told, from its first to its last report, and their number; before and after it the
    story rested."""

    start: datetime
    end: datetime
    documents: int


@dataclass(frozen=True, slots=True)
class PlacePin:
    """A place of the story and in how many documents it is named."""

    name: str
    latitude: float
    longitude: float
    documents: int
    country: str | None = None
    geonameid: int | None = None
    precision: Precision = "city"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who appears in the story, with the office that the reports give and the number of documents."""

    name: str
    kind: str
    role: str | None
    documents: int
    statements: int = 0


@dataclass(frozen=True, slots=True)
class NewItem:
    """One change of the story since `since`, in one sentence, with the passages that carry it.

    `at` is when it came in. `about` is the same for changes that follow each other or cancel out; `id` tells one change
    of a story from all others and stays. A value that changed has `before` and `after`, and what is counted in `thing`;
    `count` is the number of origins or of posts; `who` is who says it.
    """

    since: datetime
    kind: ChangeKind
    text: str
    citations: tuple[Citation, ...]
    at: datetime | None = None
    id: str = ""
    about: str = ""
    thing: str = ""
    who: str = ""
    before: str | None = None
    after: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """A post, verbatim; `traits` are what it was read as ("argument", "personal", "off_topic", "discriminating",
    "insult"), `why` the words of it that say so.
    """

    post: str
    platform: str
    author: str
    text: str
    created: datetime | None = None
    sentiment: str | None = None
    traits: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What many posts talk about: its key words, how many posts, typical voices."""

    words: tuple[str, ...]
    posts: int
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stance:
    """How posts that name an actor speak of him: `posts` is their number and the sum of the other three."""

    actor: str
    posts: int
    positive: int
    neutral: int
    negative: int


@dataclass(frozen=True, slots=True)
class Reactions:
    """How the public reacts: exact counts first. `removed_why` explains `removed` ("duplicate": 6, "empty": 3).

    `traits` counts posts by what they were read as; `toxic` are the posts that are shown only on demand, at most as
    many as `voices`, while `hidden` counts all of them.
    """

    social_comments: int = 0
    forum_posts: int = 0
    removed: int = 0
    removed_why: tuple[tuple[str, int], ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    platforms: tuple[tuple[str, int], ...] = ()
    sentiment: tuple[tuple[str, int], ...] = ()
    topics: tuple[Topic, ...] = ()
    voices: tuple[Voice, ...] = ()
    hidden: int = 0
    traits: tuple[tuple[str, int], ...] = ()
    stances: tuple[Stance, ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    toxic: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentWording:
    """How loaded one document is worded, 0..1; `marks` are spans into its text."""

    document: str
    score: float
    marks: tuple[WordingMark, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document as a source of the story."""

    document: str
    title: str
    outlet: str | None
    url: str | None
    published: datetime | None
    language: str | None
    copy_of: str | None = None
    copied_share: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Views:
    """All views of one story; `new` is what came after `since` (None: the reader was never here before)."""

    timeline: tuple[TimelineEntry, ...] = ()
    scene: Scene | None = None
    places: tuple[PlacePin, ...] = ()
    actors: tuple[Actor, ...] = ()
    numbers: tuple[NumberComparison, ...] = ()
    processes: tuple[Process, ...] = ()
    new: tuple[NewItem, ...] = ()
    since: datetime | None = None
    reactions: Reactions = Reactions()
    wording: float = 0.0
    document_wording: tuple[DocumentWording, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    phases: tuple[Phase, ...] = ()
