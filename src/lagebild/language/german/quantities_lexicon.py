"""The words of German amounts from `quantities.toml`, and a row of tokens under them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lagebild.language.words import Token


@dataclass(frozen=True, slots=True)
class QuantityLexicon:
    """Comparators by first word (words, class), units and rates by lower-case phrase, and words that tell names."""

    comparators: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    units: Mapping[str, str]
    rates: Mapping[str, str]
    name_words: frozenset[str]
    currencies: frozenset[str]
    skipped: frozenset[str]
    including: frozenset[str]
    persons: frozenset[str]


@cache
def lexicon() -> QuantityLexicon:
    """Return the words of amounts, read once."""
    raw = tomllib.loads(files("lagebild.language.german").joinpath("quantities.toml").read_text(encoding="utf-8"))
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, phrases in raw["comparators"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, kind))
    names = raw["names"]
    return QuantityLexicon(
        comparators={w: tuple(sorted(rows, key=lambda r: -len(r[0]))) for w, rows in by_first.items()},
        units=raw["units"],
        rates=raw["rates"],
        name_words=frozenset(names["before"]),
        currencies=frozenset(names["currencies"]),
        skipped=frozenset(names["skipped"]),
        including=frozenset(names["including"]),
        persons=frozenset(names["persons"]),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """The tokens of one sentence under the quantity rules."""

    tokens: Sequence[Token]
    lexicon: QuantityLexicon

    def lower(self, at: int) -> str:
        """Return the lower-case token, "" outside of the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def text(self, at: int) -> str:
        """Return the token as written, "" outside of the sentence."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Tell whether a token follows the one before without a space."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def is_word(self, at: int) -> bool:
        """Tell whether a token is a word."""
        return 0 <= at < len(self.tokens) and self.tokens[at].kind == "word"

    def capital(self, at: int) -> bool:
        """Tell whether a token is a word with a capital letter: in German a noun or a name."""
        return self.is_word(at) and self.text(at)[0].isupper()
