"""Attendance: check-in, head-counts, records and feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def event_id(*, is_key: bool = True) -> sa.Column[int]:
    return sa.Column(
        "event_id",
        row_id,
        sa.ForeignKey("events.id", ondelete="CASCADE"),
        primary_key=is_key,
        autoincrement=False,
        nullable=False,
    )


def member_id(*, is_key: bool = True) -> sa.Column[int]:
    return sa.Column(
        "member_id",
        row_id,
        sa.ForeignKey("members.id"),
        primary_key=is_key,
        autoincrement=False,
        nullable=False,
    )


def upgrade() -> None:
    op.create_table(
        "check_ins",
        event_id(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
    )
    op.create_table(
        "check_in_tries", event_id(), member_id(), sa.Column("tries", sa.Integer(), nullable=False)
    )
    op.create_index("ix_check_in_tries_member_id", "check_in_tries", ["member_id"], unique=False)
    op.create_table(
        "attendances",
        sa.Column("id", row_id, primary_key=True),
        event_id(is_key=False),
        member_id(is_key=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), server_default="1", nullable=False),
        sa.Column("came_at", moment, nullable=False),
        sa.Column("noted_by_id", row_id, sa.ForeignKey("members.id", ondelete="SET NULL"), nullable=True),
        sa.UniqueConstraint("event_id", "member_id"),
    )
    op.create_index("ix_attendances_member_id", "attendances", ["member_id"], unique=False)
    op.create_index("ix_attendances_noted_by_id", "attendances", ["noted_by_id"], unique=False)
    op.create_table(
        "headcounts",
        event_id(),
        sa.Column("sector", sa.String(), primary_key=True),
        sa.Column("mode", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("from_elsewhere", sa.Integer(), server_default="0", nullable=False),
    )
    _create_records()


def _create_records() -> None:
    op.create_table(
        "event_records",
        event_id(),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("article_urls", sa.JSON(), nullable=False),
        sa.Column("headcount", sa.JSON(), nullable=False),
        sa.Column("from_elsewhere", sa.Integer(), server_default="0", nullable=False),
        sa.Column("no_article", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("published_at", moment, nullable=False),
    )
    op.create_table(
        "feedback",
        event_id(),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_table("feedback_given", event_id(), member_id(), sqlite_with_rowid=False)
    op.create_index("ix_feedback_given_member_id", "feedback_given", ["member_id"], unique=False)


def downgrade() -> None:
    for table in (
        "feedback_given",
        "feedback",
        "event_records",
        "headcounts",
        "attendances",
        "check_in_tries",
        "check_ins",
    ):
        op.drop_table(table)
