"""Reads what an amount counts: "40 Tote" and "40 Menschen kamen ums Leben" are one count, "40 Verletzte" another.

A count has a concept (the dead, the injured, households, or just the noun), a scope (modifiers, words for an area, the
places of its clause) and may be vague ("Dutzende"). The words are data (`counted.toml`).
"""

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from lagebild.language.german.verbs import kinds
from lagebild.language.stems import content_stems, stem
from lagebild.records.annotation import PlaceMention, Quantity, TextAnnotations
from lagebild.records.span import Span

_NEVER = re.compile(r"(?!)")
_NOUN = re.compile(r"[A-ZÄÖÜ][\wäöüß-]+")
_WORD = re.compile(r"[^\W\d]+")
_CLAUSE = re.compile(r"[,;:–—]\s+|\s[–—-]\s|\s(?:und|sowie|and)\s")
_COMMA = re.compile(r"[,;:–—]\s+|\s[–—-]\s")
_CURRENCY = re.compile(r"[A-Z]{3}")
# Measured of little else than blood alcohol: the unit alone says what it is.
_PER_MILLE = "‰"
_BOUND = re.compile(r"[A-ZÄÖÜ][\w-]+\s+(?:von|in Höhe von|of)\s+$")
_ASKED = re.compile(r"(?<!\w)(?:[Hh]ow many|[Ww]ie viele)\s+(?P<noun>[\w-]+)[^:;?]*")
_COMPLEMENT = re.compile(r"\s+(?:[a-zäöüß]\w+\s+)?[A-ZÄÖÜ][\w-]+\s+(?P<tail>ohne\s+[A-ZÄÖÜ]\w+)")
_GENITIVE = re.compile(r"\s+(?:des|der)\s+(?:[a-zäöüß]+en\s+)?[A-ZÄÖÜ][\w-]+")
_EARLIER = "earlier"
# Who writes "die 18 Millionen" speaks of a sum told before, and its sentence tells something else about it.
_DEFINITE = re.compile(r"(?<!\w)(?:[Dd]en|[Dd]ie|[Dd]er|[Dd]iese[nr]?|the|these|those)\s+$")
# From here on a sentence compares, or gives a reason or a contrast, which have places of their own.
_ASIDE = re.compile(r"(?<!\w)(?:als|wie|weil|obwohl|während|than|as many as|because|although|while|whereas)\s")
_FOR = re.compile(r"(?<!\w)(?:[Ff]ür|for)\s+(?:(?:den|die|das|the)\s+)?$")
_ONE_BY_ONE = re.compile(r"(?<=\w{3})(?:mann|männer|männern|frau|frauen|leuten)$")
# Two towns less than this apart may be one place told twice (a district and its city), kilometres.
_ONE_PLACE = 30.0
# A town may lie in a region whose centre is this far away, kilometres.
_ONE_REGION = 250.0
_EARTH = 6371.0

SINGLE = "single"
"""The rule of a count that is no more than an article before somebody: his noun is one of people, whatever it is."""

Vagueness = Literal["exact", "few", "many"]
"""Whether an amount is a number, a plural that means a handful ("mehrere"), or one without upper end ("Dutzende")."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that reports count in many words."""

    name: str
    nouns: re.Pattern[str]
    told: re.Pattern[str]
    single: re.Pattern[str]
    grows: bool
    fate: bool
    people: bool
    times: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of `counted.toml`."""

    concepts: tuple[Concept, ...]
    general: re.Pattern[str]
    special: re.Pattern[str]
    times: re.Pattern[str]
    area: dict[str, re.Pattern[str]]
    role: dict[str, re.Pattern[str]]
    severe: re.Pattern[str]
    vague: re.Pattern[str]
    few: re.Pattern[str]
    unnumbered: re.Pattern[str]
    sums: dict[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: `head` is a concept's name or the noun's stem, empty where neither is known.

    `bare` marks a number that stands without noun and got its head from the only count that it fits; `complement` is
    what follows the noun ("ohne Strom"); `genitive` says that the words of a sum tell whose it is; `share` names the
    places that alone it is for ("Kosten für Österreich"); `single` marks somebody counted by his article.
    """

    words: str
    head: str
    scope: frozenset[str] = frozenset()
    area: frozenset[str] = frozenset()
    role: str = ""
    earlier: bool = False
    places: tuple[PlaceMention, ...] = ()
    grows: bool = False
    concept: bool = False
    bare: bool = False
    complement: str = ""
    genitive: bool = False
    share: frozenset[str] = frozenset()
    single: bool = False
    vague: Vagueness = "exact"


