"""Quotation marks to spans: which quotations are somebody's sentence and which are a title or a single word."""

import re
from collections.abc import Iterator, Sequence

from lagebild.language.german.statements.cues import verb_forms
from lagebild.language.german.tokens import is_function_word
from lagebild.language.german.verbs import auxiliaries, kinds
from lagebild.records.span import Span

# Pairs in the order of trust; a quotation never crosses a line and has at most 3,000 characters.
_QUOTE = re.compile(
    r"„[^„“”\n]{1,3000}[“”\"]|»[^»«\n]{1,3000}«|“[^“”\n]{1,3000}”|«[^«»\n]{1,3000}»|\"[^\"\n]{1,3000}\"|''[^'\n]{1,3000}''|``[^`'\n]{1,3000}''"
)
_CUE = re.compile(r"\s?,\s{1,2}([a-zäöüß]{2,30})")
_WORD = re.compile(r"[^\W\d_]+")
_LOW_HIGH = re.compile(r"[„“”\n]")
# A quotation behind these words is a name.
_TITLED = re.compile(r"\b(?:Motto|Namen?|Titel|Untertitel|Überschrift)\s*:?\s*$")
_FEWEST_WORDS = 3
_LONGEST = 3_002  # characters of a quotation with its marks


def quotations(text: str) -> tuple[Span, ...]:
    """Return the spans of all quotations, marks included, in order; of nested ones the outer."""
    found = [Span(m.start(), m.end()) for m in _QUOTE.finditer(text)]
    outer = [s for s in _nested(text) if s.end - s.start <= _LONGEST]
    kept = [s for s in found if not any(o.contains(s) for o in outer)]
    return tuple(sorted([*kept, *outer]))


def _nested(text: str) -> Iterator[Span]:
    """Yield quotations in low-high marks that hold others of the same kind, where both are closed in their line."""
    opened: list[int] = []
    inner = False
    for match in _LOW_HIGH.finditer(text):
        mark = match.group()
        if mark == "\n":
            opened, inner = [], False
        elif mark == "„":
            inner = inner or bool(opened)
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if not opened:
                if inner:
                    yield Span(start, match.end())
                inner = False


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


def _cue_follows(text: str, end: int) -> bool:
    """Tell whether a verb of saying stands behind the quotation ("“, sagte")."""
    match = _CUE.match(text, end, end + 40)
    return match is not None and any(form.kind == "finite" for form in verb_forms().get(match.group(1), ()))


def is_sentence(text: str, quote: Span) -> bool:
    """Tell whether a quotation is a sentence of its own rather than a name, a title or a part of a sentence."""
    content = inside(text, quote)
    inner = content.of(text)
    words = _WORD.findall(inner)
    before = text[max(0, quote.start - 20) : quote.start].rstrip()
    if _TITLED.search(before):
        return False
    if before.endswith(":"):
        return True
    after = text[quote.end : quote.end + 1]
    if len(words) >= _FEWEST_WORDS and _cue_follows(text, quote.end):
        return True
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
