"""What was derived of stories, in and out, each under a key that says what it was made of.

A picture is a pure function of what the store holds of a story and of the program that draws it. So nothing is ever
invalidated: whatever changes a story changes its key, and what stands under another key is not found. Ledgers are only
appended to, so their positions name their contents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace as altered
from hashlib import blake2b

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select

from lagebild.records.card import Card
from lagebild.records.report import Report
from lagebild.records.story import StoryMaterial
from lagebild.store.payload import decoded, encoded, packed, unpacked
from lagebild.store.rows import batches, replace
from lagebild.store.tables import cards, documents, pictures, post_placements, posts, remarks, stories


class PictureRepository:
    """The pictures of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keys(self, ids: Sequence[str], maker: str) -> dict[str, str]:
        """Return the key of each story's picture as `maker` (program, version, options) would draw it now."""
        found: dict[str, str] = {}
        for batch in batches(ids):
            parts = [dict(self._pairs(wanted)) for wanted in _made_of(batch)]
            known = [story for story in batch if story in parts[0]]
            found.update((story, digest(maker, *(part.get(story) for part in parts))) for story in known)
        return found

    def get(self, story_id: str, key: str) -> Report | None:
        """Return the picture that stands under `key`, without the texts that it was drawn from."""
        wanted = select(pictures.c.report).where(pictures.c.story == story_id, pictures.c.key == key)
        payload = self._connection.execute(wanted).scalar_one_or_none()
        return None if payload is None else unpacked(payload, Report)

    def cards(self, keys: Mapping[str, str]) -> dict[str, Card]:
        """Return the cards that stand under these keys, by story."""
        wanted = select(cards.c.story, cards.c.key, cards.c.card)
        return {
            row.story: decoded(row.card, Card)
            for batch in batches(list(keys))
            for row in self._connection.execute(wanted.where(cards.c.story.in_(batch)))
            if row.key == keys[row.story]
        }

    def stale(self, maker: str) -> tuple[str, ...]:
        """Return the stories without a picture of their present state, the latest movement first."""
        kept = dict(self._pairs(select(cards.c.story, cards.c.key)))
        order = select(stories.c.id).order_by(stories.c.moved.desc(), stories.c.id)
        ids = tuple(self._connection.execute(order).scalars())
        keys = self.keys(ids, maker)
        return tuple(story for story in ids if story in keys and keys[story] != kept.get(story))

    def put(self, story_id: str, key: str, maker: str, report: Report, card: Card) -> None:
        """Keep what `maker` drew of a story, and the card of it, in place of older ones; nothing of one that is gone.

        A report is read without the texts that it was drawn from: they stand in the store already.
        """
        if self._connection.execute(select(stories.c.id).where(stories.c.id == story_id)).first() is None:
            return
        bare = altered(report, material=StoryMaterial(report.story, ()))
        replace(self._connection, pictures, {"story": story_id}, {"key": key, "report": packed(bare)})
        values = {
            "key": key,
            "maker": maker,
            "place": card.scene and card.scene.name.casefold(),
            "scene": card.scene and card.scene.name,
            "contested": card.contested,
            "origins": card.origins,
            "card": encoded(card),
        }
        replace(self._connection, cards, {"story": story_id}, values)

    def _pairs(self, wanted: Select[*tuple[object, ...]]) -> list[tuple[str, str]]:
        return [(str(row[0]), str(row[1])) for row in self._connection.execute(wanted)]


def state_of() -> ColumnElement[str]:
    """Return the links that count, with revision and annotator of their documents, as one text."""
    columns = (documents.c.link, documents.c.revision, documents.c.annotated_by)
    link, revision, producer = (func.coalesce(cast(column, Text), "") for column in columns)
    return func.aggregate_strings(link + "." + revision + "." + producer, " ")


def _made_of(batch: Sequence[str]) -> Sequence[Select[*tuple[object, ...]]]:
    """Select, by story, what its picture is made of: documents, posts and remarks.

    Of posts their number and the last placement say all: whatever comes moves the place, what only goes the number.
    """
    inside = documents.c.story.in_(batch)
    tables = ((posts, func.count()), (post_placements, func.max(post_placements.c.position)))
    said = [
        select(documents.c.story, func.max(remarks.c.position)).join(remarks, column == documents.c.id).where(inside)
        for column in (remarks.c.document, remarks.c.other)
    ]
    return (
        select(documents.c.story, state_of()).where(inside).group_by(documents.c.story),
        *(select(t.c.story, last).where(t.c.story.in_(batch)).group_by(t.c.story) for t, last in tables),
        *(wanted.group_by(documents.c.story) for wanted in said),
    )


def digest(*parts: object) -> str:
    """Return a digest of texts; the parts of an aggregate come in any order."""
    sorted_parts = (" ".join(sorted(str(part).split(" "))) for part in parts)
    return blake2b("\0".join(sorted_parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
