"""Tells whether a sentence can be printed away from its neighbours, and which nouns must have been printed before it.

A report that puzzles ("Er hatte mit ihr verhandelt") is worse than a shorter one. The test is of the surface: words
that point back, pronouns without a noun before them in their own sentence, definite nouns that nothing introduced.
What stands inside quotation marks is the speaker's own and is not tested.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from lagebild.language.quoting import QUOTED

QUOTE = re.compile('[„“”»«"]')
WORD = re.compile(r"\w[\w'’-]*")
_DEFINITE = re.compile(
    r"(?<![\w-])(?:([Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|[Dd]es|(?:[Dd]ies|[Jj]en)(?:er|es|em|en|e))|(vom|beim|zum|zur))\s+"
    r"((?:(?!dies|jene)[a-zäöüß][\wäöüß-]{0,40}\s+){0,3})([A-ZÄÖÜ\d][\w-]{1,60})"
)
_THE = re.compile(r"(?<![\w-])[Tt]h(?:e|is|at|ese|ose) (?:[\w-]{2,30} ){0,2}?([a-z]{3,30})(?![\w-])")
_AFTER = re.compile(
    r"\s+(?:[A-ZÄÖÜ„\"“(]|des\s|der\s|eines\s|einer\s|von\s|vom\s|zwischen\s|für\s|gegen\s|über\s|in\s|im\s|an\s|am\s|auf\s"
    r"|aus\s|bei\s|beim\s|mit\s|zu\s|zum\s|zur\s|um\s|of\s|at\s|on\s|for\s|between\s|against\s|to\s|said\s[A-Z])"
    r"|,\s+(?:der|die|das|dessen|deren|dem|den|wo|who|which|that)\s"
)
_POINTED = re.compile(r"(?:[Dd]ies|[Jj]en)(?:er|es|em|en|e)\s(?:[a-zäöüß-]+\s){0,3}$")
_AGED = re.compile(r"\d+-Jährige[nrs]?$")
_OFFICIAL = re.compile(
    r"(?:bundes|landes|staats|europa|us-|un-|eu-|uno-|nato-)\w+"
    r"|\w+(?:ministerium|ministeriums|gericht|gerichts|gerichtshof|kanzler|senat|feuerwehr|polizei|staatsanwaltschaft)"
)
_ARTICLES = frozenset({"das", "der", "die", "den", "dem", "diese", "dieser", "dieses", "diesen", "diesem"})


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language."""

    leaning: frozenset[str]
    personal: frozenset[str]
    own: frozenset[str]
    back: frozenset[str]
    half: frozenset[str]
    joints: frozenset[str]
    elliptic: frozenset[str]
    unique: frozenset[str]
    known: frozenset[str]
    persons: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Shared:
    """The word lists of both languages; `spans` are nouns of time: "dieses Jahr" points at the calendar."""

    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    possessives: frozenset[str]
    spans: frozenset[str]


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads(
        (resources.files(__package__) / "standing.toml").read_text(encoding="utf-8")
    )
    return table


@cache
def _shared() -> _Shared:
    return _Shared(**{key: frozenset(text.split()) for key, text in _table()["shared"].items()})


@cache
def words(language: str) -> Words:
    """Return the lists of a language, the English ones where it has none."""
    rows = _table()[language if language in ("de", "en") else "en"]
    return Words(**{key: frozenset(text.split()) for key, text in rows.items()})


@cache
def _swiss() -> re.Pattern[str]:
    return re.compile("|".join(_table()["swiss"]["parts"].split()), re.IGNORECASE)


def with_sharp_s(text: str) -> str:
    """Write Swiss "grosse" as "große" outside quotation marks."""
    bare = unquoted(text)
    parts: list[str] = []
    at = 0
    for match in _swiss().finditer(bare):
        parts += [text[at : match.start()], match.group().replace("ss", "ß")]
        at = match.end()
    return "".join([*parts, text[at:]])


def unquoted(text: str) -> str:
    """Return the text with what stands in quotation marks blanked, offsets kept."""
    return QUOTED.sub(lambda m: "„" + " " * (len(m.group()) - 2) + "“", text)


def leans(text: str, language: str, persons: Collection[str] = ()) -> bool:
    """Tell whether a sentence needs the one before it; `persons` are those that it names."""
    lists = words(language)
    bare = unquoted(text)
    row = [(m.group().lower(), m.start()) for m in WORD.finditer(bare)]
    if not row or _opens_leaning(bare, row, lists, language):
        return True
    present = {word for word, _ in row}
    if present & (lists.own | lists.back) or "dieser zeitung" in bare.lower():
        return True
    return any(_lost(word, at, bare, lists, persons) for word, at in row if word in lists.personal | lists.half)


