"""What is read from one text: each record with its span, each set with its producer.

Values of the closed vocabularies are those of the `lagebild annotate` contract.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lagebild.records.span import Span

MentionKind = Literal["person", "organisation", "place", "demonym", "other"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Precision = Literal["point", "city", "region", "country"]
Form = Literal["direct", "indirect", "free-indirect", "reported"]
Modality = Literal[
    "asserted",
    "alleged",
    "denied",
    "demanded",
    "threatened",
    "warned",
    "planned",
    "conditional",
    "criticised",
    "welcomed",
    "hearsay",
]
Polarity = Literal["positive", "negative"]
WordingClass = Literal["emotive", "dramatising", "judging", "superlative", "speculative", "appeal"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that mentions of one document refer to.

    `id` is `kind:slug-of-name`, of the name in the table of aliases where that has one; `name` is the document's own.
    """

    id: str
    kind: MentionKind
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, without the office before it; `office` holds that ("Präsident")."""

    span: Span
    kind: MentionKind
    entity: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3 expression; `start` and `end` bound it as a half-open interval of aware times, None where unresolved.

    `modifier` is the TIMEX3 `mod` (START, MID, END, APPROX, BEFORE, AFTER, ...); `rule` names the grammar rule
    that read it.
    """

    span: Span
    type: TimeType
    value: str
    start: datetime | None = None
    end: datetime | None = None
    modifier: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place read from a mention, or an abstention (`geonameid` and coordinates None) with the reason in `why`.

    `as_actor` marks names that stand for a government or people ("Moskau kündigte an"): they are no place of anything.
    """

    span: Span
    name: str
    why: str
    geonameid: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision = "city"
    country: str | None = None
    as_actor: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Ort des Geschehens: the one place of a text's main event, with the reason. `country` is ISO 3166-1 alpha-2."""

    name: str
    latitude: float
    longitude: float
    precision: Precision
    why: str
    geonameid: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount. `minimum` and `maximum` are bounds that the wording states; `unit` is "%", an ISO 4217 code or a word.

    `counted` is the counted thing with its modifiers as it stands in the text ("nordkoreanischen Soldaten").
    """

    span: Span
    value: float
    minimum: float | None = None
    maximum: float | None = None
    approximate: bool = False
    unit: str | None = None
    counted: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody is reported to say.

    `content`, `cue` and `speaker` are spans (a speaker named outside the sentence still has one, where he stands);
    `speaker_names` holds the resolved names, several for "südkoreanischen und ukrainischen Geheimdiensten", none for
    hearsay; `via` is the medium that passes it on ("KCNA").
    """

    content: tuple[Span, ...]
    form: Form
    modality: Modality
    polarity: Polarity = "positive"
    cue: tuple[Span, ...] = ()
    speaker: tuple[Span, ...] = ()
    speaker_entity: str | None = None
    speaker_names: tuple[str, ...] = ()
    via: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom: `code` is a PLOVER event type, `anchor` the verb or noun that tells it.

    `time` is the day, `place` the index of a place mention of the same text. `polarity` is negative where the text says
    that it did not happen, `modality` is other than asserted where the text does not itself tell it as done.
    """

    anchor: Span
    code: str
    lemma: str
    actor: Span | None = None
    recipient: Span | None = None
    time: date | None = None
    place: int | None = None
    polarity: Polarity = "positive"
    modality: Modality = "asserted"

    @property
    def is_fact(self) -> bool:
        """Tell whether the text itself says that it happened."""
        return self.polarity == "positive" and self.modality == "asserted"


@dataclass(frozen=True, slots=True)
class WordingMark:
    """A loaded word or phrase of the reporter (not of somebody quoted)."""

    span: Span
    kind: WordingClass


@dataclass(frozen=True, slots=True)
class Wording:
    """How loaded a text is worded: 0 sober, 1 lurid, with the passages that make it so."""

    score: float = 0.0
    marks: tuple[WordingMark, ...] = ()


@dataclass(frozen=True, slots=True)
class TextAnnotations:
    """Everything read from one text (a title or a body); all spans are offsets into exactly that text."""

    language: str
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    wording: Wording = Wording()


@dataclass(frozen=True, slots=True)
class Annotations:
    """The annotations of one document revision, by one producer (`name/version`).

    `vector` says where title and lead lie among all others: 384 signed bytes, direction only; empty without an encoder.
    """

    document: str
    revision: int
    producer: str
    body: TextAnnotations
    title: TextAnnotations | None = None
    entities: tuple[Entity, ...] = ()
    scene: Scene | None = None
    vector: bytes = b""
