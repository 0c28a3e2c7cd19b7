"""Evidence -> reasons in German words, as an editor reads them beside a link."""

from collections.abc import Iterable

from lagebild.cluster.profile import Profile
from lagebild.cluster.scorer import Fit


def _listed(rows: Iterable[str], most: int = 4) -> str:
    return ", ".join(list(dict.fromkeys(rows))[:most])


def attach_reasons(read: Profile, found: Fit) -> tuple[str, ...]:
    """Return why the document joins: names, places, numbers, days, words it shares with the best fitting document."""
    other = found.exemplar
    names = [max(read.names[t], other.names[t], key=len) for t in found.shared if t in read.names and t in other.names]
    places = [read.surface.get(t, t) for t in read.towns if t in other.towns]
    numbers = [read.surface.get(t, t) for t in found.shared if t in read.numbers]
    days = [read.surface.get(t, t) for t in found.shared if t[0] == "+"]
    words = [read.surface.get(t, t) for t in found.shared if t not in other.names and t[0] not in "=+@"]
    rows = (
        ("gemeinsame Namen: ", names),
        ("gleicher Ort: ", places),
        ("gleiche Zahlen: ", numbers),
        ("gleiche Tage: ", days),
        ("gleiche Wendungen: ", words),
    )
    said = tuple(label + _listed(values) for label, values in rows if values)
    return said or ("gleicher Wortlaut",)


def open_reason(nearest: Fit | None) -> tuple[str, ...]:
    """Return why a new story begins."""
    if nearest is None:
        return ("neue Geschichte: kein früherer Bericht teilt seltene Wörter",)
    return (f"neue Geschichte: der ähnlichste Bericht passt nur zu {round(100 * nearest.score)} %",)


def merge_reason(bridge: Profile) -> str:
    """Return why two stories became one."""
    names = _listed(bridge.names.values(), 3)
    return "zusammengeführt, weil ein späterer Bericht beide verbindet" + (f" ({names})" if names else "")
