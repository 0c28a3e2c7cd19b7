"""A speaker's words as they stand in the text to a name: nominative, without article, brackets and quotation marks.

"des Netzbetreibers", "mehrere Experten", "der britischen Regierung" become "Netzbetreiber", "Experten", "britische
Regierung": a name is a key under which statements of many texts come together. German has no list of genders at hand,
so the article in the text tells case and gender, and word frequencies tell a genitive from a name in -s.
"""

import re
import tomllib
from functools import cache
from importlib import resources

from lagebild.records.span import Span

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,80}[)\]]")
_QUOTED = re.compile(r"^[\w-]+\s+[„»\"“]([^„“”»«\"]{2,60})[“”«\"]?$")
_BEFORE = re.compile(r"(\w+)\s+$")
_ZUFOLGE = re.compile(r"\s+zufolge\b")
_MARKS = "„“”»«\"',;:.–- "
_OBLIQUE = frozenset(
    ["des", "dem", "eines", "einem", "im", "vom", "beim", "am", "zum", "seines", "seinem", "ihres", "ihrem"]
)
_STRONG = re.compile(r"(?:en|e)$")
_SOURCE = re.compile(r"([A-ZÄÖÜ]\w{2,}?)s?-?(?:angaben|informationen|mitteilung|kreisen)")


@cache
def _words(name: str) -> frozenset[str]:
    table = tomllib.loads((resources.files(__package__) / "speakers.toml").read_text("utf-8"))
    return frozenset(str(table[name]).split())


def clean_name(text: str, span: Span) -> str:
    """Return the name that the words at `span` give a speaker; the word before the span may be his article."""
    quoted = _QUOTED.match(span.of(text))
    if quoted:
        return quoted.group(1).strip(_MARKS)
    words = _BRACKETS.sub("", span.of(text)).split()
    match = _BEFORE.search(text, max(0, span.start - 14), span.start)
    article = match.group(1).lower() if match else ""
    while len(words) > 1 and words[0].lower() in _words("articles"):
        article = words.pop(0).lower()
    source = _SOURCE.fullmatch(" ".join(words))
    if source:
        return source.group(1)
    if not words:
        return ""
    if len(words) == 1 and not article and _ZUFOLGE.match(text, span.end, span.end + 12):
        article = "den"
    return " ".join(_inflected(words, article)).strip(_MARKS)


def _inflected(words: list[str], article: str) -> list[str]:
    """Return the words of a phrase in the nominative as they stand without an article."""
    described = [_is_adjective(w, words[i + 1 : i + 2]) for i, w in enumerate(words)]
    described[0] = described[0] or (article in _OBLIQUE | {"der"} and _is_proper_adjective(words))
    head = next((i for i, w in enumerate(words) if w[:1].isupper() and not described[i]), None)
    if head is None or not all(described[:head]):
        return words
    noun = words[head]
    genitive = article in ("des", "eines", "seines", "ihres", "dieses", "jenes")
    if genitive:
        noun = without_genitive(noun)
    elif article in ("den", "beiden", "mehreren", "vielen", "einigen") and head + 1 == len(words):
        noun = nominative_plural(noun)
    ending = _ending(noun, article, words[head - 1] if head else "")
    adjectives = [_STRONG.sub(ending, w) if ending and article else w for w in words[:head]]
    return [*adjectives, noun, *words[head + 1 :]]


def _ending(noun: str, article: str, adjective: str) -> str:
    """Return the ending of an adjective before a noun without an article: "er", "es" or "e"."""
    neuter = noun.lower().endswith(tuple(_words("neuter_endings")))
    if article == "das" or (article in _OBLIQUE and neuter):
        return "es"
    if article in _OBLIQUE:
        return "er"
    if article == "der":
        return "er" if adjective.endswith("e") else "e"
    return "e" if article in ("die", "den", "einer", "zur", "dieser", "seiner", "ihrer") else ""


def _is_adjective(word: str, following: list[str]) -> bool:
    """Tell whether a word is an adjective before a noun: in lower case, or with a hyphen before a small part."""
    if not following:
        return False
    small = word.islower() or ("-" in word and word.rpartition("-")[2].islower())
    return small and word.endswith(("e", "en", "er", "es", "em"))


def _is_proper_adjective(words: list[str]) -> bool:
    """Tell whether a name begins with an adjective in capitals ("Deutschen Wetterdienstes")."""
    from wordfreq import zipf_frequency

    if len(words) < 2 or not words[0].endswith("en") or not words[1][:1].isupper():
        return False
    return zipf_frequency(words[0][:-1].lower(), "de") > 3


def without_genitive(noun: str) -> str:
    """Return a noun without its genitive ending: "Unternehmens" -> "Unternehmen", "Landes" -> "Land"."""
    from wordfreq import zipf_frequency

    if not noun.endswith("s") or noun.endswith("ss") or len(noun) < 4:
        return noun
    forms = [noun[:-2], noun[:-1]] if noun.endswith("es") else [noun[:-1]]
    best = max(forms, key=lambda form: zipf_frequency(form, "de"))
    known = zipf_frequency(best, "de")
    return best if known > 0 or zipf_frequency(noun, "de") == 0 else noun


def nominative_plural(noun: str) -> str:
    """Return the nominative of a dative plural: "Geheimdiensten" -> "Geheimdienste", "Behörden" stays.

    Only the commoner of the two is a plural: "Staate" is rare, "Dienste" is not.
    """
    if not noun.endswith("n"):
        return noun
    from wordfreq import zipf_frequency

    shorter = noun[:-1]
    tail = max((zipf_frequency(shorter[-k:], "de") for k in (7, 8, len(shorter)) if k <= len(shorter)), default=0.0)
    whole = max(zipf_frequency(shorter, "de"), tail if zipf_frequency(shorter, "de") == 0 else 0.0)
    return shorter if whole >= zipf_frequency(noun, "de") else noun
