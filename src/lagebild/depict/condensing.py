"""All changes since a moment -> what they come to: chains become one change, what came and went is left out.

15,000 that became 22,000 and then 31,500 is news once, as 31,500 instead of 15,000. Parts may be condensed first: what
remains of the changes up to a moment, with those after it behind, comes to the same as all of them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from lagebild.depict.news_words import told
from lagebild.records.view import NewItem

_CHAINED = ("value-changed", "scene")
_ENDS = {"retracted": ("claim", "denied"), "resolved": ("contradiction",), "remark-withdrawn": ("remark",)}
"""What takes which change back, where both are about the same."""


def condensed(items: Iterable[NewItem], since: datetime, language: str) -> tuple[NewItem, ...]:
    """Return what remains of the changes, in the order given, each as seen from `since` and told in `language`."""
    found: list[NewItem] = []
    for item in items:
        coming: NewItem | None = item
        # What two changes come to may meet a third.
        while coming is not None:
            at = next((i for i in reversed(range(len(found))) if _meet(found[i], coming)), None)
            if at is None:
                found.append(coming)
                break
            coming = _joined(found.pop(at), coming, language)
    return tuple(replace(item, since=since) for item in found)


def _meet(one: NewItem, two: NewItem) -> bool:
    if one.about != two.about:
        return False
    if two.kind in _CHAINED:
        return one.kind == two.kind and one.after == two.before
    if two.kind == "reactions":
        return one.kind == two.kind
    return one.kind in _ENDS.get(two.kind, ())


def _joined(one: NewItem, two: NewItem, language: str) -> NewItem | None:
    if two.kind == "reactions":
        count = one.count + two.count
        return replace(two, count=count, text=told("reactions", language, count=count))
    if two.kind not in _CHAINED or one.before == two.after:
        return None
    words = {"thing": two.thing, "who": two.who, "before": one.before or "", "after": two.after or ""}
    return replace(two, before=one.before, text=told(two.kind, language, **words))