@cache
def table() -> dict[str, Any]:
    """Return the words of `counted.toml`, read once."""
    return tomllib.loads(files("lagebild.corroborate").joinpath("counted.toml").read_text("utf-8"))


def labels() -> dict[str, str]:
    """Return the German names of concepts and units."""
    found: dict[str, str] = table()["labels"]
    return found


@cache
def lexicon() -> Lexicon:
    """Return the table, read once."""
    rows = {name: row for name, row in table().items() if name not in ("named_by", "labels", "corrections")}
    people, scope, area, role, sums = (rows.pop(name) for name in ("people", "scope", "area", "role", "sums"))
    concepts = tuple(
        Concept(
            name,
            _pattern(row["nouns"]),
            _pattern(row["told"]),
            _pattern(row.get("single", "")),
            **{mark: row.get(mark, False) for mark in ("grows", "fate", "people", "times")},
        )
        for name, row in rows.items()
    )
    return Lexicon(
        concepts,
        general=_pattern(people["general"]),
        special=_pattern(people["special"]),
        times=_pattern(people["times"]),
        area={name: _pattern(words) for name, words in area.items()},
        role={name: _pattern(words) for name, words in role.items()},
        severe=_pattern(scope["severe"]),
        vague=_pattern(scope["vague"]),
        few=_pattern(scope["few"]),
        unnumbered=_pattern(scope["unnumbered"]),
        sums={name: _pattern(words) for name, words in sums.items()},
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{text})(?!\w)", re.IGNORECASE) if text else _NEVER


def counted(text: str, read: TextAnnotations, quantity: Quantity, home: Span) -> Counted:
    """Return what a quantity counts; `home` is its sentence."""
    known = lexicon()
    clause = clause_of(text, quantity.span, home)
    words = quantity.counted or ""
    around = f"{text[clause.start : quantity.span.start]} {text[quantity.span.end : clause.end]}"
    sentence = f"{text[home.start : quantity.span.start]} {text[quantity.span.end : home.end]}"
    numbered = not known.unnumbered.fullmatch(quantity.span.of(text))
    wide = clause_of(text, quantity.span, home, _COMMA).of(text)
    carried = not words or not text.startswith(words, quantity.span.end + 1)
    if carried and words:
        wide = wide.replace(words, " ")
    parts = (clause.of(text), sentence) if numbered and _is_open(clause.of(text), read) else (clause.of(text),)
    asked = _ASKED.search(text, home.start, quantity.span.start) if carried else None
    if asked:
        words, parts = asked["noun"], (asked.group(),)
    concept, general = _concept(words, parts, single=quantity.rule == SINGLE)
    noun = _NOUN.search(words) or re.search(r"[\w-]+$", words)
    head = concept.name if concept else stem(noun.group()) if noun else ""
    known_sum = _DEFINITE.search(text, home.start, quantity.span.start)
    named_in = (words,) if known_sum else (words, *(_unbound(text, read, quantity, part) for part in (clause, home)))
    money = _sum(*named_in) if _is_sum(quantity) else ""
    if quantity.unit == _PER_MILLE:
        money = _PER_MILLE
    head = money or head
    rest = words if general or noun is None else words.replace(noun.group(), " ", 1) if not carried else ""
    scope = {_kind(w) for w in _WORD.findall(rest) if len(w) > 3 and not known.general.fullmatch(w)}
    scope = {w for w in scope if not (concept and concept.told.fullmatch(w))}
    if concept and not general and noun is not None:
        scope |= _prefix(noun.group(), concept)
    if concept is not None and concept.name == "injured":
        scope |= {m.casefold()[:6] for m in known.severe.findall(around)}
        scope |= {s.casefold()[:6] for s in re.findall(r"(?i)\b(schwer|leicht)verletz", clause.of(text))}
    whose = _whose(sentence, money) if money else ""
    after = _COMPLEMENT.match(text[quantity.span.end : home.end])
    return Counted(
        words=whose or words,
        genitive=bool(whose),
        complement=after["tail"] if after and words else "",
        head=head,
        scope=frozenset(s for s in scope if not any(p.fullmatch(s) for p in known.area.values())),
        area=_area(wide),
        role=next((n for n, words in known.role.items() if n != _EARLIER and words.search(wide)), ""),
        earlier=known.role[_EARLIER].search(sentence) is not None,
        places=_places(text, read, clause, home),
        share=_share(text, read, clause),
        single=quantity.rule == SINGLE,
        grows=concept is not None and concept.grows,
        concept=concept is not None or bool(money),
        vague=_vagueness(quantity.span.of(text)),
    )


