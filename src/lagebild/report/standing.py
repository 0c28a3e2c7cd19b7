"""Tells whether a sentence can be printed away from its neighbours, and which nouns must have been printed before it.

A report that puzzles ("Er hatte mit ihr verhandelt") is worse than a shorter one. The test is of the surface: words that
point back, pronouns without a noun before them in their own sentence, definite nouns that nothing introduced. What stands
inside quotation marks is the speaker's own and is not tested.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

QUOTED = re.compile(r"„[^“”\"]{0,2000}[“”\"]|\"[^\"]{0,2000}\"|“[^”]{0,2000}”|»[^«]{0,2000}«|«[^»]{0,2000}»")
WORD = re.compile(r"\w[\w'’-]*")
_DEFINITE = re.compile(
    r"(?<![\w-])(?:([Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|[Dd]es|[Tt]he)|(im|vom|beim|zum|zur|am))\s+"
    r"((?:[a-zäöüß][\wäöüß-]{0,40}\s+){0,3})([A-ZÄÖÜ\d][\w-]{1,60}|[a-z]{3,30})"
)
_AFTER = re.compile(
    r"\s+(?:[A-ZÄÖÜ„\"“(]|des\s|der\s|eines\s|einer\s|von\s|vom\s|zwischen\s|für\s|gegen\s|über\s|in\s|im\s|an\s|am\s|auf\s"
    r"|aus\s|bei\s|of\s|at\s|on\s|for\s|between\s|against\s|to\s)|,\s+(?:der|die|das|dessen|deren|dem|den|wo|who|which|that)\s"
)
_AGED = re.compile(r"\d+-Jährige[nrs]?$")


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


@cache
def words(language: str) -> Words:
    """Return the lists of a language, the English ones where it has none."""
    table = tomllib.loads((resources.files("lagebild.report") / "standing.toml").read_text(encoding="utf-8"))
    rows = table[language if language in table else "en"]
    return Words(**{key: frozenset(text.split()) for key, text in rows.items()})


def unquoted(text: str) -> str:
    """Return the text with what stands in quotation marks blanked, offsets kept."""
    return QUOTED.sub(lambda m: "„" + " " * (len(m.group()) - 2) + "“", text)


def leans(text: str, language: str, names: Iterable[str] = ()) -> bool:
    """Tell whether a sentence needs the one before it; `names` are the persons and bodies it names."""
    lists = words(language)
    bare = unquoted(text)
    row = [(m.group().lower(), m.start()) for m in WORD.finditer(bare)]
    if not row:
        return True
    if row[0][0] in lists.leaning and bare[:1] not in '„“"»':
        return True
    if row[0][0] in lists.elliptic and len(row) > 1 and _is_verb(row[1][0], language):
        return True
    present = {word for word, _ in row}
    if present & (lists.own | lists.back) or "dieser zeitung" in bare.lower():
        return True
    return any(_lost(word, at, bare, lists, names) for word, at in row if word in lists.personal | lists.half)


def _is_verb(word: str, language: str) -> bool:
    if language != "de":
        return word in {"were", "was", "are", "is", "have", "had", "has", "will", "would", "said"}
    from lagebild.language.german.verbs import auxiliaries

    return word in auxiliaries()


def _lost(word: str, at: int, bare: str, lists: Words, names: Iterable[str]) -> bool:
    """Tell whether a pronoun finds nothing to stand for in the words before it."""
    before, after = bare[:at], bare[at + len(word) :]
    if word in lists.half:
        return not (", " in before or " und " in before or after.startswith(",") or " zu " in after)
    if bare[at].isupper() and at and word in {"sie", "ihr", "ihre", "ihnen", "ihren", "ihrem", "ihrer"}:
        return False
    if any(name in before for name in names) or "“" in before:
        return False
    first = WORD.match(bare)
    opens_with_noun = first is not None and (_opens(bare, lists) is not None)
    if opens_with_noun and first is not None and at > first.end():
        return False
    return not any(w.lower() in lists.persons for w in WORD.findall(before))


def _opens(bare: str, lists: Words) -> str | None:
    """Return the noun with which a sentence opens: "Der Fahrer ...", "Zwei Männer ...", "Retter ..."."""
    match = re.match(
        r"(?:(?:Der|Die|Das|Ein|Eine|Kein|Keine|The|A|An|Rund|Mehr als|Mindestens|[A-ZÄÖÜ][a-zäöüß]+e[nrs]?|\d[\d.,]*)\s+)?"
        r"(?:[a-zäöüß][\wäöüß-]{2,40}(?:e|en|er|es)\s+){0,3}([A-ZÄÖÜ][\w-]{2,60})",
        bare,
    )
    if match is None or WORD.match(bare).group().lower() in _PREPOSITIONS:  # type: ignore[union-attr]
        return None
    return match.group(1)


_PREPOSITIONS = frozenset(
    "in im an am auf aus bei beim mit nach von vom vor zu zum zur für über unter durch gegen ohne um bis seit während wegen"
    " trotz laut zwischen neben hinter nachdem weil wenn als obwohl da ob at by of for from with on since after before".split()
)


def needs(text: str, language: str, names: Iterable[str] = ()) -> frozenset[str]:
    """Return the definite nouns, in lower case, that a sentence takes as known: "der Mann", "nach Angaben der Airline"."""
    lists = words(language)
    bare = unquoted(text)
    found: set[str] = set()
    for noun, at, opening in _definites(bare):
        low = noun.lower()
        if low in lists.unique or any(noun in name.split() for name in names):
            continue
        expected = opening or low in lists.known or bool(_AGED.match(noun))
        if expected and not any(is_named_by(low, w.lower()) for w in WORD.findall(bare[:at])):
            found.add(low)
    return frozenset(found)


def _definites(bare: str) -> Iterator[tuple[str, int, bool]]:
    """Yield bare definite nouns with their offset and whether the sentence opens with them."""
    for match in _DEFINITE.finditer(bare):
        adjectives, noun = match[3].split(), match[4]
        if noun[0].islower() and match[1] not in ("The", "the"):
            continue
        if _AFTER.match(bare, match.end(4)) or (noun[0].isdigit() and "-" not in noun):
            continue
        if any(a.endswith(("ische", "ischen", "ischer", "isches", "ischem")) for a in adjectives):
            continue
        opening = match.start() == 0 and match[2] is None
        yield noun, match.start(4), opening


def is_named_by(noun: str, printed: str) -> bool:
    """Tell whether a printed word introduces a noun: the same, an inflected form of it or a compound that ends in it."""
    if printed == noun or printed.endswith(noun) or (len(noun) > 4 and printed.startswith(noun[:-1])):
        return True
    return noun.endswith(("s", "n")) and len(noun) > 4 and printed.endswith(noun[:-1])


def introduced(texts: Iterable[str]) -> frozenset[str]:
    """Return the nouns, in lower case, that printed sentences have introduced."""
    return frozenset(w.lower() for text in texts for w in WORD.findall(text) if w[0].isupper() or w[0].isdigit())


def met(wanted: frozenset[str], printed: frozenset[str]) -> bool:
    """Tell whether every noun taken as known has been printed."""
    return all(any(is_named_by(noun, p) for p in printed) for noun in wanted)
