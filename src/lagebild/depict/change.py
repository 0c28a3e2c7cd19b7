"""One change as it is made: the record, what tells it from others, and whether one passage holds another."""

from datetime import UTC, datetime
from hashlib import blake2b

from lagebild.records.span import Passage
from lagebild.records.view import ChangeKind, NewItem

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def change(
    kind: ChangeKind,
    text: str,
    citations: tuple[Passage, ...],
    about: str,
    *,
    thing: str = "",
    who: str = "",
    before: str | None = None,
    after: str | None = None,
    count: int = 0,
) -> NewItem:
    """Return a change without its moment, which is filled in where all changes of a step are known."""
    return NewItem(
        _UNDATED,
        kind,
        text,
        citations,
        about=digest(about),
        thing=thing,
        who=who,
        before=before,
        after=after,
        count=count,
    )


def digest(*parts: str) -> str:
    """Return a short name that is the same for the same parts."""
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=10).hexdigest()


def holds(outer: Passage, inner: Passage) -> bool:
    """Tell whether `inner` stands inside `outer`."""
    return (outer.document, outer.field) == (inner.document, inner.field) and outer.span.contains(inner.span)
