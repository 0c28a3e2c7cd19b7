"""A reason as the stages give it, in German -> the same in the language of the page.

Stages say why in one language, so that a reason is stored once and reads the same everywhere; a page in another
language looks the sentence up by its fixed words. What the table does not know stays German and is marked as such.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_FIELD = re.compile(r"\{(\w+)\}")
_LONGEST = 1_000
"""Characters of a reason that are looked up: it quotes amounts and names, never a whole text."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in words, and the language that they are in."""

    text: str
    language: str


def reason_in(reason: str, language: str) -> Reason:
    """Return the reason in `language` where there are words for it, else in German."""
    if language == "de" or not reason:
        return Reason(reason, language)
    known = _translated(reason) if len(reason) <= _LONGEST else None
    return Reason(known, "en") if known is not None else Reason(reason, "de")


@lru_cache(maxsize=4096)
def _translated(reason: str) -> str | None:
    for pattern, english in _table():
        match = pattern.fullmatch(reason)
        if match is None:
            continue
        said = match.groupdict()
        if "why" in said:
            inner = _translated(said["why"])
            if inner is None:
                continue
            said["why"] = inner
        return _FIELD.sub(lambda field, said=said: said[field[1]], english)  # type: ignore[misc]
    return None


@cache
def _table() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (resources.files("lagebild.report") / "reasons_en.toml").read_text(encoding="utf-8")
    # What is made of another reason goes first: "{a}." would take in its words too.
    rows = sorted(tomllib.loads(text).items(), key=lambda row: "{why}" not in row[0])
    return tuple((_compiled(german), english) for german, english in rows)


def _compiled(german: str) -> re.Pattern[str]:
    parts = _FIELD.split(german)
    fixed, fields = parts[::2], parts[1::2]
    said = [*(f"(?P<{name}>.+?)" for name in fields), ""]
    return re.compile("".join(re.escape(words) + field for words, field in zip(fixed, said, strict=True)), re.DOTALL)
