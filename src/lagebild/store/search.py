"""Full-text search: a query to document ids, best first. The tokens are our analyser's, the rank is theirs."""

import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, and_, func, select

from lagebild.records.document import Document
from lagebild.records.ports import Analyser
from lagebild.records.query import Excerpt
from lagebild.store.dialect import Sqlite
from lagebild.store.documents import INDEXED
from lagebild.store.excerpts import excerpt
from lagebild.store.payload import decoded
from lagebild.store.tables import documents, revisions


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

    def excerpts(self, query: str, shown: Mapping[str, str]) -> dict[str, Excerpt]:
        """Return by story where what is asked for stands; `shown` are stories with the headlines that are read anyway.

        Of a story its first article counts that has all words in its text, else the first that has them at all; a copy
        only where no other has. A story is left out where a title alone has them and its headline shows them.
        """
        terms = self._analyser.asked(query)
        if not terms or not shown:
            return {}
        asked = func.json_each(json.dumps(list(shown))).table_valued("value", name="asked")
        story, inside = asked.c.value, documents.alias("inside")

        def first(holds: ColumnElement[bool]) -> ColumnElement[str]:
            wanted = select(inside.c.id).where(inside.c.story == story, holds)
            ordered = wanted.order_by(inside.c.copy, inside.c.moment, inside.c.id)
            return ordered.limit(1).correlate(asked).scalar_subquery()

        # Asked document by document, so that a word of half the store costs no more than a rare one.
        told, named = (self._dialect.holds(terms, inside.c.number, text_only=text_only) for text_only in (True, False))
        newest = and_(revisions.c.document == documents.c.id, revisions.c.revision == documents.c.revision)
        chosen = documents.c.id == func.coalesce(first(told), first(named))
        joined = asked.join(documents, chosen).join(revisions, newest)
        wanted = select(story.label("story"), revisions.c.payload).select_from(joined)
        found = {}
        for row in self._connection.execute(wanted):
            document = decoded(row.payload, Document)
            line = excerpt(document, terms, self._analyser, shown[row.story], INDEXED)
            if line is not None:
                found[row.story] = line
        return found
