"""English text to sentence spans: the same cut as German with English abbreviations."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from lagebild.language.cutting import cut, word_before
from lagebild.records.span import Span

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@cache
def _lists() -> dict[str, frozenset[str]]:
    table = tomllib.loads((resources.files(__package__) / "abbreviations.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


def _ends_at(text: str, stop: int, following: int) -> bool:
    before = word_before(text, stop)
    lists = _lists()
    if before in lists["always"]:
        return False
    initial = len(before) == 1 and before.isupper()
    if initial or before in lists["sometimes"] or re.fullmatch(r"(\w\.)+\w", before):
        match = _WORD.match(text, following)
        return match is not None and match.group() in lists["openers"]
    return True


class EnglishSentenceSplitter:
    """Cuts English text into sentences."""

    def split(self, text: str, furniture: Sequence[Span] = ()) -> tuple[Span, ...]:
        """Return sentence spans in order, without surrounding white space and without page furniture."""
        return cut(text, furniture, _ends_at)
