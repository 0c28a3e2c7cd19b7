"""The ledger of judgements in and out, and what it stands on: the machine's links, and those that count."""

from collections.abc import Sequence

from sqlalchemy import Connection, Row, desc, distinct, func, insert, or_, select

from lagebild.records.judgement import Doubt, Judgement
from lagebild.records.story import StoryLink
from lagebild.store.payload import decoded, encoded
from lagebild.store.rows import batches, derive_stories, following
from lagebild.store.stories import append, count
from lagebild.store.tables import documents, judgements, links, stories


class JudgementRepository:
    """The judgements of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, judgement: Judgement, decided: Sequence[StoryLink]) -> None:
        """Append a judgement and let `decided` count: known links of their documents, or new ones.

        A link that is known counts again where it stood, so that what is taken back leaves no trace in the order of
        decision either.
        """
        position = following(self._connection, judgements, "position")
        payload = encoded(judgement)
        self._connection.execute(insert(judgements).values(position=position, id=judgement.id, payload=payload))
        touched: set[str] = set()
        for link in decided:
            before = self._connection.execute(select(documents.c.story).where(documents.c.id == link.document)).scalar()
            place = self._place(link)
            if place is None:
                place = following(self._connection, links, "position")
                append(self._connection, place, link, link.document)
            count(self._connection, place, link, judgement.at, judgement.id)
            touched |= {story for story in (link.story, before) if story is not None}
        derive_stories(self._connection, touched, judgement.at)

    def _place(self, link: StoryLink) -> int | None:
        """Return the latest position at which this very link stands."""
        wanted = (
            select(links.c.position, links.c.payload)
            .where(links.c.document == link.document, links.c.story == link.story)
            .order_by(links.c.position.desc())
        )
        rows = self._connection.execute(wanted)
        return next((row.position for row in rows if decoded(row.payload, StoryLink) == link), None)

    def all(self) -> tuple[Judgement, ...]:
        """Return the whole ledger, oldest first."""
        wanted = select(judgements.c.payload).order_by(judgements.c.position)
        return tuple(decoded(payload, Judgement) for payload in self._connection.execute(wanted).scalars())

    def last(self) -> str | None:
        """Return the id of the latest entry."""
        wanted = select(judgements.c.id).order_by(judgements.c.position.desc()).limit(1)
        return self._connection.execute(wanted).scalar_one_or_none()

    def counting(self, ids: Sequence[str]) -> dict[str, StoryLink]:
        """Return the links of documents that count, by document id; what has none is left out."""
        wanted = select(links.c.payload).join_from(documents, links, links.c.position == documents.c.link)
        found: dict[str, StoryLink] = {}
        for batch in batches(list(dict.fromkeys(ids))):
            rows = self._connection.execute(wanted.where(documents.c.id.in_(batch))).scalars()
            found.update((link.document, link) for link in (decoded(payload, StoryLink) for payload in rows))
        return found

    def unjudged(self, ids: Sequence[str]) -> dict[str, StoryLink]:
        """Return the links that would count if nobody had judged, by document id: the machine's last ones."""
        last = (
            select(func.max(links.c.position).label("position"))
            .where(links.c.judgement.is_(None))
            .group_by(links.c.document)
        )
        found: dict[str, StoryLink] = {}
        for batch in batches(list(dict.fromkeys(ids))):
            own = last.where(links.c.document.in_(batch)).subquery()
            wanted = select(links.c.payload).join(own, own.c.position == links.c.position)
            read = (decoded(payload, StoryLink) for payload in self._connection.execute(wanted).scalars())
            found.update((link.document, link) for link in read)
        return found

    def leads_to(self, story_id: str) -> str | None:
        """Return where most documents that were ever linked to a story stand now; None where there were none."""
        wanted = (
            select(documents.c.story)
            .join_from(links, documents, documents.c.id == links.c.document)
            .where(links.c.story == story_id)
            .group_by(documents.c.story)
            .order_by(desc(func.count(distinct(documents.c.id))), func.min(links.c.position))
            .limit(1)
        )
        return self._connection.execute(wanted).scalar_one_or_none()

    def held(self, story_id: str | None = None) -> tuple[Doubt, ...]:
        """Return the documents that are held and what they nearly joined, of one story on either side or of all,
        latest first; what stands in one story by now is left out."""
        beside, own, other = documents.alias(), stories.alias(), stories.alias()
        wanted = (
            select(links.c.payload, links.c.near, own.c.id.label("story"), own.c.title)
            .add_columns(other.c.id.label("other"), other.c.title.label("other_title"))
            .join_from(documents, links, links.c.position == documents.c.link)
            .join(beside, beside.c.id == links.c.near)
            .join(own, own.c.id == documents.c.story)
            .join(other, other.c.id == beside.c.story)
            .where(links.c.near.is_not(None), documents.c.story != beside.c.story)
            .order_by(documents.c.moment.desc(), documents.c.id)
        )
        if story_id is not None:
            wanted = wanted.where(or_(documents.c.story == story_id, beside.c.story == story_id))
        return tuple(_doubt(row, decoded(row.payload, StoryLink)) for row in self._connection.execute(wanted))


def _doubt(row: Row[tuple[object, ...]], link: StoryLink) -> Doubt:
    fitted = 1.0 - link.score
    return Doubt(link.document, row.story, row.title, row.near, row.other, row.other_title, fitted, link.reasons)
