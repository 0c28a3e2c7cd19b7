"""What was known when: the time of every acceptance, of every placement of a document or post, and of every visit.

An older database kept the present state alone. Its documents count as placed when they were accepted, its posts as
attached when they were written: nearer to what was than the time of this upgrade.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - as the store writes it: UTC without a zone


def upgrade() -> None:
    """Make the tables and fill them from what is there."""
    op.add_column("revisions", sa.Column("seen", _TIME))
    op.create_index("revisions_by_seen", "revisions", ["seen"])
    _make_placements()
    _make_post_placements()
    _fill()
    op.rename_table("visits", "last_visits")
    op.create_table(
        "visits",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("reader", "story", "at"),
    )
    op.execute("INSERT INTO visits (reader, story, at) SELECT 'reader', story, at FROM last_visits")
    op.drop_table("last_visits")


def _make_placements() -> None:
    op.create_table(
        "placements",
        sa.Column("position", _POSITION, nullable=False, autoincrement=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("link", sa.BigInteger(), nullable=False),
        sa.Column("judgement", sa.Text()),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"]),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("placements_of_document", "placements", ["document", "position"])
    op.create_index("placements_by_time", "placements", ["at"])


def _make_post_placements() -> None:
    op.create_table(
        "post_placements",
        sa.Column("position", _POSITION, nullable=False, autoincrement=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("story", sa.Text()),
        sa.Column("link", sa.LargeBinary()),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"]),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("placements_of_post", "post_placements", ["post", "position"])
    op.create_index("post_placements_of_story", "post_placements", ["story", "post"])
    op.create_index("post_placements_by_time", "post_placements", ["at"])


def _fill() -> None:
    connection = op.get_bind()
    revisions = sa.table("revisions", *map(sa.column, ("document", "revision", "payload")), sa.column("seen", _TIME))
    first: dict[str, datetime] = {}
    rows = connection.execute(
        sa.select(revisions.c.document, revisions.c.revision, revisions.c.payload).order_by(revisions.c.revision)
    )
    for row in rows.all():
        seen = _seen(json.loads(row.payload).get("seen"))
        first.setdefault(row.document, seen or _EPOCH)
        own = (revisions.c.document == row.document) & (revisions.c.revision == row.revision)
        connection.execute(revisions.update().where(own).values(seen=seen))
    documents = sa.table("documents", *map(sa.column, ("id", "link")))
    links = sa.table("links", *map(sa.column, ("position", "judgement")))
    placements = sa.table("placements", *map(sa.column, ("position", "document", "link", "judgement")), _at())
    counting = connection.execute(
        sa.select(documents.c.id, links.c.position, links.c.judgement)
        .join_from(documents, links, links.c.position == documents.c.link)
        .order_by(links.c.position)
    ).all()
    for position, row in enumerate(counting, 1):
        values = {"position": position, "document": row.id, "link": row.position, "judgement": row.judgement}
        connection.execute(placements.insert().values(**values, at=first.get(row.id, _EPOCH)))
    copied = (
        "SELECT row_number() OVER (ORDER BY moment, id), id, story, link, moment FROM posts WHERE story IS NOT NULL"
    )
    op.execute(f"INSERT INTO post_placements (position, post, story, link, at) {copied}")


def _at() -> sa.ColumnClause[datetime]:
    return sa.column("at", _TIME)


def _seen(stated: str | None) -> datetime | None:
    """Read a time of a payload as the store writes it: UTC without a zone."""
    if stated is None:
        return None
    moment = datetime.fromisoformat(stated)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
