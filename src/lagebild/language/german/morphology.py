"""A word alone to what HanTa (Wartena 2019) takes it for; asked one word at a time and cached, loaded at first use."""

import functools
from typing import Any, Final

# Log-probability below which HanTa guesses from the ending rather than knows the word (names it knows lie above -15).
_GUESS: Final = -20.0
_LONGEST_WORD: Final = 40
# Steps of log-probability beyond which a name is as good as never a noun, or the other way round.
_SURE: Final = 3


@functools.cache
def tagger() -> Any:
    """Return HanTa's German model (once a process)."""
    from HanTa.HanoverTagger import HanoverTagger

    return HanoverTagger("morphmodel_ger.pgz")


@functools.lru_cache(maxsize=50_000)
def name_or_noun(word: str) -> tuple[bool, int | None]:
    """Return whether HanTa knows `word`, and how much rather it is a name than a common noun, -4 to 4.

    4 and -4 say that it has no other reading; None says that it is neither.
    """
    if len(word) > _LONGEST_WORD:
        return False, None
    scores: dict[str, float] = {}
    for tag, score in tagger().tag_word(word, cutoff=8):
        scores.setdefault(tag[:2], float(score))
    known = max(scores.values(), default=_GUESS) > _GUESS
    name, noun = scores.get("NE"), scores.get("NN")
    if name is None or noun is None:
        return known, None if name == noun else _SURE + 1 if noun is None else -_SURE - 1
    return known, max(-_SURE, min(_SURE, round(name - noun)))
