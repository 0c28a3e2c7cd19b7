"""A printed sentence -> the same sentence with one fact changed: number, name, date, negation, speaker or modality.

Only the words of the sentence are changed; what it cites stays. The kinds of change are those that people and language
models make when they shorten and rephrase. A change that leaves the text as it was is none.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path
from random import Random

from lagebild.records.annotation import Statement, TextAnnotations
from lagebild.records.report import Sentence
from lagebild.records.span import Span
from lagebild.records.story import StoryMaterial
from lagebild.report.phrases import months

KINDS = ("number", "name", "date", "negation", "speaker", "modality")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])(?:([.:])([0-5]\d))?(?= Uhr| a\.m| p\.m)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FINITE = {
    "de": re.compile(
        r"(?<!\w)(?:ist|sind|war|waren|hat|haben|wird|werden|wurde|wurden|soll|sollen|kann|sei|habe)(?!\w)"
    ),
    "en": re.compile(r"(?<!\w)(?:is|are|was|were|has|have|had|will|would|can|could|may)(?!\w)"),
}
_NEGATIONS = {
    "de": re.compile(r" (?:nicht(?: mehr)?|nie(?:mals)?|kaum|noch nicht)(?!\w)"),
    "en": re.compile(r" (?:not|never|hardly|no longer)(?!\w)|(?<=\w)n['’]t(?!\w)"),
}
_ATTRIBUTIONS = {
    "de": (
        re.compile(r", (?:sagte|so|erklärte|teilte|betonte|berichtete|schrieb|meinte) [^,.]{2,80}(?=[.,])"),
        re.compile(r"(?:Laut|Nach(?: Angaben (?:der|des|von))?) [^,]{2,60}? (?=(?:ist|sind|hat|haben|wird|werden) )"),
        re.compile(r" (?:laut|nach Angaben (?:der|des|von)) [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?"),
        re.compile(r"^[A-ZÄÖÜ][^,:]{2,60} (?:sagte|erklärte|teilte mit|betonte|bestätigte|warnte), (?:dass )?"),
        re.compile(r"^[^:„]{2,60}: (?=[A-ZÄÖÜ„])"),
        re.compile(r" (?:zufolge|demnach)(?!\w)"),
    ),
    "en": (
        re.compile(r",[”\"]? (?:said|says|according to|\w+ said)[^,.]{0,80}(?=[.,])"),
        re.compile(r"^According to [^,]{2,60}, "),
        re.compile(r"^[A-Z][^,]{2,60} (?:said|says|told [^,]{2,40}|added|warned)(?: that)? "),
        re.compile(r" according to [^,.]{2,60}(?=[.,])"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A sentence with one fact changed; `sort` is how."""

    kind: str
    sort: str
    sentence: Sentence
    text: str


@dataclass(frozen=True)
class Place:
    """What is around a sentence: the names and statements of its passages, and the names of other places."""

    language: str
    here: Mapping[str, tuple[str, ...]]
    story: Mapping[str, tuple[str, ...]]
    elsewhere: Mapping[str, tuple[str, ...]]
    speakers: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())


@cache
def _table(language: str) -> dict[str, dict[str, str]]:
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = rows["de" if language == "de" else "en"]
    return found


def place_of(sentence: Sentence, material: StoryMaterial, elsewhere: Mapping[str, tuple[str, ...]]) -> Place:
    """Collect what a careless writer might confuse in a sentence."""
    cited = [(c, _read(material, c.document, c.field)) for c in sentence.citations]
    here: dict[str, list[str]] = {}
    speakers: list[str] = []
    for citation, read in cited:
        text = material.by_id[citation.document].document.field(citation.field)
        for mention in read.mentions if read else ():
            if citation.span.contains(mention.span):
                here.setdefault(mention.kind, []).append(mention.span.of(text))
        speakers += [n for s in (read.statements if read else ()) if _in(s, citation.span) for n in _said_by(s, text)]
    story = names_of(material)
    return Place(
        material.story_language,
        {k: tuple(dict.fromkeys(v)) for k, v in here.items()},
        story,
        elsewhere,
        tuple(dict.fromkeys(speakers)),
        tuple(n for k in ("person", "organisation") for n in story.get(k, ())),
    )


def names_of(material: StoryMaterial) -> dict[str, tuple[str, ...]]:
    """Return the names of a story by kind, as they stand in its texts."""
    found: dict[str, dict[str, None]] = {}
    for item in material.documents:
        for mention in item.annotations.body.mentions:
            name = mention.span.of(item.document.text)
            if name[:1].isupper() and "\n" not in name:
                found.setdefault(mention.kind, {})[name] = None
    return {kind: tuple(rows) for kind, rows in found.items()}


