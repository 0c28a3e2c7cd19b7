"""Full-text search: a query to document ids, best first. The tokens are our analyser's, the rank is theirs."""

from sqlalchemy import Connection, select

from lagebild.records.ports import Analyser
from lagebild.store.dialect import Sqlite
from lagebild.store.tables import documents


class SearchRepository:
    """The full-text search of one unit of work."""

    def __init__(self, connection: Connection, dialect: Sqlite, analyser: Analyser) -> None:
        self._connection = connection
        self._dialect = dialect
        self._analyser = analyser

    def documents(self, query: str, limit: int = 50) -> tuple[str, ...]:
        """Return ids of documents that match all terms, best first; none for a query without a word."""
        terms = self._analyser.asked(query)
        if not terms:
            return ()
        ranked = self._dialect.matching(terms).limit(limit)
        numbers = list(self._connection.execute(ranked).scalars())
        wanted = select(documents.c.number, documents.c.id).where(documents.c.number.in_(numbers))
        ids = {row.number: row.id for row in self._connection.execute(wanted)}
        return tuple(ids[number] for number in numbers)
