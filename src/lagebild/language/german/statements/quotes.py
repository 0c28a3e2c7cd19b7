"""Quotation marks to spans: which quotations are somebody's sentence and which are a title or a single word."""

import re
from collections.abc import Sequence

from lagebild.language.german.tokens import is_function_word
from lagebild.language.german.verbs import auxiliaries, kinds
from lagebild.records.span import Span

# Pairs in the order of trust; a quotation never crosses a line and has at most 3,000 characters.
_QUOTE = re.compile(
    r"„[^„“”\n]{1,3000}[“”\"]|»[^»«\n]{1,3000}«|“[^“”\n]{1,3000}”|«[^«»\n]{1,3000}»|\"[^\"\n]{1,3000}\"|''[^'\n]{1,3000}''|``[^`'\n]{1,3000}''"
)
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 3


def quotations(text: str) -> tuple[Span, ...]:
    """Return the spans of all quotations, marks included, in order."""
    return tuple(Span(m.start(), m.end()) for m in _QUOTE.finditer(text))


def inside(text: str, quote: Span) -> Span:
    """Return what stands between the quotation marks, without white space and a closing comma."""
    width = 2 if text.startswith(("''", "``"), quote.start) else 1
    start, end = quote.start + width, quote.end - width
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Span(start, end)


def has_finite_verb(words: Sequence[str]) -> bool:
    """Tell whether one of the words is a finite verb, auxiliaries first because they are cheap to see."""
    if any(w in auxiliaries() for w in words):
        return True
    return any(not is_function_word(w) and w[0].islower() and "FIN" in kinds(w) for w in words)


def is_sentence(text: str, quote: Span) -> bool:
    """Tell whether a quotation is a sentence of its own rather than a name, a title or a part of a sentence."""
    content = inside(text, quote)
    inner = content.of(text)
    words = _WORD.findall(inner)
    before = text[max(0, quote.start - 2) : quote.start].rstrip()
    if before.endswith(":"):
        return True
    after = text[quote.end : quote.end + 1]
    if words and (words[0] in ("dass", "daß", "ob") or words[0][0].islower()) and inner[-1:] not in ".!?":
        return False
    ends = inner[-1:] in ".!?…"
    if len(words) < _FEWEST_WORDS:
        return ends and after in ", " and len(words) > 1
    if ends:
        return True
    if len(words) < 5 and after != ",":
        return False
    return has_finite_verb([w if i else w.lower() for i, w in enumerate(words)])
