"""German words to search tokens: dictionary forms with umlauts folded, and the parts of compounds.

A word in a text becomes one token (its dictionary form) and, aside, what else it should be found by: second readings,
parts of a compound, the place behind `Kölner`. A word of a query becomes all its readings, any of which may match:
inflection is undone on both sides, compounds are cut on the text's side only, so that `Strom` finds `Stromausfall`,
while `Stromausfall` does not find every `Strom`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from lagebild.language.folding import folded, words
from lagebild.language.german.compounds import frequencies, lexicon, parts

_ENDINGS = ("ern", "en", "em", "er", "es", "e", "n", "s")
_RESTORED = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))

_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A word as tokens: `token` stands for it in its place, `others` are found by it too."""

    token: str
    others: tuple[str, ...] = ()


def tokens(text: str) -> tuple[str, ...]:
    """Return all tokens that a text is found by: one a word in text order, then the others."""
    found = [reading(word) for word in words(text)]
    return (*(r.token for r in found if r.token), *dict.fromkeys(token for r in found for token in r.others))


def query_tokens(text: str) -> tuple[str, ...]:
    """Return the readings of the words of a query; each is matched by the text that holds one of its word's."""
    return tuple(dict.fromkeys(token for word in words(text) for token in readings(word)))


@lru_cache(maxsize=1 << 17)
def reading(word: str) -> Reading:
    """Return the tokens of a word as it stands in a text: upper case first means a noun in German."""
    lower = word.lower()
    if not lower.isalpha() or len(lower) < 3:
        return Reading(folded(lower))
    restored = _restored(lower)
    shouted = word.isupper() and len(word) > 3
    noun = word[:1].isupper()
    lemmas = list(_lemmas(restored, noun=noun))
    if shouted:
        lemmas += _lemmas(restored, noun=False)
    others = list(lemmas[1:])
    if noun:
        others += _places(lemmas[0])
        for lemma in lemmas:
            for part in parts(lemma):
                others += [next(_lemmas(part, noun=True)), part]
    token = folded(lemmas[0])
    return Reading(token, tuple(dict.fromkeys(t for o in others if (t := folded(o)) and t != token)))


@lru_cache(maxsize=1 << 14)
def readings(word: str) -> tuple[str, ...]:
    """Return the tokens that a word of a query may stand for; people type in lower case and without umlauts."""
    lower = word.lower()
    if not lower.isalpha() or len(lower) < 3:
        return (folded(lower),)
    forms = (_restored(lower), *_with_umlaut(lower))
    found = [lemma for form in forms for noun in (True, False) for lemma in _lemmas(form, noun=noun)]
    return tuple(dict.fromkeys(token for lemma in (*found, lower) if (token := folded(lemma))))


def phrases(query: str, most: int = 16) -> tuple[tuple[str, ...], ...]:
    """Return the token sequences that a phrase may stand for, the likeliest first, at most `most`."""
    rows = [readings(word) for word in words(query)]
    rows = [row for row in rows if row]
    return tuple(row for row, _ in zip(product(*rows), range(most), strict=False)) if rows else ()


def is_needless(word: str) -> bool:
    """Tell whether a word helps no query that has others."""
    return word.lower() in lexicon().needless


def _lemmas(lower: str, *, noun: bool) -> Iterator[str]:
    """Yield the dictionary forms of a word in lower case, at least one, the likeliest first."""
    from simplemma import is_known, lemmatize

    form = lower.capitalize() if noun else lower
    if is_known(form, lang="de"):
        lemma = lemmatize(form, lang="de").lower()
        yield lemma
        if noun:
            yield from _adjective(lemma)
            yield from _sharp(lower)
        return
    inside = list(parts(lower)) if noun else []
    if inside and lower.endswith(inside[-1]):
        yield lower.removesuffix(inside[-1]) + lemmatize(inside[-1].capitalize(), lang="de").lower()
    stems = [lower.removesuffix(ending) for ending in _ENDINGS if lower.endswith(ending)]
    stems = [stem for stem in stems if len(stem) > 3]
    known = frequencies()
    likelier = [stem for stem in stems if known.get(stem, 0.0) > known.get(lower, 0.0)]
    yield from dict.fromkeys((*likelier[-1:], lower, *stems))


def _adjective(lemma: str) -> Iterator[str]:
    """Yield the adjective behind a noun made from it: Tote, Toter, Verletzten; its ending says nothing."""
    from simplemma import is_known, lemmatize

    for ending in ("er", "en", "e"):
        stem = lemma.removesuffix(ending)
        if stem != lemma and len(stem) >= 3 and is_known(stem, lang="de"):
            if lemmatize(stem, lang="de")[:1].islower() and not lemmatize(stem.capitalize(), lang="de")[:1].isupper():
                yield stem
            return


def _places(lemma: str) -> Iterator[str]:
    """Yield what stands before -er: Kölner, Berliner. Some of it is no place (Arbeiter), which costs little."""
    from simplemma import is_known

    stem = lemma.removesuffix("er")
    if stem != lemma and len(stem) >= 4 and is_known(stem.capitalize(), lang="de") and stem in frequencies():
        yield stem


def _restored(lower: str) -> str:
    """Return a word with the umlauts that somebody spelled out, if that is the word that people write."""
    if not any(pair in lower for pair, _ in _RESTORED):
        return lower
    known = frequencies()
    variants = {lower}
    for pair, umlaut in _RESTORED:
        variants |= {variant.replace(pair, umlaut) for variant in variants}
    best = max(variants, key=lambda variant: (known.get(variant, 0.0), variant == lower))
    return best if known.get(best, 0.0) > 10 * known.get(lower, 0.0) else lower


def _with_umlaut(lower: str) -> Iterator[str]:
    """Yield a word with one more umlaut where people write that more often: hauser, häuser."""
    known = frequencies()
    for at, letter in enumerate(lower[:40]):
        if letter in _UMLAUTS:
            form = f"{lower[:at]}{_UMLAUTS[letter]}{lower[at + 1 :]}"
            if known.get(form, 0.0) > known.get(lower, 0.0):
                yield form


def _sharp(lower: str) -> Iterator[str]:
    """Yield the dictionary form of a word that has ss for ß, as the Swiss write: Strassen, not Strass."""
    from simplemma import is_known, lemmatize

    form = lower.replace("ss", "ß").capitalize()
    if "ß" in form and is_known(form, lang="de"):
        yield lemmatize(form, lang="de").lower()
