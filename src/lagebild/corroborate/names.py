"""Folds the names of speakers over the documents of a story: "Selenskyj" in one is "Wolodymyr Zelensky" in another.

A surname alone is the one full name of the story that ends with it, an office the one person of the story who holds it;
where two people share it, and reports name both, it stays as it is, for a statement put into the wrong mouth is worse
than a speaker counted twice. Bodies go under the name that most documents use.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lagebild.language.aliases import canonical
from lagebild.language.folding import folded
from lagebild.language.offices import Office, office_before, office_of
from lagebild.language.same_names import unified
from lagebild.records.annotation import Entity
from lagebild.records.story import AnnotatedDocument

_ARTICLE = re.compile(r"^(?:der|die|das|dem|den|des|ein|eine|einer|einem|the|a)\s+", re.IGNORECASE)
_NAME_WORD = re.compile(r"^[A-ZÄÖÜŠŽĆČŁØÅÉ][\w'’.-]*$")
_GENITIVE = re.compile(r"(?<=[^sxzß])s$")
# A full name in so many times fewer reports than another of its surname is not who the surname alone means.
_RARE = 10


@dataclass(frozen=True, slots=True)
class SpeakerNames:
    """The names of a story's people and bodies: full names by what is left of them when folded, and by surname.

    `bodies` goes by names in the table of aliases, `others` by folded names of bodies that are not in it; `holders` are
    the people who hold an office, with its state where the story says which.
    """

    full: dict[str, str]
    by_surname: dict[str, frozenset[str]]
    bodies: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    holders: dict[Office, frozenset[str]] = field(default_factory=dict)

    def is_person(self, name: str) -> bool:
        """Tell whether a name is that of one of the story's people."""
        return folded_name(name) in self.full or folded_name(name) in self.by_surname

    def of(self, name: str) -> str:
        """Return the name under which a speaker is counted."""
        bare = " ".join(_ARTICLE.sub("", name.strip()).split())
        return self._person(bare) or self._holder(bare) or self._body(bare) or bare or name

    def _person(self, bare: str) -> str | None:
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
        return None

    def _holder(self, bare: str) -> str | None:
        """Return the only one who holds an office of a state; of one state or, where nobody does, of none named."""
        office = office_of(bare)
        if office is None or office.country is None:
            return None
        known = self.holders.get(office) or self.holders.get(Office(office.title, None), frozenset())
        return next(iter(known)) if len(known) == 1 else None

    def _body(self, bare: str) -> str | None:
        filed = canonical(bare, "organisation")
        return self.bodies.get(filed) if filed else self.others.get(folded_name(bare))


def speaker_names(documents: Iterable[AnnotatedDocument]) -> SpeakerNames:
    """Collect the names of all people and bodies that the documents name, each under its most used one."""
    items = tuple(documents)
    german = [item for item in items if item.annotations.body.language == "de"]
    rest = [item for item in items if item.annotations.body.language != "de"]
    same = unified(_entities(rest), _entities(german))
    full: dict[str, str] = {}
    by_surname: dict[str, Counter[str]] = defaultdict(Counter)
    bodies: dict[str, str] = {}
    others: dict[str, str] = {}
    for entity in _entities(items):
        name = same[entity.id].name
        if entity.kind != "person":
            filed = canonical(entity.name, entity.kind)
            if filed:
                bodies.setdefault(filed, name)
            elif name != entity.name:
                others.setdefault(folded_name(entity.name), name)
        elif " " in entity.name:
            name = full.setdefault(folded_name(entity.name), name)
            by_surname[folded_name(entity.name.split()[-1])][name] += 1
        elif " " in name:
            by_surname[folded_name(entity.name)][name] += 1
    surnames = {surname: _usual(names) for surname, names in by_surname.items()}
    return SpeakerNames(full, surnames, bodies, others, _holders(items, same))


def _usual(names: Counter[str]) -> frozenset[str]:
    """Return the full names that a surname alone may stand for: not one in many reports beside another in few."""
    most = max(names.values())
    return frozenset(name for name, count in names.items() if _RARE * count >= most)


def _entities(items: Iterable[AnnotatedDocument]) -> list[Entity]:
    return [e for item in items for e in item.annotations.entities]


def _holders(items: Sequence[AnnotatedDocument], same: dict[str, Entity]) -> dict[Office, frozenset[str]]:
    """Return who holds which office; somebody whose state the story tells holds none without a state."""
    found: dict[Office, set[str]] = defaultdict(set)
    for item in items:
        for mention in item.annotations.body.mentions:
            entity = same.get(mention.entity or "")
            if mention.kind != "person" or entity is None or " " not in entity.name:
                continue
            office = office_before(item.document.text, mention.span.start)
            if office is not None:
                found[office].add(entity.name)
    stated = {name for office, names in found.items() if office.country for name in names}
    return {o: frozenset(n for n in names if o.country or n not in stated) for o, names in found.items()}


def folded_name(name: str) -> str:
    """Return a name's words as one key, whatever their accents and case."""
    return " ".join(folded(word) for word in name.split())
