"""Posts for staff about what somebody did who wants to stay unknown, until their random time has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "held_posts",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("args", sa.JSON(none_as_null=True)),
        sa.Column("dedupe_key", sa.String(200), nullable=False),
        sa.Column("due_at", moment, nullable=False),
    )
    op.create_index("ix_held_posts_due_at", "held_posts", ["due_at"])
    op.create_index("ix_held_posts_subject", "held_posts", ["subject"])


def downgrade() -> None:
    # Told a little early rather than never.
    op.execute(
        sa.text(
            "INSERT INTO deliveries (community_id, kind, place, subject, args, due_at, dedupe_key, state, "
            "attempts, awaits_press, created_at) SELECT community_id, kind, 'staff', subject, args, due_at, "
            "dedupe_key, 'planned', 0, false, due_at FROM held_posts WHERE true ON CONFLICT DO NOTHING"
        )
    )
    op.drop_table("held_posts")
