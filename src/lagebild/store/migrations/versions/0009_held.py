"""Which links are held, and near what; none at first, since what was decided before held nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("links", sa.Column("near", sa.Text()))
    op.create_index("links_held", "links", ["near"], sqlite_where=sa.text("near IS NOT NULL"))
