"""Names persons as newspapers do: with office and full name where they first appear, by surname from then on.

A surname that two persons of the story share is left as it stands. Names inside quotation marks are not touched.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from lagebild.language.german.names_lexicon import east_asian_names
from lagebild.language.standing import QUOTE, unquoted
from lagebild.records.span import Passage
from lagebild.records.story import AnnotatedDocument, StoryMaterial

_WHOLE = r"(?<![\w-])(?:{})(?![\w-])"
# "Unfortunately for Spurs" is no person, though a reader of names may take it for one.
_PARTICLES = "von|vom|van|zu|zur|de|del|der|den|di|da|dos|du|la|le|bin|ibn|al|ten|ter"
_PERSON = re.compile(rf"[^\W\d_a-z]\S*(?: (?:[^\W\d_a-z]\S*|{_PARTICLES}))* \S+")
_DETERMINED = re.compile(r"(?<!\w)(?:[Ss]ein|[Ii]hr|[Dd]ein|[Ee]in|[Tt]he|[Aa]n?|[Hh]is|[Hh]er|\w+(?:e|e[rnms]|as)) $")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the story; `introductions` are an office and the sentence with it and the name, by document."""

    name: str
    surname: str
    offices: tuple[str, ...]
    introductions: dict[str, tuple[str, Passage]]


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
    places: dict[str, dict[str, tuple[str, Passage]]] = {}
    for item in material.documents:
        if item.annotations.body.language != material.story_language:
            continue
        names = {e.id: e.name for e in item.annotations.entities if e.kind == "person" and _is_writable(e.name)}
        for mention in item.annotations.body.mentions:
            name = names.get(mention.entity or "")
            if name is None:
                continue
            offices.setdefault(name, Counter())
            if mention.office and mention.office[0].isupper() and " " not in mention.office:
                offices[name][mention.office] += 1
                home = _home(item, mention.span.start)
                if home and f"{mention.office} {name}" in home.quote:
                    places.setdefault(name, {}).setdefault(item.document.id, (mention.office, home))
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


def _is_writable(name: str) -> bool:
    """Tell a name of first name and surname; one with a nickname in quotation marks is left as it stands."""
    return _PERSON.fullmatch(name) is not None and not QUOTE.search(name)


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
    office, passage = person.introductions[document]
    full = person.name if titled else f"{office} {person.name}"
    return text[: match.start()] + full + text[match.end() :], passage


def _shortened(text: str, person: Person) -> str:
    """Write the surname for office and full name."""
    bare = unquoted(text)
    offices = "|".join(re.escape(o) for o in person.offices)
    office = f"(?:(?P<office>{offices}) )?" if offices else "(?P<office>(?!))?"
    pattern = re.compile(_WHOLE.format(office + re.escape(person.name)))
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(bare):
        # What belongs to the office keeps it: "die Ministerin Osterloh", "sein Anwalt Breuning", never "die Osterloh".
        kept = match["office"] and _DETERMINED.search(bare[: match.start()])
        parts += [text[at : match.end("office") + 1 if kept else match.start()], person.surname]
        at = match.end()
    return "".join([*parts, text[at:]])
