"""Answers: companions, notes for the office, deadlines, roles, approval, and who did what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def new_columns() -> dict[str, tuple[sa.Column, ...]]:
    """Made anew at every call: a column belongs to one table only."""
    return {
        "events": (
            sa.Column("max_companions", sa.Integer(), server_default="0", nullable=False),
            sa.Column("answers_close_at", moment, nullable=True),
            sa.Column("role_ids", sa.JSON(none_as_null=True), nullable=True),
            sa.Column("needs_approval", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("priority_until", moment, nullable=True),
        ),
        "event_answers": (
            sa.Column("companions", sa.Integer(), server_default="0", nullable=False),
            sa.Column("access_needs", sa.String(), nullable=True),
            sa.Column("door_name", sa.String(), nullable=True),
            sa.Column("affiliation", sa.String(), nullable=True),
        ),
        "rsvps": (sa.Column("whole_course", sa.Boolean(), server_default=sa.false(), nullable=False),),
        "rsvp_history": (sa.Column("seats", sa.Integer(), nullable=True),),
    }


def upgrade() -> None:
    for table, columns in new_columns().items():
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table("rsvp_history") as batch:
        batch.add_column(sa.Column("actor_id", row_id, nullable=True))
        batch.create_foreign_key(
            "fk_rsvp_history_actor_id", "members", ["actor_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_rsvp_history_actor_id", "rsvp_history", ["actor_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_rsvp_history_actor_id", table_name="rsvp_history")
    with op.batch_alter_table("rsvp_history") as batch:
        batch.drop_constraint("fk_rsvp_history_actor_id", type_="foreignkey")
        batch.drop_column("actor_id")
    # whoever only asked for a seat has none, which the older version has no word for
    op.execute("UPDATE rsvps SET place = 'cancelled' WHERE place = 'requested'")
    op.execute("UPDATE rsvp_history SET after = 'waitlisted' WHERE after = 'requested'")
    op.execute("UPDATE rsvp_history SET before = 'waitlisted' WHERE before = 'requested'")
    for table, columns in new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)
