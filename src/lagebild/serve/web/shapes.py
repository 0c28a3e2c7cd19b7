"""The shapes of the API's answers, from which `/api/openapi.json` is drawn.

They are open: a field that is not listed here passes through, so that a row may gain one without two edits. What has a
published contract of its own (annotations, the report) stays untyped; its schema is shipped with the report.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from lagebild.records.claim import Verdict
from lagebild.records.followed import Fresh
from lagebild.run.following import LONGEST_NAME as FOLLOWED_NAME
from lagebild.run.remarks import LONGEST_NAME, LONGEST_TEXT

LONGEST_NOTE = 500
"""Characters of a note: a sentence or two, shown beside every document concerned."""
Note = Annotated[str | None, Field(max_length=LONGEST_NOTE, description="Why, in a sentence.")]


class Open(BaseModel):
    """An object that may have more fields than are listed."""

    model_config = ConfigDict(extra="allow")


class Problem(BaseModel):
    """A refusal."""

    error: str = Field(description="One sentence: what was wrong, and where possible what to do.")


class ExcerptRow(Open):
    """A line of an article that shows why a search found its story: a citation with the words that were found."""

    document: str
    revision: int
    span: list[int]
    quote: str
    field: Literal["title"] | None = Field(default=None, description="Left out for the text.")
    outlet: str | None
    marks: list[list[int]] = Field(description="Spans of what was found, into the same text as `span`.")


class StoryRow(Open):
    """A story of the list."""

    id: str
    title: str = Field(description="The headline of its first article.")
    first: str | None = Field(description="ISO 8601: when its first article was published.")
    last: str | None = Field(description="ISO 8601: when its last article was published.")
    documents: list[str]
    outlets: int
    posts: int
    found: ExcerptRow | None = Field(
        default=None, description="With `q`: what was found; left out where the title shows it."
    )


class StoryList(Open):
    """Stories, newest movement first."""

    total: int
    stories: list[StoryRow]


class Change(Open):
    """Something new, in one sentence; its citations are as in the report."""

    id: str
    since: str
    at: str | None
    kind: str
    text: str
    citations: list[dict[str, Any]]


class StoryNews(Open):
    """A story in which something is new, the gravest first."""

    id: str
    title: str
    new: list[Change]


class Digest(Open):
    """What is new in all stories; `since` is null where each story counts from the reader's last visit to it."""

    since: str | None
    until: str
    reader: str
    name: str | None = Field(default=None, description="The followed search that it is of; null: all stories.")
    stories: list[StoryNews]


class DocumentShown(Open):
    """A document with everything that was read from it; spans are character offsets into `text`."""

    id: str
    revision: int
    title: str | None
    text: str
    url: str | None
    outlet: str | None
    published: str | None
    seen: str | None
    language: str | None
    furniture: list[list[int]] = Field(description="Spans of page furniture, which no annotation uses.")
    annotations: dict[str, Any] | None = Field(description="As a line of `lagebild annotate`.")
    link: dict[str, Any] | None = Field(description="As a line of `lagebild cluster`.")
    revisions: int


class SourceRow(Open):
    """A source with its health."""

    id: str
    kind: str
    address: str
    name: str
    active: bool = Field(description="False while it rests.")
    note: str | None
    checked: str | None
    succeeded: str | None
    brought: str | None = Field(description="When it last brought something new.")
    failures: int
    message: str | None


class SourceChange(BaseModel):
    """A source that is to rest or to go on, and what to think of it; what is left out stays."""

    address: Annotated[str, Field(max_length=2000, description="Its address or id.")]
    active: bool | None = None
    note: Annotated[str | None, Field(max_length=LONGEST_NOTE)] = None


class IssueRow(Open):
    """An item that was refused."""

    item: str
    reason: str
    at: str


class SourceList(Open):
    """The sources, and what was refused lately."""

    sources: list[SourceRow]
    issues: list[IssueRow]


class FindingRow(Open):
    """What the doctor found about one subject."""

    subject: str
    well: bool
    message: str


class Diagnosis(Open):
    """What the doctor found."""

    findings: list[FindingRow]


class RefusedRow(Open):
    """An item of the request that was refused."""

    item: str
    reason: str


class Added(Open):
    """What came of a request to add."""

    new: int
    revised: int
    known: int
    posts: int
    sources: list[str]
    refused: list[RefusedRow]


class Merging(BaseModel):
    """Two stories that are one."""

    story: str = Field(description="The story that keeps its address.")
    other: str
    note: Note = None