def _read(material: StoryMaterial, document: str, where: str) -> TextAnnotations | None:
    found = material.by_id[document].annotations
    return found.body if where == "text" else found.title


def _in(statement: Statement, span: Span) -> bool:
    return any(span.overlaps(c) for c in (*statement.content, *statement.cue))


def _said_by(statement: Statement, text: str) -> list[str]:
    return [*(s.of(text) for s in statement.speaker), *statement.speaker_names]


def mutants(sentence: Sentence, place: Place, random: Random) -> Iterator[Mutant]:
    """Yield changes of one fact, each sort at most once, in an order that `random` decides."""
    for kind, change in _CHANGES.items():
        rows: dict[str, list[str]] = {}
        for sort, text in change(sentence.text, place, random):
            tidy = re.sub(r"\s+([,.])", r"\1", re.sub(r" {2,}", " ", text)).strip()
            tidy = tidy[:1].upper() + tidy[1:]
            if _plain(tidy) != _plain(sentence.text) and len(tidy.split()) > 2:
                rows.setdefault(sort, []).append(tidy)
        for sort in random.sample(sorted(rows), len(rows)):
            yield Mutant(kind, sort, sentence, random.choice(rows[sort]))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


Changes = Iterator[tuple[str, str]]


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _whole(words: str) -> str:
    return rf"(?<![\w-])(?:{words})(?![\w-])"


def _swaps(text: str, table: Mapping[str, str], sort: str) -> Changes:
    for old, new in table.items():
        pattern = re.escape(old) if not old[0].isalpha() else _whole(re.escape(old))
        for match in re.finditer(pattern, text):
            yield sort, _replaced(text, match, new)


def _dates(text: str) -> list[re.Match[str]]:
    names = "|".join(dict.fromkeys((*months("de"), *months("en"))))
    return list(re.finditer(rf"(?<!\d)(\d{{1,2}})\.? ({names})(?: (\d{{4}}))?|({names}) (\d{{1,2}})(?!\d)", text))


def _numbers(text: str, place: Place, random: Random) -> Changes:
    taken = [m.span() for m in _dates(text)] + [m.span() for m in _CLOCK.finditer(text)]
    table = _table(place.language)
    for match in _NUMBER.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        figures = match.group()
        at = random.choice([i for i, c in enumerate(figures) if c.isdigit()])
        new = str((int(figures[at]) + random.randint(1, 8)) % 9 + 1)
        yield "digit", _replaced(text, match, figures[:at] + new + figures[at + 1 :]) if new != figures[at] else text
        yield "magnitude", _replaced(text, match, figures + "0")
        yield "dropped", text[: match.start()] + text[match.end() + 1 :]
        if "," in figures or "." in figures:
            yield "separator", _replaced(text, match, figures.replace(",", "§").replace(".", ",").replace("§", "."))
            yield "separator", _replaced(text, match, re.sub(r"[.,]\d+$", "", figures))
        before = text[: match.start()].rstrip()
        hedged = re.search(_whole(table["hedges"]["dropped"]) + "$", before)
        if hedged:
            yield "hedge dropped", before[: hedged.start()] + text[match.start() :]
            yield (
                "hedge changed",
                before[: hedged.start()]
                + random.choice(table["hedges"]["added"].split("|"))
                + " "
                + text[match.start() :],
            )
        else:
            hedge = random.choice(table["hedges"]["added"].split("|"))
            yield "hedge added", text[: match.start()] + hedge + " " + text[match.start() :]
    yield from _swaps(text, table["units"], "unit")
    yield from _swaps(text, table["numerals"], "numeral")
    for match in re.finditer(r" (?:Prozent|percent|per cent)(?!\w)| ?%", text):
        yield "percent dropped", _replaced(text, match, "")


def _names(text: str, place: Place, random: Random) -> Changes:
    inside = [(k, n) for k, rows in place.here.items() for n in rows if n in text and n[0].isupper()]
    people = [n.split()[0] for n in place.elsewhere.get("person", ()) if " " in n] or ["Ines"]
    for kind, name in inside:
        match = re.search(_whole(re.escape(name)), text)
        if match is None:
            continue
        for sort, names in (("other of the story", place.story), ("other story", place.elsewhere)):
            rows = [n for n in names.get(kind, ()) if n not in text and n not in name and name not in n]
            if rows:
                yield f"{sort}: {kind}", _replaced(text, match, random.choice(rows))
        if kind == "person":
            yield "first name", _replaced(text, match, f"{random.choice(people)} {name.split()[-1]}")
            yield "spelling", _replaced(text, match, name[:-1] if name[-1] in "aens" else name + random.choice("aens"))
        rows = [n for n in place.story.get(kind, ()) if n not in text]
        if rows:
            joint = " und " if place.language == "de" else " and "
            yield "name added", _replaced(text, match, name + joint + random.choice(rows))
    for (kind, a), (other, b) in permutations(inside, 2):
        if kind == other and a not in b and b not in a:
            yield "swapped", text.replace(a, "\0").replace(b, a).replace("\0", b)
    for match in re.finditer(r"(?<=[ ])(?:und|and|sowie) [A-ZÄÖÜ]\w+(?=[ .,])", text):
        yield "name dropped", _replaced(text, match, "")


