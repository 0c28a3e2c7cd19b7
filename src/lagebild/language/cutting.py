"""A text cut into sentence spans: what German and English share. Languages differ in what a full stop may mean."""

import re
from collections.abc import Callable, Iterator, Sequence

from lagebild.records.span import Span

# A run of end marks with the quotation marks and brackets that close after it.
_END = re.compile(r"[.!?…]+[\"”“’'»«)\]]*")
# Tickers print their items in one line, with "+++" between them.
_LINE = re.compile(r"(?:[^\n\r\u2028\u2029+]+|(?<!\+)\+{1,2}(?!\+))+")
_OPENERS = "\"„“”»«‚'`([–-"
_LONGEST_TOKEN = 60  # characters looked back for the word before a full stop

StopRule = Callable[[str, int, int], bool]
"""(text, index of the full stop, index of the next word) -> whether a sentence ends at this full stop."""


def _word_start(text: str, at: int) -> int:
    low = max(0, at - _LONGEST_TOKEN)
    while at > low and not text[at - 1].isspace() and text[at - 1] not in "(\"„“»«‚'/":
        at -= 1
    return at


def word_before(text: str, at: int) -> str:
    """Return the word (with inner stops) that ends right before `at`."""
    return text[_word_start(text, at) : at]


def _glued(text: str, match: re.Match[str], line_end: int) -> bool:
    """Tell whether the next sentence follows without a space ("!Alarm"): lower-case word before, capital after."""
    at, after = match.start(), match.end()
    if after + 1 >= line_end or not text[after].isupper() or not text[after + 1].islower():
        return False
    before = word_before(text, at)
    if "!" in match.group() or "?" in match.group():
        return len(before) > 1
    return len(before) > 3 and before[-3:].islower() and "." not in before and "/" not in before


def _boundaries(text: str, start: int, end: int, ends_at: StopRule) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        after = match.end()
        if after >= end:
            return
        if not text[after].isspace():
            if _glued(text, match, end):
                yield after
            continue
        word = _next_word(text, after, end)
        if word is None or (text[word].islower() and match.group()[-1] not in ".!?…"):
            continue
        lone_stop = match.group().rstrip("\"”“’'»«)]") == "."
        if not lone_stop or ends_at(text, match.start(), word):
            yield after


def _next_word(text: str, after: int, end: int) -> int | None:
    """Return where the next word starts if it may open a sentence: a capital, a digit, or something quoted."""
    following = after
    while following < end and text[following].isspace():
        following += 1
    word = following
    while word < end and text[word] in _OPENERS:
        word += 1
    if word >= end or not (text[word].isupper() or text[word].isdigit() or word > following):
        return None
    return word


def cut(text: str, furniture: Sequence[Span], ends_at: StopRule) -> tuple[Span, ...]:
    """Return sentence spans: every line break is a boundary, furniture is left out, no white space at the edges."""
    spans = []
    for line in _LINE.finditer(text):
        start = line.start()
        for boundary in [*_boundaries(text, line.start(), line.end(), ends_at), line.end()]:
            raw = text[start:boundary]
            span = Span(start + len(raw) - len(raw.lstrip()), boundary - len(raw) + len(raw.rstrip()))
            start = boundary
            if span.end > span.start and not any(f.overlaps(span) for f in furniture):
                spans.append(span)
    return tuple(spans)
