"""Keeps every record in a database and gives it back: SQLite by default, behind the ports of `lagebild.records.ports`.

`open_store` is the way in; a `Unit` of the store is one transaction over all repositories. What differs between
databases stands in `dialect` alone. Documents are never overwritten and links only appended, so that any picture can be
derived again.
"""

from lagebild.store.opening import open_store

__all__ = ["open_store"]
