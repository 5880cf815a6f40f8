"""Which seed somebody chose as the theme of a session that is not announced yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "session_seeds",
        sa.Column(
            "session_id",
            row_id,
            sa.ForeignKey("series_sessions.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), nullable=False),
    )
    op.create_index("ix_session_seeds_seed_id", "session_seeds", ["seed_id"])


def downgrade() -> None:
    op.drop_table("session_seeds")
