"""Small annotated documents from literals: the records of a text are given by the words they cover."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from lagebild.records.annotation import (
    Annotations,
    Entity,
    Form,
    Mention,
    MentionKind,
    Modality,
    PlaceMention,
    Polarity,
    Precision,
    Quantity,
    Statement,
    TextAnnotations,
    TimeExpression,
)
from lagebild.records.document import Document
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument, Story, StoryLink, StoryMaterial

NOON = datetime(2024, 11, 12, 12, tzinfo=UTC)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Return a moment of November 2024."""
    return datetime(2024, 11, day, hour, minute, tzinfo=UTC)


@dataclass
class Writer:
    """Collects the annotations of one text; each word is looked up from where the last of its kind stood."""

    text: str
    id: str = "a"
    title: str | None = None
    outlet: str | None = None
    published: datetime | None = NOON
    language: str = "de"
    url: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def span(self, words: str, nth: int = 0) -> Span:
        """Return where the words stand for the n-th time; ValueError where they do not."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def day(self, words: str, day: date) -> "Writer":
        """Add a day."""
        start = datetime.combine(day, time(), UTC)
        self.times.append(TimeExpression(self.span(words), "DATE", day.isoformat(), start, start + timedelta(days=1)))
        return self

    def country(self, words: str, code: str, nth: int = 0) -> "Writer":
        """Add a country."""
        span = self.span(words, nth)
        self.mentions.append(Mention(span, "place"))
        self.places.append(PlaceMention(span, words, "", 1, 0.0, 0.0, "country", code))
        return self

    def place(
        self, words: str, latitude: float, longitude: float, code: str, precision: Precision = "city"
    ) -> "Writer":
        """Add a town or region."""
        span = self.span(words)
        self.mentions.append(Mention(span, "place"))
        self.places.append(PlaceMention(span, words, "", 2, latitude, longitude, precision, code))
        return self

    def mention(self, words: str, kind: MentionKind, entity: str | None = None) -> "Writer":
        """Add a mention."""
        self.mentions.append(Mention(self.span(words), kind, entity))
        return self

    def person(self, name: str) -> "Writer":
        """Add a person to the entities of the document."""
        self.entities.append(Entity("person:" + name.lower().replace(" ", "-"), "person", name))
        return self

    def quantity(
        self,
        words: str,
        value: float,
        counted: str | None = None,
        *,
        minimum: float | None = None,
        maximum: float | None = None,
        approximate: bool = False,
        unit: str | None = None,
    ) -> "Writer":
        """Add an amount."""
        self.quantities.append(Quantity(self.span(words), value, minimum, maximum, approximate, unit, counted))
        return self

    def statement(
        self,
        content: str,
        *speakers: str,
        modality: Modality = "asserted",
        polarity: Polarity = "positive",
        form: Form = "indirect",
    ) -> "Writer":
        """Add a statement."""
        self.statements.append(
            Statement((self.span(content),), form, modality, polarity, speaker_names=tuple(speakers))
        )
        return self

    def done(self) -> AnnotatedDocument:
        """Return the annotated document, its sentences cut after full stops."""
        body = TextAnnotations(
            language=self.language,
            sentences=cut(self.text),
            mentions=tuple(sorted(self.mentions, key=lambda m: m.span)),
            times=tuple(sorted(self.times, key=lambda t: t.span)),
            places=tuple(self.places),
            quantities=tuple(sorted(self.quantities, key=lambda q: q.span)),
            statements=tuple(self.statements),
        )
        title = TextAnnotations(self.language, (Span(0, len(self.title)),)) if self.title else None
        document = Document(
            self.id,
            self.text,
            title=self.title,
            outlet=self.outlet,
            published=self.published,
            language=self.language,
            url=self.url,
        )
        return AnnotatedDocument(document, Annotations(self.id, 1, "test", body, title, tuple(self.entities)))


def cut(text: str) -> tuple[Span, ...]:
    """Cut at ". " before a capital: enough for the literals here, which hold no abbreviations."""
    spans: list[Span] = []
    start = 0
    for position in range(len(text)):
        ends = text[position] in ".!" and (position + 1 == len(text) or text[position + 1] in " \n")
        if ends and not text[position - 1].isdigit():
            spans.append(Span(start, position + 1))
            start = position + 2
    if start < len(text):
        spans.append(Span(start, len(text)))
    return tuple(spans)


def material(documents: Sequence[AnnotatedDocument], links: Sequence[StoryLink] = ()) -> StoryMaterial:
    """Return a story of the documents."""
    ids = tuple(d.document.id for d in documents)
    return StoryMaterial(Story("s", "Geschichte", ids), tuple(documents), tuple(links))