def _area(clause: str) -> frozenset[str]:
    """Return which whole a clause counts; "davon in der Stadt" counts the whole of the town."""
    found = frozenset(name for name, words in lexicon().area.items() if words.search(clause))
    return found - {"part"} if found & {"town", "district"} else found


def _is_open(clause: str, read: TextAnnotations) -> bool:
    """Tell whether a clause leaves to its sentence what becomes of those it counts: it has no verb of its own."""
    return read.language != "de" or not any("FIN" in kinds(w) for w in _WORD.findall(clause) if w[0].islower())


def _concept(words: str, around: tuple[str, ...], *, single: bool) -> tuple[Concept | None, bool]:
    """Return the concept and whether the noun itself is a general one (people), the clause saying the rest."""
    known = lexicon()
    nouns = _WORD.findall(words) or [""]
    named = next(
        (c for c in known.concepts if any(c.nouns.fullmatch(n) for n in (*nouns, *words.split()))),
        None,
    )
    if named is not None:
        fates = (c for c in known.concepts if named.people and c.fate and c.told.search(around[0]))
        fate = next(fates, None)
        return fate or named, fate is not None
    person = single or any(known.general.fullmatch(n) or known.special.fullmatch(n) for n in nouns)
    times = any(known.times.fullmatch(n) for n in nouns)
    if words and not person and not times:
        return None, False
    for part in around if words else around[:1]:
        for concept in known.concepts:
            if concept.times == times and concept.told.search(part):
                return concept, True
    return None, False


def _kind(word: str) -> str:
    """Return the stem of a modifier or noun; what people are called one by one goes under what they are ("-leute")."""
    return stem(_ONE_BY_ONE.sub("leute", word))


def _whose(sentence: str, name: str) -> str:
    """Return a sum with whose it is ("Kosten des Transformators"), empty where its sentence does not say."""
    pattern = lexicon().sums.get(name)
    for match in pattern.finditer(sentence) if pattern else ():
        genitive = _GENITIVE.match(sentence, match.end())
        if genitive and match.group()[0].isupper():
            return f"{name} {genitive.group().strip()}"
    return ""


def _is_sum(quantity: Quantity) -> bool:
    return quantity.unit == "%" or _CURRENCY.fullmatch(quantity.unit or "") is not None


def _unbound(text: str, read: TextAnnotations, quantity: Quantity, part: Span) -> str:
    """Return a part of a sentence without its amount, and without what other amounts are of ("Umsatz von 9 Euro")."""
    said, start = "", part.start
    for other in sorted(q.span for q in read.quantities if part.contains(q.span)):
        bound = _BOUND.search(text, start, other.start) if other != quantity.span else None
        said += text[start : bound.start() if bound else other.start] + " "
        start = other.end
    return said + text[start : part.end]


def _sum(*parts: str) -> str:
    """Return what a sum of money is ("Schaden", "Kosten") by the first part that says it, empty where none does."""
    return next((n for part in parts if part for n, pattern in lexicon().sums.items() if pattern.search(part)), "")


def _vagueness(words: str) -> Vagueness:
    known = lexicon()
    if not known.vague.search(words):
        return "exact"
    return "few" if known.few.fullmatch(words) else "many"


