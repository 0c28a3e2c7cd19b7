"""Names persons as newspapers do: with office and full name where they first appear, by surname from then on.

A surname that two persons of the story share is left as it stands. Names inside quotation marks are not touched.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from lagebild.language.german.names_lexicon import east_asian_names
from lagebild.language.standing import unquoted
from lagebild.records.span import Passage
from lagebild.records.story import AnnotatedDocument, StoryMaterial

_WHOLE = r"(?<![\w-])(?:{})(?![\w-])"


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the story; `introductions` are the sentences that give the office, by document."""

    name: str
    surname: str
    offices: tuple[str, ...]
    introductions: dict[str, Passage]


@dataclass(slots=True)
class Register:
    """Who can be named, and who has been."""

    persons: tuple[Person, ...]
    named: set[str] = field(default_factory=set)

    def written(self, text: str, document: str) -> tuple[str, tuple[Passage, ...]]:
        """Return the sentence with its persons named for this place in the report, and what else is to be cited."""
        extra: list[Passage] = []
        for person in self.persons:
            at = re.search(_WHOLE.format(re.escape(person.surname)), unquoted(text))
            if at is None:
                continue
            if person.name in self.named:
                text = _shortened(text, person)
                continue
            text, passage = _introduced(text, person, document)
            extra += [passage] if passage else []
            self.named.add(person.name)
        return text, tuple(extra)


def register(material: StoryMaterial) -> Register:
    """Collect the persons of a story whose surname is theirs alone."""
    offices: dict[str, Counter[str]] = {}
    places: dict[str, dict[str, Passage]] = {}
    for item in material.documents:
        if item.annotations.body.language != material.story_language:
            continue
        names = {e.id: e.name for e in item.annotations.entities if e.kind == "person" and len(e.name.split()) > 1}
        for mention in item.annotations.body.mentions:
            name = names.get(mention.entity or "")
            if name is None:
                continue
            offices.setdefault(name, Counter())
            if mention.office and mention.office[0].isupper() and " " not in mention.office:
                offices[name][mention.office] += 1
                home = _home(item, mention.span.start)
                if home:
                    places.setdefault(name, {}).setdefault(item.document.id, home)
    surname_first = east_asian_names()
    offices = {name: found for name, found in offices.items() if not surname_first.match(name)}
    surnames = Counter(name.split()[-1] for name in offices)
    first = {name.split()[0] for name in offices}
    return Register(
        tuple(
            Person(name, name.split()[-1], tuple(o for o, _ in offices[name].most_common()), places.get(name, {}))
            for name in sorted(offices)
            if surnames[name.split()[-1]] == 1 and name.split()[-1] not in first and len(name.split()[-1]) > 2
        )
    )


def _home(item: AnnotatedDocument, at: int) -> Passage | None:
    text = item.document.text
    home = next((s for s in item.annotations.body.sentences if s.start <= at < s.end), None)
    return Passage(item.document.id, item.document.revision, home, home.of(text)) if home else None


def _introduced(text: str, person: Person, document: str) -> tuple[str, Passage | None]:
    """Complete the first bare surname of a sentence; the sentence that gives the full name is cited with it."""
    bare = unquoted(text)
    if person.name in bare or document not in person.introductions:
        return text, None
    match = re.search(_WHOLE.format(re.escape(person.surname)), bare)
    if match is None:
        return text, None
    before = bare[: match.start()].rstrip()
    last = before.rsplit(None, 1)[-1] if before else ""
    titled = last[:1].isupper() and " " in before  # "Unternehmer Vogt" has its office already
    office = f"{person.offices[0]} " if person.offices and not titled else ""
    full = person.name if titled else office + person.name
    return text[: match.start()] + full + text[match.end() :], person.introductions[document]


def _shortened(text: str, person: Person) -> str:
    """Write the surname for office and full name."""
    bare = unquoted(text)
    offices = "|".join(re.escape(o) for o in person.offices)
    # An article keeps the office: "die Ministerin Osterloh", never "die Osterloh".
    head = (
        f"(?:(?<![Dd]er )(?<![Dd]ie )(?<![Dd]em )(?<![Dd]en )(?<![Dd]es )(?<![Tt]he )(?:{offices}) )?"
        if offices
        else ""
    )
    pattern = re.compile(_WHOLE.format(head + re.escape(person.name)))
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(bare):
        parts += [text[at : match.start()], person.surname]
        at = match.end()
    return "".join([*parts, text[at:]])
