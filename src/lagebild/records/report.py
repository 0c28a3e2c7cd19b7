"""The Lagebild of a story: cited sentences over its views."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from lagebild.records.claim import Claim, Conflict, Verdict
from lagebild.records.remark import PlacedRemark
from lagebild.records.span import Citation
from lagebild.records.story import Story, StoryMaterial
from lagebild.records.view import Views

Part = Literal["headline", "lead", "body", "dossier"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A printed sentence, the passages that carry it, and the subhead above it ("" in headline and lead)."""

    part: Part
    section: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that failed the citation check, with what was not carried by its passages."""

    text: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The Lagebild. `origins` counts who vouches for the story's claims, each once; `remarks` are the editors' that
    stand, oldest first."""

    story: Story
    origins: int
    sentences: tuple[Sentence, ...]
    views: Views
    claims: tuple[Claim, ...]
    withheld: tuple[Withheld, ...]
    generated: datetime
    version: str
    material: StoryMaterial = field(compare=False, repr=False)
    """What it was drawn from: the texts around the citations, and the events."""
    remarks: tuple[PlacedRemark, ...] = ()
    judged_numbers: tuple[Verdict | None, ...] = ()
    """The verdicts on `views.numbers` as the desk has them; empty without remarks."""

    def conflict_verdict(self, claim: Claim, conflict: Conflict) -> Verdict:
        """Return the latest verdict of the desk on a conflict, the program's where there is none."""
        pair = {claim.id, conflict.claim}
        said = [r.remark.verdict for r in self.remarks if r.remark.verdict and set(r.claims) == pair]
        return said[-1] if said else conflict.kind

    def number_verdict(self, number: int) -> Verdict | None:
        """Return the verdict on a comparison of numbers, the desk's before the program's."""
        return self.judged_numbers[number] if self.judged_numbers else self.views.numbers[number].verdict


@dataclass(frozen=True, slots=True)
class NewsDigest:
    """What is new in all stories between `since` (None: the reader's last visit to each) and `until`.

    `reports` are those of the stories in which something is, with exactly that in `views.new`. `name` is that of the
    followed search whose stories it is of; empty where it is of all. `more` counts the stories that moved as well and
    are left out.
    """

    since: datetime | None
    until: datetime
    reader: str
    reports: tuple[Report, ...] = ()
    name: str = ""
    more: int = 0