def _prefix(noun: str, concept: Concept) -> set[str]:
    """Return what a compound adds: "Schwerverletzte" are not all "Verletzte", "Feuer-Tote" not all "Tote"."""
    starts = [at for at in range(3, len(noun) - 2) if noun[at].isalpha() and concept.nouns.fullmatch(noun[at:])]
    return {noun[: max(starts)].strip("-").casefold()[:6]} if starts else set()


def topic(text: str) -> frozenset[str]:
    """Return the stems that tell what a text is about, without numbers and the nouns that all counts share."""
    known = lexicon()
    found = (w for w in content_stems(text) if not w[0].isdigit() and not known.general.fullmatch(w))
    return frozenset(w for w in found if not any(c.nouns.fullmatch(w) for c in known.concepts))


def clause_of(text: str, span: Span, home: Span, cut: re.Pattern[str] | None = None) -> Span:
    """Return the part of the sentence between commas (and, by default, conjunctions) that holds `span`."""
    start, end = home.start, home.end
    for match in (cut or _CLAUSE).finditer(text, home.start, home.end):
        if match.end() <= span.start:
            start = match.end()
        elif match.start() >= span.end:
            end = match.start()
            break
    return Span(start, end)


def _places(text: str, read: TextAnnotations, clause: Span, home: Span) -> tuple[PlaceMention, ...]:
    """Return where a count holds: the places of its clause, else of its sentence as far as that speaks of it."""
    located = [p for p in read.places if p.latitude is not None and not p.as_actor]
    inside = tuple(p for p in located if clause.contains(p.span))
    aside = _ASIDE.search(text, clause.end, home.end)
    end = aside.start() if aside else home.end
    return inside or tuple(p for p in located if home.contains(p.span) and p.span.end <= end)


def _share(text: str, read: TextAnnotations, clause: Span) -> frozenset[str]:
    places = (m.span for m in read.mentions if m.kind == "place" and clause.contains(m.span))
    return frozenset(stem(p.of(text)) for p in places if _FOR.search(text, clause.start, p.start))


def elsewhere(a: tuple[PlaceMention, ...], b: tuple[PlaceMention, ...]) -> bool:
    """Tell whether two counts are certainly of different places: none of the one can be or lie in one of the other."""
    return bool(a) and bool(b) and not any(_together(p, q) for p in a for q in b)


def _together(p: PlaceMention, q: PlaceMention) -> bool:
    if p.name == q.name:
        return True
    if p.country is not None and q.country is not None and p.country != q.country:
        return False
    if "country" in (p.precision, q.precision):
        return True
    limit = _ONE_REGION if "region" in (p.precision, q.precision) else _ONE_PLACE
    return distance(p, q) <= limit


def distance(p: PlaceMention, q: PlaceMention) -> float:
    """Return the great-circle distance in kilometres."""
    if p.latitude is None or p.longitude is None or q.latitude is None or q.longitude is None:
        return 0.0
    lat, other = math.radians(p.latitude), math.radians(q.latitude)
    across = math.radians(q.longitude - p.longitude)
    cosine = math.sin(lat) * math.sin(other) + math.cos(lat) * math.cos(other) * math.cos(across)
    return _EARTH * math.acos(max(-1.0, min(1.0, cosine)))


# Concepts that reports word in many ways ("Todesopfer", "ein Toter"), so that only their own name fits all.
_MANY_WORDS = frozenset({"dead", "injured", "missing"})


def counts_as(head: str, noun: str) -> bool:
    """Tell whether a noun names a concept no better than its label: the concept's own forms, or people in general."""
    known = lexicon()
    concept = next((c for c in known.concepts if c.name == head), None)
    own = concept is not None and head in _MANY_WORDS and concept.nouns.fullmatch(noun) is not None
    return own or any(words.fullmatch(noun) for words in (known.general, known.times))


def counts(noun: str) -> bool:
    """Tell whether a noun is one of those that reports count: a concept's, or a general one for people."""
    known = lexicon()
    return any(c.nouns.fullmatch(noun) for c in known.concepts) or bool(known.general.fullmatch(noun))
