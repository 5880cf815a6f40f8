"""Flyers: pictures for cards, and which of them a card shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_flyers",
        sa.Column("id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_event_flyers_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_flyers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_flyers_community_id", "event_flyers", ["community_id"], unique=False)
    op.add_column("events", sa.Column("flyer_id", sa.BigInteger(), nullable=True))
    op.add_column("postings", sa.Column("picture", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("postings", "picture")
    op.drop_column("events", "flyer_id")
    op.drop_table("event_flyers")
