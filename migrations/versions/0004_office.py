"""The office: questions, discreet notices, who is still there, and what stays when somebody is forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def new_columns() -> dict[str, tuple[sa.Column, ...]]:
    """Made anew at every call: a column belongs to one table only."""
    return {
        "communities": (
            sa.Column("machine_contact", sa.String(), nullable=True),
            sa.Column("staff_count", sa.Integer(), nullable=True),
            sa.Column("staff_counted_at", moment, nullable=True),
            sa.Column("removed_at", moment, nullable=True),
        ),
        "members": (
            sa.Column("hides_subjects", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("staff_seen_at", moment, nullable=True),
            sa.Column("checked_at", moment, nullable=True),
            sa.Column("left_at", moment, nullable=True),
        ),
        "events": (sa.Column("is_sensitive", sa.Boolean(), server_default=sa.false(), nullable=False),),
    }


def upgrade() -> None:
    for table, columns in new_columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "anonymous_seats",
        sa.Column("event_id", row_id, nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_anonymous_seats_event_id"),
        sa.PrimaryKeyConstraint("event_id", "mode", name="pk_anonymous_seats"),
    )
    op.create_table(
        "questions",
        sa.Column("id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", row_id, nullable=True),
        sa.Column("about", sa.String(length=100), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by_id", row_id, nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("closed_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_questions_community_id"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_questions_member_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["members.id"], name="fk_questions_answered_by_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_questions_open",
        "questions",
        ["community_id", "asked_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_questions_member_id", "questions", ["member_id"], unique=False)
    op.create_index("ix_questions_answered_by_id", "questions", ["answered_by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("questions")
    op.drop_table("anonymous_seats")
    for table, columns in new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)
