"""Who wrote a text that many houses print: agencies that it credits, and groups of papers with one newsroom."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final
from urllib.parse import urlsplit

# "Wien (npa) -": whatever stands in brackets between place and dash is an agency, known or not.
_DATELINE: Final = re.compile(r"^\W*[A-ZÄÖÜ][\w/. -]{1,40}\s\((?P<inside>[A-Za-z/ ]{2,20})\)\s*[-–—]")
_CREDIT: Final = re.compile(
    r"\bmit (?:Material|Informationen|Inhalten) (?:von|der|des) (?P<material>[\w/ ,-]{2,60})"
    r"|\((?:mit \w+ von )?(?P<inside>[^()]{2,40})\)|\[(?P<square>[^\[\]]{2,40})\]"
    r"|\b(?:Quelle|Source): ?(?P<source>[\w/ ,.-]{2,40})"
)
_ADDRESSED: Final = re.compile(r"(?:/|urn-newsml-)([^\W_]{3,})(?=[/.-])")
_PARTS: Final = re.compile(r"\s*(?:[/,;+&]|\bund\b|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Newsrooms:
    """The reviewed table: `agencies` by each form as written and in lower case, `families` by host without "www."."""

    agencies: Mapping[str, str]
    families: Mapping[str, str]
    reviewed: date


@cache
def newsrooms() -> Newsrooms:
    """Load the table (once a process)."""
    table = tomllib.loads(resources.files("lagebild.language").joinpath("newsrooms.toml").read_text("utf-8"))
    rows = ((name, form) for name, forms in table["agencies"].items() for form in (name, *forms))
    agencies = {spelled: name for name, form in rows for spelled in (form, form.lower())}
    families = {domain: name for name, domains in table["families"].items() for domain in domains}
    return Newsrooms(agencies, families, table["reviewed"])


def agency(name: str) -> str | None:
    """Return the agency of this name, "dpa" for "dpa-AFX" and "dpa/lnw"; None where it is none that we know."""
    return newsrooms().agencies.get(name.strip(" ."))


def credited(text: str) -> tuple[str, ...]:
    """Return the agencies that a text credits, in order: "(dpa/AFP)", "Quelle: dpa", "mit Material von Reuters"."""
    dateline = _DATELINE.match(text)
    named = list(_PARTS.split(dateline["inside"].strip())) if dateline else []
    named = [agency(part) or part for part in named]
    for match in _CREDIT.finditer(text):
        inside = next(group for group in match.groups() if group is not None)
        named += [found for part in _PARTS.split(inside) for found in _known(part)]
    return tuple(dict.fromkeys(named))


def _known(part: str) -> Iterator[str]:
    """Yield the agency that a part of a credit begins with: "dpa", "dpa-AFX", "AFP zum Teil"."""
    words = part.split()
    found = next((a for n in range(len(words), 0, -1) if (a := agency(" ".join(words[:n])))), None)
    if found is not None:
        yield found


def family(url: str | None) -> str | None:
    """Return the group of papers that prints one newsroom's text under this address, if there is one."""
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    return newsrooms().families.get(host)


def addressed(url: str | None) -> frozenset[str]:
    """Return the agencies that the path of an address names: "/dpa-infocom-251230", "-dpa.urn-newsml-dpa-com-"."""
    words = _ADDRESSED.findall(urlsplit(url or "").path.lower())
    return frozenset(name for word in words if (name := newsrooms().agencies.get(word)))
