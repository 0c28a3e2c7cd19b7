"""A seed -> an endless stream of invented German news in the order of time, with the happening that each report tells.

Happenings have a theme, a town, people, figures and words of their own, and a heavy-tailed number of reports: most one,
few hundreds. A report is a headline with a teaser or a whole article, written anew or copied from the happening's
agency report with cuts. Words follow Zipf's law; towns are those of the gazetteer, themes those of the lexicon of
happenings. The text means nothing: it is made to be counted, not read. Annotations (names, places, times, amounts,
events, the scene) are laid down with the text, so that nothing but linking is measured.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from heapq import heappop, heappush
from importlib import resources
from itertools import accumulate
from random import Random
from typing import Final
from zlib import crc32

from lagebild.language.gazetteer.lookup import gazetteer
from lagebild.language.gazetteer.place import Place
from lagebild.records.annotation import (
    Annotations,
    Entity,
    Event,
    Mention,
    PlaceMention,
    Quantity,
    Scene,
    TextAnnotations,
    TimeExpression,
)
from lagebild.records.document import Document
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument

BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
WORDS: Final = 80_000
FUNCTION_WORDS: Final = 300
"""The commonest words, of which nearly half of any text consists."""
PEOPLE: Final = 40_000
MOST_REPORTS: Final = 400
TAIL: Final = 1.7
"""Exponent of the number of reports (Pareto): two thirds of the happenings have one, a hundredth fifteen or more."""
REPORTS_A_HAPPENING: Final = 2.0
"""The mean that follows from both."""
HOURS: Final = (1.8, 1.2)
"""Mean and deviation of the log of the hours after which a report comes: half within six hours, a tenth after 28."""
TEASERS: Final = 0.4
COPIES: Final = 0.35
OUTLETS: Final = 70
SYLLABLES: Final = (
    "ba",
    "dor",
    "fel",
    "gan",
    "hol",
    "jes",
    "kar",
    "lin",
    "mu",
    "nor",
    "pet",
    "rud",
    "sel",
    "tor",
    "wes",
)
GIVEN: Final = ("Anna", "Bernd", "Clara", "David", "Elif", "Frank", "Greta", "Hasan", "Ines", "Jonas", "Karla", "Lukas")
MONTHS: Final = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
UNITS: Final = ("Haushalte", "Menschen", "Euro", "Fahrzeuge", "Wohnungen", "Helfer", "Beschäftigte")


@dataclass(frozen=True, slots=True)
class Choice:
    """Things to draw from, with the running sum of their weights."""

    things: tuple[str, ...]
    sums: tuple[float, ...]

    def draw(self, random: Random) -> str:
        """Draw one."""
        return self.things[bisect_left(self.sums, random.random() * self.sums[-1])]


def zipf(things: Sequence[str], exponent: float = 1.0, first: int = 1) -> Choice:
    """Return a choice in which the thing of rank r weighs r to the minus `exponent`; the first has rank `first`."""
    return Choice(tuple(things), tuple(accumulate((first + k) ** -exponent for k in range(len(things)))))


@dataclass(frozen=True, slots=True)
class Tables:
    """What all streams draw from."""

    common: Choice
    rest: Choice
    towns: tuple[tuple[str, Place], ...]
    people: Choice
    themes: tuple[tuple[str, ...], ...]


@cache
def tables() -> Tables:
    """Return words (wordfreq), towns (gazetteer), surnames (syllables) and themes (lexicon of happenings)."""
    from wordfreq import top_n_list

    plain = [w for w in top_n_list("de", WORDS) if w.isalpha() and len(w) > 1]
    # Half of the longer words get a capital, as nouns have one; which ones is of no matter.
    shown = [w.capitalize() if len(w) > 3 and crc32(w.encode()) % 2 else w for w in plain]
    towns = []
    for word in plain[2_000:]:
        found = [p for p in gazetteer().exact(word.capitalize()) if p.kind == "city" and p.primary and not p.common]
        if found:
            towns.append((word.capitalize(), found[0]))
    random = Random(1)
    surnames = ["".join(random.choices(SYLLABLES, k=random.choice((2, 3, 3, 4)))).capitalize() for _ in range(PEOPLE)]
    people = [f"{random.choice(GIVEN)} {surname}" for surname in dict.fromkeys(surnames)]
    lexicon = tomllib.loads(resources.files("lagebild.cluster").joinpath("lexicon.toml").read_text("utf-8"))
    rest = zipf(shown[FUNCTION_WORDS:], first=FUNCTION_WORDS)
    themes = [(*words.split(), *(rest.draw(random) for _ in range(30))) for words in lexicon["events"].values()]
    return Tables(zipf(plain[:FUNCTION_WORDS]), rest, tuple(towns), zipf(people, 0.8), tuple(themes))


@dataclass(frozen=True, slots=True)
class Marked:
    """A word or name with the annotation that it carries: "person", "place", "amount", "day", "event" or none."""

    text: str
    kind: str = ""
    value: float = 0.0


Sentence = tuple[Marked, ...]


@dataclass(slots=True)
class Happening:
    """What is reported: its words, and the agency's report once there is one."""

    number: int
    begin: datetime
    town: str
    place: Place
    own: Choice
    marked: tuple[Marked, ...]
    agency: tuple[Sentence, ...] = ()


