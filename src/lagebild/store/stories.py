"""The ledger of links, and the stories that follow from it.

Links are only appended; which one of a document counts is decided here: its first, until a later one revises it or a
judgement lets another one count. So a replay of the same decisions changes nothing, and every change of mind stays
readable.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, or_, select, update

from lagebild.records.document import Document
from lagebild.records.ports import Analyser, StoryPage
from lagebild.records.story import Story, StoryLink
from lagebild.store.dialect import Sqlite
from lagebild.store.payload import decoded, encoded
from lagebild.store.rows import EPOCH, batches, derive_stories, following
from lagebild.store.tables import documents, links, placements, stories


class StoryRepository:
    """The links and stories of one unit of work."""

    def __init__(self, connection: Connection, dialect: Sqlite, analyser: Analyser) -> None:
        self._connection = connection
        self._dialect = dialect
        self._analyser = analyser

    def put(self, decided: Sequence[StoryLink], document: Document, at: datetime | None = None) -> None:
        """Append what was decided when `document` came; a link of a linked document counts only if it `revises`.

        `at` is when it was decided, else when the document was accepted.
        """
        moment = at or document.seen or EPOCH
        touched: set[str] = set()
        position = following(self._connection, links, "position")
        for link in decided:
            before = self._connection.execute(
                select(documents.c.story, documents.c.link).where(documents.c.id == link.document)
            ).one_or_none()
            if before is not None and before.link is not None and not link.revises:
                continue
            append(self._connection, position, link, document.id)
            count(self._connection, position, link, moment)
            position += 1
            touched.add(link.story)
            if before is not None and before.story is not None:
                touched.add(before.story)
        derive_stories(self._connection, touched, moment)

    def link_of(self, document_id: str) -> StoryLink | None:
        """Return the link of a document that counts."""
        found = self._read(_counting().where(documents.c.id == document_id))
        return found[0] if found else None

    def links(self, story_id: str) -> tuple[StoryLink, ...]:
        """Return the links of a story that count, in (published or seen, id) order."""
        order = (documents.c.moment, documents.c.id)
        return self._read(_counting().where(documents.c.story == story_id).order_by(*order))

    def unlinked(self) -> tuple[str, ...]:
        """Return ids of documents with annotations and without link, in (published or seen, id) order."""
        wanted = (
            select(documents.c.id)
            .where(documents.c.story.is_(None), documents.c.annotated_by != "")
            .order_by(documents.c.moment, documents.c.id)
        )
        return tuple(self._connection.execute(wanted).scalars())

    def window(self, since: datetime) -> tuple[StoryLink, ...]:
        """Return how documents published (else seen) since came to where they stand, in the order of decision.

        Those are the machine's own links, the revised ones too, and of judged documents the link that counts: a
        judgement that was undone leaves no trace.
        """
        stands = or_(links.c.judgement.is_(None), links.c.position == documents.c.link)
        led = select(links.c.payload).join_from(documents, links, links.c.document == documents.c.id).where(stands)
        return self._read(led.where(documents.c.moment >= since).order_by(links.c.position))

    def list(
        self,
        query: str | None = None,
        outlet: str | None = None,
        language: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> StoryPage:
        """Return stories with at least one document that matches each of the three, newest movement first.

        A query without any word matches everything.
        """
        wanted = of_documents(self._connection, self._dialect, self._analyser, query, outlet, language)
        total = self._connection.execute(select(func.count()).select_from(stories).where(*wanted)).scalar_one()
        order = (stories.c.moved.desc(), stories.c.id)
        rows = self._connection.execute(select(stories).where(*wanted).order_by(*order).limit(limit).offset(offset))
        return StoryPage(read_stories(self._connection, rows.all()), total)

    def get(self, story_id: str) -> Story | None:
        """Return a story."""
        rows = self._connection.execute(select(stories).where(stories.c.id == story_id)).all()
        return read_stories(self._connection, rows)[0] if rows else None

    def _read(self, wanted: Select[bytes]) -> tuple[StoryLink, ...]:
        return tuple(decoded(payload, StoryLink) for payload in self._connection.execute(wanted).scalars())


def of_documents(
    connection: Connection,
    dialect: Sqlite,
    analyser: Analyser,
    query: str | None,
    outlet: str | None,
    language: str | None,
) -> Sequence[ColumnElement[bool]]:
    """Return the conditions on stories that one of their documents each must meet; None asks for nothing."""
    inside = select(documents.c.story).where(documents.c.story.is_not(None))
    found = []
    terms = analyser.asked(query) if query else ()
    if terms:
        # Asked once and handed on, since several statements need it.
        numbers = dialect.matching(terms).order_by(None)
        met = connection.execute(inside.where(documents.c.number.in_(numbers)).distinct()).scalars()
        found.append(stories.c.id.in_(dialect.among(list(met))))
    if outlet is not None:
        found.append(stories.c.id.in_(inside.where(documents.c.outlet == outlet)))
    if language is not None:
        found.append(stories.c.id.in_(inside.where(documents.c.language == language)))
    return found


def read_stories(connection: Connection, rows: Sequence[Row[*tuple[object, ...]]]) -> tuple[Story, ...]:
    """Return the stories of some rows with their documents, in (published or seen, id) order."""
    members: dict[str, list[str]] = {row.id: [] for row in rows}
    for batch in batches(tuple(members)):
        wanted = (
            select(documents.c.story, documents.c.id)
            .where(documents.c.story.in_(batch))
            .order_by(documents.c.moment, documents.c.id)
        )
        for member in connection.execute(wanted):
            members[member.story].append(member.id)
    return tuple(
        Story(
            id=row.id,
            title=row.title,
            documents=tuple(members[row.id]),
            first=row.first,
            last=row.last,
            outlets=row.outlets,
            posts=row.posts,
        )
        for row in rows
    )


def append(connection: Connection, position: int, link: StoryLink, cause: str) -> None:
    """Write a link to the ledger; it does not count yet."""
    connection.execute(
        insert(links).values(
            position=position,
            document=link.document,
            story=link.story,
            cause=cause,
            payload=encoded(link),
            judgement=link.judgement,
            near=link.near,
        )
    )


def count(connection: Connection, position: int, link: StoryLink, at: datetime, judgement: str | None = None) -> None:
    """Let the link at a position of the ledger be the one of its document that counts, from `at` on.

    `judgement` names the entry by which it does; None where the machine decided.
    """
    connection.execute(
        update(documents)
        .where(documents.c.id == link.document)
        .values(story=link.story, link=position, copy=link.copy_of is not None)
    )
    place = {"position": following(connection, placements, "position"), "document": link.document, "link": position}
    connection.execute(insert(placements).values(**place, judgement=judgement, at=at))


def _counting() -> Select[bytes]:
    return select(links.c.payload).join_from(documents, links, links.c.position == documents.c.link)
