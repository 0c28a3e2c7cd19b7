"""Mentions to entities within one document: "Kim", "Kims" and "Kim Jong Un" are one person, "Nato" and "NATO" one body.

A bare surname that several people bear goes to the one whose office or gender stands before it, else to the one named
in full in the same sentence, else to the one whom the text is plainly about, else to the one named last before it.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lagebild.annotate.nominative import nominatives
from lagebild.language.aliases import canonical, canonical_kind, meant, stem_key
from lagebild.language.gazetteer import gazetteer
from lagebild.language.romanisation import bare_word
from lagebild.language.same_names import Surnames
from lagebild.records.annotation import Entity, Mention, MentionKind

_SENTENCE_END: Final = re.compile(r"[.!?]\s+(?=[A-ZÄÖÜ„\"])|\n+")
_UMLAUTS: Final = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
# A name that more people of one text share than this is a list of names, not a story.
_MOST_BEARERS: Final = 20
# How much oftener named in full somebody must be than a namesake to be the one whom the text is about.
_MAIN: Final = 2
_ACRONYM: Final = re.compile(r"^[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,6}$")


@dataclass(frozen=True, slots=True)
class _Item:
    """A mention with its words; `part` 0 is the title, 1 the text; `sentence` numbers across both."""

    part: int
    number: int
    mention: Mention
    name: str
    sentence: int
    before: str = ""


def resolve_entities(
    title: str, title_mentions: Sequence[Mention], text: str, mentions: Sequence[Mention]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Entity, ...]]:
    """Return the title's and the text's mentions with `entity` set, and the entities, most often named first.

    Demonyms get no entity: they say where somebody is from, not who.
    """
    title_mentions = _kinds_of_text(title, title_mentions, text, mentions)
    items = [*_items(0, title, title_mentions), *_items(1, text, mentions)]
    names = _People(items).names | _others(items, title, text)
    filed = _filed(items, names)
    called = _called(items, names, filed)
    entities: dict[str, Entity] = {}
    counts: Counter[str] = Counter()
    resolved: tuple[list[Mention], list[Mention]] = (list(title_mentions), list(mentions))
    for item in items:
        name = names.get((item.part, item.number))
        if name is None:
            continue
        key = filed.get((item.mention.kind, name))
        kind = canonical_kind(key, item.mention.kind) if key else item.mention.kind
        identity = f"{kind}:{slug(key or name)}"
        entities.setdefault(identity, Entity(identity, kind, called[key] if key else name))
        counts[identity] += 1
        resolved[item.part][item.number] = replace(item.mention, entity=identity)
    ordered = tuple(entities[identity] for identity, _ in counts.most_common())
    return tuple(resolved[0]), tuple(resolved[1]), ordered


def _filed(items: Sequence[_Item], names: Mapping[tuple[int, int], str]) -> dict[tuple[MentionKind, str], str]:
    """Return the name in the table of aliases for each (kind, name) that is there."""
    rows = {(i.mention.kind, names[i.part, i.number]) for i in items if (i.part, i.number) in names}
    found = {(kind, name): canonical(name, kind) for kind, name in rows}
    present = frozenset(name for name in found.values() if name)
    filed = {row: name or (None if row[0] == "person" else meant(row[1], present)) for row, name in found.items()}
    return {row: name for row, name in filed.items() if name}


def _called(
    items: Sequence[_Item], names: Mapping[tuple[int, int], str], filed: Mapping[tuple[MentionKind, str], str]
) -> dict[str, str]:
    """Return for each name in the table the one that this document uses most, the first of those used alike."""
    votes: dict[str, Counter[str]] = {}
    for item in items:
        name = names.get((item.part, item.number), "")
        key = filed.get((item.mention.kind, name))
        if key:
            votes.setdefault(key, Counter())[_uninflected(name, key, item.mention.kind)] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in votes.items()}


def _uninflected(name: str, key: str, kind: MentionKind) -> str:
    """Return "Weißes Haus" for "Weißen Haus" and "Vereinigtes Königreich" for "Vereinigten Königreich"."""
    if " " not in name:
        return name
    if stem_key(name) == stem_key(key):
        return key
    places = gazetteer().candidates(name) if kind == "place" else ()
    return places[0].name if places and stem_key(places[0].name) == stem_key(name) else name


def _kinds_of_text(
    title: str, title_mentions: Sequence[Mention], text: str, mentions: Sequence[Mention]
) -> list[Mention]:
    """Return the title's mentions with the kind that the text gives a name: it says more of it than a headline."""
    kinds: dict[str, Counter[MentionKind]] = {}
    for mention in mentions:
        kinds.setdefault(mention.span.of(text), Counter())[mention.kind] += 1
    result = []
    for mention in title_mentions:
        counts = kinds.get(mention.span.of(title))
        kind = counts.most_common(1)[0][0] if counts else mention.kind
        result.append(replace(mention, kind=kind))
    return result


