"""Meetings among Discord's own events, and what becomes of a card after it was posted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_mirrors",
        *_of_a_meeting("event_mirrors"),
        sa.Column("scheduled_event_id", sa.BigInteger(), nullable=True),
        sa.Column("card_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", moment, nullable=True),
        sa.Column("shown", sa.String(64), nullable=True),
        sa.Column("looked_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone_at", moment, nullable=True),
        *_of_a_try(),
    )
    op.create_table(
        "event_cards",
        *_of_a_meeting("event_cards"),
        sa.Column("settled_id", sa.BigInteger(), nullable=True),
        sa.Column("published_at", moment, nullable=True),
        *_of_a_try(),
    )
    for table in ("event_mirrors", "event_cards"):
        op.create_index(f"ix_{table}_community_id", table, ["community_id"])
    op.create_index("ix_events_ends_at", "events", ["ends_at"])


def downgrade() -> None:
    op.drop_index("ix_events_ends_at", table_name="events")
    op.drop_table("event_cards")
    op.drop_table("event_mirrors")


def _of_a_meeting(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("event_id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=f"fk_{table}_event_id"),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=f"fk_{table}_community_id"),
        sa.PrimaryKeyConstraint("event_id", name=f"pk_{table}"),
    )


def _of_a_try() -> tuple[sa.Column, ...]:
    return (
        sa.Column("trouble", sa.String(64), nullable=True),
        sa.Column("next_try_at", moment, nullable=True),
        sa.Column("checked_at", moment, nullable=True),
    )
