"""The way in: a URL to an open store. The database library is loaded here when a store is opened, not before."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lagebild.records.ports import Analyser
    from lagebild.store.database import Store


def open_store(url: str, analyser: "Analyser | None" = None) -> "Store":
    """Open the store at `url`; make it or bring it up to date where needed.

    `url` is `sqlite:///relative.db`, `sqlite:////absolute.db` or `sqlite://` (in memory, gone when closed). `analyser`
    makes the tokens of the full-text index; without one words are only folded, not analysed. A store that was indexed
    by another analyser is indexed anew here.

    Raises StoreError, with what to do, where the file is none of ours, newer than this program, damaged or unwritable.
    """
    from lagebild.store.preparation import opened

    return opened(url, analyser)
