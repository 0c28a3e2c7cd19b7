"""Names of organisations as their cases leave them to one name each: "der Deutschen Bahn" and "die Deutsche Bahn".

Article and ending of the adjective together tell gender or number, and so the form that stands without an article:
"der Deutsche" is masculine ("Deutscher Wetterdienst"), "das Städtische" neuter, "der Deutschen" feminine or plural.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_ADJECTIVE: Final = re.compile(r"^(?P<stem>[A-ZÄÖÜ][\w-]{2,}?)(?P<end>e[nrsm]?)(?P<rest> [A-ZÄÖÜ„].*)$", re.DOTALL)
# (article, ending found) -> ending without an article.
_ENDINGS: Final = {
    ("der", "e"): "er",
    ("das", "e"): "es",
    ("die", "e"): "e",
    ("die", "en"): "e",
    ("der", "en"): "e",
    ("zur", "en"): "e",
}
# Without an article, what is strongest: "es" and "er" say the gender, "en" says nothing.
_STRENGTH: Final = {"es": 4, "er": 3, "e": 2, "en": 1, "em": 0}


def nominatives(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return {name as written: name in the nominative} for pairs of the word before a name (in small letters) and it.

    Names without an adjective in front are not in the result.
    """
    votes: dict[tuple[str, str], Counter[str]] = {}
    written: dict[str, tuple[str, str]] = {}
    for before, name in names:
        match = _ADJECTIVE.match(name)
        if match is None:
            continue
        key = (match["stem"], _without_genitive(match["rest"]) if match["end"] == "en" else match["rest"])
        written[name] = key
        ending = _ENDINGS.get((before, match["end"]))
        counts = votes.setdefault(key, Counter())
        counts[ending or match["end"]] += 1 + 10 * (ending is not None)
    best = {key: max(counts, key=lambda e: (counts[e] > 10, _STRENGTH[e])) for key, counts in votes.items()}
    return {name: key[0] + best[key] + key[1] for name, key in written.items()}


def _without_genitive(rest: str) -> str:
    """Return "Klinikum" for "Klinikums": after "-en" a noun in "-s" stands in the genitive."""
    last = rest.rpartition(" ")[2]
    return rest[:-1] if len(last) > 4 and last.endswith("s") and not last.endswith(("ss", "us", "is")) else rest
