"""The word classes of German time expressions, from TOML into look-ups of inflected lower-case forms.

Loaded once, on first use; rules ask for the class of a word, never for its spelling.
"""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Deictic = Literal["previous", "current", "next"]

DETERMINERS = frozenset({"der", "die", "das", "den", "dem", "des"})
DEMONSTRATIVES = frozenset({"dieser", "diese", "dieses", "diesen", "diesem"})
ARTICLES = frozenset({"ein", "eine", "einen", "einem", "einer", "eines"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Look-ups from a lower-case form to what it means; see `times.toml` for each table."""

    months: Mapping[str, int]
    month_abbreviations: Mapping[str, int]
    weekdays: Mapping[str, int]
    weekday_parts: Mapping[str, tuple[int, str]]
    weekday_habits: Mapping[str, int]
    dayparts: Mapping[str, str]
    seasons: Mapping[str, str]
    units: Mapping[str, str]
    plurals: frozenset[str]
    deictic: Mapping[str, Deictic]
    parts: Mapping[str, str]
    compound_parts: Mapping[str, tuple[str, str]]
    decades: Mapping[str, int]
    ordinals: Mapping[str, int]
    deictic_days: Mapping[str, int]
    sets: Mapping[str, str]
    habits: Mapping[str, str]
    spans: Mapping[str, str]
    lasting: Mapping[str, str]
    indefinite: frozenset[str]
    comparators: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    year_words: Mapping[str, frozenset[str]]

    def tables(self) -> tuple[Container[str], ...]:
        """Return the classes of words with which an expression may begin."""
        return (
            self.months, self.weekdays, self.weekday_parts, self.dayparts, self.seasons, self.units, self.deictic,
            self.parts, self.compound_parts, self.decades, self.ordinals, self.deictic_days, self.sets, self.habits,
            self.lasting, self.indefinite, self.comparators, DEMONSTRATIVES, ARTICLES,
        )  # fmt: skip

    def endings(self) -> tuple[str, ...]:
        """Return the endings of compounds with which an expression may begin ("dreitägig", "Neunzigerjahre")."""
        return (*self.spans, "erjahre", "erjahren", "jahr", "jahre", "jahrs", "jahres", "jahrgang", "jahreshälfte")


def steps_away(word: str) -> int:
    """Return how many units a deictic word goes: two for "übernächste" and "vorletzte", else one."""
    return 2 if word.startswith(("übernächst", "vorletzt", "vorvergangen", "vorvorig")) else 1


def same_as_told(word: str) -> bool:
    """Tell "im selben Jahr", "am gleichen Tag", "in derselben Woche": the unit that the text told last."""
    return word.startswith(("selb", "gleich", "demselb", "desselb", "derselb", "dasselb"))


def read_table(name: str) -> dict[str, Any]:
    """Return a TOML table that stands beside the German modules."""
    return tomllib.loads(files("lagebild.language.german").joinpath(name).read_text(encoding="utf-8"))


def _inflect(stems: Mapping[str, Any], endings: list[str]) -> dict[str, Any]:
    return {stem + ending: value for stem, value in stems.items() for ending in endings}


def _seasons(raw: Mapping[str, str]) -> dict[str, str]:
    """Add "Frühsommer", "Spätherbst", "Hochsommer", "Sommermonate"."""
    prefixed = {
        p + s: c for s, c in raw.items() for p in ("", "früh", "spät", "hoch") if not s.startswith("früh") or not p
    }
    return prefixed | {f"{s}monate{n}": c for s, c in raw.items() for n in ("", "n") if s in ("sommer", "winter")}


def _weekday_parts(raw: dict[str, Any]) -> dict[str, tuple[int, str]]:
    parts = {k: v for k, v in raw["dayparts"].items() if k != "morgens"}
    return {
        day + part + s: (n, code)
        for day, n in raw["weekdays"].items()
        for part, code in parts.items()
        for s in ("", "s")
    }


@cache
def lexicon() -> Lexicon:
    """Return the word classes, read once."""
    raw = read_table("times.toml")
    endings, weekdays = raw["endings"], raw["weekdays"]
    units = {unit + end: raw["units"][unit] for end, names in raw["unit_endings"].items() for unit in names}
    singular = {unit + end for end in ("", "es", "s") for unit in raw["units"]} | {"jahre", "tage", "monate"}
    deictic = {w: kind for kind, stems in raw["deictic"].items() for w in _inflect(dict.fromkeys(stems, kind), endings)}
    return Lexicon(
        months=raw["months"],
        month_abbreviations=raw["month_abbreviations"],
        weekdays=weekdays | {w + "s": n for w, n in weekdays.items()},
        weekday_parts=_weekday_parts(raw),
        weekday_habits={w + "s": n for w, n in weekdays.items()},
        dayparts=raw["dayparts"] | {w + "s": c for w, c in raw["dayparts"].items() if w in ("abend", "nachmittag")},
        seasons=_seasons(raw["seasons"]),
        units=units,
        plurals=frozenset(units) - singular | {"jahre", "tage", "monate"},
        deictic=deictic,
        parts=raw["parts"],
        compound_parts={
            unit + part: (code, mod)
            for unit, code in raw["compound_units"].items()
            for part, mod in raw["compound_parts"].items()
        },
        decades=raw["decades"] | {f"{word}n": number for word, number in raw["decades"].items()},
        ordinals=_inflect({s: n for s, n in raw["ordinals"].items() if s != "acht"}, endings[1:])
        | _inflect({"acht": 8}, ["e", "en", "er", "es", "em"]),
        deictic_days={w: n for w, n in raw["deictic_days"].items() if not w.endswith("ig")}
        | _inflect({w: n for w, n in raw["deictic_days"].items() if w.endswith("ig")}, endings[1:]),
        sets=_inflect(raw["sets"], endings),
        habits=raw["habits"],
        spans=_inflect(raw["spans"], endings),
        lasting=_inflect(raw["lasting"], endings),
        indefinite=frozenset(raw["quantifiers"]["indefinite"]),
        comparators=frozenset(raw["quantifiers"]["comparators"]),
        future=frozenset(raw["clues"]["future"]),
        past=frozenset(raw["clues"]["past"]),
        year_words={kind: frozenset(words) for kind, words in raw["years"].items()},
    )
