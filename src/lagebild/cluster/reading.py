"""A text -> weighted terms, names, places and numbers, from the words alone.

Terms are stems, parts of compounds, concepts ("#fire", "@ru"), numbers ("=30000") and days ("+06-19"). Names and towns
guessed here serve texts that no reader of names has read; annotations replace them.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lagebild.cluster.lexicon import compound_parts, frequency, is_stop, term

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d{1,12}(?:[.,]\d{1,12})*")
_SCALE: Final = {
    "tausend": 1e3, "thousand": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "millions": 1e6, "milliarde": 1e9,
    "milliarden": 1e9, "mrd": 1e9, "billion": 1e9, "bn": 1e9, "m": 1e6,
}  # fmt: skip
_MONTHS: Final = {
    "januar": 1, "jänner": 1, "january": 1, "jan": 1,
    "februar": 2, "feber": 2, "february": 2, "feb": 2, "märz": 3, "march": 3,
    "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6, "juli": 7, "july": 7, "august": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10, "november": 11, "nov": 11,
    "dezember": 12, "december": 12, "dez": 12, "dec": 12,
}  # fmt: skip
_NUMBER_WORDS: Final = {
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
FEW: Final = 12
"""Up to here a number is no evidence: it stands in any report."""
_COMMON: Final = 2.5e-4
_NAME_COMMON: Final = 4e-5
_LONE_NAME_COMMON: Final = 2e-5
_SHORT_NAME_COMMON: Final = 5e-4
_NOUN_ENDINGS: Final = (
    "ung",
    "ungen",
    "heit",
    "heiten",
    "keit",
    "keiten",
    "schaft",
    "tion",
    "tionen",
    "ismus",
    "tät",
    "isch",
    "ische",
    "ischen",
    "ischer",
)
_PLACE_CUES: Final = frozenset({"in", "bei", "aus", "nahe", "near"})
_NO_PLACES: Final = frozenset({
    "Haft", "Gefahr", "Not", "Kauf", "Zukunft", "Frage", "Angst", "Sicht", "Kraft", "Zeiten", "Form", "Folge",
    "Richtung", "Teilen", "Höhe", "Bewegung", "Betrieb", "Serie", "Rente", "Pension", "Führung", "Planung",
    "Aussicht", "Arbeit", "Ruhe", "Freiheit", "Sorge", "Panik", "Trümmern", "Angriff", "Bezug", "Summe",
    "Wahrheit", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag", "Einsatz",
    "Tränen", "Liebe", "Ordnung", "Protest", "Anspruch",
})  # fmt: skip


@dataclass(slots=True)
class Reading:
    """Collects terms while a text is read."""

    terms: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    towns: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    lands: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    surface: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def add(self, term: str, weight: float, surface: str) -> None:
        """Count a term; repeating it adds a little."""
        before = self.terms.get(term)
        self.terms[term] = weight if before is None else max(before, weight) + 0.15 * weight
        self.surface.setdefault(term, surface)


def _weight_at(position: int) -> float:
    """Return how much a word counts by where it stands: leads tell the happening, backgrounds others."""
    return 1.0 if position < 350 else 0.7 if position < 1_000 else 0.4


def _number(token: str, following: str) -> float | None:
    digits = token.replace(".", "").replace(",", ".") if "." in token and len(token.rsplit(".", 1)[1]) == 3 else token
    try:
        value = float(digits.replace(",", "."))
    except ValueError:
        return None
    return value * _SCALE.get(following.lower(), 1.0)


def _read_number(token: str, tokens: list[str], at: int, weight: float, reading: Reading) -> None:
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    before = tokens[at - 1] if at else ""
    month = _MONTHS.get(following.lower()) or _MONTHS.get(before.lower())
    if month and token.isdigit() and 1 <= int(token) <= 31:
        reading.add(f"+{month:02d}-{int(token):02d}", weight, f"{int(token)}.{month}.")
        return
    value = None if token.startswith("0") and token.isdigit() else _number(token, following)
    if value is None or (value == int(value) and 1900 <= value <= 2100):
        return
    term = f"={value:g}"
    reading.add(term, weight * (0.4 if value <= 12 else 1.0), token)
    if value > FEW:
        scaled = following.lower() in _SCALE
        reading.numbers.setdefault(term, f"{token} {following}" if scaled else token)


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known of a word as printed, whatever stands beside it: what it counts as ("" where it tells nothing), how
    common it is, whether it could be a name, belong to one or be a town, and the terms of its parts."""

    term: str
    frequency: float
    name: bool
    beside: bool
    place: bool
    parts: tuple[str, ...]


