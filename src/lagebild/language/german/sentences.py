"""German text to sentence spans: what a full stop means after an abbreviation, an ordinal, an initial, a numeral.

Own rules rather than a library: spans must index the text exactly, a line break always ends a sentence (subheads are
lines of their own) and automatic texts glue sentences together ("blickt!Alarm").
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from lagebild.language.cutting import cut, word_before
from lagebild.records.span import Span

_WORD = re.compile(r"[^\W\d_][\w-]*")


@cache
def _lists() -> dict[str, frozenset[str]]:
    table = tomllib.loads((resources.files(__package__) / "abbreviations.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


def _ends_at(text: str, stop: int, following: int) -> bool:
    before = word_before(text, stop)
    match = _WORD.match(text, following)
    after = match.group() if match else ""
    lists = _lists()
    if before in lists["always"] or before.rpartition(".")[2] in lists["always"]:
        return False
    if before.isdigit() and len(before) <= 3:
        return after in lists["openers"] and after not in lists["months"]
    if before[-3:].isdigit() and re.fullmatch(r"\d{1,2}\.\d{1,2}|\d+\.", before):
        return after in lists["openers"]
    if before in lists["sometimes"] or (len(before) == 1 and before.isalpha()) or re.fullmatch(r"(\w\.)+\w", before):
        return after in lists["openers"]
    return True


class GermanSentenceSplitter:
    """Cuts German text into sentences."""

    def split(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """Return sentence spans in order, without surrounding white space and without page furniture."""
        return cut(text, furniture, _ends_at)
