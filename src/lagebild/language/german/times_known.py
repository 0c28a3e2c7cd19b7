"""A day without a year -> the year of the well-known event that its sentence names ("Anschläge vom 11. September").

Nearness to publication would put such days into this year or the last.
"""

from functools import cache

from lagebild.language.german.times_lexicon import read_table
from lagebild.language.german.times_sentence import Sentence


@cache
def _days() -> dict[tuple[int, int], tuple[tuple[int, tuple[str, ...]], ...]]:
    found: dict[tuple[int, int], tuple[tuple[int, tuple[str, ...]], ...]] = {}
    for entry in read_table("times_known.toml")["day"]:
        month, day, year = entry["date"]
        found[month, day] = (*found.get((month, day), ()), (year, tuple(entry["words"])))
    return found


def known_year(s: Sentence, month: int, day: int) -> int | None:
    """Return the year of the event, None where the sentence names none or publication lies within a year of it."""
    candidates = _days().get((month, day), ())
    if not candidates:
        return None
    text = " ".join(token.lower for token in s.row)
    for year, words in candidates:
        if s.today is not None and s.today.year > year and any(word in text for word in words):
            return year
    return None
