"""Folds the names of speakers over the documents of a story: "Selenskyj" in one is "Wolodymyr Selenskyj" in another.

A surname alone is the one full name of the story that ends with it; where two people share it, it stays as it is, for
a statement put into the wrong mouth is worse than a speaker counted twice.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lagebild.language.folding import folded
from lagebild.records.story import AnnotatedDocument

_ARTICLE = re.compile(r"^(?:der|die|das|dem|den|des|ein|eine|einer|einem|the|a)\s+", re.IGNORECASE)
_NAME_WORD = re.compile(r"^[A-ZÄÖÜŠŽĆČŁØÅÉ][\w'’.-]*$")
_GENITIVE = re.compile(r"(?<=[^sxzß])s$")


@dataclass(frozen=True, slots=True)
class SpeakerNames:
    """The full names of a story's people, by surname and by what is left of them when folded."""

    full: dict[str, str]
    by_surname: dict[str, frozenset[str]]

    def is_person(self, name: str) -> bool:
        """Tell whether a name is that of one of the story's people."""
        return folded_name(name) in self.full or folded_name(name) in self.by_surname

    def of(self, name: str) -> str:
        """Return the name under which a speaker is counted."""
        bare = " ".join(_ARTICLE.sub("", name.strip()).split())
        if folded_name(bare) in self.full:
            return self.full[folded_name(bare)]
        words = bare.split()
        for start in range(1, len(words)):
            rest = folded_name(" ".join(words[start:]))
            if rest in self.full and " " in rest:
                return self.full[rest]
        single = words[-1] if words and (len(words) == 1 or not _NAME_WORD.match(words[0])) else ""
        for form in (single, _GENITIVE.sub("", single)):
            known = self.by_surname.get(folded_name(form), frozenset()) if form else frozenset()
            if len(known) == 1:
                return next(iter(known))
        return bare or name


def speaker_names(documents: Iterable[AnnotatedDocument]) -> SpeakerNames:
    """Collect the full names of all people that the documents name."""
    full: dict[str, str] = {}
    by_surname: dict[str, set[str]] = defaultdict(set)
    for item in documents:
        for entity in item.annotations.entities:
            words = entity.name.split()
            if entity.kind == "person" and len(words) > 1:
                name = full.setdefault(folded_name(entity.name), entity.name)
                by_surname[folded_name(words[-1])].add(name)
    return SpeakerNames(full, {surname: frozenset(names) for surname, names in by_surname.items()})


def folded_name(name: str) -> str:
    """Return a name's words as one key, whatever their accents and case."""
    return " ".join(folded(word) for word in name.split())
