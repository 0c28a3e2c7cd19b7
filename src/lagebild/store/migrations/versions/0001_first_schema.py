"""The first schema.

The full-text index is no part of it: the store makes that whenever the analyser is another one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _documents()
    _stories()
    _sources()


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("published", _TIME),
        sa.Column("moment", _TIME, nullable=False),
        sa.Column("annotated_by", sa.Text(), nullable=False),
        sa.Column("story", sa.Text()),
        sa.Column("link", sa.BigInteger()),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("documents_by_moment", "documents", ["moment", "id"])
    op.create_index("documents_to_annotate", "documents", ["annotated_by", "moment", "id"])
    op.create_index("documents_of_story", "documents", ["story", "copy", "moment", "id"])
    op.create_index("documents_of_outlet", "documents", ["outlet", "story"])
    op.create_index("documents_at_url", "documents", ["canonical_url"])
    op.create_table(
        "revisions",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"]),
        sa.PrimaryKeyConstraint("document", "revision"),
        sa.UniqueConstraint("document", "fingerprint", name="revisions_differ"),
    )
    op.create_table(
        "annotations",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document", "revision"], ["revisions.document", "revisions.revision"]),
        sa.PrimaryKeyConstraint("document", "revision"),
    )


def _stories() -> None:
    op.create_table(
        "links",
        sa.Column("position", _POSITION, nullable=False, autoincrement=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"]),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("links_of_document", "links", ["document", "position"])
    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", _TIME),
        sa.Column("last", _TIME),
        sa.Column("moved", _TIME, nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("stories_by_movement", "stories", ["moved", "id"])
    op.create_table(
        "posts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("moment", _TIME, nullable=False),
        sa.Column("story", sa.Text()),
        sa.Column("removed", sa.Text()),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("posts_of_story", "posts", ["story", "moment", "id"])
    op.create_table(
        "visits",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("story"),
    )


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "health",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "issues",
        sa.Column("position", _POSITION, nullable=False, autoincrement=False),
        sa.Column("source", sa.Text()),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_table(
        "blobs",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("media_type", sa.Text()),
        sa.Column("at", _TIME),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "notes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
