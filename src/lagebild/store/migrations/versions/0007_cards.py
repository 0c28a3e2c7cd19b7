"""What lists filter and sort by, as columns: of stories their articles and last change, of cards place and counts.

Pictures and cards can be made again, and another program makes them again anyway: their tables begin empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COPIED = """
INSERT INTO stories (id, title, first, last, moved, outlets, posts, articles, changed)
SELECT id, title, first, last, moved, outlets, posts,
    (SELECT count(*) FROM documents WHERE documents.story = older_stories.id),
    coalesce((SELECT max(at) FROM (
        SELECT placements.at AS at FROM links
        JOIN placements ON placements.document = links.document AND placements.link = links.position
        WHERE links.story = older_stories.id
        UNION ALL
        SELECT revisions.seen FROM documents JOIN revisions ON revisions.document = documents.id
        WHERE documents.story = older_stories.id
        UNION ALL
        SELECT post_placements.at FROM post_placements WHERE post_placements.story = older_stories.id
    )), moved)
FROM older_stories"""


def upgrade() -> None:
    """Make the columns and fill them from what is there; make the two tables of what is drawn anew."""
    _make_stories()
    op.drop_table("pictures")
    op.create_table(
        "pictures",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story"),
    )
    op.create_table(
        "cards",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("scene", sa.Text()),
        sa.Column("contested", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story"),
    )
    op.create_index("cards_by_place", "cards", ["maker", "place", "scene", "story"])
    op.create_index("cards_in_lists", "cards", ["story", "maker", "place", "contested", "origins"])


def _make_stories() -> None:
    op.rename_table("stories", "older_stories")
    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True)),
        sa.Column("last", sa.DateTime(timezone=True)),
        sa.Column("moved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(_COPIED)
    op.drop_table("older_stories")
    op.create_index("stories_by_movement", "stories", ["moved", "id"])
    op.create_index("stories_by_articles", "stories", ["articles", "moved", "id"])
    op.create_index("stories_by_change", "stories", ["changed", "id"])