class Splitting(BaseModel):
    """Documents that do not belong to their story."""

    story: str
    documents: list[str] = Field(max_length=5000)
    note: Note = None


class Moving(BaseModel):
    """A document that belongs to another story."""

    document: str
    story: str
    note: Note = None


class Parting(BaseModel):
    """Two stories that stay two."""

    story: str
    other: str
    note: Note = None


class Undoing(BaseModel):
    """A judgement that is taken back."""

    judgement: str
    note: Note = None


class JudgementRow(Open):
    """An entry of the ledger of judgements."""

    id: str
    at: str
    kind: Literal["same", "different", "moved", "apart", "undone"]
    documents: list[str] = Field(description="They left `left` for `story`; with `apart` they are, and stay, there.")
    others: list[str] = Field(description="With `same` those that they joined, else those in `left`.")
    left: str
    story: str
    note: str | None
    undoes: str | None = Field(description="With `undone`: the judgement that holds no longer.")


class Ledger(Open):
    """The judgements, latest first."""

    judgements: list[JudgementRow]


class DoubtRow(Open):
    """A report that nearly joined another story."""

    document: str
    story: str = Field(description="The story where it stands.")
    title: str
    near: str = Field(description="The document of the other story that it fits best.")
    other: str = Field(description="The story that it nearly joined.")
    other_title: str
    score: float = Field(description="How well it fitted, from 0 to 1, when it came.")
    reasons: list[str] = Field(description="Why it was held, and what speaks for the other story; German.")


class Doubts(Open):
    """The open questions, latest first."""

    doubts: list[DoubtRow]


class WeighedRow(Open):
    """A judged decision: how well a document fitted a story, and whether it belongs there."""

    judgement: str
    document: str = Field(description="The report that the later of the two judged groups began with.")
    story: str = Field(description="The story of the earlier group.")
    score: float
    belongs: bool


class AdviceRow(Open):
    """What the judgements say of the score from which a document joins a story."""

    threshold: float = Field(description="In force, from 0 to 1; `join_percent` in the settings.")
    suggested: float | None = Field(description="None where too little speaks for another threshold.")
    mended: int = Field(description="Judged decisions that were wrong and would be right with `suggested`.")
    broken: int = Field(description="Decisions, judged or left alone, that were right and would be wrong.")
    left_alone: int = Field(description="Links in the judged stories that nobody touched; they count as right.")
    weighed: list[WeighedRow]


class Remarked(BaseModel):
    """What an editor says of a claim, or of two passages that are compared; or a remark that is withdrawn."""

    story: str
    kind: Literal["confirmed", "corrected", "commented", "withdrawn"]
    claims: list[str] = Field(default=[], max_length=2, description="One claim, or two in conflict.")
    places: list[Annotated[str, Field(max_length=2000)]] = Field(
        default=[], max_length=2, description="Passages instead of claims, as `places` of a remark names them."
    )
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    verdict: Verdict | None = None
    withdraws: str | None = None
    author: Annotated[str | None, Field(max_length=LONGEST_NAME)] = None


class RemarkRow(Open):
    """An entry of the ledger of remarks."""

    id: str
    at: str
    kind: Literal["confirmed", "corrected", "commented", "withdrawn"]
    author: str
    passages: list[dict[str, Any]] = Field(description="Citations: one of a claim, two of a comparison.")
    places: list[str]


class Remarks(Open):
    """The remarks on a story, latest first."""

    remarks: list[RemarkRow]


class Question(BaseModel):
    """A search with its filters, or one story."""

    q: Annotated[str, Field(max_length=500, description="Words that a document of the story must hold.")] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    outlet: Annotated[str, Field(max_length=200)] = ""
    fresh: Fresh = ""
    contested: bool = False
    language: Annotated[str, Field(max_length=5)] = ""
    story: Annotated[str, Field(max_length=2000, description="Id of one story, instead of all these.")] = ""


class Following(Question):
    """What is to be followed."""

    name: Annotated[str, Field(max_length=FOLLOWED_NAME)] = ""


class Unfollowing(BaseModel):
    """What is to be followed no more."""

    id: Annotated[str, Field(max_length=2000, description="Its id, or that of its story.")]


class FollowedRow(Open):
    """A search or story that is followed."""

    id: str
    name: str
    at: str = Field(description="ISO 8601: since when.")
    search: Question


class FollowedList(Open):
    """What is followed, oldest first."""

    followed: list[FollowedRow]


class Ran(Open):
    """What a visit to the sources brought."""

    new: int
    revised: int
    posts: int
