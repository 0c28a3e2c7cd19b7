"""The ledger of judgements, which links follow from one, and where a story's documents went."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the ledger; links that are there are the machine's own."""
    op.create_table(
        "judgements",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.add_column("links", sa.Column("judgement", sa.Text()))
    op.create_index("links_of_story", "links", ["story", "document", "position"])