def happening(number: int, begin: datetime, random: Random) -> Happening:
    """Invent a happening."""
    known = tables()
    theme = random.choice(known.themes)
    town, place = random.choice(known.towns)
    rest = [known.rest.draw(random) for _ in range(25)]
    compounds = [random.choice(rest).capitalize() + random.choice(theme).lower() for _ in range(3)]
    own = zipf([*random.sample(theme[:6], min(3, len(theme))), *compounds, *rest, *random.sample(theme, 12)], 0.6)
    many = round(10 ** random.uniform(1.2, 5.0))
    day = begin - timedelta(days=random.randint(4, 200))
    marked = (
        *(Marked(known.people.draw(random), "person") for _ in range(random.randint(1, 3))),
        Marked(town, "place"),
        Marked(f"{many:,} {random.choice(UNITS)}".replace(",", "."), "amount", float(many)),
        Marked(f"{day.day}. {MONTHS[day.month - 1]}", "day", day.timestamp()),
        Marked(theme[0], "event"),
    )
    return Happening(number, begin, town, place, own, marked)


def sentence(told: Happening, telling: float, random: Random) -> Sentence:
    """Write a sentence; `telling` is the share of words that belong to the happening."""
    known = tables()
    words = []
    for _ in range(random.randint(8, 22)):
        drawn = random.random()
        if drawn < 0.45:
            words.append(Marked(known.common.draw(random)))
        elif drawn < 0.45 + telling:
            words.append(Marked(told.own.draw(random)))
        elif drawn < 0.55 + telling:
            words.append(random.choice(told.marked))
        else:
            words.append(Marked(known.rest.draw(random)))
    return tuple(words)


def article(told: Happening, random: Random) -> tuple[Sentence, ...]:
    """Write a report anew: a lead that tells the happening, then more and more background."""
    length = random.randint(10, 17)
    return tuple(sentence(told, 0.35 if k < 2 else 0.15, random) for k in range(length))


def report(told: Happening, random: Random) -> tuple[Sentence, ...]:
    """Write the next report of a happening: a teaser, a copy of the agency's report with cuts, or an article."""
    if random.random() < TEASERS:
        return tuple(sentence(told, 0.35, random) for _ in range(random.randint(1, 2)))
    if told.agency and random.random() < COPIES:
        kept = tuple(s for s in told.agency if random.random() < 0.8)
        return (sentence(told, 0.35, random), *kept) if random.random() < 0.5 else kept
    written = article(told, random)
    told.agency = told.agency or written
    return written


def headline(told: Happening, random: Random) -> Sentence:
    """Write a headline: a town or a name, and words of the happening."""
    own = [Marked(told.own.draw(random)) for _ in range(random.randint(3, 5))]
    return (*random.sample(told.marked, 2), *own)