def slug(name: str) -> str:
    """Return `name` in small ASCII letters with hyphens, umlauts written out."""
    plain = name.lower().translate(_UMLAUTS)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "-".join(f"{ord(c):x}" for c in name[:8])


def _items(part: int, text: str, mentions: Sequence[Mention]) -> list[_Item]:
    starts = [m.end() for m in _SENTENCE_END.finditer(text)]
    items, sentence = [], 0
    for number, mention in enumerate(mentions):
        while sentence < len(starts) and starts[sentence] <= mention.span.start:
            sentence += 1
        name = " ".join(mention.span.of(text).split())
        words = text[max(0, mention.span.start - 12) : mention.span.start].split()
        before = words[-1].lower() if words else ""
        items.append(_Item(part, number, mention, name, sentence + (0 if part == 0 else 1_000_000), before))
    return items


def _gender(office: str) -> str:
    """Return "f" for "Ministerin" and "Frau", "m" for "Herr" and the other offices, "" where it says nothing."""
    if office in {"dr.", "prof.", "professor", "doktor", "president", "minister", "mr", "mr."}:
        return "m" if office.startswith("mr") else ""
    return "f" if office.endswith(("in", "frau", "mrs", "mrs.", "ms", "ms.", "witwe", "tochter", "schwester")) else "m"


def _bare(name: str) -> str:
    """Return `name` without a genitive mark."""
    name = name.rstrip("'’")
    return name[:-1] if name.endswith("s") and len(name) > 3 else name


class _People:
    """Who bears which name in this document; `names` maps (part, number) of a mention to the full name."""

    def __init__(self, items: Sequence[_Item]) -> None:
        self.items = [i for i in items if i.mention.kind == "person"]
        self.full = self._full_names()
        self.counts: Counter[str] = Counter()
        self.names: dict[tuple[int, int], str] = {}
        self.written: set[str] = set()
        self.first: dict[str, int] = {}
        self.in_full: dict[tuple[int, str], int] = {}
        self.seen: dict[str, list[tuple[int, int]]] = {}
        self.offices: dict[str, set[str]] = {}
        self.by_first: dict[str, list[str]] = {}
        self.by_last: dict[str, list[str]] = {}
        for item in self.items:
            name = self._own(item.name)
            self.written.add(item.name)
            if " " in item.name:
                self.counts[name] += 1
                self.first.setdefault(name, len(self.first))
                self.in_full.setdefault((item.sentence, name), item.number)
                self.seen.setdefault(name, []).append((item.part, item.number))
                if item.mention.office:
                    self.offices.setdefault(name, set()).add(item.mention.office.split()[-1].lower())
        self.alone = Surnames()
        self.spellings = self._spellings()
        for name in self.counts:
            words = name.split()
            self.by_first.setdefault(words[0], []).append(name)
            self.by_last.setdefault(words[-1], []).append(name)
        # Second round: bare names, once it is known whom the text is about.
        for item in self.items:
            name = self._resolve(item)
            name = self.spellings.get(name, name)
            self.names[item.part, item.number] = name
            self.seen.setdefault(name, []).append((item.part, item.number))

    def _full_names(self) -> dict[str, str]:
        """Return each full name as written with its base form: the form without "-s" where that occurs too."""
        written = list(dict.fromkeys(i.name for i in self.items if " " in i.name))
        known = set(written)
        surnames = {i.name for i in self.items if " " not in i.name}
        result = {}
        for name in written:
            bare = _bare(name)
            last = bare.rpartition(" ")[2]
            result[name] = bare if bare != name and (bare in known or last in surnames) else name
        return result

    def _spellings(self) -> dict[str, str]:
        """Return the most used spelling of each name in full: "Wolodymyr Selenskyj" for "Volodymyr Zelensky"."""
        full = [n for n in self.counts if len(n.split()[0].rstrip(".")) > 1]
        self.surnames = Surnames()
        for name in full:
            same = [g for g in self.surnames.of_person(name) if _spelled_alike(name, self.surnames.groups[g][0])]
            self.surnames.add(name, name, same[0] if same else None)
        best = {n: max(group, key=lambda g: self.counts[g]) for group in self.surnames.groups for n in group}
        return {name: other for name, other in best.items() if name != other}

    def _own(self, name: str) -> str:
        return self.full.get(name, name)

    def _resolve(self, item: _Item) -> str:
        if " " in item.name:
            return self._longer(self._own(item.name))
        bearers = self._bearers(item.name)
        if not bearers:
            return self._plain(item.name)
        if len(bearers) == 1:
            return bearers[0]
        return max(bearers, key=lambda b: self._evidence(item, b, bearers))

    def _evidence(self, item: _Item, name: str, bearers: Sequence[str]) -> tuple[int, bool, bool, int, int]:
        """Return what speaks for `name`, weightiest first."""
        main = all(self.counts[name] >= _MAIN * self.counts[b] for b in bearers if b != name)
        earlier = [at for at in self.seen.get(name, ()) if at < (item.part, item.number)]
        nearest = max(earlier)[1] if earlier else -1
        office = self._by_office(item.mention.office, name)
        return office, self._in_sentence(item, name), main, nearest, -self.first[name]

    def _by_office(self, office: str | None, name: str) -> int:
        """Return 1 where an office before a bare name is also that of `name`, -1 where its gender is another's."""
        known = self.offices.get(name, set())
        if not office or not known:
            return 0
        word = office.split()[-1].lower()
        if any(word in k or k in word for k in known):
            return 1
        gender = _gender(word)
        return -1 if gender and gender not in {_gender(k) for k in known} else 0

    def _plain(self, name: str) -> str:
        """Return a lone name as first spelled, without its genitive where the text has it without, too."""
        bare = _bare(name)
        name = bare if bare != name and bare in self.written else name
        alike = self.alone.of_surname(name)
        self.alone.add(name, name, alike[0] if alike else None)
        return self.alone.groups[alike[0]][0] if alike else name

    def _longer(self, name: str) -> str:
        """Return the fullest form of a full name: "Angela Merkel" for "A. Merkel" and "Angela Dorothea Merkel"."""
        parts = name.split()
        for other in self.by_last.get(parts[-1], ())[:_MOST_BEARERS]:
            words = other.split()
            initial = len(parts[0]) == 2 and parts[0][1] == "." and words[0][0] == parts[0][0] and other != name
            if (len(words) > len(parts) and words[0] == parts[0]) or (initial and len(words[0]) > 2):
                return other
        return name

    def _bearers(self, word: str) -> list[str]:
        """Return the full names that a single word may shorten, those by surname before those by first name."""
        forms = {word, _bare(word)}
        by_last = [n for form in sorted(forms) for n in self.by_last.get(form, ())][:_MOST_BEARERS]
        by_first = [n for form in sorted(forms) for n in self.by_first.get(form, ())][:_MOST_BEARERS]
        if not by_last and not by_first:
            return [max(self.surnames.groups[g], key=lambda n: self.counts[n]) for g in self.surnames.of_surname(word)]
        return (
            by_last + [n for n in by_first if n not in by_last] if self._east_asian(by_first) else by_last or by_first
        )

    @staticmethod
    def _east_asian(names: Sequence[str]) -> bool:
        """Tell whether the family name comes first ("Kim Jong Un", "Yoon Suk-yeol")."""
        return any(len(n.split()) >= 3 or "-" in n.split()[-1] for n in names)

    def _in_sentence(self, item: _Item, name: str) -> bool:
        """Tell whether `name` was named in full in this sentence before the item."""
        return self.in_full.get((item.sentence, name), item.number) < item.number