@lru_cache(maxsize=65_536)
def _word(token: str) -> _Word:
    """Look a word up: most words of a text stood in the last ones too."""
    common, key = frequency(token), term(token)
    parts = compound_parts(token)
    noun = token.endswith(_NOUN_ENDINGS) or bool(parts) or key[0] in "#@"
    # Too rare, and too unlike a noun, to be no name.
    name = token[:1].isupper() and common <= _NAME_COMMON and not noun
    return _Word(
        term="" if len(token) < 2 or common > 3e-3 or is_stop(token) else key,
        frequency=common,
        name=name,
        # The short part of "Kim Jong Un".
        beside=name or (len(token) in (2, 3) and token.istitle() and common < _SHORT_NAME_COMMON),
        # After a bare "in" or "bei": nouns seldom stand there alone.
        place=len(token) > 2 and token.istitle() and token not in _NO_PLACES and not noun,
        parts=tuple(term(part) for part in parts),
    )


def _name_at(tokens: list[str], at: int) -> str | None:
    """Return the name that a word ends or stands in, as printed ("Kim Jong Un"), or None where it is none."""
    word = _word(tokens[at])
    if len(tokens[at]) < 3 or not word.name:
        return None
    first, last = at, at
    while first > 0 and at - first < 2 and _word(tokens[first - 1]).beside:
        first -= 1
    while last + 1 < len(tokens) and last - at < 2 and _word(tokens[last + 1]).beside:
        last += 1
    if first == last and word.frequency >= _LONE_NAME_COMMON:
        return None
    return " ".join(tokens[first : last + 1])


def _read_word(token: str, tokens: list[str], at: int, weight: float, reading: Reading) -> None:
    word = _word(token)
    key = word.term
    if not key:
        return
    if word.frequency > _COMMON and token.islower():
        weight *= 0.5
    reading.add(key, weight, token)
    if key[0] == "@":
        if token[0].isupper():
            reading.lands.add(key)
        return
    cued = (word.place or word.name) and at > 0 and tokens[at - 1].lower() in _PLACE_CUES
    if cued and word.place:
        reading.towns[key] = None
    elif name := _name_at(tokens, at):
        reading.names.setdefault(key, name)
        if cued:
            reading.towns[key] = None
    elif key[0] != "#":
        for part in word.parts:
            reading.add(part, 0.6 * weight, token)


def read(text: str, scale: float, reading: Reading) -> None:
    """Add the terms of a text to the reading; `scale` multiplies their weights."""
    found = [(m.group(), m.start()) for m in _TOKEN.finditer(text)]
    tokens = [t for t, _ in found]
    for at, (token, position) in enumerate(found):
        weight = scale * _weight_at(position)
        if token[0].isdigit():
            _read_number(token, tokens, at, weight, reading)
        elif token.lower() in _NUMBER_WORDS:
            value = float(_NUMBER_WORDS[token.lower()])
            following = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
            value *= _SCALE.get(following, 1.0)
            reading.add(f"={value:g}", weight * (0.4 if value <= 12 else 1.0), token)
            if value > FEW:
                reading.numbers.setdefault(f"={value:g}", f"{token} {tokens[at + 1]}")
        else:
            _read_word(token, tokens, at, weight, reading)