def _opens_leaning(bare: str, row: list[tuple[str, int]], lists: Words, language: str) -> bool:
    first = row[0][0]
    if language == "de" and first in _ARTICLES and len(row) > 1:
        # "Das heißt" points back, "Das neue Gesetz" does not.
        return bare[row[1][1]].islower() and _is_verb(row[1][0], language)
    if first in lists.leaning and bare[:1] not in '„“"»':
        return True
    return first in lists.elliptic and len(row) > 1 and _is_verb(row[1][0], language)


def _is_verb(word: str, language: str) -> bool:
    if language != "de":
        return word in {"were", "was", "are", "is", "have", "had", "has", "will", "would", "said"}
    from lagebild.language.german.verbs import auxiliaries, kinds

    return word in auxiliaries() or "FIN" in kinds(word)


def _lost(word: str, at: int, bare: str, lists: Words, persons: Collection[str]) -> bool:
    """Tell whether a pronoun finds nothing to stand for in the words before it."""
    before, after = bare[:at], bare[at + len(word) :]
    if word in lists.half:
        return not (", " in before or " und " in before or after[:1] in ",:" or " zu " in after)
    first = WORD.match(bare)
    # "Mit Sabine Vogt ist er nicht verwandt": what a preposition governs is not the subject of the same clause.
    governed = (
        first is not None and first.group().lower() in _shared().prepositions and word in {"er", "he", "she", "sie"}
    )
    if not governed and any(name in before for name in persons):
        return False
    if word in _shared().possessives and re.search(r"\s[A-ZÄÖÜ]\w+|^[A-ZÄÖÜ]\w{3,}", before):
        return False
    noun = _opens(bare)
    if noun is not None and at > bare.find(noun):
        return False
    return not any(w.lower() in lists.persons for w in WORD.findall(before))


def _opens(bare: str) -> str | None:
    """Return the noun with which a sentence opens: "Der Fahrer ...", "Zwei Männer ...", "Retter ..."."""
    first = WORD.match(bare)
    if first is None or first.group().lower() in _shared().prepositions | _shared().conjunctions:
        return None
    match = re.match(
        r"(?:(?:Rund|Mehr als|Mindestens|About|[A-ZÄÖÜ]\w{0,20}|\d[\d.,]*)\s+)?"
        r"(?:[a-zäöüß][\wäöüß-]{2,40}(?:e|en|er|es)\s+){0,3}([A-ZÄÖÜ][\w-]{2,60})",
        bare,
    )
    return match.group(1) if match else None


def needs(text: str, language: str, names: Iterable[str] = ()) -> frozenset[str]:
    """Return the definite nouns, in lower case, that a sentence takes as known: "der Mann", "die Airline"."""
    lists = words(language)
    bare = unquoted(text)
    found: set[str] = set()
    for noun, at, opening in _definites(bare) if language == "de" else _english_definites(bare, lists):
        low = noun.lower()
        pointed = bool(_POINTED.search(bare, max(0, at - 60), at))
        if not pointed and (low in lists.unique or _OFFICIAL.match(low) or any(noun in n.split() for n in names)):
            continue
        expected = opening or low in lists.known or bool(_AGED.match(noun))
        if expected and not any(is_named_by(low, w.lower()) for w in WORD.findall(bare[:at])):
            found.add(low)
    return frozenset(found)


def _english_definites(bare: str, lists: Words) -> Iterator[tuple[str, int, bool]]:
    for match in _THE.finditer(bare):
        if match[1] in lists.known and not _AFTER.match(bare, match.end()):
            yield match[1], match.start(1), False


def _definites(bare: str) -> Iterator[tuple[str, int, bool]]:
    """Yield bare definite nouns, their offset, and whether they point back ("dieser Plan", or "Der Plan" at once)."""
    for match in _DEFINITE.finditer(bare):
        article, adjectives, noun = (match[1] or "").lower(), match[3].split(), match[4]
        if article.startswith(("dies", "jen")):
            if noun.lower() not in _shared().spans:
                yield noun, match.start(4), True
            continue
        if _AFTER.match(bare, match.end(4)) or (noun[0].isdigit() and "-" not in noun):
            continue
        if any(a.endswith(("ische", "ischen", "ischer", "isches", "ischem")) for a in adjectives):
            continue
        yield noun, match.start(4), match.start() == 0 and match[2] is None


def is_named_by(noun: str, printed: str) -> bool:
    """Tell whether a printed word introduces a noun: the same, a form of it or a compound that ends in it."""
    if printed == noun or printed.endswith(noun) or (len(noun) > 4 and printed.startswith(noun[:-1])):
        return True
    return noun.endswith(("s", "n")) and len(noun) > 4 and printed.endswith(noun[:-1])


def introduced(texts: Iterable[str]) -> frozenset[str]:
    """Return the words, in lower case, that printed sentences have introduced."""
    return frozenset(w.lower() for text in texts for w in WORD.findall(text))


def met(wanted: frozenset[str], printed: frozenset[str]) -> bool:
    """Tell whether every noun taken as known has been printed."""
    return all(any(is_named_by(noun, p) for p in printed) for noun in wanted)
