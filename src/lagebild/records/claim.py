"""What a story's sources say, once each: claims with evidence, origins and typed conflicts; numbers; processes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lagebild.records.annotation import Modality, Polarity
from lagebild.records.span import Citation, Passage

Stance = Literal["supports", "denies", "reports"]
Verdict = Literal[
    "same", "compatible", "rounding", "superseded", "different-scope", "granularity", "denied", "contradiction"
]
OriginKind = Literal["person", "organisation", "agency", "outlet", "anonymous"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that bears on a claim; `via` is the medium between speaker and outlet, `published` the printing."""

    passage: Passage
    stance: Stance
    via: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Who vouches for a claim: counted once, however many `documents` repeat it."""

    name: str
    kind: OriginKind
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """How a claim differs from another (`claim`, its id), with one German sentence why."""

    kind: Verdict
    claim: str
    why: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition of a story. `text` is its best wording, verbatim; the evidence holds all wordings."""

    id: str
    text: str
    speaker: str | None
    speaker_chain: tuple[str, ...]
    modality: Modality
    polarity: Polarity
    origins: tuple[Origin, ...]
    evidence: tuple[Evidence, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def passage(self) -> Passage:
        """The passage whose words the claim is told in, the first one where several are; ValueError without any."""
        passages = [e.passage for e in self.evidence]
        return min(passages, key=lambda p: p.quote != self.text)


@dataclass(frozen=True, slots=True)
class NumberValue:
    """One stated amount of a counted thing. `as_of` is when it held, where the text says so, else publication."""

    value: float
    text: str
    passage: Passage
    minimum: float | None = None
    maximum: float | None = None
    approximate: bool = False
    unit: str | None = None
    speaker: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class ValuePair:
    """The comparison of values `a` and `b` (indices into the group's values)."""

    a: int
    b: int
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class NumberComparison:
    """All amounts of one counted thing; `verdict` is the gravest of the pairs (None for a single value)."""

    counted: str
    values: tuple[NumberValue, ...]
    verdict: Verdict | None
    why: str
    pairs: tuple[ValuePair, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step of a process: done with a day and citations, or open with the condition in words.

    `step` is the step's key ("in force"), `label` its name in the story's language ("Inkrafttreten").
    """

    step: str
    status: Literal["done", "open"]
    party: str | None = None
    day: date | None = None
    condition: str | None = None
    citations: tuple[Citation, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A legal or procedural course of a story ("treaty"), its steps in their proper order."""

    kind: str
    title: str
    steps: tuple[ProcessStep, ...]


@dataclass(frozen=True, slots=True)
class SharedOrigin:
    """Documents whose words come from one hand (an agency text, a copy), with the reason."""

    name: str
    documents: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Corroboration:
    """What `corroborate` makes of a story."""

    claims: tuple[Claim, ...] = ()
    numbers: tuple[NumberComparison, ...] = ()
    processes: tuple[Process, ...] = ()
    shared_origins: tuple[SharedOrigin, ...] = ()