def _spelled_alike(a: str, b: str) -> bool:
    """Tell whether two names of one person differ in spelling only: as many words, or the same letters."""
    return len(a.split()) == len(b.split()) or bare_word(a.replace(" ", "")) == bare_word(b.replace(" ", ""))


def _others(items: Sequence[_Item], title: str, text: str) -> dict[tuple[int, int], str]:
    """Return the base names of organisations, places and works: no genitive, acronyms joined to their long form."""
    rest = [i for i in items if i.mention.kind not in {"person", "demonym"} and not i.name[0].islower()]
    bases = nominatives((i.before, i.name) for i in rest if i.mention.kind == "organisation")
    known = Counter(i.name for i in rest)
    acronyms = _acronyms(rest, title, text)
    folded: dict[str, str] = {}
    result = {}
    for item in rest:
        bare = _bare(item.name)
        name = bare if bare != item.name and (bare in known or _is_genitive(item)) else item.name
        name = bases.get(acronyms.get(name, name), acronyms.get(name, name))
        name = folded.setdefault(name.casefold(), name)
        result[item.part, item.number] = name
    return result


def _is_genitive(item: _Item) -> bool:
    """Tell whether a place is a name of the gazetteer with a genitive "s" ("Südkoreas", not "Paris")."""
    table = gazetteer()
    return item.mention.kind == "place" and not table.exact(item.name) and bool(table.exact(_bare(item.name)))


def _acronyms(items: Sequence[_Item], title: str, text: str) -> dict[str, str]:
    """Return {"IWF": "Internationaler Währungsfonds"} for every "long form (IWF)" whose letters agree."""
    found = {}
    for before, item in itertools.pairwise(items):
        source = (title, text)[item.part]
        between = source[before.mention.span.end : item.mention.span.start]
        same = before.part == item.part and before.mention.kind == item.mention.kind == "organisation"
        if same and between.strip() == "(" and _ACRONYM.match(item.name) and _agree(before.name, item.name):
            found[item.name] = before.name
    return found


def _agree(long: str, short: str) -> bool:
    letters = iter(long.lower())
    return long[0].lower() == short[0].lower() and all(c in letters for c in short.lower())
