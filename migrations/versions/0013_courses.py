"""Courses: series whose sessions are announced together and applied for in one step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "event_series", sa.Column("is_course", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("event_series", sa.Column("most_sessions", sa.Integer(), nullable=True))
    op.add_column("event_series", sa.Column("priority_until", moment, nullable=True))
    op.add_column("events", sa.Column("course_id", row_id, nullable=True))
    op.create_index(
        "ix_events_course_id",
        "events",
        ["course_id"],
        sqlite_where=sa.text("course_id IS NOT NULL"),
        postgresql_where=sa.text("course_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_events_course_id", table_name="events")
    op.drop_column("events", "course_id")
    op.drop_column("event_series", "priority_until")
    op.drop_column("event_series", "most_sessions")
    op.drop_column("event_series", "is_course")