@dataclass(slots=True)
class _Page:
    """Collects one text with its annotations."""

    pieces: list[str] = field(default_factory=list)
    at: int = 0
    sentences: list[Span] = field(default_factory=list)
    marks: list[tuple[Span, Marked]] = field(default_factory=list)

    def put(self, words: Sentence, stop: str) -> None:
        begin = self.at
        for word in words:
            if word.kind:
                self.marks.append((Span(self.at, self.at + len(word.text)), word))
            self.pieces.append(word.text)
            self.at += len(word.text) + 1
        self.pieces[-1] += stop
        self.at += len(stop)
        self.sentences.append(Span(begin, self.at - 1))

    def read(self, told: Happening) -> tuple[str, TextAnnotations]:
        place = told.place
        of: dict[str, list[tuple[Span, Marked]]] = {}
        for span, word in self.marks:
            of.setdefault(word.kind, []).append((span, word))
        days = [
            (span, datetime.fromtimestamp(w.value, UTC).replace(hour=0, minute=0, second=0))
            for span, w in of.get("day", ())
        ]
        return " ".join(self.pieces), TextAnnotations(
            "de",
            tuple(self.sentences),
            mentions=tuple(Mention(s, "person", f"person:{w.text}") for s, w in of.get("person", ())),
            times=tuple(TimeExpression(s, "DATE", f"{d:%Y-%m-%d}", d, d + timedelta(days=1)) for s, d in days),
            places=tuple(
                PlaceMention(s, w.text, "", place.geonameid, place.latitude, place.longitude, "city", place.country)
                for s, w in of.get("place", ())
            ),
            quantities=tuple(Quantity(s, w.value, counted=w.text.partition(" ")[2]) for s, w in of.get("amount", ())),
            events=tuple(Event(s, "ACCIDENT", w.text) for s, w in of.get("event", ())),
        )


@dataclass(order=True, slots=True)
class _Due:
    when: datetime
    number: int
    told: Happening = field(compare=False)


class Wire(Iterator[tuple[AnnotatedDocument, int]]):
    """The stream: documents with the number of the happening that they tell, in the order of time."""

    def __init__(self, seed: int = 7, documents_a_day: int = 20_000) -> None:
        self._random = Random(seed)
        self._gap = 86_400.0 * REPORTS_A_HAPPENING / documents_a_day
        self._next = BEGIN
        self._happenings = self._documents = self._planned = 0
        self._due: list[_Due] = []

    def __next__(self) -> tuple[AnnotatedDocument, int]:
        while not self._due or self._next <= self._due[0].when:
            self._open()
        due = heappop(self._due)
        return self._document(due.told, due.when), due.told.number

    def _open(self) -> None:
        random = self._random
        told = happening(self._happenings, self._next, random)
        self._happenings += 1
        for k in range(min(MOST_REPORTS, int(random.paretovariate(TAIL)))):
            self._planned += 1
            delay = timedelta(hours=random.lognormvariate(*HOURS) if k else 0.0)
            heappush(self._due, _Due(told.begin + delay, self._planned, told))
        self._next += timedelta(seconds=random.expovariate(1.0 / self._gap))

    def _document(self, told: Happening, when: datetime) -> AnnotatedDocument:
        random = self._random
        title, text = _Page(), _Page()
        title.put(headline(told, random), "")
        for words in report(told, random):
            text.put(words, ".")
        (head, head_read), (body, body_read) = title.read(told), text.read(told)
        self._documents += 1
        identifier = f"n{self._documents}"
        outlet = f"Blatt {random.randrange(OUTLETS)}"
        document = Document(identifier, body, head, outlet=outlet, published=when, language="de")
        named = {m.entity: m.entity.partition(":")[2] for m in (*head_read.mentions, *body_read.mentions) if m.entity}
        people = tuple(Entity(identity, "person", name) for identity, name in named.items())
        scene = Scene(told.town, told.place.latitude, told.place.longitude, "city", "", told.place.geonameid)
        return AnnotatedDocument(document, Annotations(identifier, 1, "wire/1", body_read, head_read, people, scene))
