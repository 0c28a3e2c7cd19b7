"""A text -> the part of it that tells a happening: without consent notices, addresses, bylines and press contacts.

Pages and wire services bring the same phrases with every article. They are rare words in general text and would tie
together whatever one outlet publishes; acquisition marks what the page's structure gives away, this is for the rest.
A report is told in the third person: what says "ich" again and again, or speaks to its reader, is a question of a
forum, an appeal or a form that ran into the text.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from lagebild.records.document import Document

_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S{1,300}|(?:E-?Mail:\s{0,3})?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"
)
_PHONE: Final = re.compile(
    r"(?:Tel(?:efon|\.)?|Fax|Rufnummer|Phone)\W{0,3}[\d+(][\d ()/+–-]{5,24}"
    # Without a word before it: a dialling code, then parted groups of digits.
    r"|(?<![\w.,+])(?:\+\d{2}[ /–-]?|0)(?:\(0\))?\d{2,5}[ /–-]{1,3}(?:\d{2,5}[ /–-]{1,3}\d{2,6}|\d{6,9})",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"(?<!\w)(?:B?POL|FW|HZA)-(?:[A-ZÄÖÜ]{1,4}(?:/[A-ZÄÖÜ]{1,4})?|[A-ZÄÖÜ][a-zäöüß]{2,24}(?<!hef)(?<!precher)):"
)
"""Of which office a release is ("POL-MK:"): it stands before all of them, often twice."""
_BYLINE: Final = re.compile(
    r"(?:^|(?<=[.!?“\"»] ))(?:Von|Ein Kommentar von|Eine Analyse von|Interview:|Text:|By) "
    r"[A-ZÄÖÜ][\w.-]{1,20}(?: (?:von |de |van )?[A-ZÄÖÜ][\w-]{1,24}){1,2}"
    r"(?:(?:, | und | and )[A-ZÄÖÜ][\w.-]{1,20}(?: (?:von |de |van )?[A-ZÄÖÜ][\w-]{1,24}){1,2}){0,3}"
    r"(?:, [A-ZÄÖÜ][\w-]{2,24})?\W{0,2}$"
)
_DATELINE: Final = re.compile(r"\A\W{0,3}[^.!?\n]{2,60}?\([\w/, -]{2,24}\)\s{0,2}[-–—:]?\s")
_CREDITED: Final = re.compile(r"\(\s{0,2}[\w/, -]{2,24}\)\s{0,2}[-–—:]?\s{0,2}\Z")
_SENTENCE: Final = re.compile(r"[^.!?\n]{1,600}[.!?\n]{0,3}\s{0,3}")
_QUOTED: Final = re.compile(r"[„“\"«»][^„“”\"«»]{0,600}[“”\"«»]")
_OWN: Final = re.compile(r"\b(?:[Ii]ch|mir|[Mm]ich|[Mm]ein(?:e[mnrs]?)?|I(?=['’]| [a-z])|my|me)\b")
_READER: Final = re.compile(r"(?<=[a-zäöüß,;)] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")
"""German speaks to the reader with a capital letter, which within a sentence means nothing else."""
_ADVERTISEMENT: Final = re.compile(r"(?:Anzeige ){2,3}|(?:\A|(?<=[.!?“\"»:\n] ))Anzeige (?=[A-ZÄÖÜ])")
_CREDIT: Final = re.compile(
    r"\((?:Foto|Bild|Photo|Quelle):[^()\n]{2,60}\)"
    r"|\b(?:Foto|Bild|Photo): (?:[^/\n.!?]{2,40}? ?/ ?[\w-]+|(?i:dpa|afp|apa?|epa|imago|keystone|privat|archiv)\b)"
)
_LABELS: Final = (
    r"Z\+ \(abopflichtiger Inhalt\)|[A-Z.]{2,8}\+|SZ Plus|EXKLUSIV|Exklusiv|MEINUNG|Meinung|Kommentar|LIVE"
    r"|Live(?:blog|ticker|stream)?"
    r"|Newsblog|News-?[Tt]icker|Ticker|Eilmeldung|Breaking(?: News)?|Video|Podcast|Interview|Analyse|Update"
)
_LABEL: Final = re.compile(rf"\A\W{{0,4}}(?:(?:{_LABELS})(?:[:;+•|\s]{{1,4}}|(?=[A-ZÄÖÜ„»]))){{1,3}}")
_LEAST: Final = 40
"""Characters of which something must be left."""
_LEAST_OWN: Final = 3
"""Sentences in the first person from which a text is not telling news; reports have one at most."""
_DIGEST: Final = re.compile(r"\+\+\+|\s[•|]\s")


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(resources.files("lagebild.language").joinpath("narration.toml").read_text("utf-8"))
    cues, labels, ends = ("|".join(map(re.escape, data[kind])) for kind in ("cues", "labels", "ends"))
    return (
        re.compile(rf"\b(?:{cues})", re.IGNORECASE),
        re.compile(rf"\b(?:{labels})\b:?", re.IGNORECASE),
        re.compile(rf"(?:{ends})", re.IGNORECASE),
    )


def is_digest(document: Document) -> bool:
    """Tell a ticker that strings several happenings together: only its headline says which one it is about."""
    return len(_DIGEST.findall(document.text[:2_000])) >= 2


def bare_title(title: str) -> str:
    """Return a headline without what the outlet sticks before all of them ("Liveblog:", "SZ Plus")."""
    return _LABEL.sub("", _OFFICE.sub(" ", title).lstrip())


def visible(document: Document) -> str:
    """Return the text without page furniture."""
    if not document.furniture:
        return document.text
    kept, at = [], 0
    for span in sorted(document.furniture):
        kept.append(document.text[at : max(at, span.start)])
        at = max(at, span.end)
    kept.append(document.text[at:])
    return " ".join(kept)


def telling(text: str, limit: int) -> str:
    """Return at most `limit` characters of a text without addresses, notices, byline, dateline credit, contacts,
    and what speaks to the reader outside quotation marks.

    Where hardly anything would be left, the text is what it is about, and stays whole.
    """
    return _bare(text[:limit])


def narrated(text: str, limit: int) -> str:
    """Return what `telling` does, without the part that is told in the first person outside quotation marks."""
    told = _bare(text[:limit])
    unquoted = _unquoted(told)
    sentences = [s.span() for s in _SENTENCE.finditer(unquoted)]
    own = [k for k, (start, end) in enumerate(sentences) if k > 0 and _OWN.search(unquoted, start, end)]
    if len(own) < _LEAST_OWN:
        return told
    first, last = own[0], own[-1]
    if unquoted[slice(*sentences[first - 1])].rstrip().endswith("?"):
        first = max(1, first - 1)
    news = told[: sentences[first][0]] + told[sentences[last][1] :]
    return news if len(news.strip()) >= _LEAST else told


@lru_cache(maxsize=4)
def _bare(read: str) -> str:
    # Cached because linking and copies read the same text one after the other.
    cues, labels, ends = _phrases()
    bare = _PHONE.sub(" ", _ADDRESS.sub(" ", _OFFICE.sub(" ", read)))
    if (cut := ends.search(bare, min(len(bare), 120))) is not None:
        bare = bare[: cut.start()]
    bare = labels.sub(" ", _ADVERTISEMENT.sub(" ", _CREDIT.sub(" ", bare)))
    bare = _news(bare, cues)
    bare = _BYLINE.sub("", bare.rstrip())
    credited = _DATELINE.match(bare)
    if credited is not None:
        bare = _CREDITED.sub(" ", credited.group()) + bare[credited.end() :]
    return bare if len(bare.strip()) >= _LEAST else read


def _unquoted(text: str) -> str:
    return _QUOTED.sub(lambda quote: " " * len(quote.group()), text)


def _news(text: str, cues: re.Pattern[str]) -> str:
    """Return a text without the sentences in which the page speaks, and without a lone one between two of them.

    The first sentence, into which a headline may have run, stays up to where the page begins to speak.
    """
    unquoted = _unquoted(text)
    spans = [s.span() for s in _SENTENCE.finditer(unquoted)]
    found = [cues.search(text, *span) or _READER.search(unquoted, *span) for span in spans]
    if not any(found):
        return text
    kept = []
    for k, (start, end) in enumerate(spans):
        spoken = found[k]
        if k == 0 and spoken:
            kept.append(f"{text[: spoken.start()]}\n")
        elif not spoken and not (0 < k < len(spans) - 1 and found[k - 1] and found[k + 1]):
            kept.append(text[start:end])
    return "".join(kept)
