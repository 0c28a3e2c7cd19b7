"""Finds the dateline at the head of an agency report, "Lüneburg (npa) - ": no part of what happened."""

import re

from lagebild.records.span import Span

_DATELINE = re.compile(
    r"(?!(?:Der|Die|Das|Ein|Eine|The|A|An) )"
    r"(?:[A-ZÄÖÜ][\w/ .’'-]{1,60}?(?:, \d{1,2}\. [A-ZÄÖÜ]\w{2,8})? ?\([\w/ ,.-]{2,40}\)\s*(?:[-–—:|]+\s+|\.\s+)"
    r"|\([\w/ ]{2,12}\)\s*[-–—:|]+\s+"
    r"|[A-ZÄÖÜ][A-ZÄÖÜ’'/-]{2,40}(?: [A-ZÄÖÜ][A-ZÄÖÜ’'-]{1,40}){0,2}"
    r"(?:,? \w{1,12}\.?){0,3} ?[–—|]+\s+)(?=[A-ZÄÖÜ„“\"»\d])"
)


def without_dateline(text: str, sentence: Span) -> Span:
    """Return the span of `sentence` behind its dateline, the whole of it where there is none."""
    match = _DATELINE.match(sentence.of(text))
    return Span(sentence.start + match.end(), sentence.end) if match else sentence
