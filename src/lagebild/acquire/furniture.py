"""A text -> the lines in it that belong to the page and not to the article.

Text kept from pages and files ends in share buttons, picture credits, "Lesen Sie auch" and counts of comments. Taken as
sentences they become claims. They are marked, never cut, so that spans mean the same to everybody. Only whole lines are
marked: "Die Polizei erstattete Anzeige" is news, "Anzeige" alone on a line is not. Subheads and agency credits stay.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from lagebild.records.span import Span

LONGEST_LINE: Final = 320
"""Characters: the longest cookie and programme notes; a longer line is a paragraph, and no pattern looks at it."""

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
_BULLETS: Final = " \t\u00a0\u200b\ufeff•·●▪►▶▸→➔➜»›>+*-–—|#\"„“”'✉✎☆★⇒"
_ENDS: Final = " \t\u00a0\u200b\ufeff.:!…»›>→➔|*-–—\"“”„'↗▶"
_BULLET: Final = re.compile(r"\s*(?:[•●▪►▶▸→➔➜»›>+*]|[-–—] )\s*\S")
_SPLIT: Final = re.compile(r"\s*[|/·•,]\s*|\s{2,}|\t")
_SENTENCE: Final = re.compile(r"(?:\S+ ){4,}\S+\.\s*")
_WORDS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Patterns:
    address: re.Pattern[str]
    label: re.Pattern[str]
    more: re.Pattern[str]
    byline: re.Pattern[str]
    weak: re.Pattern[str]
    edge: int


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    shown: str
    bullet: bool
    sentence: bool = False


def furniture(text: str) -> tuple[Span, ...]:
    """Return the spans of furniture lines in `text` in order, a span a line, without the line break."""
    patterns = _patterns()
    lines = [_read(match) for match in _LINE.finditer(text) if not match[0].isspace()]
    marks = [_is_strong(line, patterns) for line in lines]
    for place in _edges(len(lines), patterns.edge):
        marks[place] = marks[place] or (
            lines[place].shown != "" and bool(patterns.byline.fullmatch(lines[place].shown))
        )
    _spread(lines, marks, patterns)
    return tuple(line.span for line, marked in zip(lines, marks, strict=True) if marked)


def _read(match: re.Match[str]) -> _Line:
    span, line = Span(match.start(), match.end()), match[0]
    if len(line) > LONGEST_LINE:
        return _Line(span, "", bullet=False)
    shown = _WORDS.sub(" ", line.lstrip(_BULLETS).rstrip(_ENDS))
    if shown.startswith("(") and shown.endswith(")"):
        shown = shown[1:-1].strip()
    return _Line(span, shown, bullet=bool(_BULLET.match(line)), sentence=bool(_SENTENCE.fullmatch(line)))


def _is_strong(line: _Line, patterns: _Patterns) -> bool:
    if not line.shown:
        return False
    if patterns.address.fullmatch(line.shown):
        return True
    if line.sentence:
        return False
    if patterns.label.fullmatch(line.shown):
        return True
    parts = _SPLIT.split(line.shown)
    parts = parts if len(parts) > 1 else line.shown.split(" ")
    return len(parts) > 1 and all(
        part and (patterns.weak.fullmatch(part) or patterns.label.fullmatch(part) or patterns.address.fullmatch(part))
        for part in parts
    )


def _edges(count: int, edge: int) -> Iterator[int]:
    return iter(sorted({*range(min(edge, count)), *range(max(0, count - edge), count)}))


def _spread(lines: list[_Line], marks: list[bool], patterns: _Patterns) -> None:
    """Mark bullets under "Mehr zum Thema", and words like "Facebook" beside lines that are furniture already."""
    for place in range(1, len(lines)):
        above = lines[place - 1]
        if lines[place].bullet and marks[place - 1] and (above.bullet or patterns.more.fullmatch(above.shown)):
            marks[place] = True
    weak = [bool(line.shown and patterns.weak.fullmatch(line.shown)) for line in lines]
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        step = order.step
        for place in order:
            if weak[place] and (marks[place - step] or weak[place - step]):
                marks[place] = True


@cache
def _patterns() -> _Patterns:
    table = tomllib.loads(files("lagebild.acquire").joinpath("furniture.toml").read_text("utf-8"))

    def line(*kinds: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(row for rows in kinds for row in rows), re.IGNORECASE)

    return _Patterns(
        address=line(*table["address"].values()),
        label=line(*table["label"].values()),
        more=line(table["label"]["more"], table["address"]["more"]),
        byline=line(*table["byline"].values()),
        weak=line(*table["weak"].values()),
        edge=table["edges"]["byline"],
    )
