"""Changes of announced meetings that are being written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_edits",
        sa.Column("id", row_id, nullable=False),
        sa.Column("event_id", row_id, nullable=False),
        sa.Column("author_id", row_id, nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_edits_event_id"),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name="fk_event_edits_author_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_edits"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_edits_event_id", "event_edits", ["event_id"], unique=False)
    op.create_index("ix_event_edits_author_id", "event_edits", ["author_id"], unique=False)


def downgrade() -> None:
    op.drop_table("event_edits")
