"""Consultations that the office notes, and their categories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id", ondelete="SET NULL")),
        sa.Column("entered_by_id", row_id, sa.ForeignKey("members.id", ondelete="SET NULL")),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("is_imported", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.UniqueConstraint("seed_id", name="uq_consultations_seed_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consultations_community_id_held_on", "consultations", ["community_id", "held_on"])
    op.create_index("ix_consultations_entered_by_id", "consultations", ["entered_by_id"])
    op.create_table(
        "consultation_ticks",
        sa.Column("consultation_id", row_id, sa.ForeignKey("consultations.id"), primary_key=True),
        sa.Column("category", sa.String(16), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("consultation_ticks")
    op.drop_index("ix_consultations_entered_by_id", table_name="consultations")
    op.drop_index("ix_consultations_community_id_held_on", table_name="consultations")
    op.drop_table("consultations")
