"""Finds counts that state no number: "mehrere Tote", "zahlreiche Hinweise", and "ein Zugführer kam ums Leben"."""

import re
from collections.abc import Iterator

from lagebild.corroborate.counted import SINGLE, clause_of, counts, lexicon
from lagebild.records.annotation import Quantity, TextAnnotations
from lagebild.records.claim import NumberComparison
from lagebild.records.span import Span

# Unnumbered plurals ("mehrere") say at least this many.
_SEVERAL = 2.0
_VAGUE = re.compile(
    r"(?:sehr |so |very |so )?(?:viel|mehrer|einig|zahlreich)e[nrms]?|(?:very |so )?(?:many|several|some|numerous)",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?<!\w)[Ee]ine?[rnm]?\s+(?:[a-zäöüß]+e[rnms]?\s+)?(?P<noun>[A-ZÄÖÜ][\w-]+)")


def is_telling(compared: NumberComparison) -> bool:
    """Tell whether a comparison holds an amount: "viele" and "mehrere" among themselves tell a reader nothing."""
    return any(_VAGUE.fullmatch(value.text) is None for value in compared.values)


def unnumbered(text: str, read: TextAnnotations) -> Iterator[Quantity]:
    """Yield the counts of a text that its quantities lack."""
    for sentence in read.sentences:
        yield from _several(text, read, sentence)
        if read.language == "de":
            yield from _one(text, read, sentence)


def _several(text: str, read: TextAnnotations, sentence: Span) -> Iterator[Quantity]:
    """Yield plurals without a number before a known concept."""
    known = lexicon()
    for match in known.unnumbered.finditer(text, sentence.start, sentence.end):
        span = Span(match.start(), match.end())
        if any(q.span.overlaps(span) for q in read.quantities):
            continue
        after = re.match(r"\s+(?:[a-zäöüß]+e[nr]?\s+)?([\w-]+)", text[span.end : min(sentence.end, span.end + 60)])
        if after and (counts(after.group(1)) or known.special.fullmatch(after.group(1))):
            yield Quantity(span, _SEVERAL, minimum=_SEVERAL, approximate=True, counted=after.group(0).strip())


def _one(text: str, read: TextAnnotations, sentence: Span) -> Iterator[Quantity]:
    """Yield the article before somebody to whom, alone in his clause, something happened that reports count."""
    for match in _ONE.finditer(text, sentence.start, sentence.end):
        span = Span(match.start(), match.start() + match.group().index(" "))
        clause = clause_of(text, span, sentence)
        alone = not any(clause.overlaps(q.span) for q in read.quantities)
        if alone and any(c.single.search(text, clause.start, clause.end) for c in lexicon().concepts):
            yield Quantity(span, 1.0, counted=text[span.end : match.end()].strip(), rule=SINGLE)
