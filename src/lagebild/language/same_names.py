"""The entities of a whole story to one entity for each person and body, whatever a document calls them.

Documents are read one by one, so that each has its own "Selenskyj", "Wolodymyr Selenskyj" or "Zelensky". People come
together by their names in full, a bare surname goes to the only one who bears it; where two people share it, it stays
as it is. Bodies and places come together by the table of aliases, by their words without endings of case, and by the
first letters of a long form ("Elbländer Energie-Netz", "EEN").
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from lagebild.language.aliases import canonical, is_abbreviation, meant, plain, stem_key
from lagebild.language.romanisation import bare_word, is_east_asian, same_person, same_word, sound_keys
from lagebild.records.annotation import Entity

_INITIALS = re.compile(r"(?<![^\W_])[A-ZÄÖÜ]")
# Fewer letters are the initials of too many names.
_LEAST_LETTERS = 3
# More people of like-sounding surnames than this are a list of names, no story: later ones are not compared with all.
_MOST_ALIKE = 50


def unify(entities: Iterable[Entity], own: Iterable[Entity] = ()) -> dict[str, str]:
    """Return {entity id: id of the entity whose name is most used} for the entities of all documents of a story.

    Give an entity once for each document that has it. `own` are those of documents in the story's language: their
    spellings win; of a person a name in full wins over a surname.
    """
    preferred = list(own)
    rows = [*preferred, *entities]
    counts = Counter(e.id for e in rows)
    spelled = {e.id for e in preferred}
    called = {e.id: e for e in reversed(rows)}
    names = {i: called[i].name for i in counts}
    groups = [
        *_people({i: n for i, n in names.items() if called[i].kind == "person"}),
        *_bodies([called[i] for i in counts if called[i].kind != "person"]),
    ]
    found: dict[str, str] = {}
    for group in groups:
        best = max(
            group, key=lambda i: (called[i].kind == "person" and not _is_bare(names[i]), i in spelled, counts[i])
        )
        found |= dict.fromkeys(group, best)
    return found


def unified(entities: Iterable[Entity], own: Iterable[Entity] = ()) -> dict[str, Entity]:
    """Return for each entity id the one entity of the story that it is, under its most used name."""
    preferred, rest = tuple(own), tuple(entities)
    same = unify(rest, preferred)
    kept: dict[str, Entity] = {}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in (preferred, rest):
        settled = frozenset(votes)
        for entity in rows:
            target = same[entity.id]
            if entity.id == target and target not in settled:
                kept.setdefault(target, entity)
                votes[target][entity.name] += 1
    for target, names in votes.items():
        kept[target] = replace(kept[target], name=max(names, key=lambda name: names[name]))
    return {identity: kept[target] for identity, target in same.items()}


def _is_bare(name: str) -> bool:
    """Tell whether a name is a surname only ("Merkel", "von der Leyen")."""
    return " " not in name or name[0].islower()


def _is_short(name: str) -> bool:
    """Tell whether a name in full has only a letter for the given name ("A. Merkel")."""
    return len(name.split()[0].rstrip(".")) == 1


class Surnames:
    """Groups of names found again by how their surnames sound, for East Asian names by the first word."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self._names: list[list[str]] = []
        self._by_sound: dict[str, list[int]] = defaultdict(list)

    def add(self, identity: str, name: str, group: int | None = None) -> None:
        """Put a name into a group, into a new one where none is given."""
        if group is None:
            group = len(self.groups)
            self.groups.append([])
            self._names.append([])
        self.groups[group].append(identity)
        self._names[group].append(name)
        for key in {*sound_keys(_surname(name)), bare_word(name.replace(" ", ""))}:
            if group not in self._by_sound[key]:
                self._by_sound[key].append(group)

    def of_person(self, name: str) -> list[int]:
        """Return the groups all of whose names in full may be of the same person as `name`."""
        near = self._near({*sound_keys(_surname(name)), bare_word(name.replace(" ", ""))})
        return [g for g in near if all(same_person(name, other) for other in self._names[g] if not _is_bare(other))]

    def of_surname(self, word: str) -> list[int]:
        """Return the groups that bear a surname: those that spell it so, else those that it sounds like."""
        for form in (word, re.sub(r"(?<=\w{2})['’]?s$|['’]$", "", word)):
            near = self._near(sound_keys(form))
            spelled = [g for g in near if any(plain(_surname(n)) == plain(form) for n in self._names[g])]
            found = spelled or [g for g in near if any(same_word(_surname(n), form) for n in self._names[g])]
            if found:
                return found
        return []

    def _near(self, keys: Iterable[str]) -> list[int]:
        return sorted({g for key in keys for g in self._by_sound.get(key, ())[:_MOST_ALIKE]})


def _surname(name: str) -> str:
    words = name.split()
    return words[0] if is_east_asian(name) else words[-1]


def _people(names: Mapping[str, str]) -> list[list[str]]:
    """Return the ids of people in groups of one person each."""
    found = Surnames()
    full = [i for i, name in names.items() if not _is_bare(name)]
    for identity in sorted(full, key=lambda i: _is_short(names[i])):
        groups = found.of_person(names[identity])
        # "H. Vogt" may be Hans or Hedwig.
        only = groups[0] if groups and (len(groups) == 1 or not _is_short(names[identity])) else None
        found.add(identity, names[identity], only)
    # "Merkel" before "Merkels".
    short_first = sorted((i for i in names if _is_bare(names[i])), key=lambda i: len(names[i]))
    bare = {i: found.of_surname(names[i].split()[-1]) for i in short_first}
    alone = Surnames()
    for identity, groups in bare.items():
        if len(groups) == 1:
            found.groups[groups[0]].append(identity)
        else:
            alike = alone.of_surname(names[identity].split()[-1])
            alone.add(identity, names[identity], alike[0] if alike else None)
    return found.groups + alone.groups


def _bodies(entities: Sequence[Entity]) -> list[list[str]]:
    """Return the ids of bodies, places and works in groups of one thing each."""
    filed = {e.id: canonical(e.name, e.kind) for e in entities}
    present = frozenset(name for name in filed.values() if name)
    lone: set[tuple[str, str]] = {(e.kind, e.name.casefold()) for e in entities}
    letters = _letters(e for e in entities if filed[e.id] is None and e.kind == "organisation")
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entity in entities:
        name = filed[entity.id] or meant(entity.name, present)
        groups[entity.kind, name or _key(entity, lone, letters)].append(entity.id)
    return list(groups.values())


def _key(entity: Entity, lone: Set[tuple[str, str]], letters: Mapping[str, str]) -> str:
    """Return what names of one thing share: the long form's stems for its letters, no genitive, no endings of case."""
    name = entity.name
    if name in letters:
        return letters[name]
    if " " in name:
        return stem_key(name)
    bare = name.casefold().rstrip("'’")
    return bare[:-1] if bare.endswith("s") and (entity.kind, bare[:-1]) in lone else bare


def _letters(entities: Iterable[Entity]) -> dict[str, str]:
    """Return {abbreviation: key of the only long form of which it is the first letters}."""
    rows = [e.name for e in entities]
    long: dict[str, set[str]] = defaultdict(set)
    for name, initials in _with_initials(rows):
        long[initials].add(stem_key(name))
    short = [n for n in rows if is_abbreviation(n) and n.isupper() and len(n) >= _LEAST_LETTERS]
    return {n: next(iter(long[n])) for n in short if len(long.get(n, ())) == 1}


def _with_initials(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if " " in name:
            yield name, "".join(_INITIALS.findall(name))
