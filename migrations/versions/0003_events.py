"""Meetings, answers, seats and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_drafts",
        sa.Column("id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", row_id, nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name="fk_event_drafts_author_id"),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_event_drafts_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_drafts_author_id", "event_drafts", ["author_id"], unique=False)
    op.create_index("ix_event_drafts_community_id", "event_drafts", ["community_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("doors_at", moment, nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("venue", sa.String(), nullable=True),
        sa.Column("venue_capacity", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("online_link", sa.String(), nullable=True),
        sa.Column("online_capacity", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("co_hosts", sa.String(), nullable=True),
        sa.Column("fee", sa.String(), nullable=True),
        sa.Column("welcome", sa.JSON(), nullable=False),
        sa.Column("names_shown", sa.String(), nullable=False),
        sa.Column("ring", sa.String(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("calendar_uid", sa.String(), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cancel_reason", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("last_ticket", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_by_id", row_id, nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("cancelled_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_events_community_id"),
        sa.ForeignKeyConstraint(["created_by_id"], ["members.id"], name="fk_events_created_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_community_id_starts_at", "events", ["community_id", "starts_at"], unique=False)
    op.create_table(
        "event_answers",
        sa.Column("id", row_id, nullable=False),
        sa.Column("event_id", row_id, nullable=False),
        sa.Column("member_id", row_id, nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("mention_me", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answered_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_answers_event_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_event_answers_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_answers"),
        sa.UniqueConstraint("event_id", "member_id", name="uq_event_answers_event_id_member_id"),
    )
    op.create_index("ix_event_answers_member_id", "event_answers", ["member_id"], unique=False)
    op.create_table(
        "rsvp_history",
        sa.Column("id", row_id, nullable=False),
        sa.Column("event_id", row_id, nullable=False),
        sa.Column("member_id", row_id, nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("happened_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_rsvp_history_event_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_rsvp_history_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rsvp_history"),
    )
    op.create_index("ix_rsvp_history_event_id", "rsvp_history", ["event_id"], unique=False)
    op.create_index("ix_rsvp_history_member_id", "rsvp_history", ["member_id"], unique=False)
    op.create_table(
        "rsvps",
        sa.Column("id", row_id, nullable=False),
        sa.Column("event_id", row_id, nullable=False),
        sa.Column("member_id", row_id, nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), server_default="1", nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_rsvps_event_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_rsvps_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rsvps"),
        sa.UniqueConstraint("event_id", "member_id", "mode", name="uq_rsvps_event_id_member_id_mode"),
    )
    op.create_index(
        "ix_rsvps_event_id_mode_place_ticket", "rsvps", ["event_id", "mode", "place", "ticket"], unique=False
    )
    op.create_index("ix_rsvps_member_id", "rsvps", ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_table("rsvps")
    op.drop_table("rsvp_history")
    op.drop_table("event_answers")
    op.drop_table("events")
    op.drop_table("event_drafts")
