"""Tells which statements say something by themselves: a proposition has a verb, a fragment has none.

"von rund 40.000", "zu den Gerüchten", "aus der Zeit gefallen" make sense only inside their sentence. Numbers among them
are compared as numbers, the rest is left out of the claims; what stands inside a longer statement of the same document
belongs to that one.
"""

import re
from collections.abc import Sequence

from lagebild.language.german.verbs import kinds
from lagebild.language.stems import content_stems
from lagebild.records.annotation import Statement
from lagebild.records.span import hull

_WORD = re.compile(r"[^\W\d_]+")
# Loose marks at the edges of a text; brackets and quotation marks only where their partner is missing.
_LOOSE = " \t\n,;:–—-…·|/"
_PAIRS = (("„", "“"), ("«", "»"), ("»", "«"), ("(", ")"), ("‚", "‘"))
# A statement of fewer content words needs a verb to stand alone, one of fewer words says nothing even with one.
_ENOUGH = 5
_LEAST = 2
_ASKING = re.compile(
    r"(?:was|wer|wem|wen|wie|wo|wann|warum|weshalb|wieso|wohin|woher|wo(?:mit|für|rum|ran|rauf|rin|rüber|durch|zu|nach|von|vor)|ob|inwiefern|inwieweit|welche[rsmn]?"
    r"|what|who|whom|how|when|where|why|whether|which)\s",
    re.IGNORECASE,
)


def trimmed(text: str) -> str:
    """Return a text without loose punctuation at its ends; a closing full stop and paired marks stay."""
    while True:
        before = text
        text = text.strip(_LOOSE)
        for left, right in _PAIRS:
            if text.startswith((left, right)) and text.count(left) + text.count(right) == 1:
                text = text[1:]
            elif text.endswith((left, right)) and text.count(left) + text.count(right) == 1:
                text = text[:-1]
        if text[:1] in ".!?" or (text.count('"') == 1 and text[:1] == '"'):
            text = text[1:]
        elif text.count('"') == 1 and text[-1:] == '"':
            text = text[:-1]
        if text == before:
            return text


def stands_alone(text: str, language: str) -> bool:
    """Tell whether a content says something without its sentence."""
    stems = content_stems(text, language)
    if len(stems) < _LEAST:
        return False
    if language != "de" or len(stems) >= _ENOUGH:
        return True
    return any(_is_verb(word) for word in _WORD.findall(text))


def asks(text: str) -> bool:
    """Tell whether a reported content only names a question ("wer haftet", "wie es weitergeht")."""
    return _ASKING.match(text) is not None


def _is_verb(word: str) -> bool:
    found = kinds(word) if not word[0].isupper() else frozenset()
    return bool(found & {"FIN", "IZU"}) or ("INF" in found and "PP" not in found)


def outermost(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements of a text without those that lie wholly inside another of the same or no speaker."""
    spans = [(hull(s.content), s) for s in statements if s.content]
    kept = []
    for span, statement in spans:
        inside = any(
            other is not statement
            and outer.contains(span)
            and (outer != span or id(other) < id(statement))
            and (not statement.speaker_names or set(statement.speaker_names) & set(other.speaker_names))
            for outer, other in spans
        )
        if not inside:
            kept.append(statement)
    return kept