def _days(text: str, place: Place, random: Random) -> Changes:
    table = _table(place.language)
    dates = _dates(text)
    for match in dates:
        day = match[1] or match[5]
        name = match[2] or match[4]
        row = months("de") if name in months("de") else months("en")
        other = str((int(day) + random.randint(1, 20)) % 28 + 1)
        yield "day", _replaced(text, match, match.group().replace(day, other, 1))
        yield (
            "month",
            _replaced(text, match, match.group().replace(name, row[(row.index(name) + random.randint(1, 11)) % 12])),
        )
        if not match[3]:
            yield "year added", _replaced(text, match, f"{match.group()} {random.choice((2019, 2021, 2024))}")
    for match in _YEAR.finditer(text):
        yield "year", _replaced(text, match, str(int(match.group()) + random.choice((-10, -2, -1, 1, 2, 10))))
    for a, b in pairwise(dates):
        yield "dates swapped", text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]
    for match in _CLOCK.finditer(text):
        hour = str((int(match[1]) + random.randint(1, 11)) % 24)
        yield "clock", _replaced(text, match, hour + match.group()[len(match[1]) :])
    rows = table["weekdays"]["rows"].split("|")
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(rows)})", text):
        yield "weekday", _replaced(text, match, random.choice([r for r in rows if r != match.group()]))
    names = months("de" if place.language == "de" else "en")
    for match in re.finditer(_whole("|".join(names)), text):
        if not any(d.start() <= match.start() < d.end() for d in dates):
            yield "bare month", _replaced(text, match, random.choice([n for n in names if n != match.group()]))
    yield from _swaps(text, table["times"], "relative")


def _negated(text: str, place: Place, random: Random) -> Changes:
    language = "de" if place.language == "de" else "en"
    for match in _NEGATIONS[language].finditer(text):
        yield "removed", _replaced(text, match, "")
    word = "nicht" if language == "de" else "not"
    for match in _FINITE[language].finditer(text):
        yield "added", _replaced(text, match, f"{match.group()} {word}")
        yield "never", _replaced(text, match, f"{match.group()} {'nie' if language == 'de' else 'never'}")
    yield from _swaps(text, _table(language)["negation"], "turned")
    for match in re.finditer(r"(?<!\w)un(?=abhängig|bekannt|klar|verletzt|sicher|möglich|able|clear|safe)", text):
        yield "prefix", _replaced(text, match, "")


def _spoken(text: str, place: Place, random: Random) -> Changes:
    language = "de" if place.language == "de" else "en"
    for speaker in place.speakers:
        match = re.search(_whole(re.escape(speaker)), text) if speaker else None
        if match is None:
            continue
        for sort, names in (("other of the story", place.others), ("other story", place.elsewhere.get("person", ()))):
            rows = [n for n in names if n not in text and n not in speaker and speaker not in n]
            if rows:
                yield sort, _replaced(text, match, random.choice(rows))
        inside = [n for k in ("person", "organisation", "place") for n in place.here.get(k, ()) if n in text]
        for other in inside:
            if other not in speaker and speaker not in other:
                yield "speaker and content", text.replace(speaker, "\0").replace(other, speaker).replace("\0", other)
    for pattern in _ATTRIBUTIONS[language]:
        for match in pattern.finditer(text):
            yield "dropped", _replaced(text, match, "")
    tail = ", so {}." if language == "de" else ", according to {}."
    if place.others and text.endswith("."):
        yield "invented", text[:-1] + tail.format(random.choice(place.others))


def _moods(text: str, place: Place, random: Random) -> Changes:
    language = "de" if place.language == "de" else "en"
    table = _table(language)
    for old, new in table["modality"].items():
        for match in re.finditer(_whole(re.escape(old)), text):
            yield f"{old} -> {new}", _replaced(text, match, new)
    for match in re.finditer(" " + _whole(table["certainty"]["dropped"]), text):
        yield "certainty dropped", _replaced(text, match, "")
    for match in _FINITE[language].finditer(text):
        hedge = random.choice(table["certainty"]["added"].split("|"))
        yield "certainty added", _replaced(text, match, f"{match.group()} {hedge}")


_CHANGES: dict[str, Callable[[str, Place, Random], Changes]] = {
    "number": _numbers,
    "name": _names,
    "date": _days,
    "negation": _negated,
    "speaker": _spoken,
    "modality": _moods,
}
