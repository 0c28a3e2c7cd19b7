"""Finds the dateline at the head of an agency report, "Lüneburg (npa) - ": no part of what happened."""

import re

from lagebild.records.span import Span

_DATELINE = re.compile(r"[A-ZÄÖÜ][\w/ .’'-]{1,60}? \([\w/ ,.-]{2,40}\)\s*[-–—:]+\s+(?=\S)")


def without_dateline(text: str, sentence: Span) -> Span:
    """Return the span of `sentence` behind its dateline, the whole of it where there is none."""
    match = _DATELINE.match(sentence.of(text))
    return Span(sentence.start + match.end(), sentence.end) if match else sentence
