"""A text -> the part of it that tells a happening: without consent notices, addresses, bylines and press contacts.

Pages and wire services bring the same phrases with every article. They are rare words in general text and would tie
together whatever one outlet publishes; acquisition marks what the page's structure gives away, this is for the rest.
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
_LABELS: Final = (
    r"Z\+ \(abopflichtiger Inhalt\)|[A-Z.]{2,8}\+|SZ Plus|EXKLUSIV|Exklusiv|MEINUNG|Meinung|Kommentar|LIVE"
    r"|Live(?:blog|ticker|stream)?"
    r"|Newsblog|News-?[Tt]icker|Ticker|Eilmeldung|Breaking(?: News)?|Video|Podcast|Interview|Analyse|Update"
)
_LABEL: Final = re.compile(rf"\A\W{{0,4}}(?:(?:{_LABELS})(?:[:;+•|\s]{{1,4}}|(?=[A-ZÄÖÜ„»]))){{1,3}}")
_LEAST: Final = 40
"""Characters of which something must be left."""
_DIGEST: Final = re.compile(r"\+\+\+|\s[•|]\s")


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(resources.files("lagebild.cluster").joinpath("lexicon.toml").read_text("utf-8"))
    cues = "|".join(map(re.escape, data["furniture"]["cues"]))
    ends = "|".join(map(re.escape, data["furniture"]["ends"]))
    return re.compile(rf"\b(?:{cues})", re.IGNORECASE), re.compile(rf"(?:{ends})", re.IGNORECASE)


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
    """Return at most `limit` characters of a text without addresses, notices, byline, dateline credit and contacts.

    Where hardly anything would be left, the text is what it is about, and stays whole.
    """
    return _bare(text[:limit])


@lru_cache(maxsize=4)
def _bare(read: str) -> str:
    # Cached because linking and copies read the same text one after the other.
    cues, ends = _phrases()
    bare = _PHONE.sub(" ", _ADDRESS.sub(" ", _OFFICE.sub(" ", read)))
    if (cut := ends.search(bare, min(len(bare), 120))) is not None:
        bare = bare[: cut.start()]
    if cues.search(bare):
        bare = "".join(s for s in _SENTENCE.findall(bare) if len(cues.findall(s)) < 1)
    bare = _BYLINE.sub("", bare.rstrip())
    credited = _DATELINE.match(bare)
    if credited is not None:
        bare = _CREDITED.sub(" ", credited.group()) + bare[credited.end() :]
    return bare if len(bare.strip()) >= _LEAST else read
