"""Turns the entities of a story's documents into its actors: who appears, in which office, how often heard.

The same actor is often named in several ways: "Netzbetreibers Elbheide Netz" is "Elbheide Netz" with what it does
before it, "Vogt" is "Sabine Vogt". Such names are joined; what is only a word for a kind of person ("Hacker") is no
actor.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lagebild.depict.options import DepictOptions
from lagebild.language.german.names_lexicon import is_office
from lagebild.language.same_names import unified
from lagebild.records.annotation import Entity
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.records.view import Actor


@dataclass(slots=True)
class _Found:
    """What is known of one name: how often it is a person, where it stands, its offices and its sayings."""

    kinds: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    offices: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    sayings: int = 0


def actors(material: StoryMaterial, options: DepictOptions) -> tuple[Actor, ...]:
    """Return persons and organisations, those in most documents first."""
    language = material.story_language
    own = [d for d in material.documents if d.annotations.body.language == language] or list(material.documents)
    others = [d for d in material.documents if d not in own]
    same = unified(_entities(others), _entities(own))
    found: dict[str, _Found] = {}
    for item in [*own, *others]:
        _read(item, same, found)
    joined = {name: row for name, row in _joined(found).items() if _is_actor(name, row)}
    order = sorted(joined, key=lambda n: (-len(joined[n].documents), -joined[n].sayings, n))[: options.actors]
    return tuple(
        Actor(
            name=name,
            kind=_kind(joined[name]),
            role=_role(joined[name]),
            documents=len(joined[name].documents),
            statements=joined[name].sayings,
        )
        for name in order
    )


def _entities(documents: Iterable[AnnotatedDocument]) -> list[Entity]:
    return [e for d in documents for e in d.annotations.entities if e.kind in ("person", "organisation")]


def _read(item: AnnotatedDocument, same: Mapping[str, Entity], found: dict[str, _Found]) -> None:
    known = {e.id: same[e.id] for e in _entities([item])}
    for mention in item.annotations.body.mentions:
        entity = known.get(mention.entity or "")
        if entity is None:
            continue
        row = found.setdefault(" ".join(entity.name.split()), _Found())
        row.kinds[entity.kind] += 1
        row.documents.add(item.document.id)
        if mention.office:
            row.offices[mention.office] += 1
    for statement in item.annotations.body.statements:
        entity = known.get(statement.speaker_entity or "")
        name = " ".join(entity.name.split()) if entity is not None else ""
        if name in found:
            found[name].sayings += 1


def _joined(found: dict[str, _Found]) -> dict[str, _Found]:
    """Join names that end in another name of the story: what stands before it is a role or a given name."""
    joined: dict[str, _Found] = {}
    for name in sorted(found, key=lambda n: (-len(n.split()), n)):
        row = found[name]
        target = _target(name, found)
        role = name.removesuffix(target).strip() if target != name else ""
        into = joined.setdefault(target, _Found())
        into.kinds += row.kinds
        into.documents |= row.documents
        into.offices += row.offices
        into.sayings += row.sayings
        if role and " " not in role:
            into.roles[_nominative(role)] += 1
    return joined


def _target(name: str, found: dict[str, _Found]) -> str:
    """Return the name that another one belongs to: the longer one of a person, the bare one of an organisation."""
    words = name.split()
    if len(words) == 1:
        longer = [n for n in found if n != name and n.split()[-1] == name and _kind(found[n]) == "person"]
        return longer[0] if len(longer) == 1 and len(longer[0].split()) < 4 else name
    if len(words) > 2 and is_office(words[0]):
        return " ".join(words[1:])
    for start in range(1, len(words)):
        rest = " ".join(words[start:])
        if rest in found and (start < len(words) - 1 or _kind(found[rest]) == "organisation"):
            return rest
    return name


def _nominative(role: str) -> str:
    """Write the genitive "Netzbetreibers" as "Netzbetreiber"."""
    return role[:-1] if role.endswith(("ers", "ums", "ings")) else role


def _kind(row: _Found) -> str:
    """Return the kind: a name with an office is a person's, a name that is once a body's is a body's."""
    if row.offices and row.kinds["person"]:
        return "person"
    return "organisation" if row.kinds["organisation"] else "person"


def _role(row: _Found) -> str | None:
    found = row.offices or row.roles
    return found.most_common(1)[0][0] if found else None


def _is_actor(name: str, row: _Found) -> bool:
    """Tell a name from a word: a person of one word needs an office or a saying of his own."""
    if (name.isupper() and len(name) > 5) or " und " in name:
        return False
    if _kind(row) != "person":
        return True
    return not is_office(name) and (len(name.split()) > 1 or bool(row.offices) or row.sayings > 0)
