"""What is asked of all stories at once: those that match a search, page by page, where they happen, what changed.

Place, contradictions and origins stand in columns beside the cards, so the database filters and sorts however many
stories there are. A story that changed after it was drawn is listed by its former card until it is drawn again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, and_, func, select

from lagebild.records.card import Card
from lagebild.records.followed import SPANS, Search
from lagebild.records.ports import Analyser
from lagebild.records.query import Found, Order
from lagebild.store.dialect import Sqlite
from lagebild.store.payload import decoded
from lagebild.store.remarks import last_remarks
from lagebild.store.stories import of_documents, read_stories
from lagebild.store.tables import cards, stories

LOCATED = 300
"""Stories whose scenes are given: more would cover each other on a map."""
OFFERED = 60
"""Places offered for choice, those of most stories; any other can be asked for by name."""


class ListRepository:
    """The lists of one unit of work."""

    def __init__(self, connection: Connection, dialect: Sqlite, analyser: Analyser) -> None:
        self._connection = connection
        self._dialect = dialect
        self._analyser = analyser

    def find(
        self, search: Search, at: datetime, maker: str, order: Order = "moved", limit: int = 50, offset: int = 0
    ) -> Found:
        """Return a page of the stories that `search` finds at a moment, by the cards that `maker` drew last."""
        every = self._every(search)
        wanted = (*every, *_of_cards(search, at))
        joined = _drawn_by(maker)
        sorting = _sorting(order)

        def chosen(*columns: ColumnElement[object] | Table) -> Select[*tuple[object, ...]]:
            return select(*columns).select_from(joined).where(*wanted)

        rows = self._connection.execute(chosen(stories).order_by(*sorting).limit(limit).offset(offset)).all()
        drawn = chosen(cards.c.story, cards.c.card).where(cards.c.place.is_not(None)).order_by(*sorting).limit(LOCATED)
        return Found(
            stories=read_stories(self._connection, rows),
            total=self._count(joined, *wanted),
            located={row.story: decoded(row.card, Card) for row in self._connection.execute(drawn)},
            places=self._places(every, maker),
            undrawn=self._count(joined, *every, cards.c.story.is_(None)),
        )

    def matching(self, search: Search, at: datetime, maker: str, limit: int) -> tuple[str, ...]:
        """Return the ids of the stories that `search` finds, the one that moved last first."""
        every = self._every(search)
        joined = _drawn_by(maker)
        wanted = select(stories.c.id).select_from(joined).where(*every, *_of_cards(search, at))
        return tuple(self._connection.execute(wanted.order_by(*_sorting("moved")).limit(limit)).scalars())

    def changed(self) -> dict[str, datetime]:
        """Return when a document, a revision or a post came to or left each story last, or a remark was made on it."""
        found = {row.id: row.changed for row in self._connection.execute(select(stories.c.id, stories.c.changed))}
        for row in self._connection.execute(last_remarks()):
            found[row.story] = max(found[row.story], row.at)
        return found

    def titles(self, limit: int) -> dict[str, str]:
        """Return the titles of the stories that moved last, by story."""
        wanted = select(stories.c.id, stories.c.title).order_by(stories.c.moved.desc(), stories.c.id).limit(limit)
        return {row.id: row.title for row in self._connection.execute(wanted)}

    def _every(self, search: Search) -> Sequence[ColumnElement[bool]]:
        asked = (search.q or None, search.outlet or None, search.language or None)
        return of_documents(self._connection, self._dialect, self._analyser, *asked)

    def _count(self, source: FromClause, *wanted: ColumnElement[bool]) -> int:
        return int(self._connection.execute(select(func.count()).select_from(source).where(*wanted)).scalar_one())

    def _places(self, every: Sequence[ColumnElement[bool]], maker: str) -> tuple[tuple[str, int], ...]:
        """Return the places of most stories, in alphabetical order."""
        here = (cards.c.maker == maker, cards.c.place.is_not(None))
        source = cards.join(stories, stories.c.id == cards.c.story) if every else cards
        number = func.count().label("number")
        wanted = select(func.min(cards.c.scene).label("scene"), number).select_from(source).where(*here, *every)
        most = wanted.group_by(cards.c.place).order_by(number.desc(), cards.c.place).limit(OFFERED)
        rows = self._connection.execute(most).all()
        return tuple(sorted(((str(r.scene), int(r.number)) for r in rows), key=lambda r: r[0].casefold()))


def _drawn_by(maker: str) -> FromClause:
    return stories.outerjoin(cards, and_(cards.c.story == stories.c.id, cards.c.maker == maker))


def _of_cards(search: Search, at: datetime) -> Sequence[ColumnElement[bool]]:
    found = []
    if search.story:
        found.append(stories.c.id == search.story)
    if search.fresh:
        found.append(stories.c.last >= at - SPANS[search.fresh])
    if search.place:
        found.append(cards.c.place == search.place.casefold())
    if search.contested:
        found.append(cards.c.contested > 0)
    return found


def _sorting(order: Order) -> Sequence[ColumnElement[object]]:
    columns = {
        "moved": (),
        "articles": (stories.c.articles.desc(),),
        "origins": (func.coalesce(cards.c.origins, 0).desc(),),
        "contested": (func.coalesce(cards.c.contested, 0).desc(),),
    }
    return (*columns[order], stories.c.moved.desc(), stories.c.id)
