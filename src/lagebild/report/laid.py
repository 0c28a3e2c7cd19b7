"""Two texts -> where they differ: one laid beside the other, word by word and in order.

Marks that turn the sense are words too: a comma ("Der Minister, sagte der Richter, lügt"), a quotation mark, a colon,
a minus, "%", the end of a sentence before another. Words
are compared as they are written, not by their stems: "Andrea" is not "Andreas", "wird" not "werde".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(
    r"(?<![^\s(„“\"])[-−–](?=\d)"
    r"|\d+(?:[.,:'’]\d+)*"
    r"|[^\W\d_][\w'’]*"
    r"|[%‰€$£¥°§&+=<>#@„“”\"»«,;:?()\[\]]"
    r"|(?<=\s)[-–—](?=\s)"
    r"|(?<=[a-zäöüß][a-zäöüß])[.!?](?=\s+[A-ZÄÖÜ„“\"])"
)
_GROUPS = {"de": re.compile(r"[.'’](?=\d{3}(?!\d))"), "en": re.compile(r"[,'’](?=\d{3}(?!\d))")}
_QUOTES = frozenset('„“”"»«')
_DASHES = frozenset("-−–—")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark; `key` is equal where two say the same, `start` and `end` lie in the text it is from."""

    key: str
    word: str
    start: int

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.word)

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word or number, not a mark."""
        return self.word[0].isalnum()


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the two differ; `before` and `after` are the neighbours in the second text, None at its ends."""

    added: tuple[Token, ...]
    lost: tuple[Token, ...]
    before: Token | None
    after: Token | None


def tokens(text: str, language: str, at: int = 0) -> list[Token]:
    """Return the tokens of a text that stands at `at` of a longer one."""
    return [Token(_key(m.group(), language), m.group(), at + m.start()) for m in _TOKEN.finditer(text)]


def keys(text: str, language: str) -> tuple[str, ...]:
    """Return what is compared of a text."""
    return tuple(t.key for t in tokens(text, language))


def _key(word: str, language: str) -> str:
    """Numbers are equal when only their separators of thousands differ, quotation marks and dashes of any form are."""
    if word[0].isdigit():
        return _GROUPS["de" if language == "de" else "en"].sub("", word).replace("’", "'")
    if word in _QUOTES:
        return '"'
    if word in ".!":
        return "."
    return "-" if word in _DASHES else word.casefold().replace("’", "'").rstrip("'")


def gaps(printed: Sequence[Token], stood: Sequence[Token]) -> list[Gap]:
    """Return where the first text differs from the second; what is only added, as far to the left as it may be."""
    matcher = SequenceMatcher(None, [t.key for t in printed], [t.key for t in stood], autojunk=False)
    found: list[Gap] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        while kind == "delete" and a and c and printed[a - 1].key == printed[b - 1].key == stood[c - 1].key:
            a, b, c, d = a - 1, b - 1, c - 1, d - 1
        before, after = stood[c - 1] if c else None, stood[d] if d < len(stood) else None
        found.append(Gap(tuple(printed[a:b]), tuple(stood[c:d]), before, after))
    return found


def is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether the one stands in the other without a gap."""
    size = len(short)
    return any(tuple(long[at : at + size]) == tuple(short) for at in range(len(long) - size + 1))


def words_of(rows: Iterable[Token]) -> list[str]:
    """Return the words as they are written."""
    return [t.word for t in rows]
